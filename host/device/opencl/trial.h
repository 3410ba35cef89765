/* SPDX-License-Identifier: Apache-2.0
 *
 * trial.h: what a kernel is, by commands of which the answer is known: OpenCL reads
 * no registers. */
#ifndef LEVEE_DEVICE_OPENCL_TRIAL_H
#define LEVEE_DEVICE_OPENCL_TRIAL_H

#include "device/xrt/session.h"

/* levee_trial_run has a kernel of `groups` groups judge one slice and take recipes,
 * and stores the parameters that its answers tell. Returns NULL, or what is wrong:
 * a kernel that does not answer as this build's map has it is refused. About thirty
 * commands of a few beats; the book's buffers are to be laid out after it. */
const char *levee_trial_run(const levee_runtime_t *runtime, uint32_t groups, levee_card_kernel_t *kernel);

#endif
