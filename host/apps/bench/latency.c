/* SPDX-License-Identifier: Apache-2.0
 *
 * latency.c: how late the verdicts on a tick are, counted from when the tick was due,
 * not from when the engine was ready for it: a tick that waits for a slow one before it
 * is late itself. Ticks come as those of a file or at random. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "arrivals.h"
#include "bench.h"
#include "hgrm.h"
#include "report_latency.h"
#include "through_api.h"

enum { DRAWN = 400000, LEAD_NS = 1000000, PATH_TEXT = 4096 };

static const uint64_t SEED = 20251010;
static const double DRAWN_RATE = 200000; /* a second */

/* run takes every tick when it is due, or as soon after that as the ones before are done. */
static int run(through_api_t *api, const arrivals_t *arrivals, uint64_t *late, late_t *result)
{
    const uint64_t begun = machine_clock() + LEAD_NS;
    uint64_t busy = 0;

    for (size_t i = 0; i < arrivals->count; i++) {
        const arrival_t *arrival = &arrivals->arrival[i];
        const uint64_t due = begun + arrival->at_ns;
        uint64_t taken;
        size_t changed = 0;

        while ((taken = machine_clock()) < due)
            ;
        if (through_api_move(api, arrival->instrument, arrival->price) != 0)
            return -1;
        const uint64_t done = machine_clock();
        late[i] = done - due;
        busy += done - taken;
        (void)levee_engine_verdicts(api->engine, &changed);
        result->changes += changed;
    }
    result->span_ns = machine_clock() - begun;
    result->busy = (double)busy / (double)result->span_ns;
    result->ticks = arrivals->count;
    return 0;
}

/* write_histogram writes it where the options ask for it. */
static int write_histogram(const bench_options_t *options, uint32_t legs, const uint64_t *late, size_t ticks)
{
    char path[PATH_TEXT];

    if (options->output == NULL)
        return 0;
    snprintf(path, sizeof path, "%s/latency-%" PRIu32 ".hgrm", options->output, legs);
    return hgrm_write(path, late, ticks);
}

static int run_size(uint32_t legs, const bench_options_t *options, late_t *result)
{
    static through_api_t api;
    synthetic_t book;
    arrivals_t arrivals = {NULL, 0};
    uint64_t *late = NULL;
    int failed = synthetic_new(&book, legs, SYNTHETIC_BROAD, SEED) != 0;

    *result = (late_t){.legs = book.legs, .accounts = book.accounts};
    if (options->ticks != NULL)
        failed = failed || arrivals_read(options->ticks, &options->ticks_options, options->pace, &book, &arrivals) != 0;
    else
        failed = failed || arrivals_draw(&book, DRAWN, DRAWN_RATE, SEED, &arrivals) != 0;
    if (!failed) {
        late = malloc(arrivals.count * sizeof *late);
        failed = late == NULL || through_api_new_on(&api, &book, &(levee_engine_options_t){.isa = options->isa}) != 0 ||
                 through_api_place(&api, &book) != 0 || run(&api, &arrivals, late, result) != 0;
        through_api_free(&api);
    }
    if (!failed) {
        hgrm_sort(late, result->ticks);
        for (int i = 0; i < LATE_PERCENTILES; i++)
            result->late[i] = hgrm_at(late, result->ticks, late_percentiles[i]);
        failed = write_histogram(options, legs, late, result->ticks);
    }
    free(late);
    arrivals_free(&arrivals);
    synthetic_free(&book);
    return failed ? -1 : 0;
}

static void print_head(const bench_options_t *options)
{
    report_latency_head(options, DRAWN_RATE);
}

static json_t *measure_size(const bench_options_t *options, uint32_t legs)
{
    late_t result;

    return run_size(legs, options, &result) == 0 ? report_latency(&result, options->quiet) : NULL;
}

const bench_part_t bench_latency = {"latency", print_head, measure_size};
