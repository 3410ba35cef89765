/* SPDX-License-Identifier: Apache-2.0
 *
 * draw.h: seeded random integers. */
#ifndef LEVEE_TESTS_DRAW_H
#define LEVEE_TESTS_DRAW_H

#include <gmp.h>
#include <stdint.h>

typedef struct {
    uint64_t state;
} draw_t;

/* draw_next returns 64 random bits (splitmix64). */
uint64_t draw_next(draw_t *d);

/* draw_range returns a number of [low, high], each alike but for a bias below
 * 2^-20 on ranges below 2^44. */
long draw_range(draw_t *d, long low, long high);

/* draw_chance is true `percent` times in a hundred. */
int draw_chance(draw_t *d, int percent);

/* draw_length returns a number of [1, most] whose length in bits is drawn
 * first, so that small and large ones are alike frequent. */
long draw_length(draw_t *d, long most);

/* draw_mpz sets `value` to a number below 2^bits whose length is drawn first. */
void draw_mpz(draw_t *d, mpz_t value, unsigned bits);

/* draw_below sets `value` to a number of [0, bound); bound > 0. */
void draw_below(draw_t *d, mpz_t value, const mpz_t bound);

#endif
