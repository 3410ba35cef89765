/* SPDX-License-Identifier: Apache-2.0
 *
 * lines.h: beats of a command block and their fields, by rtl/map/card.def. */
#ifndef LEVEE_HLS_LINES_H
#define LEVEE_HLS_LINES_H

#include "kernels.h"
#include "tick.h"

/* levee_line_t: 512 bits, the least first. */
typedef struct {
    uint64_t word[LEVEE_LINE_WORDS];
} levee_line_t;

static inline levee_line_t levee_line_load(const uint64_t *from, uint64_t beat)
{
    levee_line_t line = {{0, 0, 0, 0, 0, 0, 0, 0}};

    for (uint32_t i = 0; i < LEVEE_LINE_WORDS; i++) {
#pragma HLS unroll
        line.word[i] = from[beat * LEVEE_LINE_WORDS + i];
    }
    return line;
}

static inline void levee_line_store(uint64_t *to, uint64_t beat, levee_line_t line)
{
    for (uint32_t i = 0; i < LEVEE_LINE_WORDS; i++) {
#pragma HLS unroll
        to[beat * LEVEE_LINE_WORDS + i] = line.word[i];
    }
}

/* levee_line_get: up to 64 bits that lie in one word. */
static inline uint64_t levee_line_get(levee_line_t line, uint32_t low, uint32_t bits)
{
    return (line.word[low / 64] >> (low % 64)) & (UINT64_MAX >> (64 - bits));
}

/* levee_line_get_32: a count, a place or a number. */
static inline uint32_t levee_line_get_32(levee_line_t line, uint32_t low)
{
    return (uint32_t)levee_line_get(line, low, 32);
}

/* levee_line_put: the same with a value of one word set where it is 0 so far. */
static inline levee_line_t levee_line_put(levee_line_t line, uint32_t low, uint64_t value)
{
    line.word[low / 64] |= value << (low % 64);
    return line;
}

/* levee_line_signed: `bits` bits of two's complement that lie in one word. */
static inline int64_t levee_line_signed(levee_line_t line, uint32_t low, uint32_t bits)
{
    const uint64_t value = levee_line_get(line, low, bits);
    const uint64_t sign = UINT64_C(1) << (bits - 1);

    return (value & sign) ? -(int64_t)((sign - (value & (sign - 1)))) : (int64_t)value;
}

/* levee_line_scale: the eight limbs from bit 256 on, where both kinds of beat
 * that have any have them. */
static inline levee_scale_t levee_line_scale(levee_line_t line, uint32_t inexact)
{
    levee_scale_t scale = {{0, 0, 0, 0, 0, 0, 0, 0}, inexact};

    for (uint32_t i = 0; i < LEVEE_SCALE_LIMBS; i++) {
#pragma HLS unroll
        scale.limb[i] = levee_line_get_32(line, LEVEE_CARD_RECIPE_VALUE + 32 * i);
    }
    return scale;
}

/* levee_line_deduction: 88 bits of two's complement, high * 2^28 + low. */
static inline levee_deduction_t levee_line_deduction(levee_line_t line, uint32_t low)
{
    const uint64_t below = levee_line_get(line, low, 64);
    const uint32_t above_bits = LEVEE_CARD_DEDUCTIONS_MAINTENANCE_LONG_BITS - 64;
    const int64_t above = levee_line_signed(line, low + 64, above_bits);
    const levee_deduction_t deduction = {above * (INT64_C(1) << (64 - LEVEE_ROW_LOW_BITS)) +
                                             (int64_t)(below >> LEVEE_ROW_LOW_BITS),
                                         (uint32_t)(below & ((UINT64_C(1) << LEVEE_ROW_LOW_BITS) - 1))};

    return deduction;
}

#endif
