/* SPDX-License-Identifier: Apache-2.0
 *
 * levee_sweep.c: legs x risk table -> excess -> status, a slice at a time. The
 * sweep knows rows and limits, never an instrument's kind. */
#include "kernels.h"

typedef struct {
    levee_excess_t excess[LEVEE_MEASURES];
    uint8_t before;
    uint8_t after;
} verdict_t;

/* load_slice reads beats up to the one that carries `last`; returns how many. */
static uint32_t load_slice(const uint64_t *legs, uint64_t words[LEVEE_LEG_WORDS_MAX][LEVEE_LANES])
{
    uint32_t beats = 0;
    uint32_t last = 0;

load_beat:
    for (uint32_t beat = 0; beat < LEVEE_LEG_WORDS_MAX && !last; beat++) {
#pragma HLS pipeline II = 1
        for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
#pragma HLS unroll
            words[beat][lane] = legs[beat * LEVEE_LANES + lane];
        }
        last = levee_leg_last(words[beat][0]);
        beats = beat + 1;
    }
    return beats;
}

typedef struct {
    levee_sum_t measure[LEVEE_MEASURES];
} sums_t;

/* add_word adds one leg word. The first word of a wide leg counts 1024 lots;
 * the `rest` behind it takes the same row for single lots, and no deduction. */
static sums_t add_word(sums_t sums, const levee_row_t *entry, int32_t quantity, uint32_t wide, uint32_t rest)
{
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
        const int64_t row = wide ? entry->row[m] * (1 << LEVEE_WIDE_SHIFT) : entry->row[m];
        const int64_t deduction_high = rest ? 0 : entry->deduction_high[m];
        const uint32_t deduction_low = rest ? 0 : entry->deduction_low[m];

        sums.measure[m] = levee_sum_add(sums.measure[m], quantity, row, deduction_high, deduction_low);
    }
    return sums;
}

static sums_t normalise(sums_t sums)
{
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
        sums.measure[m] = levee_sum_normalise(sums.measure[m]);
    }
    return sums;
}

/* compute_lane sums the legs of one account; the sums come normalised. */
static sums_t compute_lane(uint64_t words[LEVEE_LEG_WORDS_MAX][LEVEE_LANES], uint32_t lane, uint32_t beats,
                           const levee_risk_t *table)
{
    sums_t sums = {{{0, 0}, {0, 0}, {0, 0}}};
    const levee_row_t *entry = table[0].row[0];
    uint32_t rest = 0;
    uint32_t since = 0;

each_leg:
    for (uint32_t beat = 0; beat < beats; beat++) {
#pragma HLS loop_tripcount min = 1 max = 255
#pragma HLS pipeline II = 1
        const uint64_t word = words[beat][lane];
        const int32_t quantity = levee_leg_quantity(word);
        const uint32_t wide = levee_leg_wide(word);

        if (!rest) {
            const levee_risk_t *risk = &table[levee_leg_instrument(word)];
            const uint32_t tier = levee_risk_tier(risk, levee_leg_magnitude(word));

            entry = &risk->row[tier][quantity < 0 ? LEVEE_SHORT : LEVEE_LONG];
        }
        if (since == LEVEE_NORMALISE_LEGS) {
            sums = normalise(sums);
            since = 0;
        }
        sums = add_word(sums, entry, quantity, wide, rest);
        since++;
        rest = wide;
    }
    return normalise(sums);
}

static void compute_slice(uint64_t words[LEVEE_LEG_WORDS_MAX][LEVEE_LANES], uint32_t beats,
                          const levee_constant_t *constants, const levee_risk_t *table, const uint8_t *status,
                          verdict_t verdicts[LEVEE_LANES])
{
each_lane:
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
#pragma HLS unroll
        const sums_t sums = compute_lane(words, lane, beats, table);
        verdict_t verdict;

        for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
            verdict.excess[m] = levee_excess_close(constants[lane].measure[m], sums.measure[m]);
        }
        verdict.before = status[lane];
        verdict.after = levee_excess_status(verdict.excess[LEVEE_EQUITY], verdict.excess[LEVEE_MAINTENANCE],
                                            verdict.excess[LEVEE_INITIAL]);
        verdicts[lane] = verdict;
    }
}

/* store_slice replaces the slice's statuses and appends a record for every
 * lane whose status changed; returns how many. */
static uint32_t store_slice(verdict_t verdicts[LEVEE_LANES], uint32_t slice, uint64_t sequence, uint8_t *status,
                            levee_record_t *records)
{
    uint32_t count = 0;

store_lane:
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
#pragma HLS pipeline
        const verdict_t verdict = verdicts[lane];

        status[lane] = verdict.after;
        if (verdict.after != verdict.before) {
            const levee_record_t record = {sequence,
                                           slice * LEVEE_LANES + lane,
                                           verdict.before,
                                           verdict.after,
                                           0,
                                           {verdict.excess[0], verdict.excess[1], verdict.excess[2]}};

            records[count] = record;
            count++;
        }
    }
    return count;
}

void levee_sweep(const uint64_t *legs, const levee_constant_t *constants, const levee_risk_t *table, uint32_t slices,
                 uint64_t sequence, uint8_t *status, levee_record_t *records, levee_summary_t *summary)
{
#pragma HLS interface m_axi port = legs bundle = gmem0 max_widen_bitwidth = 512
#pragma HLS interface m_axi port = constants bundle = gmem1
#pragma HLS interface m_axi port = table bundle = gmem2
#pragma HLS interface m_axi port = status bundle = gmem3
#pragma HLS interface m_axi port = records bundle = gmem4
#pragma HLS interface m_axi port = summary bundle = gmem4
#pragma HLS interface s_axilite port = slices
#pragma HLS interface s_axilite port = sequence
#pragma HLS interface s_axilite port = return

    levee_summary_t total = {sequence, slices, 0};
    uint64_t beat = 0;

each_slice:
    for (uint32_t slice = 0; slice < slices; slice++) {
#pragma HLS loop_tripcount min = 1 max = 2097152
        uint64_t words[LEVEE_LEG_WORDS_MAX][LEVEE_LANES];
#pragma HLS array_partition variable = words dim = 2 complete
        verdict_t verdicts[LEVEE_LANES];
#pragma HLS array_partition variable = verdicts complete
        const uint32_t slot = slice * LEVEE_LANES;
        const uint32_t beats = load_slice(legs + beat * LEVEE_LANES, words);

        compute_slice(words, beats, constants + slot, table, status + slot, verdicts);
        total.records += store_slice(verdicts, slice, sequence, status + slot, records + total.records);
        beat += beats;
    }
    *summary = total;
}
