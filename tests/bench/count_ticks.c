/* SPDX-License-Identifier: Apache-2.0
 *
 * count_ticks.c: ticks for instructions.sh to count the instructions of, with AVX2.
 *
 *   count_ticks tick|sweep
 *
 * Prints what the count is to be divided by: ticks that look at few accounts, of which
 * one moves one instrument, or legs swept by ticks that judge every account. Only
 * levee_engine_move is to be counted. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "through_api.h"

enum { LEGS = 20000, WARM_TICKS = 1200, TICKS = 20000, SWEEPS = 50, BASIS_POINTS = 10000 };

static const uint64_t SEED = 20251010;

typedef struct {
    synthetic_t book;
    through_api_t api;
    random_t random;
} count_t;

/* tick moves an instrument, drawn by its popularity, up or down by a basis point. */
static int tick(count_t *count)
{
    const uint32_t instrument = synthetic_draw_instrument(&count->book, &count->random);
    uint32_t *price = &count->book.instrument[instrument].price[0];
    levee_error_t error;

    *price += (random_below(&count->random, 2) ? 1 : UINT32_MAX) * ((*price + BASIS_POINTS / 2) / BASIS_POINTS);
    const levee_move_t move = {instrument, *price, 0};
    if (levee_engine_move(count->api.engine, &move, 1, &error) == LEVEE_OK)
        return 0;
    fprintf(stderr, "count_ticks: %s\n", error.message);
    return -1;
}

/* run prints the divisor. Ticks before the counted ones have the index placed: they are
 * ticks through text, which nobody counts. */
static int run(count_t *count, int sweep)
{
    const uint32_t ticks = sweep ? SWEEPS : TICKS;
    int failed = 0;

    for (uint32_t i = 0; i < WARM_TICKS && !failed && !sweep; i++)
        failed = through_api_tick(&count->api, (i + 1) % SYNTHETIC_MARKETS) != 0;
    for (uint32_t i = 0; i < ticks && !failed; i++)
        failed = tick(count) != 0;
    if (!failed)
        printf("%" PRIu64 "\n", sweep ? (uint64_t)SWEEPS * count->book.legs : TICKS);
    return failed ? -1 : 0;
}

int main(int argc, char **argv)
{
    static count_t count = {.random = {SEED}};
    const int sweep = argc == 2 && strcmp(argv[1], "sweep") == 0;
    const levee_engine_options_t options = {.isa = "avx2", .sweep_always = sweep};

    if (argc != 2 || (!sweep && strcmp(argv[1], "tick") != 0)) {
        fputs("usage: count_ticks tick|sweep\n", stderr);
        return 2;
    }
    const int failed = synthetic_new(&count.book, LEGS, SYNTHETIC_BROAD, SEED) != 0 ||
                       through_api_new_on(&count.api, &count.book, &options) != 0 || run(&count, sweep) != 0;
    through_api_free(&count.api);
    synthetic_free(&count.book);
    return failed;
}
