/* SPDX-License-Identifier: Apache-2.0 */
#include "control.h"

#include <stdlib.h>
#include <string.h>

static const double RATE = 0.001;

static uint32_t row_of(uint32_t instrument, uint32_t tier, int is_short)
{
    return (instrument * SYNTHETIC_TIERS + tier) * CONTROL_SIDES + (uint32_t)is_short;
}

static void value_rows(control_t *engine, uint32_t instrument, uint32_t price)
{
    const double value = (double)price * (double)SYNTHETIC_TICK_VALUE;

    for (uint32_t k = 0; k < SYNTHETIC_TIERS; k++) {
        const synthetic_tier_t *tier = &engine->book->instrument[instrument].tier[k];
        const double rate[CONTROL_MEASURES] = {0, (double)tier->maintenance * RATE, (double)tier->initial * RATE};

        for (int m = 0; m < CONTROL_MEASURES; m++) {
            engine->row[row_of(instrument, k, 0)][m] = value * (1 - rate[m]);
            engine->row[row_of(instrument, k, 1)][m] = value * (1 + rate[m]);
        }
    }
}

/* place_leg appends a leg, and adds what does not change with its price to the account's constants. */
static void place_leg(control_t *engine, const synthetic_leg_t *leg, uint32_t at, double constant[CONTROL_MEASURES])
{
    const synthetic_instrument_t *instrument = &engine->book->instrument[leg->instrument];
    const int64_t notional = labs(leg->lots) * (int64_t)instrument->price[0] * SYNTHETIC_TICK_VALUE;
    uint32_t k = 0;

    while (k + 1 < SYNTHETIC_TIERS && notional > instrument->tier[k].bound)
        k++;
    const double deduction[CONTROL_MEASURES] = {0, (double)instrument->tier[k].maintenance_deduction,
                                                (double)instrument->tier[k].initial_deduction};
    engine->leg_row[at] = row_of(leg->instrument, k, leg->lots < 0);
    engine->leg_lots[at] = leg->lots;
    for (int m = 0; m < CONTROL_MEASURES; m++)
        constant[m] += deduction[m] - (double)leg->lots * leg->entry * (double)SYNTHETIC_TICK_VALUE;
}

static void fill(control_t *engine)
{
    const synthetic_t *book = engine->book;
    uint32_t at = 0;
    uint32_t slot = 0;

    for (uint32_t legs = 1; legs <= SYNTHETIC_LEGS_MAX; legs++) {
        for (uint32_t a = 0; a < book->accounts; a++) {
            const synthetic_account_t *account = &book->account[a];

            if (account->count != legs)
                continue;
            for (int m = 0; m < CONTROL_MEASURES; m++)
                engine->constant[slot][m] = (double)account->cash;
            for (uint32_t i = account->first; i < account->first + legs; i++)
                place_leg(engine, &book->leg[i], at++, engine->constant[slot]);
            engine->account[slot++] = a;
            engine->wide[legs]++;
        }
    }
}

int control_new(control_t *engine, const synthetic_t *book)
{
    memset(engine, 0, sizeof *engine);
    engine->book = book;
    engine->leg_row = malloc(book->legs * sizeof *engine->leg_row);
    engine->leg_lots = malloc(book->legs * sizeof *engine->leg_lots);
    engine->constant = malloc(book->accounts * sizeof *engine->constant);
    engine->account = malloc(book->accounts * sizeof *engine->account);
    engine->change = malloc(book->accounts * sizeof *engine->change);
    engine->status = calloc(book->accounts, 1);
    if (!engine->leg_row || !engine->leg_lots || !engine->constant || !engine->account || !engine->change ||
        !engine->status)
        return -1;
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++)
        value_rows(engine, i, book->instrument[i].price[0]);
    fill(engine);
    return 0;
}

void control_free(control_t *engine)
{
    free(engine->leg_row);
    free(engine->leg_lots);
    free(engine->constant);
    free(engine->account);
    free(engine->change);
    free(engine->status);
}

static void judge(control_t *engine, uint32_t slot, const double excess[CONTROL_MEASURES])
{
    const uint8_t before = engine->status[slot];
    const uint8_t after = (uint8_t)(excess[0] < 0 ? 3 : excess[1] < 0 ? 2 : excess[2] < 0);

    if (after == before)
        return;
    engine->status[slot] = after;
    engine->change[engine->changes++] =
        (control_change_t){engine->account[slot], before, after, {excess[0], excess[1], excess[2]}};
}

void control_tick(control_t *engine, uint32_t instrument, uint32_t price)
{
    uint32_t slot = 0;
    uint32_t at = 0;

    value_rows(engine, instrument, price);
    engine->changes = 0;
    for (uint32_t legs = 1; legs <= SYNTHETIC_LEGS_MAX; legs++) {
        for (uint32_t end = slot + engine->wide[legs]; slot < end; slot++) {
            double excess[CONTROL_MEASURES];

            memcpy(excess, engine->constant[slot], sizeof excess);
            for (uint32_t i = 0; i < legs; i++, at++) {
                const double *row = engine->row[engine->leg_row[at]];

                for (int m = 0; m < CONTROL_MEASURES; m++)
                    excess[m] += engine->leg_lots[at] * row[m];
            }
            judge(engine, slot, excess);
        }
    }
}
