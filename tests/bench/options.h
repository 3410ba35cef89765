/* SPDX-License-Identifier: Apache-2.0
 *
 * options.h: what the programs of the benchmark are asked, one set for all, so
 * that one command line serves them. */
#ifndef LEVEE_BENCH_OPTIONS_H
#define LEVEE_BENCH_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

enum { SIZES_MAX = 4, REPETITIONS_MAX = 1000 };

typedef struct {
    uint32_t legs[SIZES_MAX];
    size_t sizes;
    unsigned repetitions; /* of the sweep */
    uint32_t changes;     /* of the stream; 0: as many as there are legs, within bounds */
    uint32_t closing;     /* percent of the stream's fills that close a leg in any case */
    int core;             /* negative: any */
    int json;
} options_t;

/* options_parse overwrites the defaults in *options. Returns 0, or -1 after a
 * message that begins with `program`. */
int options_parse(int argc, char **argv, const char *program, options_t *options);

#endif
