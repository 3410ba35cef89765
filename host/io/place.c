/* SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PATH_SHOWN = 200 };

/* The tail of a path tells more than its front, and the message must keep room
 * for what is wrong. */
static int print_path(char *text, size_t size, const char *path)
{
    const size_t length = strlen(path);
    const int cut = length > PATH_SHOWN;

    if (!strcmp(path, "-"))
        return snprintf(text, size, "standard input");
    return snprintf(text, size, "%s%s", cut ? "..." : "", cut ? path + length - PATH_SHOWN : path);
}

/* A message is one line, whatever the names in it hold. */
static void clean(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
}

levee_result_t levee_place_fail(levee_place_t place, levee_result_t result, const char *field, levee_error_t *error,
                                const char *format, ...)
{
    char *text;
    size_t size, used;
    va_list arguments;

    if (!error)
        return result;
    text = error->message;
    size = sizeof error->message;
    error->result = result;
    error->field[0] = '\0';
    used = (size_t)print_path(text, size, place.path);
    if (place.line)
        used += (size_t)snprintf(text + used, size - used, ":%" PRIu64 ":%" PRIu64, place.line, place.column);
    used += (size_t)snprintf(text + used, size - used, ": ");
    if (place.name && *place.name)
        used += (size_t)snprintf(text + used, size - used, "%.64s: ", place.name);
    if (field && *field)
        used += (size_t)snprintf(text + used, size - used, "%.64s: ", field);
    va_start(arguments, format);
    vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
    clean(error->message);
    return result;
}

levee_result_t levee_place_system(const char *path, const char *action, int code, levee_error_t *error)
{
    const levee_place_t place = {path, 0, 0, NULL};
    const levee_result_t result = code == ENOMEM ? LEVEE_NO_MEMORY : LEVEE_SYSTEM;
    char reason[128];

    if (strerror_r(code, reason, sizeof reason))
        snprintf(reason, sizeof reason, "error %d", code);
    return levee_place_fail(place, result, NULL, error, "%s: %s", action, reason);
}

const char *levee_show(const char *text, char shown[LEVEE_SHOW_TEXT])
{
    enum { LONGEST = 4, TAIL = 5 }; /* of one byte shown; of "..." with its quote and NUL */
    size_t used = 0;

    shown[used++] = '"';
    for (; *text && used + LONGEST + TAIL <= LEVEE_SHOW_TEXT; text++) {
        const unsigned char byte = (unsigned char)*text;

        if (byte >= ' ' && byte < 0x7f)
            shown[used++] = *text;
        else
            used += (size_t)snprintf(shown + used, LONGEST + 1, "\\x%02x", byte);
    }
    snprintf(shown + used, LEVEE_SHOW_TEXT - used, "%s\"", *text ? "..." : "");
    return shown;
}
