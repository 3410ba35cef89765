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

/*@ // A beat's eight words, of 2^32 beats at most.
  @ predicate line_at{L}(uint64_t *buffer, integer beat) =
  @     0 <= beat <= 0x1ffffffff && \valid_read(buffer + (beat * 8 .. beat * 8 + 7));
  @*/

/*@ requires line_at(from, beat);
  @ assigns \nothing;
  @ ensures \forall integer i; 0 <= i < LEVEE_LINE_WORDS ==> \result.word[i] == from[beat * 8 + i];
  @*/
static inline levee_line_t levee_line_load(const uint64_t *from, uint64_t beat)
{
    levee_line_t line = {{0, 0, 0, 0, 0, 0, 0, 0}};

    /*@ loop invariant 0 <= i <= LEVEE_LINE_WORDS;
      @ loop invariant \forall integer k; 0 <= k < i ==> line.word[k] == from[beat * 8 + k];
      @ loop assigns i, line;
      @ loop variant LEVEE_LINE_WORDS - i;
      @*/
    for (uint32_t i = 0; i < LEVEE_LINE_WORDS; i++) {
#pragma HLS unroll
        line.word[i] = from[beat * LEVEE_LINE_WORDS + i];
    }
    return line;
}

/*@ requires line_at(to, beat) && \valid(to + (beat * 8 .. beat * 8 + 7));
  @ assigns to[beat * 8 .. beat * 8 + 7];
  @ ensures \forall integer i; 0 <= i < LEVEE_LINE_WORDS ==> to[beat * 8 + i] == line.word[i];
  @*/
static inline void levee_line_store(uint64_t *to, uint64_t beat, levee_line_t line)
{
    /*@ loop invariant 0 <= i <= LEVEE_LINE_WORDS;
      @ loop invariant \forall integer k; 0 <= k < i ==> to[beat * 8 + k] == line.word[k];
      @ loop assigns i, to[beat * 8 .. beat * 8 + 7];
      @ loop variant LEVEE_LINE_WORDS - i;
      @*/
    for (uint32_t i = 0; i < LEVEE_LINE_WORDS; i++) {
#pragma HLS unroll
        to[beat * LEVEE_LINE_WORDS + i] = line.word[i];
    }
}

/* levee_line_word: 64 bits that are a word. */
/*@ requires low < 512;
  @ assigns \nothing;
  @ ensures \result == line.word[low / 64];
  @*/
static inline uint64_t levee_line_word(levee_line_t line, uint32_t low)
{
    return line.word[low / 64];
}

/* levee_line_get: a field of less that lies in one word; `span` is 2 to the power
 * of its bits. */
/*@ requires low < 512 && 0 < span;
  @ assigns \nothing;
  @ ensures \result == (line.word[low / 64] >> (low % 64)) % span;
  @ ensures \result < span;
  @*/
static inline uint64_t levee_line_get(levee_line_t line, uint32_t low, uint64_t span)
{
    return (line.word[low / 64] >> (low % 64)) % span;
}

/* levee_line_get_32: a count, a place or a number. */
/*@ requires low < 512;
  @ assigns \nothing;
  @ ensures \result == (line.word[low / 64] >> (low % 64)) % two32;
  @*/
static inline uint32_t levee_line_get_32(levee_line_t line, uint32_t low)
{
    return (uint32_t)levee_line_get(line, low, UINT64_C(1) << 32);
}

/* levee_line_put: the line with a word where it is 0 so far. */
/*@ requires low < 512;
  @ assigns \nothing;
  @ ensures \result == {line \with .word[low / 64] = value};
  @*/
static inline levee_line_t levee_line_put(levee_line_t line, uint32_t low, uint64_t value)
{
    line.word[low / 64] = value;
    return line;
}

/* levee_line_put_32: the line with half a word where it is 0 so far. */
/*@ requires low < 512 && low % 32 == 0;
  @ assigns \nothing;
  @ ensures \forall integer i; 0 <= i < LEVEE_LINE_WORDS && i != low / 64 ==> \result.word[i] == line.word[i];
  @*/
static inline levee_line_t levee_line_put_32(levee_line_t line, uint32_t low, uint32_t value)
{
    line.word[low / 64] |= low % 64 == 0 ? value : value * (UINT64_C(1) << 32);
    return line;
}

/* levee_signed: two's complement of a width in which `half` is the least number
 * that stands for a negative one. */
/*@ requires 0 < half <= 0x4000000000000000 && value < 2 * half;
  @ assigns \nothing;
  @ ensures \result == (value < half ? value : value - 2 * half);
  @*/
static inline int64_t levee_signed(uint64_t value, uint64_t half)
{
    return value < half ? (int64_t)value : (int64_t)(value - half) - (int64_t)half;
}

/* levee_line_scale: the eight limbs from bit 256 on, where both kinds of beat
 * that have any have them. */
/*@ assigns \nothing;
  @ ensures \result.inexact == inexact;
  @*/
static inline levee_scale_t levee_line_scale(levee_line_t line, uint32_t inexact)
{
    levee_scale_t scale = {{0, 0, 0, 0, 0, 0, 0, 0}, inexact};

    /*@ loop invariant 0 <= i <= LEVEE_SCALE_LIMBS && scale.inexact == inexact;
      @ loop assigns i, scale;
      @ loop variant LEVEE_SCALE_LIMBS - i;
      @*/
    for (uint32_t i = 0; i < LEVEE_SCALE_LIMBS; i++) {
#pragma HLS unroll
        scale.limb[i] = levee_line_get_32(line, LEVEE_CARD_RECIPE_VALUE + 32 * i);
    }
    return scale;
}

/* levee_line_deduction: 88 bits of two's complement, high * 2^28 + low. */
/*@ requires low < 512 && low % 128 == 0;
  @ assigns \nothing;
  @ ensures 0 <= \result.low < two28;
  @*/
static inline levee_deduction_t levee_line_deduction(levee_line_t line, uint32_t low)
{
    const uint64_t half = UINT64_C(1) << (LEVEE_CARD_DEDUCTIONS_MAINTENANCE_LONG_BITS - 64 - 1);
    const uint64_t below = levee_line_word(line, low);
    const int64_t above = levee_signed(levee_line_get(line, low + 64, 2 * half), half);
    const levee_deduction_t deduction = {above * (INT64_C(1) << (64 - LEVEE_ROW_LOW_BITS)) +
                                             (int64_t)(below / (1u << LEVEE_ROW_LOW_BITS)),
                                         (uint32_t)(below % (1u << LEVEE_ROW_LOW_BITS))};

    return deduction;
}

#endif
