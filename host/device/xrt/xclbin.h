/* SPDX-License-Identifier: Apache-2.0
 *
 * xclbin.h: what a file for a card says of itself. The format is public
 * (<xclbin.h> of XRT); the engine reads its header without XRT. */
#ifndef LEVEE_DEVICE_XRT_XCLBIN_H
#define LEVEE_DEVICE_XRT_XCLBIN_H

#include "levee/levee.h"

/* levee_target_t: NONE is an OpenCL device that is given no xclbin. */
typedef enum { LEVEE_TARGET_HW, LEVEE_TARGET_HW_EMU, LEVEE_TARGET_SW_EMU, LEVEE_TARGET_NONE } levee_target_t;

/* levee_target_name is how XCL_EMULATION_MODE calls it, "hw" for a card. */
const char *levee_target_name(levee_target_t target);

/* levee_xclbin_target reads which target the file at `path` is for. Refuses what
 * is no xclbin, or not all of one. */
levee_result_t levee_xclbin_target(const char *path, levee_target_t *target, levee_error_t *error);

#endif
