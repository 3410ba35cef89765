/* SPDX-License-Identifier: Apache-2.0
 *
 * price_avx512.c: eight options at a time, each step that of hls/black.h. Products of
 * two words of 32 bits are exact; where one factor is wider, the product fits 64. */
#include <immintrin.h>

#include "device/cpu/price.h"

typedef __m512i words_t;

static inline words_t all(int64_t value)
{
    return _mm512_set1_epi64(value);
}

/* multiply_shift: levee_multiply_shift, `shift` 16 at least. */
static inline words_t multiply_shift(words_t a, words_t b, unsigned shift)
{
    const words_t high = _mm512_mul_epi32(_mm512_srai_epi64(a, 16), b);
    const words_t low = _mm512_srli_epi64(_mm512_mul_epu32(_mm512_and_si512(a, all(0xffff)), b), 16);

    return _mm512_srai_epi64(_mm512_add_epi64(high, low), shift - 16);
}

/* multiply_shift_positive: the same where a is not negative, and b may have all its 32 bits. */
static inline words_t multiply_shift_positive(words_t a, words_t b, unsigned shift)
{
    const words_t high = _mm512_mul_epu32(_mm512_srli_epi64(a, 16), b);
    const words_t low = _mm512_srli_epi64(_mm512_mul_epu32(_mm512_and_si512(a, all(0xffff)), b), 16);

    return _mm512_srli_epi64(_mm512_add_epi64(high, low), shift - 16);
}

/* The coefficients of eight segments. c3 is below c2 in one word, where a product of 32 bits
 * finds it. */
typedef struct {
    words_t c0, c1, c2, c3;
} cubics_t;

_Static_assert(sizeof(levee_normal_segment_t) == 3 * sizeof(int64_t), "a segment is three words");

static inline cubics_t fetch_cubics(words_t index)
{
    const long long *table = (const long long *)&levee_normal_segment[0].c0;
    const words_t at = _mm512_add_epi64(index, _mm512_slli_epi64(index, 1));
    const words_t both = _mm512_i64gather_epi64(at, table + 2, 8);

    return (cubics_t){_mm512_i64gather_epi64(at, table, 8), _mm512_i64gather_epi64(at, table + 1, 8),
                      _mm512_srai_epi64(both, 32), both};
}

static inline words_t step(words_t factor, words_t u)
{
    return _mm512_srai_epi64(_mm512_mul_epi32(factor, u), LEVEE_NORMAL_STEP_BITS);
}

/* normal: levee_normal, the density only where it is asked for. */
static inline words_t normal(words_t d, words_t *density)
{
    const words_t most = all((INT64_C(1) << (LEVEE_NORMAL_INDEX_BITS + LEVEE_NORMAL_STEP_BITS)) - 1);
    const words_t at = _mm512_min_epi64(_mm512_abs_epi64(d), most);
    const cubics_t cubics = fetch_cubics(_mm512_srli_epi64(at, LEVEE_NORMAL_STEP_BITS));
    const words_t u = _mm512_and_si512(at, all((INT64_C(1) << LEVEE_NORMAL_STEP_BITS) - 1));
    const words_t cubic = step(cubics.c3, u);
    const words_t square = _mm512_add_epi64(cubics.c2, cubic);
    const words_t linear = _mm512_add_epi64(cubics.c1, step(square, u));
    const words_t value =
        _mm512_add_epi64(cubics.c0, _mm512_srli_epi64(_mm512_mul_epu32(linear, u), LEVEE_NORMAL_STEP_BITS));
    const words_t above = _mm512_min_epi64(_mm512_srli_epi64(_mm512_add_epi64(value, all(64)), 7), all(UINT32_MAX));

    if (density != NULL) {
        const words_t twice = _mm512_add_epi64(_mm512_add_epi64(cubics.c2, square), _mm512_slli_epi64(cubic, 1));
        const words_t slope = _mm512_add_epi64(cubics.c1, step(twice, u));

        *density = _mm512_max_epi64(_mm512_srai_epi64(_mm512_add_epi64(slope, all(1)), 1), all(0));
    }
    return _mm512_mask_sub_epi64(above, _mm512_movepi64_mask(d), all(INT64_C(1) << LEVEE_UNIT_BITS), above);
}

/* newton: levee_newton. */
static inline words_t newton(words_t m, words_t guess)
{
    const words_t error = _mm512_sub_epi64(all(INT64_C(1) << 62), _mm512_mul_epu32(m, guess));
    const words_t more = _mm512_mul_epi32(guess, _mm512_srai_epi64(error, 31));

    return _mm512_add_epi64(guess, _mm512_srai_epi64(_mm512_add_epi64(more, all(INT64_C(1) << 30)), 31));
}

/* reciprocal: levee_reciprocal, its table in two registers. */
static inline words_t reciprocal(words_t m)
{
    const words_t segment =
        _mm512_permutex2var_epi64(_mm512_loadu_si512(&levee_reciprocal_segment[0]), _mm512_srli_epi64(m, 27),
                                  _mm512_loadu_si512(&levee_reciprocal_segment[8]));
    const words_t along = _mm512_and_si512(m, all(0x7ffffff));
    const words_t fallen = _mm512_srli_epi64(_mm512_mul_epu32(along, _mm512_srli_epi64(segment, 32)), 27);
    const words_t chord = _mm512_sub_epi64(_mm512_and_si512(segment, all(UINT32_MAX)), fallen);

    return _mm512_min_epi64(newton(m, newton(m, chord)), all(INT32_MAX));
}

/* vols_t: levee_vol_t of eight, and which of them are nothing. */
typedef struct {
    words_t half, scale, reciprocal;
    __mmask8 nothing;
} vols_t;

static inline vols_t total_vols(words_t sigma, uint32_t root)
{
    const unsigned drop = LEVEE_VOL_BITS + LEVEE_ROOT_BITS - LEVEE_UNIT_BITS + 1;
    const words_t most = all((INT64_C(1) << (LEVEE_VOL_BITS + LEVEE_ROOT_BITS + 3)) - 1);
    const words_t exact = _mm512_mul_epu32(sigma, all(root));
    const __mmask8 nothing = _mm512_testn_epi64_mask(exact, all(-(INT64_C(1) << LEVEE_VOL_BITS)));
    const words_t v = _mm512_mask_mov_epi64(_mm512_min_epu64(exact, most), nothing, all(INT64_C(1) << LEVEE_VOL_BITS));
    const words_t zeros = _mm512_lzcnt_epi64(v);

    return (vols_t){_mm512_srli_epi64(_mm512_add_epi64(v, all(INT64_C(1) << (drop - 1))), drop),
                    _mm512_add_epi64(zeros, all(28)), reciprocal(_mm512_srli_epi64(_mm512_sllv_epi64(v, zeros), 32)),
                    nothing};
}

/* standardise: levee_standardise. */
static inline words_t standardise(words_t x, const vols_t *vols)
{
    const words_t limit = _mm512_sub_epi64(_mm512_sllv_epi64(all(1), _mm512_sub_epi64(all(77), vols->scale)), all(1));
    const words_t low = _mm512_max_epi64(x, _mm512_sub_epi64(all(0), limit));
    const words_t kept = _mm512_min_epi64(low, limit);

    return multiply_shift(_mm512_sllv_epi64(kept, _mm512_sub_epi64(vols->scale, all(30))), vols->reciprocal, 42);
}

/* delta_now: of an option that has ended. */
static inline words_t delta_now(words_t forward, words_t strike)
{
    const words_t one = all(INT64_C(1) << LEVEE_UNIT_BITS);
    const words_t delta = _mm512_maskz_mov_epi64(_mm512_cmpgt_epi64_mask(forward, strike), one);

    return _mm512_mask_mov_epi64(delta, _mm512_cmpeq_epi64_mask(forward, strike), _mm512_srli_epi64(one, 1));
}

static inline words_t load_words(const uint32_t *from)
{
    return _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)from));
}

/* price_eight: levee_black of eight options from `i` on. */
static inline void price_eight(const levee_chain_t *chain, const levee_market_t *market, const levee_values_t *values,
                               uint32_t i)
{
    const words_t forward = all(market->forward);
    const words_t strike = load_words(chain->strike + i);
    const words_t sigma = load_words(chain->sigma + i);
    const vols_t vols = total_vols(sigma, market->expiry.root);
    const words_t ratio = _mm512_sub_epi64(all(market->log_forward), _mm512_loadu_si512(chain->log_strike + i));
    const words_t middle = standardise(ratio, &vols);
    words_t density;
    const words_t first = normal(_mm512_add_epi64(middle, vols.half), &density);
    const words_t second = normal(_mm512_sub_epi64(middle, vols.half), NULL);
    const words_t model = _mm512_sub_epi64(_mm512_mul_epu32(forward, first), _mm512_mul_epu32(strike, second));
    const words_t intrinsic =
        _mm512_slli_epi64(_mm512_max_epi64(_mm512_sub_epi64(forward, strike), all(0)), LEVEE_UNIT_BITS);
    const words_t higher = _mm512_max_epi64(model, intrinsic);
    const words_t present = _mm512_maskz_mov_epi64((__mmask8)~vols.nothing, density);
    const words_t pace = multiply_shift_positive(all((int64_t)market->expiry.inverse), sigma,
                                                 LEVEE_VOL_BITS + LEVEE_HALF_BITS - LEVEE_UNIT_BITS);
    const words_t gamma =
        _mm512_srlv_epi64(_mm512_mul_epu32(present, vols.reciprocal), _mm512_sub_epi64(all(64), vols.scale));
    const words_t vega = _mm512_srli_epi64(_mm512_mul_epu32(present, all(market->expiry.root)),
                                           LEVEE_UNIT_BITS + LEVEE_ROOT_BITS - LEVEE_VEGA_BITS);

    _mm512_storeu_si512(values->price + i, _mm512_mask_mov_epi64(higher, vols.nothing, intrinsic));
    _mm512_storeu_si512(values->delta + i, _mm512_mask_mov_epi64(first, vols.nothing, delta_now(forward, strike)));
    _mm512_storeu_si512(values->gamma + i, gamma);
    _mm512_storeu_si512(values->vega + i, vega);
    _mm512_storeu_si512(values->theta + i,
                        _mm512_sub_epi64(all(0), multiply_shift_positive(pace, present, LEVEE_UNIT_BITS)));
}

void levee_price_avx512(const levee_chain_t *chain, const levee_market_t *market, const levee_values_t *values)
{
    for (uint32_t i = 0; i < chain->count; i += LEVEE_PRICE_LANES)
        price_eight(chain, market, values, i);
}
