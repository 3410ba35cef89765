/* SPDX-License-Identifier: Apache-2.0
 *
 * choose.h: which OpenCL device a session without an xclbin takes. */
#ifndef LEVEE_DEVICE_OPENCL_CHOOSE_H
#define LEVEE_DEVICE_OPENCL_CHOOSE_H

#include "device/opencl/opencl.h"

/* levee_opencl_choose takes the first device with LEVEE_OPENCL_DEVICE of the
 * environment in its name; where that is not set, the first GPU, or else the first
 * of any kind. Refuses one that cannot run the sweep. */
const char *levee_opencl_choose(cl_device_id *device);

#endif
