/* SPDX-License-Identifier: Apache-2.0
 *
 * place.c: the prices that the legs of an account wait for. docs/model.md
 * ("Triggers") proves that short of all of them no sign changes. */
#include <assert.h>

#include "engine/tick.h"

/* Relative moves are in units of 2^-32; triggers are at most half the price away, so
 * that no notional grows by more than half before its account is judged again. */
enum { MOVE_BITS = 32, SHARE_BITS = 20 };
#define MOVE_MAX (UINT32_C(1) << (MOVE_BITS - 1))

static int64_t magnitude_of(const levee_leg_t *leg)
{
    return leg->quantity < 0 ? -leg->quantity : leg->quantity;
}

static uint32_t side_of(const levee_leg_t *leg)
{
    return leg->quantity < 0 ? LEVEE_SHORT : LEVEE_LONG;
}

/* highest_tier is the highest tier that a leg can come to while its notional grows by
 * no more than half, or a higher one. */
static uint32_t highest_tier(const levee_listing_t *listing, uint32_t tier, uint32_t price, int64_t magnitude)
{
    const uint32_t last = listing->record.tier_count - 1;

    if (tier >= last || tier + 1 == last)
        return last;
    return levee_listing_outgrows(listing, tier + 1, price, magnitude + magnitude / 2 + 1) ? last : tier + 1;
}

/* weight_of is what the leg moves an excess by, at most, when its price (inverse:
 * one over it) moves by the whole of itself: its notional, and where that grows when
 * the excess falls the highest requirement on it; 1 a lot for the rounding of either. */
static levee_u128 weight_of(const levee_engine_t *engine, const levee_leg_t *leg)
{
    const levee_listing_t *listing = &engine->book->venue->listing[leg->instrument];
    const levee_mark_t *mark = &engine->book->mark[leg->instrument];
    const int64_t magnitude = magnitude_of(leg);
    const uint32_t side = side_of(leg);
    uint32_t tier = 0;
    const int64_t row = levee_engine_entry(engine, leg->instrument, leg->quantity, &tier)->row[LEVEE_EQUITY];
    const int64_t part = row + mark->funding[side];
    const uint64_t notional = (uint64_t)(part < 0 ? -part : part) + 1;

    if ((listing->record.kind == LEVEE_INVERSE) != (side == LEVEE_LONG))
        return (levee_u128)magnitude * notional;
    const uint32_t highest = highest_tier(listing, tier, mark->price, magnitude);
    const uint64_t rate = listing->record.tier[highest].side[side].rate_ppm[LEVEE_INITIAL];
    const uint64_t share = ((rate << SHARE_BITS) + LEVEE_PPM - 1) / LEVEE_PPM;
    return (levee_u128)magnitude * (notional + (uint64_t)((levee_u128)notional * share >> SHARE_BITS) + 1);
}

/* move_for is the largest relative move, in 2^-32, after which `slack` is not used up
 * yet; rounded down. */
static uint32_t move_for(levee_i128 slack, levee_u128 weight)
{
    assert(slack >= 0);
    const uint64_t high = (uint64_t)(weight >> 64);
    const uint64_t low = (uint64_t)weight;
    const int bits = high != 0 ? 128 - __builtin_clzll(high) : 64 - __builtin_clzll(low | 1);
    const int shift = bits > MOVE_BITS ? bits - MOVE_BITS : 0;
    const uint64_t whole = (uint64_t)(weight >> shift) + 1;

    const levee_u128 part = (levee_u128)slack >> shift;
    return 2 * part >= whole ? MOVE_MAX : (uint32_t)(((uint64_t)part << MOVE_BITS) / whole);
}

/* A direction's move: none where no sign can change that way. */
typedef struct {
    bool any;
    uint32_t move;    /* of the price, or of one over it when that falls */
    uint32_t inverse; /* of the price when one over it rises by `move` */
} reach_t;

static reach_t reach_of(bool any, levee_i128 slack, levee_u128 weight)
{
    const uint32_t move = any ? move_for(slack, weight) : 0;
    const uint32_t inverse = (uint32_t)(((uint64_t)move << MOVE_BITS) / ((UINT64_C(1) << MOVE_BITS) + move));

    return (reach_t){any, move, inverse};
}

/* trigger_of is the last price, rounded toward the market, short of which the leg
 * need not be looked at; 0: there is none. */
static uint32_t trigger_of(const reach_t *reach, uint32_t price, levee_way_t way, bool inverse)
{
    if (!reach->any)
        return 0;
    if (way == LEVEE_RISE)
        return price + (uint32_t)((uint64_t)price * reach->move >> MOVE_BITS);
    return price - (uint32_t)((uint64_t)price * (inverse ? reach->inverse : reach->move) >> MOVE_BITS);
}

static void place_leg(levee_engine_t *engine, uint32_t at, const reach_t *adverse, const reach_t *favourable)
{
    levee_book_t *book = engine->book;
    const levee_leg_t *leg = &book->leg[at];
    const uint32_t price = book->mark[leg->instrument].price;
    const bool inverse = engine->instruments[leg->instrument].kind == LEVEE_INVERSE;
    const bool is_long = leg->quantity > 0;
    const reach_t *fall = is_long ? adverse : favourable;
    const reach_t *rise = is_long ? favourable : adverse;

    levee_triggers_set(&book->triggers, leg->instrument, LEVEE_FALL, at, trigger_of(fall, price, LEVEE_FALL, inverse));
    levee_triggers_set(&book->triggers, leg->instrument, LEVEE_RISE, at, trigger_of(rise, price, LEVEE_RISE, inverse));
}

void levee_index_place(levee_engine_t *engine, uint32_t account, const levee_excesses_t *excess)
{
    const levee_book_t *book = engine->book;
    const uint32_t first = book->account[account].near[0];
    levee_u128 weight = 0;
    levee_i128 lots = 0; /* each may cost a unit of rounding */
    levee_i128 above = 0, below = 0;
    bool any_above = false, any_below = false;

    for (uint32_t at = first; at != LEVEE_NO_LEG; at = book->leg[at].next) {
        weight += weight_of(engine, &book->leg[at]);
        lots += magnitude_of(&book->leg[at]);
    }
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        const levee_i128 value = excess->measure[m];

        if (value >= 0 && (!any_above || value < above))
            above = value;
        if (value < 0 && (!any_below || -value < below))
            below = -value;
        any_above = any_above || value >= 0;
        any_below = any_below || value < 0;
    }
    /* Where rounding alone could change a sign, any move is looked at. */
    const bool always = (any_above && above < lots) || (any_below && below < lots);
    const reach_t adverse = reach_of(any_above || always, always ? 0 : above - lots, weight);
    const reach_t favourable = reach_of(any_below || always, always ? 0 : below - lots, weight);
    for (uint32_t at = first; at != LEVEE_NO_LEG; at = book->leg[at].next)
        place_leg(engine, at, &adverse, &favourable);
}
