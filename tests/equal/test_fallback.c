/* SPDX-License-Identifier: Apache-2.0
 *
 * A card that fails, lies and comes back at random moments: the verdicts must be
 * those of the CPU alone, none lost and none twice. */
#include <stdlib.h>
#include <string.h>

#include "case_engine.h"
#include "draw.h"
#include "generate_stream.h"

enum { STREAMS = 300, CHANGES = 200, SAMPLED = 32, FAULT_PERCENT = 5, BACK_PERCENT = 30 };

/* What the card does wrong. Of the accounts of a small book the sample has all: a
 * record that is lost shows there; of a large one the tally of a real card shows it. */
typedef enum { FAILS, WRONG_EXCESS, WRONG_STATUS, LOST_RECORD, FAULTS } wrong_t;

static const char *const wrong_name[FAULTS] = {"no answer", "wrong excess", "wrong status", "lost record"};

typedef struct {
    draw_t d;
    int started; /* the first verdicts are out */
    uint64_t done[FAULTS], faults, rearmed, on_card, ticks;
} bench_t;

typedef struct {
    levee_device_t device; /* first, so that a device is its doubtful_t */
    levee_device_t *reference;
    const levee_image_t *image;
    bench_t *bench;
} doubtful_t;

static void set_status(const levee_image_t *image, const levee_record_t *record, uint8_t status)
{
    levee_slot_walk_t walk = {0, 0};
    const uint32_t at = levee_slices_walk(image->slices, record->slot, &walk);

    image->slices->region[walk.region].status[at] = status;
    levee_tally_move(&image->slices->tally, record->after, status);
}

static int spoil(const doubtful_t *doubtful, wrong_t wrong, uint32_t *count)
{
    const levee_image_t *image = doubtful->image;
    draw_t *d = &doubtful->bench->d;

    if (*count == 0 || *count > SAMPLED || (wrong == LOST_RECORD && levee_book_accounts(image->book) > SAMPLED))
        return 0;
    const uint32_t at = (uint32_t)draw_range(d, 0, (long)*count - 1);
    levee_record_t *record = &image->records[at];
    const uint8_t other = (uint8_t)((record->after + 1) % 4 == record->before ? record->after + 2 : record->after + 1);

    if (wrong == WRONG_EXCESS) {
        record->excess[draw_range(d, 0, 2)].low ^= UINT64_C(1) << draw_range(d, 0, 63);
    } else if (wrong == WRONG_STATUS) {
        set_status(image, record, other % 4);
        record->after = other % 4;
    } else {
        set_status(image, record, record->before);
        memmove(record, record + 1, (--*count - at) * sizeof *record);
    }
    return 1;
}

static void submit(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    doubtful_t *doubtful = (doubtful_t *)device;

    device->fault = doubtful->bench->started && draw_chance(&doubtful->bench->d, FAULT_PERCENT) ? "no answer" : NULL;
    if (!device->fault)
        doubtful->reference->submit(doubtful->reference, updates, count, sequence);
}

static levee_progress_t poll(levee_device_t *device, uint32_t *count)
{
    doubtful_t *doubtful = (doubtful_t *)device;
    bench_t *bench = doubtful->bench;

    if (draw_chance(&bench->d, 50))
        return LEVEE_DEVICE_BUSY;
    if (device->fault) {
        bench->done[FAILS]++;
        return LEVEE_DEVICE_FAILED;
    }
    const levee_progress_t progress = doubtful->reference->poll(doubtful->reference, count);
    const wrong_t wrong = (wrong_t)draw_range(&bench->d, FAILS + 1, FAULTS - 1);
    if (bench->started && draw_chance(&bench->d, FAULT_PERCENT))
        bench->done[wrong] += (uint64_t)spoil(doubtful, wrong, count);
    return progress;
}

static bool revive(levee_device_t *device)
{
    return draw_chance(&((doubtful_t *)device)->bench->d, BACK_PERCENT);
}

static void close_doubtful(levee_device_t *device)
{
    doubtful_t *doubtful = (doubtful_t *)device;

    doubtful->reference->close(doubtful->reference);
    free(doubtful);
}

static levee_result_t open_doubtful(void *context, const levee_image_t *image, levee_device_t **device,
                                    levee_error_t *error)
{
    doubtful_t *doubtful = calloc(1, sizeof *doubtful);

    if (!doubtful)
        abort();
    doubtful->device = (levee_device_t){.backend = "doubtful",
                                        .isa = "none",
                                        .submit = submit,
                                        .poll = poll,
                                        .revive = revive,
                                        .close = close_doubtful};
    doubtful->image = image;
    doubtful->bench = context;
    *device = &doubtful->device;
    return levee_reference_open(image, &doubtful->reference, error);
}

static levee_result_t open_cpu(void *context, const levee_image_t *image, levee_device_t **device, levee_error_t *error)
{
    (void)context;
    return levee_reference_open(image, device, error);
}

/* run_stream returns whether all of one stream went alike. */
static int run_stream(bench_t *bench, const stream_t *s, uint64_t number)
{
    const levee_opener_t openers[] = {{.open = open_cpu}, {.open = open_doubtful, .context = bench}};
    levee_error_t error = {0};
    levee_device_report_t report;

    bench->started = 0;
    levee_engine_t *cpu = case_engine_open(&s->book, &openers[0], &error);
    levee_engine_t *card = case_engine_open(&s->book, &openers[1], &error);
    int same = cpu && card && case_engine_same(cpu, card);
    bench->started = 1;
    for (size_t first = 0, count; first < s->step_count && same; first += count) {
        count = stream_batch(s, first);
        case_engine_steps(cpu, s, first, count);
        case_engine_steps(card, s, first, count);
        same = case_engine_same(cpu, card);
        if (!same)
            printf("FAILED: stream %llu: step %zu differs\n", (unsigned long long)number, first);
    }
    if (card) {
        levee_engine_device(card, &report);
        bench->faults += report.faults;
        bench->rearmed += report.rearmed;
        bench->on_card += report.ticks_on_card;
    }
    levee_engine_free(cpu);
    levee_engine_free(card);
    return same;
}

int main(int argc, char **argv)
{
    const uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    bench_t bench = {.d = {.state = seed}};
    uint64_t told = 0;
    int good = 1;

    for (uint64_t i = 0; i < STREAMS && good; i++) {
        stream_t s = {0};

        generate_stream(&s, (generate_kind_t)(i % GENERATE_KINDS), seed * 1000003 + i, CHANGES);
        good = run_stream(&bench, &s, i);
        stream_free(&s);
    }
    for (int f = 0; f < FAULTS; f++) {
        printf("%-12s %6llu times\n", wrong_name[f], (unsigned long long)bench.done[f]);
        told += bench.done[f];
        good = good && bench.done[f] > 0;
    }
    /* What goes wrong on trial counts, too: every fault is one that was noticed. */
    if (good && (told != bench.faults || bench.rearmed == 0 || bench.on_card == 0))
        good = 0;
    printf("seed %llu: %llu faults, %llu noticed, rearmed %llu times, %llu ticks on the card: %s\n",
           (unsigned long long)seed, (unsigned long long)told, (unsigned long long)bench.faults,
           (unsigned long long)bench.rearmed, (unsigned long long)bench.on_card, good ? "passed" : "FAILED");
    return !good;
}
