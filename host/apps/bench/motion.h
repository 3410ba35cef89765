/* SPDX-License-Identifier: Apache-2.0
 *
 * motion.h: a book in motion, timed and checked. */
#ifndef LEVEE_BENCH_MOTION_H
#define LEVEE_BENCH_MOTION_H

#include "figure.h"
#include "stream.h"

enum { MOTION_BATCH = 64 };

/* What is timed: changes one by one and in batches, and what-ifs. */
enum { MOTION_CHANGE, MOTION_CHANGES, MOTION_WHATIF, MOTION_COUNT };

typedef struct {
    uint64_t changes; /* sent, what the checks sent included */
    uint64_t rejected;
    uint64_t whatifs;
    uint64_t refused;              /* what-ifs */
    uint32_t checked;              /* what-ifs followed by their change */
    figure_t figure[MOTION_COUNT]; /* nanoseconds of thread time each */
    latency_t change;
    latency_t whatif;
    uint64_t change_preempted; /* while the calls were clocked */
    uint64_t whatif_preempted;
} motion_t;

/* motion_run sends at least `changes` changes, then asks as many what-ifs up to
 * a fixed number. Each third of the changes goes one by one, in batches, and
 * one by one with the clock read around each. Fails after a message when a fill,
 * deposit or fee is rejected. Returns 0 or -1. */
int motion_run(levee_engine_t *engine, stream_t *stream, uint32_t changes, motion_t *motion);

/* motion_check asks before each of a sample of changes what it would make of the
 * account: the answer must be what the change then makes, and a withdrawal is
 * rejected just when the answer says that the margin is short. Returns 0, or -1
 * after a message. */
int motion_check(levee_engine_t *engine, stream_t *stream, motion_t *motion);

#endif
