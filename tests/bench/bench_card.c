/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_card.c: what the way to a card and back costs, beside the same book on the
 * CPU in the same run. The card is LEVEE_XCLBIN's, emulated or not.
 *
 *   bench_card [--legs N] [--repetitions N] [--core N] [--json]
 *
 * Fails when CPU and card give an account different statuses, or when the CPU has
 * judged in the card's place. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device/xrt/xclbin.h"
#include "engine/tick.h"
#include "options.h"
#include "report_card.h"
#include "through_api.h"

enum { CPU_TICKS_A_REPETITION = 25, NOOPS_A_REPETITION = 250, CALLS_MAX = REPETITIONS_MAX * NOOPS_A_REPETITION };

static const uint64_t SEED = 20251010;

static const levee_engine_options_t on_card = {.backend = "xrt"};

static uint32_t times[CALLS_MAX];

/* since saturates: no call that takes four seconds is timed to the nanosecond. */
static uint32_t since(uint64_t begun)
{
    const uint64_t lasted = machine_clock() - begun;

    return lasted < UINT32_MAX ? (uint32_t)lasted : UINT32_MAX;
}

/* trusted returns whether the card has judged all of `ticks` ticks. */
static int trusted(const levee_engine_t *engine, uint64_t ticks)
{
    levee_device_report_t report;

    levee_engine_device(engine, &report);
    if (report.faults == 0 && report.ticks_on_card == ticks)
        return 1;
    fprintf(stderr, "bench_card: the card has judged %" PRIu64 " of %" PRIu64 " ticks%s%s\n", report.ticks_on_card,
            ticks, report.fault ? ": " : "", report.fault ? report.fault : "");
    return 0;
}

/* check_markets compares all statuses in both markets, and leaves the book in the
 * first. */
static int check_markets(through_api_t *cpu, through_api_t *card, uint32_t accounts)
{
    for (uint32_t market = SYNTHETIC_MARKETS; market-- > 0;) {
        if (through_api_tick(cpu, market) != 0 || through_api_tick(card, market) != 0)
            return -1;
        through_api_follow(cpu);
        through_api_follow(card);
        if (memcmp(cpu->status, card->status, accounts) != 0) {
            fprintf(stderr, "bench_card: seed %" PRIu64 ", market %u: CPU and card differ\n", SEED, market);
            return -1;
        }
    }
    return 0;
}

static int time_ticks(through_api_t *api, uint32_t calls, latency_t *latency)
{
    for (uint32_t i = 0; i < calls; i++) {
        const uint64_t begun = machine_clock();

        if (through_api_tick(api, (i + 1) % SYNTHETIC_MARKETS) != 0)
            return -1;
        times[i] = since(begun);
    }
    *latency = latency_of(times, calls);
    return 0;
}

/* time_book takes the whole book through both. The CPU's part comes last: a session
 * would inherit the one core that it is kept on. */
static int time_book(const synthetic_t *book, const options_t *options, machine_t *machine, carded_t *result)
{
    static through_api_t cpu, card;
    int failed = through_api_new(&cpu, book) != 0 || through_api_new_on(&card, book, &on_card) != 0;

    failed = failed || check_markets(&cpu, &card, book->accounts) != 0 ||
             time_ticks(&card, options->repetitions, &result->card) != 0 ||
             !trusted(card.engine, (uint64_t)SYNTHETIC_MARKETS + options->repetitions);
    through_api_free(&card);
    if (!failed && machine_pin(machine, options->core) != 0) {
        fprintf(stderr, "bench_card: core %d is not available to this process\n", machine->core);
        failed = 1;
    }
    failed = failed || time_ticks(&cpu, options->repetitions * CPU_TICKS_A_REPETITION, &result->cpu) != 0;
    through_api_free(&cpu);
    return failed ? -1 : 0;
}

/* time_noops has a card without accounts do commands that are nothing but a header:
 * its instruments and prices it knows from the engine's start. */
static int time_noops(const synthetic_t *book, uint32_t calls, carded_t *result)
{
    static through_api_t api;
    synthetic_t empty = *book;

    empty.accounts = 0;
    empty.legs = 0;
    int failed = through_api_new_on(&api, &empty, &on_card) != 0;
    if (!failed) {
        const pid_t session = machine_child(getpid());
        const pid_t model = session != 0 ? machine_child(session) : 0;
        const uint64_t session_ns = machine_process(session);
        const uint64_t model_ns = machine_process(model);

        for (uint32_t i = 0; i < calls; i++) {
            const uint64_t begun = machine_clock();

            api.engine->sequence++;
            (void)levee_engine_run(api.engine);
            times[i] = since(begun);
        }
        result->session_ns = (double)(machine_process(session) - session_ns) / calls;
        result->model_ns = (double)(machine_process(model) - model_ns) / calls;
        result->noop = latency_of(times, calls);
        failed = !trusted(api.engine, calls);
    }
    through_api_free(&api);
    return failed ? -1 : 0;
}

static int run(uint32_t legs, const options_t *options, machine_t *machine, carded_t *result)
{
    static synthetic_t book;
    int failed = synthetic_new(&book, legs, SYNTHETIC_THIN, SEED) != 0;

    *result = (carded_t){.legs = book.legs, .accounts = book.accounts};
    failed = failed || time_noops(&book, options->repetitions * NOOPS_A_REPETITION, result) != 0 ||
             time_book(&book, options, machine, result) != 0;
    synthetic_free(&book);
    return failed ? -1 : 0;
}

int main(int argc, char **argv)
{
    options_t options = {.legs = {10000}, .sizes = 1, .repetitions = 41, .core = -1};
    const char *path = getenv("LEVEE_XCLBIN");
    levee_target_t target = LEVEE_TARGET_HW;
    carded_t result;
    levee_error_t error;
    machine_t machine;

    if (options_parse(argc, argv, "bench_card", &options) != 0)
        return 2;
    if (!path || levee_xclbin_target(path, &target, &error) != LEVEE_OK) {
        fprintf(stderr, "bench_card: LEVEE_XCLBIN: %s\n",
                path ? error.message : "set it to what the card is loaded with");
        return 2;
    }
    if (run(options.legs[0], &options, &machine, &result) != 0)
        return 1;
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    if (options.json)
        return report_card_json(&machine, name, levee_target_name(target), &result) == 0 ? 0 : 1;
    report_card_table(&machine, name, levee_target_name(target), &result);
    return 0;
}
