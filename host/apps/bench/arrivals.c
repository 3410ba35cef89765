/* SPDX-License-Identifier: Apache-2.0 */
#include "arrivals.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROOM_FIRST = 1 << 16, PRICE_MOST = INT32_MAX - 1, BASIS_POINTS = 10000 };

static int append(arrivals_t *arrivals, size_t *room, arrival_t arrival)
{
    if (arrivals->count == *room) {
        const size_t more = *room == 0 ? ROOM_FIRST : *room * 2;
        arrival_t *grown = realloc(arrivals->arrival, more * sizeof *grown);

        if (grown == NULL)
            return -1;
        arrivals->arrival = grown;
        *room = more;
    }
    arrivals->arrival[arrivals->count++] = arrival;
    return 0;
}

static levee_result_t no_memory(levee_error_t *error)
{
    *error = (levee_error_t){.message = "no memory for its ticks"};
    return LEVEE_NO_MEMORY;
}

/* read_all reads the file's prices as shares of the first one's. */
static levee_result_t read_all(levee_ticks_t *ticks, uint32_t pace, const synthetic_t *book, arrivals_t *arrivals,
                               levee_error_t *error)
{
    const double price = book->instrument[0].price[0];
    levee_mark_spec_t tick;
    levee_result_t result;
    int64_t begun = 0;
    double first = 0;
    size_t room = 0;

    while ((result = levee_ticks_next(ticks, &tick, error)) == LEVEE_OK || result == LEVEE_REJECTED) {
        const double mark = strtod(tick.mark, NULL);

        if (result == LEVEE_REJECTED)
            continue;
        if (arrivals->count == 0) {
            begun = tick.time_ns;
            first = mark;
        }
        const double moved = fmin(fmax(round(price * (mark / first)), 1), PRICE_MOST);
        if (append(arrivals, &room, (arrival_t){(uint64_t)(tick.time_ns - begun) / pace, 0, (uint32_t)moved}) != 0)
            return no_memory(error);
    }
    return result == LEVEE_END ? LEVEE_OK : result;
}

int arrivals_read(const char *path, const levee_ticks_options_t *options, uint32_t pace, const synthetic_t *book,
                  arrivals_t *arrivals)
{
    levee_ticks_t *ticks = NULL;
    levee_error_t error = {.message = "the ticks have no row"};

    *arrivals = (arrivals_t){NULL, 0};
    levee_result_t result = levee_ticks_open(path, options, &ticks, &error);
    if (result == LEVEE_OK) {
        result = read_all(ticks, pace, book, arrivals, &error);
        levee_ticks_close(ticks);
    }
    if (result == LEVEE_OK && arrivals->count > 0)
        return 0;
    fprintf(stderr, "levee bench: %s%s%s\n", error.field, error.field[0] ? ": " : "", error.message);
    return -1;
}

int arrivals_draw(const synthetic_t *book, size_t count, double rate, uint64_t seed, arrivals_t *arrivals)
{
    random_t random = {seed};
    uint32_t price[SYNTHETIC_INSTRUMENTS];
    double at = 0;

    *arrivals = (arrivals_t){malloc(count * sizeof *arrivals->arrival), 0};
    if (arrivals->arrival == NULL)
        return -1;
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++)
        price[i] = book->instrument[i].price[0];
    while (arrivals->count < count) {
        const uint32_t instrument = synthetic_draw_instrument(book, &random);
        const uint32_t step = (price[instrument] + BASIS_POINTS / 2) / BASIS_POINTS;

        price[instrument] += random_below(&random, 2) ? step : 0 - step;
        at -= log((random_below(&random, 1 << 30) + 1.0) / (1 << 30)) / rate * 1e9;
        arrivals->arrival[arrivals->count++] = (arrival_t){(uint64_t)at, instrument, price[instrument]};
    }
    return 0;
}

void arrivals_free(arrivals_t *arrivals)
{
    free(arrivals->arrival);
    *arrivals = (arrivals_t){NULL, 0};
}
