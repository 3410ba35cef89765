/* SPDX-License-Identifier: Apache-2.0
 *
 * bench.h: puts commands through a levee_group and compares what leaves it. */
#ifndef LEVEE_TESTS_BENCH_H
#define LEVEE_TESTS_BENCH_H

#include "command.h"

enum { BENCH_NOTE = 200 };

/* bench_pace_t: of a hundred cycles, those in which a stream stands still; and
 * the cycle from which leg beats come. */
typedef struct {
    uint32_t leg, constant, status, segment, record, written;
    uint32_t lead;
} bench_pace_t;

/* bench_times_t: cycles, from the first one in which a command's leg beat was
 * taken, to when it was all done; and the most from when a slice's last beat was
 * taken to when its first record was valid. */
typedef struct {
    uint64_t cycles;
    uint64_t latency;
} bench_times_t;

typedef struct {
    const group_model_t *shape;
    void *model;
    draw_t draw;
    group_in_t in;
    group_out_t out;
    char note[BENCH_NOTE]; /* what went wrong first; empty: nothing */
    bench_times_t times;
} bench_t;

/* bench_open makes a model out of reset; bench_close frees it. */
bench_t *bench_open(const group_model_t *shape, uint64_t seed);
void bench_close(bench_t *bench);

/* bench_lose offers segments of any number of slices and no leg, which the next
 * command must not know of. */
void bench_lose(bench_t *bench, draw_t *draw);

/* bench_run writes the tables of the instruments that `write` names, one byte
 * an instrument, beside the beginning of the streams, and runs the command to
 * its end. `surplus`: so many slices more than there are come as legs. True
 * when all that left was right. */
bool bench_run(bench_t *bench, const command_t *command, const uint8_t *write, const bench_pace_t *pace,
               uint32_t surplus);

#endif
