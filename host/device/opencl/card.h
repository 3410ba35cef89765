/* SPDX-License-Identifier: Apache-2.0
 *
 * card.h: the kernel of an xclbin, through the OpenCL of XRT. */
#ifndef LEVEE_DEVICE_OPENCL_CARD_H
#define LEVEE_DEVICE_OPENCL_CARD_H

#include "device/xrt/session.h"

extern const levee_runtime_t levee_opencl_card;

#endif
