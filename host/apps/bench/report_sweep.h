/* SPDX-License-Identifier: Apache-2.0
 *
 * report_sweep.h: what judging every account costs, for people and for programs. */
#ifndef LEVEE_BENCH_REPORT_SWEEP_H
#define LEVEE_BENCH_REPORT_SWEEP_H

#include <jansson.h>

#include "figure.h"

/* What is timed: a tick of each plain engine, and ticks of Levee's that move all marks
 * as text or one of them as a number, each over the whole book. */
enum { TIMED_BASELINE, TIMED_WIDE, TIMED_CONTROL, TIMED_ENGINE, TIMED_ENGINE_ONE, TIMED_COUNT };

typedef struct {
    uint32_t legs;
    uint32_t accounts;
    uint32_t changes;             /* of status, per tick that moves all marks */
    uint32_t near_zero;           /* statuses in which an engine that rounds differs */
    figure_t figure[TIMED_COUNT]; /* nanoseconds a leg */
    uint32_t threads;
    figure_t threaded; /* the last of these on so many threads, where they are more than one; by the wall */
    double bytes;      /* that the engine's sweep reads, a leg */
    double roofline;   /* bytes a second that this core reads of as much memory */
} result_t;

/* report_sweep_head prints what the tables have. report_sweep prints one, unless
 * `quiet`, and returns the same as an object. */
void report_sweep_head(uint32_t repetitions);
json_t *report_sweep(const result_t *result, int quiet);

#endif
