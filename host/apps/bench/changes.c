/* SPDX-License-Identifier: Apache-2.0
 *
 * changes.c: changes and what-ifs per second, what a call takes, and the memory of a
 * leg before and after. The book after the changes must be the one that its final
 * state makes when it is built anew, and a what-if what its change then makes. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "final_state.h"
#include "report_changes.h"

enum { CHANGES_LEAST = 200000, CHANGES_MOST = 4000000, REJECTED_ONE_IN = 20 };

static const uint64_t SEED = 20251010;

typedef struct {
    synthetic_t book;
    through_api_t api;
    stream_t stream;
    final_state_t state;
    through_api_t rebuilt;
} bench_t;

/* changes_for: as many as there are legs, but enough to time in a small book and
 * not for ever in a large one. */
static uint32_t changes_for(const bench_options_t *options, uint32_t legs)
{
    if (options->changes != 0)
        return options->changes;
    if (legs < CHANGES_LEAST)
        return CHANGES_LEAST;
    return legs < CHANGES_MOST ? legs : CHANGES_MOST;
}

static int measure_empty(const synthetic_t *book, memory_t *memory)
{
    synthetic_t empty = *book;
    through_api_t api;

    empty.accounts = 0;
    empty.legs = 0;
    const int failed = through_api_new(&api, &empty);
    memory->empty = api.held;
    through_api_free(&api);
    return failed;
}

/* release returns how much memory goes with the engine. */
static size_t release(through_api_t *api)
{
    const size_t held = machine_held();

    levee_engine_free(api->engine);
    api->engine = NULL;
    return held - machine_held();
}

static int build(bench_t *bench, const bench_options_t *options, moved_t *result)
{
    if (measure_empty(&bench->book, &result->memory) != 0 || through_api_new(&bench->api, &bench->book) != 0 ||
        stream_new(&bench->stream, &bench->book, &bench->api, options->closing, SEED) != 0)
        return -1;
    result->legs = bench->book.legs;
    result->accounts = bench->book.accounts;
    result->build_ns = bench->api.build_ns;
    result->memory.built = bench->api.held;
    return 0;
}

static int move(bench_t *bench, uint32_t changes, moved_t *result)
{
    motion_t *motion = &result->motion;

    if (motion_run(bench->api.engine, &bench->stream, changes, motion) != 0 ||
        motion_check(bench->api.engine, &bench->stream, motion) != 0)
        return -1;
    if (motion->rejected * REJECTED_ONE_IN < motion->changes)
        return 0;
    fprintf(stderr, "levee bench: %" PRIu64 " of %" PRIu64 " changes rejected: too many to measure anything\n",
            motion->rejected, motion->changes);
    return -1;
}

/* sweep_again has a tick to the other market and back judge every account by the
 * layout as the changes have left it; the state hash tells by its statuses. */
static int sweep_again(through_api_t *api)
{
    for (uint32_t market = SYNTHETIC_MARKETS; market-- > 0;) {
        if (through_api_tick(api, market) != 0)
            return -1;
    }
    return 0;
}

/* rebuild lets go of the first engine before it builds the second: both at once
 * would ask twice the memory. */
static int rebuild(bench_t *bench, moved_t *result)
{
    char hash[LEVEE_HASH_TEXT];

    if (sweep_again(&bench->api) != 0 || final_state_read(&bench->state, bench->api.engine, &bench->stream) != 0)
        return -1;
    levee_engine_hash(bench->api.engine, result->hash);
    result->memory.moved = release(&bench->api);
    result->legs_moved = bench->state.legs;
    if (final_state_build(&bench->state, &bench->book, &bench->rebuilt) != 0)
        return -1;
    result->memory.rebuilt = bench->rebuilt.held;
    levee_engine_hash(bench->rebuilt.engine, hash);
    if (strcmp(hash, result->hash) == 0)
        return 0;
    fprintf(stderr, "levee bench: the state hash is %s, of the book built anew %s\n", result->hash, hash);
    return -1;
}

static int run_size(uint32_t legs, const bench_options_t *options, moved_t *result)
{
    bench_t *bench = calloc(1, sizeof *bench);
    int failed = bench == NULL || synthetic_new(&bench->book, legs, SYNTHETIC_THIN, SEED) != 0;

    memset(result, 0, sizeof *result);
    if (!failed) {
        failed = build(bench, options, result) != 0 ||
                 move(bench, changes_for(options, bench->book.legs), result) != 0 || rebuild(bench, result) != 0;
        through_api_free(&bench->rebuilt);
        final_state_free(&bench->state);
        stream_free(&bench->stream);
        through_api_free(&bench->api);
        synthetic_free(&bench->book);
    }
    free(bench);
    return failed ? -1 : 0;
}

static void print_head(const bench_options_t *options)
{
    (void)options;
    report_changes_head();
}

static json_t *measure_size(const bench_options_t *options, uint32_t legs)
{
    moved_t result;

    return run_size(legs, options, &result) == 0 ? report_changes(&result, options->quiet) : NULL;
}

const bench_part_t bench_changes = {"changes", print_head, measure_size};
