/* SPDX-License-Identifier: Apache-2.0 */
#include "model/listing.h"

#include <assert.h>

const char *levee_listing_kind_name(const levee_listing_t *listing)
{
    static const char *const names[] = {
        [LEVEE_LINEAR] = "linear", [LEVEE_INVERSE] = "inverse", [LEVEE_ASSET] = "asset"};

    return names[listing->record.kind];
}

/* product is the exact product of a decimal and a ratio, without its sign. */
static levee_ratio_t product(const levee_ratio_t *ratio, const levee_decimal_t *decimal)
{
    const levee_wide_t digits = levee_wide(decimal->digits);
    const levee_wide_t places = levee_wide_power10(decimal->places);
    const levee_ratio_t result = {levee_wide_multiply(&ratio->numerator, &digits),
                                  levee_wide_multiply(&ratio->denominator, &places)};

    return result;
}

static levee_ratio_t inverse_of(const levee_ratio_t *ratio)
{
    const levee_ratio_t result = {ratio->denominator, ratio->numerator};

    return result;
}

static levee_ratio_t whole(levee_u128 value)
{
    const levee_ratio_t result = {levee_wide(value), levee_wide(1)};

    return result;
}

levee_result_t levee_listing_price(const levee_listing_t *listing, const levee_decimal_t *price, const char *field,
                                   uint32_t *ticks, levee_error_t *error)
{
    char given[LEVEE_MONEY_TEXT];
    char low[LEVEE_PRICE_TEXT];
    char high[LEVEE_PRICE_TEXT];
    levee_u128 rounded = 0;

    if (price->negative || price->digits == 0)
        return levee_fail(error, LEVEE_REJECTED, field, "price %s of %s is not above 0",
                          levee_decimal_print(price->negative ? -(levee_i128)price->digits : 0, price->places, given),
                          listing->symbol);
    /* floor(price / tick + 1/2) = floor((2 * price / tick + 1) / 2) */
    const levee_ratio_t one = whole(1);
    const levee_ratio_t tick = product(&one, &listing->tick);
    const levee_ratio_t per_tick = inverse_of(&tick);
    levee_ratio_t half_ticks = product(&per_tick, price);
    half_ticks.numerator = levee_wide_shift_left(&half_ticks.numerator, 1);
    half_ticks.numerator = levee_wide_add(&half_ticks.numerator, &half_ticks.denominator);
    half_ticks.denominator = levee_wide_shift_left(&half_ticks.denominator, 1);
    const levee_wide_t nearest = levee_ratio_floor(&half_ticks);
    if (!levee_wide_to_u128(&nearest, &rounded) || rounded < listing->price_min || rounded > listing->price_max)
        return levee_fail(error, LEVEE_REJECTED, field, "price %s of %s is outside its range %s to %s",
                          levee_decimal_print((levee_i128)price->digits, price->places, given), listing->symbol,
                          levee_listing_price_text(listing, listing->price_min, low),
                          levee_listing_price_text(listing, listing->price_max, high));
    *ticks = (uint32_t)rounded;
    return LEVEE_OK;
}

levee_result_t levee_listing_lots(const levee_listing_t *listing, const levee_decimal_t *quantity, const char *field,
                                  int64_t *lots, levee_error_t *error)
{
    const levee_ratio_t one = whole(1);
    const levee_ratio_t lot = product(&one, &listing->lot);
    const levee_ratio_t per_lot = inverse_of(&lot);
    const levee_ratio_t ratio = product(&per_lot, quantity);
    levee_wide_t remainder;
    const levee_wide_t count = levee_wide_divide(&ratio.numerator, &ratio.denominator, &remainder);
    char text[LEVEE_MONEY_TEXT];
    levee_u128 value = 0;

    (void)levee_decimal_print((levee_i128)quantity->digits, quantity->places, text);
    if (quantity->digits == 0)
        return levee_fail(error, LEVEE_REJECTED, field, "quantity is 0");
    if (remainder.count > 0)
        return levee_fail(error, LEVEE_REJECTED, field, "quantity %s is not a multiple of the lot %s of %s", text,
                          listing->lot_text, listing->symbol);
    if (!levee_wide_to_u128(&count, &value) || value > (levee_u128)LEVEE_LOTS_MAX)
        return levee_fail(error, LEVEE_REJECTED, field, "quantity %s of %s is more than 2^41 - 1 lots of %s", text,
                          listing->symbol, listing->lot_text);
    *lots = quantity->negative ? -(int64_t)value : (int64_t)value;
    return LEVEE_OK;
}

levee_result_t levee_listing_cost(const levee_listing_t *listing, int64_t lots, const levee_decimal_t *price,
                                  const char *field, int64_t *cost, levee_error_t *error)
{
    const bool inverse = listing->record.kind == LEVEE_INVERSE;
    const bool negative = inverse ? lots > 0 : lots < 0;
    const levee_ratio_t count = whole((levee_u128)(lots < 0 ? -lots : lots));
    const levee_ratio_t units = product(&count, &listing->lot);
    levee_ratio_t value = product(&units, &listing->multiplier);
    const levee_wide_t quanta = levee_wide_power10(listing->decimals);
    char text[LEVEE_MONEY_TEXT];
    levee_u128 amount = 0;

    if (price->negative || price->digits == 0)
        return levee_fail(error, LEVEE_REJECTED, field, "price is not above 0");
    value.numerator = levee_wide_multiply(&value.numerator, &quanta);
    if (inverse) {
        value = inverse_of(&value);
        value = product(&value, price);
        value = inverse_of(&value);
    } else {
        value = product(&value, price);
    }
    const levee_wide_t rounded = negative ? levee_ratio_floor(&value) : levee_ratio_ceil(&value);
    if (!levee_wide_to_u128(&rounded, &amount) || amount > INT64_MAX)
        return levee_fail(error, LEVEE_REJECTED, field, "the cost at %s reaches 2^63 quanta",
                          levee_decimal_print((levee_i128)price->digits, price->places, text));
    *cost = negative ? -(int64_t)amount : (int64_t)amount;
    return LEVEE_OK;
}

levee_result_t levee_listing_funding(const levee_listing_t *listing, const levee_decimal_t *index, const char *field,
                                     int64_t funding[LEVEE_SIDES], levee_error_t *error)
{
    const levee_ratio_t one = whole(1);
    const levee_ratio_t lot = product(&one, &listing->lot);
    levee_ratio_t x = product(&lot, index);
    const levee_wide_t millionths = levee_wide_power10(listing->decimals + 6);
    levee_u128 floor = 0;
    levee_u128 ceil = 0;

    x.numerator = levee_wide_multiply(&x.numerator, &millionths);
    const levee_wide_t down = levee_ratio_floor(&x);
    const levee_wide_t up = levee_ratio_ceil(&x);
    if (!levee_wide_to_u128(&down, &floor) || !levee_wide_to_u128(&up, &ceil) ||
        ceil > (levee_u128)1 << LEVEE_FUNDING_BITS)
        return levee_fail(error, LEVEE_REJECTED, field, "the index of %s moves a lot by more than 2^57 quanta * 10^-6",
                          listing->symbol);
    funding[LEVEE_LONG] = index->negative ? -(int64_t)floor : (int64_t)ceil;
    funding[LEVEE_SHORT] = index->negative ? -(int64_t)ceil : (int64_t)floor;
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
