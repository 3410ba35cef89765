/* SPDX-License-Identifier: Apache-2.0 */
#include "report_ticks.h"

#include <inttypes.h>
#include <stdio.h>

#include "targets.h"

enum { MILLION = 1000000 };

static targets_t targets_of(const ticked_t *result)
{
    const int ten = result->legs >= 10 * MILLION;
    targets_t targets = {.count = 0};

    if (result->legs < MILLION)
        return targets;
    targets_add(&targets, "ns of an indexed tick", result->tick, AT_MOST, ten ? 1000 : 100);
    targets_add(&targets, "accounts looked at for a change of status", result->looks / result->changes, AT_MOST, 40);
    if (ten) {
        targets_add(&targets, "a gap tick in full sweeps", result->gap / result->sweep, AT_MOST, 1.5);
    } else {
        targets_add(&targets, "a tick per symbol in indexed ticks", result->per_symbol / result->tick, AT_LEAST, 500);
        targets_add(&targets, "bytes of the index a leg", result->index_bytes, AT_MOST, 40);
    }
    return targets;
}

void report_ticks_head(void)
{
    puts("\nTicks of one of 256 instruments, drawn by its popularity, by one basis point.");
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

json_t *report_ticks(const ticked_t *result, int quiet)
{
    const targets_t targets = targets_of(result);

    if (!quiet) {
        print_result(result);
        targets_print(&targets);
    }
    return json_pack(
        "{s:I, s:I, s:I, s:I, s:f, s:f, s:f, s:f, s:f, s:f, s:I, s:f, s:{s:I, s:I, s:I, s:I}, s:o}", "legs",
        (json_int_t)result->legs, "accounts", (json_int_t)result->accounts, "ticks", (json_int_t)result->ticks, "swept",
        (json_int_t)result->swept, "looks_per_tick", result->looks, "status_changes_per_tick", result->changes,
        "sweep_ns", result->sweep, "per_symbol_ns", result->per_symbol, "indexed_ns", result->tick, "gap_ns",
        result->gap, "gap_status_changes", (json_int_t)result->gap_changes, "index_bytes_per_leg", result->index_bytes,
        "indexed_call_ns", "p50", (json_int_t)result->latency.p50, "p99", (json_int_t)result->latency.p99, "p999",
        (json_int_t)result->latency.p999, "max", (json_int_t)result->latency.most, "targets", targets_json(&targets));
}
