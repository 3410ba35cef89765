/* SPDX-License-Identifier: Apache-2.0
 *
 * levee_tick.c: a command from its block to its summary: recipes, patches,
 * prices, then the slices of every segment, through levee_revalue and
 * levee_sweep. */
#include "block.h"

/* Former status of an account that has none: levee_sweep reports it in any case. */
enum { NO_STATUS = 255, REPORT_CHANGED = 0, REPORT_ALL = 1 };

/*@ assigns \nothing;
  @ ensures \forall integer m; 0 <= m < LEVEE_MEASURES ==> 0 <= \result.deduction[m].low < two28;
  @*/
static levee_side_rates_t load_side(levee_line_t bound, levee_line_t deductions, uint32_t side)
{
    const uint32_t rate_low =
        side == LEVEE_LONG ? LEVEE_CARD_BOUND_MAINTENANCE_LONG : LEVEE_CARD_BOUND_MAINTENANCE_SHORT;
    const uint32_t initial_low = side == LEVEE_LONG ? LEVEE_CARD_BOUND_INITIAL_LONG : LEVEE_CARD_BOUND_INITIAL_SHORT;
    const uint64_t span = 1u << LEVEE_CARD_BOUND_MAINTENANCE_LONG_BITS;
    const levee_side_rates_t rates = {
        {0, (uint32_t)levee_line_get(bound, rate_low, span), (uint32_t)levee_line_get(bound, initial_low, span)},
        {{0, 0},
         levee_line_deduction(deductions, side == LEVEE_LONG ? LEVEE_CARD_DEDUCTIONS_MAINTENANCE_LONG
                                                             : LEVEE_CARD_DEDUCTIONS_MAINTENANCE_SHORT),
         levee_line_deduction(deductions, side == LEVEE_LONG ? LEVEE_CARD_DEDUCTIONS_INITIAL_LONG
                                                             : LEVEE_CARD_DEDUCTIONS_INITIAL_SHORT)}};

    return rates;
}

/* load_recipe makes an instrument of the recipe at beat `at`; returns how many
 * beats it takes. */
static uint32_t load_recipe(const uint64_t *command, uint64_t at, levee_instrument_t *instruments)
{
    const levee_line_t recipe = levee_line_load(command, at);
    const uint32_t tiers =
        (uint32_t)levee_line_get(recipe, LEVEE_CARD_RECIPE_TIERS, 1u << LEVEE_CARD_RECIPE_TIERS_BITS);
    levee_instrument_t *instrument = &instruments[levee_line_get_32(recipe, LEVEE_CARD_RECIPE_INSTRUMENT)];

    instrument->kind = (uint32_t)levee_line_get(recipe, LEVEE_CARD_RECIPE_KIND, 1u << LEVEE_CARD_RECIPE_KIND_BITS);
    instrument->tier_count = tiers;
    instrument->value = levee_line_scale(recipe, (uint32_t)levee_line_get(recipe, LEVEE_CARD_RECIPE_INEXACT, 2));
load_tier:
    for (uint32_t k = 0; k < LEVEE_TIERS_MAX && k < tiers; k++) {
        const levee_line_t bound = levee_line_load(command, at + 1 + 2 * (uint64_t)k);
        const levee_line_t deductions = levee_line_load(command, at + 2 + 2 * (uint64_t)k);

        instrument->tier[k].bound =
            levee_line_scale(bound, (uint32_t)levee_line_get(bound, LEVEE_CARD_BOUND_INEXACT, 2));
        instrument->tier[k].side[LEVEE_LONG] = load_side(bound, deductions, LEVEE_LONG);
        instrument->tier[k].side[LEVEE_SHORT] = load_side(bound, deductions, LEVEE_SHORT);
    }
    return 1 + 2 * tiers;
}

static void load_recipes(const uint64_t *command, uint32_t recipes, levee_instrument_t *instruments)
{
    uint64_t at = 1;

each_recipe:
    for (uint32_t i = 0; i < recipes; i++) {
#pragma HLS loop_tripcount min = 0 max = 512
        at += load_recipe(command, at, instruments);
    }
}

static void apply_patches(const uint64_t *command, levee_block_t block, uint64_t *legs, uint64_t *constants,
                          uint64_t *results)
{
each_patch:
    for (uint64_t i = block.patches; i < block.updates; i += 2) {
#pragma HLS loop_tripcount min = 0 max = 32768
        const levee_line_t patch = levee_line_load(command, i);
        const levee_line_t content = levee_line_load(command, i + 1);
        const uint64_t stream = levee_line_get(patch, LEVEE_CARD_PATCH_STREAM, 1u << LEVEE_CARD_PATCH_STREAM_BITS);
        const uint32_t beat = levee_line_get_32(patch, LEVEE_CARD_PATCH_BEAT);

        if (stream == 0)
            levee_line_store(legs, beat, content);
        else if (stream == 1)
            levee_line_store(constants, beat, content);
        else
            levee_line_store(results, beat, content);
    }
}

static void revalue(const uint64_t *command, levee_block_t block, const levee_instrument_t *instruments,
                    levee_risk_t *table)
{
    const uint64_t half = UINT64_C(1) << (LEVEE_CARD_UPDATE_FUNDING_LONG_BITS - 1);

each_update:
    for (uint64_t i = block.updates; i < block.segments; i++) {
#pragma HLS loop_tripcount min = 0 max = 512
        const levee_line_t beat = levee_line_load(command, i);
        const levee_update_t update[1] = {
            {levee_line_get_32(beat, LEVEE_CARD_UPDATE_INSTRUMENT),
             (uint32_t)levee_line_get(beat, LEVEE_CARD_UPDATE_PRICE, 1u << LEVEE_CARD_UPDATE_PRICE_BITS),
             {levee_signed(levee_line_get(beat, LEVEE_CARD_UPDATE_FUNDING_LONG, 2 * half), half),
              levee_signed(levee_line_get(beat, LEVEE_CARD_UPDATE_FUNDING_SHORT, 2 * half), half)}}};

        levee_revalue(instruments, update, 1, table);
    }
}

/* slice_t: all that one slice is judged by. */
typedef struct {
    uint64_t words[LEVEE_LEG_WORDS_MAX * LEVEE_LANES];
    levee_constant_t constants[LEVEE_LANES];
} slice_t;

/* load_legs reads the beats of a slice, at most `left`; returns how many, or 0
 * when no end is among them. */
/*@ requires \valid(slice);
  @ requires at <= 0x1ffffffff - LEVEE_LEG_WORDS_MAX;
  @ requires \forall integer b; 0 <= b < left && b < LEVEE_LEG_WORDS_MAX && goes_on(legs + at * 8, b) ==>
  @     line_at(legs, at + b);
  @ requires \separated(legs + (at * 8 .. (at + LEVEE_LEG_WORDS_MAX) * 8 - 1), slice);
  @ assigns slice->words[0 .. LEVEE_LEG_WORDS_MAX * LEVEE_LANES - 1];
  @ ensures \result <= LEVEE_LEG_WORDS_MAX && \result <= left;
  @ ensures \result != 0 ==> leg_last(slice->words[(\result - 1) * LEVEE_LANES]) != 0;
  @*/
static uint32_t load_legs(const uint64_t *legs, uint64_t at, uint64_t left, slice_t *slice)
{
    uint32_t beats = 0;
    uint32_t last = 0;

load_beat:
    /*@ loop invariant 0 <= beat <= LEVEE_LEG_WORDS_MAX && beat <= left && beats == beat;
      @ loop invariant beat == 0 ==> last == 0;
      @ loop invariant \let b = last != 0 ? beat - 1 : beat; \at(goes_on(legs + at * 8, b), Pre);
      @ loop invariant last != 0 ==> beat > 0 && leg_last(slice->words[(beat - 1) * LEVEE_LANES]) != 0;
      @ loop invariant \forall integer i; at * 8 <= i < (at + LEVEE_LEG_WORDS_MAX) * 8 ==>
      @     legs[i] == \at(legs[i], Pre);
      @ loop assigns beat, beats, last, slice->words[0 .. LEVEE_LEG_WORDS_MAX * LEVEE_LANES - 1];
      @ loop variant LEVEE_LEG_WORDS_MAX - beat;
      @*/
    for (uint32_t beat = 0; beat < LEVEE_LEG_WORDS_MAX && beat < left && !last; beat++) {
#pragma HLS pipeline II = 1
        const levee_line_t line = levee_line_load(legs, at + beat);

        levee_line_store(slice->words, beat, line);
        last = levee_leg_last(line.word[0]);
        beats = beat + 1;
    }
    return last ? beats : 0;
}

/*@ requires \valid(slice) && at <= 0x1ffffffff;
  @ requires \valid_read(constants + (at * 8 .. at * 8 + 47));
  @ requires \separated(constants + (at * 8 .. at * 8 + 47), slice);
  @ assigns slice->constants[0 .. LEVEE_LANES - 1];
  @*/
static void load_constants(const uint64_t *constants, uint64_t at, slice_t *slice)
{
load_account:
    /*@ loop invariant 0 <= value <= LEVEE_LANES * LEVEE_MEASURES;
      @ loop assigns value, slice->constants[0 .. LEVEE_LANES - 1];
      @ loop variant LEVEE_LANES * LEVEE_MEASURES - value;
      @*/
    for (uint32_t value = 0; value < LEVEE_LANES * LEVEE_MEASURES; value++) {
#pragma HLS pipeline
        const uint64_t word = at * LEVEE_LINE_WORDS + 2 * (uint64_t)value;
        levee_excess_t *constant = &slice->constants[value / LEVEE_MEASURES].measure[value % LEVEE_MEASURES];

        constant->low = constants[word];
        constant->high = (int64_t)constants[word + 1];
    }
}

/* totals_t: the summary so far. */
typedef struct {
    levee_summary_t sweep; /* of all slices; its records are those that are written */
    uint32_t leg_beats;
    uint32_t faults;
} totals_t;

/*@ requires \valid_read(slice) && \valid(totals) && \separated(slice, totals);
  @ requires totals->sweep.slices < 0xffffffff && totals->leg_beats + beats <= 0xffffffff;
  @ requires \forall integer s; 0 <= s < LEVEE_STATUSES ==>
  @     totals->sweep.accounts[s] + slice->accounts[s] <= 0xffffffff;
  @ assigns totals->sweep.slices, totals->leg_beats, totals->sweep.accounts[0 .. LEVEE_STATUSES - 1],
  @     totals->sweep.sum[0 .. LEVEE_MEASURES - 1];
  @*/
static void add_slice(const levee_summary_t *slice, uint32_t beats, totals_t *totals)
{
    totals->sweep.slices++;
    totals->leg_beats += beats;
add_status:
    /*@ loop invariant 0 <= s <= LEVEE_STATUSES;
      @ loop invariant \forall integer k; s <= k < LEVEE_STATUSES ==>
      @     totals->sweep.accounts[k] == \at(totals->sweep.accounts[k], Pre);
      @ loop assigns s, totals->sweep.accounts[0 .. LEVEE_STATUSES - 1];
      @ loop variant LEVEE_STATUSES - s;
      @*/
    for (uint32_t s = 0; s < LEVEE_STATUSES; s++) {
#pragma HLS unroll
        totals->sweep.accounts[s] += slice->accounts[s];
    }
add_sum:
    /*@ loop invariant 0 <= m <= LEVEE_MEASURES;
      @ loop assigns m, totals->sweep.sum[0 .. LEVEE_MEASURES - 1];
      @ loop variant LEVEE_MEASURES - m;
      @*/
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
        totals->sweep.sum[m] = levee_total_add(totals->sweep.sum[m], slice->sum[m]);
    }
}

/*@ requires \valid_read(record);
  @ assigns \nothing;
  @*/
static levee_line_t pack_record(const levee_record_t *record, uint32_t slot, uint8_t before)
{
    levee_line_t line = {{0, 0, 0, 0, 0, 0, 0, 0}};

    line = levee_line_put(line, LEVEE_CARD_RECORD_SEQUENCE, record->sequence);
    line = levee_line_put_32(line, LEVEE_CARD_RECORD_SLOT, slot);
    line = levee_line_put_32(line, LEVEE_CARD_RECORD_BEFORE,
                             before + (1u << (LEVEE_CARD_RECORD_AFTER - LEVEE_CARD_RECORD_BEFORE)) * record->after);
    /*@ loop invariant 0 <= m <= LEVEE_MEASURES;
      @ loop assigns m, line;
      @ loop variant LEVEE_MEASURES - m;
      @*/
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
        line = levee_line_put(line, LEVEE_CARD_RECORD_EQUITY + 128 * m, record->excess[m].low);
        line = levee_line_put(line, LEVEE_CARD_RECORD_EQUITY + 128 * m + 64, (uint64_t)record->excess[m].high);
    }
    return line;
}

/* store_slice writes the slice's eight statuses, which are word `at` of the
 * results, and the records that were asked for behind those that there are. */
static void store_slice(const levee_record_t *records, uint64_t at, uint32_t report, uint64_t first_record,
                        totals_t *totals, uint64_t *results)
{
    const uint64_t former = results[at];
    const uint32_t slot = totals->sweep.slices * LEVEE_LANES;
    uint64_t statuses = 0;

store_lane:
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
#pragma HLS pipeline
        const uint8_t before = (uint8_t)((former >> (8 * lane)) & 255);

        statuses |= (uint64_t)records[lane].after << (8 * lane);
        if (report == REPORT_ALL || (report == REPORT_CHANGED && before != records[lane].after)) {
            levee_line_store(results, first_record + totals->sweep.records,
                             pack_record(&records[lane], slot + lane, before));
            totals->sweep.records++;
        }
    }
    results[at] = statuses;
}

/* sweep_segment judges the slices of a segment one by one. */
static void sweep_segment(levee_line_t segment, levee_line_t header, const levee_risk_t *table, const uint64_t *legs,
                          const uint64_t *constants, uint64_t *results, totals_t *totals)
{
    const uint32_t slices = levee_line_get_32(segment, LEVEE_CARD_SEGMENT_SLICES);
    const uint32_t report =
        (uint32_t)levee_line_get(header, LEVEE_CARD_HEADER_REPORT, 1u << LEVEE_CARD_HEADER_REPORT_BITS);
    const uint64_t first_constant = levee_line_get_32(segment, LEVEE_CARD_SEGMENT_CONSTANTS);
    const uint64_t first_status = levee_line_get_32(segment, LEVEE_CARD_SEGMENT_STATUSES);
    uint64_t at = levee_line_get_32(segment, LEVEE_CARD_SEGMENT_LEGS);
    uint64_t left = levee_line_get_32(segment, LEVEE_CARD_SEGMENT_LEG_BEATS);

each_slice:
    for (uint32_t i = 0; i < slices && totals->faults == 0; i++) {
#pragma HLS loop_tripcount min = 1 max = 2097152
        slice_t slice;
        uint8_t status[LEVEE_LANES] = {NO_STATUS, NO_STATUS, NO_STATUS, NO_STATUS,
                                       NO_STATUS, NO_STATUS, NO_STATUS, NO_STATUS};
        levee_record_t records[LEVEE_LANES];
        levee_summary_t summary;
        const uint32_t beats = load_legs(legs, at, left, &slice);

        if (beats == 0) {
            totals->faults |= LEVEE_CARD_FAULT_MISSING_SLICES;
        } else {
            load_constants(constants, first_constant + (uint64_t)i * LEVEE_SLICE_CONSTANTS, &slice);
            levee_sweep(slice.words, slice.constants, table, 1, totals->sweep.sequence, status, records, &summary);
            store_slice(records, first_status * LEVEE_LINE_WORDS + i, report,
                        levee_line_get_32(header, LEVEE_CARD_HEADER_RECORDS), totals, results);
            add_slice(&summary, beats, totals);
        }
        at += beats;
        left -= beats;
    }
    if (left != 0 && totals->faults == 0)
        totals->faults |= LEVEE_CARD_FAULT_SURPLUS_SLICES;
}

/*@ requires \valid_read(totals) && \valid(results + (0 .. 15));
  @ requires totals->sweep.slices < 0x20000000;
  @ assigns results[0 .. 15];
  @*/
static void store_summary(const totals_t *totals, uint64_t *results)
{
    levee_line_t summary = {{0, 0, 0, 0, 0, 0, 0, 0}};
    levee_line_t sums = {{0, 0, 0, 0, 0, 0, 0, 0}};

    summary = levee_line_put(summary, LEVEE_CARD_SUMMARY_SEQUENCE, totals->sweep.sequence);
    summary = levee_line_put_32(summary, LEVEE_CARD_SUMMARY_SLICES, totals->sweep.slices);
    summary = levee_line_put_32(summary, LEVEE_CARD_SUMMARY_RECORDS, totals->sweep.records);
    /*@ loop invariant 0 <= s <= LEVEE_STATUSES;
      @ loop assigns s, summary;
      @ loop variant LEVEE_STATUSES - s;
      @*/
    for (uint32_t s = 0; s < LEVEE_STATUSES; s++) {
#pragma HLS unroll
        summary = levee_line_put_32(summary, LEVEE_CARD_SUMMARY_HEALTHY + 32 * s, totals->sweep.accounts[s]);
    }
    summary = levee_line_put_32(summary, LEVEE_CARD_SUMMARY_FAULTS, totals->faults);
    summary = levee_line_put_32(summary, LEVEE_CARD_SUMMARY_LEG_BEATS, totals->leg_beats);
    summary =
        levee_line_put_32(summary, LEVEE_CARD_SUMMARY_CONSTANT_BEATS, totals->sweep.slices * LEVEE_SLICE_CONSTANTS);
    /*@ loop invariant 0 <= m <= LEVEE_MEASURES;
      @ loop assigns m, sums;
      @ loop variant LEVEE_MEASURES - m;
      @*/
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
        sums = levee_line_put(sums, LEVEE_CARD_SUMS_EQUITY + 128 * m, totals->sweep.sum[m].low);
        sums = levee_line_put(sums, LEVEE_CARD_SUMS_EQUITY + 128 * m + 64, totals->sweep.sum[m].high);
    }
    levee_line_store(results, 0, summary);
    levee_line_store(results, 1, sums);
}

void levee_tick(const uint64_t *command, uint32_t command_beats, uint64_t *legs, uint64_t *constants, uint64_t *results)
{
#pragma HLS interface m_axi port = command bundle = command max_widen_bitwidth = 512
#pragma HLS interface m_axi port = legs bundle = legs max_widen_bitwidth = 512
#pragma HLS interface m_axi port = constants bundle = constants max_widen_bitwidth = 512
#pragma HLS interface m_axi port = results bundle = results max_widen_bitwidth = 512
#pragma HLS interface s_axilite port = command_beats
#pragma HLS interface s_axilite port = return
#pragma HLS interface ap_ctrl_chain port = return

    static levee_instrument_t instruments[LEVEE_TICK_INSTRUMENTS];
#pragma HLS bind_storage variable = instruments type = ram_2p impl = uram
    static levee_risk_t table[LEVEE_TICK_INSTRUMENTS];
#pragma HLS bind_storage variable = table type = ram_2p impl = uram

    totals_t totals = {{0, 0, 0, {0, 0, 0, 0}, {{0, 0}, {0, 0}, {0, 0}}}, 0, LEVEE_CARD_FAULT_MALFORMED};

    if (command_beats != 0) {
        const levee_line_t header = levee_line_load(command, 0);
        const levee_block_t block = levee_block_measure(command, command_beats, header);

        totals.sweep.sequence = levee_line_word(header, LEVEE_CARD_HEADER_SEQUENCE);
        if (levee_block_check(command, command_beats, block)) {
            totals.faults = 0;
            load_recipes(command, block.recipes, instruments);
            apply_patches(command, block, legs, constants, results);
            revalue(command, block, instruments, table);
        each_segment:
            for (uint64_t i = block.segments; i < block.end; i++) {
#pragma HLS loop_tripcount min = 0 max = 256
                sweep_segment(levee_line_load(command, i), header, table, legs, constants, results, &totals);
            }
        }
    }
    store_summary(&totals, results);
}
