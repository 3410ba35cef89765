/* SPDX-License-Identifier: Apache-2.0
 *
 * bench.h: the parts of `levee bench`. */
#ifndef LEVEE_BENCH_BENCH_H
#define LEVEE_BENCH_BENCH_H

#include <jansson.h>

#include <levee/files.h>

#include "machine.h"

enum { BENCH_SIZES_MAX = 4, BENCH_REPETITIONS_MAX = 1000 };

typedef struct {
    uint32_t legs[BENCH_SIZES_MAX];
    size_t sizes;
    uint32_t repetitions; /* of sweeps */
    uint32_t threads;     /* that share a sweep, beside one alone */
    int core;
    const char *isa;   /* of the engine; NULL: the best there is */
    uint32_t changes;  /* of the stream; 0: as many as there are legs, within bounds */
    uint32_t closing;  /* percent of the stream's fills that close a leg in any case */
    const char *ticks; /* a tick file whose times and moves arrivals have; NULL: random ones */
    levee_ticks_options_t ticks_options;
    uint32_t pace;      /* how much faster they come than the file's times say */
    const char *output; /* directory for histograms and plots; NULL: none */
    int quiet;          /* print no tables */
} bench_options_t;

/* bench_part_t: print_head says what its tables have; measure returns what a book of that
 * size comes to, and prints it unless options->quiet, or returns NULL after a message, also
 * where engines disagree. */
typedef struct {
    const char *name;
    void (*print_head)(const bench_options_t *options);
    json_t *(*measure)(const bench_options_t *options, uint32_t legs);
} bench_part_t;

extern const bench_part_t bench_sweep;   /* every account on every tick, beside three plain engines and the roofline */
extern const bench_part_t bench_ticks;   /* ticks of one instrument: index, sweep, all holders; a gap */
extern const bench_part_t bench_changes; /* a book in motion */
extern const bench_part_t bench_latency; /* ticks that come when they come */

#endif
