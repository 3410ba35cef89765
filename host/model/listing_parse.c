/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "model/listing.h"
#include "model/tiers.h"

/* Rows stay this far below 2^59, so that funding fits beside them. */
static const int64_t row_limit = (INT64_C(1) << LEVEE_ROW_BITS) - (INT64_C(1) << LEVEE_FUNDING_BITS);

static levee_result_t parse_name(const char *text, const char *field, bool optional, char *name, levee_error_t *error)
{
    if (!text || text[0] == '\0') {
        name[0] = '\0';
        return optional ? LEVEE_OK : levee_fail(error, LEVEE_MALFORMED, field, "is missing");
    }
    const levee_result_t result = levee_names_check(text, field, error);
    if (result == LEVEE_OK)
        memcpy(name, text, strlen(text) + 1);
    return result;
}

static levee_result_t parse_kind(const char *kind, uint32_t *code, levee_error_t *error)
{
    if (!kind || kind[0] == '\0')
        return levee_fail(error, LEVEE_MALFORMED, "kind", "is missing");
    if (strcmp(kind, "linear") == 0)
        *code = LEVEE_LINEAR;
    else if (strcmp(kind, "inverse") == 0)
        *code = LEVEE_INVERSE;
    else if (strcmp(kind, "asset") == 0)
        *code = LEVEE_ASSET;
    else if (strcmp(kind, "option") == 0)
        return levee_fail(error, LEVEE_REJECTED, "kind",
                          "options are not supported yet; linear, inverse and asset are");
    else
        return levee_fail(error, LEVEE_REJECTED, "kind", "\"%.40s\" is not linear, inverse or asset", kind);
    return LEVEE_OK;
}

/* parse_step reads a tick, lot or multiplier: above zero and of at most 18
 * significant digits, which bounds every product made of them. */
static levee_result_t parse_step(const char *text, const char *fallback, const char *field, levee_decimal_t *step,
                                 levee_error_t *error)
{
    const char *given = text && text[0] != '\0' ? text : fallback;
    levee_u128 limit = 1;

    if (!given)
        return levee_fail(error, LEVEE_MALFORMED, field, "is missing");
    const levee_result_t result = levee_decimal_parse(given, field, step, error);
    if (result != LEVEE_OK)
        return result;
    for (unsigned i = 0; i < LEVEE_DECIMAL_DIGITS; i++)
        limit *= 10;
    if (step->negative || step->digits == 0)
        return levee_fail(error, LEVEE_REJECTED, field, "%s is not above 0", given);
    if (step->digits >= limit)
        return levee_fail(error, LEVEE_REJECTED, field, "%s has more than 18 significant digits", given);
    return LEVEE_OK;
}

static levee_result_t parse_expiry(const char *text, bool asset, int64_t *expiry_ns, levee_error_t *error)
{
    levee_i128 value = 0;

    *expiry_ns = 0;
    if (!text || text[0] == '\0')
        return LEVEE_OK;
    if (asset)
        return levee_fail(error, LEVEE_REJECTED, "expiry", "does not apply to an asset");
    if (strlen(text) > 19 || strspn(text, "0123456789") != strlen(text))
        return levee_fail(error, LEVEE_MALFORMED, "expiry", "\"%.40s\" is not a time in nanoseconds since 1970", text);
    for (const char *digit = text; *digit != '\0'; digit++)
        value = value * 10 + (*digit - '0');
    if (value == 0 || value > INT64_MAX)
        return levee_fail(error, LEVEE_REJECTED, "expiry", "%s is not between 1 and 2^63 - 1", text);
    *expiry_ns = (int64_t)value;
    return LEVEE_OK;
}

static levee_result_t parse_fee(const levee_instrument_spec_t *spec, bool asset, uint32_t *fee_ppm,
                                levee_error_t *error)
{
    *fee_ppm = 0;
    if (!spec->liquidation_fee || spec->liquidation_fee[0] == '\0')
        return LEVEE_OK;
    const levee_result_t result = levee_rate_parse(spec->liquidation_fee, "liquidation_fee", fee_ppm, error);
    if (result == LEVEE_OK && asset && *fee_ppm != 0)
        return levee_fail(error, LEVEE_REJECTED, "liquidation_fee", "does not apply to an asset");
    return result;
}

/* value_per_lot is v of a linear instrument or asset, w of an inverse one, as
 * hls/rows.h defines them. */
static levee_ratio_t value_per_lot(const levee_listing_t *listing)
{
    const levee_wide_t lot = levee_wide(listing->lot.digits);
    const levee_wide_t multiplier = levee_wide(listing->multiplier.digits);
    const levee_wide_t tick = levee_wide(listing->tick.digits);
    const levee_wide_t quanta = levee_wide_power10(listing->decimals);
    const levee_wide_t places = levee_wide_power10(listing->lot.places + listing->multiplier.places);
    const levee_wide_t tick_places = levee_wide_power10(listing->tick.places);
    const levee_wide_t units = levee_wide_multiply(&lot, &multiplier);
    levee_ratio_t value = {levee_wide_multiply(&units, &quanta), places};

    if (listing->record.kind == LEVEE_INVERSE) {
        value.numerator = levee_wide_multiply(&value.numerator, &tick_places);
        value.denominator = levee_wide_multiply(&value.denominator, &tick);
    } else {
        value.numerator = levee_wide_multiply(&value.numerator, &tick);
        value.denominator = levee_wide_multiply(&value.denominator, &tick_places);
    }
    return value;
}

static bool price_fits(const levee_listing_t *listing, uint32_t price)
{
    return levee_row_largest(listing->record.kind, listing->record.value, price, listing->rate_max_ppm) < row_limit;
}

/* derive_price_range finds the ticks whose largest row fits: for linear
 * instruments those up to some price, for inverse ones those from some price. */
static levee_result_t derive_price_range(levee_listing_t *listing, levee_error_t *error)
{
    const bool inverse = listing->record.kind == LEVEE_INVERSE;
    uint32_t fits = inverse ? LEVEE_PRICE_MAX : 1;
    uint32_t fails = inverse ? 0 : LEVEE_PRICE_MAX + 1;

    if (!price_fits(listing, fits))
        return levee_fail(error, LEVEE_REJECTED, "lot",
                          "no price fits: one lot of %s is worth too many quanta; choose "
                          "a smaller lot, or a coarser tick",
                          listing->symbol);
    while (fits > fails ? fits - fails > 1 : fails - fits > 1) {
        const uint32_t probe = (uint32_t)(((uint64_t)fits + fails) / 2);

        if (price_fits(listing, probe))
            fits = probe;
        else
            fails = probe;
    }
    listing->price_min = inverse ? fits : 1;
    listing->price_max = inverse ? LEVEE_PRICE_MAX : fits;
    return LEVEE_OK;
}

static levee_result_t parse_steps(const levee_instrument_spec_t *spec, levee_listing_t *listing, levee_error_t *error)
{
    levee_result_t result = parse_step(spec->tick, NULL, "tick", &listing->tick, error);

    if (result == LEVEE_OK)
        result = parse_step(spec->lot, NULL, "lot", &listing->lot, error);
    if (result == LEVEE_OK)
        result = parse_step(spec->multiplier, "1", "multiplier", &listing->multiplier, error);
    if (result != LEVEE_OK)
        return result;
    (void)levee_listing_price_text(listing, 1, listing->tick_text);
    (void)levee_listing_quantity_text(listing, 1, listing->lot_text);
    return LEVEE_OK;
}

levee_result_t levee_listing_parse(const levee_instrument_spec_t *spec, uint32_t settle, unsigned decimals,
                                   levee_listing_t *listing, levee_error_t *error)
{
    uint32_t fee_ppm = 0;
    levee_result_t result;

    memset(listing, 0, sizeof *listing);
    listing->settle = settle;
    listing->decimals = decimals;
    result = parse_name(spec->symbol, "symbol", false, listing->symbol, error);
    if (result == LEVEE_OK)
        result = parse_kind(spec->kind, &listing->record.kind, error);
    if (result == LEVEE_OK)
        result = parse_name(spec->underlying, "underlying", true, listing->underlying, error);
    if (result == LEVEE_OK)
        result = parse_steps(spec, listing, error);
    if (result == LEVEE_OK)
        result = parse_fee(spec, listing->record.kind == LEVEE_ASSET, &fee_ppm, error);
    if (result == LEVEE_OK)
        result = parse_expiry(spec->expiry, listing->record.kind == LEVEE_ASSET, &listing->expiry_ns, error);
    if (result != LEVEE_OK)
        return result;

    const levee_ratio_t value = value_per_lot(listing);
    const unsigned factor_bits = listing->record.kind == LEVEE_INVERSE ? 21 : 52;
    if (!levee_scale_from_ratio(&value, factor_bits, &listing->record.value))
        return levee_fail(error, LEVEE_REJECTED, "lot", "lot, multiplier and tick have too many digits together");
    result = levee_tiers_parse(spec, &value, fee_ppm, listing, error);
    return result == LEVEE_OK ? derive_price_range(listing, error) : result;
}
