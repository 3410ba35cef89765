/* SPDX-License-Identifier: Apache-2.0
 *
 * exact.h: decimal text and levee_money_t as GMP numbers, without loss. */
#ifndef LEVEE_TESTS_EXACT_H
#define LEVEE_TESTS_EXACT_H

#include <gmp.h>
#include <levee/levee.h>

enum { EXACT_TEXT = 40 /* bytes that hold any accepted decimal: sign, 18 digits, point, 18 digits, NUL */ };

/* exact_copy copies a decimal's text, which has to fit. */
void exact_copy(char text[EXACT_TEXT], const char *from);

/* exact_parse sets `value` to the decimal `text`; "" is 0. Aborts on anything
 * else: the tests write their own input. */
void exact_parse(mpq_t value, const char *text);

/* exact_print writes digits * 10^-scale, trailing zeros trimmed, as decimal
 * text. Returns 0 when it needs more than 18 digits on a side. */
int exact_print(char text[EXACT_TEXT], const mpz_t digits, int scale);

/* exact_print_rational does the same for a rational; 0 too when it is no
 * finite decimal of 18 places. */
int exact_print_rational(char text[EXACT_TEXT], const mpq_t value);

/* exact_print_price prints a rational as long as it needs to be; 0 when it is
 * no finite decimal of 18 places. */
int exact_print_price(char text[LEVEE_PRICE_TEXT], const mpq_t value);

/* exact_money sets `units` to a money amount in millionths of a quantum. */
void exact_money(mpz_t units, levee_money_t money);

/* exact_scale multiplies `value` by 10^power; power may be negative. */
void exact_scale(mpq_t value, int power);

#endif
