/* SPDX-License-Identifier: Apache-2.0
 *
 * rational.c: exact numbers from decimal text and from money, and back. */
#include "rational.h"

#include <stdio.h>
#include <string.h>

enum { PRINTED_PLACES = 24, PARSED_DIGITS = 96 };

static void power_of_ten(mpq_t value, unsigned exponent)
{
    mpq_set_ui(value, 1, 1);
    mpz_ui_pow_ui(mpq_numref(value), 10, exponent);
}

/* split checks the form of `text` and copies its digits without the point;
 * returns how many stand behind it, or -1. */
static int split(const char *text, char digits[PARSED_DIGITS + 1])
{
    const char *unsigned_text = text[0] == '-' ? text + 1 : text;
    const size_t whole = strspn(unsigned_text, "0123456789");
    const size_t point = unsigned_text[whole] == '.' ? 1 : 0;
    const size_t places = point ? strspn(unsigned_text + whole + 1, "0123456789") : 0;

    if (whole == 0 || (point && places == 0) || unsigned_text[whole + point + places] != '\0' ||
        whole + places >= PARSED_DIGITS)
        return -1;
    snprintf(digits, PARSED_DIGITS + 1, "%s%.*s%s", text[0] == '-' ? "-" : "", (int)whole, unsigned_text,
             unsigned_text + whole + point);
    return (int)places;
}

int rational_parse(mpq_t value, const char *text)
{
    char digits[PARSED_DIGITS + 1];
    const int places = text != NULL ? split(text, digits) : -1;
    mpq_t scale;

    if (places < 0)
        return -1;
    mpq_init(scale);
    power_of_ten(scale, (unsigned)places);
    mpz_set_str(mpq_numref(value), digits, 10);
    mpz_set_ui(mpq_denref(value), 1);
    mpq_div(value, value, scale);
    mpq_clear(scale);
    return 0;
}

void rational_money(mpq_t value, levee_money_t money, unsigned decimals)
{
    mpq_t scale;

    mpq_init(scale);
    mpz_set_si(mpq_numref(value), money.high);
    mpz_mul_2exp(mpq_numref(value), mpq_numref(value), 64);
    mpz_add_ui(mpq_numref(value), mpq_numref(value), money.low);
    mpz_set_ui(mpq_denref(value), 1);
    power_of_ten(scale, decimals + 6);
    mpq_div(value, value, scale);
    mpq_clear(scale);
}

void rational_quantum(mpq_t value, unsigned decimals)
{
    power_of_ten(value, decimals);
    mpq_inv(value, value);
}

void rational_round(mpq_t value, const mpq_t quantum, int up)
{
    mpq_div(value, value, quantum);
    if (up)
        mpz_cdiv_q(mpq_numref(value), mpq_numref(value), mpq_denref(value));
    else
        mpz_fdiv_q(mpq_numref(value), mpq_numref(value), mpq_denref(value));
    mpz_set_ui(mpq_denref(value), 1);
    mpq_mul(value, value, quantum);
}

char *rational_print(const mpq_t value, char *text)
{
    mpq_t scaled;
    mpz_t whole, part;
    char fraction[PRINTED_PLACES + 1];
    size_t length = PRINTED_PLACES;

    mpq_init(scaled);
    mpz_inits(whole, part, NULL);
    power_of_ten(scaled, PRINTED_PLACES);
    mpq_mul(scaled, scaled, value);
    mpz_tdiv_q(whole, mpq_numref(scaled), mpq_denref(scaled));
    mpz_abs(whole, whole);
    mpz_ui_pow_ui(part, 10, PRINTED_PLACES);
    mpz_tdiv_qr(whole, part, whole, part);
    gmp_snprintf(fraction, sizeof fraction, "%0*Zd", PRINTED_PLACES, part);
    while (length > 0 && fraction[length - 1] == '0')
        length--;
    gmp_snprintf(text, RATIONAL_TEXT, "%s%Zd%s%.*s", mpq_sgn(value) < 0 ? "-" : "", whole, length > 0 ? "." : "",
                 (int)length, fraction);
    mpz_clears(whole, part, NULL);
    mpq_clear(scaled);
    return text;
}
