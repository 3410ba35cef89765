/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep.c: what judging every account costs a leg: to the engine, and in the same run
 * to engines as one would write them without Levee. All must give the same statuses,
 * but where an excess is so near zero that their rounding cannot tell. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "bench.h"
#include "control.h"
#include "report_sweep.h"
#include "roofline.h"
#include "through_api.h"
#include "wide.h"

enum { NEAR_ZERO_QUANTA = 100, THOUSANDTHS = 1000, LEGS_A_REPETITION = 1000000 };

/* What a sweep reads: a leg's quantity and row, three excesses of two limbs and a status an account. */
enum { BYTES_A_LEG = 8, BYTES_AN_ACCOUNT = 49 };

static const uint64_t SEED = 20251010;

typedef struct {
    synthetic_t book;
    baseline_t baseline;
    wide_t wide;
    control_t control;
    through_api_t api;
} bench_t;

static uint8_t status_of(const levee_int128_t excess[3])
{
    if (excess[0] < 0)
        return LEVEE_BANKRUPT;
    if (excess[1] < 0)
        return LEVEE_LIQUIDATE;
    return excess[2] < 0 ? LEVEE_RESTRICTED : LEVEE_HEALTHY;
}

/* is_near_zero: whether one of the excesses is within a hundred quanta of zero. */
static int is_near_zero(const levee_int128_t excess[3])
{
    const levee_int128_t bound = (levee_int128_t)NEAR_ZERO_QUANTA * THOUSANDTHS;

    for (int m = 0; m < 3; m++) {
        if (excess[m] <= bound && excess[m] >= -bound)
            return 1;
    }
    return 0;
}

/* hold returns -1 after a message where an engine that rounds is wrong for another reason. */
static int hold(const char *engine, uint32_t account, uint8_t status, const levee_int128_t excess[3],
                uint32_t *differences)
{
    if (status == status_of(excess))
        return 0;
    if (is_near_zero(excess)) {
        ++*differences;
        return 0;
    }
    fprintf(stderr, "levee bench: seed %" PRIu64 ", account %" PRIu32 ": %s says %u, exact is %u\n", SEED, account,
            engine, status, status_of(excess));
    return -1;
}

static int check_account(const bench_t *bench, uint32_t account, result_t *result)
{
    levee_int128_t excess[3];

    wide_excess(&bench->wide, account, excess);
    if (bench->api.status[account] != status_of(excess)) {
        fprintf(stderr, "levee bench: seed %" PRIu64 ", account %" PRIu32 ": the engine says %u, exact is %u\n", SEED,
                account, bench->api.status[account], status_of(excess));
        return -1;
    }
    if (hold("double precision", account, bench->baseline.status[account], excess, &result->near_zero) != 0)
        return -1;
    return hold("the division", account, bench->wide.status[account], excess, &result->near_zero);
}

/* check_control: it knows the first market only. */
static int check_control(bench_t *bench, result_t *result)
{
    control_tick(&bench->control, 0, bench->book.instrument[0].price[0]);
    for (uint32_t slot = 0; slot < bench->book.accounts; slot++) {
        const uint32_t account = bench->control.account[slot];
        levee_int128_t excess[3];

        wide_excess(&bench->wide, account, excess);
        if (hold("the sorted double", account, bench->control.status[slot], excess, &result->near_zero) != 0)
            return -1;
    }
    return 0;
}

/* check compares all statuses of all engines in both markets, the second first, so that the
 * book is left in the first. */
static int check(bench_t *bench, result_t *result)
{
    for (uint32_t market = SYNTHETIC_MARKETS; market-- > 0;) {
        baseline_tick(&bench->baseline, market);
        wide_tick(&bench->wide, market);
        if (through_api_tick(&bench->api, market) != 0)
            return -1;
        through_api_follow(&bench->api);
        for (uint32_t i = 0; i < bench->book.accounts; i++) {
            if (check_account(bench, i, result) != 0)
                return -1;
        }
    }
    result->changes = (uint32_t)bench->api.changes;
    return check_control(bench, result);
}

static int tick(bench_t *bench, int timed, uint32_t market)
{
    const uint32_t price = bench->book.instrument[0].price[0] + market;

    switch (timed) {
    case TIMED_BASELINE:
        baseline_tick(&bench->baseline, market);
        return 0;
    case TIMED_WIDE:
        wide_tick(&bench->wide, market);
        return 0;
    case TIMED_CONTROL:
        control_tick(&bench->control, 0, price);
        return 0;
    case TIMED_ENGINE_ONE:
        return through_api_move(&bench->api, 0, price);
    default:
        return through_api_tick(&bench->api, market);
    }
}

/* measure alternates the engines, so that whatever else the machine does falls on all of them. */
static int measure(bench_t *bench, uint32_t repetitions, result_t *result)
{
    static double times[TIMED_COUNT][BENCH_REPETITIONS_MAX];
    const uint32_t ticks = 2 + LEGS_A_REPETITION / bench->book.legs / 2 * 2;

    for (uint32_t r = 0; r < repetitions; r++) {
        for (int timed = 0; timed < TIMED_COUNT; timed++) {
            const uint64_t start = machine_now();

            for (uint32_t t = 0; t < ticks; t++) {
                if (tick(bench, timed, (t + 1) % SYNTHETIC_MARKETS) != 0)
                    return -1;
            }
            times[timed][r] = (double)(machine_now() - start) / ((double)ticks * bench->book.legs);
        }
    }
    for (int timed = 0; timed < TIMED_COUNT; timed++)
        result->figure[timed] = figure_of(times[timed], repetitions);
    result->bytes = (double)BYTES_A_LEG + (double)BYTES_AN_ACCOUNT * bench->book.accounts / bench->book.legs;
    result->roofline = roofline_read((size_t)(result->bytes * bench->book.legs));
    return result->roofline > 0 ? 0 : -1;
}

/* open_threaded puts the book into another engine, whose threads may take every core but this
 * one. Both engines at once would ask twice the memory. */
static int open_threaded(bench_t *bench, const bench_options_t *options)
{
    const levee_engine_options_t asked = {.sweep_always = 1, .threads = options->threads, .isa = options->isa};
    machine_t machine;

    through_api_free(&bench->api);
    (void)machine_roam();
    const int failed = through_api_new_on(&bench->api, &bench->book, &asked);
    return machine_pin(&machine, options->core) != 0 || failed ? -1 : 0;
}

static int measure_threads(bench_t *bench, const bench_options_t *options, result_t *result)
{
    static double times[BENCH_REPETITIONS_MAX];
    const uint32_t ticks = 2 + LEGS_A_REPETITION / bench->book.legs / 2 * 2;

    result->threads = options->threads;
    if (options->threads < 2)
        return 0;
    if (open_threaded(bench, options) != 0)
        return -1;
    for (uint32_t r = 0; r < options->repetitions; r++) {
        const uint64_t start = machine_clock();

        for (uint32_t t = 0; t < ticks; t++) {
            if (tick(bench, TIMED_ENGINE_ONE, (t + 1) % SYNTHETIC_MARKETS) != 0)
                return -1;
        }
        times[r] = (double)(machine_clock() - start) / ((double)ticks * bench->book.legs);
    }
    result->threaded = figure_of(times, options->repetitions);
    return 0;
}

static int run_size(uint32_t legs, const bench_options_t *options, result_t *result)
{
    bench_t *bench = calloc(1, sizeof *bench);
    int failed = bench == NULL || synthetic_new(&bench->book, legs, SYNTHETIC_THIN, SEED) != 0;

    memset(result, 0, sizeof *result);
    if (!failed) {
        result->legs = bench->book.legs;
        result->accounts = bench->book.accounts;
        failed = baseline_new(&bench->baseline, &bench->book) != 0 || wide_new(&bench->wide, &bench->book) != 0 ||
                 control_new(&bench->control, &bench->book) != 0 ||
                 through_api_new_on(&bench->api, &bench->book,
                                    &(levee_engine_options_t){.sweep_always = 1, .isa = options->isa}) != 0;
        failed = failed || check(bench, result) != 0 || measure(bench, options->repetitions, result) != 0 ||
                 measure_threads(bench, options, result) != 0;
        baseline_free(&bench->baseline);
        wide_free(&bench->wide);
        control_free(&bench->control);
        through_api_free(&bench->api);
        synthetic_free(&bench->book);
    }
    free(bench);
    return failed ? -1 : 0;
}

static void print_head(const bench_options_t *options)
{
    report_sweep_head(options->repetitions);
}

static json_t *measure_size(const bench_options_t *options, uint32_t legs)
{
    result_t result;

    return run_size(legs, options, &result) == 0 ? report_sweep(&result, options->quiet) : NULL;
}

const bench_part_t bench_sweep = {"sweep", print_head, measure_size};
