/* SPDX-License-Identifier: Apache-2.0
 *
 * synthetic.h: the book that every engine of the benchmark gets, in integers:
 * 256 linear instruments of Zipf popularity and five tiers, accounts of 1 to 12
 * legs (4 on average), two markets to move between. */
#ifndef LEVEE_BENCH_SYNTHETIC_H
#define LEVEE_BENCH_SYNTHETIC_H

#include "random.h"

enum {
    SYNTHETIC_INSTRUMENTS = 256,
    SYNTHETIC_TIERS = 5,
    SYNTHETIC_MARKETS = 2,
    SYNTHETIC_LEGS_MAX = 12, /* of an account */
    SYNTHETIC_DECIMALS = 8,
    SYNTHETIC_TICK_PLACES = 4, /* a tick is 0.0001: a tenth of a basis point at the lowest price */
    SYNTHETIC_LOT_PLACES = 3,  /* a lot is 0.001 */
    SYNTHETIC_TICK_VALUE = 10  /* quanta a lot of 0.001 gains per tick */
};

/* synthetic_tier_t: rates in tenths of a percent, money in quanta. */
typedef struct {
    int64_t bound; /* of the notional; 0 on the last tier */
    int64_t maintenance;
    int64_t initial;
    int64_t maintenance_deduction;
    int64_t initial_deduction;
} synthetic_tier_t;

typedef struct {
    uint32_t price[SYNTHETIC_MARKETS]; /* ticks */
    synthetic_tier_t tier[SYNTHETIC_TIERS];
} synthetic_instrument_t;

typedef struct {
    uint32_t instrument;
    int32_t lots;
    uint32_t entry; /* ticks */
} synthetic_leg_t;

typedef struct {
    uint32_t first; /* leg */
    uint32_t count;
    int64_t cash; /* quanta */
} synthetic_account_t;

typedef struct {
    synthetic_instrument_t instrument[SYNTHETIC_INSTRUMENTS];
    uint64_t popularity[SYNTHETIC_INSTRUMENTS]; /* running sum of the weights 2^32 / rank */
    synthetic_leg_t *leg;
    synthetic_account_t *account;
    uint32_t legs;
    uint32_t accounts;
} synthetic_t;

/* synthetic_cushion_t: what accounts have beyond their margin. Thin: up to 17 times
 * the maintenance margin, and in the first market one account of 256 has a maintenance
 * excess of exactly zero and one of 32 is under water or short of margin. Broad: the
 * initial margin, 0.1 % of their notional and log-normally more, 11 % in the median and, in
 * one of ten each, more than four times or less than a quarter of that. */
typedef enum { SYNTHETIC_THIN, SYNTHETIC_BROAD } synthetic_cushion_t;

/* synthetic_new makes a book of `legs` legs or a few more from `seed`. Returns 0, or
 * -1 without memory; free with synthetic_free. */
int synthetic_new(synthetic_t *book, uint32_t legs, synthetic_cushion_t cushion, uint64_t seed);
void synthetic_free(synthetic_t *book);

/* synthetic_draw_instrument draws one by its popularity. */
uint32_t synthetic_draw_instrument(const synthetic_t *book, random_t *random);

/* synthetic_draw_leg draws a leg: a notional of 4 to 8 million units,
 * bell-shaped in its logarithm with a median near 6,000, entered within a tenth
 * of the price in the first market. */
synthetic_leg_t synthetic_draw_leg(const synthetic_t *book, random_t *random, uint32_t instrument);

#endif
