/* SPDX-License-Identifier: Apache-2.0
 *
 * report_ticks.h: what single ticks cost, and whether that is what is aimed at. */
#ifndef LEVEE_BENCH_REPORT_TICKS_H
#define LEVEE_BENCH_REPORT_TICKS_H

#include <jansson.h>

#include "figure.h"

/* ticked_t: times in nanoseconds. */
typedef struct {
    uint32_t legs;
    uint32_t accounts;
    double sweep;      /* a tick of one instrument that judges every account */
    double per_symbol; /* the same tick to an engine that moves all holders, in double precision */
    double tick;       /* to the trigger index, on average */
    latency_t latency; /* of the latter, the clock's own cost included */
    double looks;      /* accounts looked at, a tick */
    double changes;    /* of status, a tick */
    uint64_t swept;    /* of these ticks */
    double gap;        /* a tick that moves the most popular instrument by 2 %, after all these */
    uint32_t gap_changes;
    double index_bytes; /* a leg, beyond the engine that sweeps */
    uint32_t ticks;
} ticked_t;

/* report_ticks_head prints what the tables have. report_ticks prints one, unless
 * `quiet`, and returns the same as an object. */
void report_ticks_head(void);
json_t *report_ticks(const ticked_t *result, int quiet);

#endif
