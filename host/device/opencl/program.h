/* SPDX-License-Identifier: Apache-2.0
 *
 * program.h: sweep.cl and the parts of hls/ that it is built from, as one text. */
#ifndef LEVEE_DEVICE_OPENCL_PROGRAM_H
#define LEVEE_DEVICE_OPENCL_PROGRAM_H

#include <stddef.h>

extern const unsigned char levee_program[];
extern const size_t levee_program_bytes;

#endif
