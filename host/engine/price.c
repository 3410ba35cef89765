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

/* A predicate of steps that turns from false to true once. */
typedef bool (*turned_t)(const search_t *search, uint32_t step, uint32_t tier);

/* first_turned returns the first step of (before, after] that has turned, where
 * `before` has not and `after` has. It strides away from `guess` until it has
 * the turn between two steps, then halves: a good guess costs three looks. */
static uint32_t first_turned(const search_t *search, turned_t turned, uint32_t tier, uint32_t before, uint32_t after,
                             uint32_t guess)
{
    const uint32_t last = after - 1;
    uint32_t probe = guess <= before ? before + 1 : guess < last ? guess : last;
    uint32_t stride = 1;
    bool striding = true;
    bool first = false;

    for (bool started = false; after - before > 1; started = true) {
        const bool now = turned(search, probe, tier);

        if (now)
            after = probe;
        else
            before = probe;
        first = started ? first : now;
        striding = striding && now == first && after - before > stride;
        if (!striding)
            probe = before + (after - before) / 2;
        else
            probe = now ? after - stride : before + stride;
        stride = stride < UINT32_MAX / 4 ? stride * 4 : stride;
    }
    return after;
}

/* rises says whether the notional, and so the tier, rises from step to step. */
static bool rises(const search_t *search)
{
    return (search->listing->record.kind == LEVEE_INVERSE) == (search->side == LEVEE_SHORT);
}

static bool left_tier(const search_t *search, uint32_t step, uint32_t tier)
{
    const levee_instrument_t *record = &search->listing->record;
    const int64_t magnitude = search->quantity < 0 ? -search->quantity : search->quantity;
    const uint32_t edge = rises(search) ? tier : tier - 1;
    const bool above = levee_tier_limit(record->kind, record->tier[edge].bound, price_at(search, step)) < magnitude;

    return above == rises(search);
}

static uint32_t step_at(const search_t *search, levee_u128 price)
{
    const levee_listing_t *listing = search->listing;
    const uint32_t low = price < listing->price_min ? listing->price_min : listing->price_max;
    const uint32_t inside = price < low ? (uint32_t)price : low;

    return search->side == LEVEE_LONG ? inside - listing->price_min : listing->price_max - inside;
}

/* guess_edge is about where the leg leaves `tier`: bound / |q|, or for an
 * inverse instrument |q| / bound, in the units of the bound (hls/rows.h). */
static uint32_t guess_edge(const search_t *search, uint32_t tier)
{
    const levee_instrument_t *record = &search->listing->record;
    const uint32_t *limb = record->tier[rises(search) ? tier : tier - 1].bound.limb;
    const levee_u128 magnitude = (levee_u128)(search->quantity < 0 ? -search->quantity : search->quantity);
    const bool inverse = record->kind == LEVEE_INVERSE;
    const uint32_t *low = limb + (inverse ? LEVEE_SCALE_FRACTION_LIMBS - 2 : LEVEE_SCALE_FRACTION_LIMBS);
    const levee_u128 bound = (levee_u128)low[2] << 64 | (levee_u128)low[1] << 32 | low[0];

    if (!inverse)
        return step_at(search, bound / magnitude);
    return step_at(search, bound == 0 ? UINT64_MAX : (magnitude << 64) / bound);
}

/* tier_end returns the last step at which the leg is still in `tier`, its tier
 * at `step`: notional is monotone in the price, so tiers do not come back. */
static uint32_t tier_end(const search_t *search, uint32_t step, uint32_t tier)
{
    if (tier_at(search, search->steps) == tier)
        return search->steps;
    return first_turned(search, left_tier, tier, step, search->steps, guess_edge(search, tier)) - 1;
}

/* guess_safe is about where the excess turns: its price part is proportional to
 * the price, or to its inverse, but for rounding. */
static uint32_t guess_safe(const search_t *search, uint32_t tier)
{
    const levee_listing_t *listing = search->listing;
    const levee_instrument_t *record = &listing->record;
    const bool inverse = record->kind == LEVEE_INVERSE;
    const uint32_t price = inverse ? listing->price_min : listing->price_max;
    const uint32_t rate = record->tier[tier].side[search->side].rate_ppm[search->measure];
    const levee_i128 part =
        (levee_i128)search->quantity * levee_row_price_part(record->kind, search->side, record->value, price, rate);
    const levee_i128 rest = -(search->rest + listing->deduction[tier][search->side][search->measure] -
                              (levee_i128)search->quantity * search->funding);

    if (part == 0 || rest == 0 || (part < 0) != (rest < 0))
        return 0;
    /* Scaled to leave room for the price in 128 bits. */
    const levee_u128 whole = (levee_u128)(part < 0 ? -part : part) >> 8;
    const levee_u128 sought = (levee_u128)(rest < 0 ? -rest : rest) >> 8;
    return step_at(search, inverse ? whole * price / (sought + 1) : sought * price / (whole + 1));
}

/* first_safe returns the first safe step of [step, end], whose end is safe. */
static uint32_t first_safe(const search_t *search, uint32_t step, uint32_t end, uint32_t tier)
{
    if (is_safe(search, step, tier))
        return step;
    return first_turned(search, is_safe, tier, step, end, guess_safe(search, tier));
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

    const levee_excesses_t excess = levee_engine_excess(engine, index);

    assert(engine->book->venue->listing[held->instrument].record.kind != LEVEE_ASSET);
    for (uint32_t m = LEVEE_EQUITY; m <= LEVEE_MAINTENANCE; m++) {
        const levee_i128 rest = excess.measure[m] - levee_engine_term(engine, held->instrument, held->quantity, m);

        levee_engine_search(engine, held->instrument, held->quantity, m, rest, results[m]);
    }
}
