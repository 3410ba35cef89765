/* SPDX-License-Identifier: Apache-2.0
 *
 * test_decimal.c: decimals read, scaled and printed, against GMP. */
#include "../hls/claim.h"

#include "model/decimal.h"

#include <string.h>

enum { TEXT = 64 };

static levee_i128 to_i128(mpz_srcptr value)
{
    levee_u128 magnitude = 0;

    (void)mpz_export(&magnitude, NULL, -1, sizeof magnitude, 0, 0, value);
    return mpz_sgn(value) < 0 ? -(levee_i128)magnitude : (levee_i128)magnitude;
}

static void from_u128(mpz_ptr value, levee_u128 magnitude)
{
    mpz_import(value, 1, -1, sizeof magnitude, 0, 0, &magnitude);
}

static void from_i128(mpz_ptr value, levee_i128 number)
{
    from_u128(value, number < 0 ? -(levee_u128)number : (levee_u128)number);
    if (number < 0)
        mpz_neg(value, value);
}

/* Texts [-]whole[.fraction], zero-padded to so many digits each. */
enum { NEGATIVE, WHOLE, WHOLE_DIGITS, FRACTION, FRACTION_DIGITS, SCALED };

static void draw_digits(draw_t *draw, uint64_t digits, mpz_ptr number)
{
    mpz_t power;

    mpz_init(power);
    mpz_ui_pow_ui(power, 10, digits);
    draw_wide(draw, number, 64);
    if (draw_below(draw, 4) == 0)
        mpz_sub_ui(number, power, 1);
    if (draw_below(draw, 2)) { /* with zeros at its end */
        mpz_ui_pow_ui(power, 10, draw_below(draw, digits + 1));
        mpz_mul(number, number, power);
        mpz_ui_pow_ui(power, 10, digits);
    }
    mpz_fdiv_r(number, number, power);
    mpz_clear(power);
}

static void draw_text(draw_t *draw, claim_case_t *drawn)
{
    const uint64_t whole = draw_within(draw, 1, LEVEE_DECIMAL_DIGITS);
    const uint64_t fraction = draw_within(draw, 0, LEVEE_DECIMAL_DIGITS);

    mpz_set_ui(drawn->value[NEGATIVE], draw_below(draw, 2));
    mpz_set_ui(drawn->value[WHOLE_DIGITS], whole);
    mpz_set_ui(drawn->value[FRACTION_DIGITS], fraction);
    mpz_set_ui(drawn->value[SCALED], draw_below(draw, 25));
    draw_digits(draw, whole, drawn->value[WHOLE]);
    draw_digits(draw, fraction, drawn->value[FRACTION]);
}

static bool fits_digits(const claim_case_t *tried, unsigned number, unsigned digits)
{
    mpz_t power;

    mpz_init(power);
    mpz_ui_pow_ui(power, 10, claim_u64(tried, digits));
    const bool fits = mpz_sgn(tried->value[number]) >= 0 && mpz_cmp(tried->value[number], power) < 0;
    mpz_clear(power);
    return fits;
}

static bool is_text(const claim_case_t *tried)
{
    return claim_between(tried, NEGATIVE, 0, 1) && claim_between(tried, SCALED, 0, 24) &&
           claim_between(tried, WHOLE_DIGITS, 1, LEVEE_DECIMAL_DIGITS) &&
           claim_between(tried, FRACTION_DIGITS, 0, LEVEE_DECIMAL_DIGITS) && fits_digits(tried, WHOLE, WHOLE_DIGITS) &&
           fits_digits(tried, FRACTION, FRACTION_DIGITS);
}

static void write_text(const claim_case_t *tried, char text[TEXT])
{
    int used = gmp_snprintf(text, TEXT, "%s%0*Zd", claim_u64(tried, NEGATIVE) ? "-" : "",
                            (int)claim_u64(tried, WHOLE_DIGITS), tried->value[WHOLE]);

    if (claim_u64(tried, FRACTION_DIGITS) > 0)
        (void)gmp_snprintf(text + used, TEXT - (size_t)used, ".%0*Zd", (int)claim_u64(tried, FRACTION_DIGITS),
                           tried->value[FRACTION]);
}

/* want_decimal: the signed digits without trailing zeros behind the point, and
 * how many of them stand there. */
static uint64_t want_decimal(const claim_case_t *tried, mpz_ptr digits)
{
    uint64_t places = claim_u64(tried, FRACTION_DIGITS);

    mpz_ui_pow_ui(digits, 10, places);
    mpz_mul(digits, digits, tried->value[WHOLE]);
    mpz_add(digits, digits, tried->value[FRACTION]);
    for (; places > 0 && mpz_divisible_ui_p(digits, 10); places--)
        mpz_divexact_ui(digits, digits, 10);
    if (claim_u64(tried, NEGATIVE))
        mpz_neg(digits, digits);
    return places;
}

static void evaluate_text(const claim_case_t *tried, claim_result_t *result)
{
    char text[TEXT];
    levee_decimal_t decimal = {7, 7, true};
    levee_error_t error;

    write_text(tried, text);
    (void)snprintf(result->note, CLAIM_NOTE, "(%s)", text);
    if (levee_decimal_parse(text, "price", &decimal, &error) != LEVEE_OK) {
        mpz_set_si(result->got, -1);
        return;
    }
    from_u128(result->got, decimal.digits);
    mpz_mul_ui(result->got, result->got, 100);
    mpz_add_ui(result->got, result->got, 2 * decimal.places + (decimal.negative ? 1u : 0u));
    const uint64_t places = want_decimal(tried, result->want);
    const bool is_negative = mpz_sgn(result->want) < 0;
    mpz_abs(result->want, result->want);
    mpz_mul_ui(result->want, result->want, 100);
    mpz_add_ui(result->want, result->want, 2 * places + (is_negative ? 1u : 0u));
}

/* Scaled to more places than it has; 1 beside 0 stands for a refusal. */
static void evaluate_scaled(const claim_case_t *tried, claim_result_t *result)
{
    char text[TEXT];
    levee_decimal_t decimal;
    levee_error_t error;
    levee_i128 value = 0;
    mpz_t power;

    write_text(tried, text);
    assert_int_equal(levee_decimal_parse(text, "price", &decimal, &error), LEVEE_OK);
    const unsigned scaled = claim_u32(tried, SCALED);
    const bool is_taken = levee_decimal_scale(&decimal, scaled, &value);
    from_i128(result->got, value);
    mpz_mul_ui(result->got, result->got, 2);
    mpz_add_ui(result->got, result->got, is_taken ? 0 : 1);

    mpz_init(power);
    const uint64_t places = want_decimal(tried, result->want);
    mpz_ui_pow_ui(power, 10, scaled >= places ? scaled - places : 0);
    mpz_mul(result->want, result->want, power);
    if (scaled < places || mpz_sizeinbase(result->want, 2) > 126)
        mpz_set_ui(result->want, 1);
    else
        mpz_mul_ui(result->want, result->want, 2);
    mpz_clear(power);
}

static claim_t reads_decimals = {{"negative", "whole", "whole digits", "fraction", "fraction digits", "scaled"},
                                 100000,
                                 draw_text,
                                 is_text,
                                 evaluate_text};
static claim_t scales_decimals = {{"negative", "whole", "whole digits", "fraction", "fraction digits", "scaled"},
                                  100000,
                                  draw_text,
                                  is_text,
                                  evaluate_scaled};

/* Printing any 128-bit number. */
enum { VALUE, PLACES };

static void draw_print(draw_t *draw, claim_case_t *drawn)
{
    mpz_t power;

    mpz_init(power);
    draw_wide(draw, drawn->value[VALUE], 127);
    mpz_set_ui(drawn->value[PLACES], draw_below(draw, 37));
    if (draw_below(draw, 2)) { /* with zeros at its end */
        mpz_ui_pow_ui(power, 10, draw_below(draw, 38));
        mpz_fdiv_q(drawn->value[VALUE], drawn->value[VALUE], power);
        mpz_mul(drawn->value[VALUE], drawn->value[VALUE], power);
    }
    if (draw_below(draw, 2))
        mpz_neg(drawn->value[VALUE], drawn->value[VALUE]);
    mpz_clear(power);
}

static bool is_print(const claim_case_t *tried)
{
    return mpz_sizeinbase(tried->value[VALUE], 2) <= 127 && claim_between(tried, PLACES, 0, 36);
}

static void evaluate_print(const claim_case_t *tried, claim_result_t *result)
{
    const uint64_t places = claim_u64(tried, PLACES);
    char want[TEXT], got[LEVEE_MONEY_TEXT];
    mpz_t whole, fraction;

    mpz_inits(whole, fraction, NULL);
    mpz_ui_pow_ui(fraction, 10, places);
    mpz_tdiv_qr(whole, fraction, tried->value[VALUE], fraction);
    mpz_abs(whole, whole);
    mpz_abs(fraction, fraction);
    int used = gmp_snprintf(want, TEXT, "%s%Zd", mpz_sgn(tried->value[VALUE]) < 0 ? "-" : "", whole);
    if (mpz_sgn(fraction) != 0) {
        used += gmp_snprintf(want + used, TEXT - (size_t)used, ".%0*Zd", (int)places, fraction);
        while (want[used - 1] == '0')
            want[--used] = '\0';
    }
    mpz_clears(whole, fraction, NULL);
    const char *returned = levee_decimal_print(to_i128(tried->value[VALUE]), (unsigned)places, got);
    mpz_set_ui(result->got, returned == got && strcmp(got, want) == 0);
    mpz_set_ui(result->want, 1);
    (void)snprintf(result->note, CLAIM_NOTE, "(printed %s, want %s)", got, want);
}

static claim_t prints_decimals = {{"value", "places"}, 100000, draw_print, is_print, evaluate_print};

/* The least number has no positive of its own; places fill the text most. */
static void prints_the_longest(void **context)
{
    const levee_i128 least = -(levee_i128)(((levee_u128)1 << 127) - 1) - 1;
    char text[LEVEE_MONEY_TEXT];

    (void)context;
    assert_string_equal(levee_decimal_print(least, 0, text), "-170141183460469231731687303715884105728");
    assert_string_equal(levee_decimal_print(least, 36, text), "-170.141183460469231731687303715884105728");
    assert_string_equal(levee_decimal_print(-1, 36, text), "-0.000000000000000000000000000000000001");
    assert_string_equal(levee_decimal_print(0, 36, text), "0");
}

static void refuses_other_texts(void **context)
{
    static const char *const bad[] = {"",
                                      "-",
                                      ".",
                                      "-.",
                                      "1.",
                                      ".5",
                                      "+1",
                                      "--1",
                                      " 1",
                                      "1 ",
                                      "1,0",
                                      "1e3",
                                      "0x1",
                                      "1.2.3",
                                      "1.-2",
                                      "nan",
                                      "1234567890123456789",
                                      "0000000000000000000",
                                      "0.1234567890123456789",
                                      "0.0000000000000000000",
                                      "1\n"};

    (void)context;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        levee_decimal_t decimal = {7, 7, true};
        levee_error_t error = {0};

        assert_int_equal(levee_decimal_parse(bad[i], "price", &decimal, &error), LEVEE_MALFORMED);
        assert_int_equal(error.result, LEVEE_MALFORMED);
        assert_string_equal(error.field, "price");
        assert_non_null(strstr(error.message, bad[i]));
        assert_true(decimal.digits == 7 && decimal.places == 7 && decimal.negative);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(reads_decimals),           CLAIM_TEST(scales_decimals),           CLAIM_TEST(prints_decimals),
        cmocka_unit_test(prints_the_longest), cmocka_unit_test(refuses_other_texts),
    };

    return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}
