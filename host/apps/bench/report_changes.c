/* SPDX-License-Identifier: Apache-2.0 */
#include "report_changes.h"

#include <inttypes.h>
#include <stdio.h>

#include "machine.h"
#include "targets.h"

enum { MILLION = 1000000 };

static const double MEMORY_RATIO_MAX = 1.3;

static const char *const NAMES[MOTION_COUNT] = {"levee_engine_change", "levee_engine_changes, 64 each",
                                                "levee_engine_whatif"};

/* per_leg: bytes a leg of a book without what an engine holds anyway. */
static double per_leg(const memory_t *memory, size_t held, uint32_t legs)
{
    return ((double)held - (double)memory->empty) / (double)legs;
}

/* memory_ratio: what changes have cost in memory; 0 when it was not counted. */
static double memory_ratio(const memory_t *memory)
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

    if (memory_ratio(memory) == 0) {
        puts("  memory is not counted in this build");
        return;
    }
    printf("  %-30s %12s %15s %15s %7s\n", "bytes per leg", "built", "after changes", "rebuilt", "ratio");
    printf("  %-30s %12.1f %15.1f %15.1f %7.3f\n", "", per_leg(memory, memory->built, result->legs),
           per_leg(memory, memory->moved, result->legs_moved), per_leg(memory, memory->rebuilt, result->legs_moved),
           memory_ratio(memory));
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

static targets_t targets_of(const moved_t *result)
{
    targets_t targets = {.count = 0};

    targets_add(&targets, "memory after changes in that of the book built anew", memory_ratio(&result->memory), AT_MOST,
                MEMORY_RATIO_MAX);
    if (result->legs >= MILLION && result->legs < 10 * MILLION) {
        targets_add(&targets, "changes a second", figure_rate(result->motion.figure[MOTION_CHANGES].median), AT_LEAST,
                    1.5e6);
        targets_add(&targets, "what-ifs a second", figure_rate(result->motion.figure[MOTION_WHATIF].median), AT_LEAST,
                    1e6);
    }
    return targets;
}

void report_changes_head(void)
{
    printf(
        "\nA book in motion. ns each: thread time, median of runs of %d calls, no tick between; ns of a call: by the "
        "wall, %" PRIu32 " ns of reading the clock included; memory: all that malloc has given the engine, less that "
        "of one without accounts.\n",
        STREAM_CHUNK, machine_clock_cost());
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
                     (json_int_t)memory->rebuilt, "ratio", memory_ratio(memory));
}

json_t *report_changes(const moved_t *result, int quiet)
{
    const targets_t targets = targets_of(result);
    const motion_t *motion = &result->motion;
    json_t *calls = json_array();
    json_t *latencies =
        json_pack("[o, o]", json_latency(NAMES[MOTION_CHANGE], motion->change, motion->change_preempted),
                  json_latency(NAMES[MOTION_WHATIF], motion->whatif, motion->whatif_preempted));

    if (!quiet) {
        print_result(result);
        targets_print(&targets);
    }
    for (int i = 0; i < MOTION_COUNT; i++)
        json_array_append_new(calls, json_call(i, motion));
    return json_pack("{s:I, s:I, s:I, s:f, s:I, s:I, s:I, s:I, s:I, s:s, s:o, s:o, s:o, s:o}", "legs",
                     (json_int_t)result->legs, "accounts", (json_int_t)result->accounts, "legs_after",
                     (json_int_t)result->legs_moved, "legs_built_per_second", build_rate(result), "accepted",
                     (json_int_t)(motion->changes - motion->rejected), "rejected", (json_int_t)motion->rejected,
                     "whatifs_answered", (json_int_t)(motion->whatifs - motion->refused), "whatifs_refused",
                     (json_int_t)motion->refused, "whatifs_checked", (json_int_t)motion->checked, "state_hash",
                     result->hash, "calls", calls, "latency_ns", latencies, "memory_bytes", json_memory(result),
                     "targets", targets_json(&targets));
}
