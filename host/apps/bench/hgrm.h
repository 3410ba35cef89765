/* SPDX-License-Identifier: Apache-2.0
 *
 * hgrm.h: a distribution in the form that HdrHistogram prints and its plotters read
 * (.hgrm), in microseconds. It keeps every value: none is rounded to a bucket. */
#ifndef LEVEE_BENCH_HGRM_H
#define LEVEE_BENCH_HGRM_H

#include <stddef.h>
#include <stdint.h>

/* hgrm_sort sorts `count` values in nanoseconds, as the others need them. */
void hgrm_sort(uint64_t *values, size_t count);

/* hgrm_at: the least value that a `share` of them, 0 to 1, does not exceed. `count` is 1
 * at least. */
uint64_t hgrm_at(const uint64_t *values, size_t count, double share);

/* hgrm_next: the share behind `share` in the table: five between each and half the way
 * from it to 1. */
double hgrm_next(double share);

/* hgrm_write writes the table. Returns 0, or -1 after a message. */
int hgrm_write(const char *path, const uint64_t *values, size_t count);

#endif
