/* SPDX-License-Identifier: Apache-2.0
 *
 * levee_tick.c: a command from its block to its summary: recipes, patches,
 * prices, then the slices of every segment, through levee_revalue and
 * levee_sweep. */
#include "lines.h"

/* Former status of an account that has none: levee_sweep reports it in any case. */
enum { NO_STATUS = 255, REPORT_CHANGED = 0, REPORT_ALL = 1 };

/* block_t: where the parts of a command block begin, in beats. */
typedef struct {
    uint32_t recipes;
    uint64_t patches;
    uint64_t updates;
    uint64_t segments;
    uint64_t end;
} block_t;

/* recipe_beats is how many beats a recipe takes, or 0 when it is not sound. */
static uint32_t recipe_beats(levee_line_t recipe)
{
    const uint32_t tiers = (uint32_t)levee_line_get(recipe, LEVEE_CARD_RECIPE_TIERS, LEVEE_CARD_RECIPE_TIERS_BITS);
    const uint64_t kind = levee_line_get(recipe, LEVEE_CARD_RECIPE_KIND, LEVEE_CARD_RECIPE_KIND_BITS);

    if (levee_line_get_32(recipe, LEVEE_CARD_RECIPE_INSTRUMENT) >= LEVEE_TICK_INSTRUMENTS || kind > LEVEE_ASSET)
        return 0;
    return tiers >= 1 && tiers <= LEVEE_TIERS_MAX ? 1 + 2 * tiers : 0;
}

static uint32_t patch_is_sound(levee_line_t patch)
{
    return levee_line_get(patch, LEVEE_CARD_PATCH_GROUP, LEVEE_CARD_PATCH_GROUP_BITS) == 0 &&
           levee_line_get(patch, LEVEE_CARD_PATCH_STREAM, LEVEE_CARD_PATCH_STREAM_BITS) <= 2;
}

static uint32_t update_is_sound(levee_line_t update)
{
    return levee_line_get_32(update, LEVEE_CARD_UPDATE_INSTRUMENT) < LEVEE_TICK_INSTRUMENTS &&
           levee_line_get(update, LEVEE_CARD_UPDATE_PRICE, LEVEE_CARD_UPDATE_PRICE_BITS) != 0;
}

static uint32_t segment_is_sound(levee_line_t segment)
{
    return levee_line_get(segment, LEVEE_CARD_SEGMENT_GROUP, LEVEE_CARD_SEGMENT_GROUP_BITS) == 0 &&
           levee_line_get_32(segment, LEVEE_CARD_SEGMENT_SLICES) != 0;
}

/* measure_block finds the parts of a block by its header and the recipes' own
 * lengths. A recipe that is not sound, or lies past the end, ends the block. */
static block_t measure_block(const uint64_t *command, uint32_t command_beats, levee_line_t header)
{
    const uint32_t recipes = levee_line_get_32(header, LEVEE_CARD_HEADER_RECIPES);
    block_t block = {recipes, 1, 0, 0, 0};
    uint32_t sound = 1;

each_recipe:
    for (uint32_t i = 0; i < recipes && sound; i++) {
#pragma HLS loop_tripcount min = 0 max = 512
        const uint32_t beats =
            block.patches < command_beats ? recipe_beats(levee_line_load(command, block.patches)) : 0;

        sound = beats != 0;
        block.patches += beats;
    }
    block.updates = block.patches + 2 * (uint64_t)levee_line_get_32(header, LEVEE_CARD_HEADER_PATCHES);
    block.segments = block.updates + levee_line_get_32(header, LEVEE_CARD_HEADER_UPDATES);
    block.end = block.segments + levee_line_get_32(header, LEVEE_CARD_HEADER_SEGMENTS);
    if (!sound)
        block.end = 0;
    return block;
}

/* check_block: every beat is there and can be taken for what it stands for. */
static uint32_t check_block(const uint64_t *command, uint32_t command_beats, block_t block)
{
    uint32_t sound = block.end == command_beats;

    if (!sound)
        return 0;
check_patch:
    for (uint64_t i = block.patches; i < block.updates; i += 2) {
#pragma HLS loop_tripcount min = 0 max = 32768
        sound = sound && patch_is_sound(levee_line_load(command, i));
    }
check_update:
    for (uint64_t i = block.updates; i < block.segments; i++) {
#pragma HLS loop_tripcount min = 0 max = 512
        sound = sound && update_is_sound(levee_line_load(command, i));
    }
check_segment:
    for (uint64_t i = block.segments; i < block.end; i++) {
#pragma HLS loop_tripcount min = 0 max = 256
        sound = sound && segment_is_sound(levee_line_load(command, i));
    }
    return sound;
}

static levee_side_rates_t load_side(levee_line_t bound, levee_line_t deductions, uint32_t side)
{
    const uint32_t rate_low =
        side == LEVEE_LONG ? LEVEE_CARD_BOUND_MAINTENANCE_LONG : LEVEE_CARD_BOUND_MAINTENANCE_SHORT;
    const uint32_t initial_low = side == LEVEE_LONG ? LEVEE_CARD_BOUND_INITIAL_LONG : LEVEE_CARD_BOUND_INITIAL_SHORT;
    const uint32_t bits = LEVEE_CARD_BOUND_MAINTENANCE_LONG_BITS;
    const levee_side_rates_t rates = {
        {0, (uint32_t)levee_line_get(bound, rate_low, bits), (uint32_t)levee_line_get(bound, initial_low, bits)},
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
    const uint32_t tiers = (uint32_t)levee_line_get(recipe, LEVEE_CARD_RECIPE_TIERS, LEVEE_CARD_RECIPE_TIERS_BITS);
    levee_instrument_t *instrument = &instruments[levee_line_get_32(recipe, LEVEE_CARD_RECIPE_INSTRUMENT)];

    instrument->kind = (uint32_t)levee_line_get(recipe, LEVEE_CARD_RECIPE_KIND, LEVEE_CARD_RECIPE_KIND_BITS);
    instrument->tier_count = tiers;
    instrument->value = levee_line_scale(recipe, (uint32_t)levee_line_get(recipe, LEVEE_CARD_RECIPE_INEXACT, 1));
load_tier:
    for (uint32_t k = 0; k < LEVEE_TIERS_MAX && k < tiers; k++) {
        const levee_line_t bound = levee_line_load(command, at + 1 + 2 * (uint64_t)k);
        const levee_line_t deductions = levee_line_load(command, at + 2 + 2 * (uint64_t)k);

        instrument->tier[k].bound =
            levee_line_scale(bound, (uint32_t)levee_line_get(bound, LEVEE_CARD_BOUND_INEXACT, 1));
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

static void apply_patches(const uint64_t *command, block_t block, uint64_t *legs, uint64_t *constants,
                          uint64_t *results)
{
each_patch:
    for (uint64_t i = block.patches; i < block.updates; i += 2) {
#pragma HLS loop_tripcount min = 0 max = 32768
        const levee_line_t patch = levee_line_load(command, i);
        const levee_line_t content = levee_line_load(command, i + 1);
        const uint64_t stream = levee_line_get(patch, LEVEE_CARD_PATCH_STREAM, LEVEE_CARD_PATCH_STREAM_BITS);
        const uint32_t beat = levee_line_get_32(patch, LEVEE_CARD_PATCH_BEAT);

        if (stream == 0)
            levee_line_store(legs, beat, content);
        else if (stream == 1)
            levee_line_store(constants, beat, content);
        else
            levee_line_store(results, beat, content);
    }
}

static void revalue(const uint64_t *command, block_t block, const levee_instrument_t *instruments, levee_risk_t *table)
{
    const uint32_t bits = LEVEE_CARD_UPDATE_FUNDING_LONG_BITS;

each_update:
    for (uint64_t i = block.updates; i < block.segments; i++) {
#pragma HLS loop_tripcount min = 0 max = 512
        const levee_line_t beat = levee_line_load(command, i);
        const levee_update_t update[1] = {
            {levee_line_get_32(beat, LEVEE_CARD_UPDATE_INSTRUMENT),
             (uint32_t)levee_line_get(beat, LEVEE_CARD_UPDATE_PRICE, LEVEE_CARD_UPDATE_PRICE_BITS),
             {levee_line_signed(beat, LEVEE_CARD_UPDATE_FUNDING_LONG, bits),
              levee_line_signed(beat, LEVEE_CARD_UPDATE_FUNDING_SHORT, bits)}}};

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
static uint32_t load_legs(const uint64_t *legs, uint64_t at, uint64_t left, slice_t *slice)
{
    uint32_t beats = 0;
    uint32_t last = 0;

load_beat:
    for (uint32_t beat = 0; beat < LEVEE_LEG_WORDS_MAX && beat < left && !last; beat++) {
#pragma HLS pipeline II = 1
        const levee_line_t line = levee_line_load(legs, at + beat);

        levee_line_store(slice->words, beat, line);
        last = levee_leg_last(line.word[0]);
        beats = beat + 1;
    }
    return last ? beats : 0;
}

static void load_constants(const uint64_t *constants, uint64_t at, slice_t *slice)
{
load_account:
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

static void add_slice(const levee_summary_t *slice, uint32_t beats, totals_t *totals)
{
    totals->sweep.slices++;
    totals->leg_beats += beats;
add_status:
    for (uint32_t s = 0; s < LEVEE_STATUSES; s++) {
#pragma HLS unroll
        totals->sweep.accounts[s] += slice->accounts[s];
    }
add_sum:
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
#pragma HLS unroll
        totals->sweep.sum[m] = levee_total_add(totals->sweep.sum[m], slice->sum[m]);
    }
}

static levee_line_t pack_record(const levee_record_t *record, uint32_t slot, uint8_t before)
{
    levee_line_t line = {{0, 0, 0, 0, 0, 0, 0, 0}};

    line = levee_line_put(line, LEVEE_CARD_RECORD_SEQUENCE, record->sequence);
    line = levee_line_put(line, LEVEE_CARD_RECORD_SLOT, slot);
    line = levee_line_put(line, LEVEE_CARD_RECORD_BEFORE, before);
    line = levee_line_put(line, LEVEE_CARD_RECORD_AFTER, record->after);
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
    const uint32_t report = (uint32_t)levee_line_get(header, LEVEE_CARD_HEADER_REPORT, LEVEE_CARD_HEADER_REPORT_BITS);
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

static void store_summary(const totals_t *totals, uint64_t *results)
{
    levee_line_t summary = {{0, 0, 0, 0, 0, 0, 0, 0}};
    levee_line_t sums = {{0, 0, 0, 0, 0, 0, 0, 0}};

    summary = levee_line_put(summary, LEVEE_CARD_SUMMARY_SEQUENCE, totals->sweep.sequence);
    summary = levee_line_put(summary, LEVEE_CARD_SUMMARY_SLICES, totals->sweep.slices);
    summary = levee_line_put(summary, LEVEE_CARD_SUMMARY_RECORDS, totals->sweep.records);
    for (uint32_t s = 0; s < LEVEE_STATUSES; s++) {
#pragma HLS unroll
        summary = levee_line_put(summary, LEVEE_CARD_SUMMARY_HEALTHY + 32 * s, totals->sweep.accounts[s]);
    }
    summary = levee_line_put(summary, LEVEE_CARD_SUMMARY_FAULTS, totals->faults);
    summary = levee_line_put(summary, LEVEE_CARD_SUMMARY_LEG_BEATS, totals->leg_beats);
    summary = levee_line_put(summary, LEVEE_CARD_SUMMARY_CONSTANT_BEATS,
                             (uint64_t)totals->sweep.slices * LEVEE_SLICE_CONSTANTS);
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
        const block_t block = measure_block(command, command_beats, header);

        totals.sweep.sequence = levee_line_get(header, LEVEE_CARD_HEADER_SEQUENCE, LEVEE_CARD_HEADER_SEQUENCE_BITS);
        if (check_block(command, command_beats, block)) {
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
