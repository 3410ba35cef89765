/* SPDX-License-Identifier: Apache-2.0 */
#include "scaled.h"

#include <string.h>

levee_int128_t levee_power_of_ten(unsigned exponent)
{
    levee_int128_t power = 1;

    while (exponent-- > 0)
        power *= 10;
    return power;
}

levee_scaled_t levee_scaled_parse(const char *text)
{
    levee_scaled_t scaled = {0, 0};
    const int negative = *text == '-';
    int behind_point = 0;

    for (text += negative; *text != '\0'; text++) {
        if (*text == '.') {
            behind_point = 1;
            continue;
        }
        scaled.mantissa = scaled.mantissa * 10 + (*text - '0');
        scaled.places += (unsigned)behind_point;
    }
    if (negative)
        scaled.mantissa = -scaled.mantissa;
    return scaled;
}

char *levee_scaled_print(levee_scaled_t scaled, char *text)
{
    char digits[LEVEE_PRICE_TEXT]; /* last digit first */
    size_t count = 0;
    char *end = text;
    levee_int128_t rest = scaled.mantissa < 0 ? -scaled.mantissa : scaled.mantissa;

    while (scaled.places > 0 && rest % 10 == 0) {
        rest /= 10;
        scaled.places--;
    }
    do {
        digits[count++] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest > 0 || count <= scaled.places);
    if (scaled.mantissa < 0)
        *end++ = '-';
    while (count > 0) {
        if (count == scaled.places)
            *end++ = '.';
        *end++ = digits[--count];
    }
    *end = '\0';
    return text;
}

levee_int128_t levee_scaled_divide(levee_scaled_t dividend, levee_scaled_t divisor)
{
    const unsigned places = dividend.places > divisor.places ? dividend.places : divisor.places;
    const levee_int128_t above = dividend.mantissa * levee_power_of_ten(places - dividend.places);
    const levee_int128_t below = divisor.mantissa * levee_power_of_ten(places - divisor.places);

    return (above + below / 2) / below;
}
