/* SPDX-License-Identifier: Apache-2.0
 *
 * synthetic.c: the book that every engine of the benchmark gets. */
#include "synthetic.h"

#include <stdlib.h>
#include <string.h>

#define UNIT INT64_C(100000000) /* quanta in one unit of the settlement asset */

static void set_popularity(synthetic_t *book)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++)
        book->popularity[i] = sum += (UINT64_C(1) << 32) / (i + 1);
}

uint32_t synthetic_draw_instrument(const synthetic_t *book, random_t *random)
{
    const uint64_t point = random_next(random) % book->popularity[SYNTHETIC_INSTRUMENTS - 1];
    uint32_t low = 0;
    uint32_t high = SYNTHETIC_INSTRUMENTS - 1;

    while (low < high) {
        const uint32_t middle = (low + high) / 2;

        if (book->popularity[middle] <= point)
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
    const int64_t base = (20000 + 10000 * (int64_t)random_below(random, 9)) * UNIT;
    const uint32_t price = (100000u << random_below(random, 13)) + random_below(random, 100000);

    instrument->price[0] = price;
    instrument->price[1] = (uint32_t)((uint64_t)price * (9940 + random_below(random, 121)) / 10000);
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

synthetic_leg_t synthetic_draw_leg(const synthetic_t *book, random_t *random, uint32_t instrument)
{
    const int64_t price = book->instrument[instrument].price[0];
    const uint32_t doublings =
        random_below(random, 6) + random_below(random, 6) + random_below(random, 6) + random_below(random, 6);
    const int64_t notional = ((4 * UNIT) << doublings) / 1024 * (1024 + random_below(random, 1024));
    const int32_t lots = (int32_t)(notional / (price * SYNTHETIC_TICK_VALUE)) + 1;

    return (synthetic_leg_t){instrument, random_below(random, 10) < 6 ? lots : -lots,
                             (uint32_t)(price * (900 + random_below(random, 201)) / 1000)};
}

static int64_t maintenance_of(const synthetic_instrument_t *instrument, int64_t notional)
{
    uint32_t k = 0;

    while (k + 1 < SYNTHETIC_TIERS && notional > instrument->tier[k].bound)
        k++;
    return notional / 1000 * instrument->tier[k].maintenance - instrument->tier[k].maintenance_deduction;
}

/* thin_equity is a random multiple of the maintenance margin. */
static int64_t thin_equity(random_t *random, int64_t maintenance)
{
    const uint32_t fate = random_below(random, 256);

    if (fate == 0)
        return maintenance;
    if (fate <= 4)
        return -maintenance / 4;
    if (fate <= 8)
        return maintenance / 2;
    return maintenance / 64 * (66 + random_below(random, 1024));
}

/* broad_equity adds a share of the notional to the initial margin: 11 % times 2 to
 * the power of twelve draws of half an octave around their mean. */
static int64_t broad_equity(random_t *random, int64_t maintenance, int64_t notional)
{
    static const int64_t half_octave[] = {
        14080,  19912,  28160,  39824,  56320,  79649, 112640,
        163120, 230687, 326240, 461373, 652481, 922747}; /* 0.11 * 2^20 * 2^-3 to 2^3 */
    const uint32_t step =
        random_below(random, 4) + random_below(random, 4) + random_below(random, 4) + random_below(random, 4);
    const int64_t share = half_octave[step] * (1024 + random_below(random, 425)) / 1024; /* in 2^-20 */

    return 2 * maintenance + notional / 1000 + notional / (1 << 20) * share;
}

/* cash_for: the cash that gives the account the equity of its cushion. */
static int64_t cash_for(random_t *random, const synthetic_t *book, const synthetic_account_t *account,
                        synthetic_cushion_t cushion)
{
    int64_t maintenance = 0;
    int64_t notional = 0;
    int64_t profit = 0;

    for (uint32_t i = account->first; i < account->first + account->count; i++) {
        const synthetic_leg_t leg = book->leg[i];
        const synthetic_instrument_t *instrument = &book->instrument[leg.instrument];
        const int64_t price = instrument->price[0];

        const int64_t value = labs(leg.lots) * price * SYNTHETIC_TICK_VALUE;

        profit += leg.lots * (price - (int64_t)leg.entry) * SYNTHETIC_TICK_VALUE;
        maintenance += maintenance_of(instrument, value);
        notional += value;
    }
    return (cushion == SYNTHETIC_THIN ? thin_equity(random, maintenance)
                                      : broad_equity(random, maintenance, notional)) -
           profit;
}

static void make_account(random_t *random, synthetic_t *book, synthetic_cushion_t cushion)
{
    static const uint8_t counts[16] = {1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 8, SYNTHETIC_LEGS_MAX};
    synthetic_account_t *account = &book->account[book->accounts++];
    uint8_t taken[SYNTHETIC_INSTRUMENTS] = {0};

    account->first = book->legs;
    account->count = counts[random_below(random, 16)];
    for (uint32_t i = 0; i < account->count; i++) {
        uint32_t instrument = synthetic_draw_instrument(book, random);

        while (taken[instrument])
            instrument = synthetic_draw_instrument(book, random);
        taken[instrument] = 1;
        book->leg[book->legs++] = synthetic_draw_leg(book, random, instrument);
    }
    account->cash = cash_for(random, book, account, cushion);
}

int synthetic_new(synthetic_t *book, uint32_t legs, synthetic_cushion_t cushion, uint64_t seed)
{
    random_t random = {seed};

    memset(book, 0, sizeof *book);
    set_popularity(book);
    book->leg = malloc(((size_t)legs + SYNTHETIC_LEGS_MAX) * sizeof *book->leg);
    book->account = malloc((size_t)legs * sizeof *book->account);
    if (book->leg == NULL || book->account == NULL) {
        synthetic_free(book);
        return -1;
    }
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++)
        make_instrument(&random, &book->instrument[i]);
    while (book->legs < legs)
        make_account(&random, book, cushion);
    return 0;
}

void synthetic_free(synthetic_t *book)
{
    free(book->leg);
    free(book->account);
    book->leg = NULL;
    book->account = NULL;
}
