/* SPDX-License-Identifier: Apache-2.0
 *
 * report_changes.c: what a book in motion came to. */
#include "report_changes.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

static const char *const NAMES[MOTION_COUNT] = {"levee_engine_change", "levee_engine_changes, 64 each",
                                                "levee_engine_whatif"};

double report_per_leg(const memory_t *memory, size_t held, uint32_t legs)
{
    return ((double)held - (double)memory->empty) / (double)legs;
}

double report_memory_ratio(const memory_t *memory)
{
    if (memory->rebuilt <= memory->empty)
        return 0;
    return ((double)memory->moved - (double)memory->empty) / ((double)memory->rebuilt - (double)memory->empty);
}

static double build_rate(const moved_t *result)
{
    return figure_rate((double)result->build_ns / result->legs);
}

static void print_latency(const char *name, latency_t latency, uint64_t preempted)
{
    printf("  %-30s %12" PRIu32 " %10" PRIu32 " %10" PRIu32 " %10" PRIu32 " %10zu %10" PRIu64 "\n", name, latency.p50,
           latency.p99, latency.p999, latency.most, latency.calls, preempted);
}

static void print_memory(const moved_t *result)
{
    const memory_t *memory = &result->memory;

    if (report_memory_ratio(memory) == 0) {
        puts("  memory is not counted in this build");
        return;
    }
    printf("  %-30s %12s %15s %15s %7s\n", "bytes per leg", "built", "after changes", "rebuilt", "ratio");
    printf("  %-30s %12.1f %15.1f %15.1f %7.3f\n", "", report_per_leg(memory, memory->built, result->legs),
           report_per_leg(memory, memory->moved, result->legs_moved),
           report_per_leg(memory, memory->rebuilt, result->legs_moved), report_memory_ratio(memory));
}

static void print_result(const moved_t *result)
{
    const motion_t *motion = &result->motion;

    printf("\n%" PRIu32 " legs, %" PRIu32 " accounts, built in %.2f s, %.4g legs per second\n", result->legs,
           result->accounts, (double)result->build_ns / 1e9, build_rate(result));
    printf("%" PRIu64 " changes accepted, %" PRIu64 " rejected; %" PRIu32 " legs after; %" PRIu64
           " what-ifs answered, %" PRIu64 " refused\n",
           motion->changes - motion->rejected, motion->rejected, result->legs_moved, motion->whatifs - motion->refused,
           motion->refused);
    printf("  %-30s %12s %22s %15s\n", "", "ns each", "least ... most", "per second");
    for (int i = 0; i < MOTION_COUNT; i++)
        printf("  %-30s %12.0f %10.0f ... %7.0f %15.4g\n", NAMES[i], motion->figure[i].median, motion->figure[i].least,
               motion->figure[i].most, figure_rate(motion->figure[i].median));
    printf("  %-30s %12s %10s %10s %10s %10s %10s\n", "ns of a call", "p50", "p99", "p99.9", "max", "calls",
           "preempted");
    print_latency(NAMES[MOTION_CHANGE], motion->change, motion->change_preempted);
    print_latency(NAMES[MOTION_WHATIF], motion->whatif, motion->whatif_preempted);
    print_memory(result);
    printf("  state hash %s, rebuilt the same; %" PRIu32 " what-ifs are what their changes made\n", result->hash,
           motion->checked);
}

void report_changes_table(const machine_t *machine, const moved_t *results, size_t count)
{
    printf("processor  %s, core %d, governor %s\n", machine->processor, machine->core, machine->governor);
    printf("build      %s\n", levee_build());
    printf("ns each: thread time, median of runs of %d calls, no tick between; ns of a call: by the wall, %" PRIu32
           " ns of reading the clock included\n",
           STREAM_CHUNK, machine_clock_cost());
    printf("memory: all that malloc has given the engine, names and room to grow included, less %.0f KiB of an engine "
           "without accounts\n",
           (double)results[0].memory.empty / 1024);
    for (size_t i = 0; i < count; i++)
        print_result(&results[i]);
}

static json_t *json_call(int which, const motion_t *motion)
{
    const figure_t figure = motion->figure[which];

    return json_pack("{s:s, s:f, s:f, s:f, s:f}", "name", NAMES[which], "ns", figure.median, "ns_least", figure.least,
                     "ns_most", figure.most, "per_second", figure_rate(figure.median));
}

static json_t *json_latency(const char *name, latency_t latency, uint64_t preempted)
{
    return json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "name", name, "p50", (json_int_t)latency.p50, "p99",
                     (json_int_t)latency.p99, "p999", (json_int_t)latency.p999, "max", (json_int_t)latency.most,
                     "calls", (json_int_t)latency.calls, "preempted", (json_int_t)preempted);
}

static json_t *json_memory(const moved_t *result)
{
    const memory_t *memory = &result->memory;

    return json_pack("{s:I, s:I, s:I, s:I, s:f}", "empty", (json_int_t)memory->empty, "built",
                     (json_int_t)memory->built, "after_changes", (json_int_t)memory->moved, "rebuilt",
                     (json_int_t)memory->rebuilt, "ratio", report_memory_ratio(memory));
}

static json_t *json_result(const moved_t *result)
{
    const motion_t *motion = &result->motion;
    json_t *calls = json_array();
    json_t *latencies =
        json_pack("[o, o]", json_latency(NAMES[MOTION_CHANGE], motion->change, motion->change_preempted),
                  json_latency(NAMES[MOTION_WHATIF], motion->whatif, motion->whatif_preempted));

    for (int i = 0; i < MOTION_COUNT; i++)
        json_array_append_new(calls, json_call(i, motion));
    return json_pack("{s:I, s:I, s:I, s:f, s:I, s:I, s:I, s:I, s:I, s:s, s:o, s:o, s:o}", "legs",
                     (json_int_t)result->legs, "accounts", (json_int_t)result->accounts, "legs_after",
                     (json_int_t)result->legs_moved, "legs_built_per_second", build_rate(result), "accepted",
                     (json_int_t)(motion->changes - motion->rejected), "rejected", (json_int_t)motion->rejected,
                     "whatifs_answered", (json_int_t)(motion->whatifs - motion->refused), "whatifs_refused",
                     (json_int_t)motion->refused, "whatifs_checked", (json_int_t)motion->checked, "state_hash",
                     result->hash, "calls", calls, "latency_ns", latencies, "memory_bytes", json_memory(result));
}

int report_changes_json(const machine_t *machine, const moved_t *results, size_t count)
{
    json_t *list = json_array();
    json_t *report = json_pack("{s:s, s:i, s:s, s:s, s:I, s:O}", "processor", machine->processor, "core", machine->core,
                               "governor", machine->governor, "build", levee_build(), "clock_ns",
                               (json_int_t)machine_clock_cost(), "results", list);
    int failed = report == NULL;

    for (size_t i = 0; i < count; i++)
        failed |= json_array_append_new(list, json_result(&results[i])) != 0;
    if (!failed)
        failed = json_dumpf(report, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) != 0 || puts("") == EOF;
    json_decref(list);
    json_decref(report);
    return failed ? -1 : 0;
}
