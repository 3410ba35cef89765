/* SPDX-License-Identifier: Apache-2.0 */
#include "number.h"

#include "place.h"

#include <stdio.h>
#include <string.h>

int levee_integer_read(const char *text, int64_t *value)
{
    int64_t sum = 0;

    if (!*text)
        return -1;
    for (; *text; text++) {
        const int digit = *text - '0';

        if (digit < 0 || digit > 9 || sum > (INT64_MAX - digit) / 10)
            return -1;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return 0;
}

void levee_integer_explain(const char *text, char *message, size_t size)
{
    const int digits_only = *text && text[strspn(text, "0123456789")] == '\0';
    char shown[LEVEE_SHOW_TEXT];

    snprintf(message, size, digits_only ? "%s is above 9223372036854775807" : "%s is not a whole number from 0",
             levee_show(text, shown));
}

/* The digits before and after the point, 18 places of the latter, both with the
 * sign of the decimal, so that their order is that of the pairs. */
typedef struct {
    int64_t whole;
    int64_t fraction;
} halves_t;

static halves_t read_halves(const char *text)
{
    enum { PLACES = 18 };
    const int64_t sign = *text == '-' ? -1 : 1;
    halves_t halves = {0, 0};
    int places = 0;

    for (text += sign < 0; *text && *text != '.'; text++)
        halves.whole = halves.whole * 10 + sign * (*text - '0');
    for (text += *text == '.'; places < PLACES; places++) {
        halves.fraction *= 10;
        if (*text)
            halves.fraction += sign * (*text++ - '0');
    }
    return halves;
}

int levee_decimal_compare(const char *a, const char *b)
{
    const halves_t x = read_halves(a), y = read_halves(b);

    if (x.whole != y.whole)
        return x.whole < y.whole ? -1 : 1;
    return (x.fraction > y.fraction) - (x.fraction < y.fraction);
}
