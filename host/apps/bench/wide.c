/* SPDX-License-Identifier: Apache-2.0 */
#include "wide.h"

#include <stdlib.h>
#include <string.h>

enum { THOUSAND = 1000 };

int wide_new(wide_t *engine, const synthetic_t *book)
{
    memset(engine, 0, sizeof *engine);
    engine->book = book;
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++)
        engine->price[i] = book->instrument[i].price[0];
    engine->status = calloc(book->accounts, 1);
    return engine->status == NULL ? -1 : 0;
}

void wide_free(wide_t *engine)
{
    free(engine->status);
}

static const synthetic_tier_t *tier_of(const synthetic_instrument_t *instrument, levee_int128_t notional)
{
    uint32_t k = 0;

    while (k + 1 < SYNTHETIC_TIERS && notional > instrument->tier[k].bound)
        k++;
    return &instrument->tier[k];
}

static levee_int128_t notional_of(const wide_t *engine, const synthetic_leg_t *leg)
{
    const levee_int128_t value = (levee_int128_t)leg->lots * engine->price[leg->instrument] * SYNTHETIC_TICK_VALUE;

    return value < 0 ? -value : value;
}

static levee_int128_t profit_of(const wide_t *engine, const synthetic_leg_t *leg)
{
    return (levee_int128_t)leg->lots * ((int64_t)engine->price[leg->instrument] - leg->entry) * SYNTHETIC_TICK_VALUE;
}

static uint8_t judge(const wide_t *engine, const synthetic_account_t *account)
{
    levee_int128_t equity = account->cash;
    levee_int128_t maintenance = 0;
    levee_int128_t initial = 0;

    for (uint32_t i = account->first; i < account->first + account->count; i++) {
        const synthetic_leg_t *leg = &engine->book->leg[i];
        const levee_int128_t notional = notional_of(engine, leg);
        const synthetic_tier_t *tier = tier_of(&engine->book->instrument[leg->instrument], notional);

        equity += profit_of(engine, leg);
        maintenance += (notional * tier->maintenance + THOUSAND - 1) / THOUSAND - tier->maintenance_deduction;
        initial += (notional * tier->initial + THOUSAND - 1) / THOUSAND - tier->initial_deduction;
    }
    if (equity < 0)
        return LEVEE_BANKRUPT;
    if (equity < maintenance)
        return LEVEE_LIQUIDATE;
    return equity < initial ? LEVEE_RESTRICTED : LEVEE_HEALTHY;
}

void wide_tick(wide_t *engine, uint32_t market)
{
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++)
        engine->price[i] = engine->book->instrument[i].price[market];
    engine->changes = 0;
    for (uint32_t a = 0; a < engine->book->accounts; a++) {
        const uint8_t status = judge(engine, &engine->book->account[a]);

        engine->changes += status != engine->status[a];
        engine->status[a] = status;
    }
}

void wide_excess(const wide_t *engine, uint32_t account, levee_int128_t excess[3])
{
    const synthetic_account_t *from = &engine->book->account[account];

    for (int m = 0; m < 3; m++)
        excess[m] = (levee_int128_t)from->cash * THOUSAND;
    for (uint32_t i = from->first; i < from->first + from->count; i++) {
        const synthetic_leg_t *leg = &engine->book->leg[i];
        const levee_int128_t notional = notional_of(engine, leg);
        const levee_int128_t profit = profit_of(engine, leg) * THOUSAND;
        const synthetic_tier_t *tier = tier_of(&engine->book->instrument[leg->instrument], notional);

        excess[0] += profit;
        excess[1] += profit - notional * tier->maintenance + (levee_int128_t)tier->maintenance_deduction * THOUSAND;
        excess[2] += profit - notional * tier->initial + (levee_int128_t)tier->initial_deduction * THOUSAND;
    }
}
