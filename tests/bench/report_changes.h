/* SPDX-License-Identifier: Apache-2.0
 *
 * report_changes.h: what a book in motion came to, for people and for programs. */
#ifndef LEVEE_BENCH_REPORT_CHANGES_H
#define LEVEE_BENCH_REPORT_CHANGES_H

#include "machine.h"
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

/* report_per_leg: bytes a leg of a book without what an engine holds anyway. */
double report_per_leg(const memory_t *memory, size_t held, uint32_t legs);

/* report_memory_ratio: what changes have cost in memory; 0 when it was not
 * counted. */
double report_memory_ratio(const memory_t *memory);

void report_changes_table(const machine_t *machine, const moved_t *results, size_t count);

/* report_changes_json returns 0, or -1 without memory. */
int report_changes_json(const machine_t *machine, const moved_t *results, size_t count);

#endif
