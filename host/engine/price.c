/* SPDX-License-Identifier: Apache-2.0
 *
 * price.c: liquidation and bankruptcy prices. Inside one tier an excess is
 * monotone in the price; across the edge of two it need not be, by rounding,
 * so each tier's range of prices is searched by itself. */
#include <assert.h>
#include <string.h>

#include "engine/tick.h"

/* search_t: one leg's excess as a function of a step, 0 .. steps. Steps go up
 * in price for a long and down for a short, so that inside a tier the excess
 * never falls from one step to the next. */
typedef struct {
    const levee_listing_t *listing;
    int64_t quantity;
    int64_t funding;
    uint32_t side;
    uint32_t measure;
    levee_i128 rest; /* the excess without this leg's row and deduction */
    uint32_t steps;
} search_t;

static uint32_t price_at(const search_t *search, uint32_t step)
{
    return search->side == LEVEE_LONG ? search->listing->price_min + step : search->listing->price_max - step;
}

static uint32_t tier_at(const search_t *search, uint32_t step)
{
    const levee_instrument_t *record = &search->listing->record;
    const int64_t magnitude = search->quantity < 0 ? -search->quantity : search->quantity;
    uint32_t tier = 0;

    if (search->measure == LEVEE_EQUITY)
        return 0;
    while (tier + 1 < record->tier_count &&
           levee_tier_limit(record->kind, record->tier[tier].bound, price_at(search, step)) < magnitude)
        tier++;
    return tier;
}

static bool is_safe(const search_t *search, uint32_t step, uint32_t tier)
{
    const levee_instrument_t *record = &search->listing->record;
    const uint32_t rate = record->tier[tier].side[search->side].rate_ppm[search->measure];
    const int64_t row =
        levee_row_price_part(record->kind, search->side, record->value, price_at(search, step), rate) - search->funding;

    return search->rest + (levee_i128)search->quantity * row +
               search->listing->deduction[tier][search->side][search->measure] >=
           0;
}

/* tier_end returns the last step at which the leg is still in `tier`, its tier
 * at `step`: notional is monotone in the price, so tiers do not come back. */
static uint32_t tier_end(const search_t *search, uint32_t step, uint32_t tier)
{
    uint32_t inside = step;
    uint32_t outside = search->steps + 1;

    if (tier_at(search, search->steps) == tier)
        return search->steps;
    while (outside - inside > 1) {
        const uint32_t middle = inside + (outside - inside) / 2;

        if (tier_at(search, middle) == tier)
            inside = middle;
        else
            outside = middle;
    }
    return inside;
}

/* first_safe returns the first safe step of [step, end], whose end is safe. */
static uint32_t first_safe(const search_t *search, uint32_t step, uint32_t end, uint32_t tier)
{
    uint32_t unsafe = step;
    uint32_t safe = end;

    if (is_safe(search, step, tier))
        return step;
    while (safe - unsafe > 1) {
        const uint32_t middle = unsafe + (safe - unsafe) / 2;

        if (is_safe(search, middle, tier))
            safe = middle;
        else
            unsafe = middle;
    }
    return safe;
}

/* find_price stores the price at the first safe step and returns true, or
 * returns false when all steps are safe or none is. */
static bool find_price(const search_t *search, uint32_t *price)
{
    bool found = false;
    bool any_unsafe = false;

    for (uint32_t step = 0, end; step <= search->steps; step = end + 1) {
        const uint32_t tier = tier_at(search, step);

        end = tier_end(search, step, tier);
        any_unsafe = any_unsafe || !is_safe(search, step, tier);
        if (!found && is_safe(search, end, tier)) {
            *price = price_at(search, first_safe(search, step, end, tier));
            found = true;
        }
        if (found && any_unsafe)
            return true;
    }
    return false;
}

void levee_engine_search(const levee_engine_t *engine, uint32_t instrument, int64_t quantity, uint32_t measure,
                         levee_i128 rest, levee_price_t *price)
{
    const levee_listing_t *listing = &engine->book->venue->listing[instrument];
    const uint32_t side = quantity < 0 ? LEVEE_SHORT : LEVEE_LONG;
    const search_t search = {
        .listing = listing,
        .quantity = quantity,
        .funding = engine->book->mark[instrument].funding[side],
        .side = side,
        .measure = measure,
        .rest = rest,
        .steps = listing->price_max - listing->price_min,
    };
    uint32_t ticks = 0;

    price->found = find_price(&search, &ticks);
    if (price->found)
        (void)levee_listing_price_text(listing, ticks, price->text);
    else
        memcpy(price->text, "none", sizeof "none");
}

void levee_engine_prices(const levee_engine_t *engine, uint32_t index, uint32_t leg, levee_price_t *liquidation,
                         levee_price_t *bankruptcy)
{
    const levee_leg_t *held = levee_engine_find_leg(engine, index, leg);
    levee_price_t *const results[] = {[LEVEE_EQUITY] = bankruptcy, [LEVEE_MAINTENANCE] = liquidation};

    assert(engine->book->venue->listing[held->instrument].record.kind != LEVEE_ASSET);
    for (uint32_t m = LEVEE_EQUITY; m <= LEVEE_MAINTENANCE; m++) {
        const levee_i128 rest = levee_engine_excess(engine, index, m) -
                                levee_engine_term(engine, held->instrument, held->quantity, m);

        levee_engine_search(engine, held->instrument, held->quantity, m, rest, results[m]);
    }
}
