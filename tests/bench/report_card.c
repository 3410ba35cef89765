/* SPDX-License-Identifier: Apache-2.0
 *
 * report_card.c: what a card's way costs. */
#include "report_card.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include <levee/levee.h>

static int is_emulated(const char *target)
{
    return strcmp(target, "hw") != 0;
}

static void print_latency(const char *name, latency_t latency)
{
    printf("  %-30s %12.1f %12.1f %12.1f %10zu\n", name, latency.p50 / 1e3, latency.p999 / 1e3, latency.most / 1e3,
           latency.calls);
}

void report_card_table(const machine_t *machine, const char *xclbin, const char *target, const carded_t *result)
{
    printf("processor  %s, core %d, governor %s\n", machine->processor, machine->core, machine->governor);
    printf("build      %s\n", levee_build());
    printf("card       %s, %s%s\n", xclbin, target,
           is_emulated(target) ? ": EMULATED, which says nothing about the time of a card" : "");
    puts(
        "noop: a command that asks for nothing, from the engine through shared memory, session and XRT to the card and "
        "back");
    printf("\n%" PRIu32 " legs, %" PRIu32 " accounts; a tick moves all 256 instruments\n", result->legs,
           result->accounts);
    printf("  %-30s %12s %12s %12s %10s\n", "us of a call, by the wall", "p50", "p99.9", "max", "calls");
    print_latency("levee_engine_tick, cpu", result->cpu);
    print_latency("levee_engine_tick, card", result->card);
    print_latency("noop, card", result->noop);
    printf("  processor time of a noop: %.1f us in the session, which has XRT", result->session_ns / 1e3);
    if (is_emulated(target))
        printf(", %.1f us in the device model", result->model_ns / 1e3);
    puts("");
}

static json_t *json_latency(latency_t latency)
{
    return json_pack("{s:I, s:I, s:I, s:I}", "p50", (json_int_t)latency.p50, "p999", (json_int_t)latency.p999, "max",
                     (json_int_t)latency.most, "calls", (json_int_t)latency.calls);
}

int report_card_json(const machine_t *machine, const char *xclbin, const char *target, const carded_t *result)
{
    json_t *report =
        json_pack("{s:s, s:i, s:s, s:s, s:s, s:s, s:b, s:I, s:I, s:o, s:o, s:o, s:f, s:f}", "processor",
                  machine->processor, "core", machine->core, "governor", machine->governor, "build", levee_build(),
                  "xclbin", xclbin, "target", target, "emulated", is_emulated(target), "legs", (json_int_t)result->legs,
                  "accounts", (json_int_t)result->accounts, "cpu_tick_ns", json_latency(result->cpu), "card_tick_ns",
                  json_latency(result->card), "noop_ns", json_latency(result->noop), "noop_session_processor_ns",
                  result->session_ns, "noop_model_processor_ns", result->model_ns);
    const int failed =
        report == NULL || json_dumpf(report, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) != 0 || puts("") == EOF;

    json_decref(report);
    return failed ? -1 : 0;
}
