/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes commands for the kernel and what they must do to its memory, a file a
 * tick: random books, the host's own command blocks, judged by hls/.
 * tests/rtl/cocotb/test_kernel.py reads the files. */
#include <stdlib.h>
#include <string.h>

#include "case_engine.h"
#include "device/card/card.h"
#include "draw.h"
#include "generate_stream.h"

enum { ACCOUNTS = 150, CHANGES = 12, TICKS_A_BOOK = 6, UNKNOWN = 255 };

/* sink_t: what outlives an engine. The kernel has one group and all measures. */
typedef struct {
    const char *folder;
    levee_card_kernel_t kernel;
    draw_t draw;
    unsigned books;
    unsigned ticks;
    unsigned slices;
    unsigned records;
    unsigned patches;
} sink_t;

/* memory_t: the buffers of the card's group, by stream. */
typedef struct {
    levee_card_buffer_t stream[LEVEE_STREAMS];
} memory_t;

/* recorder_t: a device whose answers are the reference's. */
typedef struct {
    levee_device_t device; /* first, so that a device is its recorder_t */
    levee_device_t *reference;
    sink_t *sink;
    unsigned ticks;
    levee_card_t card;
    memory_t left; /* the buffers as the kernel has left them */
} recorder_t;

/* totals_t: what the summary must say. */
typedef struct {
    uint32_t slices;
    uint32_t records;
    uint32_t leg_beats;
    uint32_t statuses[4];
    levee_u128 sums[LEVEE_MEASURES];
} totals_t;

static void *need(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

static memory_t memory_of(const levee_card_t *card)
{
    return (memory_t){{card->legs[0], card->constants[0], card->results[0]}};
}

static size_t bytes_of(const levee_card_buffer_t *buffer)
{
    return (size_t)buffer->beats * sizeof *buffer->beat;
}

static void drop_copy(memory_t *copy)
{
    for (int i = 0; i < LEVEE_STREAMS; i++)
        free(copy->stream[i].beat);
    *copy = (memory_t){0};
}

static memory_t copy_of(const memory_t *memory)
{
    memory_t copy = *memory;

    for (int i = 0; i < LEVEE_STREAMS; i++) {
        copy.stream[i].beat = need(malloc(bytes_of(&memory->stream[i])));
        memcpy(copy.stream[i].beat, memory->stream[i].beat, bytes_of(&memory->stream[i]));
    }
    return copy;
}

static int is_same(const memory_t *a, const memory_t *b)
{
    for (int i = 0; i < LEVEE_STREAMS; i++) {
        if (a->stream[i].beats != b->stream[i].beats ||
            memcmp(a->stream[i].beat, b->stream[i].beat, bytes_of(&a->stream[i])) != 0)
            return 0;
    }
    return 1;
}

static void write_bytes(FILE *out, const void *data, size_t bytes)
{
    if (fwrite(data, 1, bytes, out) != bytes) {
        perror("cannot write a tick");
        exit(2);
    }
}

static void write_memory(FILE *out, const memory_t *memory)
{
    for (int i = 0; i < LEVEE_STREAMS; i++)
        write_bytes(out, memory->stream[i].beat, bytes_of(&memory->stream[i]));
}

/* patch does to the book what the command block says; returns how many beats. */
static uint32_t patch(const levee_card_t *card, const memory_t *memory)
{
    const levee_beat_t *block = card->command.beat;
    const uint32_t patches = (uint32_t)LEVEE_GET(block, HEADER, PATCHES);
    const uint64_t behind = LEVEE_GET(block, HEADER, UPDATES) + LEVEE_GET(block, HEADER, SEGMENTS);
    const levee_beat_t *at = block + card->command_beats - behind - (size_t)2 * patches;

    for (uint32_t i = 0; i < patches; i++, at += 2)
        memory->stream[LEVEE_GET(at, PATCH, STREAM)].beat[LEVEE_GET(at, PATCH, BEAT)] = at[1];
    return patches;
}

/* judge_lane notes a verdict: the status where the kernel keeps it, and the
 * record where it is asked for. */
static void judge_lane(const levee_card_t *card, levee_record_t record, uint8_t *status, totals_t *totals)
{
    record.before = *status;
    *status = record.after;
    totals->statuses[record.after]++;
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        totals->sums[m] += (levee_u128)levee_excess_value(record.excess[m]);
    if (card->report == 1 || (card->report == 0 && record.before != record.after)) {
        memcpy(&card->results[0].beat[card->records + totals->records], &record, sizeof record);
        totals->records++;
    }
}

/* judge_region has hls/ judge a region as if no status were known, so that it
 * tells of every account. */
static void judge_region(const levee_card_t *card, uint32_t number, totals_t *totals)
{
    const levee_region_t *region = &card->image->slices->region[number];
    const uint32_t slices = levee_slices_used(region);
    const size_t lanes = (size_t)slices * LEVEE_LANES;
    uint8_t *status = (uint8_t *)levee_card_place(card, 0, number, LEVEE_STREAM_STATUS);
    levee_record_t *records = need(calloc(lanes + 1, sizeof *records));
    uint8_t *unknown = need(malloc(lanes + 1));
    levee_summary_t summary;

    memset(unknown, UNKNOWN, lanes);
    levee_sweep(region->legs, region->constants, card->image->table, slices, card->sequence, unknown, records,
                &summary);
    for (size_t i = 0; i < lanes; i++) {
        records[i].slot += totals->slices * LEVEE_LANES;
        judge_lane(card, records[i], &status[i], totals);
    }
    totals->slices += slices;
    totals->leg_beats += slices * region->words;
    free(records);
    free(unknown);
}

/* put_summary leaves the counts of stalls at 0: those depend on the bus. */
static void put_summary(const levee_card_t *card, const totals_t *totals)
{
    levee_beat_t *summary = card->results[0].beat;
    levee_beat_t *sums = summary + 1;

    memset(summary, 0, LEVEE_CARD_SUMMARY_BEATS * sizeof *summary);
    LEVEE_PUT(summary, SUMMARY, SEQUENCE, card->sequence);
    LEVEE_PUT(summary, SUMMARY, SLICES, totals->slices);
    LEVEE_PUT(summary, SUMMARY, RECORDS, totals->records);
    LEVEE_PUT(summary, SUMMARY, LEG_BEATS, totals->leg_beats);
    LEVEE_PUT(summary, SUMMARY, CONSTANT_BEATS, totals->slices * 2 * LEVEE_MEASURES);
    for (uint32_t i = 0; i < 4; i++)
        levee_beat_put(summary, LEVEE_CARD_SUMMARY_HEALTHY + 32 * i, 32, totals->statuses[i]);
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        levee_beat_put(sums, LEVEE_CARD_SUMS_EQUITY + 128 * m, 64, (uint64_t)totals->sums[m]);
        levee_beat_put(sums, LEVEE_CARD_SUMS_EQUITY + 128 * m + 64, 64, (uint64_t)(totals->sums[m] >> 64));
    }
}

/* begin_tick opens the tick's file and writes five words of 32 bits (beats of
 * the command block and the buffers, whether the host has written to these), the
 * block and, if so, the buffers. What they must be afterwards comes behind. */
static FILE *begin_tick(const recorder_t *r, const memory_t *memory)
{
    const levee_card_t *card = &r->card;
    const uint32_t head[] = {card->command_beats, memory->stream[0].beats, memory->stream[1].beats,
                             memory->stream[2].beats, !is_same(memory, &r->left)};
    char name[400];

    snprintf(name, sizeof name, "%s/%04u.tick", r->sink->folder, r->sink->ticks);
    FILE *out = fopen(name, "wb");
    if (!out) {
        perror(name);
        exit(2);
    }
    write_bytes(out, head, sizeof head);
    write_bytes(out, card->command.beat, card->command_beats * sizeof(levee_beat_t));
    if (head[4])
        write_memory(out, memory);
    return out;
}

static void record_tick(recorder_t *r, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    sink_t *sink = r->sink;
    totals_t totals = {0};

    r->card.report = (uint32_t)draw_range(&sink->draw, 0, 3) % 3;
    if (!levee_card_command(&r->card, updates, count, sequence))
        abort();
    const memory_t memory = memory_of(&r->card);
    FILE *out = begin_tick(r, &memory);
    sink->patches += patch(&r->card, &memory);
    for (uint32_t i = 0; i < LEVEE_REGIONS; i++)
        judge_region(&r->card, i, &totals);
    put_summary(&r->card, &totals);
    write_memory(out, &memory);
    if (fclose(out) != 0) {
        perror("cannot write a tick");
        exit(2);
    }
    drop_copy(&r->left);
    r->left = copy_of(&memory);
    r->ticks++;
    sink->ticks++;
    sink->slices += totals.slices;
    sink->records += totals.records;
}

static void submit(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    recorder_t *r = (recorder_t *)device;

    if (r->ticks < TICKS_A_BOOK)
        record_tick(r, updates, count, sequence);
    r->reference->submit(r->reference, updates, count, sequence);
}

static levee_progress_t poll(levee_device_t *device, uint32_t *count)
{
    recorder_t *r = (recorder_t *)device;

    return r->reference->poll(r->reference, count);
}

static void close_recorder(levee_device_t *device)
{
    recorder_t *r = (recorder_t *)device;

    if (r->reference)
        r->reference->close(r->reference);
    levee_card_close(&r->card);
    drop_copy(&r->left);
    free(r);
}

static levee_result_t open_recorder(void *context, const levee_image_t *image, levee_device_t **device,
                                    levee_error_t *error)
{
    recorder_t *r = need(calloc(1, sizeof *r));

    r->sink = context;
    r->device =
        (levee_device_t){.backend = "cpu", .isa = "recorder", .submit = submit, .poll = poll, .close = close_recorder};
    levee_result_t result = levee_reference_open(image, &r->reference, error);
    if (result == LEVEE_OK)
        result = levee_card_open(&r->card, image, &r->sink->kernel, NULL, error);
    if (result != LEVEE_OK) {
        close_recorder(&r->device);
        return result;
    }
    *device = &r->device;
    return LEVEE_OK;
}

/* cut_tiers keeps the tiers that the kernel has room for. */
static void cut_tiers(case_t *c, unsigned tiers)
{
    for (size_t i = 0; i < c->instrument_count; i++) {
        case_instrument_t *it = &c->instruments[i];

        if (it->tier_count > tiers) {
            it->tier_count = tiers;
            it->tiers[tiers - 1].notional[0] = '\0';
        }
    }
}

static void give_ticks(levee_engine_t *engine, const case_t *c)
{
    for (size_t i = 0; i < c->tick_count; i++) {
        const case_tick_t *tick = &c->ticks[i];
        const levee_mark_spec_t mark = {c->instruments[tick->instrument].symbol, tick->mark,
                                        tick->funding[0] != '\0' ? tick->funding : NULL, 0};

        (void)levee_engine_tick(engine, &mark, 1, NULL);
    }
}

/* record_book takes one book through its changes and ticks, if it fits. Every
 * fourth has ticks alone, and more accounts. */
static void record_book(sink_t *sink, uint64_t seed)
{
    const levee_opener_t opener = {.open = open_recorder, .context = sink};
    const generate_kind_t kind = seed % 2 ? GENERATE_CROSS_MIXED : (generate_kind_t)(seed / 2 % GENERATE_KINDS);
    levee_error_t error = {0};
    stream_t s = {0};

    if (seed % 4 == 0)
        generate_case(&s.book, kind, seed, ACCOUNTS);
    else
        generate_stream(&s, kind, seed, CHANGES);
    cut_tiers(&s.book, sink->kernel.tiers);
    if (s.book.instrument_count <= sink->kernel.instruments) {
        levee_engine_t *engine = case_engine_open(&s.book, &opener, &error);

        if (!engine) {
            fprintf(stderr, "no engine: %s\n", error.message);
            exit(1);
        }
        give_ticks(engine, &s.book);
        for (size_t first = 0, count; first < s.step_count; first += count) {
            count = stream_batch(&s, first);
            case_engine_steps(engine, &s, first, count);
        }
        levee_engine_free(engine);
        sink->books++;
    }
    stream_free(&s);
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fprintf(stderr, "usage: record_commands FOLDER INSTRUMENTS TIERS BOOKS SEED\n");
        return 2;
    }
    const unsigned long books = strtoul(argv[4], NULL, 10);
    const uint64_t seed = strtoull(argv[5], NULL, 10);
    sink_t sink = {.folder = argv[1],
                   .kernel = {.lanes = LEVEE_LANES,
                              .measures = LEVEE_MEASURES,
                              .instruments = (uint32_t)strtoul(argv[2], NULL, 10),
                              .tiers = (uint32_t)strtoul(argv[3], NULL, 10)},
                   .draw = {.state = seed}};

    for (uint64_t i = 0; sink.books < books; i++)
        record_book(&sink, seed * 1000 + i);
    printf("%u books, %u ticks, %u slices, %u records, %u patches\n", sink.books, sink.ticks, sink.slices, sink.records,
           sink.patches);
    return 0;
}
