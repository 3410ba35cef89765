/* SPDX-License-Identifier: Apache-2.0 */
#include "command.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { NO_STATUS = 0xff };

static void *room(size_t count, size_t size)
{
    void *made = calloc(count + 1, size);

    assert(made);
    return made;
}

command_t *command_make(const group_model_t *shape, const levee_risk_t *table, uint32_t slices)
{
    command_t *command = room(1, sizeof *command);

    command->shape = shape;
    command->table = table;
    command->slices = slices;
    command->account = room((size_t)slices * LEVEE_LANES, sizeof *command->account);
    command->segments = slices > 0;
    command->segment[0].slices = slices;
    return command;
}

void command_free(command_t *command)
{
    free(command->account);
    free(command->leg);
    free(command->constant);
    free(command->status);
    free(command->slice_end);
    free(command->record);
    free(command->write);
    free(command);
}

static uint64_t magnitude_of(int64_t quantity)
{
    return quantity < 0 ? (uint64_t)-quantity : (uint64_t)quantity;
}

bool command_add(command_t *command, uint32_t slot, uint32_t instrument, int64_t quantity)
{
    command_account_t *account = &command->account[slot];
    const uint64_t magnitude = magnitude_of(quantity);
    const uint32_t words = magnitude >> LEVEE_NARROW_BITS ? 2 : 1;
    const uint64_t place = (uint64_t)instrument << LEVEE_LEG_INSTRUMENT_SHIFT;
    const int64_t sign = quantity < 0 ? -1 : 1;

    if (account->words + words > LEVEE_LEG_WORDS_MAX)
        return false;
    if (words == 1) {
        account->word[account->words++] = place | (uint32_t)quantity;
        return true;
    }
    account->word[account->words++] = UINT64_C(1) << LEVEE_LEG_WIDE_SHIFT | (magnitude % 1024) << LEVEE_LEG_LOW_SHIFT |
                                      place | (uint32_t)(sign * (int64_t)(magnitude / 1024));
    /* The rest names another instrument: nobody must look. */
    account->word[account->words++] = (uint64_t)((instrument + 1) % command->shape->instruments)
                                          << LEVEE_LEG_INSTRUMENT_SHIFT |
                                      (uint32_t)(sign * (int64_t)(magnitude % 1024));
    return true;
}

bool command_pad(command_t *command, uint32_t slot, uint32_t instrument)
{
    return command_add(command, slot, instrument, 0);
}

uint32_t command_number(const group_model_t *shape, uint32_t index)
{
    return shape->measures == 1 ? LEVEE_MAINTENANCE : index;
}

static void lay_legs(command_t *command, draw_t *draw)
{
    size_t beats = 0;

    command->slice_end = room(command->slices, sizeof *command->slice_end);
    for (uint32_t slice = 0; slice < command->slices; slice++) {
        uint32_t most = 1;

        for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
            const uint32_t words = command->account[slice * LEVEE_LANES + lane].words;

            most = words > most ? words : most;
        }
        beats += most;
        command->slice_end[slice] = (uint32_t)beats;
    }
    command->leg_beats = (uint32_t)beats;
    command->leg = room(beats, sizeof *command->leg);
    for (uint32_t slice = 0; slice < command->slices; slice++) {
        const uint32_t begin = slice ? command->slice_end[slice - 1] : 0;
        const uint32_t end = command->slice_end[slice];

        for (uint32_t beat = begin; beat < end; beat++) {
            for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
                const command_account_t *account = &command->account[slice * LEVEE_LANES + lane];
                uint64_t word = beat - begin < account->words
                                    ? account->word[beat - begin]
                                    : draw_below(draw, command->shape->instruments) << LEVEE_LEG_INSTRUMENT_SHIFT;

                if (!levee_leg_wide(word))
                    word |= draw_below(draw, 1024) << LEVEE_LEG_LOW_SHIFT;
                word |= (lane == 0 ? beat + 1 == end : draw_below(draw, 2)) << LEVEE_LEG_LAST_SHIFT;
                memcpy(&command->leg[beat].byte[8 * lane], &word, sizeof word);
            }
        }
    }
}

static wide_t wide_of(levee_excess_t excess)
{
    return (wide_t)excess.high * ((wide_t)1 << 64) + (wide_t)excess.low;
}

static levee_excess_t excess_of(wide_t value)
{
    const levee_excess_t excess = {(uint64_t)value, (int64_t)(value >> 64)};

    return excess;
}

/* judge has levee_sweep report every account: none has the status NO_STATUS. */
static levee_record_t *judge(const command_t *command, const levee_constant_t *constants)
{
    const size_t slots = (size_t)command->slices * LEVEE_LANES;
    levee_record_t *records = room(slots, sizeof *records);
    uint64_t *legs = room((size_t)command->leg_beats * LEVEE_LANES, sizeof *legs);
    uint8_t *status = room(slots, 1);
    levee_summary_t summary;

    memset(status, NO_STATUS, slots);
    memcpy(legs, command->leg, (size_t)command->leg_beats * GROUP_BEAT);
    levee_sweep(legs, constants, command->table, command->slices, command->sequence, status, records, &summary);
    assert(summary.records == slots);
    free(legs);
    free(status);
    return records;
}

/* The status by those measures that the model has: bankrupt, liquidate and
 * restricted, 3 to 1, by the first that is negative. */
static uint8_t verdict(const command_t *command, const levee_record_t *record)
{
    for (uint32_t i = 0; i < command->shape->measures; i++) {
        const uint32_t m = command_number(command->shape, i);

        if (record->excess[m].high < 0)
            return (uint8_t)(LEVEE_STATUS_BANKRUPT - m);
    }
    return LEVEE_STATUS_HEALTHY;
}

static void expect_account(command_t *command, uint32_t slot, levee_record_t record)
{
    levee_record_t want = {record.sequence,           slot, command->account[slot].status,
                           verdict(command, &record), 0,    {{0, 0}, {0, 0}, {0, 0}}};

    for (uint32_t i = 0; i < command->shape->measures; i++) {
        const uint32_t m = command_number(command->shape, i);

        want.excess[m] = record.excess[m];
        command->sum[i] += wide_of(record.excess[m]);
    }
    command->status_count[want.after]++;
    if (command->report == REPORT_ALL || (command->report == REPORT_CHANGED && want.before != want.after))
        memcpy(&command->record[command->records++], &want, sizeof want);
}

/* expect_statuses: the beats of a segment, and those of them that change. */
static void expect_statuses(command_t *command, const command_segment_t *segment, uint32_t first, const uint8_t *after,
                            draw_t *draw)
{
    const uint32_t slots = segment->slices * LEVEE_LANES;
    const uint32_t closed = command->slices - command->cut;
    const uint32_t known = closed > first ? (closed - first) * LEVEE_LANES : 0;

    for (uint32_t begin = 0; begin < slots; begin += GROUP_BEAT) {
        beat_t *beat = &command->status[command->status_beats++];
        command_written_t *write = &command->write[command->written];
        bool changed = false;

        for (uint32_t i = 0; i < GROUP_BEAT; i++) {
            const uint32_t slot = first * LEVEE_LANES + begin + i;
            const bool is_account = begin + i < slots;
            const uint8_t before = (uint8_t)(is_account ? command->account[slot].status : draw_below(draw, 4));

            beat->byte[i] = (uint8_t)(before | draw_below(draw, 64) << 2);
            write->beat.byte[i] = is_account ? after[slot] : before;
            changed = changed || write->beat.byte[i] != before;
        }
        write->address = segment->address + begin;
        if (changed && (begin + GROUP_BEAT <= known || slots <= known))
            command->written++;
    }
}

void command_seal(command_t *command, draw_t *draw)
{
    const size_t slots = (size_t)command->slices * LEVEE_LANES;
    const uint32_t closed = (command->slices - command->cut) * LEVEE_LANES;
    levee_constant_t *constants = room(slots, sizeof *constants);
    uint8_t *after = room(slots, 1);
    const uint32_t measures = command->shape->measures;
    uint32_t first = 0;

    lay_legs(command, draw);
    levee_record_t *records = judge(command, constants);
    command->constant_beats = 2 * measures * command->slices;
    command->constant = room(command->constant_beats, sizeof *command->constant);
    for (size_t slot = 0; slot < slots; slot++) {
        const command_account_t *account = &command->account[slot];

        for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
            constants[slot].measure[m] =
                excess_of(account->constant[m] - (account->balanced ? wide_of(records[slot].excess[m]) : 0));
        for (uint32_t i = 0; i < measures; i++) {
            const size_t value = slot * measures + i;

            memcpy(&command->constant[value / 4].byte[value % 4 * 16],
                   &constants[slot].measure[command_number(command->shape, i)], 16);
        }
    }
    free(records);
    records = judge(command, constants);
    command->record = room(slots, sizeof *command->record);
    for (uint32_t slot = 0; slot < slots; slot++) {
        after[slot] = verdict(command, &records[slot]);
        if (draw_below(draw, 100) < command->calm)
            command->account[slot].status = after[slot];
    }
    for (uint32_t slot = 0; slot < closed; slot++)
        expect_account(command, slot, records[slot]);
    command->status = room(slots / GROUP_BEAT + COMMAND_SEGMENTS, sizeof *command->status);
    command->write = room(slots / GROUP_BEAT + COMMAND_SEGMENTS, sizeof *command->write);
    for (uint32_t i = 0; i < command->segments; i++) {
        command_segment_t *segment = &command->segment[i];

        segment->beats_before = first ? command->slice_end[first - 1] : 0;
        segment->address = draw_next(draw) & ~UINT64_C(63);
        expect_statuses(command, segment, first, after, draw);
        first += segment->slices;
    }
    assert(first == command->slices);
    command->leg_beats = closed ? command->slice_end[closed / LEVEE_LANES - 1] : 0;
    free(records);
    free(constants);
    free(after);
}
