/* SPDX-License-Identifier: Apache-2.0
 *
 * motion.c: a book in motion, timed. */
#include "motion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"

enum { WHATIFS_MAX = 200000, ROUND = 3 };

/* timing_t: of one pass over chunks. */
typedef struct {
    double *each; /* nanoseconds of a change, by chunk */
    size_t chunks;
    uint32_t *call; /* nanoseconds of each call */
    size_t calls;
    uint64_t preempted; /* while they were clocked */
} timing_t;

static int new_timing(timing_t *timing, size_t chunks)
{
    *timing = (timing_t){.each = malloc(chunks * sizeof *timing->each),
                         .call = malloc(chunks * STREAM_CHUNK * sizeof *timing->call)};
    return timing->each == NULL || timing->call == NULL ? -1 : 0;
}

static void free_timing(timing_t *timing)
{
    free(timing->each);
    free(timing->call);
}

/* count_results counts a chunk. All but withdrawals are to be accepted: the
 * stream would not know what the accounts hold. */
static int count_results(const stream_t *stream, const levee_result_t *results, motion_t *motion)
{
    for (uint32_t i = 0; i < STREAM_CHUNK; i++) {
        if (results[i] != LEVEE_OK && strcmp(stream->change[i].event, "withdraw") != 0) {
            fprintf(stderr, "levee bench: %s of %s rejected\n", stream->change[i].event, stream->change[i].account);
            return -1;
        }
        motion->rejected += results[i] != LEVEE_OK;
    }
    motion->changes += STREAM_CHUNK;
    return 0;
}

static double each_since(uint64_t start)
{
    return (double)(machine_now() - start) / (double)STREAM_CHUNK;
}

static void send_single(levee_engine_t *engine, const stream_t *stream, levee_result_t *results, timing_t *timing)
{
    levee_error_t error;
    const uint64_t start = machine_now();

    for (uint32_t i = 0; i < STREAM_CHUNK; i++)
        results[i] = levee_engine_change(engine, &stream->change[i], &error);
    timing->each[timing->chunks++] = each_since(start);
}

static void send_batches(levee_engine_t *engine, const stream_t *stream, levee_result_t *results, timing_t *timing)
{
    levee_error_t error;
    const uint64_t start = machine_now();

    for (uint32_t i = 0; i < STREAM_CHUNK; i += MOTION_BATCH)
        (void)levee_engine_changes(engine, &stream->change[i], MOTION_BATCH, &results[i], &error);
    timing->each[timing->chunks++] = each_since(start);
}

static void send_clocked(levee_engine_t *engine, const stream_t *stream, levee_result_t *results, timing_t *timing)
{
    levee_error_t error;
    const uint64_t preempted = machine_preempted();

    for (uint32_t i = 0; i < STREAM_CHUNK; i++) {
        const uint64_t start = machine_clock();

        results[i] = levee_engine_change(engine, &stream->change[i], &error);
        timing->call[timing->calls++] = (uint32_t)(machine_clock() - start);
    }
    timing->preempted += machine_preempted() - preempted;
}

/* run_changes takes turns, so that whatever else the machine does falls on all
 * three. */
static int run_changes(levee_engine_t *engine, stream_t *stream, uint32_t rounds, motion_t *motion)
{
    static levee_result_t results[STREAM_CHUNK];
    timing_t single, batch;
    int failed = new_timing(&single, rounds);

    failed |= new_timing(&batch, rounds);
    for (uint32_t chunk = 0; !failed && chunk < rounds * ROUND; chunk++) {
        stream_draw(stream, STREAM_CHUNK);
        if (chunk % ROUND == 0)
            send_single(engine, stream, results, &single);
        else if (chunk % ROUND == 1)
            send_batches(engine, stream, results, &batch);
        else
            send_clocked(engine, stream, results, &single);
        failed = count_results(stream, results, motion);
    }
    if (!failed) {
        motion->figure[MOTION_CHANGE] = figure_of(single.each, single.chunks);
        motion->figure[MOTION_CHANGES] = figure_of(batch.each, batch.chunks);
        motion->change = latency_of(single.call, single.calls);
        motion->change_preempted = single.preempted;
    }
    free_timing(&single);
    free_timing(&batch);
    return failed;
}

static void ask(const levee_engine_t *engine, const stream_t *stream, int clocked, timing_t *timing, motion_t *motion)
{
    levee_margin_t before, after;
    levee_error_t error;
    const uint64_t preempted = machine_preempted();
    const uint64_t start = machine_now();

    for (uint32_t i = 0; i < STREAM_CHUNK; i++) {
        const uint64_t from = clocked ? machine_clock() : 0;

        motion->refused += levee_engine_whatif(engine, &stream->change[i], &before, &after, &error) != LEVEE_OK;
        if (clocked)
            timing->call[timing->calls++] = (uint32_t)(machine_clock() - from);
    }
    if (clocked)
        timing->preempted += machine_preempted() - preempted;
    else
        timing->each[timing->chunks++] = each_since(start);
    motion->whatifs += STREAM_CHUNK;
}

static int run_whatifs(const levee_engine_t *engine, stream_t *stream, uint32_t rounds, motion_t *motion)
{
    timing_t timing;
    int failed = new_timing(&timing, rounds);

    stream_list_asked(stream);
    if (stream->asked_count == 0) {
        fprintf(stderr, "levee bench: no account has four legs to ask about\n");
        failed = -1;
    }
    for (uint32_t chunk = 0; !failed && chunk < 2 * rounds; chunk++) {
        stream_ask(stream, STREAM_CHUNK);
        ask(engine, stream, chunk % 2, &timing, motion);
    }
    if (!failed) {
        motion->figure[MOTION_WHATIF] = figure_of(timing.each, timing.chunks);
        motion->whatif = latency_of(timing.call, timing.calls);
        motion->whatif_preempted = timing.preempted;
    }
    free_timing(&timing);
    return failed;
}

int motion_run(levee_engine_t *engine, stream_t *stream, uint32_t changes, motion_t *motion)
{
    const uint32_t rounds = (changes - 1) / (ROUND * STREAM_CHUNK) + 1;
    const uint32_t whatifs = changes < WHATIFS_MAX ? changes : WHATIFS_MAX;
    char before[LEVEE_HASH_TEXT], after[LEVEE_HASH_TEXT];

    if (run_changes(engine, stream, rounds, motion) != 0)
        return -1;
    levee_engine_hash(engine, before);
    if (run_whatifs(engine, stream, (whatifs - 1) / (2 * STREAM_CHUNK) + 1, motion) != 0)
        return -1;
    levee_engine_hash(engine, after);
    if (strcmp(before, after) == 0)
        return 0;
    fprintf(stderr, "levee bench: what-ifs turned the state hash %s into %s\n", before, after);
    return -1;
}
