/* SPDX-License-Identifier: Apache-2.0 */
#include "book/regions.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

uint32_t levee_slices_beats(const levee_region_t *region, levee_stream_t stream)
{
    switch (stream) {
    case LEVEE_STREAM_LEGS:
        return region->room / LEVEE_LANES * region->words;
    case LEVEE_STREAM_CONSTANTS:
        return (uint32_t)((uint64_t)region->room * sizeof(levee_constant_t) / LEVEE_BEAT_BYTES);
    default:
        return region->room / LEVEE_BEAT_BYTES;
    }
}

const void *levee_slices_beat(const levee_region_t *region, levee_stream_t stream, uint32_t beat)
{
    const void *const streams[] = {region->legs, region->constants, region->status};

    return (const unsigned char *)streams[stream] + (size_t)beat * LEVEE_BEAT_BYTES;
}

void levee_region_free(levee_region_t *region)
{
    free(region->legs);
    free(region->constants);
    free(region->status);
    free(region->account_of);
    for (uint32_t s = 0; s < LEVEE_STREAMS; s++)
        free(region->dirty[s]);
    *region = (levee_region_t){.words = region->words};
}

bool levee_region_reserve_dirty(levee_slices_t *slices, size_t beats)
{
    if (slices->dirty_count + beats <= slices->dirty_room)
        return true;
    const size_t room = slices->dirty_count + slices->dirty_count / 4 + beats;
    levee_dirty_beat_t *dirty = realloc(slices->dirty, room * sizeof *dirty);
    if (!dirty)
        return false;
    slices->dirty = dirty;
    slices->dirty_room = room;
    return true;
}

static void mark(levee_slices_t *slices, uint32_t number, levee_stream_t stream, uint32_t beat)
{
    uint64_t *bits = &slices->region[number].dirty[stream][beat / 64];
    const uint64_t bit = UINT64_C(1) << (beat % 64);

    assert(beat < levee_slices_beats(&slices->region[number], stream));
    if (*bits & bit)
        return;
    assert(slices->dirty_count < slices->dirty_room);
    *bits |= bit;
    slices->dirty[slices->dirty_count++] = (levee_dirty_beat_t){(uint8_t)number, (uint8_t)stream, beat};
}

void levee_slices_clean(levee_slices_t *slices)
{
    for (size_t i = 0; i < slices->dirty_count; i++) {
        const levee_dirty_beat_t *beat = &slices->dirty[i];

        slices->region[beat->region].dirty[beat->stream][beat->beat / 64] = 0;
    }
    slices->dirty_count = 0;
}

/* forget_lost drops listed beats that the region no longer has. */
static void forget_lost(levee_slices_t *slices, uint32_t number)
{
    size_t kept = 0;

    for (size_t i = 0; i < slices->dirty_count; i++) {
        const levee_dirty_beat_t beat = slices->dirty[i];

        if (beat.region != number || beat.beat < levee_slices_beats(&slices->region[number], beat.stream))
            slices->dirty[kept++] = beat;
    }
    slices->dirty_count = kept;
}

/* move_bytes copies what fits from `old` to new zeroed memory of `bytes`. */
static void *move_bytes(const void *old, size_t old_bytes, size_t bytes)
{
    void *memory = aligned_alloc(LEVEE_BEAT_BYTES, bytes);

    if (!memory)
        return NULL;
    const size_t copied = old_bytes < bytes ? old_bytes : bytes;
    if (copied > 0)
        memcpy(memory, old, copied);
    memset((unsigned char *)memory + copied, 0, bytes - copied);
    return memory;
}

/* bitmap_bytes is whole beats of bits. */
static size_t bitmap_bytes(uint32_t beats)
{
    return ((size_t)beats / ((size_t)8 * LEVEE_BEAT_BYTES) + 1) * LEVEE_BEAT_BYTES;
}

/* resized is a copy of `old` with other room; every array of it is new. */
static bool make_resized(const levee_region_t *old, uint32_t room, levee_region_t *resized)
{
    bool complete = true;

    *resized = (levee_region_t){.words = old->words, .used = old->used, .room = room};
    for (uint32_t s = 0; s < LEVEE_STREAMS; s++) {
        resized->dirty[s] = move_bytes(old->dirty[s], old->room ? bitmap_bytes(levee_slices_beats(old, s)) : 0,
                                       bitmap_bytes(levee_slices_beats(resized, s)));
        complete = complete && resized->dirty[s];
    }
    resized->legs = move_bytes(old->legs, (size_t)levee_slices_beats(old, LEVEE_STREAM_LEGS) * LEVEE_BEAT_BYTES,
                               (size_t)levee_slices_beats(resized, LEVEE_STREAM_LEGS) * LEVEE_BEAT_BYTES);
    resized->constants = move_bytes(old->constants, old->room * sizeof *old->constants, room * sizeof *old->constants);
    resized->status = move_bytes(old->status, old->room, room);
    resized->account_of =
        move_bytes(old->account_of, old->room * sizeof *old->account_of, room * sizeof *old->account_of);
    return complete && resized->legs && resized->constants && resized->status && resized->account_of;
}

bool levee_region_resize(levee_slices_t *slices, uint32_t number, uint32_t room)
{
    levee_region_t *region = &slices->region[number];
    const uint32_t old_room = region->room;
    levee_region_t resized;

    assert(room % LEVEE_BEAT_BYTES == 0 && room > 0 && room >= region->used);
    if (!levee_region_reserve_dirty(slices, room > old_room ? (room - old_room) / LEVEE_LANES : 0))
        return false;
    if (!make_resized(region, room, &resized)) {
        levee_region_free(&resized);
        return false;
    }
    levee_region_free(region);
    *region = resized;
    if (room < old_room)
        forget_lost(slices, number);
    for (uint32_t slot = old_room; slot < room; slot++)
        levee_region_set_word(slices, number, slot, region->words - 1, UINT64_C(1) << LEVEE_LEG_LAST_SHIFT);
    return true;
}

void levee_region_set_word(levee_slices_t *slices, uint32_t number, uint32_t slot, uint32_t beat, uint64_t word)
{
    const levee_region_t *region = &slices->region[number];
    uint64_t *at = levee_region_word(region, slot, beat);

    if (*at == word)
        return;
    *at = word;
    mark(slices, number, LEVEE_STREAM_LEGS, slot / LEVEE_LANES * region->words + beat);
}

static levee_u128 word_pair(levee_excess_t value)
{
    return (levee_u128)(uint64_t)value.high << 64 | value.low;
}

void levee_region_set_constant(levee_slices_t *slices, uint32_t number, uint32_t slot, uint32_t measure,
                               levee_excess_t value)
{
    levee_excess_t *at = &slices->region[number].constants[slot].measure[measure];
    const size_t offset = slot * sizeof(levee_constant_t) + measure * sizeof *at;

    if (at->low == value.low && at->high == value.high)
        return;
    slices->constant_sum[measure] += word_pair(value) - word_pair(*at);
    *at = value;
    mark(slices, number, LEVEE_STREAM_CONSTANTS, (uint32_t)(offset / LEVEE_BEAT_BYTES));
}

void levee_region_set_status(levee_slices_t *slices, uint32_t number, uint32_t slot, uint8_t status)
{
    uint8_t *at = &slices->region[number].status[slot];

    if (*at == status)
        return;
    levee_tally_move(&slices->tally, *at, status);
    *at = status;
    mark(slices, number, LEVEE_STREAM_STATUS, slot / LEVEE_BEAT_BYTES);
}
