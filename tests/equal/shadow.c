/* SPDX-License-Identifier: Apache-2.0 */
#include "shadow.h"

#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CYCLES_MAX = 4000000, NO_STATUS = 255 };

typedef struct {
    levee_device_t device; /* first, so that a device is its companion_t */
    levee_device_t *reference;
    shadow_t *shadow;
    levee_card_t card;
} companion_t;

#define FAIL(shadow, ...) (snprintf((shadow)->message, SHADOW_MESSAGE, __VA_ARGS__), 0)

static uint64_t draw(shadow_t *shadow)
{
    shadow->random = shadow->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return shadow->random >> 33;
}

int shadow_begin(shadow_t *shadow, const levee_model_t *model, const levee_axi_timing_t *timing, uint64_t seed)
{
    *shadow = (shadow_t){.random = seed};
    levee_kernel_open(&shadow->kernel, model, timing, seed);
    return levee_kernel_identify(&shadow->kernel, &shadow->parameters);
}

void shadow_end(shadow_t *shadow)
{
    levee_kernel_close(&shadow->kernel);
}

/* judged_t: hls/ on one region: every account's record, whatever its status. */
typedef struct {
    levee_record_t *record;
    uint8_t *status;
} judged_t;

static judged_t judge_region(const levee_image_t *image, uint32_t region, uint64_t sequence)
{
    const levee_region_t *from = &image->slices->region[region];
    const uint32_t slices = levee_slices_used(from);
    judged_t judged = {malloc(((size_t)slices + 1) * LEVEE_LANES * sizeof *judged.record),
                       malloc(((size_t)slices + 1) * LEVEE_LANES)};
    levee_summary_t summary;

    if (!judged.record || !judged.status)
        abort();
    memset(judged.status, NO_STATUS, (size_t)slices * LEVEE_LANES);
    levee_sweep(from->legs, from->constants, image->table, slices, sequence, judged.status, judged.record, &summary);
    return judged;
}

/* status_by is the verdict of a kernel that has only some of the measures. */
static uint8_t status_by(const levee_card_t *card, const levee_record_t *record)
{
    if (card->kernel.measures == 3)
        return record->after;
    if (card->kernel.measures == 2 && record->excess[LEVEE_EQUITY].high < 0)
        return LEVEE_STATUS_BANKRUPT;
    return record->excess[LEVEE_MAINTENANCE].high < 0 ? LEVEE_STATUS_LIQUIDATE : LEVEE_STATUS_HEALTHY;
}

/* totals_t: what a group's summary must say. */
typedef struct {
    uint32_t slices;
    uint32_t records;
    uint32_t statuses[4];
    levee_u128 sums[LEVEE_MEASURES];
} totals_t;

static void add_lane(const levee_card_t *card, const levee_record_t *record, uint8_t status, totals_t *totals)
{
    totals->statuses[status]++;
    for (uint32_t i = 0; i < card->kernel.measures; i++) {
        const levee_excess_t excess = record->excess[levee_card_measure(card, i)];

        totals->sums[levee_card_measure(card, i)] += (levee_u128)(uint64_t)excess.high << 64 | excess.low;
    }
}

/* expected_record is what the kernel must write for a lane. */
static levee_record_t expected_record(const levee_card_t *card, const levee_record_t *judged, uint32_t slot,
                                      uint8_t before, uint8_t after)
{
    levee_record_t record = {.sequence = card->sequence, .slot = slot, .before = before, .after = after};

    for (uint32_t i = 0; i < card->kernel.measures; i++)
        record.excess[levee_card_measure(card, i)] = judged->excess[levee_card_measure(card, i)];
    return record;
}

/* check_slice holds the records and statuses of one slice; `status` is its
 * place in the card's memory before the tick. */
static int check_slice(companion_t *c, uint32_t group, const levee_record_t *judged, const uint8_t *before,
                       const uint8_t *after, totals_t *totals)
{
    const levee_card_t *card = &c->card;

    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
        const uint8_t status = status_by(card, &judged[lane]);
        const uint32_t slot = totals->slices * LEVEE_LANES + lane;

        add_lane(card, &judged[lane], status, totals);
        if (after[lane] != status)
            return FAIL(c->shadow, "group %u slot %u: status %u in memory, not %u", group, slot, after[lane], status);
        if (card->report == 2 || (card->report == 0 && before[lane] == status))
            continue;
        const levee_record_t expected = expected_record(card, &judged[lane], slot, before[lane], status);
        if (memcmp(&card->results[group].beat[card->records + totals->records], &expected, sizeof expected) != 0)
            return FAIL(c->shadow, "group %u slot %u: record %u differs", group, slot, totals->records);
        totals->records++;
    }
    totals->slices++;
    return 1;
}

static int check_summary(companion_t *c, uint32_t group, const totals_t *totals)
{
    const levee_beat_t *summary = c->card.results[group].beat;

    if (LEVEE_GET(summary, SUMMARY, FAULTS) != 0)
        return FAIL(c->shadow, "group %u: faults %lx", group, (unsigned long)LEVEE_GET(summary, SUMMARY, FAULTS));
    if (LEVEE_GET(summary, SUMMARY, SEQUENCE) != c->card.sequence ||
        LEVEE_GET(summary, SUMMARY, SLICES) != totals->slices ||
        LEVEE_GET(summary, SUMMARY, RECORDS) != totals->records)
        return FAIL(c->shadow, "group %u: the summary's counts differ", group);
    for (uint32_t s = 0; s < 4; s++) {
        if (levee_beat_get(summary, LEVEE_CARD_SUMMARY_HEALTHY + 32 * s, 32) != totals->statuses[s])
            return FAIL(c->shadow, "group %u: the summary's accounts of status %u differ", group, s);
    }
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        if (levee_beat_get_wide(summary + 1, LEVEE_CARD_SUMS_EQUITY + 128 * m) != totals->sums[m])
            return FAIL(c->shadow, "group %u: the sum of measure %u differs", group, m);
    }
    return 1;
}

/* check_group walks the group's slices as the kernel does. */
static int check_group(companion_t *c, uint32_t group, const judged_t judged[LEVEE_REGIONS], const levee_beat_t *before)
{
    const levee_card_t *card = &c->card;
    totals_t totals = {0};

    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        const uint8_t *old = (const uint8_t *)(before + card->region[r].statuses);
        const uint8_t *new = (const uint8_t *)levee_card_place(card, group, r, LEVEE_STREAM_STATUS);

        for (uint32_t i = 0; i < levee_card_slices(card, group, r); i++) {
            const levee_record_t *slice = judged[r].record + ((size_t)i * card->groups + group) * LEVEE_LANES;

            if (!check_slice(c, group, slice, old + (size_t)i * LEVEE_LANES, new + (size_t)i *LEVEE_LANES, &totals))
                return 0;
        }
    }
    c->shadow->records += totals.records;
    c->shadow->slices += totals.slices;
    return check_summary(c, group, &totals);
}

/* host_sums must be what the groups have summed, and what the host works out. */
static int check_sums(companion_t *c)
{
    for (uint32_t i = 0; i < c->card.kernel.measures; i++) {
        const uint32_t measure = levee_card_measure(&c->card, i);
        levee_u128 sum = 0;

        for (uint32_t g = 0; g < c->card.groups; g++)
            sum += levee_beat_get_wide(c->card.results[g].beat + 1, LEVEE_CARD_SUMS_EQUITY + 128 * measure);
        if (sum != levee_checksum(c->card.image, measure))
            return FAIL(c->shadow, "measure %u: the card's sum is not the host's", measure);
    }
    return 1;
}

static levee_beat_t *copy_results(const levee_card_t *card, uint32_t group)
{
    levee_beat_t *copy = malloc((size_t)card->results[group].beats * sizeof *copy);

    if (!copy)
        abort();
    memcpy(copy, card->results[group].beat, (size_t)card->results[group].beats * sizeof *copy);
    return copy;
}

/* patched is the memory as the kernel's patches leave it: the statuses that the
 * host replaces are in the command block. */
static void apply_status_patches(const levee_card_t *card, uint32_t group, levee_beat_t *results)
{
    const levee_beat_t *block = card->command.beat;
    const uint32_t patches = (uint32_t)LEVEE_GET(block, HEADER, PATCHES);
    const uint64_t behind = LEVEE_GET(block, HEADER, UPDATES) + LEVEE_GET(block, HEADER, SEGMENTS);
    const levee_beat_t *patch = block + card->command_beats - behind - (size_t)2 * patches;

    for (uint32_t i = 0; i < patches; i++, patch += 2) {
        if (LEVEE_GET(patch, PATCH, GROUP) == group && LEVEE_GET(patch, PATCH, STREAM) == LEVEE_STREAM_STATUS)
            results[LEVEE_GET(patch, PATCH, BEAT)] = patch[1];
    }
}

static void check_tick(companion_t *c, levee_beat_t *const before[LEVEE_CARD_GROUPS_MAX])
{
    judged_t judged[LEVEE_REGIONS];
    int same = 1;

    for (uint32_t r = 0; r < LEVEE_REGIONS; r++)
        judged[r] = judge_region(c->card.image, r, c->card.sequence);
    for (uint32_t g = 0; g < c->card.groups && same; g++)
        same = check_group(c, g, judged, before[g]);
    if (same)
        (void)check_sums(c);
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        free(judged[r].record);
        free(judged[r].status);
    }
}

/* write_command writes the tick's command block as the shadow is told to. */
static void write_command(companion_t *c, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    const uint32_t drawn = (uint32_t)draw(c->shadow) % 4 % 3;
    /* The kernel need not know that ticks are numbered one by one. */
    const uint64_t number = sequence ^ draw(c->shadow) << 33 ^ draw(c->shadow) << 2;

    c->card.report = c->shadow->report == SHADOW_REPORT_DRAWN ? drawn : (uint32_t)c->shadow->report - 1;
    if (c->shadow->whole)
        c->card.recipes = c->card.loaded = false;
    if (!levee_card_command(&c->card, updates, count, number))
        abort();
}

/* run_kernel has the kernel do the tick and holds all it has written against hls/. */
static void run_kernel(companion_t *c, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    shadow_t *shadow = c->shadow;
    levee_beat_t *before[LEVEE_CARD_GROUPS_MAX] = {0};
    int ended = 0;

    write_command(c, updates, count, sequence);
    for (uint32_t g = 0; g < c->card.groups; g++) {
        before[g] = copy_results(&c->card, g);
        apply_status_patches(&c->card, g, before[g]);
    }
    if (shadow->run) {
        ended = shadow->run(shadow->run_context, &shadow->kernel, &c->card);
    } else {
        levee_kernel_start(&shadow->kernel, &c->card);
        ended = levee_kernel_finish(&shadow->kernel, CYCLES_MAX);
    }
    if (shadow->message[0] == '\0' && !ended)
        (void)FAIL(shadow, "the kernel does not finish");
    else if (shadow->message[0] == '\0' && levee_kernel_broken(&shadow->kernel))
        (void)FAIL(shadow, "%s", levee_kernel_broken(&shadow->kernel));
    else if (shadow->message[0] == '\0')
        check_tick(c, before);
    for (uint32_t g = 0; g < LEVEE_CARD_GROUPS_MAX; g++)
        free(before[g]);
    shadow->ticks++;
}

static void submit(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    companion_t *c = (companion_t *)device;

    if (c->shadow->message[0] == '\0')
        run_kernel(c, updates, count, sequence);
    c->reference->submit(c->reference, updates, count, sequence);
}

static levee_progress_t poll(levee_device_t *device, uint32_t *count)
{
    companion_t *c = (companion_t *)device;
    const levee_progress_t progress = c->reference->poll(c->reference, count);
    const char *differs = c->shadow->message[0] == '\0' ? image_differs(&c->card) : NULL;

    if (differs)
        (void)FAIL(c->shadow, "after the tick the card's %s are not the host's", differs);
    return progress;
}

static void close_companion(levee_device_t *device)
{
    companion_t *c = (companion_t *)device;

    if (c->reference)
        c->reference->close(c->reference);
    levee_card_close(&c->card);
    free(c);
}

levee_result_t shadow_open(void *context, const levee_image_t *image, levee_device_t **device, levee_error_t *error)
{
    companion_t *c = calloc(1, sizeof *c);
    levee_result_t result = c ? LEVEE_OK : levee_fail_memory(error, "a shadow");

    if (!c)
        return result;
    c->shadow = context;
    c->device =
        (levee_device_t){.backend = "cpu", .isa = "shadow", .submit = submit, .poll = poll, .close = close_companion};
    result = levee_reference_open(image, &c->reference, error);
    if (result == LEVEE_OK)
        result = levee_card_open(&c->card, image, &c->shadow->parameters, NULL, error);
    if (result != LEVEE_OK) {
        close_companion(&c->device);
        return result;
    }
    *device = &c->device;
    return LEVEE_OK;
}
