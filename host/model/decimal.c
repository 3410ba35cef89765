/* SPDX-License-Identifier: Apache-2.0 */
#include "model/decimal.h"

#include <string.h>

static levee_result_t malformed(const char *text, const char *field, levee_error_t *error)
{
    return levee_fail(error, LEVEE_MALFORMED, field,
                      "\"%.60s\" is not a decimal number of at most 18 digits each side of the point", text);
}

/* read_digits appends the digits at *cursor to *digits; returns how many. */
static unsigned read_digits(const char **cursor, levee_u128 *digits)
{
    unsigned count = 0;

    for (; **cursor >= '0' && **cursor <= '9' && count <= LEVEE_DECIMAL_DIGITS; (*cursor)++, count++)
        *digits = *digits * 10 + (unsigned)(**cursor - '0');
    return count;
}

levee_result_t levee_decimal_parse(const char *text, const char *field, levee_decimal_t *decimal, levee_error_t *error)
{
    const char *cursor = text;
    levee_decimal_t value = {0};

    if (*cursor == '-') {
        value.negative = true;
        cursor++;
    }
    const unsigned whole = read_digits(&cursor, &value.digits);
    if (whole == 0 || whole > LEVEE_DECIMAL_DIGITS)
        return malformed(text, field, error);
    if (*cursor == '.') {
        cursor++;
        value.places = read_digits(&cursor, &value.digits);
        if (value.places == 0 || value.places > LEVEE_DECIMAL_DIGITS)
            return malformed(text, field, error);
    }
    if (*cursor != '\0')
        return malformed(text, field, error);
    for (; value.places > 0 && value.digits % 10 == 0; value.places--)
        value.digits /= 10;
    if (value.digits == 0)
        value.negative = false;
    *decimal = value;
    return LEVEE_OK;
}

bool levee_decimal_scale(const levee_decimal_t *decimal, unsigned places, levee_i128 *value)
{
    const levee_u128 limit = (levee_u128)1 << 126;
    levee_u128 scaled = decimal->digits;

    if (decimal->places > places)
        return false;
    for (unsigned i = decimal->places; i < places; i++) {
        if (scaled >= limit / 10)
            return false;
        scaled *= 10;
    }
    *value = decimal->negative ? -(levee_i128)scaled : (levee_i128)scaled;
    return true;
}

/* take_digit removes the last decimal digit; most values fit 64 bits, which
 * divide many times faster than 128. */
static char take_digit(levee_u128 *rest)
{
    const uint64_t narrow = (uint64_t)*rest;

    if (*rest == narrow) {
        *rest = narrow / 10;
        return (char)('0' + (int)(narrow % 10));
    }
    const int digit = (int)(*rest % 10);
    *rest /= 10;
    return (char)('0' + digit);
}

char *levee_decimal_print(levee_i128 value, unsigned places, char *text)
{
    levee_u128 rest = value < 0 ? -(levee_u128)value : (levee_u128)value;
    char digits[LEVEE_MONEY_TEXT];
    char *cursor = digits + sizeof digits;
    bool fraction = false;

    *--cursor = '\0';
    for (unsigned i = 0; i < places; i++) {
        const char digit = take_digit(&rest);

        fraction = fraction || digit != '0';
        if (fraction)
            *--cursor = digit;
    }
    if (fraction)
        *--cursor = '.';
    do
        *--cursor = take_digit(&rest);
    while (rest != 0);
    if (value < 0)
        *--cursor = '-';
    memmove(text, cursor, (size_t)(digits + sizeof digits - cursor));
    return text;
}
