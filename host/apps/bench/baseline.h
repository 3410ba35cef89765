/* SPDX-License-Identifier: Apache-2.0
 *
 * baseline.h: the engine to compare with, as one would write it without
 * Levee: double precision, an array of structures, an account at a time. */
#ifndef LEVEE_BENCH_BASELINE_H
#define LEVEE_BENCH_BASELINE_H

#include "synthetic.h"

typedef struct {
    uint32_t instrument;
    double quantity;
    double entry;
} position_t;

typedef struct {
    double cash;
    uint32_t first;
    uint32_t count;
} margin_account_t;

typedef struct {
    double bound;
    double maintenance;
    double initial;
    double maintenance_amount;
    double initial_amount;
} bracket_t;

typedef struct {
    double mark;
    bracket_t bracket[SYNTHETIC_TIERS];
} contract_t;

typedef struct {
    uint32_t account;
    uint8_t from;
    uint8_t to;
    double equity;
    double maintenance;
} change_t;

typedef struct {
    contract_t contract[SYNTHETIC_INSTRUMENTS];
    double mark[SYNTHETIC_MARKETS][SYNTHETIC_INSTRUMENTS];
    position_t *position;
    margin_account_t *account;
    uint8_t *status; /* 0 healthy, 1 restricted, 2 liquidate, 3 bankrupt */
    change_t *change;
    uint32_t accounts;
    uint32_t changes; /* of the last tick */
} baseline_t;

/* baseline_new copies `book`; every status starts as healthy. Returns 0, or -1
 * without memory; free with baseline_free in each case. */
int baseline_new(baseline_t *engine, const synthetic_t *book);
void baseline_free(baseline_t *engine);

/* baseline_tick moves all marks to `market` and judges every account. */
void baseline_tick(baseline_t *engine, uint32_t market);

#endif
