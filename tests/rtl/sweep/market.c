/* SPDX-License-Identifier: Apache-2.0 */
#include "market.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static int compare_limits(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

/* draw_risk draws a table within the limits on |q| * |row| + deduction for legs
 * below 2^bits lots. Tier 0 deducts nothing. */
static void draw_risk(draw_t *draw, uint32_t tiers_max, unsigned bits, levee_risk_t *risk)
{
    const unsigned most = bits > LEVEE_NARROW_BITS ? LEVEE_ROW_BITS - LEVEE_WIDE_SHIFT : LEVEE_ROW_BITS;
    const unsigned space = LEVEE_LEG_BITS - 1 - bits;
    const unsigned row_bits = space < most ? space : most;
    const uint32_t tiers = (uint32_t)draw_within(draw, 1, tiers_max);

    for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++)
        risk->limit[k] = k + 1 < tiers ? (int64_t)draw_bits(draw, bits) : LEVEE_LOTS_MAX;
    qsort(risk->limit, LEVEE_TIERS_MAX, sizeof *risk->limit, compare_limits);
    for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++) {
        for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
            levee_row_t *entry = &risk->row[k][side];

            for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
                const bool deducts = k > 0 && m != LEVEE_EQUITY;

                entry->row[m] = draw_signed(draw, row_bits);
                entry->deduction_high[m] = deducts ? draw_signed(draw, LEVEE_LEG_BITS - 1 - LEVEE_ROW_LOW_BITS) : 0;
                entry->deduction_low[m] = deducts ? (uint32_t)draw_bits(draw, LEVEE_ROW_LOW_BITS) : 0;
            }
        }
    }
}

market_t *market_make(void)
{
    market_t *market = calloc(1, sizeof *market);

    assert(market);
    for (uint32_t i = 0; i < MARKET_INSTRUMENTS; i++) {
        for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++)
            market->table[i].limit[k] = LEVEE_LOTS_MAX;
    }
    return market;
}

void draw_market(draw_t *draw, const group_model_t *shape, uint32_t used, market_t *market)
{
    memset(market->write, 0, sizeof market->write);
    market->used = used;
    for (uint32_t i = 0; i < used; i++) {
        market->instrument[i] = (uint32_t)draw_below(draw, shape->instruments);
        market->bits[i] = 1 + (unsigned)draw_below(draw, LEVEE_WIDE_BITS);
        for (uint32_t j = 0; j < i; j++) {
            if (market->instrument[j] == market->instrument[i])
                market->bits[i] = market->bits[j];
        }
        draw_risk(draw, shape->tiers, market->bits[i], &market->table[market->instrument[i]]);
        market->write[market->instrument[i]] = 1;
    }
}

/* draw_quantity draws lots of either sign, often within one of a limit, and
 * wide ones often without a rest. */
static int64_t draw_quantity(draw_t *draw, uint32_t tiers, unsigned bits, const levee_risk_t *risk)
{
    const int64_t largest = (INT64_C(1) << bits) - 1;
    int64_t quantity = (int64_t)draw_bits(draw, bits);

    if (draw_below(draw, 2))
        quantity = risk->limit[draw_below(draw, tiers)] + (int64_t)draw_below(draw, 3) - 1;
    else if (draw_below(draw, 4) == 0)
        quantity &= ~INT64_C(1023);
    quantity = quantity > largest ? largest : quantity < 0 ? 0 : quantity;
    return draw_below(draw, 2) ? -quantity : quantity;
}

void draw_account(draw_t *draw, const market_t *market, uint32_t words, command_t *command, uint32_t slot)
{
    command_account_t *account = &command->account[slot];
    bool has_room = true;

    while (has_room && account->words < words) {
        const uint32_t i = (uint32_t)draw_below(draw, market->used);
        const uint32_t instrument = market->instrument[i];

        if (draw_below(draw, 8) == 0)
            has_room = command_pad(command, slot, (uint32_t)draw_below(draw, command->shape->instruments));
        else
            has_room =
                command_add(command, slot, instrument,
                            draw_quantity(draw, command->shape->tiers, market->bits[i], &market->table[instrument]));
    }
    account->status = (uint8_t)draw_below(draw, 4);
    account->balanced = draw_below(draw, 2) != 0;
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        const wide_t wide = (wide_t)draw_signed(draw, 60) * ((wide_t)1 << 32) + draw_signed(draw, 32);

        account->constant[m] = account->balanced ? (wide_t)draw_below(draw, 5) - 1 : wide;
    }
}

void draw_segments(draw_t *draw, uint32_t segments, command_t *command)
{
    uint32_t left = command->slices;

    command->segments = 0;
    while (left > 0) {
        const bool is_final = command->segments + 1 == segments;
        const uint32_t slices = is_final ? left : (uint32_t)draw_within(draw, 1, left);

        command->segment[command->segments++].slices = slices;
        left -= slices;
    }
}
