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
/*@ requires \forall integer b; 0 <= b < LEVEE_LEG_WORDS_MAX && goes_on(legs, b) ==>
  @     \valid_read(legs + (b * LEVEE_LANES .. b * LEVEE_LANES + LEVEE_LANES - 1));
  @ requires \valid(words + (0 .. LEVEE_LEG_WORDS_MAX - 1));
  @ requires \separated(legs + (0 .. LEVEE_LEG_WORDS_MAX * LEVEE_LANES - 1), words + (0 .. LEVEE_LEG_WORDS_MAX - 1));
  @ assigns words[0 .. LEVEE_LEG_WORDS_MAX - 1][0 .. LEVEE_LANES - 1];
  @ ensures 1 <= \result <= LEVEE_LEG_WORDS_MAX;
  @ ensures goes_on(legs, \result - 1);
  @*/
static uint32_t load_slice(const uint64_t *legs, uint64_t words[LEVEE_LEG_WORDS_MAX][LEVEE_LANES])
{
    uint32_t beats = 0;
    uint32_t last = 0;

load_beat:
    /*@ loop invariant 0 <= beat <= LEVEE_LEG_WORDS_MAX && beats == beat;
      @ loop invariant beat == 0 ==> last == 0;
      @ loop invariant \let b = last != 0 ? beat - 1 : beat; \at(goes_on(legs, b), Pre);
      @ loop invariant \forall integer i; 0 <= i < LEVEE_LEG_WORDS_MAX * LEVEE_LANES ==> legs[i] == \at(legs[i], Pre);
      @ loop assigns beat, beats, last, words[0 .. LEVEE_LEG_WORDS_MAX - 1][0 .. LEVEE_LANES - 1];
      @ loop variant LEVEE_LEG_WORDS_MAX - beat;
      @*/
    for (uint32_t beat = 0; beat < LEVEE_LEG_WORDS_MAX && !last; beat++) {
#pragma HLS pipeline II = 1
        //@ assert \let b = beat; \at(goes_on(legs, b), Pre);
        /*@ loop invariant 0 <= lane <= LEVEE_LANES;
          @ loop invariant lane > 0 ==> words[beat][0] == legs[beat * LEVEE_LANES];
          @ loop invariant \forall integer i; 0 <= i < LEVEE_LEG_WORDS_MAX * LEVEE_LANES ==>
          @     legs[i] == \at(legs[i], Pre);
          @ loop assigns lane, words[beat][0 .. LEVEE_LANES - 1];
          @ loop variant LEVEE_LANES - lane;
          @*/
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

/*@ // Every measure of a leg word keeps the bounds of word_fits.
  @ predicate entry_fits{L}(levee_row_t *entry, integer quantity, integer wide, integer rest) =
  @     \forall integer m; 0 <= m < LEVEE_MEASURES ==> word_fits(
  @         quantity, wide != 0 ? entry->row[m] * 1024 : entry->row[m], rest != 0 ? 0 : entry->deduction_high[m],
  @         rest != 0 ? 0 : entry->deduction_low[m]);
  @ predicate sums_within(sums_t s, integer high, integer low) =
  @     \forall integer m; 0 <= m < LEVEE_MEASURES ==>
  @         -high <= s.measure[m].high <= high && -low <= s.measure[m].low <= low;
  @ predicate moved(levee_sum_t from, levee_sum_t to) =
  @     from.high - high_step <= to.high <= from.high + high_step &&
  @     from.low - low_step <= to.low <= from.low + low_step;
  @ predicate carried(levee_sum_t from, levee_sum_t to) =
  @     from.high - two36 <= to.high <= from.high + two36 && 0 <= to.low < two28;
  @*/

/* add_word adds one leg word. The first word of a wide leg counts 1024 lots;
 * the `rest` behind it takes the same row for single lots, and no deduction. */
/*@ requires \valid_read(entry) && entry_fits(entry, quantity, wide, rest);
  @ requires sums_within(sums, INT64_MAX - high_step, INT64_MAX - low_step);
  @ assigns \nothing;
  @ ensures \forall integer m; 0 <= m < LEVEE_MEASURES ==> moved(sums.measure[m], \result.measure[m]);
  @*/
static sums_t add_word(sums_t sums, const levee_row_t *entry, int32_t quantity, uint32_t wide, uint32_t rest)
{
    /*@ loop invariant 0 <= m <= LEVEE_MEASURES;
      @ loop invariant \forall integer k; m <= k < LEVEE_MEASURES ==> sums.measure[k] == \at(sums.measure[k], Pre);
      @ loop invariant \forall integer k; 0 <= k < m ==> moved(\at(sums.measure[k], Pre), sums.measure[k]);
      @ loop assigns m, sums;
      @ loop variant LEVEE_MEASURES - m;
      @*/
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
        const int64_t row = wide ? entry->row[m] * (1 << LEVEE_WIDE_SHIFT) : entry->row[m];
        const int64_t deduction_high = rest ? 0 : entry->deduction_high[m];
        const uint32_t deduction_low = rest ? 0 : entry->deduction_low[m];

        sums.measure[m] = levee_sum_add(sums.measure[m], quantity, row, deduction_high, deduction_low);
    }
    return sums;
}

/*@ requires sums_within(sums, INT64_MAX - two36, INT64_MAX);
  @ assigns \nothing;
  @ ensures \forall integer m; 0 <= m < LEVEE_MEASURES ==> carried(sums.measure[m], \result.measure[m]);
  @*/
static sums_t normalise(sums_t sums)
{
    /*@ loop invariant 0 <= m <= LEVEE_MEASURES;
      @ loop invariant \forall integer k; m <= k < LEVEE_MEASURES ==> sums.measure[k] == \at(sums.measure[k], Pre);
      @ loop invariant \forall integer k; 0 <= k < m ==> carried(\at(sums.measure[k], Pre), sums.measure[k]);
      @ loop assigns m, sums;
      @ loop variant LEVEE_MEASURES - m;
      @*/
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
        sums.measure[m] = levee_sum_normalise(sums.measure[m]);
    }
    return sums;
}

/*@ // The leg word `word` and, when it is wide, the one behind it fit the row of whatever tier it is in.
  @ predicate leg_fits{L}(levee_risk_t *table, integer word, integer behind) =
  @     \valid_read(table + leg_instrument(word)) &&
  @     (\forall integer k; is_tier(table + leg_instrument(word), leg_magnitude(word), k) ==>
  @         \let entry = &(table + leg_instrument(word))->row[k][leg_quantity(word) < 0 ? LEVEE_SHORT : LEVEE_LONG];
  @         entry_fits(entry, leg_quantity(word), leg_wide(word), 0) &&
  @         (leg_wide(word) != 0 ==> entry_fits(entry, leg_quantity(behind), 0, 1)));
  @ predicate begins_leg{L}(uint64_t (*words)[8], integer lane, integer beat) =
  @     beat == 0 || leg_wide(words[beat - 1][lane]) == 0;
  @ predicate lane_fits{L}(uint64_t (*words)[8], integer lane, integer beats, levee_risk_t *table) =
  @     \forall integer b; 0 <= b < beats ==>
  @         (leg_wide(words[b][lane]) != 0 ==> begins_leg(words, lane, b) && b + 1 < beats) &&
  @         (begins_leg(words, lane, b) ==> leg_fits(table, words[b][lane], words[b + 1][lane]));
  @*/

/* compute_lane sums the legs of one account; the sums come normalised. */
/*@ requires lane < LEVEE_LANES && beats <= LEVEE_LEG_WORDS_MAX;
  @ requires \valid_read(words + (0 .. LEVEE_LEG_WORDS_MAX - 1));
  @ requires lane_fits(words, lane, beats, table);
  @ assigns \nothing;
  @ ensures \forall integer m; 0 <= m < LEVEE_MEASURES ==> 0 <= \result.measure[m].low < two28;
  @*/
static sums_t compute_lane(uint64_t words[LEVEE_LEG_WORDS_MAX][LEVEE_LANES], uint32_t lane, uint32_t beats,
                           const levee_risk_t *table)
{
    sums_t sums = {{{0, 0}, {0, 0}, {0, 0}}};
    const levee_row_t *entry = table[0].row[0];
    uint32_t rest = 0;
    uint32_t since = 0;

each_leg:
    /*@ loop invariant 0 <= beat <= beats && since <= LEVEE_NORMALISE_LEGS;
      @ loop invariant rest == (beat == 0 ? 0 : leg_wide(words[beat - 1][lane]));
      @ loop invariant rest != 0 ==> beat < beats && leg_wide(words[beat][lane]) == 0 &&
      @     \valid_read(entry) && entry_fits(entry, leg_quantity(words[beat][lane]), 0, 1);
      @ loop invariant sums_within(sums, beat * (high_step + two36), since * low_step + two28);
      @ loop assigns beat, since, rest, entry, sums;
      @ loop variant beats - beat;
      @*/
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

/* judge_lane closes the sums of one account and gives its verdict. */
/*@ requires \forall integer m; 0 <= m < LEVEE_MEASURES ==> 0 <= sums.measure[m].low < two28 &&
  @     -two93 <= excess_value(constant.measure[m]) <= two93;
  @ assigns \nothing;
  @*/
static verdict_t judge_lane(sums_t sums, levee_constant_t constant, uint8_t before)
{
    verdict_t verdict = {{{0, 0}, {0, 0}, {0, 0}}, before, before};

    /*@ loop invariant 0 <= m <= LEVEE_MEASURES;
      @ loop assigns m, verdict;
      @ loop variant LEVEE_MEASURES - m;
      @*/
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
        verdict.excess[m] = levee_excess_close(constant.measure[m], sums.measure[m]);
    }
    verdict.after = levee_excess_status(verdict.excess[LEVEE_EQUITY], verdict.excess[LEVEE_MAINTENANCE],
                                        verdict.excess[LEVEE_INITIAL]);
    return verdict;
}

typedef struct {
    verdict_t lane[LEVEE_LANES];
} verdicts_t;

/*@ requires beats <= LEVEE_LEG_WORDS_MAX;
  @ requires \valid_read(words + (0 .. LEVEE_LEG_WORDS_MAX - 1));
  @ requires \forall integer lane; 0 <= lane < LEVEE_LANES ==> lane_fits(words, lane, beats, table);
  @ requires \valid_read(constants + (0 .. LEVEE_LANES - 1)) && \valid_read(status + (0 .. LEVEE_LANES - 1));
  @ requires \forall integer lane, m; 0 <= lane < LEVEE_LANES && 0 <= m < LEVEE_MEASURES ==>
  @     -two93 <= excess_value(constants[lane].measure[m]) <= two93;
  @ assigns \nothing;
  @*/
static verdicts_t compute_slice(uint64_t words[LEVEE_LEG_WORDS_MAX][LEVEE_LANES], uint32_t beats,
                                const levee_constant_t *constants, const levee_risk_t *table, const uint8_t *status)
{
    verdicts_t verdicts = {{{{{0, 0}, {0, 0}, {0, 0}}, 0, 0}}};

each_lane:
    /*@ loop invariant 0 <= lane <= LEVEE_LANES;
      @ loop assigns lane, verdicts;
      @ loop variant LEVEE_LANES - lane;
      @*/
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
#pragma HLS unroll
        verdicts.lane[lane] = judge_lane(compute_lane(words, lane, beats, table), constants[lane], status[lane]);
    }
    return verdicts;
}

/* store_slice replaces the slice's statuses and appends a record for every
 * lane whose status changed; returns how many. */
/*@ requires slice < 0x20000000;
  @ requires \valid(status + (0 .. LEVEE_LANES - 1)) && \valid(records + (0 .. LEVEE_LANES - 1));
  @ assigns status[0 .. LEVEE_LANES - 1], records[0 .. LEVEE_LANES - 1];
  @ ensures \result <= LEVEE_LANES;
  @*/
static uint32_t store_slice(verdicts_t verdicts, uint32_t slice, uint64_t sequence, uint8_t *status,
                            levee_record_t *records)
{
    uint32_t count = 0;

store_lane:
    /*@ loop invariant 0 <= lane <= LEVEE_LANES && count <= lane;
      @ loop assigns lane, count, status[0 .. LEVEE_LANES - 1], records[0 .. LEVEE_LANES - 1];
      @ loop variant LEVEE_LANES - lane;
      @*/
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
#pragma HLS pipeline
        const verdict_t verdict = verdicts.lane[lane];

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

/* count_slice adds the verdicts of a slice to a summary. */
/*@ requires \valid(total);
  @ requires \forall integer lane; 0 <= lane < LEVEE_LANES ==> verdicts.lane[lane].after < LEVEE_STATUSES;
  @ requires \forall integer s; 0 <= s < LEVEE_STATUSES ==> total->accounts[s] <= 0xffffffff - LEVEE_LANES;
  @ assigns total->accounts[0 .. LEVEE_STATUSES - 1], total->sum[0 .. LEVEE_MEASURES - 1];
  @*/
static void count_slice(verdicts_t verdicts, levee_summary_t *total)
{
count_lane:
    /*@ loop invariant 0 <= lane <= LEVEE_LANES;
      @ loop invariant \forall integer s; 0 <= s < LEVEE_STATUSES ==>
      @     total->accounts[s] <= 0xffffffff - LEVEE_LANES + lane;
      @ loop assigns lane, total->accounts[0 .. LEVEE_STATUSES - 1], total->sum[0 .. LEVEE_MEASURES - 1];
      @ loop variant LEVEE_LANES - lane;
      @*/
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
#pragma HLS unroll
        total->accounts[verdicts.lane[lane].after]++;
        /*@ loop invariant 0 <= m <= LEVEE_MEASURES;
          @ loop assigns m, total->sum[0 .. LEVEE_MEASURES - 1];
          @ loop variant LEVEE_MEASURES - m;
          @*/
        for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
            total->sum[m] = levee_total_add(total->sum[m], levee_total_of(verdicts.lane[lane].excess[m]));
        }
    }
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

    levee_summary_t total = {sequence, slices, 0, {0, 0, 0, 0}, {{0, 0}, {0, 0}, {0, 0}}};
    uint64_t beat = 0;

each_slice:
    for (uint32_t slice = 0; slice < slices; slice++) {
#pragma HLS loop_tripcount min = 1 max = 2097152
        uint64_t words[LEVEE_LEG_WORDS_MAX][LEVEE_LANES];
#pragma HLS array_partition variable = words dim = 2 complete
        const uint32_t slot = slice * LEVEE_LANES;
        const uint32_t beats = load_slice(legs + beat * LEVEE_LANES, words);
        const verdicts_t verdicts = compute_slice(words, beats, constants + slot, table, status + slot);

        count_slice(verdicts, &total);
        total.records += store_slice(verdicts, slice, sequence, status + slot, records + total.records);
        beat += beats;
    }
    *summary = total;
}
