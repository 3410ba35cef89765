/* SPDX-License-Identifier: Apache-2.0
 *
 * arrivals.h: ticks with the times at which they come, whether or not anybody is ready. */
#ifndef LEVEE_BENCH_ARRIVALS_H
#define LEVEE_BENCH_ARRIVALS_H

#include <levee/files.h>

#include "synthetic.h"

typedef struct {
    uint64_t at_ns; /* after the first */
    uint32_t instrument;
    uint32_t price; /* ticks */
} arrival_t;

typedef struct {
    arrival_t *arrival;
    size_t count;
} arrivals_t;

/* arrivals_read reads a tick file. The most popular instrument of the book makes its
 * moves, in per cent, beginning at the first market, and makes them `pace` times as
 * fast as they were. Rows that come late are left out. Returns 0, or -1 after a
 * message; free with arrivals_free in each case. */
int arrivals_read(const char *path, const levee_ticks_options_t *options, uint32_t pace, const synthetic_t *book,
                  arrivals_t *arrivals);

/* arrivals_draw draws `count` moves of one basis point of instruments by their
 * popularity, which come independently of each other, `rate` a second on average.
 * Returns 0, or -1 without memory. */
int arrivals_draw(const synthetic_t *book, size_t count, double rate, uint64_t seed, arrivals_t *arrivals);

void arrivals_free(arrivals_t *arrivals);

#endif
