/* SPDX-License-Identifier: Apache-2.0
 *
 * times.c: the times that the records carry. */
#include "times.h"

#include <stdio.h>
#include <string.h>

/* days_to counts the days from 1970-01-01 to a date of the Gregorian calendar,
 * in years that begin in March, so that a leap day comes last. */
static int64_t days_to(int64_t year, int64_t month, int64_t day)
{
    const int64_t y = month > 2 ? year : year - 1;
    const int64_t m = month > 2 ? month - 3 : month + 9;

    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469;
}

int times_parse(const char *text, const char *tail, int64_t *seconds)
{
    int year, month, day, hour, minute, second, end = 0;

    if (sscanf(text, "%4d-%2d-%2d%*1[T ]%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute, &second, &end) != 6 ||
        strcmp(text + end, tail) != 0)
        return -1;
    *seconds = ((days_to(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return 0;
}
