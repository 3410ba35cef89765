/* SPDX-License-Identifier: Apache-2.0
 *
 * random.h: seeded random numbers (splitmix64). */
#ifndef LEVEE_TESTS_BOOK_RANDOM_H
#define LEVEE_TESTS_BOOK_RANDOM_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* random_seed is LEVEE_SEED or 1, and says so. */
static inline uint64_t random_seed(void)
{
    const char *text = getenv("LEVEE_SEED");
    const uint64_t seed = text ? strtoull(text, NULL, 10) : 1;

    printf("LEVEE_SEED=%llu\n", (unsigned long long)seed);
    return seed;
}

static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static inline uint64_t random_below(uint64_t *state, uint64_t bound)
{
    return random_next(state) % bound;
}

#endif
