/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_sweep.c: legs per second of the reference sweep beside a plain engine
 * in double precision: the same book, the same run, one core.
 *
 *   bench_sweep [--legs N] [--repetitions N] [--core N] [--json]
 *
 * Fails when two engines give an account different statuses, unless its excess
 * is so near zero that double precision cannot tell. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "direct.h"
#include "options.h"
#include "report.h"
#include "through_api.h"

enum { NEAR_ZERO_QUANTA = 100, LEGS_A_REPETITION = 1000000 };

static const uint64_t SEED = 20251010;

typedef struct {
    synthetic_t book;
    baseline_t baseline;
    direct_t direct;
    through_api_t api;
} bench_t;

/* near_zero: whether an excess of the record is within a hundred quanta of
 * zero, where a sum in double precision may have either sign. */
static int near_zero(const levee_record_t *record)
{
    const uint64_t bound = (uint64_t)NEAR_ZERO_QUANTA * LEVEE_PPM;

    for (int m = 0; m < LEVEE_MEASURES; m++) {
        const levee_excess_t excess = record->excess[m];

        if ((excess.high == 0 && excess.low <= bound) || (excess.high == -1 && excess.low >= UINT64_MAX - bound))
            return 1;
    }
    return 0;
}

static int check_account(const bench_t *bench, uint32_t account, uint32_t market, uint32_t *differences)
{
    const uint32_t slot = bench->direct.slot_of[account];
    const uint8_t expected = bench->direct.status[slot];
    const uint8_t engine = bench->api.status[account];
    const uint8_t baseline = bench->baseline.status[account];

    if (engine != expected) {
        fprintf(stderr, "bench_sweep: seed %" PRIu64 ", market %u, account %u: kernel %u, engine %u\n", SEED, market,
                account, expected, engine);
        return -1;
    }
    if (baseline == expected)
        return 0;
    if (!near_zero(&bench->direct.records[slot])) {
        fprintf(stderr, "bench_sweep: seed %" PRIu64 ", market %u, account %u: kernel %u, double precision %u\n", SEED,
                market, account, expected, baseline);
        return -1;
    }
    ++*differences;
    return 0;
}

/* check compares all statuses of all engines in both markets, the second
 * first, so that the book is left in the first. */
static int check(bench_t *bench, result_t *result)
{
    for (uint32_t market = SYNTHETIC_MARKETS; market-- > 0;) {
        baseline_tick(&bench->baseline, market);
        direct_sweep_all(&bench->direct, market);
        if (through_api_tick(&bench->api, market) != 0)
            return -1;
        through_api_follow(&bench->api);
        for (uint32_t i = 0; i < bench->book.accounts; i++) {
            if (check_account(bench, i, market, &result->near_zero) != 0)
                return -1;
        }
    }
    result->changes = (uint32_t)bench->api.changes;
    return 0;
}

static int tick(bench_t *bench, int timed, uint32_t market)
{
    switch (timed) {
    case TIMED_BASELINE:
        baseline_tick(&bench->baseline, market);
        return 0;
    case TIMED_KERNELS:
        direct_revalue(&bench->direct, market);
        direct_sweep(&bench->direct, market);
        return 0;
    case TIMED_SWEEP:
        direct_sweep(&bench->direct, market);
        return 0;
    case TIMED_ENGINE_ONE:
        return through_api_move(&bench->api, 0, bench->book.instrument[0].price[0] + market);
    default:
        return through_api_tick(&bench->api, market);
    }
}

/* measure alternates the engines, so that whatever else the machine does falls
 * on all of them. */
static int measure(bench_t *bench, unsigned repetitions, result_t *result)
{
    static double times[TIMED_COUNT][REPETITIONS_MAX];
    const uint32_t ticks = 2 + LEGS_A_REPETITION / bench->book.legs / 2 * 2;

    for (unsigned r = 0; r < repetitions; r++) {
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
    return 0;
}

static int run_size(uint32_t legs, unsigned repetitions, result_t *result)
{
    bench_t *bench = calloc(1, sizeof *bench);
    int failed = bench == NULL || synthetic_new(&bench->book, legs, SYNTHETIC_THIN, SEED) != 0;

    memset(result, 0, sizeof *result);
    if (!failed) {
        result->legs = bench->book.legs;
        result->accounts = bench->book.accounts;
        failed = baseline_new(&bench->baseline, &bench->book) != 0 || direct_new(&bench->direct, &bench->book) != 0 ||
                 through_api_new_on(&bench->api, &bench->book, &(levee_engine_options_t){.sweep_always = 1}) != 0;
        failed = failed || check(bench, result) != 0 || measure(bench, repetitions, result) != 0;
        baseline_free(&bench->baseline);
        direct_free(&bench->direct);
        through_api_free(&bench->api);
        synthetic_free(&bench->book);
    }
    free(bench);
    if (failed)
        fprintf(stderr, "bench_sweep: the book of %" PRIu32 " legs failed\n", legs);
    return failed ? -1 : 0;
}

int main(int argc, char **argv)
{
    options_t options = {.legs = {10000, 100000, 1000000, 10000000}, .sizes = 4, .repetitions = 21, .core = -1};
    result_t results[SIZES_MAX];
    machine_t machine;

    if (options_parse(argc, argv, "bench_sweep", &options) != 0)
        return 2;
    if (machine_pin(&machine, options.core) != 0) {
        fprintf(stderr, "bench_sweep: core %d is not available to this process\n", machine.core);
        return 2;
    }
    for (size_t i = 0; i < options.sizes; i++) {
        if (run_size(options.legs[i], options.repetitions, &results[i]) != 0)
            return 1;
    }
    if (options.json)
        return report_json(&machine, results, options.sizes, options.repetitions) == 0 ? 0 : 1;
    report_table(&machine, results, options.sizes, options.repetitions);
    return 0;
}
