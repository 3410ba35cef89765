/* SPDX-License-Identifier: Apache-2.0
 *
 * wide.h: the plain engine in integers of 128 bits, a requirement divided leg by leg:
 * what one writes who distrusts floating point. Beside it the exact excesses of an
 * account, which every other engine is held to. */
#ifndef LEVEE_BENCH_WIDE_H
#define LEVEE_BENCH_WIDE_H

#include "apps/money.h"
#include "synthetic.h"

typedef struct {
    const synthetic_t *book; /* its own legs and accounts: an array of structures */
    uint32_t price[SYNTHETIC_INSTRUMENTS];
    uint8_t *status;  /* as in baseline.h */
    uint32_t changes; /* of the last tick */
} wide_t;

/* wide_new begins in the first market; every status starts as healthy. Returns 0, or -1
 * without memory; free with wide_free in each case. `book` must live as long. */
int wide_new(wide_t *engine, const synthetic_t *book);
void wide_free(wide_t *engine);

/* wide_tick moves all marks to `market` and judges every account. A requirement is
 * rounded up to a quantum, leg by leg. */
void wide_tick(wide_t *engine, uint32_t market);

/* wide_excess: equity, maintenance and initial excess of the account, in thousandths of
 * a quantum, without rounding. */
void wide_excess(const wide_t *engine, uint32_t account, levee_int128_t excess[3]);

#endif
