/* SPDX-License-Identifier: Apache-2.0
 *
 * report_changes.h: what a book in motion came to, for people and for programs. */
#ifndef LEVEE_BENCH_REPORT_CHANGES_H
#define LEVEE_BENCH_REPORT_CHANGES_H

#include <jansson.h>

#include "motion.h"

/* memory_t: bytes that an engine holds. */
typedef struct {
    size_t empty; /* without accounts: the venue, its risk tables */
    size_t built;
    size_t moved;   /* after all changes */
    size_t rebuilt; /* built of what the changes made */
} memory_t;

typedef struct {
    uint32_t legs;
    uint32_t accounts;
    uint32_t legs_moved; /* legs after all changes */
    uint64_t build_ns;
    char hash[LEVEE_HASH_TEXT]; /* after all changes */
    motion_t motion;
    memory_t memory;
} moved_t;

/* report_changes_head prints what the tables have. report_changes prints one, unless
 * `quiet`, and returns the same as an object. */
void report_changes_head(void);
json_t *report_changes(const moved_t *result, int quiet);

#endif
