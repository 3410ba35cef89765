/* SPDX-License-Identifier: Apache-2.0
 *
 * wide.h: unsigned integers up to 768 bits, for the exact rationals behind
 * scales, costs and rounded prices. No tick path multiplies these per leg. */
#ifndef LEVEE_MODEL_WIDE_H
#define LEVEE_MODEL_WIDE_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 levee_i128;
__extension__ typedef unsigned __int128 levee_u128;

enum { LEVEE_WIDE_LIMBS = 24 };

/* levee_wide_t: limb[0 .. count), least significant first, limb[count - 1] not
 * 0; count 0 is zero. Products beyond 768 bits are a broken bound of the
 * caller's and assert. */
typedef struct {
    uint32_t count;
    uint32_t limb[LEVEE_WIDE_LIMBS];
} levee_wide_t;

/* levee_ratio_t: a non-negative rational; denominator not 0. */
typedef struct {
    levee_wide_t numerator;
    levee_wide_t denominator;
} levee_ratio_t;

levee_wide_t levee_wide(levee_u128 value);
levee_wide_t levee_wide_power10(unsigned exponent); /* exponent <= 200 */
levee_wide_t levee_wide_multiply(const levee_wide_t *a, const levee_wide_t *b);
levee_wide_t levee_wide_shift_left(const levee_wide_t *a, unsigned bits);

/* levee_wide_compare returns -1, 0 or 1 as a is below, equal to or above b. */
int levee_wide_compare(const levee_wide_t *a, const levee_wide_t *b);

/* levee_wide_bits returns the number of bits of a, 0 for zero. */
unsigned levee_wide_bits(const levee_wide_t *a);

/* levee_wide_divide returns floor(a / b) and, where `remainder` is not NULL,
 * what is left; b is not 0. */
levee_wide_t levee_wide_divide(const levee_wide_t *a, const levee_wide_t *b, levee_wide_t *remainder);

/* levee_wide_gcd returns the greatest common divisor; neither is 0. */
levee_wide_t levee_wide_gcd(levee_wide_t a, levee_wide_t b);

/* levee_wide_to_u128 stores a and returns true, or returns false when a has
 * more than 128 bits. */
bool levee_wide_to_u128(const levee_wide_t *a, levee_u128 *value);

/* levee_ratio_floor rounds the ratio down to a whole number. */
levee_wide_t levee_ratio_floor(const levee_ratio_t *ratio);

#endif
