/* SPDX-License-Identifier: Apache-2.0
 *
 * test_scale.c: scales from ratios, the verdict on their fineness, and which are whole. */
#include "../hls/claim.h"
#include "exact_wide.h"

#include "model/scale.h"

enum { NUMERATOR, DENOMINATOR, FACTOR_BITS };
enum { FRACTION_BITS = 160, SCALE_BITS = 256, NUMERATOR_BITS = 384 };

static void draw_scale(draw_t *draw, claim_case_t *drawn)
{
    const unsigned factor_bits = (unsigned)draw_within(draw, 1, 53);
    mpz_ptr numerator = drawn->value[NUMERATOR], denominator = drawn->value[DENOMINATOR];

    mpz_set_ui(drawn->value[FACTOR_BITS], factor_bits);
    /* As many bits as fit, one more or one fewer; a common factor hides them. */
    mpz_set_ui(denominator, 0);
    mpz_setbit(denominator, FRACTION_BITS - factor_bits - 1 + draw_below(draw, 3));
    mpz_sub_ui(denominator, denominator, draw_below(draw, 3));
    if (draw_below(draw, 2)) {
        draw_wide(draw, denominator, 200);
        mpz_add_ui(denominator, denominator, 1);
    }
    draw_wide(draw, numerator, 250);
    if (draw_below(draw, 4) == 0) { /* at the largest scale, or one part below it */
        mpz_mul_2exp(numerator, denominator, 96);
        mpz_sub_ui(numerator, numerator, draw_below(draw, 2));
    }
    if (draw_below(draw, 8) == 0) /* whole */
        mpz_mul_ui(numerator, denominator, draw_bits(draw, 64));
    if (draw_below(draw, 2)) {
        const uint64_t common = 1 + draw_bits(draw, 60);

        mpz_mul_ui(numerator, numerator, common);
        mpz_mul_ui(denominator, denominator, common);
    }
}

static bool is_scale(const claim_case_t *tried)
{
    return mpz_sgn(tried->value[NUMERATOR]) >= 0 && mpz_sgn(tried->value[DENOMINATOR]) > 0 &&
           mpz_sizeinbase(tried->value[NUMERATOR], 2) <= NUMERATOR_BITS &&
           mpz_sizeinbase(tried->value[DENOMINATOR], 2) <= NUMERATOR_BITS && claim_between(tried, FACTOR_BITS, 1, 53);
}

/* want_scale is (scale * 2 + inexact) * 2 + fine, from the definition. */
static void want_scale(const claim_case_t *tried, mpz_ptr want)
{
    mpz_t rest, divisor;
    bool is_fine = true;

    mpz_inits(rest, divisor, NULL);
    mpz_mul_2exp(want, tried->value[NUMERATOR], FRACTION_BITS);
    mpz_fdiv_qr(want, rest, want, tried->value[DENOMINATOR]);
    if (mpz_sizeinbase(want, 2) > SCALE_BITS) {
        mpz_set_ui(want, 1);
        mpz_mul_2exp(want, want, SCALE_BITS);
        mpz_sub_ui(want, want, 1);
        mpz_set_ui(rest, 0);
    }
    if (mpz_sgn(rest) != 0) {
        mpz_gcd(divisor, tried->value[NUMERATOR], tried->value[DENOMINATOR]);
        mpz_divexact(divisor, tried->value[DENOMINATOR], divisor);
        is_fine = mpz_sizeinbase(divisor, 2) + claim_u64(tried, FACTOR_BITS) <= FRACTION_BITS;
    }
    mpz_mul_2exp(want, want, 2);
    mpz_add_ui(want, want, (mpz_sgn(rest) != 0 ? 2u : 0u) + (is_fine ? 1u : 0u));
    mpz_clears(rest, divisor, NULL);
}

/* want_whole is the scale where it is whole and below 2^64, else 0. */
static void want_whole(const claim_case_t *tried, mpz_ptr want)
{
    mpz_fdiv_q(want, tried->value[NUMERATOR], tried->value[DENOMINATOR]);
    if (mpz_divisible_p(tried->value[NUMERATOR], tried->value[DENOMINATOR]) == 0 || mpz_sizeinbase(want, 2) > 64)
        mpz_set_ui(want, 0);
}

static void evaluate_whole(const claim_case_t *tried, claim_result_t *result)
{
    const levee_ratio_t ratio = {exact_wide(tried->value[NUMERATOR]), exact_wide(tried->value[DENOMINATOR])};
    levee_scale_t scale;

    (void)levee_scale_from_ratio(&ratio, claim_u32(tried, FACTOR_BITS), &scale);
    mpz_set_ui(result->got, levee_scale_whole(&scale));
    want_whole(tried, result->want);
}

static void evaluate_scale(const claim_case_t *tried, claim_result_t *result)
{
    const levee_ratio_t ratio = {exact_wide(tried->value[NUMERATOR]), exact_wide(tried->value[DENOMINATOR])};
    levee_scale_t scale = {{1, 2, 3, 4, 5, 6, 7, 8}, 9};
    const bool is_fine = levee_scale_from_ratio(&ratio, claim_u32(tried, FACTOR_BITS), &scale);

    mpz_import(result->got, LEVEE_SCALE_LIMBS, -1, sizeof *scale.limb, 0, 0, scale.limb);
    mpz_mul_2exp(result->got, result->got, 2);
    mpz_add_ui(result->got, result->got, 2u * scale.inexact + (is_fine ? 1u : 0u));
    want_scale(tried, result->want);
}

static claim_t scales_exactly = {
    {"numerator", "denominator", "factor bits"}, 60000, draw_scale, is_scale, evaluate_scale};

static claim_t knows_whole_scales = {
    {"numerator", "denominator", "factor bits"}, 60000, draw_scale, is_scale, evaluate_whole};

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(scales_exactly),
        CLAIM_TEST(knows_whole_scales),
    };

    return cmocka_run_group_tests_name("scale", tests, NULL, NULL);
}
