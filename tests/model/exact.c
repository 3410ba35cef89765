/* SPDX-License-Identifier: Apache-2.0 */
#include "exact.h"

#include <stdlib.h>
#include <string.h>

enum { SIDE_DIGITS = 18 };

void exact_copy(char text[EXACT_TEXT], const char *from)
{
    size_t length = strlen(from);
    if (length >= EXACT_TEXT)
        abort();
    memcpy(text, from, length + 1);
}

void exact_scale(mpq_t value, int power)
{
    mpq_t factor;
    mpq_init(factor);
    mpz_ui_pow_ui(mpq_numref(factor), 10, (unsigned long)abs(power));
    if (power < 0)
        mpq_inv(factor, factor);
    mpq_mul(value, value, factor);
    mpq_clear(factor);
}

void exact_parse(mpq_t value, const char *text)
{
    if (text[0] == '\0') {
        mpq_set_ui(value, 0, 1);
        return;
    }
    const char *point = strchr(text, '.');
    char digits[EXACT_TEXT];
    size_t whole = point != NULL ? (size_t)(point - text) : strlen(text);
    const char *places = point != NULL ? point + 1 : "";
    if (whole + strlen(places) >= sizeof digits)
        abort();
    memcpy(digits, text, whole);
    memcpy(digits + whole, places, strlen(places) + 1);
    if (mpz_set_str(mpq_numref(value), digits, 10) != 0)
        abort();
    mpz_set_ui(mpq_denref(value), 1);
    exact_scale(value, -(int)strlen(places));
}

/* Writes `digits` (at least `places` + 1 of them) with a point before the last `places`. */
static void print_with_point(char *text, const char *digits, size_t places)
{
    size_t whole = strlen(digits) - places;
    memcpy(text, digits, whole);
    text += whole;
    if (places > 0) {
        *text++ = '.';
        memcpy(text, digits + whole, places);
        text += places;
    }
    *text = '\0';
}

static int print_long(char text[LEVEE_PRICE_TEXT], const mpz_t digits, int scale)
{
    mpz_t left;
    mpz_init(left);
    mpz_abs(left, digits);
    for (; scale < 0; scale++)
        mpz_mul_ui(left, left, 10);
    for (; scale > 0 && mpz_divisible_ui_p(left, 10); scale--)
        mpz_divexact_ui(left, left, 10);
    int fits = scale + 4 < LEVEE_PRICE_TEXT && mpz_sizeinbase(left, 10) + 4 < LEVEE_PRICE_TEXT;
    if (fits) {
        char padded[LEVEE_PRICE_TEXT];
        gmp_snprintf(padded, sizeof padded, "%0*Zd", scale + 1, left);
        int negative = mpz_sgn(digits) < 0;
        if (negative)
            text[0] = '-';
        print_with_point(text + negative, padded, (size_t)scale);
    }
    mpz_clear(left);
    return fits;
}

int exact_print(char text[EXACT_TEXT], const mpz_t digits, int scale)
{
    char any[LEVEE_PRICE_TEXT];
    if (!print_long(any, digits, scale))
        return 0;
    const char *start = any[0] == '-' ? any + 1 : any;
    size_t whole = strcspn(start, ".");
    size_t places = start[whole] == '.' ? strlen(start) - whole - 1 : 0;
    if (whole > SIDE_DIGITS || places > SIDE_DIGITS)
        return 0;
    exact_copy(text, any);
    return 1;
}

/* Sets `digits` so that value = digits * 10^-18; 0 when it is no such decimal. */
static int decimal_digits(mpz_t digits, const mpq_t value)
{
    mpz_ui_pow_ui(digits, 10, SIDE_DIGITS);
    mpz_mul(digits, digits, mpq_numref(value));
    if (!mpz_divisible_p(digits, mpq_denref(value)))
        return 0;
    mpz_divexact(digits, digits, mpq_denref(value));
    return 1;
}

int exact_print_rational(char text[EXACT_TEXT], const mpq_t value)
{
    mpz_t digits;
    mpz_init(digits);
    int fits = decimal_digits(digits, value) && exact_print(text, digits, SIDE_DIGITS);
    mpz_clear(digits);
    return fits;
}

int exact_print_price(char text[LEVEE_PRICE_TEXT], const mpq_t value)
{
    mpz_t digits;
    mpz_init(digits);
    int fits = decimal_digits(digits, value) && print_long(text, digits, SIDE_DIGITS);
    mpz_clear(digits);
    return fits;
}

void exact_money(mpz_t units, levee_money_t money)
{
    mpz_set_si(units, money.high);
    mpz_mul_2exp(units, units, 64);
    mpz_add_ui(units, units, money.low);
}
