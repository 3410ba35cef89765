/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep.h: any OpenCL device: it builds sweep.cl and judges with that. */
#ifndef LEVEE_DEVICE_OPENCL_SWEEP_H
#define LEVEE_DEVICE_OPENCL_SWEEP_H

#include "device/xrt/session.h"

extern const levee_runtime_t levee_opencl_sweep;

#endif
