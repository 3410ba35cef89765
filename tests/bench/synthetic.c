/* SPDX-License-Identifier: Apache-2.0
 *
 * synthetic.c: the book that every engine of the benchmark gets. */
#include "synthetic.h"

#include <stdlib.h>
#include <string.h>

enum { LEGS_MAX = 12 };

#define UNIT INT64_C(100000000) /* quanta in one unit of the settlement asset */

typedef struct {
    uint64_t state;
    uint64_t popularity[SYNTHETIC_INSTRUMENTS]; /* running sum of the weights 2^32 / rank */
} random_t;

/* next: SplitMix64. */
static uint64_t next(random_t *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint32_t below(random_t *random, uint32_t bound)
{
    return (uint32_t)(((next(random) >> 32) * bound) >> 32);
}

static void seed_random(random_t *random, uint64_t seed)
{
    uint64_t sum = 0;

    random->state = seed;
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++)
        random->popularity[i] = sum += (UINT64_C(1) << 32) / (i + 1);
}

static uint32_t draw_instrument(random_t *random)
{
    const uint64_t point = next(random) % random->popularity[SYNTHETIC_INSTRUMENTS - 1];
    uint32_t low = 0;
    uint32_t high = SYNTHETIC_INSTRUMENTS - 1;

    while (low < high) {
        const uint32_t middle = (low + high) / 2;

        if (random->popularity[middle] <= point)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void make_instrument(random_t *random, synthetic_instrument_t *instrument)
{
    static const int64_t multiple[SYNTHETIC_TIERS] = {1, 5, 20, 100, 0};
    static const int64_t maintenance[SYNTHETIC_TIERS] = {4, 5, 10, 25, 50};
    const int64_t base = (20000 + 10000 * (int64_t)below(random, 9)) * UNIT;
    const uint32_t price = (1000u << below(random, 13)) + below(random, 1000);

    instrument->price[0] = price;
    instrument->price[1] = (uint32_t)((uint64_t)price * (9940 + below(random, 121)) / 10000);
    for (uint32_t k = 0; k < SYNTHETIC_TIERS; k++) {
        synthetic_tier_t *tier = &instrument->tier[k];

        *tier = (synthetic_tier_t){multiple[k] * base, maintenance[k], 2 * maintenance[k], 0, 0};
        if (k > 0) {
            const synthetic_tier_t *lower = tier - 1;

            tier->maintenance_deduction =
                lower->maintenance_deduction + lower->bound / 1000 * (tier->maintenance - lower->maintenance);
            tier->initial_deduction = lower->initial_deduction + lower->bound / 1000 * (tier->initial - lower->initial);
        }
    }
}

/* make_leg: a notional of 4 to 8 million units, bell-shaped in its logarithm
 * with a median near 6,000, entered within a tenth of today's price. */
static synthetic_leg_t make_leg(random_t *random, const synthetic_t *book, uint32_t instrument)
{
    const int64_t price = book->instrument[instrument].price[0];
    const uint32_t doublings = below(random, 6) + below(random, 6) + below(random, 6) + below(random, 6);
    const int64_t notional = ((4 * UNIT) << doublings) / 1024 * (1024 + below(random, 1024));
    const int32_t lots = (int32_t)(notional / (price * SYNTHETIC_TICK_VALUE)) + 1;

    return (synthetic_leg_t){instrument, below(random, 10) < 6 ? lots : -lots,
                             (uint32_t)(price * (900 + below(random, 201)) / 1000)};
}

static int64_t maintenance_of(const synthetic_instrument_t *instrument, int64_t notional)
{
    uint32_t k = 0;

    while (k + 1 < SYNTHETIC_TIERS && notional > instrument->tier[k].bound)
        k++;
    return notional / 1000 * instrument->tier[k].maintenance - instrument->tier[k].maintenance_deduction;
}

/* cash_for: the cash that makes the equity a random multiple of the account's
 * maintenance margin. */
static int64_t cash_for(random_t *random, const synthetic_t *book, const synthetic_account_t *account)
{
    const uint32_t fate = below(random, 256);
    int64_t maintenance = 0;
    int64_t profit = 0;

    for (uint32_t i = account->first; i < account->first + account->count; i++) {
        const synthetic_leg_t leg = book->leg[i];
        const synthetic_instrument_t *instrument = &book->instrument[leg.instrument];
        const int64_t price = instrument->price[0];

        profit += leg.lots * (price - (int64_t)leg.entry) * SYNTHETIC_TICK_VALUE;
        maintenance += maintenance_of(instrument, labs(leg.lots) * price * SYNTHETIC_TICK_VALUE);
    }
    if (fate == 0)
        return maintenance - profit;
    if (fate <= 4)
        return -maintenance / 4 - profit;
    if (fate <= 8)
        return maintenance / 2 - profit;
    return maintenance / 64 * (66 + below(random, 1024)) - profit;
}

static void make_account(random_t *random, synthetic_t *book)
{
    static const uint8_t counts[16] = {1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 8, LEGS_MAX};
    synthetic_account_t *account = &book->account[book->accounts++];
    uint8_t taken[SYNTHETIC_INSTRUMENTS] = {0};

    account->first = book->legs;
    account->count = counts[below(random, 16)];
    for (uint32_t i = 0; i < account->count; i++) {
        uint32_t instrument = draw_instrument(random);

        while (taken[instrument])
            instrument = draw_instrument(random);
        taken[instrument] = 1;
        book->leg[book->legs++] = make_leg(random, book, instrument);
    }
    account->cash = cash_for(random, book, account);
}

int synthetic_new(synthetic_t *book, uint32_t legs, uint64_t seed)
{
    random_t random;

    seed_random(&random, seed);
    memset(book, 0, sizeof *book);
    book->leg = malloc(((size_t)legs + LEGS_MAX) * sizeof *book->leg);
    book->account = malloc((size_t)legs * sizeof *book->account);
    if (book->leg == NULL || book->account == NULL) {
        synthetic_free(book);
        return -1;
    }
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++)
        make_instrument(&random, &book->instrument[i]);
    while (book->legs < legs)
        make_account(&random, book);
    return 0;
}

void synthetic_free(synthetic_t *book)
{
    free(book->leg);
    free(book->account);
    book->leg = NULL;
    book->account = NULL;
}
