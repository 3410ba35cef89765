/* SPDX-License-Identifier: Apache-2.0
 *
 * error.h: how the rooms of the engine fail. */
#ifndef LEVEE_MODEL_ERROR_H
#define LEVEE_MODEL_ERROR_H

#include <levee/levee.h>

/* levee_fail fills `error`, if there is one, with `result`, the input field at
 * fault ("" for none) and a formatted message, cut to its room. Returns
 * `result`. */
__attribute__((format(printf, 4, 5))) levee_result_t levee_fail(levee_error_t *error, levee_result_t result,
                                                                const char *field, const char *format, ...);

/* levee_fail_memory is levee_fail for an allocation that was refused. */
levee_result_t levee_fail_memory(levee_error_t *error, const char *what);

#endif
