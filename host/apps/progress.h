/* SPDX-License-Identifier: Apache-2.0
 *
 * progress.h: one rewritten line on the terminal: how far, how fast, how long
 * still. Silent unless standard error is a terminal. */
#ifndef LEVEE_APPS_PROGRESS_H
#define LEVEE_APPS_PROGRESS_H

#include <stdint.h>

typedef struct {
    const char *unit; /* what is counted, e.g. "ticks" */
    uint64_t started_ns;
    uint64_t shown_ns;
    uint32_t calls;
    int on;
    int visible;
} levee_progress_t;

/* levee_clock_ns is a clock that only goes forward. */
uint64_t levee_clock_ns(void);

/* levee_progress_start starts the clock. */
levee_progress_t levee_progress_start(const char *unit);

/* levee_progress_due says whether the line should be rewritten: at most five
 * times a second. It reads the clock once in 64 calls, so it may stand in an
 * inner loop. */
int levee_progress_due(levee_progress_t *progress);

/* levee_progress_show rewrites the line: `count` units so far, and `done` of
 * `total` of the work, any unit; total 0 when unknown. */
void levee_progress_show(levee_progress_t *progress, uint64_t count, uint64_t done, uint64_t total);

/* levee_progress_clear wipes the line, before anything else is written. */
void levee_progress_clear(levee_progress_t *progress);

#endif
