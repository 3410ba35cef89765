/* SPDX-License-Identifier: Apache-2.0
 *
 * draw.h: random numbers that like edges: zeros, ones, powers of two and their
 * neighbours come far more often than by chance. */
#ifndef LEVEE_TESTS_DRAW_H
#define LEVEE_TESTS_DRAW_H

#include <stdint.h>

#include <gmp.h>

typedef struct {
    uint64_t state;
} draw_t;

/* draw_next draws 64 even bits, draw_below evenly below `bound`. */
uint64_t draw_next(draw_t *draw);
uint64_t draw_below(draw_t *draw, uint64_t bound);

/* draw_bits draws below 2^bits, draw_within from low to high, edges often.
 * bits <= 64. */
uint64_t draw_bits(draw_t *draw, unsigned bits);
uint64_t draw_within(draw_t *draw, uint64_t low, uint64_t high);

/* draw_signed draws a magnitude below 2^bits with either sign. bits <= 63. */
int64_t draw_signed(draw_t *draw, unsigned bits);

/* draw_wide is draw_bits for any number of bits. */
void draw_wide(draw_t *draw, mpz_ptr value, unsigned bits);

/* draw_ratio draws numerator / denominator below 2^96 whose product with x is
 * at most `most` and just fine enough for a scale: x * denominator <= 2^160, or
 * the denominator a power of two up to 2^160. Products of x that are whole, or
 * one denominator's part from whole, come often, and so does `most`. */
void draw_ratio(draw_t *draw, uint64_t x, mpz_srcptr most, mpz_ptr numerator, mpz_ptr denominator);

#endif
