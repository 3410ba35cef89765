/* SPDX-License-Identifier: Apache-2.0
 *
 * report_latency.h: how late verdicts are, for people and for programs. */
#ifndef LEVEE_BENCH_REPORT_LATENCY_H
#define LEVEE_BENCH_REPORT_LATENCY_H

#include "bench.h"

enum { LATE_PERCENTILES = 7 };

/* late_percentiles: as shares; the last is 1; and what they are called. */
extern const double late_percentiles[LATE_PERCENTILES];
extern const char *const late_names[LATE_PERCENTILES];

typedef struct {
    uint32_t legs;
    uint32_t accounts;
    size_t ticks;
    uint64_t changes;                /* of status */
    uint64_t span_ns;                /* of the whole run */
    double busy;                     /* share of it that went into ticks */
    uint64_t late[LATE_PERCENTILES]; /* ns from when a tick was due until its verdicts were there */
} late_t;

/* report_latency_head prints what the table has; `drawn` is the rate of random ticks.
 * report_latency prints a line of it, unless `quiet`, and returns the same as an object. */
void report_latency_head(const bench_options_t *options, double drawn);
json_t *report_latency(const late_t *result, int quiet);

#endif
