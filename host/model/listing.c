/* SPDX-License-Identifier: Apache-2.0 */
#include "model/listing.h"

#include <assert.h>

#include "model/division.h"

const char *levee_listing_kind_name(const levee_listing_t *listing)
{
    static const char *const names[] = {
        [LEVEE_LINEAR] = "linear", [LEVEE_INVERSE] = "inverse", [LEVEE_ASSET] = "asset"};

    return names[listing->record.kind];
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static levee_result_t refuse_price(const levee_listing_t *listing, levee_i128 digits, unsigned places,
                                   const char *field, levee_error_t *error)
{
    char given[LEVEE_MONEY_TEXT];
    char low[LEVEE_PRICE_TEXT];
    char high[LEVEE_PRICE_TEXT];

    return levee_fail(error, LEVEE_REJECTED, field, "price %s of %s is outside its range %s to %s",
                      levee_decimal_print(digits, places, given), listing->symbol,
                      levee_listing_price_text(listing, listing->price_min, low),
                      levee_listing_price_text(listing, listing->price_max, high));
}

levee_result_t levee_listing_price(const levee_listing_t *listing, const levee_decimal_t *price, const char *field,
                                   uint32_t *ticks, levee_error_t *error)
{
    char given[LEVEE_MONEY_TEXT];

    if (price->negative || price->digits == 0)
        return levee_fail(error, LEVEE_REJECTED, field, "price %s of %s is not above 0",
                          levee_decimal_print(price->negative ? -(levee_i128)price->digits : 0, price->places, given),
                          listing->symbol);
    /* floor(price / tick + 1/2) = floor((floor(2 * price / tick) + 1) / 2) */
    const levee_u128 up[] = {2, price->digits, levee_power10(listing->tick.places)};
    const levee_u128 down[] = {listing->tick.digits, levee_power10(price->places)};
    const levee_exact_t halves = levee_divide_products(up, COUNT(up), down, COUNT(down));
    const levee_u128 rounded = halves.overflow ? UINT64_MAX : halves.floor / 2 + halves.floor % 2;
    if (rounded < listing->price_min || rounded > listing->price_max)
        return refuse_price(listing, (levee_i128)price->digits, price->places, field, error);
    *ticks = (uint32_t)rounded;
    return LEVEE_OK;
}

levee_result_t levee_listing_in_range(const levee_listing_t *listing, uint32_t ticks, const char *field,
                                      levee_error_t *error)
{
    if (ticks >= listing->price_min && ticks <= listing->price_max)
        return LEVEE_OK;
    return refuse_price(listing, (levee_i128)(listing->tick.digits * ticks), listing->tick.places, field, error);
}

levee_result_t levee_listing_lots(const levee_listing_t *listing, const levee_decimal_t *quantity, const char *field,
                                  int64_t *lots, levee_error_t *error)
{
    const levee_u128 up[] = {quantity->digits, levee_power10(listing->lot.places)};
    const levee_u128 down[] = {listing->lot.digits, levee_power10(quantity->places)};
    const levee_exact_t count = levee_divide_products(up, COUNT(up), down, COUNT(down));
    char text[LEVEE_MONEY_TEXT];

    if (quantity->digits == 0)
        return levee_fail(error, LEVEE_REJECTED, field, "quantity is 0");
    if (count.inexact)
        return levee_fail(error, LEVEE_REJECTED, field, "quantity %s is not a multiple of the lot %s of %s",
                          levee_decimal_print((levee_i128)quantity->digits, quantity->places, text), listing->lot_text,
                          listing->symbol);
    if (count.overflow || count.floor > (levee_u128)LEVEE_LOTS_MAX)
        return levee_fail(error, LEVEE_REJECTED, field, "quantity %s of %s is more than 2^41 - 1 lots of %s",
                          levee_decimal_print((levee_i128)quantity->digits, quantity->places, text), listing->symbol,
                          listing->lot_text);
    *lots = quantity->negative ? -(int64_t)count.floor : (int64_t)count.floor;
    return LEVEE_OK;
}

/* value_of is |lots| * lot * multiplier * Q, times the price or, for an inverse
 * instrument, divided by it. */
static levee_exact_t value_of(const levee_listing_t *listing, levee_u128 lots, const levee_decimal_t *price)
{
    const bool inverse = listing->record.kind == LEVEE_INVERSE;
    const levee_u128 price_places = levee_power10(price->places);
    const levee_u128 up[] = {lots, listing->lot.digits, listing->multiplier.digits, levee_power10(listing->decimals),
                             inverse ? price_places : price->digits};
    const levee_u128 down[] = {levee_power10(listing->lot.places), levee_power10(listing->multiplier.places),
                               inverse ? price->digits : price_places};

    return levee_divide_products(up, COUNT(up), down, COUNT(down));
}

levee_result_t levee_listing_cost(const levee_listing_t *listing, int64_t lots, const levee_decimal_t *price,
                                  const char *field, int64_t *cost, levee_error_t *error)
{
    const bool negative = listing->record.kind == LEVEE_INVERSE ? lots > 0 : lots < 0;
    char text[LEVEE_MONEY_TEXT];

    if (price->negative || price->digits == 0)
        return levee_fail(error, LEVEE_REJECTED, field, "price is not above 0");
    const levee_exact_t value = value_of(listing, (levee_u128)(lots < 0 ? -lots : lots), price);
    const levee_u128 amount = negative ? value.floor : levee_exact_ceil(value);
    if (value.overflow || amount > INT64_MAX)
        return levee_fail(error, LEVEE_REJECTED, field, "the cost at %s reaches 2^63 quanta",
                          levee_decimal_print((levee_i128)price->digits, price->places, text));
    *cost = negative ? -(int64_t)amount : (int64_t)amount;
    return LEVEE_OK;
}

levee_result_t levee_listing_funding(const levee_listing_t *listing, const levee_decimal_t *index, const char *field,
                                     int64_t funding[LEVEE_SIDES], levee_error_t *error)
{
    const levee_u128 up[] = {index->digits, listing->lot.digits, levee_power10(listing->decimals + 6)};
    const levee_u128 down[] = {levee_power10(index->places), levee_power10(listing->lot.places)};
    const levee_exact_t x = levee_divide_products(up, COUNT(up), down, COUNT(down));
    const levee_u128 ceil = levee_exact_ceil(x);

    if (x.overflow || ceil > (levee_u128)1 << LEVEE_FUNDING_BITS)
        return levee_fail(error, LEVEE_REJECTED, field, "the index of %s moves a lot by more than 2^57 quanta * 10^-6",
                          listing->symbol);
    funding[LEVEE_LONG] = index->negative ? -(int64_t)x.floor : (int64_t)ceil;
    funding[LEVEE_SHORT] = index->negative ? -(int64_t)ceil : (int64_t)x.floor;
    return LEVEE_OK;
}

levee_result_t levee_listing_fits(const levee_listing_t *listing, int64_t largest, uint32_t price,
                                  const int64_t funding[LEVEE_SIDES], unsigned slack, const char *field,
                                  levee_error_t *error)
{
    const int64_t funding_long = funding[LEVEE_LONG] < 0 ? -funding[LEVEE_LONG] : funding[LEVEE_LONG];
    const int64_t funding_short = funding[LEVEE_SHORT] < 0 ? -funding[LEVEE_SHORT] : funding[LEVEE_SHORT];
    const int64_t funding_largest = funding_long > funding_short ? funding_long : funding_short;
    const int64_t row = levee_row_largest(listing->record.kind, listing->record.value, price, listing->rate_max_ppm);
    const levee_u128 per_lot = (levee_u128)slack * (levee_u128)row + (levee_u128)funding_largest;
    const bool wide = largest >= INT64_C(1) << LEVEE_NARROW_BITS;
    char quantity[LEVEE_PRICE_TEXT];
    char mark[LEVEE_PRICE_TEXT];

    assert(largest >= 0 && largest <= LEVEE_LOTS_MAX);
    if ((levee_u128)largest * per_lot <= (levee_u128)1 << LEVEE_LEG_BITS &&
        (!wide || per_lot << LEVEE_WIDE_SHIFT < (levee_u128)1 << LEVEE_ROW_BITS))
        return LEVEE_OK;
    return levee_fail(error, LEVEE_REJECTED, field,
                      "a position of %s %s at price %s is beyond what the engine computes exactly (docs/model.md, "
                      "Limits)",
                      levee_listing_quantity_text(listing, largest, quantity), listing->symbol,
                      levee_listing_price_text(listing, price, mark));
}

char *levee_listing_price_text(const levee_listing_t *listing, uint32_t ticks, char *text)
{
    return levee_decimal_print((levee_i128)(listing->tick.digits * ticks), listing->tick.places, text);
}

char *levee_listing_quantity_text(const levee_listing_t *listing, int64_t lots, char *text)
{
    return levee_decimal_print((levee_i128)listing->lot.digits * lots, listing->lot.places, text);
}
