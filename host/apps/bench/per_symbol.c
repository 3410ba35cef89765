/* SPDX-License-Identifier: Apache-2.0 */
#include "per_symbol.h"

#include <stdlib.h>
#include <string.h>

enum { MEASURES = 3 };

static const double RATE_UNIT = 0.001;

static uint32_t status_of(const double excess[MEASURES])
{
    if (excess[0] < 0)
        return 3;
    if (excess[1] < 0)
        return 2;
    return excess[2] < 0 ? 1 : 0;
}

/* add_leg adds a leg to the account's excesses and returns what a tick is worth to it. */
static per_symbol_leg_t add_leg(const synthetic_t *book, uint32_t account, const synthetic_leg_t *leg,
                                per_symbol_account_t *to)
{
    const synthetic_instrument_t *instrument = &book->instrument[leg->instrument];
    const double lots = leg->lots * (double)SYNTHETIC_TICK_VALUE;
    const double notional = (lots < 0 ? -lots : lots) * instrument->price[0];
    uint32_t k = 0;

    while (k + 1 < SYNTHETIC_TIERS && notional > (double)instrument->tier[k].bound)
        k++;
    const synthetic_tier_t *tier = &instrument->tier[k];
    const double rate[MEASURES] = {0, (double)tier->maintenance * RATE_UNIT, (double)tier->initial * RATE_UNIT};
    const double deduction[MEASURES] = {0, (double)tier->maintenance_deduction, (double)tier->initial_deduction};
    per_symbol_leg_t held = {.account = account};
    for (int m = 0; m < MEASURES; m++) {
        to->excess[m] += lots * ((double)instrument->price[0] - leg->entry) - notional * rate[m] + deduction[m];
        held.worth[m] = (float)(lots - (lots < 0 ? -lots : lots) * rate[m]);
    }
    return held;
}

static void fill(per_symbol_t *engine, const synthetic_t *book)
{
    uint32_t next[SYNTHETIC_INSTRUMENTS];

    for (uint32_t i = 0; i < book->legs; i++)
        engine->first[book->leg[i].instrument + 1]++;
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++) {
        engine->first[i + 1] += engine->first[i];
        next[i] = engine->first[i];
        engine->price[i] = book->instrument[i].price[0];
    }
    for (uint32_t a = 0; a < book->accounts; a++) {
        const synthetic_account_t *from = &book->account[a];
        per_symbol_account_t *to = &engine->account[a];

        for (int m = 0; m < MEASURES; m++)
            to->excess[m] = (double)from->cash;
        for (uint32_t i = from->first; i < from->first + from->count; i++)
            engine->leg[next[book->leg[i].instrument]++] = add_leg(book, a, &book->leg[i], to);
        to->status = status_of(to->excess);
    }
}

int per_symbol_new(per_symbol_t *engine, const synthetic_t *book)
{
    memset(engine, 0, sizeof *engine);
    engine->leg = malloc(((size_t)book->legs + 1) * sizeof *engine->leg);
    engine->account = malloc(((size_t)book->accounts + 1) * sizeof *engine->account);
    if (engine->leg == NULL || engine->account == NULL)
        return -1;
    fill(engine, book);
    return 0;
}

void per_symbol_free(per_symbol_t *engine)
{
    free(engine->leg);
    free(engine->account);
}

void per_symbol_tick(per_symbol_t *engine, uint32_t instrument, uint32_t price)
{
    const double move = price - engine->price[instrument];

    for (uint32_t i = engine->first[instrument]; i < engine->first[instrument + 1]; i++) {
        const per_symbol_leg_t *leg = &engine->leg[i];
        per_symbol_account_t *account = &engine->account[leg->account];

        for (int m = 0; m < MEASURES; m++)
            account->excess[m] += move * leg->worth[m];
        const uint32_t status = status_of(account->excess);
        engine->changes += status != account->status;
        account->status = status;
    }
    engine->price[instrument] = price;
}
