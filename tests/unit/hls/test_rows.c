/* SPDX-License-Identifier: Apache-2.0
 *
 * test_rows.c: rows.h against its definitions in rationals. */
#include "claim.h"
#include "exact.h"

_Static_assert(sizeof(levee_row_t) == 64, "a cache line");
_Static_assert(offsetof(levee_row_t, deduction_high) == 24, "rows, then deductions");
_Static_assert(offsetof(levee_row_t, deduction_low) == 48, "rows, then deductions");
_Static_assert(sizeof(levee_risk_t) == 128 + 32 * sizeof(levee_row_t), "limits, then tiers of two sides");
_Static_assert(offsetof(levee_risk_t, row) == 128, "rows start on a cache line");
_Static_assert(sizeof(levee_side_rates_t) == 64, "three rates and three deductions");
_Static_assert(sizeof(levee_tier_t) == 168, "a bound and two sides");
_Static_assert(sizeof(levee_instrument_t) == 48 + 16 * sizeof(levee_tier_t), "a head and sixteen tiers");
_Static_assert(offsetof(levee_instrument_t, tier) == 48, "a head and sixteen tiers");
_Static_assert(sizeof(levee_update_t) == 24, "an instrument, a price and two indices");
_Static_assert(LEVEE_LONG == 0 && LEVEE_SHORT == 1, "sides are indices");
_Static_assert(LEVEE_EQUITY == 0 && LEVEE_MAINTENANCE == 1 && LEVEE_INITIAL == 2, "measures are indices");
_Static_assert(LEVEE_LOTS_MAX == 2199023255551 && LEVEE_PRICE_MAX == 2147483647, "2^41 - 1 and 2^31 - 1");
_Static_assert(LEVEE_LEG_WORDS_MAX == 255 && LEVEE_NORMALISE_LEGS == 15, "the sums are proved for these");
_Static_assert(LEVEE_ROW_BITS == 59 && LEVEE_ROW_LOW_BITS == 28 && LEVEE_FUNDING_BITS == 57 && LEVEE_LEG_BITS == 83,
               "the widths are proved for these");
_Static_assert(LEVEE_PPM == 1000000 && LEVEE_RATE_MAX_PPM == LEVEE_PPM, "a rate is at most one");

/* Rows without funding stay below this. */
static const uint64_t row_limit = (UINT64_C(1) << LEVEE_ROW_BITS) - (UINT64_C(1) << LEVEE_FUNDING_BITS);
static const int64_t funding_max = INT64_C(1) << LEVEE_FUNDING_BITS;

enum { KIND, NUMERATOR, DENOMINATOR, PRICE, RATE, SIDE, FUNDING, MEASURE, DEDUCTION };

/* draw_value draws kind, side, price, rate, and a value for which the row of
 * them, or the product under it, is at most `most`. */
static void draw_value(draw_t *draw, uint64_t most, claim_case_t *drawn)
{
    const uint32_t kind = (uint32_t)draw_below(draw, 3);
    const uint32_t side = (uint32_t)draw_below(draw, 2);
    const uint32_t price = (uint32_t)draw_within(draw, 1, LEVEE_PRICE_MAX);
    const uint32_t rate = (uint32_t)draw_within(draw, 0, LEVEE_RATE_MAX_PPM);
    mpz_t product;

    mpz_set_ui(drawn->value[KIND], kind);
    mpz_set_ui(drawn->value[SIDE], side);
    mpz_set_ui(drawn->value[PRICE], price);
    mpz_set_ui(drawn->value[RATE], rate);
    mpz_init_set_ui(product, most);
    if (kind == LEVEE_INVERSE && draw_below(draw, 4))
        mpz_mul_ui(product, product, price);
    draw_ratio(draw, exact_factor(kind, side, price, rate), product, drawn->value[NUMERATOR],
               drawn->value[DENOMINATOR]);
    mpz_clear(product);
}

static bool is_value(const claim_case_t *tried)
{
    if (!claim_between(tried, KIND, 0, LEVEE_ASSET) || !claim_between(tried, SIDE, 0, 1) ||
        !claim_between(tried, PRICE, 1, LEVEE_PRICE_MAX) || !claim_between(tried, RATE, 0, LEVEE_RATE_MAX_PPM))
        return false;
    return exact_scale_fits(
        tried->value[NUMERATOR], tried->value[DENOMINATOR],
        exact_factor(claim_u32(tried, KIND), claim_u32(tried, SIDE), claim_u32(tried, PRICE), claim_u32(tried, RATE)));
}

static void draw_price_part(draw_t *draw, claim_case_t *drawn)
{
    draw_value(draw, draw_below(draw, 3) ? row_limit : UINT64_MAX, drawn);
}

static void evaluate_price_part(const claim_case_t *tried, claim_result_t *result)
{
    const uint32_t kind = claim_u32(tried, KIND), side = claim_u32(tried, SIDE);
    const uint32_t price = claim_u32(tried, PRICE), rate = claim_u32(tried, RATE);
    const levee_scale_t value = exact_scale(tried->value[NUMERATOR], tried->value[DENOMINATOR]);

    mpz_set_si(result->got, levee_row_price_part(kind, side, value, price, rate));
    exact_price_part(result->want, kind, side, tried->value[NUMERATOR], tried->value[DENOMINATOR], price, rate);
}

static claim_t prices_exactly = {{"kind", "numerator", "denominator", "price", "rate", "side"},
                                 300000,
                                 draw_price_part,
                                 is_value,
                                 evaluate_price_part};

/* levee_row_largest: the value may be as fine as it alone needs. */
static void draw_largest(draw_t *draw, claim_case_t *drawn)
{
    draw_price_part(draw, drawn);
    mpz_set_ui(drawn->value[SIDE], mpz_cmp_ui(drawn->value[KIND], LEVEE_INVERSE) == 0 ? LEVEE_LONG : LEVEE_SHORT);
    if (!is_value(drawn))
        mpz_set_ui(drawn->value[DENOMINATOR], 1);
    if (!is_value(drawn))
        mpz_set_ui(drawn->value[NUMERATOR], 1);
}

static bool is_largest(const claim_case_t *tried)
{
    return is_value(tried) &&
           (mpz_cmp_ui(tried->value[KIND], LEVEE_INVERSE) == 0) == (mpz_sgn(tried->value[SIDE]) == 0);
}

static void evaluate_largest(const claim_case_t *tried, claim_result_t *result)
{
    const uint32_t kind = claim_u32(tried, KIND);
    const uint32_t price = claim_u32(tried, PRICE), rate = claim_u32(tried, RATE);
    const levee_scale_t value = exact_scale(tried->value[NUMERATOR], tried->value[DENOMINATOR]);

    mpz_set_si(result->got, levee_row_largest(kind, value, price, rate));
    exact_price_part(result->want, kind, claim_u32(tried, SIDE), tried->value[NUMERATOR], tried->value[DENOMINATOR],
                     price, rate);
    mpz_abs(result->want, result->want);
}

static claim_t finds_the_largest = {
    {"kind", "numerator", "denominator", "price", "rate", "side"}, 100000, draw_largest, is_largest, evaluate_largest};

/* levee_tier_limit; numerator / denominator is bound / v or bound / w. */
static void draw_limit(draw_t *draw, claim_case_t *drawn)
{
    const uint32_t kind = (uint32_t)draw_below(draw, 3);
    const uint32_t price = (uint32_t)draw_within(draw, 1, LEVEE_PRICE_MAX);
    mpz_t most;

    mpz_init_set_ui(most, 1);
    mpz_mul_2exp(most, most, LEVEE_WIDE_BITS - 1 + draw_below(draw, 4) * draw_below(draw, 32));
    mpz_set_ui(drawn->value[KIND], kind);
    mpz_set_ui(drawn->value[PRICE], price);
    if (kind != LEVEE_INVERSE)
        mpz_mul_ui(most, most, price);
    draw_ratio(draw, kind == LEVEE_INVERSE ? price : 1, most, drawn->value[NUMERATOR], drawn->value[DENOMINATOR]);
    if (kind != LEVEE_INVERSE && draw_below(draw, 2)) { /* at the notional of so many lots, or just below it */
        mpz_set_ui(most, price);
        mpz_mul_ui(most, most, draw_bits(draw, LEVEE_WIDE_BITS + 1));
        mpz_mul(drawn->value[NUMERATOR], most, drawn->value[DENOMINATOR]);
        if (draw_below(draw, 2) && mpz_sgn(most) > 0)
            mpz_sub_ui(drawn->value[NUMERATOR], drawn->value[NUMERATOR], 1);
    }
    mpz_clear(most);
}

static bool is_limit(const claim_case_t *tried)
{
    if (!claim_between(tried, KIND, 0, LEVEE_ASSET) || !claim_between(tried, PRICE, 1, LEVEE_PRICE_MAX))
        return false;
    if (claim_u32(tried, KIND) != LEVEE_INVERSE)
        return mpz_sgn(tried->value[NUMERATOR]) >= 0 && mpz_sgn(tried->value[DENOMINATOR]) > 0;
    return exact_scale_fits(tried->value[NUMERATOR], tried->value[DENOMINATOR], claim_u32(tried, PRICE));
}

static void evaluate_limit(const claim_case_t *tried, claim_result_t *result)
{
    const uint32_t kind = claim_u32(tried, KIND), price = claim_u32(tried, PRICE);
    const levee_scale_t bound = kind == LEVEE_INVERSE
                                    ? exact_scale(tried->value[NUMERATOR], tried->value[DENOMINATOR])
                                    : exact_whole_bound(tried->value[NUMERATOR], tried->value[DENOMINATOR]);

    mpz_set_si(result->got, levee_tier_limit(kind, bound, price));
    exact_limit(result->want, kind, tried->value[NUMERATOR], tried->value[DENOMINATOR], price);
}

static claim_t limits_exactly = {
    {"kind", "numerator", "denominator", "price"}, 300000, draw_limit, is_limit, evaluate_limit};

/* levee_tier_row: one measure has the rate and deduction of the case, the
 * others have others. */
static void draw_entry(draw_t *draw, claim_case_t *drawn)
{
    draw_value(draw, row_limit - 1, drawn);
    mpz_set_si(drawn->value[FUNDING], draw_signed(draw, LEVEE_FUNDING_BITS));
    if (draw_below(draw, 8) == 0)
        mpz_set_si(drawn->value[FUNDING], draw_below(draw, 2) ? funding_max : -funding_max);
    mpz_set_ui(drawn->value[MEASURE], draw_below(draw, LEVEE_MEASURES));
    draw_wide(draw, drawn->value[DEDUCTION], LEVEE_LEG_BITS);
}

static bool is_entry(const claim_case_t *tried)
{
    bool is_small = false;
    mpz_t row;

    if (!is_value(tried))
        return false;
    mpz_init(row);
    exact_price_part(row, claim_u32(tried, KIND), claim_u32(tried, SIDE), tried->value[NUMERATOR],
                     tried->value[DENOMINATOR], claim_u32(tried, PRICE), claim_u32(tried, RATE));
    is_small = mpz_cmpabs_ui(row, row_limit) <= 0;
    mpz_clear(row);
    return is_small && claim_between(tried, MEASURE, 0, LEVEE_MEASURES - 1) &&
           mpz_cmpabs_ui(tried->value[FUNDING], (uint64_t)funding_max) <= 0 && mpz_sgn(tried->value[DEDUCTION]) >= 0 &&
           mpz_sizeinbase(tried->value[DEDUCTION], 2) <= LEVEE_LEG_BITS;
}

static levee_deduction_t split_deduction(mpz_srcptr value)
{
    const levee_excess_t parts = exact_to_excess(value);
    const levee_deduction_t deduction = {
        (int64_t)((uint64_t)parts.high << (64 - LEVEE_ROW_LOW_BITS) | parts.low >> LEVEE_ROW_LOW_BITS),
        (uint32_t)(parts.low & ((1u << LEVEE_ROW_LOW_BITS) - 1))};

    return deduction;
}

static void evaluate_entry(const claim_case_t *tried, claim_result_t *result)
{
    const uint32_t kind = claim_u32(tried, KIND), side = claim_u32(tried, SIDE);
    const uint32_t price = claim_u32(tried, PRICE), rate = claim_u32(tried, RATE);
    const uint32_t measure = claim_u32(tried, MEASURE);
    const levee_scale_t value = exact_scale(tried->value[NUMERATOR], tried->value[DENOMINATOR]);
    const levee_deduction_t deduction = split_deduction(tried->value[DEDUCTION]);
    levee_side_rates_t rates;

    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        /* A rate that needs no finer value than the case's own. */
        const bool against = (kind == LEVEE_INVERSE) == (side == LEVEE_LONG);
        rates.rate_ppm[m] = m == measure ? rate : against ? rate / 2 : rate + (LEVEE_PPM - rate) / 2;
        rates.deduction[m] = deduction;
        if (m != measure)
            rates.deduction[m].low ^= 1;
    }
    const levee_row_t entry = levee_tier_row(kind, side, value, price, claim_i64(tried, FUNDING), rates);

    /* Row and deduction in one number: the deduction's 84 bits below. */
    exact_from_parts(result->got, entry.deduction_high[measure], entry.deduction_low[measure]);
    mpz_set_si(result->want, entry.row[measure]);
    mpz_mul_2exp(result->want, result->want, LEVEE_LEG_BITS + 1);
    mpz_add(result->got, result->got, result->want);
    exact_price_part(result->want, kind, side, tried->value[NUMERATOR], tried->value[DENOMINATOR], price, rate);
    mpz_sub(result->want, result->want, tried->value[FUNDING]);
    mpz_mul_2exp(result->want, result->want, LEVEE_LEG_BITS + 1);
    mpz_add(result->want, result->want, tried->value[DEDUCTION]);
}

static claim_t enters_rows = {
    {"kind", "numerator", "denominator", "price", "rate", "side", "funding", "measure", "deduction"},
    200000,
    draw_entry,
    is_entry,
    evaluate_entry};

/* levee_risk_tier: fifteen limits that do not fall, and |q| last. */
enum { LIMITS = LEVEE_TIERS_MAX - 1, MAGNITUDE = LIMITS };

static void draw_limits(draw_t *draw, claim_case_t *drawn)
{
    const unsigned bits = 1 + (unsigned)draw_below(draw, LEVEE_WIDE_BITS);
    const unsigned tiers = (unsigned)draw_below(draw, LEVEE_TIERS_MAX);
    uint64_t limit = 0;

    for (unsigned k = 0; k < LIMITS; k++) {
        limit += draw_bits(draw, bits) / LEVEE_TIERS_MAX;
        mpz_set_ui(drawn->value[k], k < tiers ? limit : LEVEE_LOTS_MAX);
    }
    if (draw_below(draw, 2)) {
        mpz_set_ui(drawn->value[MAGNITUDE], draw_bits(draw, bits));
    } else { /* at a limit, or one lot off */
        mpz_sub_ui(drawn->value[MAGNITUDE], drawn->value[draw_below(draw, LIMITS)], 1);
        mpz_add_ui(drawn->value[MAGNITUDE], drawn->value[MAGNITUDE], draw_below(draw, 3));
        if (!claim_between(drawn, MAGNITUDE, 0, LEVEE_LOTS_MAX))
            mpz_set_ui(drawn->value[MAGNITUDE], LEVEE_LOTS_MAX);
    }
}

static bool is_limits(const claim_case_t *tried)
{
    for (unsigned k = 1; k < LIMITS; k++) {
        if (mpz_cmp(tried->value[k - 1], tried->value[k]) > 0)
            return false;
    }
    return mpz_sgn(tried->value[0]) >= 0 && claim_between(tried, LIMITS - 1, 0, LEVEE_LOTS_MAX) &&
           claim_between(tried, MAGNITUDE, 0, LEVEE_LOTS_MAX);
}

static void evaluate_tier(const claim_case_t *tried, claim_result_t *result)
{
    levee_risk_t risk = {{0}, {{{{0}, {0}, {0}, 0}}}};

    risk.limit[LIMITS] = LEVEE_LOTS_MAX;
    for (unsigned k = 0; k < LIMITS; k++) {
        risk.limit[k] = claim_i64(tried, k);
        if (mpz_cmp(tried->value[k], tried->value[MAGNITUDE]) < 0)
            mpz_add_ui(result->want, result->want, 1);
    }
    mpz_set_ui(result->got, levee_risk_tier(&risk, claim_i64(tried, MAGNITUDE)));
}

static claim_t finds_tiers = {{"limits", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "lots"},
                              100000,
                              draw_limits,
                              is_limits,
                              evaluate_tier};

/* BTC at 60,000.0 in ticks of 0.1, lots of 0.001, eight decimals: v = 10^4, one
 * lot is worth 60 = 6 * 10^9 quanta; 5% of that is 3 * 10^8. */
static void prices_a_known_contract(void **context)
{
    mpz_t value, one;

    (void)context;
    mpz_init_set_ui(value, 10000);
    mpz_init_set_ui(one, 1);
    const levee_scale_t scale = exact_scale(value, one);
    assert_true(levee_linear_long(scale, 600000, 0) == INT64_C(6000000000000000));
    assert_true(levee_linear_long(scale, 600000, 50000) == INT64_C(5700000000000000));
    assert_true(levee_linear_short(scale, 600000, 50000) == INT64_C(6300000000000000));
    /* A contract of 100 dollars, settled in a coin of 8 decimals, at 60,000.0
     * in ticks of 0.1: w = 10^11, and 1/600 of a coin is not whole. */
    mpz_set_ui(value, 100000000000);
    const levee_scale_t inverse = exact_scale(value, one);
    assert_true(levee_inverse_long(inverse, 600000, 0) == -INT64_C(166666666667));
    assert_true(levee_inverse_short(inverse, 600000, 0) == -INT64_C(166666666666));
    assert_true(levee_inverse_long(inverse, 600000, 50000) == -INT64_C(175000000000));
    assert_true(levee_inverse_short(inverse, 600000, LEVEE_PPM) == 0);
    mpz_clears(value, one, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(prices_exactly), CLAIM_TEST(finds_the_largest), CLAIM_TEST(limits_exactly),
        CLAIM_TEST(enters_rows),    CLAIM_TEST(finds_tiers),       cmocka_unit_test(prices_a_known_contract),
    };

    return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
