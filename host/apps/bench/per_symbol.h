/* SPDX-License-Identifier: Apache-2.0
 *
 * per_symbol.h: what an engine without a trigger index does on a tick of one
 * instrument: every holder's running excesses move by what the tick is worth to it, in
 * double precision, and their signs are looked at. A leg keeps the rates of the tier
 * that it was in at the start: no tier is looked for, to this engine's advantage. */
#ifndef LEVEE_BENCH_PER_SYMBOL_H
#define LEVEE_BENCH_PER_SYMBOL_H

#include "synthetic.h"

/* per_symbol_leg_t: what a tick of 1 in the price is worth to the account. */
typedef struct {
    uint32_t account;
    float worth[3]; /* to its equity, its maintenance and its initial excess */
} per_symbol_leg_t;

typedef struct {
    double excess[3];
    uint32_t status;
} per_symbol_account_t;

typedef struct {
    uint32_t first[SYNTHETIC_INSTRUMENTS + 1];
    per_symbol_leg_t *leg; /* by instrument */
    per_symbol_account_t *account;
    double price[SYNTHETIC_INSTRUMENTS];
    uint64_t changes; /* of status */
} per_symbol_t;

/* per_symbol_new begins in the first market of the book. Returns 0, or -1 without
 * memory; free with per_symbol_free in each case. */
int per_symbol_new(per_symbol_t *engine, const synthetic_t *book);
void per_symbol_free(per_symbol_t *engine);

/* per_symbol_tick moves an instrument to a price in ticks. O(its holders). */
void per_symbol_tick(per_symbol_t *engine, uint32_t instrument, uint32_t price);

#endif
