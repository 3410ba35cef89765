/* SPDX-License-Identifier: Apache-2.0 */
#include "model/error.h"

#include <stdarg.h>
#include <stdio.h>

levee_result_t levee_fail(levee_error_t *error, levee_result_t result, const char *field, const char *format, ...)
{
    va_list arguments;

    if (!error)
        return result;
    error->result = result;
    (void)snprintf(error->field, sizeof error->field, "%s", field);
    va_start(arguments, format);
    (void)vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return result;
}

levee_result_t levee_fail_memory(levee_error_t *error, const char *what)
{
    return levee_fail(error, LEVEE_NO_MEMORY, "", "out of memory for %s", what);
}
