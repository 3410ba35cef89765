/* SPDX-License-Identifier: Apache-2.0
 *
 * ticks.c: what a tick of one instrument costs: to the trigger index, to a sweep of
 * every account, and to an engine that moves all holders of the instrument. The index
 * and the sweep must leave the same book. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "per_symbol.h"
#include "report_ticks.h"
#include "through_api.h"

enum { TICKS = 200000, PER_SYMBOL_TICKS = 2000, BASIS_POINTS = 10000, GAP_PERCENT = 2 };

static const uint64_t SEED = 20251010;

typedef struct {
    synthetic_t book;
    uint32_t price[SYNTHETIC_INSTRUMENTS]; /* ticks */
    random_t random;
    levee_move_t *move; /* TICKS */
    uint32_t *times;
    const char *isa;
    char hash[LEVEE_HASH_TEXT]; /* of the sweeping engine behind the ticks and the gap */
} bench_t;

/* draw makes the next move: one basis point up or down. */
static levee_move_t draw(bench_t *bench)
{
    const uint32_t instrument = synthetic_draw_instrument(&bench->book, &bench->random);
    uint32_t *price = &bench->price[instrument];

    *price += (random_below(&bench->random, 2) ? 1 : UINT32_MAX) * ((*price + BASIS_POINTS / 2) / BASIS_POINTS);
    return (levee_move_t){instrument, *price, 0};
}

static uint32_t gap_of(const bench_t *bench)
{
    return (uint32_t)((uint64_t)bench->price[0] * (100 - GAP_PERCENT) / 100);
}

/* measure_sweep times some of the moves on an engine that sweeps, and gives it the last
 * price of each instrument and the gap: its book is then what the index must come to. */
static int measure_sweep(bench_t *bench, uint32_t repetitions, ticked_t *result, size_t *held)
{
    static through_api_t api;
    static double times[BENCH_REPETITIONS_MAX];
    const levee_engine_options_t options = {.sweep_always = 1, .isa = bench->isa};
    const uint32_t gap = gap_of(bench);
    int failed = through_api_new_on(&api, &bench->book, &options) != 0;

    *held = api.held;
    for (unsigned i = 0; i < repetitions && !failed; i++) {
        const uint64_t begun = machine_now();

        failed = through_api_move(&api, bench->move[i].instrument, bench->move[i].price) != 0;
        times[i] = (double)(machine_now() - begun);
    }
    result->sweep = figure_of(times, repetitions).median;
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS && !failed; i++)
        failed = through_api_move(&api, i, bench->price[i]) != 0;
    failed = failed || through_api_move(&api, 0, gap) != 0;
    if (!failed)
        levee_engine_hash(api.engine, bench->hash);
    through_api_free(&api);
    return failed ? -1 : 0;
}

static int measure_per_symbol(const bench_t *bench, ticked_t *result)
{
    static per_symbol_t engine;
    const int failed = per_symbol_new(&engine, &bench->book) != 0;

    if (!failed) {
        const uint64_t begun = machine_now();

        for (uint32_t i = 0; i < PER_SYMBOL_TICKS; i++)
            per_symbol_tick(&engine, bench->move[i].instrument, bench->move[i].price);
        result->per_symbol = (double)(machine_now() - begun) / (double)PER_SYMBOL_TICKS;
    }
    per_symbol_free(&engine);
    return failed ? -1 : 0;
}

/* time_ticks takes the ticks' mean by the thread's time, and each one's by the wall. */
static int time_ticks(const bench_t *bench, through_api_t *api, ticked_t *result)
{
    levee_device_report_t before, after;
    uint64_t changes = 0;
    int failed = 0;

    levee_engine_device(api->engine, &before);
    const uint64_t begun = machine_now();
    for (uint32_t i = 0; i < TICKS && !failed; i++) {
        const uint64_t start = machine_clock();
        size_t changed = 0;

        failed = through_api_move(api, bench->move[i].instrument, bench->move[i].price) != 0;
        bench->times[i] = (uint32_t)(machine_clock() - start);
        (void)levee_engine_verdicts(api->engine, &changed);
        changes += changed;
    }
    result->tick = (double)(machine_now() - begun) / (double)TICKS - machine_clock_cost();
    levee_engine_device(api->engine, &after);
    result->swept = after.ticks_swept - before.ticks_swept;
    result->looks = (double)(after.accounts_looked_at - before.accounts_looked_at) / (double)TICKS;
    result->changes = (double)changes / (double)TICKS;
    result->ticks = TICKS;
    result->latency = latency_of(bench->times, TICKS);
    return failed ? -1 : 0;
}

static int measure_index(bench_t *bench, ticked_t *result, size_t held)
{
    static through_api_t api;
    const uint32_t gap = gap_of(bench);
    char hash[LEVEE_HASH_TEXT] = "";
    int failed = through_api_new_on(&api, &bench->book, &(levee_engine_options_t){.isa = bench->isa}) != 0;

    result->index_bytes = ((double)api.held - (double)held) / result->legs;
    failed = failed || through_api_place(&api, &bench->book) != 0 || time_ticks(bench, &api, result) != 0;
    const uint64_t begun = machine_now();
    failed = failed || through_api_move(&api, 0, gap) != 0;
    result->gap = (double)(machine_now() - begun);
    if (!failed) {
        size_t changed = 0;

        (void)levee_engine_verdicts(api.engine, &changed);
        result->gap_changes = (uint32_t)changed;
        levee_engine_hash(api.engine, hash);
    }
    through_api_free(&api);
    if (!failed && strcmp(hash, bench->hash) != 0) {
        fprintf(stderr, "levee bench: seed %" PRIu64 ": the index comes to %s, sweeps to %s\n", SEED, hash,
                bench->hash);
        failed = 1;
    }
    return failed ? -1 : 0;
}

static int run_size(uint32_t legs, const bench_options_t *options, ticked_t *result)
{
    static bench_t bench;
    size_t held = 0;
    int failed = synthetic_new(&bench.book, legs, SYNTHETIC_BROAD, SEED) != 0;

    *result = (ticked_t){.legs = bench.book.legs, .accounts = bench.book.accounts};
    bench.isa = options->isa;
    bench.random = (random_t){SEED};
    bench.move = malloc(TICKS * sizeof *bench.move);
    bench.times = malloc(TICKS * sizeof *bench.times);
    failed = failed || bench.move == NULL || bench.times == NULL;
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++)
        bench.price[i] = bench.book.instrument[i].price[0];
    for (uint32_t i = 0; i < TICKS && !failed; i++)
        bench.move[i] = draw(&bench);
    failed = failed || measure_per_symbol(&bench, result) != 0 ||
             measure_sweep(&bench, options->repetitions, result, &held) != 0 ||
             measure_index(&bench, result, held) != 0;
    free(bench.move);
    free(bench.times);
    synthetic_free(&bench.book);
    return failed ? -1 : 0;
}

static void print_head(const bench_options_t *options)
{
    (void)options;
    report_ticks_head();
}

static json_t *measure_size(const bench_options_t *options, uint32_t legs)
{
    ticked_t result;

    return run_size(legs, options, &result) == 0 ? report_ticks(&result, options->quiet) : NULL;
}

const bench_part_t bench_ticks = {"ticks", print_head, measure_size};
