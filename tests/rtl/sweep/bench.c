/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RESET_CYCLES = 4, DRAIN_CYCLES = 8, QUIET_CYCLES = 50, LOST_CYCLES = 24 };

/* run_t: how far each stream of a command came. */
typedef struct {
    bench_t *bench;
    const command_t *command;
    const bench_pace_t *pace;
    uint32_t surplus;
    uint32_t leg_beats;
    /* Beats and the like that were taken or seen. */
    uint32_t legs, constants, statuses, segments, records, written;
    uint32_t slices; /* whose last beat was taken */
    uint32_t beats_allowed;
    uint64_t cycle, first_cycle;
    uint64_t *taken;       /* the cycle of each slice's last beat */
    uint32_t record_slice; /* of the last record */
    const uint8_t *write;
    uint32_t instrument, step; /* of the table writes */
    beat_t held_record, held_written;
    bool holds_record, holds_written;
} run_t;

static void note(bench_t *bench, const char *what, uint64_t number)
{
    if (!bench->note[0])
        (void)snprintf(bench->note, sizeof bench->note, "(%s %" PRIu64 ")", what, number);
}

static void cycle(bench_t *bench)
{
    bench->shape->cycle(bench->model, &bench->in, &bench->out);
}

bench_t *bench_open(const group_model_t *shape, uint64_t seed)
{
    bench_t *bench = calloc(1, sizeof *bench);

    assert(bench);
    bench->shape = shape;
    bench->draw.state = seed;
    bench->model = shape->make((uint32_t)draw_next(&bench->draw));
    bench->in.rst = true;
    for (uint32_t i = 0; i < RESET_CYCLES; i++)
        cycle(bench);
    bench->in.rst = false;
    return bench;
}

void bench_close(bench_t *bench)
{
    bench->shape->free(bench->model);
    free(bench);
}

/* moves draws whether a stream moves that stands still so often. */
static bool moves(run_t *run, uint32_t percent)
{
    return percent == 0 || draw_next(&run->bench->draw) % 100 >= percent;
}

/* write_tables sets the three buses to entry `step` of the next instrument; in
 * which case there is one it returns true. Buses that are done stand still. */
static bool write_tables(run_t *run)
{
    const group_model_t *shape = run->bench->shape;
    group_in_t *in = &run->bench->in;
    const uint32_t entries = shape->tiers * LEVEE_SIDES;

    in->limit_valid = in->row_valid = in->deduction_valid = false;
    while (run->instrument < shape->instruments && !run->write[run->instrument])
        run->instrument++;
    if (run->instrument == shape->instruments)
        return false;
    const levee_risk_t *risk = &run->command->table[run->instrument];
    const uint32_t tier = run->step % entries / LEVEE_SIDES;
    const uint32_t side = run->step % LEVEE_SIDES;
    const uint32_t measure = command_number(shape, run->step / entries);
    const levee_row_t *row = &risk->row[tier][side];
    in->limit_valid = run->step < shape->tiers;
    in->row_valid = true;
    in->deduction_valid = measure != LEVEE_EQUITY;
    in->limit_instrument = in->row_instrument = in->deduction_instrument = (uint8_t)run->instrument;
    if (in->limit_valid) {
        in->limit_tier = (uint8_t)run->step;
        in->limit_lots = (uint64_t)risk->limit[run->step];
    }
    in->row_tier = in->deduction_tier = (uint8_t)tier;
    in->row_side = in->deduction_side = (uint8_t)side;
    in->row_measure = in->deduction_measure = (uint8_t)measure;
    in->row_value = row->row[measure];
    in->deduction_high = row->deduction_high[measure];
    in->deduction_low = row->deduction_low[measure];
    run->step++;
    if (run->step == entries * shape->measures) {
        run->step = 0;
        run->instrument++;
    }
    return true;
}

/* offer sets the streams in; what was offered and not taken stays. */
static void offer(run_t *run)
{
    group_in_t *in = &run->bench->in;
    const command_t *command = run->command;

    /* A leg beat comes only after its segment. */
    if (!in->leg_valid && run->legs < run->leg_beats && run->cycle >= run->pace->lead &&
        (run->segments == command->segments || run->legs < command->segment[run->segments].beats_before)) {
        in->leg_valid = moves(run, run->pace->leg);
        /* Surplus slices are one beat each. */
        if (run->legs < command->leg_beats)
            memcpy(in->leg, command->leg[run->legs].byte, GROUP_BEAT);
        else
            memset(in->leg, 0xff, GROUP_BEAT);
    }
    if (!in->constant_valid && run->constants < command->constant_beats) {
        in->constant_valid = moves(run, run->pace->constant);
        memcpy(in->constant, command->constant[run->constants].byte, GROUP_BEAT);
    }
    if (!in->status_valid && run->statuses < command->status_beats) {
        in->status_valid = moves(run, run->pace->status);
        memcpy(in->status, command->status[run->statuses].byte, GROUP_BEAT);
    }
    if (!in->segment_valid && run->segments < command->segments) {
        in->segment_valid = moves(run, run->pace->segment);
        in->segment_slices = command->segment[run->segments].slices;
        in->segment_address = command->segment[run->segments].address;
    }
    in->record_ready = moves(run, run->pace->record);
    in->written_ready = moves(run, run->pace->written);
}

static void accept(run_t *run)
{
    group_in_t *in = &run->bench->in;
    const group_out_t *out = &run->bench->out;

    if (in->leg_valid && out->leg_ready) {
        if (run->legs == 0)
            run->first_cycle = run->cycle;
        run->legs++;
        in->leg_valid = false;
        if (run->slices < run->command->slices && run->legs == run->command->slice_end[run->slices])
            run->taken[run->slices++] = run->cycle;
    }
    if (in->constant_valid && out->constant_ready) {
        run->constants++;
        in->constant_valid = false;
    }
    if (in->status_valid && out->status_ready) {
        run->statuses++;
        in->status_valid = false;
    }
    if (in->segment_valid && out->segment_ready) {
        run->segments++;
        in->segment_valid = false;
    }
}

static void check_record(run_t *run)
{
    bench_t *bench = run->bench;
    const command_t *command = run->command;
    uint32_t slot;

    if (run->holds_record &&
        (!bench->out.record_valid || memcmp(run->held_record.byte, bench->out.record, GROUP_BEAT) != 0))
        note(bench, "not held: record", run->records);
    run->holds_record = bench->out.record_valid && !bench->in.record_ready;
    memcpy(run->held_record.byte, bench->out.record, GROUP_BEAT);
    if (!bench->out.record_valid)
        return;
    if (run->records == command->records) {
        note(bench, "more than the expected records,", command->records);
        return;
    }
    if (memcmp(command->record[run->records].byte, bench->out.record, GROUP_BEAT) != 0)
        note(bench, "differs: record", run->records);
    memcpy(&slot, &command->record[run->records].byte[offsetof(levee_record_t, slot)], sizeof slot);
    if (slot / LEVEE_LANES >= run->slices) {
        note(bench, "before its legs: record", run->records);
        return;
    }
    if (slot / LEVEE_LANES != run->record_slice) {
        const uint64_t latency = run->cycle - run->taken[slot / LEVEE_LANES];

        run->record_slice = slot / LEVEE_LANES;
        bench->times.latency = latency > bench->times.latency ? latency : bench->times.latency;
    }
    run->records += !run->holds_record;
}

static void check_written(run_t *run)
{
    bench_t *bench = run->bench;
    const command_t *command = run->command;

    if (run->holds_written &&
        (!bench->out.written_valid || memcmp(run->held_written.byte, bench->out.written, GROUP_BEAT) != 0))
        note(bench, "not held: status beat", run->written);
    run->holds_written = bench->out.written_valid && !bench->in.written_ready;
    memcpy(run->held_written.byte, bench->out.written, GROUP_BEAT);
    if (!bench->out.written_valid)
        return;
    if (run->written == command->written) {
        note(bench, "more than the expected status beats,", command->written);
        return;
    }
    if (memcmp(command->write[run->written].beat.byte, bench->out.written, GROUP_BEAT) != 0)
        note(bench, "differs: status beat", run->written);
    if (command->write[run->written].address != bench->out.written_address)
        note(bench, "wrong address: status beat", run->written);
    run->written += !run->holds_written;
}

static void check_totals(run_t *run)
{
    bench_t *bench = run->bench;
    const group_out_t *out = &bench->out;
    const command_t *command = run->command;
    const uint32_t slices = command->slices - command->cut;

    if (run->records != command->records)
        note(bench, "records are missing, there were", run->records);
    if (run->written != command->written)
        note(bench, "status beats are missing, there were", run->written);
    if (out->slices != slices)
        note(bench, "slices", out->slices);
    if (out->records != command->records)
        note(bench, "counted records", out->records);
    if (memcmp(out->status_count, command->status_count, sizeof out->status_count) != 0)
        note(bench, "status counts differ, healthy", out->status_count[0]);
    if (memcmp(out->sum, command->sum, (size_t)bench->shape->measures * 16) != 0)
        note(bench, "sum of excesses differs, lowest byte", out->sum[0]);
    if (out->leg_beats != command->leg_beats)
        note(bench, "leg beats", out->leg_beats);
    if (command->cut == 0 && out->constant_beats != command->constant_beats)
        note(bench, "constant beats", out->constant_beats);
    if (out->error != (run->surplus > 0))
        note(bench, "error", out->error);
    if (out->missing != command->cut)
        note(bench, "missing", out->missing);
}

static bool is_done(const run_t *run)
{
    const command_t *command = run->command;

    return run->legs == run->leg_beats && run->segments == command->segments &&
           (command->cut > 0 || run->statuses == command->status_beats) && run->bench->out.idle;
}

/* clear_group begins a command; it drops what a shorter one left. */
static void clear_group(bench_t *bench, uint32_t cycles)
{
    bench->in.admit = false;
    bench->in.clear = true;
    for (uint32_t i = 0; i < cycles; i++)
        cycle(bench);
    bench->in.clear = false;
    bench->in.leg_valid = bench->in.constant_valid = bench->in.status_valid = bench->in.segment_valid = false;
}

void bench_lose(bench_t *bench, draw_t *draw)
{
    for (uint32_t i = 0; i < LOST_CYCLES; i++) {
        bench->in.segment_valid = true;
        bench->in.segment_slices = (uint32_t)draw_next(draw) | 1;
        bench->in.segment_address = draw_next(draw) / GROUP_BEAT * GROUP_BEAT;
        cycle(bench);
    }
    bench->in.segment_valid = false;
}

bool bench_run(bench_t *bench, const command_t *command, const uint8_t *write, const bench_pace_t *pace,
               uint32_t surplus)
{
    run_t run = {.bench = bench,
                 .command = command,
                 .pace = pace,
                 .surplus = surplus,
                 .write = write,
                 .record_slice = UINT32_MAX};
    /* However slow the slowest stream, and however long the tables take. */
    const uint64_t patience = 1000 +
                              200 * ((uint64_t)command->leg_beats + surplus + command->constant_beats +
                                     command->status_beats + (uint64_t)command->slices * LEVEE_LANES) +
                              (uint64_t)bench->shape->instruments * bench->shape->tiers * LEVEE_SIDES * LEVEE_MEASURES;

    run.taken = calloc((size_t)command->slices + 1, sizeof *run.taken);
    assert(run.taken);
    run.leg_beats = command->leg_beats + surplus;
    memset(&bench->times, 0, sizeof bench->times);
    clear_group(bench, 1);
    bench->in.sequence = command->sequence;
    bench->in.report = (uint8_t)command->report;
    for (bool done = false; !done && !bench->note[0]; run.cycle++) {
        bench->in.admit = !write_tables(&run);
        offer(&run);
        cycle(bench);
        check_record(&run);
        check_written(&run);
        /* A beat is inside from the cycle after the one in which it is taken. */
        done = bench->in.admit && is_done(&run);
        accept(&run);
        if (run.cycle > patience)
            note(bench, "hangs at leg beat", run.legs);
    }
    bench->times.cycles = run.cycle - run.first_cycle;
    check_totals(&run);
    /* Nothing comes any more. */
    for (uint32_t i = 0; i < QUIET_CYCLES && !command->cut; i++) {
        cycle(bench);
        if (bench->out.record_valid || bench->out.written_valid || !bench->out.idle)
            note(bench, "comes later, cycles", i);
    }
    check_totals(&run);
    /* What a command cut short left waiting is dropped while `clear` is high. */
    if (command->cut > 0)
        clear_group(bench, DRAIN_CYCLES);
    free(run.taken);
    return !bench->note[0];
}
