/* SPDX-License-Identifier: Apache-2.0 */
#include "model/tiers.h"

#include <assert.h>
#include <stdio.h>

/* Above 2^106 quanta no leg's notional reaches: 2^41 lots of 2^59 millionths
 * are 2^81 quanta. Larger bounds are read as this one. */
#define BOUND_MAX ((levee_i128)1 << 106)

/* A deduction that a leg within its limits can reach is at most 2^83. */
#define DEDUCTION_MAX (((levee_i128)1 << 84) - 1)

typedef struct {
    char field[64];
} tier_field_t;

static tier_field_t tier_field(size_t tier, const char *key)
{
    tier_field_t name;

    (void)snprintf(name.field, sizeof name.field, "tiers[%zu].%.20s", tier, key);
    return name;
}

static bool absent(const char *text)
{
    return !text || text[0] == '\0';
}

levee_result_t levee_rate_parse(const char *text, const char *field, uint32_t *ppm, levee_error_t *error)
{
    levee_decimal_t rate;
    levee_i128 value;
    const levee_result_t result = levee_decimal_parse(text, field, &rate, error);

    if (result != LEVEE_OK)
        return result;
    if (!levee_decimal_scale(&rate, 6, &value))
        return levee_fail(error, LEVEE_REJECTED, field, "rate %s has more than six decimal places", text);
    if (value < 0 || value > LEVEE_RATE_MAX_PPM)
        return levee_fail(error, LEVEE_REJECTED, field, "rate %s is not between 0 and 1", text);
    *ppm = (uint32_t)value;
    return LEVEE_OK;
}

/* The stated rates of a tier. For linear and inverse instruments both sides
 * have {maintenance, initial}; for assets the long side has {haircut,
 * haircut_initial} and the short side {borrow, borrow_initial}. */
typedef struct {
    const char *key[LEVEE_SIDES][LEVEE_MEASURES];
    const char *text[LEVEE_SIDES][LEVEE_MEASURES];
} tier_rates_t;

static const char *or_default(const char *text, const char *fallback)
{
    return absent(text) ? fallback : text;
}

static tier_rates_t stated_rates(const levee_tier_spec_t *spec, bool asset)
{
    const tier_rates_t asset_rates = {
        {{"", "haircut", "haircut_initial"}, {"", "borrow", "borrow_initial"}},
        {{"0", spec->haircut, or_default(spec->haircut_initial, spec->haircut)},
         {"0", spec->borrow, or_default(spec->borrow_initial, spec->borrow)}},
    };
    const tier_rates_t contract_rates = {
        {{"", "maintenance", "initial"}, {"", "maintenance", "initial"}},
        {{"0", spec->maintenance, spec->initial}, {"0", spec->maintenance, spec->initial}},
    };

    return asset ? asset_rates : contract_rates;
}

/* refuse_foreign_keys: rates of the other kind of instrument are a mistake, not
 * decoration. */
static levee_result_t refuse_foreign_keys(const levee_tier_spec_t *spec, size_t k, bool asset, levee_error_t *error)
{
    const char *const contract_keys[] = {"initial", "maintenance", "deduction"};
    const char *const contract_texts[] = {spec->initial, spec->maintenance, spec->deduction};
    const char *const asset_keys[] = {"haircut", "borrow", "haircut_initial", "borrow_initial"};
    const char *const asset_texts[] = {spec->haircut, spec->borrow, spec->haircut_initial, spec->borrow_initial};

    for (size_t i = 0; asset && i < 3; i++) {
        if (!absent(contract_texts[i]))
            return levee_fail(error, LEVEE_REJECTED, tier_field(k, contract_keys[i]).field,
                              "does not apply to an asset; its tiers have haircut and borrow");
    }
    for (size_t i = 0; !asset && i < 4; i++) {
        if (!absent(asset_texts[i]))
            return levee_fail(error, LEVEE_REJECTED, tier_field(k, asset_keys[i]).field,
                              "applies to assets only; tiers of this kind have initial and maintenance");
    }
    return LEVEE_OK;
}

static levee_result_t parse_rates(const levee_tier_spec_t *spec, size_t k, uint32_t fee_ppm, bool asset,
                                  levee_tier_t *tier, levee_error_t *error)
{
    const tier_rates_t rates = stated_rates(spec, asset);
    levee_result_t result = refuse_foreign_keys(spec, k, asset, error);

    for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
        uint32_t *ppm = tier->side[side].rate_ppm;

        for (uint32_t m = LEVEE_MAINTENANCE; m < LEVEE_MEASURES && result == LEVEE_OK; m++) {
            const tier_field_t name = tier_field(k, rates.key[side][m]);

            if (absent(rates.text[side][m]))
                return levee_fail(error, LEVEE_MALFORMED, name.field, "is missing");
            result = levee_rate_parse(rates.text[side][m], name.field, &ppm[m], error);
            if (result == LEVEE_OK && ppm[m] + fee_ppm > LEVEE_RATE_MAX_PPM)
                return levee_fail(error, LEVEE_REJECTED, name.field, "rate %s and liquidation_fee exceed 1 together",
                                  rates.text[side][m]);
            ppm[m] += fee_ppm;
        }
        if (result != LEVEE_OK)
            return result;
        if (ppm[LEVEE_INITIAL] < ppm[LEVEE_MAINTENANCE])
            return levee_fail(error, LEVEE_REJECTED, tier_field(k, rates.key[side][LEVEE_INITIAL]).field,
                              "%s is below %s %s", rates.text[side][LEVEE_INITIAL], rates.key[side][LEVEE_MAINTENANCE],
                              rates.text[side][LEVEE_MAINTENANCE]);
    }
    return result;
}

/* parse_bound reads the upper bound of tier k in quanta. */
static levee_result_t parse_bound(const levee_instrument_spec_t *spec, size_t k, unsigned decimals, levee_i128 *bound,
                                  levee_error_t *error)
{
    const char *text = spec->tiers[k].notional;
    const tier_field_t name = tier_field(k, "notional");
    const bool last = k + 1 == spec->tier_count;
    levee_decimal_t notional;

    if (last) {
        *bound = BOUND_MAX;
        return absent(text) ? LEVEE_OK
                            : levee_fail(error, LEVEE_REJECTED, name.field, "the last tier is open: leave it out");
    }
    if (absent(text))
        return levee_fail(error, LEVEE_MALFORMED, name.field, "is missing; only the last tier is open");
    const levee_result_t result = levee_decimal_parse(text, name.field, &notional, error);
    if (result != LEVEE_OK)
        return result;
    if (notional.negative || notional.digits == 0)
        return levee_fail(error, LEVEE_REJECTED, name.field, "%s is not above 0", text);
    if (notional.places > decimals)
        return levee_fail(error, LEVEE_REJECTED, name.field, "%s has more than the settlement asset's %u decimals",
                          text, decimals);
    if (!levee_decimal_scale(&notional, decimals, bound) || *bound > BOUND_MAX)
        *bound = BOUND_MAX;
    return LEVEE_OK;
}

/* scale_bound turns the bound into what revalue divides by, or multiplies
 * with, the price (hls/rows.h). */
static levee_result_t scale_bound(levee_i128 bound, const levee_ratio_t *value, size_t k, levee_listing_t *listing,
                                  levee_error_t *error)
{
    const levee_wide_t quanta = levee_wide((levee_u128)bound);
    levee_ratio_t lots = {levee_wide_multiply(&quanta, &value->denominator), value->numerator};
    const bool inverse = listing->record.kind == LEVEE_INVERSE;

    if (!inverse) {
        lots.numerator = levee_ratio_floor(&lots);
        lots.denominator = levee_wide(1);
    }
    if (k + 1 < listing->record.tier_count && !levee_scale_from_ratio(&lots, 31, &listing->record.tier[k].bound))
        return levee_fail(error, LEVEE_REJECTED, tier_field(k, "notional").field,
                          "bound, lot, multiplier and tick have too many digits together");
    return LEVEE_OK;
}

static levee_deduction_t saturated(levee_i128 deduction)
{
    const levee_i128 value = deduction > DEDUCTION_MAX ? DEDUCTION_MAX : deduction;
    const levee_deduction_t parts = {(int64_t)(value >> LEVEE_ROW_LOW_BITS),
                                     (uint32_t)(value & ((1 << LEVEE_ROW_LOW_BITS) - 1))};

    return parts;
}

/* derive_deductions: d_k = d_(k-1) + bound_(k-1) * (r_k - r_(k-1)), so that the
 * requirement is continuous where one tier follows another. */
static levee_result_t derive_deductions(levee_listing_t *listing, size_t k, levee_i128 bound_below,
                                        levee_error_t *error)
{
    const levee_tier_spec_t no_texts = {0};
    const tier_rates_t keys = stated_rates(&no_texts, listing->record.kind == LEVEE_ASSET);

    for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
        levee_side_rates_t *rates = &listing->record.tier[k].side[side];

        for (uint32_t m = LEVEE_MAINTENANCE; m < LEVEE_MEASURES && k > 0; m++) {
            const uint32_t below = listing->record.tier[k - 1].side[side].rate_ppm[m];

            if (rates->rate_ppm[m] < below)
                return levee_fail(error, LEVEE_REJECTED, tier_field(k, keys.key[side][m]).field,
                                  "the rate falls from tier %zu to tier %zu", k - 1, k);
            listing->deduction[k][side][m] =
                listing->deduction[k - 1][side][m] + bound_below * (rates->rate_ppm[m] - below);
        }
        for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
            rates->deduction[m] = saturated(listing->deduction[k][side][m]);
    }
    return LEVEE_OK;
}

static levee_result_t check_deduction(const levee_tier_spec_t *spec, size_t k, const levee_listing_t *listing,
                                      levee_error_t *error)
{
    const tier_field_t name = tier_field(k, "deduction");
    const levee_i128 derived = listing->deduction[k][LEVEE_LONG][LEVEE_MAINTENANCE];
    char text[LEVEE_MONEY_TEXT];
    levee_decimal_t stated;
    levee_i128 value;

    if (absent(spec->deduction))
        return LEVEE_OK;
    const levee_result_t result = levee_decimal_parse(spec->deduction, name.field, &stated, error);
    if (result != LEVEE_OK)
        return result;
    if (!levee_decimal_scale(&stated, listing->decimals + 6, &value) || value != derived)
        return levee_fail(error, LEVEE_REJECTED, name.field, "%s is not the derived deduction %s", spec->deduction,
                          levee_decimal_print(derived, listing->decimals + 6, text));
    return LEVEE_OK;
}

static void note_largest_rate(levee_listing_t *listing, const levee_tier_t *tier)
{
    for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
        if (tier->side[side].rate_ppm[LEVEE_INITIAL] > listing->rate_max_ppm)
            listing->rate_max_ppm = tier->side[side].rate_ppm[LEVEE_INITIAL];
    }
}

levee_result_t levee_tiers_parse(const levee_instrument_spec_t *spec, const levee_ratio_t *value, uint32_t fee_ppm,
                                 levee_listing_t *listing, levee_error_t *error)
{
    levee_i128 bound_below = 0;

    if (spec->tier_count == 0 || spec->tier_count > LEVEE_TIERS_MAX)
        return levee_fail(error, LEVEE_REJECTED, "tiers", "%zu tiers; an instrument has 1 to %d", spec->tier_count,
                          LEVEE_TIERS_MAX);
    listing->record.tier_count = (uint32_t)spec->tier_count;
    for (size_t k = 0; k < spec->tier_count; k++) {
        levee_tier_t *tier = &listing->record.tier[k];
        levee_i128 bound = 0;
        levee_result_t result =
            parse_rates(&spec->tiers[k], k, fee_ppm, listing->record.kind == LEVEE_ASSET, tier, error);

        if (result == LEVEE_OK)
            result = parse_bound(spec, k, listing->decimals, &bound, error);
        if (result == LEVEE_OK && bound <= bound_below && bound < BOUND_MAX)
            result = levee_fail(error, LEVEE_REJECTED, tier_field(k, "notional").field,
                                "%s is not above the bound of the tier before", spec->tiers[k].notional);
        if (result == LEVEE_OK)
            result = scale_bound(bound, value, k, listing, error);
        if (result == LEVEE_OK)
            result = derive_deductions(listing, k, bound_below, error);
        if (result == LEVEE_OK)
            result = check_deduction(&spec->tiers[k], k, listing, error);
        if (result != LEVEE_OK)
            return result;
        note_largest_rate(listing, tier);
        bound_below = bound;
    }
    return LEVEE_OK;
}
