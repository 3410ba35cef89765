/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep_avx512.c: a row is a register, and so is the sum of each of a slice's
 * eight accounts: both limbs of three measures at once. */
#include <immintrin.h>

#include "device/cpu/sweep.h"

enum { LOW_WORDS = 0x07, HIGH_WORDS = 0x38, SIX_BITS = 0x3f };

typedef struct {
    __m512i lane[LEVEE_LANES];
} sums_t;

static inline __m512i low_limb(void)
{
    return _mm512_set1_epi64((INT64_C(1) << LEVEE_ROW_LOW_BITS) - 1);
}

/* add_leg adds a leg to the sum of its lane. */
static inline void add_leg(sums_t *sums, const levee_run_t *run, const uint64_t *leg, uint32_t lane)
{
    const __m512i quantity = _mm512_set1_epi64((long long)*leg);
    const __m512i row = _mm512_load_si512(levee_leg_row(run, leg));

    sums->lane[lane] = _mm512_add_epi64(sums->lane[lane], _mm512_mul_epi32(quantity, row));
}

static inline void add_beats(sums_t *sums, const levee_run_t *run, const uint64_t *legs, uint32_t beats)
{
    for (uint32_t beat = 0; beat < beats; beat++) {
#pragma GCC unroll 8
        for (uint32_t lane = 0; lane < LEVEE_LANES; lane++)
            add_leg(sums, run, legs + (size_t)beat * LEVEE_LANES + lane, lane);
    }
}

/* normalise carries what a low limb has too much to the high one of its measure. */
static inline __m512i normalise(__m512i sum)
{
    const __m512i carry = _mm512_srai_epi64(sum, LEVEE_ROW_LOW_BITS);
    const __m512i kept = _mm512_mask_and_epi64(sum, LOW_WORDS, sum, low_limb());
    const __m512i moved = _mm512_maskz_alignr_epi64(HIGH_WORDS, carry, carry, 8 - LEVEE_ROW_HIGH);

    return _mm512_add_epi64(kept, moved);
}

/* negative_pair has bit 3 * i + m set where measure m of the i-th of two sums is
 * negative: the sign of its high limb with what is carried to it. */
static inline uint32_t negative_pair(__m512i first, __m512i second)
{
    const __m512i low = _mm512_set_epi64(0, 0, 10, 9, 8, 2, 1, 0);
    const __m512i high = _mm512_set_epi64(0, 0, 13, 12, 11, 5, 4, 3);
    const __m512i carry = _mm512_srai_epi64(_mm512_permutex2var_epi64(first, low, second), LEVEE_ROW_LOW_BITS);
    const __m512i sum = _mm512_add_epi64(_mm512_permutex2var_epi64(first, high, second), carry);

    return _mm512_movepi64_mask(sum) & SIX_BITS;
}

static inline uint64_t negative_lanes(const sums_t *sums)
{
    const uint32_t bits =
        negative_pair(sums->lane[0], sums->lane[1]) | negative_pair(sums->lane[2], sums->lane[3]) << 6 |
        negative_pair(sums->lane[4], sums->lane[5]) << 12 | negative_pair(sums->lane[6], sums->lane[7]) << 18;

    return _pdep_u64(bits, UINT64_C(0x0707070707070707));
}

static inline sums_t add_slice(const levee_run_t *run, uint32_t slice)
{
    const uint64_t *legs = run->legs + (size_t)slice * run->words * LEVEE_LANES;
    const int64_t *constants = run->constants + (size_t)slice * LEVEE_LANES * LEVEE_SUM_WORDS;
    sums_t sums;

    levee_fetch_ahead(legs, constants, run->words);
#pragma GCC unroll 8
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++)
        sums.lane[lane] = _mm512_loadu_si512(constants + (size_t)lane * LEVEE_SUM_WORDS);
    for (uint32_t beat = 0;;) {
        const uint32_t beats = run->words - beat < LEVEE_NORMALISE_LEGS ? run->words - beat : LEVEE_NORMALISE_LEGS;

        add_beats(&sums, run, legs + (size_t)beat * LEVEE_LANES, beats);
        beat += beats;
        if (beat == run->words)
            return sums;
#pragma GCC unroll 8
        for (uint32_t lane = 0; lane < LEVEE_LANES; lane++)
            sums.lane[lane] = normalise(sums.lane[lane]);
    }
}

static void fill_stop(const sums_t *sums, uint64_t status, levee_stop_t *stop)
{
    stop->status = status;
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++)
        _mm512_storeu_si512(stop->sum[lane], normalise(sums->lane[lane]));
}

uint32_t levee_sweep_avx512(const levee_run_t *run, uint32_t slice, levee_stop_t *stop)
{
    for (; slice < run->end; slice++) {
        const sums_t sums = add_slice(run, slice);
        const uint64_t status = levee_statuses(negative_lanes(&sums));
        uint64_t before;

        memcpy(&before, run->status + (size_t)slice * LEVEE_LANES, sizeof before);
        if (status != before) {
            fill_stop(&sums, status, stop);
            return slice;
        }
    }
    return slice;
}
