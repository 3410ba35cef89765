/* SPDX-License-Identifier: Apache-2.0
 *
 * report_ticks.c: what single ticks cost. */
#include "report_ticks.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include <levee/levee.h>

enum { MILLION = 1000000, TARGETS_MAX = 8 };

/* target_t: a figure, and what it should be at least or at most. */
typedef struct {
    const char *name;
    double figure;
    double limit;
    int at_least;
} target_t;

static int is_reached(const target_t *target)
{
    return target->at_least ? target->figure >= target->limit : target->figure <= target->limit;
}

/* list_targets fills in the targets of a book of that size; returns how many. */
static int list_targets(const ticked_t *result, target_t targets[TARGETS_MAX])
{
    const int ten = result->legs >= 10 * MILLION;
    int count = 0;

    if (result->legs < MILLION)
        return 0;
    targets[count++] = (target_t){"ns of an indexed tick", result->tick, ten ? 1000 : 100, 0};
    targets[count++] = (target_t){"accounts looked at for a change of status", result->looks / result->changes, 40, 0};
    if (ten)
        targets[count++] = (target_t){"a gap tick in full sweeps", result->gap / result->sweep, 1.5, 0};
    else
        targets[count++] = (target_t){"a tick per symbol in indexed ticks", result->per_symbol / result->tick, 500, 1};
    if (!ten)
        targets[count++] = (target_t){"bytes of the index a leg", result->index_bytes, 40, 0};
    return count;
}

static void print_result(const ticked_t *result)
{
    printf("\n%" PRIu32 " legs, %" PRIu32 " accounts; %" PRIu32 " ticks, of which %" PRIu64
           " swept; %.4f accounts looked at a tick, %.4f changes of status\n",
           result->legs, result->accounts, result->ticks, result->swept, result->looks, result->changes);
    printf("  %-46s %14s\n", "", "ns of a tick");
    printf("  %-46s %14.0f\n", "every account swept", result->sweep);
    printf("  %-46s %14.0f\n", "per symbol, double precision", result->per_symbol);
    printf("  %-46s %14.1f\n", "trigger index, mean", result->tick);
    printf("  %-46s %14.0f\n", "a gap of 2 % on the most popular instrument", result->gap);
    printf("  index, one call by the wall: p50 %" PRIu32 ", p99 %" PRIu32 ", p99.9 %" PRIu32 ", max %" PRIu32
           " ns; the gap changes %" PRIu32 " statuses; %.1f bytes of index a leg\n",
           result->latency.p50, result->latency.p99, result->latency.p999, result->latency.most, result->gap_changes,
           result->index_bytes);
}

int report_ticks_table(const machine_t *machine, const ticked_t *results, size_t count)
{
    int missed = 0;

    printf("processor  %s, core %d, governor %s\n", machine->processor, machine->core, machine->governor);
    printf("build      %s\n", levee_build());
    puts("a tick moves one of 256 instruments, drawn by its popularity, by one basis point");
    for (size_t i = 0; i < count; i++) {
        target_t targets[TARGETS_MAX];
        const int listed = list_targets(&results[i], targets);

        print_result(&results[i]);
        for (int t = 0; t < listed; t++) {
            printf("  target: %s %s %g: %.4g, %s\n", targets[t].name, targets[t].at_least ? "at least" : "at most",
                   targets[t].limit, targets[t].figure, is_reached(&targets[t]) ? "reached" : "MISSED");
            missed += !is_reached(&targets[t]);
        }
    }
    return missed;
}

static json_t *json_targets(const ticked_t *result, int *missed)
{
    target_t targets[TARGETS_MAX];
    const int listed = list_targets(result, targets);
    json_t *list = json_array();

    for (int t = 0; t < listed; t++) {
        json_array_append_new(list, json_pack("{s:s, s:s, s:f, s:f, s:b}", "name", targets[t].name, "wanted",
                                              targets[t].at_least ? "at least" : "at most", "limit", targets[t].limit,
                                              "figure", targets[t].figure, "reached", is_reached(&targets[t])));
        *missed += !is_reached(&targets[t]);
    }
    return list;
}

static json_t *json_result(const ticked_t *result, int *missed)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:f, s:f, s:f, s:f, s:f, s:f, s:I, s:f, s:{s:I, s:I, s:I, s:I}, s:o}",
                     "legs", (json_int_t)result->legs, "accounts", (json_int_t)result->accounts, "ticks",
                     (json_int_t)result->ticks, "swept", (json_int_t)result->swept, "looks_per_tick", result->looks,
                     "status_changes_per_tick", result->changes, "sweep_ns", result->sweep, "per_symbol_ns",
                     result->per_symbol, "indexed_ns", result->tick, "gap_ns", result->gap, "gap_status_changes",
                     (json_int_t)result->gap_changes, "index_bytes_per_leg", result->index_bytes, "indexed_call_ns",
                     "p50", (json_int_t)result->latency.p50, "p99", (json_int_t)result->latency.p99, "p999",
                     (json_int_t)result->latency.p999, "max", (json_int_t)result->latency.most, "targets",
                     json_targets(result, missed));
}

int report_ticks_json(const machine_t *machine, const ticked_t *results, size_t count)
{
    json_t *list = json_array();
    json_t *report = json_pack("{s:s, s:i, s:s, s:s, s:O}", "processor", machine->processor, "core", machine->core,
                               "governor", machine->governor, "build", levee_build(), "results", list);
    int missed = 0;
    int failed = report == NULL;

    for (size_t i = 0; i < count; i++)
        failed |= json_array_append_new(list, json_result(&results[i], &missed)) != 0;
    if (!failed)
        failed = json_dumpf(report, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) != 0 || puts("") == EOF;
    json_decref(list);
    json_decref(report);
    return failed ? -1 : missed;
}
