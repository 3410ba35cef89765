/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep_avx2.c: a row is two registers, and so is the sum of an account; four of a
 * slice's eight accounts at a time, as many as there are registers for. */
#include <immintrin.h>

#include "device/cpu/sweep.h"

enum { HALF_LANES = LEVEE_LANES / 2, HALF_WORDS = LEVEE_ROW_WORDS / 2 };

/* The second register begins with the high limbs of maintenance and initial. */
_Static_assert(LEVEE_ROW_HIGH == 3 && LEVEE_SUM_WORDS == 6, "the words as they are used here");

typedef struct {
    __m256i first, second;
} sum_t;

typedef struct {
    sum_t lane[HALF_LANES];
} sums_t;

/* add_leg adds a leg to the sum of its lane. */
static inline void add_leg(sums_t *sums, const levee_run_t *run, const uint64_t *leg, uint32_t lane)
{
    const __m256i quantity = _mm256_set1_epi64x((long long)*leg);
    const __m256i *row = levee_leg_row(run, leg);
    sum_t *sum = &sums->lane[lane];

    sum->first = _mm256_add_epi64(sum->first, _mm256_mul_epi32(quantity, _mm256_load_si256(&row[0])));
    sum->second = _mm256_add_epi64(sum->second, _mm256_mul_epi32(quantity, _mm256_load_si256(&row[1])));
}

static inline void add_beats(sums_t *sums, const levee_run_t *run, const uint64_t *legs, uint32_t beats)
{
    for (uint32_t beat = 0; beat < beats; beat++) {
#pragma GCC unroll 4
        for (uint32_t lane = 0; lane < HALF_LANES; lane++)
            add_leg(sums, run, legs + (size_t)beat * LEVEE_LANES + lane, lane);
    }
}

/* carry_of shifts arithmetically: 2^63 makes the words unsigned before, and comes off after. */
static inline __m256i carry_of(__m256i words)
{
    const __m256i unsigned_words = _mm256_add_epi64(words, _mm256_set1_epi64x(INT64_MIN));
    const __m256i shifted = _mm256_srli_epi64(unsigned_words, LEVEE_ROW_LOW_BITS);

    return _mm256_sub_epi64(shifted, _mm256_set1_epi64x(INT64_C(1) << (63 - LEVEE_ROW_LOW_BITS)));
}

/* normalise carries what a low limb has too much to the high one of its measure:
 * from the first three words to the fourth and the two behind it. */
static inline sum_t normalise(sum_t sum)
{
    const __m256i zero = _mm256_setzero_si256();
    const __m256i low_limb = _mm256_set1_epi64x((INT64_C(1) << LEVEE_ROW_LOW_BITS) - 1);
    const __m256i turned = _mm256_permute4x64_epi64(carry_of(sum.first), _MM_SHUFFLE(0, 0, 2, 1));
    const __m256i low = _mm256_and_si256(sum.first, low_limb);
    const __m256i high = _mm256_add_epi64(sum.first, turned);

    return (sum_t){_mm256_blend_epi32(low, high, 0xc0),
                   _mm256_add_epi64(sum.second, _mm256_blend_epi32(turned, zero, 0xf0))};
}

/* negative_lane: bit m where the measure m of a normalised sum is negative. */
static inline uint64_t negative_lane(sum_t sum)
{
    const int first = _mm256_movemask_pd(_mm256_castsi256_pd(sum.first));
    const int second = _mm256_movemask_pd(_mm256_castsi256_pd(sum.second));

    return (uint64_t)((first >> LEVEE_ROW_HIGH & 1) | (second & 3) << 1);
}

/* add_half sums the four accounts of a slice from `lane` on; the sums come normalised. */
static inline sums_t add_half(const levee_run_t *run, uint32_t slice, uint32_t from)
{
    const uint64_t *legs = run->legs + (size_t)slice * run->words * LEVEE_LANES + from;
    const int64_t *constants = run->constants + ((size_t)slice * LEVEE_LANES + from) * LEVEE_SUM_WORDS;
    sums_t sums;

    if (from == 0)
        levee_fetch_ahead(legs, constants, run->words);
#pragma GCC unroll 4
    for (uint32_t lane = 0; lane < HALF_LANES; lane++) {
        const int64_t *constant = constants + (size_t)lane * LEVEE_SUM_WORDS;

        sums.lane[lane].first = _mm256_loadu_si256((const __m256i_u *)constant);
        sums.lane[lane].second = _mm256_loadu_si256((const __m256i_u *)(constant + HALF_WORDS));
    }
    for (uint32_t beat = 0; beat < run->words; beat += LEVEE_NORMALISE_LEGS) {
        const uint32_t beats = run->words - beat < LEVEE_NORMALISE_LEGS ? run->words - beat : LEVEE_NORMALISE_LEGS;

        add_beats(&sums, run, legs + (size_t)beat * LEVEE_LANES, beats);
#pragma GCC unroll 4
        for (uint32_t lane = 0; lane < HALF_LANES; lane++)
            sums.lane[lane] = normalise(sums.lane[lane]);
    }
    return sums;
}

static inline uint64_t negative_half(const sums_t *sums)
{
    return negative_lane(sums->lane[0]) | negative_lane(sums->lane[1]) << 8 | negative_lane(sums->lane[2]) << 16 |
           negative_lane(sums->lane[3]) << 24;
}

static void fill_stop(const sums_t *sums, uint32_t from, levee_stop_t *stop)
{
    for (uint32_t lane = 0; lane < HALF_LANES; lane++) {
        int64_t *sum = stop->sum[from + lane];

        _mm256_storeu_si256((__m256i_u *)sum, sums->lane[lane].first);
        _mm256_storeu_si256((__m256i_u *)(sum + HALF_WORDS), sums->lane[lane].second);
    }
}

uint32_t levee_sweep_avx2(const levee_run_t *run, uint32_t slice, levee_stop_t *stop)
{
    for (; slice < run->end; slice++) {
        const sums_t left = add_half(run, slice, 0);
        const sums_t right = add_half(run, slice, HALF_LANES);
        const uint64_t status = levee_statuses(negative_half(&left) | negative_half(&right) << 32);
        uint64_t before;

        memcpy(&before, run->status + (size_t)slice * LEVEE_LANES, sizeof before);
        if (status != before) {
            stop->status = status;
            fill_stop(&left, 0, stop);
            fill_stop(&right, HALF_LANES, stop);
            return slice;
        }
    }
    return slice;
}
