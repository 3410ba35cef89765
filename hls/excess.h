/* SPDX-License-Identifier: Apache-2.0
 *
 * excess.h: legs, the two-limb accumulator, the excess and the status. */
#ifndef LEVEE_HLS_EXCESS_H
#define LEVEE_HLS_EXCESS_H

#include <stdint.h>

#include "limits.h"
#include "proof.h"

/* A leg word, 64 bits: quantity i32 in lots, instrument u20, low u10, wide,
 * last. A leg of |q| >= 2^31 lots is two words of one lane in neighbouring
 * beats: the first is `wide`, counts 1024 lots a unit and carries in `low` the
 * magnitude of what is left; the second holds that rest with its sign and uses
 * the first one's row. `last` marks, in every lane, the last beat of a slice.
 * Padding is quantity 0. */
enum {
    LEVEE_LEG_INSTRUMENT_SHIFT = 32,
    LEVEE_LEG_INSTRUMENT_BITS = 20,
    LEVEE_LEG_LOW_SHIFT = 52,
    LEVEE_LEG_WIDE_SHIFT = 62,
    LEVEE_LEG_LAST_SHIFT = 63
};

/*@ lemma mask_10: \forall integer x; 0 <= x ==> (x & 0x3ff) == x % 0x400;
  @ lemma mask_20: \forall integer x; 0 <= x ==> (x & 0xfffff) == x % 0x100000;
  @ lemma shift_52: \forall integer x; 0 <= x ==> (x >> 52) == x / two52;
  @
  @ logic integer leg_quantity(integer word) = (int32_t)(word & 0xffffffff);
  @ logic integer leg_instrument(integer word) = (word >> 32) & 0xfffff;
  @ logic integer leg_wide(integer word) = (word >> 62) & 1;
  @ logic integer leg_last(integer word) = (word >> 63) & 1;
  @ logic integer leg_magnitude(integer word) = leg_wide(word) != 0
  @     ? \abs(leg_quantity(word)) * 1024 + ((word >> 52) & 0x3ff) : \abs(leg_quantity(word));
  @
  @ // No beat before `beat` carries `last` in its first lane, which decides.
  @ predicate goes_on{L}(uint64_t *legs, integer beat) =
  @     \forall integer b; 0 <= b < beat ==> leg_last(legs[b * LEVEE_LANES]) == 0;
  @*/

/*@ assigns \nothing;
  @ ensures \result == leg_quantity(word);
  @*/
static inline int32_t levee_leg_quantity(uint64_t word)
{
    return (int32_t)(uint32_t)(word & 0xffffffffu);
}

/*@ assigns \nothing;
  @ ensures \result == leg_instrument(word) && \result < 0x100000;
  @*/
static inline uint32_t levee_leg_instrument(uint64_t word)
{
    return (uint32_t)(word >> LEVEE_LEG_INSTRUMENT_SHIFT) & ((1u << LEVEE_LEG_INSTRUMENT_BITS) - 1);
}

/*@ assigns \nothing;
  @ ensures \result == leg_wide(word);
  @*/
static inline uint32_t levee_leg_wide(uint64_t word)
{
    return (uint32_t)(word >> LEVEE_LEG_WIDE_SHIFT) & 1u;
}

/*@ assigns \nothing;
  @ ensures \result == leg_last(word);
  @*/
static inline uint32_t levee_leg_last(uint64_t word)
{
    return (uint32_t)(word >> LEVEE_LEG_LAST_SHIFT) & 1u;
}

/* levee_leg_magnitude: |q| in lots of the leg that starts with `word`. */
/*@ assigns \nothing;
  @ ensures \result == leg_magnitude(word) && 0 <= \result <= LEVEE_LOTS_MAX + 1024;
  @*/
static inline int64_t levee_leg_magnitude(uint64_t word)
{
    const int64_t quantity = levee_leg_quantity(word);
    const int64_t magnitude = quantity < 0 ? -quantity : quantity;
    const uint32_t low = (uint32_t)(word >> LEVEE_LEG_LOW_SHIFT) & ((1u << LEVEE_WIDE_SHIFT) - 1);

    return levee_leg_wide(word) ? magnitude * (1 << LEVEE_WIDE_SHIFT) + low : magnitude;
}

/* C17 leaves the shift of a negative number to the implementation; gcc, clang
 * and Vitis HLS shift arithmetically, and the unit tests see to it. */
/*@ axiomatic Arithmetic_shift {
  @     axiom shift_28: \forall integer x; 0 <= x - (x >> 28) * two28 < two28;
  @     axiom shift_36: \forall integer x; 0 <= x - (x >> 36) * two36 < two36;
  @     axiom mask_28: \forall integer x; (x & 0xfffffff) == x - (x >> 28) * two28;
  @     axiom mask_36: \forall integer x; (x & 0xfffffffff) == x - (x >> 36) * two36;
  @ }
  @*/

/* levee_sum_t: high * 2^28 + low quanta * 10^-6. */
typedef struct {
    int64_t high;
    int64_t low;
} levee_sum_t;

/*@ logic integer sum_value(levee_sum_t s) = s.high * two28 + s.low;
  @
  @ // What one leg word adds: the bounds of docs/model.md on a row, a deduction and a leg.
  @ predicate word_fits(integer quantity, integer row, integer high, integer low) =
  @     -two59 < row < two59 && 0 <= low < two28 &&
  @     -(two83 + two59) <= quantity * row + high * two28 + low <= two83 + two59;
  @ // How far one word moves each limb.
  @ logic integer high_step = two55 + two33;
  @ logic integer low_step = two59;
  @*/

/* levee_sum_add: sum + quantity * row + deduction. Needs |row| < 2^59,
 * |quantity * row + deduction| <= 2^83 + 2^59 and, between two calls of
 * levee_sum_normalise, at most LEVEE_NORMALISE_LEGS calls. */
/*@ requires word_fits(quantity, row, deduction_high, deduction_low);
  @ requires -INT64_MAX + high_step <= sum.high <= INT64_MAX - high_step;
  @ requires -INT64_MAX + low_step <= sum.low <= INT64_MAX - low_step;
  @ assigns \nothing;
  @ ensures sum_value(\result) == sum_value(sum) + quantity * row + deduction_high * two28 + deduction_low;
  @ ensures sum.high - high_step <= \result.high <= sum.high + high_step;
  @ ensures sum.low - low_step <= \result.low <= sum.low + low_step;
  @*/
static inline levee_sum_t levee_sum_add(levee_sum_t sum, int32_t quantity, int64_t row, int64_t deduction_high,
                                        uint32_t deduction_low)
{
    const int64_t row_high = row >> LEVEE_ROW_LOW_BITS;
    const int64_t row_low = row & ((INT64_C(1) << LEVEE_ROW_LOW_BITS) - 1);
    //@ assert row == row_high * two28 + row_low && 0 <= row_low < two28;
    //@ assert quantity * row == quantity * row_high * two28 + quantity * row_low;
    //@ assert -0x80000000 * row_low <= quantity * row_low <= 0x7fffffff * row_low;
    const levee_sum_t total = {sum.high + (quantity * row_high + deduction_high),
                               sum.low + (quantity * row_low + (int64_t)deduction_low)};

    return total;
}

/* levee_sum_normalise: the same sum with 0 <= low < 2^28. */
/*@ requires -INT64_MAX + two36 <= sum.high <= INT64_MAX - two36;
  @ assigns \nothing;
  @ ensures sum_value(\result) == sum_value(sum);
  @ ensures 0 <= \result.low < two28;
  @ ensures sum.high - two36 <= \result.high <= sum.high + two36;
  @*/
static inline levee_sum_t levee_sum_normalise(levee_sum_t sum)
{
    const levee_sum_t carried = {sum.high + (sum.low >> LEVEE_ROW_LOW_BITS),
                                 sum.low & ((INT64_C(1) << LEVEE_ROW_LOW_BITS) - 1)};

    return carried;
}

/* levee_excess_t: high * 2^64 + low quanta * 10^-6, two's complement; fits 96
 * bits while the limits hold. */
typedef struct {
    uint64_t low;
    int64_t high;
} levee_excess_t;

/*@ logic integer excess_value(levee_excess_t e) = e.high * two64 + e.low;
  @ lemma wrap_64: \forall integer x; two64 <= x < 2 * two64 ==> (uint64_t)x == x - two64;
  @*/

/* levee_excess_close: constant + sum, for a normalised sum. */
/*@ requires 0 <= sum.low < two28;
  @ requires -two93 <= excess_value(constant) <= two93;
  @ assigns \nothing;
  @ ensures excess_value(\result) == excess_value(constant) + sum_value(sum);
  @ ensures -two95 <= excess_value(\result) < two95;
  @*/
static inline levee_excess_t levee_excess_close(levee_excess_t constant, levee_sum_t sum)
{
    const int64_t above = sum.high >> (64 - LEVEE_ROW_LOW_BITS);
    const uint64_t below = (uint64_t)(sum.high & ((INT64_C(1) << (64 - LEVEE_ROW_LOW_BITS)) - 1));
    const uint64_t shifted = below * (1u << LEVEE_ROW_LOW_BITS) + (uint64_t)sum.low;
    levee_excess_t excess;

    excess.low = constant.low + shifted;
    excess.high = constant.high + above + (excess.low < shifted ? 1 : 0);
    return excess;
}

/* levee_total_t: excesses of many accounts, high * 2^64 + low, modulo 2^128. */
typedef struct {
    uint64_t low;
    uint64_t high;
} levee_total_t;

/*@ logic integer total_value(levee_total_t t) = t.high * two64 + t.low;
  @*/

/* levee_total_of: an excess as a total of one account. */
/*@ assigns \nothing;
  @ ensures \result.low == excess.low && \result.high == (uint64_t)excess.high;
  @*/
static inline levee_total_t levee_total_of(levee_excess_t excess)
{
    const levee_total_t total = {excess.low, (uint64_t)excess.high};

    return total;
}

/* levee_total_add: the sum of two totals. */
/*@ assigns \nothing;
  @ ensures \let sum = total_value(a) + total_value(b);
  @     total_value(\result) == (sum < two128 ? sum : sum - two128);
  @*/
static inline levee_total_t levee_total_add(levee_total_t a, levee_total_t b)
{
    levee_total_t sum;

    sum.low = a.low + b.low;
    sum.high = a.high + b.high + (sum.low < b.low ? 1 : 0);
    return sum;
}

enum { LEVEE_STATUSES = 4 };
enum { LEVEE_STATUS_HEALTHY = 0, LEVEE_STATUS_RESTRICTED = 1, LEVEE_STATUS_LIQUIDATE = 2, LEVEE_STATUS_BANKRUPT = 3 };

/* levee_excess_status: the verdict; exactly zero is on the safe side. */
/*@ assigns \nothing;
  @ ensures \result == (excess_value(equity) < 0        ? LEVEE_STATUS_BANKRUPT
  @                     : excess_value(maintenance) < 0 ? LEVEE_STATUS_LIQUIDATE
  @                     : excess_value(initial) < 0     ? LEVEE_STATUS_RESTRICTED
  @                                                     : LEVEE_STATUS_HEALTHY);
  @*/
static inline uint8_t levee_excess_status(levee_excess_t equity, levee_excess_t maintenance, levee_excess_t initial)
{
    if (equity.high < 0)
        return LEVEE_STATUS_BANKRUPT;
    if (maintenance.high < 0)
        return LEVEE_STATUS_LIQUIDATE;
    return initial.high < 0 ? LEVEE_STATUS_RESTRICTED : LEVEE_STATUS_HEALTHY;
}

#endif
