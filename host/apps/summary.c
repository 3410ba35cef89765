/* SPDX-License-Identifier: Apache-2.0 */
#include "summary.h"

#include <inttypes.h>
#include <stdio.h>

levee_summary_t levee_summary_begin(int json)
{
    return (levee_summary_t){json ? json_object() : NULL};
}

/* A message may quote what is not UTF-8; JSON may not. */
static json_t *ascii(const char *value)
{
    char text[640];
    size_t length = 0;

    for (; *value != '\0' && length + 1 < sizeof text; value++)
        text[length++] = (unsigned char)*value < 0x80 ? *value : '?';
    return json_stringn(text, length);
}

void levee_summary_say(levee_summary_t *summary, const char *key, const char *value)
{
    if (summary->object == NULL)
        fprintf(stderr, "%s: %s\n", key, value);
    else if (json_object_set_new(summary->object, key, json_string(value)) != 0)
        json_object_set_new(summary->object, key, ascii(value));
}

void levee_summary_count(levee_summary_t *summary, const char *key, uint64_t value)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRIu64, value);
    levee_summary_say(summary, key, text);
}

void levee_summary_end(levee_summary_t *summary)
{
    if (summary->object == NULL)
        return;
    json_dumpf(summary->object, stderr, JSON_INDENT(2));
    fputc('\n', stderr);
    json_decref(summary->object);
}
