/* SPDX-License-Identifier: Apache-2.0
 *
 * rows.h: what one lot is worth under a measure after its requirement, and how
 * many lots a tier holds at today's price (docs/model.md, "Rows"). All model
 * knowledge of linear, inverse and asset instruments is in this file. */
#ifndef LEVEE_HLS_ROWS_H
#define LEVEE_HLS_ROWS_H

#include "limbs.h"
#include "limits.h"

enum { LEVEE_EQUITY = 0, LEVEE_MAINTENANCE = 1, LEVEE_INITIAL = 2 };
enum { LEVEE_LONG = 0, LEVEE_SHORT = 1 };

/* Assets are valued like linear instruments; their rates are haircut and
 * borrow instead of maintenance and initial of both sides. */
enum { LEVEE_LINEAR = 0, LEVEE_INVERSE = 1, LEVEE_ASSET = 2 };

/* levee_deduction_t: high * 2^28 + low quanta * 10^-6, the form in which the
 * accumulators take it. 0 <= low < 2^28. */
typedef struct {
    int64_t high;
    uint32_t low;
} levee_deduction_t;

/* levee_side_rates_t: one side of one tier. Measures count from 0; equity has
 * rate 0 and deduction 0. */
typedef struct {
    uint32_t rate_ppm[LEVEE_MEASURES];
    levee_deduction_t deduction[LEVEE_MEASURES];
} levee_side_rates_t;

/* levee_tier_t: `bound` turns the tier's upper bound into lots.
 *   linear, asset:  floor(bound / v), in lots * ticks, whole
 *   inverse:        bound / w, in lots per tick
 * with v and w as in levee_instrument_t. */
typedef struct {
    levee_scale_t bound;
    levee_side_rates_t side[LEVEE_SIDES];
} levee_tier_t;

/* levee_instrument_t: what revalue knows of an instrument. `value` is
 *   linear, asset:  v, the quanta one lot gains per tick
 *   inverse:        w = N * Q / tick, so that one lot is worth w / P quanta */
typedef struct {
    uint32_t kind;
    uint32_t tier_count; /* 1 to LEVEE_TIERS_MAX */
    levee_scale_t value;
    levee_tier_t tier[LEVEE_TIERS_MAX];
} levee_instrument_t;

/* levee_update_t: an instrument's new price in ticks, 1 to LEVEE_PRICE_MAX,
 * and its funding indices, quanta * 10^-6 per lot. */
typedef struct {
    uint32_t instrument;
    uint32_t price;
    int64_t funding[LEVEE_SIDES];
} levee_update_t;

/* levee_row_t: the entries of one tier and side: 64 bytes, one cache line. */
typedef struct {
    int64_t row[LEVEE_MEASURES];
    int64_t deduction_high[LEVEE_MEASURES];
    uint32_t deduction_low[LEVEE_MEASURES];
    uint32_t unused;
} levee_row_t;

/* levee_risk_t: the risk table of one instrument. limit[k] is the most lots
 * that tier k holds; the last tier and those that do not exist hold
 * LEVEE_LOTS_MAX, so a leg's tier is the number of limits below |q|. */
typedef struct {
    int64_t limit[LEVEE_TIERS_MAX];
    levee_row_t row[LEVEE_TIERS_MAX][LEVEE_SIDES];
} levee_risk_t;

/*@ predicate is_tier{L}(levee_risk_t *risk, integer magnitude, integer k) =
  @     0 <= k < LEVEE_TIERS_MAX && (\forall integer j; 0 <= j < k ==> risk->limit[j] < magnitude) &&
  @     (k < LEVEE_TIERS_MAX - 1 ==> risk->limit[k] >= magnitude);
  @*/

/* levee_risk_tier is the number of limits below `magnitude`, |q| in lots. */
/*@ requires \valid_read(risk);
  @ assigns \nothing;
  @ ensures is_tier(risk, magnitude, \result);
  @*/
static inline uint32_t levee_risk_tier(const levee_risk_t *risk, int64_t magnitude)
{
    uint32_t tier = 0;

    /*@ loop invariant 0 <= k < LEVEE_TIERS_MAX && tier == k;
      @ loop invariant \forall integer j; 0 <= j < k ==> risk->limit[j] < magnitude;
      @ loop assigns k, tier;
      @ loop variant LEVEE_TIERS_MAX - k;
      @*/
    for (uint32_t k = 0; k + 1 < LEVEE_TIERS_MAX && risk->limit[k] < magnitude; k++) {
#pragma HLS unroll
        tier = k + 1;
    }
    return tier;
}

/* The price part of a row, without funding: rounded against the account, floor
 * for longs and ceil for shorts. `price` in ticks, 1 to LEVEE_PRICE_MAX; `rate`
 * in ppm, up to LEVEE_RATE_MAX_PPM. Magnitudes beyond 64 bits saturate. */

/*@ predicate market(levee_scale_t s, integer price, integer rate) =
  @     s.inexact <= 1 && 1 <= price <= LEVEE_PRICE_MAX && 0 <= rate <= LEVEE_RATE_MAX_PPM;
  @
  @ // R(P) < 2^59 - 2^57, said without the division.
  @ logic integer row_max = two59 - two57 - 1;
  @ predicate linear_in_range(levee_scale_t s, integer price, integer rate) =
  @     scale_ceil(s, price * (LEVEE_PPM + rate)) <= row_max;
  @ predicate inverse_in_range(levee_scale_t s, integer price, integer rate) =
  @     scale_ceil(s, LEVEE_PPM + rate) <= row_max * price;
  @ predicate in_range(integer kind, levee_scale_t s, integer price, integer rate) =
  @     kind == LEVEE_INVERSE ? inverse_in_range(s, price, rate) : linear_in_range(s, price, rate);
  @ predicate row_bound(integer row) = -row_max <= row <= row_max;
  @ lemma product_positive: \forall levee_scale_t s, integer x; 0 <= x ==> 0 <= scale_product(s, x);
  @ lemma product_monotone: \forall levee_scale_t s, integer x, y; 0 <= x <= y ==>
  @     scale_product(s, x) <= scale_product(s, y);
  @ lemma floor_below_ceil: \forall levee_scale_t s, integer x, y; 0 <= x <= y < two53 && s.inexact == 0 ==>
  @     0 <= scale_floor(s, x) <= scale_ceil(s, y);
  @ lemma floor_below_ceil_inexact: \forall levee_scale_t s, integer x, y; 0 <= x <= y < two53 && s.inexact != 0 ==>
  @     0 <= scale_floor(s, x) <= scale_ceil(s, y);
  @ lemma quotient_in_range: \forall integer q, r, x, d; quotient(q, r, x, d) ==>
  @     (x <= row_max * d <==> q < row_max || (q == row_max && r == 0));
  @ logic integer capped(integer x) = x < INT64_MAX ? x : INT64_MAX;
  @*/

/* levee_linear_long: floor(P * v * (M - rate)). */
/*@ requires market(value, price, rate);
  @ assigns \nothing;
  @ ensures 0 <= \result == capped(scale_floor(value, price * (LEVEE_PPM - rate)));
  @ ensures linear_in_range(value, price, rate) ==> row_bound(\result);
  @*/
static inline int64_t levee_linear_long(levee_scale_t value, uint32_t price, uint32_t rate)
{
    const uint64_t factor = (uint64_t)price * (LEVEE_PPM - rate);

    //@ assert 0 <= factor <= price * (LEVEE_PPM + rate) < two53;
    //@ assert scale_floor(value, factor) <= scale_ceil(value, price * (LEVEE_PPM + rate));
    return levee_whole_to_int64(levee_scale_floor(value, factor));
}

/* levee_linear_short: ceil(P * v * (M + rate)). */
/*@ requires market(value, price, rate);
  @ assigns \nothing;
  @ ensures 0 <= \result == capped(scale_ceil(value, price * (LEVEE_PPM + rate)));
  @ ensures linear_in_range(value, price, rate) ==> row_bound(\result);
  @*/
static inline int64_t levee_linear_short(levee_scale_t value, uint32_t price, uint32_t rate)
{
    return levee_whole_to_int64(levee_scale_ceil(value, (uint64_t)price * (LEVEE_PPM + rate)));
}

/* levee_inverse_share: whole / P, rounded up when `up`. Dividing by a whole
 * number, rounding before changes nothing: ceil(ceil(x) / P) = ceil(x / P). */
/*@ requires 1 <= price <= LEVEE_PRICE_MAX;
  @ assigns \nothing;
  @ ensures 0 <= \result;
  @ ensures whole_value(whole) <= row_max * price ==> \result <= row_max;
  @ ensures up != 0 && \result <= row_max ==> whole_value(whole) <= row_max * price;
  @*/
static inline int64_t levee_inverse_share(levee_whole_t whole, uint32_t price, uint32_t up)
{
    const levee_quotient_t share = levee_whole_divide(whole, price);

    return levee_whole_to_int64(levee_whole_add(share.whole, up && share.remainder));
}

/* levee_inverse_long: -ceil(w * (M + rate) / P). */
/*@ requires market(value, price, rate);
  @ assigns \nothing;
  @ ensures -INT64_MAX <= \result <= 0;
  @ ensures inverse_in_range(value, price, rate) <==> row_bound(\result);
  @*/
static inline int64_t levee_inverse_long(levee_scale_t value, uint32_t price, uint32_t rate)
{
    return -levee_inverse_share(levee_scale_ceil(value, LEVEE_PPM + rate), price, 1);
}

/* levee_inverse_short: -floor(w * (M - rate) / P). */
/*@ requires market(value, price, rate);
  @ assigns \nothing;
  @ ensures -INT64_MAX <= \result <= 0;
  @ ensures inverse_in_range(value, price, rate) ==> row_bound(\result);
  @*/
static inline int64_t levee_inverse_short(levee_scale_t value, uint32_t price, uint32_t rate)
{
    //@ assert scale_floor(value, LEVEE_PPM - rate) <= scale_ceil(value, LEVEE_PPM + rate);
    return -levee_inverse_share(levee_scale_floor(value, LEVEE_PPM - rate), price, 0);
}

/* levee_row_price_part: the price part of the row of `kind` and `side`. */
/*@ requires market(value, price, rate);
  @ assigns \nothing;
  @ ensures in_range(kind, value, price, rate) ==> row_bound(\result);
  @*/
static inline int64_t levee_row_price_part(uint32_t kind, uint32_t side, levee_scale_t value, uint32_t price,
                                           uint32_t rate)
{
    if (kind == LEVEE_INVERSE)
        return side == LEVEE_LONG ? levee_inverse_long(value, price, rate) : levee_inverse_short(value, price, rate);
    return side == LEVEE_LONG ? levee_linear_long(value, price, rate) : levee_linear_short(value, price, rate);
}

/* levee_row_largest: R(P), the largest magnitude of any row of `kind` without
 * funding when `rate` is the instrument's largest: ceil(P * v * (M + rate)),
 * inverse ceil(w * (M + rate) / P). */
/*@ requires market(value, price, rate);
  @ assigns \nothing;
  @ ensures 0 <= \result;
  @ ensures in_range(kind, value, price, rate) <==> \result <= row_max;
  @*/
static inline int64_t levee_row_largest(uint32_t kind, levee_scale_t value, uint32_t price, uint32_t rate)
{
    return kind == LEVEE_INVERSE ? -levee_inverse_long(value, price, rate) : levee_linear_short(value, price, rate);
}

/* levee_tier_limit: max{ n : the notional of n lots at P is within the bound },
 * at most LEVEE_LOTS_MAX. */
/*@ requires market(bound, price, 0);
  @ assigns \nothing;
  @ ensures 0 <= \result <= LEVEE_LOTS_MAX;
  @*/
static inline int64_t levee_tier_limit(uint32_t kind, levee_scale_t bound, uint32_t price)
{
    const levee_whole_t whole = levee_scale_floor(bound, kind == LEVEE_INVERSE ? price : 1);
    const levee_whole_t lots = kind == LEVEE_INVERSE ? whole : levee_whole_divide(whole, price).whole;
    const int64_t limit = levee_whole_to_int64(lots);

    return limit > LEVEE_LOTS_MAX ? LEVEE_LOTS_MAX : limit;
}

/* levee_tier_row: the entries of one tier and side at `price`. */
/*@ requires \forall integer m; 0 <= m < LEVEE_MEASURES ==>
  @     market(value, price, rates.rate_ppm[m]) && in_range(kind, value, price, rates.rate_ppm[m]);
  @ requires -two57 <= funding <= two57;
  @ assigns \nothing;
  @ ensures \forall integer m; 0 <= m < LEVEE_MEASURES ==> -two59 < \result.row[m] < two59;
  @*/
static inline levee_row_t levee_tier_row(uint32_t kind, uint32_t side, levee_scale_t value, uint32_t price,
                                         int64_t funding, levee_side_rates_t rates)
{
    levee_row_t entry = {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, 0};

    /*@ loop invariant 0 <= m <= LEVEE_MEASURES;
      @ loop invariant \forall integer k; 0 <= k < m ==> -two59 < entry.row[k] < two59;
      @ loop assigns m, entry;
      @ loop variant LEVEE_MEASURES - m;
      @*/
    for (int m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
        entry.row[m] = levee_row_price_part(kind, side, value, price, rates.rate_ppm[m]) - funding;
        entry.deduction_high[m] = rates.deduction[m].high;
        entry.deduction_low[m] = rates.deduction[m].low;
    }
    return entry;
}

#endif
