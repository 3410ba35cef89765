/* SPDX-License-Identifier: Apache-2.0
 *
 * figure.h: statistics of time. */
#ifndef LEVEE_BENCH_FIGURE_H
#define LEVEE_BENCH_FIGURE_H

#include <stddef.h>
#include <stdint.h>

/* figure_t: nanoseconds over the repetitions. */
typedef struct {
    double median;
    double least;
    double most;
} figure_t;

/* latency_t: nanoseconds of a call. */
typedef struct {
    uint32_t p50;
    uint32_t p99;
    uint32_t p999;
    uint32_t most;
    size_t calls;
} latency_t;

/* figure_of and latency_of sort the `count` times, at least one. */
figure_t figure_of(double *times, size_t count);
latency_t latency_of(uint32_t *times, size_t count);

/* figure_rate: how many a second at `nanoseconds` each. */
double figure_rate(double nanoseconds);

#endif
