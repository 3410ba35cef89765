/* SPDX-License-Identifier: Apache-2.0
 *
 * summary.h: what a command has to say at its end, on standard error: lines of
 * `key: value`, or one JSON object with the values as strings. */
#ifndef LEVEE_APPS_SUMMARY_H
#define LEVEE_APPS_SUMMARY_H

#include <stdint.h>

#include <jansson.h>

typedef struct {
    json_t *object; /* NULL: lines */
} levee_summary_t;

levee_summary_t levee_summary_begin(int json);
void levee_summary_say(levee_summary_t *summary, const char *key, const char *value);
void levee_summary_count(levee_summary_t *summary, const char *key, uint64_t value);

/* levee_summary_end prints the object, if there is one, and frees it. */
void levee_summary_end(levee_summary_t *summary);

#endif
