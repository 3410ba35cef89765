/* SPDX-License-Identifier: Apache-2.0
 *
 * price_avx2.c: four options at a time, each step that of hls/black.h. What AVX2 has no
 * instruction for, arithmetic shifts, comparisons without a sign and leading zeros of
 * words of 64 bits, is made of what it has. */
#include <immintrin.h>

#include "device/cpu/price.h"

enum { LANES = 4 };

typedef __m256i words_t;

static inline words_t all(int64_t value)
{
    return _mm256_set1_epi64x(value);
}

/* shift_right: arithmetic, 32 bits at most: the sign is filled in from above. */
static inline words_t shift_right(words_t x, int shift)
{
    const words_t sign = _mm256_cmpgt_epi64(_mm256_setzero_si256(), x);

    return _mm256_or_si256(_mm256_srli_epi64(x, shift), _mm256_slli_epi64(sign, 64 - shift));
}

static inline words_t choose(words_t mask, words_t yes, words_t no)
{
    return _mm256_blendv_epi8(no, yes, mask);
}

static inline words_t lower(words_t a, words_t b)
{
    return choose(_mm256_cmpgt_epi64(a, b), b, a);
}

static inline words_t higher(words_t a, words_t b)
{
    return choose(_mm256_cmpgt_epi64(a, b), a, b);
}

/* leading_zeros: halves, as hls/ does; no word is 0. */
static inline words_t leading_zeros(words_t x)
{
    words_t zeros = _mm256_setzero_si256();

#pragma GCC unroll 6
    for (int i = 0; i < 6; i++) {
        const int step = 32 >> i;
        const words_t empty = _mm256_cmpeq_epi64(_mm256_srli_epi64(x, 64 - step), _mm256_setzero_si256());

        zeros = _mm256_add_epi64(zeros, _mm256_and_si256(empty, all(step)));
        x = choose(empty, _mm256_slli_epi64(x, step), x);
    }
    return zeros;
}

/* multiply_shift: levee_multiply_shift, b below 2^31. */
static inline words_t multiply_shift(words_t a, words_t b, int shift)
{
    const words_t high = _mm256_mul_epi32(_mm256_srli_epi64(a, 16), b);
    const words_t low = _mm256_srli_epi64(_mm256_mul_epu32(_mm256_and_si256(a, all(0xffff)), b), 16);

    return shift_right(_mm256_add_epi64(high, low), shift - 16);
}

/* multiply_shift_positive: the same where a is not negative, and b may have all its 32 bits. */
static inline words_t multiply_shift_positive(words_t a, words_t b, int shift)
{
    const words_t high = _mm256_mul_epu32(_mm256_srli_epi64(a, 16), b);
    const words_t low = _mm256_srli_epi64(_mm256_mul_epu32(_mm256_and_si256(a, all(0xffff)), b), 16);

    return _mm256_srli_epi64(_mm256_add_epi64(high, low), shift - 16);
}

static inline words_t step(words_t factor, words_t u)
{
    return shift_right(_mm256_mul_epi32(factor, u), LEVEE_NORMAL_STEP_BITS);
}

/* normal: levee_normal, the density only where it is asked for. c3 is below c2 in one word,
 * where a product of 32 bits finds it. */
static inline words_t normal(words_t d, words_t *density)
{
    const long long *table = (const long long *)&levee_normal_segment[0].c0;
    const words_t most = all((INT64_C(1) << (LEVEE_NORMAL_INDEX_BITS + LEVEE_NORMAL_STEP_BITS)) - 1);
    const words_t negative = _mm256_cmpgt_epi64(_mm256_setzero_si256(), d);
    const words_t size = _mm256_sub_epi64(_mm256_xor_si256(d, negative), negative);
    const words_t at = lower(size, most);
    const words_t index = _mm256_srli_epi64(at, LEVEE_NORMAL_STEP_BITS);
    const words_t row = _mm256_add_epi64(index, _mm256_slli_epi64(index, 1));
    const words_t u = _mm256_and_si256(at, all((INT64_C(1) << LEVEE_NORMAL_STEP_BITS) - 1));
    const words_t both = _mm256_i64gather_epi64(table + 2, row, 8);
    const words_t c1 = _mm256_i64gather_epi64(table + 1, row, 8);
    const words_t c2 = shift_right(both, 32);
    const words_t cubic = step(both, u);
    const words_t square = _mm256_add_epi64(c2, cubic);
    const words_t linear = _mm256_add_epi64(c1, step(square, u));
    const words_t value = _mm256_add_epi64(_mm256_i64gather_epi64(table, row, 8),
                                           _mm256_srli_epi64(_mm256_mul_epu32(linear, u), LEVEE_NORMAL_STEP_BITS));
    const words_t above = lower(_mm256_srli_epi64(_mm256_add_epi64(value, all(64)), 7), all(UINT32_MAX));

    if (density != NULL) {
        const words_t twice = _mm256_add_epi64(_mm256_add_epi64(c2, square), _mm256_slli_epi64(cubic, 1));
        const words_t slope = _mm256_add_epi64(c1, step(twice, u));

        *density = higher(shift_right(_mm256_add_epi64(slope, all(1)), 1), _mm256_setzero_si256());
    }
    return choose(negative, _mm256_sub_epi64(all(INT64_C(1) << LEVEE_UNIT_BITS), above), above);
}

/* newton: levee_newton. */
static inline words_t newton(words_t m, words_t guess)
{
    const words_t error = _mm256_sub_epi64(all(INT64_C(1) << 62), _mm256_mul_epu32(m, guess));
    const words_t more = _mm256_mul_epi32(guess, _mm256_srli_epi64(error, 31));

    return _mm256_add_epi64(guess, shift_right(_mm256_add_epi64(more, all(INT64_C(1) << 30)), 31));
}

/* reciprocal: levee_reciprocal. */
static inline words_t reciprocal(words_t m)
{
    const long long *table = (const long long *)(const char *)levee_reciprocal_segment;
    const words_t segment = _mm256_i64gather_epi64(table, _mm256_and_si256(_mm256_srli_epi64(m, 27), all(15)), 8);
    const words_t along = _mm256_and_si256(m, all(0x7ffffff));
    const words_t fallen = _mm256_srli_epi64(_mm256_mul_epu32(along, _mm256_srli_epi64(segment, 32)), 27);
    const words_t chord = _mm256_sub_epi64(_mm256_and_si256(segment, all(UINT32_MAX)), fallen);

    return lower(newton(m, newton(m, chord)), all(INT32_MAX));
}

/* vols_t: levee_vol_t of four, and which of them are nothing. */
typedef struct {
    words_t half, scale, reciprocal, nothing;
} vols_t;

static inline vols_t total_vols(words_t sigma, uint32_t root)
{
    const int drop = LEVEE_VOL_BITS + LEVEE_ROOT_BITS - LEVEE_UNIT_BITS + 1;
    const words_t most = all((INT64_C(1) << (LEVEE_VOL_BITS + LEVEE_ROOT_BITS + 3)) - 1);
    const words_t exact = _mm256_mul_epu32(sigma, all(root));
    const words_t nothing = _mm256_cmpeq_epi64(_mm256_srli_epi64(exact, LEVEE_VOL_BITS), _mm256_setzero_si256());
    /* Its top bit may be set: half of it is compared. */
    const words_t large = _mm256_cmpgt_epi64(_mm256_srli_epi64(exact, 1), _mm256_srli_epi64(most, 1));
    const words_t v = choose(nothing, all(INT64_C(1) << LEVEE_VOL_BITS), choose(large, most, exact));
    const words_t zeros = leading_zeros(v);

    return (vols_t){_mm256_srli_epi64(_mm256_add_epi64(v, all(INT64_C(1) << (drop - 1))), drop),
                    _mm256_add_epi64(zeros, all(28)), reciprocal(_mm256_srli_epi64(_mm256_sllv_epi64(v, zeros), 32)),
                    nothing};
}

/* standardise: levee_standardise. */
static inline words_t standardise(words_t x, const vols_t *vols)
{
    const words_t limit = _mm256_sub_epi64(_mm256_sllv_epi64(all(1), _mm256_sub_epi64(all(77), vols->scale)), all(1));
    const words_t kept = lower(higher(x, _mm256_sub_epi64(_mm256_setzero_si256(), limit)), limit);

    return multiply_shift(_mm256_sllv_epi64(kept, _mm256_sub_epi64(vols->scale, all(30))), vols->reciprocal, 42);
}

/* delta_now: of an option that has ended. */
static inline words_t delta_now(words_t forward, words_t strike)
{
    const words_t one = all(INT64_C(1) << LEVEE_UNIT_BITS);
    const words_t inside = _mm256_and_si256(_mm256_cmpgt_epi64(forward, strike), one);

    return choose(_mm256_cmpeq_epi64(forward, strike), _mm256_srli_epi64(one, 1), inside);
}

static inline words_t load_words(const uint32_t *from)
{
    return _mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *)from));
}

static inline words_t load(const int64_t *from)
{
    return _mm256_loadu_si256((const __m256i *)from);
}

static inline void store(int64_t *to, words_t words)
{
    _mm256_storeu_si256((__m256i *)to, words);
}

/* price_four: levee_black of four options from `i` on. */
static inline void price_four(const levee_chain_t *chain, const levee_market_t *market, const levee_values_t *values,
                              uint32_t i)
{
    const words_t forward = all(market->forward);
    const words_t strike = load_words(chain->strike + i);
    const words_t sigma = load_words(chain->sigma + i);
    const vols_t vols = total_vols(sigma, market->expiry.root);
    const words_t ratio = _mm256_sub_epi64(all(market->log_forward), load(chain->log_strike + i));
    const words_t middle = standardise(ratio, &vols);
    words_t density;
    const words_t first = normal(_mm256_add_epi64(middle, vols.half), &density);
    const words_t second = normal(_mm256_sub_epi64(middle, vols.half), NULL);
    const words_t model = _mm256_sub_epi64(_mm256_mul_epu32(forward, first), _mm256_mul_epu32(strike, second));
    const words_t intrinsic =
        _mm256_slli_epi64(higher(_mm256_sub_epi64(forward, strike), _mm256_setzero_si256()), LEVEE_UNIT_BITS);
    const words_t present = _mm256_andnot_si256(vols.nothing, density);
    const words_t pace = multiply_shift_positive(all((int64_t)market->expiry.inverse), sigma,
                                                 LEVEE_VOL_BITS + LEVEE_HALF_BITS - LEVEE_UNIT_BITS);
    const words_t gamma =
        _mm256_srlv_epi64(_mm256_mul_epu32(present, vols.reciprocal), _mm256_sub_epi64(all(64), vols.scale));
    const words_t decay = multiply_shift_positive(pace, present, LEVEE_UNIT_BITS);

    store(values->price + i, choose(vols.nothing, intrinsic, higher(model, intrinsic)));
    store(values->delta + i, choose(vols.nothing, delta_now(forward, strike), first));
    store(values->gamma + i, gamma);
    store(values->vega + i, _mm256_srli_epi64(_mm256_mul_epu32(present, all(market->expiry.root)),
                                              LEVEE_UNIT_BITS + LEVEE_ROOT_BITS - LEVEE_VEGA_BITS));
    store(values->theta + i, _mm256_sub_epi64(_mm256_setzero_si256(), decay));
}

void levee_price_avx2(const levee_chain_t *chain, const levee_market_t *market, const levee_values_t *values)
{
    for (uint32_t i = 0; i < chain->count; i += LANES)
        price_four(chain, market, values, i);
}
