/* SPDX-License-Identifier: Apache-2.0
 *
 * random.h: the same numbers on every machine. */
#ifndef LEVEE_BENCH_RANDOM_H
#define LEVEE_BENCH_RANDOM_H

#include <stdint.h>

/* random_t: any state is a seed. */
typedef struct {
    uint64_t state;
} random_t;

/* random_next: SplitMix64. */
static inline uint64_t random_next(random_t *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* random_below: 0 to bound - 1. */
static inline uint32_t random_below(random_t *random, uint32_t bound)
{
    return (uint32_t)(((random_next(random) >> 32) * bound) >> 32);
}

#endif
