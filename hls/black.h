/* SPDX-License-Identifier: Apache-2.0
 *
 * black.h: European options on a forward (Black 1976) in integers: price and greeks
 * from one pass over three tables, no division, no exponential, no loop.
 *
 *   d1 = ln(F/K)/v + v/2,  d2 = d1 - v,  v = sigma * sqrt(T)
 *   call = F N(d1) - K N(d2),  put = call - (F - K)
 *
 * d1 - d2 is v to the last bit, and F phi(d1) = K phi(d2): so what the logarithm and
 * the reciprocal are wrong by cancels in the price to first order.
 *
 * Bounds, for F/K from 0.1 to 10 and v from 0.001 to 5, as tests/unit/hls/test_black.c
 * holds them: price 2e-9 F; delta 1e-9; gamma * F * v and vega / (F sqrt(T)) 3e-8; theta
 * 8e-7 F sigma phi(0) / (2 sqrt(T)). */
#ifndef LEVEE_HLS_BLACK_H
#define LEVEE_HLS_BLACK_H

#include <stdint.h>

#include "black_tables.h"

/* Where the points of the fixed-point numbers stand, in bits. */
enum {
    LEVEE_LOG_BITS = 40,
    LEVEE_VOL_BITS = 28,  /* sigma, a year */
    LEVEE_ROOT_BITS = 30, /* sqrt(T), T in years of 365 days */
    LEVEE_HALF_BITS = 26, /* 1 / (2 sqrt(T)) */
    LEVEE_UNIT_BITS = 32, /* d1, d2, and what comes out, but for vega */
    LEVEE_VEGA_BITS = 44  /* sqrt(T) may be small */
};

/* Limits: F and K are below 2^31, sigma below 16, sqrt(T) below 4, and 1 / (2 sqrt(T))
 * below 2^10, so T is half a minute at least or nothing; v counts as just below 8 where it is
 * more, and as 0 below 2^-30. */
enum { LEVEE_FORWARD_BITS = 31, LEVEE_NORMAL_INDEX_BITS = 9, LEVEE_NORMAL_STEP_BITS = 26 };

/* levee_expiry_t: what an expiry is to all its options. Both 0 where it has come. */
typedef struct {
    uint32_t root;    /* sqrt(T) */
    uint64_t inverse; /* 1 / (2 sqrt(T)) */
} levee_expiry_t;

/* A year of 365 days is 2^16 times this many nanoseconds. */
#define LEVEE_YEAR_PART UINT64_C(481201171875)

/* levee_square_root: floor(sqrt(x)), bit by bit. */
static inline uint32_t levee_square_root(uint64_t x)
{
    uint64_t root = 0;

    for (uint32_t i = 0; i < 32; i++) {
#pragma HLS loop_tripcount max = 32
        const uint64_t more = root | UINT64_C(1) << (31 - i);

        if (more * more <= x)
            root = more;
    }
    return (uint32_t)root;
}

/* levee_expiry_of: an expiry so many nanoseconds away, below 2^58, nine years; one nearer
 * than 30 seconds has come. Once per expiry and tick. sqrt(T) is rounded down to 2^-30:
 * where T is an hour that is 4e-8 of it, and goes into v like a sigma as much lower. */
static inline levee_expiry_t levee_expiry_of(uint64_t nanoseconds)
{
    const uint64_t least = UINT64_C(30000000000);
    const levee_expiry_t come = {0, 0};

    if (nanoseconds < least)
        return come;
    /* T in 2^-60: a long division, 22 bits a step. */
    const uint64_t rest = nanoseconds % LEVEE_YEAR_PART << 22;
    const uint64_t high = nanoseconds / LEVEE_YEAR_PART << 22 | rest / LEVEE_YEAR_PART;
    const uint64_t years = high << 22 | (rest % LEVEE_YEAR_PART << 22) / LEVEE_YEAR_PART;
    const uint32_t root = levee_square_root(years);
    const levee_expiry_t expiry = {root, (UINT64_C(1) << (2 * LEVEE_HALF_BITS + 3)) / root};

    return expiry;
}

/* levee_option_value_t: of a call, in 2^-32, vega in 2^-44. A put's price is levee_black_put's, its
 * delta less by 1, and the rest the same. */
typedef struct {
    int64_t price; /* in units of F and K; from intrinsic to F */
    int64_t delta; /* N(d1), 0 to 1 */
    int64_t gamma; /* phi(d1) / v: times F */
    int64_t vega;  /* phi(d1) sqrt(T): over F, for a sigma of 1 */
    int64_t theta; /* -phi(d1) sigma / (2 sqrt(T)): over F, for a year */
} levee_option_value_t;

/* levee_leading_zeros: of the 64 bits of x, which is not 0. */
static inline uint32_t levee_leading_zeros(uint64_t x)
{
    uint64_t rest = x;
    uint32_t zeros = 0;

    for (uint32_t i = 0; i < 6; i++) {
#pragma HLS unroll
        const uint32_t step = 32u >> i;

        if (rest >> (64 - step) == 0) {
            zeros += step;
            rest <<= step;
        }
    }
    return zeros;
}

/* levee_multiply_shift: floor(a * b / 2^shift), within 1 below it, for |a| < 2^47 and
 * 16 <= shift; what comes out must fit. */
static inline int64_t levee_multiply_shift(int64_t a, uint32_t b, uint32_t shift)
{
    const int64_t high = (a >> 16) * (int64_t)b;
    const int64_t low = (int64_t)((uint64_t)(a & 0xffff) * b >> 16);

    return (high + low) >> (shift - 16);
}

/* levee_log: ln(x) in 2^-40, for x from 1 to 2^32 - 1, within 8 * 2^-40. x is m * 2^e
 * with m in [1, 2); m * c - 1 is small for the table's c, and its logarithm a short series. */
static inline int64_t levee_log(uint32_t x)
{
    const uint32_t zeros = levee_leading_zeros(x) - 32;
    const uint64_t m = (uint64_t)x << zeros;
    const levee_log_segment_t segment = levee_log_segment[m >> 24 & 127];
    const int64_t z = (int64_t)(m * segment.factor) - (INT64_C(1) << LEVEE_LOG_BITS);
    const int64_t square = ((z >> 4) * (z >> 4)) >> 32;
    const int64_t cube = (square * z) >> LEVEE_LOG_BITS;
    const int64_t third = (INT64_C(1) << LEVEE_LOG_BITS) / 3 - (z >> 2) + square / 5;

    return (31 - (int64_t)zeros) * LEVEE_LN2 + segment.log + z - (square >> 1) + ((cube * third) >> LEVEE_LOG_BITS);
}

/* levee_newton: a better 2^62 / m than `guess`: one that is off by 2^-k of itself is off
 * by 2^-2k then, and by what is rounded. */
static inline int64_t levee_newton(uint32_t m, int64_t guess)
{
    const int64_t error = (INT64_C(1) << 62) - (int64_t)m * guess;

    return guess + ((guess * (error >> 31) + (INT64_C(1) << 30)) >> 31);
}

/* levee_reciprocal: 2^62 / m, for m from 2^31 to 2^32 - 1, within 2 and below 2^31, so
 * that a signed word of 32 bits holds it: a chord, then two steps of Newton's. */
static inline uint32_t levee_reciprocal(uint32_t m)
{
    const levee_reciprocal_segment_t segment = levee_reciprocal_segment[m >> 27 & 15];
    const uint64_t along = m & 0x7ffffff;
    const int64_t chord = (int64_t)segment.start - (int64_t)(along * segment.fall >> 27);
    const int64_t exact = levee_newton(m, levee_newton(m, chord));

    return (uint32_t)(exact < INT32_MAX ? exact : INT32_MAX);
}

/* levee_normal_t: N(d) and phi(d) in 2^-32. */
typedef struct {
    int64_t below;
    int64_t density;
} levee_normal_t;

/* levee_normal: for any d in 2^-32; 8 and beyond is 8 less 2^-32, and neither 0 nor 1
 * comes out, so that a word of 32 bits holds it. The density is the cubic's own slope, so
 * that it needs no table. */
static inline levee_normal_t levee_normal(int64_t d)
{
    const int64_t most = (INT64_C(1) << (LEVEE_NORMAL_INDEX_BITS + LEVEE_NORMAL_STEP_BITS)) - 1;
    const int64_t size = d < 0 ? -d : d;
    const int64_t at = size < most ? size : most;
    const levee_normal_segment_t segment = levee_normal_segment[at >> LEVEE_NORMAL_STEP_BITS];
    const int64_t u = at & ((INT64_C(1) << LEVEE_NORMAL_STEP_BITS) - 1);
    const int64_t cubic = (segment.c3 * u) >> LEVEE_NORMAL_STEP_BITS;
    const int64_t square = segment.c2 + cubic;
    const int64_t linear = segment.c1 + ((square * u) >> LEVEE_NORMAL_STEP_BITS);
    const int64_t value = segment.c0 + ((linear * u) >> LEVEE_NORMAL_STEP_BITS);
    const int64_t slope = segment.c1 + (((segment.c2 + square + 2 * cubic) * u) >> LEVEE_NORMAL_STEP_BITS);
    const int64_t rounded = (value + 64) >> 7;
    const int64_t above = rounded < UINT32_MAX ? rounded : UINT32_MAX;
    const int64_t density = (slope + 1) >> 1;
    const levee_normal_t normal = {d < 0 ? (INT64_C(1) << LEVEE_UNIT_BITS) - above : above, density < 0 ? 0 : density};

    return normal;
}

/* levee_vol_t: a total vol and its reciprocal, as the rest wants them. */
typedef struct {
    int64_t half;        /* v / 2 in 2^-32 */
    uint32_t scale;      /* v is m * 2^(33 - scale), m in [1, 2); 31 to 63 */
    uint32_t reciprocal; /* 1 / m, levee_reciprocal */
} levee_vol_t;

/* levee_total_vol: sigma * sqrt(T) in 2^-58, exact, but less than 8; below 2^-30 it is
 * nothing, 0. */
static inline uint64_t levee_total_vol(uint32_t sigma, uint32_t root)
{
    const uint64_t most = (UINT64_C(1) << (LEVEE_VOL_BITS + LEVEE_ROOT_BITS + 3)) - 1;
    const uint64_t v = (uint64_t)sigma * root;

    if (v >> LEVEE_VOL_BITS == 0)
        return 0;
    return v < most ? v : most;
}

/* levee_vol_of takes apart a total vol that is not 0. */
static inline levee_vol_t levee_vol_of(uint64_t v)
{
    const uint32_t zeros = levee_leading_zeros(v);
    const uint32_t drop = LEVEE_VOL_BITS + LEVEE_ROOT_BITS - LEVEE_UNIT_BITS + 1;
    const levee_vol_t vol = {(int64_t)((v + (UINT64_C(1) << (drop - 1))) >> drop), zeros + 28,
                             levee_reciprocal((uint32_t)(v << zeros >> 32))};

    return vol;
}

/* levee_standardise: x / v in 2^-32, x in 2^-40, clamped where it is 8 at least. x is
 * shifted as far as v was, so that no bit of it is lost. */
static inline int64_t levee_standardise(int64_t x, const levee_vol_t *vol)
{
    const int64_t limit = (INT64_C(1) << (77 - vol->scale)) - 1;
    const int64_t low = x < -limit ? -limit : x;
    const int64_t kept = low > limit ? limit : low;

    return levee_multiply_shift(kept * (INT64_C(1) << (vol->scale - 30)), vol->reciprocal, 42);
}

/* levee_intrinsic: max(F - K, 0) in 2^-32. */
static inline int64_t levee_intrinsic(uint32_t forward, uint32_t strike)
{
    return forward > strike ? (int64_t)(forward - strike) << LEVEE_UNIT_BITS : 0;
}

/* levee_black_put: the put of the same strike, exact by parity, from intrinsic to K. */
static inline int64_t levee_black_put(int64_t call, uint32_t forward, uint32_t strike)
{
    return call - ((int64_t)forward - strike) * (INT64_C(1) << LEVEE_UNIT_BITS);
}

/* levee_black_now: a call whose vol or whose time is nothing. */
static inline levee_option_value_t levee_black_now(uint32_t forward, uint32_t strike)
{
    const int64_t one = INT64_C(1) << LEVEE_UNIT_BITS;
    const levee_option_value_t value = {levee_intrinsic(forward, strike),
                                        forward > strike    ? one
                                        : forward == strike ? one / 2
                                                            : 0,
                                        0, 0, 0};

    return value;
}

/* levee_black: a call on `forward` struck at `strike`, both from 1 to 2^31 - 1 in one
 * unit; `log_ratio` is levee_log(forward) - levee_log(strike), which who has many
 * options keeps; `sigma` in 2^-28. Where sigma * sqrt(T) is nothing the price is
 * intrinsic exactly, and the delta of one at the money a half. */
static inline levee_option_value_t levee_black(uint32_t forward, uint32_t strike, int64_t log_ratio, uint32_t sigma,
                                               const levee_expiry_t *expiry)
{
    const uint64_t v = levee_total_vol(sigma, expiry->root);

    if (v == 0)
        return levee_black_now(forward, strike);
    const levee_vol_t vol = levee_vol_of(v);
    const int64_t middle = levee_standardise(log_ratio, &vol);
    const levee_normal_t first = levee_normal(middle + vol.half);
    const levee_normal_t second = levee_normal(middle - vol.half);
    const int64_t price = (int64_t)forward * first.below - (int64_t)strike * second.below;
    const int64_t intrinsic = levee_intrinsic(forward, strike);
    const int64_t pace = levee_multiply_shift((int64_t)expiry->inverse, sigma, LEVEE_VOL_BITS + LEVEE_HALF_BITS - 32);
    const levee_option_value_t value = {
        price > intrinsic ? price : intrinsic,
        first.below,
        (first.density * vol.reciprocal) >> (64 - vol.scale),
        (first.density * expiry->root) >> (LEVEE_UNIT_BITS + LEVEE_ROOT_BITS - LEVEE_VEGA_BITS),
        -levee_multiply_shift(pace, (uint32_t)first.density, LEVEE_UNIT_BITS),
    };

    return value;
}

#endif
