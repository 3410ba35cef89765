/* SPDX-License-Identifier: Apache-2.0 */
#include "report_latency.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const double late_percentiles[LATE_PERCENTILES] = {0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 1};

const char *const late_names[LATE_PERCENTILES] = {"p50", "p90", "p99", "p99.9", "p99.99", "p99.999", "max"};

void report_latency_head(const bench_options_t *options, double drawn)
{
    const char *slash = options->ticks == NULL ? NULL : strrchr(options->ticks, '/');

    if (options->ticks == NULL)
        printf("\nTicks that come when they come: %g a second at random", drawn);
    else
        printf("\nTicks that come when they come: those of %s, %" PRIu32
               " times as fast, on the most popular instrument",
               slash == NULL ? options->ticks : slash + 1, options->pace);
    puts(". Microseconds by the wall from when a tick was due until its verdicts were there.\n");
    printf("  %10s %9s %9s %6s", "legs", "ticks", "changes", "busy");
    for (int i = 0; i < LATE_PERCENTILES; i++)
        printf(" %10s", late_names[i]);
    puts("");
}

json_t *report_latency(const late_t *result, int quiet)
{
    json_t *late = json_object();

    for (int i = 0; i < LATE_PERCENTILES; i++)
        json_object_set_new(late, late_names[i], json_integer((json_int_t)result->late[i]));
    if (!quiet) {
        printf("  %10" PRIu32 " %9zu %9" PRIu64 " %4.1f %%", result->legs, result->ticks, result->changes,
               result->busy * 100);
        for (int i = 0; i < LATE_PERCENTILES; i++)
            printf(" %10.2f", (double)result->late[i] / 1e3);
        puts("");
    }
    return json_pack("{s:I, s:I, s:I, s:I, s:f, s:f, s:o}", "legs", (json_int_t)result->legs, "accounts",
                     (json_int_t)result->accounts, "ticks", (json_int_t)result->ticks, "status_changes",
                     (json_int_t)result->changes, "busy", result->busy, "seconds", (double)result->span_ns / 1e9,
                     "late_ns", late);
}
