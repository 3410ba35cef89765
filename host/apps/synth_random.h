/* SPDX-License-Identifier: Apache-2.0
 *
 * synth_random.h: seeded draws from integers and integer tables alone, so that
 * every compiler and machine draws the same. */
#ifndef LEVEE_APPS_SYNTH_RANDOM_H
#define LEVEE_APPS_SYNTH_RANDOM_H

#include "money.h"

typedef struct {
    uint64_t state;
} levee_random_t;

enum {
    LEVEE_NORMAL_BITS = 12, /* a normal draw is in 2^-12 */
    LEVEE_EXPONENT_BITS = 16
};

/* levee_random_new starts stream `stream` of `seed`; streams do not depend on
 * each other. */
levee_random_t levee_random_new(uint64_t seed, uint64_t stream);

/* levee_random_next draws 64 bits. */
uint64_t levee_random_next(levee_random_t *random);

/* levee_random_below draws from 0 to bound - 1; bound > 0. */
uint64_t levee_random_below(levee_random_t *random, uint64_t bound);

/* levee_random_normal draws from the standard normal distribution, in 2^-12,
 * within +-4.9. */
int32_t levee_random_normal(levee_random_t *random);

/* levee_exp2_times returns base * 2^exponent, floor, exponent in 2^-16 and
 * within +-40; 0 <= base < 2^80. Relative error below 2^-15. */
levee_int128_t levee_exp2_times(levee_int128_t base, int32_t exponent);

#endif
