/* SPDX-License-Identifier: Apache-2.0
 *
 * control.h: Levee's algorithm in scalar double precision, to tell what the algorithm
 * gains from what integers and vector instructions do: accounts sorted by their number
 * of legs, structures of arrays, one coefficient a leg and measure by the tier that it
 * is in, deductions in the account's constants. Tiers stay those of the start, to this
 * engine's advantage: it serves ticks that move one mark a little. */
#ifndef LEVEE_BENCH_CONTROL_H
#define LEVEE_BENCH_CONTROL_H

#include "synthetic.h"

enum {
    CONTROL_MEASURES = 3,
    CONTROL_SIDES = 2,
    CONTROL_ROWS = SYNTHETIC_INSTRUMENTS * SYNTHETIC_TIERS * CONTROL_SIDES
};

typedef struct {
    uint32_t account;
    uint8_t from;
    uint8_t to;
    double excess[CONTROL_MEASURES];
} control_change_t;

typedef struct {
    const synthetic_t *book;
    double row[CONTROL_ROWS][CONTROL_MEASURES + 1]; /* what a lot is worth; a word more for an even stride */
    uint32_t *leg_row;                              /* per leg, in the order of accounts */
    double *leg_lots;
    double (*constant)[CONTROL_MEASURES];  /* per account, fewest legs first */
    uint32_t *account;                     /* the book's */
    uint32_t wide[SYNTHETIC_LEGS_MAX + 1]; /* how many accounts have that many legs */
    uint8_t *status;                       /* as in baseline.h */
    control_change_t *change;
    uint32_t changes; /* of the last tick */
} control_t;

/* control_new begins in the first market; every status starts as healthy. Returns 0, or
 * -1 without memory; free with control_free in each case. `book` must live as long. */
int control_new(control_t *engine, const synthetic_t *book);
void control_free(control_t *engine);

/* control_tick moves one instrument to a price in ticks and judges every account. */
void control_tick(control_t *engine, uint32_t instrument, uint32_t price);

#endif
