/* SPDX-License-Identifier: Apache-2.0 */
#include "device/opencl/work.h"

/* All of the kernel in C but its sweep: this program has its own levee_tick. */
#include "hls/levee_tick.c" /* NOLINT(bugprone-suspicious-include) */

static levee_instrument_t known[LEVEE_TICK_INSTRUMENTS];
static levee_risk_t tables[LEVEE_TICK_INSTRUMENTS];

const levee_risk_t *levee_work_table(void)
{
    return tables;
}

/* read_segment adds a run; returns whether the device can take it. */
static bool read_segment(levee_line_t segment, uint32_t room, levee_work_t *work)
{
    const uint32_t slices = levee_line_get_32(segment, LEVEE_CARD_SEGMENT_SLICES);
    const uint32_t beats = levee_line_get_32(segment, LEVEE_CARD_SEGMENT_LEG_BEATS);

    if (work->runs == LEVEE_RUNS_MAX || beats % slices != 0 || beats / slices < 1 ||
        beats / slices > LEVEE_LEG_WORDS_MAX || slices > (room - work->accounts) / LEVEE_LANES)
        return false;
    work->run[work->runs++] = (levee_run_t){.accounts = slices * LEVEE_LANES,
                                            .words = beats / slices,
                                            .legs = levee_line_get_32(segment, LEVEE_CARD_SEGMENT_LEGS),
                                            .constants = levee_line_get_32(segment, LEVEE_CARD_SEGMENT_CONSTANTS),
                                            .statuses = levee_line_get_32(segment, LEVEE_CARD_SEGMENT_STATUSES)};
    work->accounts += slices * LEVEE_LANES;
    return true;
}

static void note_changed(const uint64_t *command, levee_block_t block, levee_work_t *work)
{
    work->first_changed = LEVEE_TICK_INSTRUMENTS;
    for (uint64_t i = block.updates; i < block.segments; i++) {
        const uint32_t instrument = levee_line_get_32(levee_line_load(command, i), LEVEE_CARD_UPDATE_INSTRUMENT);

        work->first_changed = instrument < work->first_changed ? instrument : work->first_changed;
        work->end_changed = instrument + 1 > work->end_changed ? instrument + 1 : work->end_changed;
    }
}

void levee_work_read(const levee_beat_t *command, uint32_t beats, uint32_t room, levee_work_t *work)
{
    const uint64_t *words = command->word;

    *work = (levee_work_t){.faults = LEVEE_CARD_FAULT_MALFORMED};
    if (beats == 0)
        return;
    const levee_line_t header = levee_line_load(words, 0);
    const levee_block_t block = levee_block_measure(words, beats, header);
    work->sequence = levee_line_word(header, LEVEE_CARD_HEADER_SEQUENCE);
    if (!levee_block_check(words, beats, block))
        return;
    for (uint64_t i = block.segments; i < block.end; i++) {
        if (!read_segment(levee_line_load(words, i), room, work))
            return;
    }
    work->faults = 0;
    work->report = (uint32_t)levee_line_get(header, LEVEE_CARD_HEADER_REPORT, 1u << LEVEE_CARD_HEADER_REPORT_BITS);
    work->first_record = levee_line_get_32(header, LEVEE_CARD_HEADER_RECORDS);
    work->first_patch = (uint32_t)block.patches;
    work->patches = (uint32_t)(block.updates - block.patches) / 2;
    note_changed(words, block, work);
    load_recipes(words, block.recipes, known);
    revalue(words, block, known, tables);
}

void levee_work_summarise(const levee_work_t *work, const levee_part_t *total,
                          levee_beat_t summary[LEVEE_CARD_SUMMARY_BEATS])
{
    totals_t totals = {.sweep = {.sequence = work->sequence, .records = total->records},
                       .faults = work->faults | total->faults};

    for (uint32_t i = 0; work->faults == 0 && i < work->runs; i++) {
        totals.sweep.slices += work->run[i].accounts / LEVEE_LANES;
        totals.leg_beats += work->run[i].accounts / LEVEE_LANES * work->run[i].words;
    }
    for (uint32_t s = 0; s < LEVEE_STATUSES; s++)
        totals.sweep.accounts[s] = total->accounts[s];
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        totals.sweep.sum[m] = total->sum[m];
    store_summary(&totals, summary->word);
}
