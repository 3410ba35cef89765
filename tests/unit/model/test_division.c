/* SPDX-License-Identifier: Apache-2.0
 *
 * test_division.c: products over products, in 128 bits and wider, against GMP. */
#include "../hls/claim.h"

#include "model/division.h"

enum { A, B, C, D };

static void draw_factors(draw_t *draw, claim_case_t *drawn)
{
    for (int i = A; i <= D; i++)
        mpz_set_ui(drawn->value[i], 1 + draw_bits(draw, 1 + (unsigned)draw_below(draw, 62)));
}

static bool is_factors(const claim_case_t *tried)
{
    return mpz_sgn(tried->value[C]) > 0 && mpz_sgn(tried->value[D]) > 0 && mpz_sgn(tried->value[A]) >= 0 &&
           mpz_sgn(tried->value[B]) >= 0;
}

/* evaluate_division cubes the first and last factor, so that about half of the
 * products pass 128 bits; an answer is floor, ceil, or -1 for too large. */
static void evaluate_division(const claim_case_t *tried, claim_result_t *result)
{
    const levee_u128 a = claim_u64(tried, A), b = claim_u64(tried, B), c = claim_u64(tried, C);
    const levee_u128 d = claim_u64(tried, D);
    const levee_u128 up[] = {a, a, a, b};
    const levee_u128 down[] = {c, d, d};
    const levee_exact_t got = levee_divide_products(up, 4, down, 3);
    mpz_t numerator, denominator;

    mpz_inits(numerator, denominator, NULL);
    mpz_pow_ui(numerator, tried->value[A], 3);
    mpz_mul(numerator, numerator, tried->value[B]);
    mpz_mul(denominator, tried->value[C], tried->value[D]);
    mpz_mul(denominator, denominator, tried->value[D]);
    mpz_fdiv_qr(result->want, numerator, numerator, denominator);
    if (mpz_sizeinbase(result->want, 2) > 128) {
        mpz_set_si(result->want, -1);
        mpz_set_si(result->got, got.overflow ? -1 : 0);
    } else {
        mpz_mul_ui(result->want, result->want, 2);
        mpz_add_ui(result->want, result->want, mpz_sgn(numerator) != 0);
        mpz_set_ui(result->got, (uint64_t)(got.floor >> 64));
        mpz_mul_2exp(result->got, result->got, 64);
        mpz_add_ui(result->got, result->got, (uint64_t)got.floor);
        mpz_mul_ui(result->got, result->got, 2);
        mpz_add_ui(result->got, result->got, got.inexact);
    }
    mpz_clears(numerator, denominator, NULL);
}

static claim_t divides_products = {{"a", "b", "c", "d"}, 300000, draw_factors, is_factors, evaluate_division};

static void powers_and_ceilings(void **context)
{
    const levee_exact_t whole = {7, false, false};
    const levee_exact_t part = {7, true, false};
    const levee_exact_t largest = {~(levee_u128)0, true, false};

    (void)context;
    assert_true(levee_exact_ceil(whole) == 7 && levee_exact_ceil(part) == 8);
    assert_true(levee_exact_ceil(largest) == ~(levee_u128)0);
    assert_true(levee_power10(0) == 1);
    for (unsigned i = 1; i <= 38; i++)
        assert_true(levee_power10(i) == levee_power10(i - 1) * 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(divides_products),
        cmocka_unit_test(powers_and_ceilings),
    };

    return cmocka_run_group_tests_name("division", tests, NULL, NULL);
}
