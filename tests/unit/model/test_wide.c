/* SPDX-License-Identifier: Apache-2.0
 *
 * test_wide.c: wide integers and ratios against GMP. */
#include "../hls/claim.h"
#include "exact_wide.h"

_Static_assert(LEVEE_WIDE_LIMBS * 32 == 768, "768 bits");

/* Quotients are taken of what still can be shifted by a limb. */
enum { BITS = 32 * LEVEE_WIDE_LIMBS, DIVIDEND_BITS = BITS - 32 };
enum { A, B };

/* from_wide refuses a wide that is not in its one form: the result is -1. */
static void from_wide(mpz_ptr value, const levee_wide_t *wide)
{
    mpz_import(value, wide->count, -1, sizeof *wide->limb, 0, 0, wide->limb);
    if (wide->count > LEVEE_WIDE_LIMBS || (wide->count > 0 && wide->limb[wide->count - 1] == 0))
        mpz_set_si(value, -1);
}

static bool is_bits(const claim_case_t *tried, unsigned field, unsigned bits)
{
    return mpz_sgn(tried->value[field]) >= 0 && mpz_sizeinbase(tried->value[field], 2) <= bits;
}

/* pair puts two numbers of up to 800 bits into one. */
static void pair(mpz_ptr first, mpz_srcptr second)
{
    mpz_mul_2exp(first, first, BITS + 32);
    mpz_add(first, first, second);
}

static void draw_factors(draw_t *draw, claim_case_t *drawn)
{
    const unsigned limbs = (unsigned)draw_below(draw, LEVEE_WIDE_LIMBS + 1);

    draw_wide(draw, drawn->value[A], 32 * limbs);
    draw_wide(draw, drawn->value[B], BITS - 32 * limbs);
}

static uint32_t limbs_of(const claim_case_t *tried, unsigned field)
{
    return (uint32_t)(mpz_sizeinbase(tried->value[field], 2) + 31) / 32;
}

static bool is_factors(const claim_case_t *tried)
{
    return is_bits(tried, A, BITS) && is_bits(tried, B, BITS) &&
           (mpz_sgn(tried->value[A]) == 0 || mpz_sgn(tried->value[B]) == 0 ||
            limbs_of(tried, A) + limbs_of(tried, B) <= LEVEE_WIDE_LIMBS);
}

static void evaluate_multiply(const claim_case_t *tried, claim_result_t *result)
{
    const levee_wide_t a = exact_wide(tried->value[A]), b = exact_wide(tried->value[B]);
    const levee_wide_t product = levee_wide_multiply(&a, &b);

    from_wide(result->got, &product);
    mpz_mul(result->want, tried->value[A], tried->value[B]);
}

static claim_t multiplies_exactly = {{"a", "b"}, 60000, draw_factors, is_factors, evaluate_multiply};

/* Sum, order and length of two numbers that are often neighbours. */
static void draw_neighbours(draw_t *draw, claim_case_t *drawn)
{
    draw_wide(draw, drawn->value[A], DIVIDEND_BITS);
    draw_wide(draw, drawn->value[B], DIVIDEND_BITS);
    if (draw_below(draw, 2)) {
        mpz_set(drawn->value[B], drawn->value[A]);
        mpz_combit(drawn->value[B], draw_below(draw, DIVIDEND_BITS));
    }
    if (draw_below(draw, 8) == 0)
        mpz_set(drawn->value[B], drawn->value[A]);
}

static bool is_neighbours(const claim_case_t *tried)
{
    return is_bits(tried, A, DIVIDEND_BITS) && is_bits(tried, B, DIVIDEND_BITS);
}

static int sign_of(int order)
{
    return (order > 0) - (order < 0);
}

static void evaluate_order(const claim_case_t *tried, claim_result_t *result)
{
    const levee_wide_t a = exact_wide(tried->value[A]), b = exact_wide(tried->value[B]);
    const int order = sign_of(mpz_cmp(tried->value[A], tried->value[B]));

    mpz_set_ui(result->got, levee_wide_bits(&a));
    mpz_mul_ui(result->got, result->got, 4);
    mpz_add_ui(result->got, result->got, (unsigned)(levee_wide_compare(&a, &b) + 1));
    mpz_set_ui(result->want, mpz_sgn(tried->value[A]) ? mpz_sizeinbase(tried->value[A], 2) : 0);
    mpz_mul_ui(result->want, result->want, 4);
    mpz_add_ui(result->want, result->want, (unsigned)(order + 1));
}

static claim_t compares_and_counts = {{"a", "b"}, 60000, draw_neighbours, is_neighbours, evaluate_order};

static void draw_shift(draw_t *draw, claim_case_t *drawn)
{
    const unsigned shift = (unsigned)draw_below(draw, DIVIDEND_BITS);

    draw_wide(draw, drawn->value[A], (BITS - shift) / 32 * 32 - 32);
    mpz_set_ui(drawn->value[B], shift);
}

static bool is_shift(const claim_case_t *tried)
{
    return is_bits(tried, A, BITS) && claim_between(tried, B, 0, DIVIDEND_BITS - 1) &&
           (mpz_sgn(tried->value[A]) == 0 || limbs_of(tried, A) + claim_u32(tried, B) / 32 + 1 <= LEVEE_WIDE_LIMBS);
}

static void evaluate_shift(const claim_case_t *tried, claim_result_t *result)
{
    const levee_wide_t a = exact_wide(tried->value[A]);
    const levee_wide_t shifted = levee_wide_shift_left(&a, claim_u32(tried, B));

    from_wide(result->got, &shifted);
    mpz_mul_2exp(result->want, tried->value[A], claim_u64(tried, B));
}

static claim_t shifts_exactly = {{"a", "bits"}, 60000, draw_shift, is_shift, evaluate_shift};

/* Dividends around a multiple of the divisor; the divisors' own bits are often
 * runs of ones and zeros, where a quotient's digit is guessed too large. */
static void draw_division(draw_t *draw, claim_case_t *drawn)
{
    const unsigned bits = 1 + (unsigned)draw_below(draw, DIVIDEND_BITS);

    draw_wide(draw, drawn->value[B], bits);
    if (mpz_sgn(drawn->value[B]) == 0)
        mpz_set_ui(drawn->value[B], 1);
    draw_wide(draw, drawn->value[A], DIVIDEND_BITS);
    if (draw_below(draw, 2)) {
        draw_wide(draw, drawn->value[A], DIVIDEND_BITS - bits);
        mpz_mul(drawn->value[A], drawn->value[A], drawn->value[B]);
        if (mpz_sgn(drawn->value[A]) > 0)
            mpz_sub_ui(drawn->value[A], drawn->value[A], draw_below(draw, 2));
    }
}

static bool is_division(const claim_case_t *tried)
{
    return is_bits(tried, A, DIVIDEND_BITS) && is_bits(tried, B, DIVIDEND_BITS) && mpz_sgn(tried->value[B]) > 0;
}

static void evaluate_division(const claim_case_t *tried, claim_result_t *result)
{
    const levee_wide_t a = exact_wide(tried->value[A]), b = exact_wide(tried->value[B]);
    levee_wide_t rest;
    const levee_wide_t quotient = levee_wide_divide(&a, &b, &rest);
    mpz_t part;

    mpz_init(part);
    from_wide(result->got, &quotient);
    from_wide(part, &rest);
    pair(result->got, part);
    mpz_fdiv_qr(result->want, part, tried->value[A], tried->value[B]);
    pair(result->want, part);
    mpz_clear(part);
}

static void evaluate_ratio(const claim_case_t *tried, claim_result_t *result)
{
    const levee_ratio_t ratio = {exact_wide(tried->value[A]), exact_wide(tried->value[B])};
    const levee_wide_t floor = levee_ratio_floor(&ratio);

    from_wide(result->got, &floor);
    mpz_fdiv_q(result->want, tried->value[A], tried->value[B]);
}

static claim_t divides_exactly = {{"a", "b"}, 200000, draw_division, is_division, evaluate_division};
static claim_t rounds_ratios = {{"numerator", "denominator"}, 40000, draw_division, is_division, evaluate_ratio};

/* Two multiples of one number. */
static void draw_multiples(draw_t *draw, claim_case_t *drawn)
{
    mpz_t common;

    mpz_init(common);
    draw_wide(draw, common, DIVIDEND_BITS / 2);
    for (unsigned i = A; i <= B; i++) {
        draw_wide(draw, drawn->value[i], DIVIDEND_BITS / 2);
        mpz_mul(drawn->value[i], drawn->value[i], common);
        if (mpz_sgn(drawn->value[i]) == 0)
            mpz_set_ui(drawn->value[i], 1);
    }
    mpz_clear(common);
}

static bool is_multiples(const claim_case_t *tried)
{
    return is_division(tried) && mpz_sgn(tried->value[A]) > 0;
}

static void evaluate_gcd(const claim_case_t *tried, claim_result_t *result)
{
    const levee_wide_t divisor = levee_wide_gcd(exact_wide(tried->value[A]), exact_wide(tried->value[B]));

    from_wide(result->got, &divisor);
    mpz_gcd(result->want, tried->value[A], tried->value[B]);
}

static claim_t finds_divisors = {{"a", "b"}, 4000, draw_multiples, is_multiples, evaluate_gcd};

/* To 128 bits and back; 1 on top of what does not fit. */
static void draw_narrow(draw_t *draw, claim_case_t *drawn)
{
    draw_wide(draw, drawn->value[A], draw_below(draw, 2) ? 128 : 160);
}

static bool is_narrow(const claim_case_t *tried)
{
    return is_bits(tried, A, 160);
}

static void evaluate_narrow(const claim_case_t *tried, claim_result_t *result)
{
    const levee_wide_t a = exact_wide(tried->value[A]);
    levee_u128 value = 0;

    mpz_set(result->want, tried->value[A]);
    if (mpz_sizeinbase(tried->value[A], 2) > 128)
        mpz_set_si(result->want, -2);
    if (levee_wide_to_u128(&a, &value)) {
        const levee_wide_t again = levee_wide(value);
        from_wide(result->got, &again);
    } else {
        mpz_set_si(result->got, -2);
    }
}

static claim_t narrows_exactly = {{"a"}, 60000, draw_narrow, is_narrow, evaluate_narrow};

static void raises_ten(void **context)
{
    mpz_t got, want;

    (void)context;
    mpz_inits(got, want, NULL);
    for (unsigned exponent = 0; exponent <= 200; exponent++) {
        const levee_wide_t power = levee_wide_power10(exponent);

        from_wide(got, &power);
        mpz_ui_pow_ui(want, 10, exponent);
        assert_int_equal(mpz_cmp(got, want), 0);
    }
    mpz_clears(got, want, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(multiplies_exactly), CLAIM_TEST(compares_and_counts), CLAIM_TEST(shifts_exactly),
        CLAIM_TEST(divides_exactly),    CLAIM_TEST(rounds_ratios),       CLAIM_TEST(finds_divisors),
        CLAIM_TEST(narrows_exactly),    cmocka_unit_test(raises_ten),
    };

    return cmocka_run_group_tests_name("wide", tests, NULL, NULL);
}
