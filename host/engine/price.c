/* SPDX-License-Identifier: Apache-2.0
 *
 * price.c: liquidation and bankruptcy prices. Inside one tier an excess is
 * monotone in the price; across the edge of two it need not be, by rounding,
 * so each tier's range of prices is searched by itself. */
#include <assert.h>
#include <string.h>

#include "engine/tick.h"
#include "model/scale.h"

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
    uint64_t whole_value; /* the listing's value where it is whole and not inverse, else 0 */
} search_t;

static uint32_t price_at(const search_t *search, uint32_t step)
{
    return search->side == LEVEE_LONG ? search->listing->price_min + step : search->listing->price_max - step;
}

static int64_t magnitude_of(const search_t *search)
{
    return search->quantity < 0 ? -search->quantity : search->quantity;
}

/* rises says whether the notional, and so the tier, rises from step to step. */
static bool rises(const search_t *search)
{
    return (search->listing->record.kind == LEVEE_INVERSE) == (search->side == LEVEE_SHORT);
}

/* outgrows says whether the leg is too large for `tier` at a step. */
static bool outgrows(const search_t *search, uint32_t step, uint32_t tier)
{
    return levee_listing_outgrows(search->listing, tier, price_at(search, step), magnitude_of(search));
}

/* tier_at returns the leg's tier at a step, `tier` or a higher one. Equity knows
 * no tiers. */
static uint32_t tier_at(const search_t *search, uint32_t step, uint32_t tier)
{
    if (search->measure == LEVEE_EQUITY)
        return 0;
    while (tier + 1 < search->listing->record.tier_count && outgrows(search, step, tier))
        tier++;
    return tier;
}

/* next_tier returns the leg's tier at a step, the first at which it has left `tier`. */
static uint32_t next_tier(const search_t *search, uint32_t step, uint32_t tier)
{
    if (rises(search))
        return tier_at(search, step, tier + 1);
    do
        tier--;
    while (tier > 0 && !outgrows(search, step, tier - 1));
    return tier;
}

/* price_part is levee_row_price_part, without limbs where the value is whole:
 * nothing is rounded then. */
static int64_t price_part(const search_t *search, uint32_t price, uint32_t rate)
{
    const levee_instrument_t *record = &search->listing->record;
    const uint32_t share = search->side == LEVEE_LONG ? LEVEE_PPM - rate : LEVEE_PPM + rate;
    const uint64_t factor = (uint64_t)price * share;
    const levee_u128 part = (levee_u128)search->whole_value * factor;

    if (search->whole_value == 0)
        return levee_row_price_part(record->kind, search->side, record->value, price, rate);
    return part < INT64_MAX ? (int64_t)part : INT64_MAX;
}

static bool is_safe(const search_t *search, uint32_t step, uint32_t tier)
{
    const uint32_t rate = search->listing->record.tier[tier].side[search->side].rate_ppm[search->measure];
    const int64_t row = price_part(search, price_at(search, step), rate) - search->funding;

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

static bool left_tier(const search_t *search, uint32_t step, uint32_t tier)
{
    return rises(search) ? outgrows(search, step, tier) : !outgrows(search, step, tier - 1);
}

static uint32_t step_at(const search_t *search, levee_u128 price)
{
    const levee_listing_t *listing = search->listing;
    const uint32_t low = price < listing->price_min ? listing->price_min : listing->price_max;
    const uint32_t inside = price < low ? (uint32_t)price : low;

    return search->side == LEVEE_LONG ? inside - listing->price_min : listing->price_max - inside;
}

/* linear_end is tier_end of what is worth the more the higher its price:
 * floor(bound / P) >= |q| says the same as P <= floor(bound / |q|). */
static uint32_t linear_end(const search_t *search, uint32_t tier)
{
    const levee_u128 bound = levee_listing_whole_bound(search->listing, rises(search) ? tier : tier - 1);
    const levee_u128 highest = bound / (levee_u128)(uint64_t)magnitude_of(search);

    return step_at(search, rises(search) ? highest : highest + 1);
}

/* inverse_end is tier_end of an inverse leg: where its notional meets the bound,
 * |q| / bound in the units of the bound (hls/rows.h), is guessed and looked at. */
static uint32_t inverse_end(const search_t *search, uint32_t step, uint32_t tier)
{
    const uint32_t *limb = search->listing->record.tier[rises(search) ? tier : tier - 1].bound.limb;
    const uint32_t *low = limb + LEVEE_SCALE_FRACTION_LIMBS - 2;
    const levee_u128 bound = (levee_u128)low[2] << 64 | (levee_u128)low[1] << 32 | low[0];
    const levee_u128 meet = bound == 0 ? UINT64_MAX : ((levee_u128)magnitude_of(search) << 64) / bound;

    return first_turned(search, left_tier, tier, step, search->steps, step_at(search, meet)) - 1;
}

/* tier_end returns the last step at which the leg is in `tier`, its tier at
 * `step` but not at the last step of all: the notional is monotone in the price,
 * so tiers do not come back. */
static uint32_t tier_end(const search_t *search, uint32_t step, uint32_t tier)
{
    return search->listing->record.kind == LEVEE_INVERSE ? inverse_end(search, step, tier) : linear_end(search, tier);
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
    const levee_i128 part = (levee_i128)search->quantity * price_part(search, price, rate);
    const levee_i128 rest = -(search->rest + listing->deduction[tier][search->side][search->measure] -
                              (levee_i128)search->quantity * search->funding);

    if (part == 0 || rest == 0 || (part < 0) != (rest < 0))
        return 0;
    /* Scaled to leave room for the price in 128 bits. */
    const levee_u128 whole = (levee_u128)(part < 0 ? -part : part) >> 8;
    const levee_u128 sought = (levee_u128)(rest < 0 ? -rest : rest) >> 8;
    return step_at(search, inverse ? whole * price / (sought + 1) : sought * price / (whole + 1));
}

/* find_price stores the price at the first safe step and returns true, or
 * returns false when all steps are safe or none is. */
static bool find_price(const search_t *search, uint32_t *price)
{
    const uint32_t last = tier_at(search, search->steps, 0);
    uint32_t tier = tier_at(search, 0, rises(search) ? 0 : last);
    uint32_t step = 0;
    bool found = false;
    bool any_unsafe = false;

    for (;;) {
        const uint32_t end = tier == last ? search->steps : tier_end(search, step, tier);

        assert(step <= end && (end < search->steps || tier == last));
        /* Where its end is not safe, nothing in a tier is. */
        const bool reached = found || is_safe(search, end, tier);
        const bool safe = reached && is_safe(search, step, tier);
        if (!found && reached) {
            const uint32_t first =
                safe ? step : first_turned(search, is_safe, tier, step, end, guess_safe(search, tier));

            *price = price_at(search, first);
            found = true;
        }
        any_unsafe = any_unsafe || !safe;
        if ((found && any_unsafe) || tier == last)
            return found && any_unsafe;
        step = end + 1;
        tier = next_tier(search, step, tier);
    }
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
        .whole_value = listing->record.kind == LEVEE_INVERSE ? 0 : levee_scale_whole(&listing->record.value),
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
