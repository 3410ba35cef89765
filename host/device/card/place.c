/* SPDX-License-Identifier: Apache-2.0
 *
 * place.c: where the book lies in the card's memory. */
#include <stdlib.h>
#include <string.h>

#include "device/card/card.h"

enum { SLICES_A_STATUS_BEAT = 8, BEAT_BYTES = sizeof(levee_beat_t), PAGE_BYTES = 4096 };

_Static_assert(LEVEE_REGIONS <= 32, "levee_card_t.fresh has a bit for every region");

static uint32_t constant_beats(const levee_card_t *card)
{
    return 2 * card->kernel.measures;
}

/* local is how many of `slices` slices fall to `group`. */
static uint32_t local(const levee_card_t *card, uint32_t group, uint32_t slices)
{
    return slices > group ? (slices - group - 1) / card->groups + 1 : 0;
}

uint32_t levee_card_slices(const levee_card_t *card, uint32_t group, uint32_t region)
{
    return local(card, group, levee_slices_used(&card->image->slices->region[region]));
}

uint32_t levee_card_stream_beats(const levee_card_t *card, uint32_t region, levee_stream_t stream)
{
    const uint32_t slices = local(card, 0, card->region[region].room / LEVEE_LANES);

    if (stream == LEVEE_STREAM_LEGS)
        return slices * card->image->slices->region[region].words;
    if (stream == LEVEE_STREAM_CONSTANTS)
        return slices * constant_beats(card);
    return (slices + SLICES_A_STATUS_BEAT - 1) / SLICES_A_STATUS_BEAT;
}

levee_beat_t *levee_card_place(const levee_card_t *card, uint32_t group, uint32_t region, levee_stream_t stream)
{
    const levee_card_region_t *place = &card->region[region];

    if (stream == LEVEE_STREAM_LEGS)
        return card->legs[group].beat + place->legs;
    if (stream == LEVEE_STREAM_CONSTANTS)
        return card->constants[group].beat + place->constants;
    return card->results[group].beat + place->statuses;
}

static void leg_beat(const levee_region_t *region, uint32_t slice, uint32_t word, levee_beat_t *beat)
{
    memcpy(beat, region->legs + ((size_t)slice * region->words + word) * LEVEE_LANES, BEAT_BYTES);
}

/* constant_beat writes four of the slice's values: accounts in order, each with
 * the kernel's measures. */
static void constant_beat(const levee_card_t *card, const levee_region_t *region, uint32_t slice, uint32_t at,
                          levee_beat_t *beat)
{
    for (size_t i = 0; i < LEVEE_BEAT_WORDS / 2; i++) {
        const uint32_t value = at * (LEVEE_BEAT_WORDS / 2) + (uint32_t)i;
        const uint32_t measure = levee_card_measure(card, value % card->kernel.measures);
        const levee_excess_t constant =
            region->constants[(size_t)slice * LEVEE_LANES + value / card->kernel.measures].measure[measure];

        beat->word[2 * i] = constant.low;
        beat->word[2 * i + 1] = (uint64_t)constant.high;
    }
}

void levee_card_beat(const levee_card_t *card, uint32_t group, uint32_t region, levee_stream_t stream, uint32_t at,
                     levee_beat_t *beat)
{
    const levee_region_t *from = &card->image->slices->region[region];
    const uint32_t beats = stream == LEVEE_STREAM_LEGS ? from->words : constant_beats(card);
    const uint32_t slices = from->room / LEVEE_LANES;

    *beat = (levee_beat_t){{0}};
    if (stream == LEVEE_STREAM_STATUS) {
        for (uint32_t i = 0; i < SLICES_A_STATUS_BEAT; i++) {
            const uint32_t slice = (at * SLICES_A_STATUS_BEAT + i) * card->groups + group;

            if (slice < slices)
                memcpy(&beat->word[i], from->status + (size_t)slice * LEVEE_LANES, LEVEE_LANES);
        }
        return;
    }
    const uint32_t slice = at / beats * card->groups + group;
    if (slice >= slices)
        return;
    if (stream == LEVEE_STREAM_LEGS)
        leg_beat(from, slice, at % beats, beat);
    else
        constant_beat(card, from, slice, at % beats, beat);
}

/* load_region copies a region as it is now, all streams and groups. */
static void load_region(levee_card_t *card, uint32_t region)
{
    card->region[region].room = card->image->slices->region[region].room;
    card->fresh |= UINT32_C(1) << region;
    for (uint32_t group = 0; group < card->groups; group++) {
        for (uint32_t stream = 0; stream < LEVEE_STREAMS; stream++) {
            levee_beat_t *to = levee_card_place(card, group, region, stream);
            const uint32_t beats = levee_card_stream_beats(card, region, stream);

            for (uint32_t at = 0; at < beats; at++)
                levee_card_beat(card, group, region, stream, at, &to[at]);
        }
    }
}

static void *take_heap(void *context, size_t bytes)
{
    void *memory = aligned_alloc(PAGE_BYTES, bytes);

    (void)context;
    if (memory)
        memset(memory, 0, bytes);
    return memory;
}

static void give_heap(void *context, void *memory, size_t bytes)
{
    (void)context;
    (void)bytes;
    free(memory);
}

static void give_buffer(const levee_card_t *card, levee_card_buffer_t *buffer)
{
    if (buffer->beat)
        card->memory.give(card->memory.context, buffer->beat, (size_t)buffer->beats * BEAT_BYTES);
    *buffer = (levee_card_buffer_t){0};
}

static bool make_buffer(const levee_card_t *card, levee_card_buffer_t *buffer, uint64_t beats)
{
    /* A page at least: bursts end at its bounds. */
    const size_t bytes = (beats * BEAT_BYTES / PAGE_BYTES + 1) * PAGE_BYTES;

    give_buffer(card, buffer);
    buffer->beat = beats > UINT32_MAX ? NULL : card->memory.take(card->memory.context, bytes);
    buffer->beats = buffer->beat ? (uint32_t)(bytes / BEAT_BYTES) : 0;
    return buffer->beat != NULL;
}

/* lay_out gives every region a place with a quarter more room than it has. */
static bool lay_out(levee_card_t *card)
{
    uint64_t legs = 0;
    uint64_t constants = 0;
    uint64_t statuses = LEVEE_CARD_SUMMARY_BEATS;
    uint64_t accounts = 0;
    bool complete = true;

    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        const levee_region_t *region = &card->image->slices->region[r];
        const uint32_t slices = local(card, 0, region->room / LEVEE_LANES);
        const uint32_t capacity = (slices + slices / 4 + SLICES_A_STATUS_BEAT - 1) & ~(SLICES_A_STATUS_BEAT - 1u);

        card->region[r] = (levee_card_region_t){0, capacity, (uint32_t)legs, (uint32_t)constants, (uint32_t)statuses};
        legs += (uint64_t)capacity * region->words;
        constants += (uint64_t)capacity * constant_beats(card);
        statuses += capacity / SLICES_A_STATUS_BEAT;
        accounts += (uint64_t)capacity * LEVEE_LANES;
    }
    card->records = (uint32_t)statuses;
    for (uint32_t g = 0; g < card->groups; g++) {
        complete = make_buffer(card, &card->legs[g], legs) && complete;
        complete = make_buffer(card, &card->constants[g], constants) && complete;
        complete = make_buffer(card, &card->results[g], statuses + accounts) && complete;
        card->answer[g] = card->results[g].beat;
    }
    card->layout++;
    return complete;
}

bool levee_card_load(levee_card_t *card, bool *whole)
{
    bool fits = card->loaded;

    for (uint32_t r = 0; r < LEVEE_REGIONS; r++)
        fits = fits && local(card, 0, card->image->slices->region[r].room / LEVEE_LANES) <= card->region[r].capacity;
    card->loaded = fits || lay_out(card);
    if (!card->loaded)
        return false;
    *whole = !fits || card->image->slices->dirty_count > LEVEE_CARD_PATCHES_MAX;
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        if (*whole || card->image->slices->region[r].room != card->region[r].room)
            load_region(card, r);
    }
    return true;
}

levee_result_t levee_card_open(levee_card_t *card, const levee_image_t *image, const levee_card_kernel_t *kernel,
                               const levee_card_memory_t *memory, levee_error_t *error)
{
    static const levee_card_memory_t heap = {take_heap, give_heap, NULL};
    const uint64_t beats = 1 + (uint64_t)image->instrument_count * (2 + 2 * LEVEE_TIERS_MAX) +
                           (uint64_t)2 * LEVEE_CARD_GROUPS_MAX * LEVEE_CARD_PATCHES_MAX +
                           (uint64_t)LEVEE_CARD_GROUPS_MAX * LEVEE_REGIONS;

    *card = (levee_card_t){.image = image, .kernel = *kernel, .groups = kernel->lanes / LEVEE_LANES};
    card->memory = memory ? *memory : heap;
    if (image->instrument_count > kernel->instruments)
        return levee_fail(error, LEVEE_REJECTED, "backend",
                          "the venue lists %u instruments, the kernel was built for %u; use cpu, or a larger kernel",
                          image->instrument_count, kernel->instruments);
    for (uint32_t i = 0; i < image->instrument_count; i++) {
        if (image->instruments[i].tier_count > kernel->tiers)
            return levee_fail(error, LEVEE_REJECTED, "backend",
                              "an instrument has %u tiers, the kernel was built for %u; use cpu, or a larger kernel",
                              image->instruments[i].tier_count, kernel->tiers);
    }
    return make_buffer(card, &card->command, beats) ? LEVEE_OK : levee_fail_memory(error, "the card's commands");
}

void levee_card_close(levee_card_t *card)
{
    give_buffer(card, &card->command);
    for (uint32_t g = 0; g < LEVEE_CARD_GROUPS_MAX; g++) {
        give_buffer(card, &card->legs[g]);
        give_buffer(card, &card->constants[g]);
        give_buffer(card, &card->results[g]);
    }
    *card = (levee_card_t){0};
}
