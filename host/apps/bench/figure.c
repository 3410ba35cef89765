/* SPDX-License-Identifier: Apache-2.0 */
#include "figure.h"

#include <stdlib.h>

static int compare_doubles(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;

    return (left > right) - (left < right);
}

static int compare_integers(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a;
    const uint32_t right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

figure_t figure_of(double *times, size_t count)
{
    qsort(times, count, sizeof *times, compare_doubles);
    return (figure_t){times[count / 2], times[0], times[count - 1]};
}

latency_t latency_of(uint32_t *times, size_t count)
{
    qsort(times, count, sizeof *times, compare_integers);
    return (latency_t){times[count / 2], times[count * 99 / 100], times[count * 999 / 1000], times[count - 1], count};
}

double figure_rate(double nanoseconds)
{
    return 1e9 / nanoseconds;
}
