/* SPDX-License-Identifier: Apache-2.0
 *
 * limbs.h: multiplication and division wider than 64 bits, in explicit limbs.
 * Everything a row or a tier limit needs, and nothing else. */
#ifndef LEVEE_HLS_LIMBS_H
#define LEVEE_HLS_LIMBS_H

#include <stdint.h>

enum { LEVEE_SCALE_LIMBS = 8, LEVEE_SCALE_FRACTION_LIMBS = 5 };

/* levee_scale_t: a non-negative rational, rounded down to a multiple of
 * 2^-160, below 2^96. limb[0] is the least significant. `inexact` is 1 when
 * the rational itself lies above the rounded value (by less than 2^-160).
 *
 * A product with an integer x still rounds exactly: if the rational's reduced
 * denominator d has x * d <= 2^160, every product is a multiple of 1/d and the
 * error x * 2^-160 cannot reach the next one. Whoever fills a scale proves
 * that for its x. */
typedef struct {
    uint32_t limb[LEVEE_SCALE_LIMBS];
    uint32_t inexact;
} levee_scale_t;

/* levee_whole_t: an unsigned integer of three limbs, saturated at 2^96 - 1. */
typedef struct {
    uint32_t limb[3];
} levee_whole_t;

/* levee_product_t: x * scale as a whole part and whether a fraction is left. */
typedef struct {
    levee_whole_t whole;
    uint32_t fraction; /* 1 when the product is not whole */
} levee_product_t;

/* levee_scale_multiply: x * scale for x < 2^53, plus `round` (0 or 1) units of
 * 2^-160 per unit of x. Whole parts of 2^96 and more saturate. */
static inline levee_product_t levee_scale_multiply(levee_scale_t scale, uint64_t x, uint32_t round)
{
    const uint64_t x_low = x & 0xffffffffu;
    const uint64_t x_high = x >> 32;
    levee_product_t product = {{{0, 0, 0}}, 0};
    uint64_t carry = round ? x : 0;
    uint64_t below = 0; /* scale limb under the current one */

    for (int i = 0; i < LEVEE_SCALE_LIMBS; i++) {
#pragma HLS unroll
        const uint64_t limb = scale.limb[i];
        const uint64_t low = x_low * limb + (carry & 0xffffffffu);
        const uint64_t cross = x_high * below;
        const uint64_t sum = (low & 0xffffffffu) + (cross & 0xffffffffu);
        const uint32_t digit = (uint32_t)(sum & 0xffffffffu);

        carry = (carry >> 32) + (low >> 32) + (cross >> 32) + (sum >> 32);
        below = limb;
        if (i < LEVEE_SCALE_FRACTION_LIMBS) {
            if (digit != 0)
                product.fraction = 1;
        } else {
            product.whole.limb[i - LEVEE_SCALE_FRACTION_LIMBS] = digit;
        }
    }
    if (carry + x_high * below != 0) {
        for (int i = 0; i < 3; i++) {
#pragma HLS unroll
            product.whole.limb[i] = 0xffffffffu;
        }
    }
    return product;
}

/* levee_scale_floor: floor(x * r) of the rational r behind `scale`. */
static inline levee_whole_t levee_scale_floor(levee_scale_t scale, uint64_t x)
{
    return levee_scale_multiply(scale, x, scale.inexact).whole;
}

/* levee_whole_increment: whole + 1, saturating. */
static inline levee_whole_t levee_whole_increment(levee_whole_t whole)
{
    uint64_t carry = 1;
    levee_whole_t sum = {{0, 0, 0}};

    for (int i = 0; i < 3; i++) {
#pragma HLS unroll
        const uint64_t digit = whole.limb[i] + carry;
        sum.limb[i] = (uint32_t)(digit & 0xffffffffu);
        carry = digit >> 32;
    }
    return carry ? whole : sum;
}

/* levee_scale_ceil: ceil(x * r) of the rational r behind `scale`. */
static inline levee_whole_t levee_scale_ceil(levee_scale_t scale, uint64_t x)
{
    const levee_product_t product = levee_scale_multiply(scale, x, 0);

    if (product.fraction || (scale.inexact && x))
        return levee_whole_increment(product.whole);
    return product.whole;
}

/* levee_whole_divide: floor(whole / divisor), rounded up instead when `up`.
 * 0 < divisor < 2^31. */
static inline levee_whole_t levee_whole_divide(levee_whole_t whole, uint32_t divisor, uint32_t up)
{
    uint64_t remainder = 0;
    levee_whole_t quotient = {{0, 0, 0}};

    for (int i = 2; i >= 0; i--) {
#pragma HLS unroll
        const uint64_t digits = (remainder << 32) + whole.limb[i];
        quotient.limb[i] = (uint32_t)(digits / divisor);
        remainder = digits % divisor;
    }
    return up && remainder ? levee_whole_increment(quotient) : quotient;
}

/* levee_whole_to_int64: the whole as an integer, saturated at INT64_MAX. */
static inline int64_t levee_whole_to_int64(levee_whole_t whole)
{
    const uint64_t value = ((uint64_t)whole.limb[1] << 32) + whole.limb[0];

    return whole.limb[2] != 0 || value > INT64_MAX ? INT64_MAX : (int64_t)value;
}

#endif
