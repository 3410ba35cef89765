/* SPDX-License-Identifier: Apache-2.0
 *
 * scaled.h: decimal text as mantissa * 10^-places, for whole multiples of
 * ticks and lots. */
#ifndef LEVEE_APPS_SCALED_H
#define LEVEE_APPS_SCALED_H

#include "money.h"

typedef struct {
    levee_int128_t mantissa;
    unsigned places; /* 0 to 18 */
} levee_scaled_t;

/* levee_scaled_parse reads a decimal that the library has accepted or printed. */
levee_scaled_t levee_scaled_parse(const char *text);

/* levee_scaled_print writes the decimal, zeros behind the point trimmed, into
 * `text` of LEVEE_PRICE_TEXT bytes. Returns `text`. */
char *levee_scaled_print(levee_scaled_t scaled, char *text);

/* levee_scaled_divide returns dividend / divisor, rounded to the nearest whole
 * number, half up; dividend >= 0, divisor > 0. */
levee_int128_t levee_scaled_divide(levee_scaled_t dividend, levee_scaled_t divisor);

/* levee_power_of_ten returns 10^exponent, exponent up to 38. */
levee_int128_t levee_power_of_ten(unsigned exponent);

#endif
