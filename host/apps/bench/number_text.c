/* SPDX-License-Identifier: Apache-2.0 */
#include "number_text.h"

/* print_digits puts a point before the last `places` digits, and a digit before
 * the point. */
static void print_digits(uint64_t number, unsigned places, char *text)
{
    char reversed[NUMBER_TEXT];
    unsigned count = 0;

    for (unsigned digits = 0; number > 0 || digits <= places; digits++) {
        if (digits == places && places > 0)
            reversed[count++] = '.';
        reversed[count++] = (char)('0' + number % 10);
        number /= 10;
    }
    while (count > 0)
        *text++ = reversed[--count];
    *text = '\0';
}

const char *number_print(int64_t units, unsigned places, char text[NUMBER_TEXT])
{
    char *at = text;

    if (units < 0)
        *at++ = '-';
    print_digits(units < 0 ? 0 - (uint64_t)units : (uint64_t)units, places, at);
    return text;
}

const char *number_print_name(char letter, uint32_t number, char text[NUMBER_TEXT])
{
    text[0] = letter;
    print_digits(number, 0, text + 1);
    return text;
}
