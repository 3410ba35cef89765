/* SPDX-License-Identifier: Apache-2.0
 *
 * report.c: what was measured, for people and for programs. */
#include "report.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include <levee/levee.h>

static const char *const NAMES[TIMED_COUNT] = {"double, array of structs", "levee_sweep", "levee_revalue + levee_sweep",
                                               "levee_engine_tick", "levee_engine_move, by one tick"};

static double ratio(const result_t *result, int timed)
{
    return result->figure[TIMED_BASELINE].median / result->figure[timed].median;
}

static void print_result(const result_t *result)
{
    printf("\n%" PRIu32 " legs, %" PRIu32 " accounts, %" PRIu32 " changes of status a tick, %" PRIu32
           " statuses differ within 100 quanta of zero\n",
           result->legs, result->accounts, result->changes, result->near_zero);
    printf("  %-30s %12s %22s %15s %7s\n", "", "ns per leg", "least ... most", "legs per second", "ratio");
    for (int i = 0; i < TIMED_COUNT; i++) {
        const figure_t figure = result->figure[i];

        printf("  %-30s %12.2f %10.2f ... %7.2f %15.4g %7.2f\n", NAMES[i], figure.median, figure.least, figure.most,
               figure_rate(result->figure[i].median), ratio(result, i));
    }
}

void report_table(const machine_t *machine, const result_t *results, size_t count, unsigned repetitions)
{
    printf("processor  %s, core %d, governor %s\n", machine->processor, machine->core, machine->governor);
    printf("build      %s\n", levee_build());
    printf("thread time, medians of %u repetitions; a tick moves all 256 instruments, but for the last line, and "
           "judges every account; ratio "
           "= the baseline's time / "
           "this time\n",
           repetitions);
    for (size_t i = 0; i < count; i++)
        print_result(&results[i]);
}

static json_t *json_result(const result_t *result)
{
    json_t *engines = json_array();

    for (int i = 0; i < TIMED_COUNT; i++)
        json_array_append_new(engines, json_pack("{s:s, s:f, s:f, s:f, s:f, s:f}", "name", NAMES[i], "ns_per_leg",
                                                 result->figure[i].median, "ns_per_leg_least", result->figure[i].least,
                                                 "ns_per_leg_most", result->figure[i].most, "legs_per_second",
                                                 figure_rate(result->figure[i].median), "ratio", ratio(result, i)));
    return json_pack("{s:I, s:I, s:I, s:I, s:o}", "legs", (json_int_t)result->legs, "accounts",
                     (json_int_t)result->accounts, "status_changes_per_tick", (json_int_t)result->changes,
                     "near_zero_differences", (json_int_t)result->near_zero, "engines", engines);
}

int report_json(const machine_t *machine, const result_t *results, size_t count, unsigned repetitions)
{
    json_t *list = json_array();
    json_t *report =
        json_pack("{s:s, s:i, s:s, s:s, s:i, s:O}", "processor", machine->processor, "core", machine->core, "governor",
                  machine->governor, "build", levee_build(), "repetitions", (int)repetitions, "results", list);
    int failed = report == NULL;

    for (size_t i = 0; i < count; i++)
        failed |= json_array_append_new(list, json_result(&results[i])) != 0;
    if (!failed)
        failed = json_dumpf(report, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) != 0 || puts("") == EOF;
    json_decref(list);
    json_decref(report);
    return failed ? -1 : 0;
}
