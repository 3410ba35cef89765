/* SPDX-License-Identifier: Apache-2.0
 *
 * decimal.h: exact decimals in and out. */
#ifndef LEVEE_MODEL_DECIMAL_H
#define LEVEE_MODEL_DECIMAL_H

#include "model/error.h"
#include "model/wide.h"

enum { LEVEE_DECIMAL_DIGITS = 18 }; /* each side of the point */

/* levee_decimal_t: digits * 10^-places, negated when `negative`; places is as
 * small as it can be, and zero is not negative. */
typedef struct {
    levee_u128 digits;
    unsigned places;
    bool negative;
} levee_decimal_t;

/* levee_decimal_parse reads `text` as the decimal of `field`: LEVEE_OK, or
 * LEVEE_MALFORMED with a message that quotes the text. */
levee_result_t levee_decimal_parse(const char *text, const char *field, levee_decimal_t *decimal, levee_error_t *error);

/* levee_decimal_scale stores decimal * 10^places and returns true, or returns
 * false when that is not whole or not below 2^126 in magnitude. places <= 24. */
bool levee_decimal_scale(const levee_decimal_t *decimal, unsigned places, levee_i128 *value);

/* levee_decimal_print writes value * 10^-places, trailing zeros trimmed, into
 * `text`, which holds LEVEE_MONEY_TEXT bytes. places <= 36. Returns text. */
char *levee_decimal_print(levee_i128 value, unsigned places, char *text);

#endif
