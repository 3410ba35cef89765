/* SPDX-License-Identifier: Apache-2.0 */
#include "hgrm.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 5 };

static const double MICROSECOND = 1e3;

static int compare(const void *a, const void *b)
{
    const uint64_t left = *(const uint64_t *)a;
    const uint64_t right = *(const uint64_t *)b;

    return (left > right) - (left < right);
}

void hgrm_sort(uint64_t *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
}

static size_t rank_of(size_t count, double share)
{
    const double rank = ceil(share * (double)count);

    return rank<1 ? 1 : rank>(double) count ? count : (size_t)rank;
}

uint64_t hgrm_at(const uint64_t *values, size_t count, double share)
{
    return values[rank_of(count, share) - 1];
}

double hgrm_next(double share)
{
    const double halvings = floor(log2(1 / (1 - share))) + 1;

    return share + 1 / ((double)STEPS * exp2(halvings));
}

/* write_rows ends with the row of the last value, at 1. */
static void write_rows(FILE *file, const uint64_t *values, size_t count)
{
    double share = 0;

    fprintf(file, "%12s %14s %10s %14s\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)");
    while (rank_of(count, share) < count) {
        fprintf(file, "%12.3f %14.12f %10zu %14.2f\n", (double)hgrm_at(values, count, share) / MICROSECOND, share,
                rank_of(count, share), 1 / (1 - share));
        share = hgrm_next(share);
    }
    fprintf(file, "%12.3f %14.12f %10zu\n", (double)values[count - 1] / MICROSECOND, 1.0, count);
}

static void write_foot(FILE *file, const uint64_t *values, size_t count)
{
    double sum = 0;
    double squares = 0;
    size_t distinct = 1;

    for (size_t i = 0; i < count; i++)
        sum += (double)values[i] / MICROSECOND;
    const double mean = sum / (double)count;
    for (size_t i = 0; i < count; i++) {
        const double off = (double)values[i] / MICROSECOND - mean;

        squares += off * off;
        distinct += i > 0 && values[i] != values[i - 1];
    }
    fprintf(file, "#[Mean    = %12.3f, StdDeviation   = %12.3f]\n", mean, sqrt(squares / (double)count));
    fprintf(file, "#[Max     = %12.3f, Total count    = %12zu]\n", (double)values[count - 1] / MICROSECOND, count);
    fprintf(file, "#[Buckets = %12d, SubBuckets     = %12zu]\n", 1, distinct);
}

int hgrm_write(const char *path, const uint64_t *values, size_t count)
{
    FILE *file = fopen(path, "w");

    if (file != NULL) {
        write_rows(file, values, count);
        write_foot(file, values, count);
        if (ferror(file) == 0 && fclose(file) == 0)
            return 0;
    }
    fprintf(stderr, "levee bench: %s: %s\n", path, strerror(errno));
    return -1;
}
