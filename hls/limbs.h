/* SPDX-License-Identifier: Apache-2.0
 *
 * limbs.h: multiplication and division wider than 64 bits, in explicit limbs.
 * Everything a row or a tier limit needs, and nothing else. */
#ifndef LEVEE_HLS_LIMBS_H
#define LEVEE_HLS_LIMBS_H

#include <stdint.h>

#include "proof.h"

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

/* levee_digit_t: a 32-bit digit and what is carried to the next one. */
typedef struct {
    uint32_t digit;
    uint64_t carry;
} levee_digit_t;

/* levee_multiply_digit: digit + 2^32 * carry of x * limb + carry, for x and
 * carry below 2^53; the new carry is below 2^53 again. */
/*@ requires x < two53 && carry < two53;
  @ assigns \nothing;
  @ ensures \result.digit + two32 * \result.carry == x * limb + carry;
  @ ensures \result.carry < two53;
  @*/
static inline levee_digit_t levee_multiply_digit(uint64_t x, uint32_t limb, uint64_t carry)
{
    const uint64_t low = (x & 0xffffffffu) * limb + (carry & 0xffffffffu);
    const uint64_t high = (x >> 32) * limb + (carry >> 32);
    const levee_digit_t result = {(uint32_t)(low & 0xffffffffu), high + (low >> 32)};

    return result;
}

/*@ logic integer whole_value(levee_whole_t w) = w.limb[0] + two32 * w.limb[1] + two64 * w.limb[2];
  @ logic integer saturated(integer x) = x < two96 ? x : two96 - 1;
  @
  @ // x times the scale, in units of 2^-160: a definition, in a form that keeps the products apart.
  @ axiomatic Scale {
  @     logic integer scale_product(levee_scale_t s, integer x);
  @     axiom scale_product_is: \forall levee_scale_t s, integer x; scale_product(s, x) ==
  @         x * s.limb[0] + two32 * (x * s.limb[1]) + two64 * (x * s.limb[2])
  @         + two96 * (x * s.limb[3]) + two128 * (x * s.limb[4])
  @         + two160 * (x * s.limb[5] + two32 * (x * s.limb[6]) + two64 * (x * s.limb[7]));
  @ }
  @ // Floor and ceiling of x times the rational behind the scale.
  @ logic integer scale_floor(levee_scale_t s, integer x) = (scale_product(s, x) + (s.inexact ? x : 0)) / two160;
  @ logic integer scale_ceil(levee_scale_t s, integer x) =
  @     scale_product(s, x) / two160 + (scale_product(s, x) % two160 != 0 || (s.inexact != 0 && x != 0) ? 1 : 0);
  @*/

/* levee_scale_multiply: x * scale for x < 2^53, plus `round` (0 or 1) units of
 * 2^-160 per unit of x. Whole parts of 2^96 and more saturate. */
/*@ requires x < two53 && round <= 1;
  @ assigns \nothing;
  @ ensures whole_value(\result.whole) == saturated((scale_product(scale, x) + (round ? x : 0)) / two160);
  @ ensures whole_value(\result.whole) < two96 - 1 ==>
  @     (\result.fraction == 0 <==> (scale_product(scale, x) + (round ? x : 0)) % two160 == 0);
  @*/
static inline levee_product_t levee_scale_multiply(levee_scale_t scale, uint64_t x, uint32_t round)
{
    const levee_digit_t d0 = levee_multiply_digit(x, scale.limb[0], round ? x : 0);
    const levee_digit_t d1 = levee_multiply_digit(x, scale.limb[1], d0.carry);
    const levee_digit_t d2 = levee_multiply_digit(x, scale.limb[2], d1.carry);
    const levee_digit_t d3 = levee_multiply_digit(x, scale.limb[3], d2.carry);
    const levee_digit_t d4 = levee_multiply_digit(x, scale.limb[4], d3.carry);
    const levee_digit_t d5 = levee_multiply_digit(x, scale.limb[5], d4.carry);
    const levee_digit_t d6 = levee_multiply_digit(x, scale.limb[6], d5.carry);
    const levee_digit_t d7 = levee_multiply_digit(x, scale.limb[7], d6.carry);
    const uint32_t fraction = d0.digit != 0 || d1.digit != 0 || d2.digit != 0 || d3.digit != 0 || d4.digit != 0;
    const levee_product_t product = {{{d5.digit, d6.digit, d7.digit}}, fraction};
    const levee_product_t largest = {{{0xffffffffu, 0xffffffffu, 0xffffffffu}}, fraction};

    /*@ assert (round ? x : 0) + x * scale.limb[0] + two32 * (x * scale.limb[1]) + two64 * (x * scale.limb[2])
      @     == d0.digit + two32 * d1.digit + two64 * d2.digit + two96 * d2.carry; */
    /*@ assert d2.carry + x * scale.limb[3] + two32 * (x * scale.limb[4])
      @     == d3.digit + two32 * d4.digit + two64 * d4.carry; */
    /*@ assert d4.carry + x * scale.limb[5] + two32 * (x * scale.limb[6]) + two64 * (x * scale.limb[7])
      @     == whole_value(product.whole) + two96 * d7.carry; */
    /*@ assert scale_product(scale, x) + (round ? x : 0)
      @     == d0.digit + two32 * d1.digit + two64 * d2.digit + two96 * d3.digit + two128 * d4.digit
      @     + two160 * (whole_value(product.whole) + two96 * d7.carry); */
    /*@ assert fraction == 0 <==> d0.digit + two32 * d1.digit + two64 * d2.digit + two96 * d3.digit
      @     + two128 * d4.digit == 0; */
    /*@ assert 0 <= d0.digit + two32 * d1.digit + two64 * d2.digit + two96 * d3.digit
      @     + two128 * d4.digit < two160; */
    return d7.carry != 0 ? largest : product;
}

/* levee_scale_floor: floor(x * r) of the rational r behind `scale`. */
/*@ requires x < two53 && scale.inexact <= 1;
  @ assigns \nothing;
  @ ensures whole_value(\result) == saturated(scale_floor(scale, x));
  @*/
static inline levee_whole_t levee_scale_floor(levee_scale_t scale, uint64_t x)
{
    return levee_scale_multiply(scale, x, scale.inexact).whole;
}

/* levee_whole_add: whole + bit (0 or 1), saturating. */
/*@ requires bit <= 1;
  @ assigns \nothing;
  @ ensures whole_value(\result) == saturated(whole_value(whole) + bit);
  @*/
static inline levee_whole_t levee_whole_add(levee_whole_t whole, uint32_t bit)
{
    const uint64_t d0 = (uint64_t)whole.limb[0] + bit;
    const uint64_t d1 = whole.limb[1] + (d0 >> 32);
    const uint64_t d2 = whole.limb[2] + (d1 >> 32);
    const levee_whole_t sum = {
        {(uint32_t)(d0 & 0xffffffffu), (uint32_t)(d1 & 0xffffffffu), (uint32_t)(d2 & 0xffffffffu)}};

    //@ assert whole_value(sum) + two96 * (d2 / two32) == whole_value(whole) + bit;
    //@ assert 0 <= whole_value(sum) && whole_value(whole) < two96;
    return d2 > 0xffffffffu ? whole : sum;
}

/* levee_scale_ceil: ceil(x * r) of the rational r behind `scale`. */
/*@ requires x < two53 && scale.inexact <= 1;
  @ assigns \nothing;
  @ ensures whole_value(\result) == saturated(scale_ceil(scale, x));
  @*/
static inline levee_whole_t levee_scale_ceil(levee_scale_t scale, uint64_t x)
{
    const levee_product_t product = levee_scale_multiply(scale, x, 0);

    return levee_whole_add(product.whole, product.fraction || (scale.inexact && x));
}

/* levee_division_t: one digit of a quotient, and the remainder. */
typedef struct {
    uint32_t digit;
    uint32_t remainder;
} levee_division_t;

/* levee_divide_digit: (remainder * 2^32 + digit) / divisor, for a remainder
 * below the divisor. */
/*@ requires remainder < divisor;
  @ assigns \nothing;
  @ ensures \result.digit * divisor + \result.remainder == remainder * two32 + digit;
  @ ensures \result.remainder < divisor;
  @*/
static inline levee_division_t levee_divide_digit(uint32_t remainder, uint32_t digit, uint32_t divisor)
{
    const uint64_t digits = ((uint64_t)remainder << 32) + digit;
    const levee_division_t result = {(uint32_t)(digits / divisor), (uint32_t)(digits % divisor)};

    return result;
}

/* levee_quotient_t: floor(whole / divisor) and what is left over. */
typedef struct {
    levee_whole_t whole;
    uint32_t remainder;
} levee_quotient_t;

/*@ axiomatic Quotient {
  @     predicate quotient(integer q, integer r, integer x, integer d);
  @     axiom quotient_is: \forall integer q, r, x, d; quotient(q, r, x, d) <==> q * d + r == x && 0 <= r < d;
  @ }
  @*/

/* levee_whole_divide: whole / divisor, for a divisor above 0. */
/*@ requires divisor > 0;
  @ assigns \nothing;
  @ ensures quotient(whole_value(\result.whole), \result.remainder, whole_value(whole), divisor);
  @*/
static inline levee_quotient_t levee_whole_divide(levee_whole_t whole, uint32_t divisor)
{
    const levee_division_t q2 = levee_divide_digit(0, whole.limb[2], divisor);
    const levee_division_t q1 = levee_divide_digit(q2.remainder, whole.limb[1], divisor);
    const levee_division_t q0 = levee_divide_digit(q1.remainder, whole.limb[0], divisor);
    const levee_quotient_t quotient = {{{q0.digit, q1.digit, q2.digit}}, q0.remainder};

    return quotient;
}

/* levee_whole_to_int64: the whole as an integer, saturated at INT64_MAX. */
/*@ assigns \nothing;
  @ ensures \result == (whole_value(whole) < INT64_MAX ? whole_value(whole) : INT64_MAX);
  @*/
static inline int64_t levee_whole_to_int64(levee_whole_t whole)
{
    const uint64_t value = ((uint64_t)whole.limb[1] << 32) + whole.limb[0];

    //@ assert whole_value(whole) == value + two64 * whole.limb[2];
    return whole.limb[2] != 0 || value > INT64_MAX ? INT64_MAX : (int64_t)value;
}

#endif
