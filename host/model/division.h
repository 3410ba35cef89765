/* SPDX-License-Identifier: Apache-2.0
 *
 * division.h: products divided by products, rounded exactly: the conversions
 * between what people write and what the engine counts in. */
#ifndef LEVEE_MODEL_DIVISION_H
#define LEVEE_MODEL_DIVISION_H

#include <stddef.h>

#include "model/wide.h"

/* levee_exact_t: floor of a quotient and whether anything was cut off. A
 * floor of 2^128 or more is `overflow`, and then `floor` is its low part. */
typedef struct {
    levee_u128 floor;
    bool inexact;
    bool overflow;
} levee_exact_t;

enum { LEVEE_FACTORS = 6 };

/* levee_divide_products divides the product of up[0 .. up_count) by that of
 * down[0 .. down_count), at most LEVEE_FACTORS each, none of the latter 0.
 * In 128 bits where both products fit, else in as many as it takes. */
levee_exact_t levee_divide_products(const levee_u128 *up, size_t up_count, const levee_u128 *down, size_t down_count);

/* levee_exact_ceil is the quotient rounded up, at most 2^128 - 1. */
levee_u128 levee_exact_ceil(levee_exact_t quotient);

/* levee_power10 returns 10^exponent, exponent <= 38. */
levee_u128 levee_power10(unsigned exponent);

#endif
