/* SPDX-License-Identifier: Apache-2.0
 *
 * report.h: what was measured, for people and for programs. */
#ifndef LEVEE_BENCH_REPORT_H
#define LEVEE_BENCH_REPORT_H

#include "figure.h"
#include "machine.h"

/* What is timed: a tick of the baseline, the kernels, and ticks of the engine that move
 * all instruments or one of them, each over the whole book. */
enum { TIMED_BASELINE, TIMED_SWEEP, TIMED_KERNELS, TIMED_ENGINE, TIMED_ENGINE_ONE, TIMED_COUNT };

typedef struct {
    uint32_t legs;
    uint32_t accounts;
    uint32_t changes;             /* of status, per tick */
    uint32_t near_zero;           /* statuses in which double precision differs, excess within 100 quanta of zero */
    figure_t figure[TIMED_COUNT]; /* per leg */
} result_t;

void report_table(const machine_t *machine, const result_t *results, size_t count, unsigned repetitions);

/* report_json returns 0, or -1 without memory. */
int report_json(const machine_t *machine, const result_t *results, size_t count, unsigned repetitions);

#endif
