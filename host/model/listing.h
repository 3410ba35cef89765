/* SPDX-License-Identifier: Apache-2.0
 *
 * listing.h: an instrument as a venue lists it, and the exact conversions
 * between what people write (prices, quantities, indices) and what the
 * arithmetic counts in (ticks, lots, quanta). */
#ifndef LEVEE_MODEL_LISTING_H
#define LEVEE_MODEL_LISTING_H

#include <assert.h>

#include "hls/rows.h"
#include "model/decimal.h"
#include "model/names.h"

/* levee_listing_t: `record` is what revalue computes with; the deductions here
 * are exact where the record's saturate, for prices far from today's. */
typedef struct {
    char symbol[LEVEE_NAME_BYTES + 1];
    char underlying[LEVEE_NAME_BYTES + 1];
    char tick_text[LEVEE_PRICE_TEXT];
    char lot_text[LEVEE_PRICE_TEXT];
    uint32_t settle;   /* settlement asset */
    unsigned decimals; /* of that asset */
    levee_decimal_t tick;
    levee_decimal_t lot;
    levee_decimal_t multiplier;
    int64_t expiry_ns; /* 0: perpetual */
    uint32_t rate_max_ppm;
    uint32_t price_min; /* ticks */
    uint32_t price_max;
    levee_i128 deduction[LEVEE_TIERS_MAX][LEVEE_SIDES][LEVEE_MEASURES]; /* quanta * 10^-6 */
    levee_instrument_t record;
} levee_listing_t;

/* levee_listing_parse checks `spec` and derives the listing. `settle` and
 * `decimals` are those of the asset spec->settle names. */
levee_result_t levee_listing_parse(const levee_instrument_spec_t *spec, uint32_t settle, unsigned decimals,
                                   levee_listing_t *listing, levee_error_t *error);

/* levee_listing_kind_name returns "linear", "inverse" or "asset". */
const char *levee_listing_kind_name(const levee_listing_t *listing);

/* levee_listing_price rounds `price` to the nearest tick, half up, and refuses
 * what lies outside the instrument's range. */
levee_result_t levee_listing_price(const levee_listing_t *listing, const levee_decimal_t *price, const char *field,
                                   uint32_t *ticks, levee_error_t *error);

/* levee_listing_in_range refuses a price outside the instrument's range. */
levee_result_t levee_listing_in_range(const levee_listing_t *listing, uint32_t ticks, const char *field,
                                      levee_error_t *error);

/* levee_listing_lots turns a quantity into signed lots; refuses zero, what is
 * no multiple of the lot, and |q| > LEVEE_LOTS_MAX. */
levee_result_t levee_listing_lots(const levee_listing_t *listing, const levee_decimal_t *quantity, const char *field,
                                  int64_t *lots, levee_error_t *error);

/* levee_listing_cost is what `lots` cost at `price` (not zero, not negative),
 * in whole quanta: linear ceil(q * lot * multiplier * price * Q), inverse
 * ceil(-q * N * Q / price). Refuses |cost| >= 2^63. Assets have none. */
levee_result_t levee_listing_cost(const levee_listing_t *listing, int64_t lots, const levee_decimal_t *price,
                                  const char *field, int64_t *cost, levee_error_t *error);

/* levee_listing_funding turns a cumulative index (settlement asset per unit)
 * into quanta * 10^-6 per lot: ceil for longs, floor for shorts. Refuses
 * |F| > 2^57. */
levee_result_t levee_listing_funding(const levee_listing_t *listing, const levee_decimal_t *index, const char *field,
                                     int64_t funding[LEVEE_SIDES], levee_error_t *error);

/* levee_listing_fits says whether a leg of up to `largest` lots keeps, at
 * `price` and `funding`, the bounds of docs/model.md with `slack` times the
 * row; REJECTED with `field` otherwise. */
levee_result_t levee_listing_fits(const levee_listing_t *listing, int64_t largest, uint32_t price,
                                  const int64_t funding[LEVEE_SIDES], unsigned slack, const char *field,
                                  levee_error_t *error);

/* levee_listing_whole_bound is the bound of a tier, not the last, of a listing that is
 * not inverse: whole (hls/rows.h), in lots * ticks. */
static inline levee_u128 levee_listing_whole_bound(const levee_listing_t *listing, uint32_t tier)
{
    const levee_scale_t *bound = &listing->record.tier[tier].bound;
    const uint32_t *whole = bound->limb + LEVEE_SCALE_FRACTION_LIMBS;

    assert(!bound->inexact);
    return (levee_u128)whole[2] << 64 | (levee_u128)whole[1] << 32 | whole[0];
}

/* levee_listing_outgrows says whether `magnitude` lots are too many for a tier that is
 * not the last, at a price: whether its limit there is smaller, without the division. */
static inline bool levee_listing_outgrows(const levee_listing_t *listing, uint32_t tier, uint32_t price,
                                          int64_t magnitude)
{
    if (listing->record.kind == LEVEE_INVERSE)
        return levee_tier_limit(LEVEE_INVERSE, listing->record.tier[tier].bound, price) < magnitude;
    return levee_listing_whole_bound(listing, tier) < (levee_u128)(uint64_t)magnitude * price;
}

/* levee_listing_price_text writes a price in ticks as an exact decimal and
 * levee_listing_quantity_text signed lots in units, into LEVEE_PRICE_TEXT
 * bytes. Both return `text`. */
char *levee_listing_price_text(const levee_listing_t *listing, uint32_t ticks, char *text);
char *levee_listing_quantity_text(const levee_listing_t *listing, int64_t lots, char *text);

#endif
