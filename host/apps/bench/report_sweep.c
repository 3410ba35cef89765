/* SPDX-License-Identifier: Apache-2.0 */
#include "report_sweep.h"

#include <inttypes.h>
#include <stdio.h>

#include "targets.h"

enum { MILLION = 1000000, NAME_TEXT = 48 };

static const char *const NAMES[TIMED_COUNT] = {"double, array of structs", "128 bits, with a division",
                                               "double, sorted, tiers kept", "levee_engine_tick, all marks",
                                               "levee_engine_move, one mark"};

static double ratio(const result_t *result, int timed)
{
    return result->figure[timed].median / result->figure[TIMED_ENGINE_ONE].median;
}

/* rate_of: bytes a second of the engine's sweep. */
static double rate_of(const result_t *result)
{
    return result->bytes * figure_rate(result->figure[TIMED_ENGINE_ONE].median);
}

static targets_t targets_of(const result_t *result)
{
    const int ten = result->legs >= 10 * MILLION;
    targets_t targets = {.count = 0};

    if (result->legs < MILLION)
        return targets;
    targets_add(&targets, "times as fast as an array of structs", ratio(result, TIMED_BASELINE), AT_LEAST, ten ? 5 : 7);
    targets_add(&targets, "times as fast as 128 bits with a division", ratio(result, TIMED_WIDE), AT_LEAST, 12);
    targets_add(&targets, "times as fast as the sorted double", ratio(result, TIMED_CONTROL), AT_LEAST, 1.7);
    if (ten)
        targets_add(&targets, "of what the core can read", rate_of(result) / result->roofline, AT_LEAST, 0.6);
    return targets;
}

void report_sweep_head(uint32_t repetitions)
{
    printf("\nEvery account judged. Thread time, medians of %" PRIu32 " repetitions; ratio = the time / that of one "
           "mark moved.\n",
           repetitions);
}

static void print_line(const result_t *result, const char *name, figure_t figure)
{
    printf("  %-30s %12.2f %10.2f ... %7.2f %15.4g %7.2f\n", name, figure.median, figure.least, figure.most,
           figure_rate(figure.median), figure.median / result->figure[TIMED_ENGINE_ONE].median);
}

static void print(const result_t *result, const targets_t *targets)
{
    char threads[NAME_TEXT];

    printf("\n%" PRIu32 " legs, %" PRIu32 " accounts; %" PRIu32 " changes of status where all marks move; %" PRIu32
           " statuses differ within 100 quanta of zero\n",
           result->legs, result->accounts, result->changes, result->near_zero);
    printf("  %-30s %12s %22s %15s %7s\n", "", "ns per leg", "least ... most", "legs per second", "ratio");
    for (int i = 0; i < TIMED_COUNT; i++)
        print_line(result, NAMES[i], result->figure[i]);
    snprintf(threads, sizeof threads, "the same on %" PRIu32 " threads", result->threads);
    if (result->threads > 1)
        print_line(result, threads, result->threaded);
    printf("  one mark moved, it reads %.1f bytes a leg, %.1f GB/s; the core reads %.1f GB/s of as much memory\n",
           result->bytes, rate_of(result) / 1e9, result->roofline / 1e9);
    targets_print(targets);
}

json_t *report_sweep(const result_t *result, int quiet)
{
    const targets_t targets = targets_of(result);
    json_t *engines = json_array();

    if (!quiet)
        print(result, &targets);
    for (int i = 0; i < TIMED_COUNT; i++)
        json_array_append_new(engines, json_pack("{s:s, s:f, s:f, s:f, s:f, s:f}", "name", NAMES[i], "ns_per_leg",
                                                 result->figure[i].median, "ns_per_leg_least", result->figure[i].least,
                                                 "ns_per_leg_most", result->figure[i].most, "legs_per_second",
                                                 figure_rate(result->figure[i].median), "ratio", ratio(result, i)));
    return json_pack("{s:I, s:I, s:I, s:I, s:f, s:f, s:f, s:I, s:f, s:o, s:o}", "legs", (json_int_t)result->legs,
                     "accounts", (json_int_t)result->accounts, "status_changes_per_tick", (json_int_t)result->changes,
                     "near_zero_differences", (json_int_t)result->near_zero, "bytes_per_leg", result->bytes,
                     "bytes_per_second", rate_of(result), "roofline_bytes_per_second", result->roofline, "threads",
                     (json_int_t)result->threads, "threaded_ns_per_leg", result->threaded.median, "engines", engines,
                     "targets", targets_json(&targets));
}
