/* SPDX-License-Identifier: Apache-2.0
 *
 * place.h: where in a file something stands, and messages that start with it. */
#ifndef LEVEE_IO_PLACE_H
#define LEVEE_IO_PLACE_H

#include <levee/levee.h>

enum { LEVEE_SHOW_TEXT = 64 }; /* bytes that hold any shown text, NUL included */

/* levee_place_t: lines and columns count from 1. Line 0 is the file as a whole.
 * `name` is what stands there, NULL when it has no name. */
typedef struct {
    const char *path;
    uint64_t line;
    uint64_t column;
    const char *name;
} levee_place_t;

/* levee_place_fail fills `error`, unless it is NULL, with `result` and the
 * message "PATH:LINE:COLUMN: NAME: FIELD: ...", of which only the path and the
 * formatted end are always there; error->field stays empty because the message
 * has the field. A long path loses its front. Returns `result`. */
levee_result_t levee_place_fail(levee_place_t place, levee_result_t result, const char *field, levee_error_t *error,
                                const char *format, ...) __attribute__((format(printf, 5, 6)));

/* levee_place_system is levee_place_fail for the system error `code`, an errno,
 * that befell `action`: "cannot open". */
levee_result_t levee_place_system(const char *path, const char *action, int code, levee_error_t *error);

/* levee_show writes `text` in double quotes into `shown` so that it prints on
 * one line of ASCII: other bytes as \xNN, a long text cut with "...". Returns
 * `shown`. */
const char *levee_show(const char *text, char shown[LEVEE_SHOW_TEXT]);

#endif
