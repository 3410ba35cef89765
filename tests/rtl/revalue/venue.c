/* SPDX-License-Identifier: Apache-2.0 */
#include "venue.h"

#include "tests/unit/hls/exact.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* The largest row without funding. */
static const int64_t row_max = (INT64_C(1) << LEVEE_ROW_BITS) - (INT64_C(1) << LEVEE_FUNDING_BITS) - 1;
static const int64_t funding_max = INT64_C(1) << LEVEE_FUNDING_BITS;

venue_t *venue_new(venue_shape_t shape)
{
    const size_t count = shape.instruments;
    venue_t *venue = calloc(1, sizeof *venue);

    if (venue == NULL)
        return NULL;
    venue->shape = shape;
    venue->instrument = calloc(count, sizeof *venue->instrument);
    venue->risk = calloc(count, sizeof *venue->risk);
    venue->fresh = calloc(count, sizeof *venue->fresh);
    venue->price_low = calloc(count, sizeof *venue->price_low);
    venue->price_high = calloc(count, sizeof *venue->price_high);
    venue->favourite = calloc(count, sizeof *venue->favourite);
    if (!venue->instrument || !venue->risk || !venue->fresh || !venue->price_low || !venue->price_high ||
        !venue->favourite) {
        venue_delete(venue);
        return NULL;
    }
    return venue;
}

void venue_delete(venue_t *venue)
{
    if (venue == NULL)
        return;
    free(venue->instrument);
    free(venue->risk);
    free(venue->fresh);
    free(venue->price_low);
    free(venue->price_high);
    free(venue->favourite);
    free(venue);
}

/* draw_bound draws a bound that holds about so many lots at `price`, or exactly
 * so many, or a hair less; sometimes none at all. */
static levee_scale_t draw_bound(draw_t *draw, uint32_t kind, uint32_t price)
{
    const bool is_inverse = kind == LEVEE_INVERSE;
    levee_scale_t bound;
    mpz_t most, numerator, denominator;

    mpz_inits(most, numerator, denominator, NULL);
    switch (draw_below(draw, 4)) {
    case 0:
        mpz_set_ui(numerator, draw_bits(draw, LEVEE_WIDE_BITS + 2));
        mpz_set_ui(denominator, is_inverse ? price : 1);
        mpz_mul_ui(numerator, numerator, is_inverse ? 1 : price);
        if (mpz_sgn(numerator) > 0)
            mpz_sub_ui(numerator, numerator, draw_below(draw, 2));
        break;
    case 1:
        if (draw_below(draw, 2))
            mpz_setbit(most, draw_below(draw, 127));
        draw_ratio(draw, is_inverse ? LEVEE_PRICE_MAX : 1, most, numerator, denominator);
        break;
    default:
        mpz_setbit(most, 10 + draw_below(draw, LEVEE_WIDE_BITS));
        mpz_mul_ui(most, most, is_inverse ? LEVEE_PRICE_MAX / price : price);
        draw_ratio(draw, is_inverse ? LEVEE_PRICE_MAX : 1, most, numerator, denominator);
        break;
    }
    bound = is_inverse ? exact_scale(numerator, denominator) : exact_whole_bound(numerator, denominator);
    mpz_clears(most, numerator, denominator, NULL);
    return bound;
}

static levee_tier_t draw_tier(draw_t *draw, uint32_t kind, uint32_t price)
{
    levee_tier_t tier = {draw_bound(draw, kind, price), {{{0}, {{0, 0}}}}};

    for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
        for (uint32_t m = LEVEE_MAINTENANCE; m < LEVEE_MEASURES; m++)
            tier.side[side].rate_ppm[m] = (uint32_t)draw_within(draw, 0, LEVEE_RATE_MAX_PPM);
    }
    return tier;
}

static uint32_t largest_rate(const levee_instrument_t *instrument)
{
    uint32_t largest = 0;

    for (uint32_t k = 0; k < instrument->tier_count; k++) {
        for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
            for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
                const uint32_t rate = instrument->tier[k].side[side].rate_ppm[m];

                largest = rate > largest ? rate : largest;
            }
        }
    }
    return largest;
}

/* edge_price is the last price on the way from `inside`, which is in range, to
 * `outside` that is in range as well. */
static uint32_t edge_price(const levee_instrument_t *instrument, int64_t inside, int64_t outside)
{
    const uint32_t rate = largest_rate(instrument);

    while (inside != outside) {
        const int64_t middle = inside < outside ? (inside + outside + 1) / 2 : (inside + outside) / 2;

        if (levee_row_largest(instrument->kind, instrument->value, (uint32_t)middle, rate) <= row_max)
            inside = middle;
        else
            outside = inside < outside ? middle - 1 : middle + 1;
    }
    return (uint32_t)inside;
}

void venue_draw_instrument(draw_t *draw, venue_t *venue, uint32_t instrument)
{
    levee_instrument_t *drawn = &venue->instrument[instrument];
    const uint32_t price = (uint32_t)draw_within(draw, 1, LEVEE_PRICE_MAX);
    mpz_t most, numerator, denominator;

    mpz_inits(most, numerator, denominator, NULL);
    drawn->kind = (uint32_t)draw_below(draw, 3);
    drawn->tier_count = (uint32_t)draw_within(draw, 1, venue->shape.tiers);

    /* A value whose rows fit from one price on, and fine enough for any. */
    const bool is_inverse = drawn->kind == LEVEE_INVERSE;
    const uint64_t finest = is_inverse ? 2 * LEVEE_PPM : UINT64_C(2) * LEVEE_PPM * LEVEE_PRICE_MAX;
    mpz_set_ui(most, (uint64_t)row_max);
    mpz_mul_ui(most, most, is_inverse ? price : LEVEE_PRICE_MAX / price);
    draw_ratio(draw, finest, most, numerator, denominator);
    drawn->value = exact_scale(numerator, denominator);
    mpz_clears(most, numerator, denominator, NULL);

    venue->favourite[instrument] =
        is_inverse ? (uint32_t)draw_within(draw, price, LEVEE_PRICE_MAX) : (uint32_t)draw_within(draw, 1, price);
    for (uint32_t k = 0; k < drawn->tier_count; k++) {
        drawn->tier[k] = draw_tier(draw, drawn->kind, venue->favourite[instrument]);
        if (k > 0 && draw_below(draw, 4) == 0)
            drawn->tier[k].bound = drawn->tier[k - 1].bound;
    }
    venue->price_low[instrument] = is_inverse ? edge_price(drawn, price, 1) : 1;
    venue->price_high[instrument] = is_inverse ? LEVEE_PRICE_MAX : edge_price(drawn, price, LEVEE_PRICE_MAX);
    venue->fresh[instrument] = true;
    for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++)
        venue->risk[instrument].limit[k] = LEVEE_LOTS_MAX;
}

levee_update_t venue_draw_update(draw_t *draw, const venue_t *venue)
{
    levee_update_t update = {(uint32_t)draw_below(draw, venue->shape.instruments), 0, {0, 0}};

    update.price =
        (uint32_t)draw_within(draw, venue->price_low[update.instrument], venue->price_high[update.instrument]);
    if (draw_below(draw, 4) == 0)
        update.price = venue->favourite[update.instrument];
    for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
        update.funding[side] = draw_signed(draw, LEVEE_FUNDING_BITS);
        if (draw_below(draw, 8) == 0)
            update.funding[side] = draw_below(draw, 2) ? funding_max : -funding_max;
    }
    return update;
}

expected_t expected_from(venue_t *venue, levee_update_t update)
{
    const uint32_t first_measure = venue->shape.measures == 1 ? LEVEE_MAINTENANCE : LEVEE_EQUITY;
    const uint32_t tiers = venue->instrument[update.instrument].tier_count;
    expected_t expected = {.update = update};

    levee_revalue(venue->instrument, &update, 1, venue->risk);
    expected.risk = venue->risk[update.instrument];
    for (uint32_t k = 0; k < venue->shape.tiers; k++) {
        expected.limit[k] = k + 1 < tiers || venue->fresh[update.instrument];
        expected.slots += expected.limit[k];
        for (uint32_t side = 0; k < tiers && side < LEVEE_SIDES; side++) {
            for (uint32_t m = 0; m < venue->shape.measures; m++)
                expected.row[k][side][first_measure + m] = true;
        }
        expected.slots += k < tiers ? LEVEE_SIDES * venue->shape.measures : 0;
    }
    venue->fresh[update.instrument] = false;
    return expected;
}

static void print_scale(const char *name, levee_scale_t scale)
{
    (void)printf("  %s 0x", name);
    for (int k = LEVEE_SCALE_LIMBS - 1; k >= 0; k--)
        (void)printf("%08" PRIx32 "%s", scale.limb[k], k > 0 ? "_" : "");
    (void)printf("%s\n", scale.inexact ? ", inexact" : "");
}

static void print_update(const expected_t *expected, const venue_t *venue, uint32_t tier)
{
    const levee_update_t *update = &expected->update;
    const levee_instrument_t *instrument = &venue->instrument[update->instrument];

    (void)printf("  instrument %" PRIu32 ": kind %" PRIu32 ", %" PRIu32 " tiers; price %" PRIu32 " of %" PRIu32
                 " to %" PRIu32 ", funding %" PRId64 " %" PRId64 "; write %" PRIu32 " of %" PRIu32 "\n",
                 update->instrument, instrument->kind, instrument->tier_count, update->price,
                 venue->price_low[update->instrument], venue->price_high[update->instrument], update->funding[0],
                 update->funding[1], expected->seen, expected->slots);
    print_scale("value", instrument->value);
    if (tier < instrument->tier_count)
        print_scale("bound", instrument->tier[tier].bound);
}

bool expected_limit(expected_t *expected, const venue_t *venue, uint32_t instrument, uint32_t tier, int64_t lots)
{
    const bool is_wanted =
        instrument == expected->update.instrument && tier < venue->shape.tiers && expected->limit[tier];

    if (!is_wanted || lots != expected->risk.limit[tier]) {
        (void)printf("instrument %" PRIu32 " limit %" PRIu32 ": %" PRId64 " where %" PRId64 " is due%s\n", instrument,
                     tier, lots, expected->risk.limit[tier], is_wanted ? "" : " later, before, or never");
        print_update(expected, venue, tier);
        return false;
    }
    expected->limit[tier] = false;
    expected->seen++;
    return true;
}

bool expected_row(expected_t *expected, const venue_t *venue, uint32_t instrument, uint32_t tier, uint32_t side,
                  uint32_t measure, int64_t value)
{
    const bool is_wanted = instrument == expected->update.instrument && tier < venue->shape.tiers &&
                           side < LEVEE_SIDES && measure < LEVEE_MEASURES && expected->row[tier][side][measure];

    if (!is_wanted || value != expected->risk.row[tier][side].row[measure]) {
        (void)printf("instrument %" PRIu32 " tier %" PRIu32 " side %" PRIu32 " measure %" PRIu32 ": %" PRId64 "%s",
                     instrument, tier, side, measure, value, is_wanted ? "" : ", due later, before, or never\n");
        if (is_wanted)
            (void)printf(" where %" PRId64 " is due; rate %" PRIu32 "\n", expected->risk.row[tier][side].row[measure],
                         venue->instrument[instrument].tier[tier].side[side].rate_ppm[measure]);
        print_update(expected, venue, tier);
        return false;
    }
    expected->row[tier][side][measure] = false;
    expected->seen++;
    return true;
}
