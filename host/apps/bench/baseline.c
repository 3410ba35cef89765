/* SPDX-License-Identifier: Apache-2.0
 *
 * baseline.c: the engine to compare with. */
#include "baseline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double QUANTUM = 1e-8;
static const double TICK = 0.0001;
static const double LOT = 0.001;
static const double RATE = 0.001;

static void copy_contract(const synthetic_instrument_t *instrument, contract_t *contract)
{
    contract->mark = instrument->price[0] * TICK;
    for (uint32_t k = 0; k < SYNTHETIC_TIERS; k++) {
        const synthetic_tier_t *tier = &instrument->tier[k];
        bracket_t *bracket = &contract->bracket[k];

        bracket->bound = k + 1 < SYNTHETIC_TIERS ? (double)tier->bound * QUANTUM : INFINITY;
        bracket->maintenance = (double)tier->maintenance * RATE;
        bracket->initial = (double)tier->initial * RATE;
        bracket->maintenance_amount = (double)tier->maintenance_deduction * QUANTUM;
        bracket->initial_amount = (double)tier->initial_deduction * QUANTUM;
    }
}

int baseline_new(baseline_t *engine, const synthetic_t *book)
{
    memset(engine, 0, sizeof *engine);
    engine->accounts = book->accounts;
    engine->position = malloc(book->legs * sizeof *engine->position);
    engine->account = malloc(book->accounts * sizeof *engine->account);
    engine->change = malloc(book->accounts * sizeof *engine->change);
    engine->status = calloc(book->accounts, 1);
    if (!engine->position || !engine->account || !engine->change || !engine->status)
        return -1;
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++) {
        copy_contract(&book->instrument[i], &engine->contract[i]);
        for (uint32_t m = 0; m < SYNTHETIC_MARKETS; m++)
            engine->mark[m][i] = book->instrument[i].price[m] * TICK;
    }
    for (uint32_t i = 0; i < book->legs; i++)
        engine->position[i] = (position_t){book->leg[i].instrument, book->leg[i].lots * LOT, book->leg[i].entry * TICK};
    for (uint32_t i = 0; i < book->accounts; i++)
        engine->account[i] =
            (margin_account_t){(double)book->account[i].cash * QUANTUM, book->account[i].first, book->account[i].count};
    return 0;
}

void baseline_free(baseline_t *engine)
{
    free(engine->position);
    free(engine->account);
    free(engine->change);
    free(engine->status);
}

static const bracket_t *find_bracket(const contract_t *contract, double notional)
{
    uint32_t k = 0;

    while (notional > contract->bracket[k].bound)
        k++;
    return &contract->bracket[k];
}

static void judge(baseline_t *engine, uint32_t index)
{
    const margin_account_t account = engine->account[index];
    double equity = account.cash;
    double maintenance = 0;
    double initial = 0;
    uint8_t status = 0;

    for (uint32_t i = account.first; i < account.first + account.count; i++) {
        const position_t *position = &engine->position[i];
        const contract_t *contract = &engine->contract[position->instrument];
        const double notional = fabs(position->quantity) * contract->mark;
        const bracket_t *bracket = find_bracket(contract, notional);

        equity += position->quantity * (contract->mark - position->entry);
        maintenance += notional * bracket->maintenance - bracket->maintenance_amount;
        initial += notional * bracket->initial - bracket->initial_amount;
    }
    if (equity < 0)
        status = 3;
    else if (equity < maintenance)
        status = 2;
    else if (equity < initial)
        status = 1;
    if (status != engine->status[index]) {
        engine->change[engine->changes++] = (change_t){index, engine->status[index], status, equity, maintenance};
        engine->status[index] = status;
    }
}

void baseline_tick(baseline_t *engine, uint32_t market)
{
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++)
        engine->contract[i].mark = engine->mark[market][i];
    engine->changes = 0;
    for (uint32_t i = 0; i < engine->accounts; i++)
        judge(engine, i);
}
