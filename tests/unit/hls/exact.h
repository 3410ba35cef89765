/* SPDX-License-Identifier: Apache-2.0
 *
 * exact.h: rows and limits straight from their definitions in rationals, and
 * the words of hls/ as numbers. */
#ifndef LEVEE_TESTS_EXACT_H
#define LEVEE_TESTS_EXACT_H

#include <stdbool.h>

#include <gmp.h>

#include "hls/kernels.h"

/* exact_scale is the scale of numerator / denominator, which is below 2^96. */
levee_scale_t exact_scale(mpz_srcptr numerator, mpz_srcptr denominator);

/* exact_scale_fits: x times the scale of numerator / denominator rounds
 * exactly, as levee_scale_t asks. */
bool exact_scale_fits(mpz_srcptr numerator, mpz_srcptr denominator, uint64_t x);

/* exact_whole_bound is floor(numerator / denominator), at most 2^96 - 1, as the
 * bound of a tier that is not inverse. */
levee_scale_t exact_whole_bound(mpz_srcptr numerator, mpz_srcptr denominator);

/* exact_factor is the x that a row multiplies its scale with. */
uint64_t exact_factor(uint32_t kind, uint32_t side, uint32_t price, uint32_t rate);

/* exact_price_part is the price part of a row, `value` as in
 * levee_instrument_t, saturated at 2^63 - 1 of either sign. */
void exact_price_part(mpz_ptr row, uint32_t kind, uint32_t side, mpz_srcptr numerator, mpz_srcptr denominator,
                      uint32_t price, uint32_t rate);

/* exact_limit is the most lots whose notional at `price` is within the bound,
 * numerator / denominator = bound / v or bound / w, at most LEVEE_LOTS_MAX. */
void exact_limit(mpz_ptr limit, uint32_t kind, mpz_srcptr numerator, mpz_srcptr denominator, uint32_t price);

levee_whole_t exact_to_whole(mpz_srcptr value);
void exact_from_whole(mpz_ptr value, levee_whole_t whole);

/* Excesses are two's complement of 128 bits. */
levee_excess_t exact_to_excess(mpz_srcptr value);
void exact_from_excess(mpz_ptr value, levee_excess_t excess);

/* exact_from_parts: high * 2^28 + low. */
void exact_from_parts(mpz_ptr value, int64_t high, int64_t low);

#endif
