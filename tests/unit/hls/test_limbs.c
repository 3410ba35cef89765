/* SPDX-License-Identifier: Apache-2.0
 *
 * test_limbs.c: limbs.h against GMP. */
#include "claim.h"
#include "exact.h"

_Static_assert(sizeof(levee_scale_t) == 36, "eight limbs and a flag");
_Static_assert(offsetof(levee_scale_t, inexact) == 32, "eight limbs and a flag");
_Static_assert(sizeof(levee_whole_t) == 12, "three limbs");
_Static_assert(sizeof(levee_product_t) == 16, "a whole and a flag");
_Static_assert(LEVEE_SCALE_LIMBS == 8 && LEVEE_SCALE_FRACTION_LIMBS == 5, "96.160 bits");

enum { FRACTION_BITS = 160, SCALE_BITS = 256, WHOLE_BITS = 96, FACTOR_BITS = 53 };

static const uint64_t factor_max = (UINT64_C(1) << FACTOR_BITS) - 1;

static bool is_bits(const claim_case_t *tried, unsigned field, unsigned bits)
{
    return mpz_sgn(tried->value[field]) >= 0 && mpz_sizeinbase(tried->value[field], 2) <= bits;
}

/* saturate lowers `whole` to 2^96 - 1. */
static void saturate(mpz_ptr whole)
{
    if (mpz_sizeinbase(whole, 2) > WHOLE_BITS) {
        mpz_set_ui(whole, 1);
        mpz_mul_2exp(whole, whole, WHOLE_BITS);
        mpz_sub_ui(whole, whole, 1);
    }
}

/* levee_scale_multiply, for any limbs at all. */
enum { SCALE, FACTOR, ROUND };

static void draw_product(draw_t *draw, claim_case_t *drawn)
{
    draw_wide(draw, drawn->value[SCALE], SCALE_BITS);
    mpz_set_ui(drawn->value[FACTOR], draw_bits(draw, FACTOR_BITS));
    mpz_set_ui(drawn->value[ROUND], draw_below(draw, 2));
}

static bool is_product(const claim_case_t *tried)
{
    return is_bits(tried, SCALE, SCALE_BITS) && claim_between(tried, FACTOR, 0, factor_max) &&
           claim_between(tried, ROUND, 0, 1);
}

static void evaluate_product(const claim_case_t *tried, claim_result_t *result)
{
    const uint64_t x = claim_u64(tried, FACTOR);
    levee_scale_t scale = {{0}, 0};
    mpz_t product;

    (void)mpz_export(scale.limb, NULL, -1, sizeof *scale.limb, 0, 0, tried->value[SCALE]);
    const levee_product_t scaled = levee_scale_multiply(scale, x, claim_u32(tried, ROUND));
    exact_from_whole(result->got, scaled.whole);
    mpz_mul_2exp(result->got, result->got, 1);
    mpz_add_ui(result->got, result->got, scaled.fraction);

    mpz_init(product);
    mpz_add(product, tried->value[SCALE], tried->value[ROUND]);
    mpz_mul_ui(product, product, x);
    mpz_fdiv_q_2exp(result->want, product, FRACTION_BITS);
    saturate(result->want);
    mpz_mul_2exp(result->want, result->want, 1);
    mpz_fdiv_r_2exp(product, product, FRACTION_BITS);
    mpz_add_ui(result->want, result->want, mpz_sgn(product) != 0);
    mpz_clear(product);
}

static claim_t multiplies_exactly = {
    {"scale * 2^160", "x", "round"}, 300000, draw_product, is_product, evaluate_product};

/* levee_scale_floor and levee_scale_ceil, for scales fine enough for x. */
enum { NUMERATOR, DENOMINATOR, TIMES };

static void draw_rounding(draw_t *draw, claim_case_t *drawn)
{
    const uint64_t x = draw_bits(draw, FACTOR_BITS);
    mpz_t most;

    mpz_init_set_ui(most, 1);
    mpz_mul_2exp(most, most, 64 + draw_below(draw, 36));
    mpz_set_ui(drawn->value[TIMES], x);
    draw_ratio(draw, x, most, drawn->value[NUMERATOR], drawn->value[DENOMINATOR]);
    mpz_clear(most);
}

static bool is_rounding(const claim_case_t *tried)
{
    return claim_between(tried, TIMES, 0, factor_max) &&
           exact_scale_fits(tried->value[NUMERATOR], tried->value[DENOMINATOR], claim_u64(tried, TIMES));
}

static void evaluate_floor(const claim_case_t *tried, claim_result_t *result)
{
    const levee_scale_t scale = exact_scale(tried->value[NUMERATOR], tried->value[DENOMINATOR]);

    exact_from_whole(result->got, levee_scale_floor(scale, claim_u64(tried, TIMES)));
    mpz_mul(result->want, tried->value[NUMERATOR], tried->value[TIMES]);
    mpz_fdiv_q(result->want, result->want, tried->value[DENOMINATOR]);
    saturate(result->want);
}

static void evaluate_ceil(const claim_case_t *tried, claim_result_t *result)
{
    const levee_scale_t scale = exact_scale(tried->value[NUMERATOR], tried->value[DENOMINATOR]);

    exact_from_whole(result->got, levee_scale_ceil(scale, claim_u64(tried, TIMES)));
    mpz_mul(result->want, tried->value[NUMERATOR], tried->value[TIMES]);
    mpz_cdiv_q(result->want, result->want, tried->value[DENOMINATOR]);
    saturate(result->want);
}

static claim_t floors_exactly = {{"numerator", "denominator", "x"}, 300000, draw_rounding, is_rounding, evaluate_floor};
static claim_t ceils_exactly = {{"numerator", "denominator", "x"}, 300000, draw_rounding, is_rounding, evaluate_ceil};

/* levee_whole_add, levee_whole_divide and levee_whole_to_int64. */
enum { WHOLE, DIVISOR, UP };

static void draw_division(draw_t *draw, claim_case_t *drawn)
{
    const uint64_t divisor = draw_within(draw, 1, LEVEE_PRICE_MAX);

    draw_wide(draw, drawn->value[WHOLE], WHOLE_BITS);
    mpz_set_ui(drawn->value[DIVISOR], divisor);
    mpz_set_ui(drawn->value[UP], draw_below(draw, 2));
    if (draw_below(draw, 2)) { /* an exact multiple, or one above or below */
        mpz_fdiv_q_ui(drawn->value[WHOLE], drawn->value[WHOLE], divisor);
        mpz_mul_ui(drawn->value[WHOLE], drawn->value[WHOLE], divisor);
        mpz_add_ui(drawn->value[WHOLE], drawn->value[WHOLE], draw_below(draw, 2));
        if (mpz_sgn(drawn->value[WHOLE]) > 0)
            mpz_sub_ui(drawn->value[WHOLE], drawn->value[WHOLE], draw_below(draw, 2));
        saturate(drawn->value[WHOLE]);
    }
}

static bool is_division(const claim_case_t *tried)
{
    return is_bits(tried, WHOLE, WHOLE_BITS) && claim_between(tried, DIVISOR, 1, LEVEE_PRICE_MAX) &&
           claim_between(tried, UP, 0, 1);
}

static void evaluate_division(const claim_case_t *tried, claim_result_t *result)
{
    const uint32_t up = claim_u32(tried, UP);
    const levee_quotient_t quotient =
        levee_whole_divide(exact_to_whole(tried->value[WHOLE]), claim_u32(tried, DIVISOR));

    exact_from_whole(result->got, levee_whole_add(quotient.whole, up && quotient.remainder ? 1 : 0));
    if (up)
        mpz_cdiv_q(result->want, tried->value[WHOLE], tried->value[DIVISOR]);
    else
        mpz_fdiv_q(result->want, tried->value[WHOLE], tried->value[DIVISOR]);
}

static claim_t divides_exactly = {{"whole", "divisor", "up"}, 200000, draw_division, is_division, evaluate_division};

static void draw_whole(draw_t *draw, claim_case_t *drawn)
{
    draw_wide(draw, drawn->value[WHOLE], WHOLE_BITS);
    if (draw_below(draw, 4) == 0) { /* around what fits 64 bits */
        mpz_set_ui(drawn->value[WHOLE], (uint64_t)INT64_MAX - 1);
        mpz_add_ui(drawn->value[WHOLE], drawn->value[WHOLE], draw_below(draw, 4));
        mpz_mul_2exp(drawn->value[WHOLE], drawn->value[WHOLE], draw_below(draw, 2));
    }
}

static bool is_whole(const claim_case_t *tried)
{
    return is_bits(tried, WHOLE, WHOLE_BITS);
}

static void evaluate_increment(const claim_case_t *tried, claim_result_t *result)
{
    exact_from_whole(result->got, levee_whole_add(exact_to_whole(tried->value[WHOLE]), 1));
    mpz_add_ui(result->want, tried->value[WHOLE], 1);
    saturate(result->want);
}

static void evaluate_int64(const claim_case_t *tried, claim_result_t *result)
{
    mpz_set_si(result->got, levee_whole_to_int64(exact_to_whole(tried->value[WHOLE])));
    mpz_set(result->want, tried->value[WHOLE]);
    if (!mpz_fits_slong_p(result->want))
        mpz_set_si(result->want, INT64_MAX);
}

static claim_t increments_exactly = {{"whole"}, 50000, draw_whole, is_whole, evaluate_increment};
static claim_t saturates_int64 = {{"whole"}, 50000, draw_whole, is_whole, evaluate_int64};

/* A third: 2^160 / 3 leaves a third, so floor and ceil both need the flag. */
static void rounds_thirds(void **context)
{
    mpz_t one, three;

    (void)context;
    mpz_init_set_ui(one, 1);
    mpz_init_set_ui(three, 3);
    const levee_scale_t third = exact_scale(one, three);
    assert_int_equal(third.inexact, 1);
    assert_int_equal(levee_scale_floor(third, 2).limb[0], 0);
    assert_int_equal(levee_scale_floor(third, 3).limb[0], 1);
    assert_int_equal(levee_scale_ceil(third, 3).limb[0], 1);
    assert_int_equal(levee_scale_ceil(third, 4).limb[0], 2);
    assert_int_equal(levee_scale_ceil(third, 0).limb[0], 0);
    mpz_clears(one, three, NULL);
}

/* A scale below 2^-160 keeps nothing but the flag: ceil must still see it. */
static void ceils_what_was_cut_off(void **context)
{
    const levee_scale_t cut = {{0}, 1};

    (void)context;
    assert_int_equal(levee_scale_ceil(cut, 0).limb[0], 0);
    assert_int_equal(levee_scale_ceil(cut, 1).limb[0], 1);
    assert_int_equal(levee_scale_floor(cut, factor_max).limb[0], 0);
}

static void saturates_at_the_largest_scale(void **context)
{
    const levee_scale_t largest = {
        {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}, 1};
    const levee_whole_t full = {{UINT32_MAX, UINT32_MAX, UINT32_MAX}};

    (void)context;
    for (unsigned bits = 0; bits < FACTOR_BITS; bits++) {
        const levee_whole_t down = levee_scale_floor(largest, UINT64_C(1) << bits);
        const levee_whole_t up = levee_scale_ceil(largest, UINT64_C(1) << bits);

        assert_memory_equal(&down, &full, sizeof full);
        assert_memory_equal(&up, &full, sizeof full);
    }
    assert_true(levee_whole_to_int64(full) == INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(multiplies_exactly),
        CLAIM_TEST(floors_exactly),
        CLAIM_TEST(ceils_exactly),
        CLAIM_TEST(divides_exactly),
        CLAIM_TEST(increments_exactly),
        CLAIM_TEST(saturates_int64),
        cmocka_unit_test(rounds_thirds),
        cmocka_unit_test(ceils_what_was_cut_off),
        cmocka_unit_test(saturates_at_the_largest_scale),
    };

    return cmocka_run_group_tests_name("limbs", tests, NULL, NULL);
}
