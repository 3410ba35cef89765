/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep_portable.c: the sweep of the mirror for any processor. */
#include <string.h>

#include "device/cpu/sweep.h"

/* low_half: the low half of a word, signed. */
static inline int64_t low_half(uint64_t word)
{
    return (int32_t)(uint32_t)(word & 0xffffffffu);
}

static inline void add_leg(int64_t sum[LEVEE_SUM_WORDS], const int64_t *row, int64_t quantity)
{
    for (uint32_t i = 0; i < LEVEE_SUM_WORDS; i++)
        sum[i] += quantity * low_half((uint64_t)row[i]);
}

static inline void normalise(int64_t sum[LEVEE_SUM_WORDS])
{
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        const levee_sum_t carried = levee_sum_normalise((levee_sum_t){sum[LEVEE_ROW_HIGH + m], sum[LEVEE_ROW_LOW + m]});

        sum[LEVEE_ROW_HIGH + m] = carried.high;
        sum[LEVEE_ROW_LOW + m] = carried.low;
    }
}

/* judge_lane leaves the normalised sum in the stop; returns a bit per negative measure. */
static uint64_t judge_lane(const levee_run_t *run, uint32_t slice, uint32_t lane, levee_stop_t *stop)
{
    const size_t slot = (size_t)slice * LEVEE_LANES + lane;
    const uint64_t *leg = run->legs + (size_t)slice * run->words * LEVEE_LANES + lane;
    int64_t *sum = stop->sum[lane];
    uint64_t negative = 0;

    memcpy(sum, run->constants + slot * LEVEE_SUM_WORDS, LEVEE_SUM_WORDS * sizeof *sum);
    for (uint32_t beat = 0; beat < run->words; beat++) {
        if (beat > 0 && beat % LEVEE_NORMALISE_LEGS == 0)
            normalise(sum);
        add_leg(sum, levee_leg_row(run, leg), low_half(*leg));
        leg += LEVEE_LANES;
    }
    normalise(sum);
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        negative |= (uint64_t)(sum[LEVEE_ROW_HIGH + m] < 0) << m;
    return negative;
}

uint32_t levee_sweep_portable(const levee_run_t *run, uint32_t slice, levee_stop_t *stop)
{
    for (; slice < run->end; slice++) {
        uint8_t negative[LEVEE_LANES];
        uint64_t bits;
        uint64_t before;

        for (uint32_t lane = 0; lane < LEVEE_LANES; lane++)
            negative[lane] = (uint8_t)judge_lane(run, slice, lane, stop);
        memcpy(&bits, negative, sizeof bits);
        memcpy(&before, run->status + (size_t)slice * LEVEE_LANES, sizeof before);
        stop->status = levee_statuses(bits);
        if (stop->status != before)
            return slice;
    }
    return slice;
}
