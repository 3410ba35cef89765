/* SPDX-License-Identifier: Apache-2.0
 *
 * excess.h: legs, the two-limb accumulator, the excess and the status. */
#ifndef LEVEE_HLS_EXCESS_H
#define LEVEE_HLS_EXCESS_H

#include <stdint.h>

#include "limits.h"

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

static inline int32_t levee_leg_quantity(uint64_t word)
{
    return (int32_t)(uint32_t)(word & 0xffffffffu);
}

static inline uint32_t levee_leg_instrument(uint64_t word)
{
    return (uint32_t)(word >> LEVEE_LEG_INSTRUMENT_SHIFT) & ((1u << LEVEE_LEG_INSTRUMENT_BITS) - 1);
}

static inline uint32_t levee_leg_wide(uint64_t word)
{
    return (uint32_t)(word >> LEVEE_LEG_WIDE_SHIFT) & 1u;
}

static inline uint32_t levee_leg_last(uint64_t word)
{
    return (uint32_t)(word >> LEVEE_LEG_LAST_SHIFT) & 1u;
}

/* levee_leg_magnitude: |q| in lots of the leg that starts with `word`. */
static inline int64_t levee_leg_magnitude(uint64_t word)
{
    const int64_t quantity = levee_leg_quantity(word);
    const int64_t magnitude = quantity < 0 ? -quantity : quantity;
    const int64_t low = (int64_t)(word >> LEVEE_LEG_LOW_SHIFT) & ((1 << LEVEE_WIDE_SHIFT) - 1);

    return levee_leg_wide(word) ? (magnitude << LEVEE_WIDE_SHIFT) + low : magnitude;
}

/* levee_sum_t: high * 2^28 + low quanta * 10^-6. */
typedef struct {
    int64_t high;
    int64_t low;
} levee_sum_t;

/* levee_sum_add: sum + quantity * row + deduction. Needs |row| < 2^59,
 * |quantity * row + deduction| <= 2^83 + 2^59 and, between two calls of
 * levee_sum_normalise, at most LEVEE_NORMALISE_LEGS calls. */
static inline levee_sum_t levee_sum_add(levee_sum_t sum, int32_t quantity, int64_t row, int64_t deduction_high,
                                        uint32_t deduction_low)
{
    const int64_t row_high = row >> LEVEE_ROW_LOW_BITS;
    const int64_t row_low = row & ((INT64_C(1) << LEVEE_ROW_LOW_BITS) - 1);
    const levee_sum_t total = {sum.high + (quantity * row_high + deduction_high),
                               sum.low + (quantity * row_low + (int64_t)deduction_low)};

    return total;
}

/* levee_sum_normalise: the same sum with 0 <= low < 2^28. */
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

/* levee_excess_close: constant + sum, for a normalised sum. */
static inline levee_excess_t levee_excess_close(levee_excess_t constant, levee_sum_t sum)
{
    const uint64_t shifted = ((uint64_t)sum.high << LEVEE_ROW_LOW_BITS) + (uint64_t)sum.low;
    const int64_t above = sum.high >> (64 - LEVEE_ROW_LOW_BITS);
    levee_excess_t excess;

    excess.low = constant.low + shifted;
    excess.high = constant.high + above + (excess.low < shifted ? 1 : 0);
    return excess;
}

enum { LEVEE_STATUS_HEALTHY = 0, LEVEE_STATUS_RESTRICTED = 1, LEVEE_STATUS_LIQUIDATE = 2, LEVEE_STATUS_BANKRUPT = 3 };

/* levee_excess_status: the verdict; exactly zero is on the safe side. */
static inline uint8_t levee_excess_status(levee_excess_t equity, levee_excess_t maintenance, levee_excess_t initial)
{
    if (equity.high < 0)
        return LEVEE_STATUS_BANKRUPT;
    if (maintenance.high < 0)
        return LEVEE_STATUS_LIQUIDATE;
    return initial.high < 0 ? LEVEE_STATUS_RESTRICTED : LEVEE_STATUS_HEALTHY;
}

#endif
