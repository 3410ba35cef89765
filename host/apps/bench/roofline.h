/* SPDX-License-Identifier: Apache-2.0
 *
 * roofline.h: how fast one core reads memory, which no sweep can beat. */
#ifndef LEVEE_BENCH_ROOFLINE_H
#define LEVEE_BENCH_ROOFLINE_H

#include <stddef.h>

enum { ROOFLINE_LEVELS = 4 };

/* roofline_t: bytes a second out of that much memory, read over and over. */
typedef struct {
    const char *level;
    size_t bytes;
    double rate;
} roofline_t;

/* roofline_read reads `bytes`, rounded up to 256, in order, with the widest loads that
 * the processor has, out of huge pages where they are to be had. The best of several
 * passes counts. Returns bytes a second, or 0 without memory. */
double roofline_read(size_t bytes);

/* roofline_levels measures half of each cache that the system tells of, and memory: 256 MiB, or
 * twice the last cache where that is no more than 1 GiB. Returns how many there are. */
size_t roofline_levels(roofline_t level[ROOFLINE_LEVELS]);

#endif
