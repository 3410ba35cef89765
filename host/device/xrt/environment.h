/* SPDX-License-Identifier: Apache-2.0
 *
 * environment.h: the variables that the runtime reads. A card's and a device's are
 * the user's own; for an emulated card, what the user has not set is what lies
 * beside the xclbin. */
#ifndef LEVEE_DEVICE_XRT_ENVIRONMENT_H
#define LEVEE_DEVICE_XRT_ENVIRONMENT_H

#include "device/xrt/xclbin.h"

/* levee_environment_check refuses an environment in which a session for `xclbin`
 * cannot come up. */
levee_result_t levee_environment_check(const char *xclbin, levee_target_t target, levee_error_t *error);

/* levee_environment_make returns the session's environment, NULL when memory is
 * refused; `scratch` is its directory, "" for a card. Free with
 * levee_environment_free. */
char **levee_environment_make(const char *xclbin, levee_target_t target, const char *scratch);
void levee_environment_free(char **environment);

#endif
