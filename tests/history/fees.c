/* SPDX-License-Identifier: Apache-2.0
 *
 * fees.c: what one unit of debt of the venue's first second has grown to. */
#include "fees.h"

#include <stdio.h>
#include <stdlib.h>

static const char one_text[] = "1000000000000000000000000000"; /* 10^27 */
enum { YEAR = 31536000 };

/* power raises base / 10^27 to `exponent`, in 10^-27, every product rounded up. */
static void power(mpz_t result, const mpz_t base, int64_t exponent)
{
    mpz_t one, square;

    mpz_init_set_str(one, one_text, 10);
    mpz_init_set(square, base);
    mpz_set(result, one);
    for (; exponent > 0; exponent /= 2) {
        if (exponent % 2 == 1) {
            mpz_mul(result, result, square);
            mpz_cdiv_q(result, result, one);
        }
        mpz_mul(square, square, square);
        mpz_cdiv_q(square, square, one);
    }
    mpz_clears(one, square, NULL);
}

void fees_start(fees_t *fees, int64_t seconds)
{
    mpz_init_set_str(fees->rate, one_text, 10);
    mpz_init_set_str(fees->a_second, one_text, 10);
    fees->seconds = seconds;
}

void fees_end(fees_t *fees)
{
    mpz_clears(fees->rate, fees->a_second, NULL);
}

int64_t fees_advance(fees_t *fees, int64_t seconds)
{
    mpz_t growth, scale;
    int64_t rate;

    if (seconds < fees->seconds) {
        fprintf(stderr, "time runs backwards\n");
        exit(1);
    }
    mpz_init(growth);
    mpz_init_set_str(scale, one_text, 10);
    power(growth, fees->a_second, seconds - fees->seconds);
    mpz_mul(fees->rate, fees->rate, growth);
    mpz_cdiv_q(fees->rate, fees->rate, scale);
    fees->seconds = seconds;
    mpz_ui_pow_ui(scale, 10, 27 - RATE_PLACES);
    mpz_cdiv_q(growth, fees->rate, scale);
    rate = mpz_get_si(growth);
    mpz_clears(growth, scale, NULL);
    return rate;
}

/* The least growth of a second that comes to the year's. */
void fees_change(fees_t *fees, int64_t duty)
{
    mpz_t low, high, year, got, middle;

    mpz_init_set_str(low, one_text, 10);
    mpz_init_set_si(year, duty);
    mpz_init(middle);
    mpz_init(got);
    mpz_ui_pow_ui(middle, 10, 27 - DUTY_PLACES);
    mpz_mul(year, year, middle);
    mpz_add(year, year, low);
    mpz_init_set(high, year);
    mpz_sub(got, year, low);
    mpz_cdiv_q_ui(got, got, YEAR);
    mpz_add(high, low, got);
    for (;;) {
        mpz_add(middle, low, high);
        mpz_fdiv_q_ui(middle, middle, 2);
        if (mpz_cmp(low, high) >= 0)
            break;
        power(got, middle, YEAR);
        if (mpz_cmp(got, year) >= 0)
            mpz_set(high, middle);
        else
            mpz_add_ui(low, middle, 1);
    }
    mpz_set(fees->a_second, low);
    mpz_clears(low, high, year, got, middle, NULL);
}
