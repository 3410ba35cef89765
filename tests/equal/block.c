/* SPDX-License-Identifier: Apache-2.0 */
#include "block.h"

#include <stdlib.h>
#include <string.h>

block_t block_parts(const levee_card_t *card)
{
    const levee_beat_t *header = card->command.beat;
    block_t parts = {.recipes = 1, .patches = 1};

    for (uint64_t i = 0; i < LEVEE_GET(header, HEADER, RECIPES); i++)
        parts.patches += 1 + 2 * (uint32_t)LEVEE_GET(&header[parts.patches], RECIPE, TIERS);
    parts.updates = parts.patches + 2 * (uint32_t)LEVEE_GET(header, HEADER, PATCHES);
    parts.segments = parts.updates + (uint32_t)LEVEE_GET(header, HEADER, UPDATES);
    parts.end = parts.segments + (uint32_t)LEVEE_GET(header, HEADER, SEGMENTS);
    assert(parts.end == card->command_beats);
    return parts;
}

uint32_t block_segments(const levee_card_t *card)
{
    return (uint32_t)LEVEE_GET(card->command.beat, HEADER, SEGMENTS);
}

levee_beat_t *block_segment(const levee_card_t *card, uint32_t number)
{
    return card->command.beat + block_parts(card).segments + number;
}

void block_set(levee_beat_t *beat, uint32_t low, uint32_t bits, uint64_t value)
{
    const uint64_t mask = bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;

    beat->word[low / 64] = (beat->word[low / 64] & ~(mask << low % 64)) | (value & mask) << low % 64;
}

void block_insert(levee_card_t *card, uint32_t at, uint32_t beats)
{
    levee_beat_t *block = card->command.beat;

    memmove(&block[at + beats], &block[at], (card->command_beats - at) * sizeof *block);
    memset(&block[at], 0, beats * sizeof *block);
    card->command_beats += beats;
}

void block_remove(levee_card_t *card, uint32_t at, uint32_t beats)
{
    levee_beat_t *block = card->command.beat;

    memmove(&block[at], &block[at + beats], (card->command_beats - at - beats) * sizeof *block);
    card->command_beats -= beats;
}

/* stream_of returns a group's buffer of a stream, from its first beat of use. */
static const levee_beat_t *stream_of(const levee_card_t *card, uint32_t group, uint32_t stream, uint32_t *first)
{
    *first = stream == LEVEE_STREAM_STATUS ? LEVEE_CARD_SUMMARY_BEATS : 0;
    if (stream == LEVEE_STREAM_LEGS)
        return card->legs[group].beat;
    return stream == LEVEE_STREAM_CONSTANTS ? card->constants[group].beat : card->results[group].beat;
}

void block_add_patches(levee_card_t *card, uint32_t count)
{
    const uint32_t at = block_parts(card).updates;
    levee_beat_t *header = card->command.beat;

    block_insert(card, at, 2 * count);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t group = i % card->groups;
        const uint32_t stream = i / 4 % LEVEE_STREAMS;
        levee_beat_t *patch = &card->command.beat[at + 2 * i];
        uint32_t first;
        const levee_beat_t *held = stream_of(card, group, stream, &first);

        BLOCK_SET(patch, PATCH, BEAT, first + i % 4);
        BLOCK_SET(patch, PATCH, GROUP, group);
        BLOCK_SET(patch, PATCH, STREAM, stream);
        patch[1] = held[first + i % 4];
    }
    BLOCK_SET(header, HEADER, PATCHES, LEVEE_GET(header, HEADER, PATCHES) + count);
}

static const levee_card_buffer_t *buffer_of(const levee_card_t *card, uint32_t number)
{
    const levee_card_buffer_t *const sorts[] = {card->legs, card->constants, card->results};

    return number == 0 ? &card->command : &sorts[(number - 1) % 3][(number - 1) / 3];
}

void block_save(const levee_card_t *card, block_saved_t *saved)
{
    block_saved_free(saved);
    saved->command_beats = card->command_beats;
    for (uint32_t i = 0; i < 1 + 3 * card->groups; i++) {
        const levee_card_buffer_t *buffer = buffer_of(card, i);
        const size_t bytes = (size_t)(i == 0 ? card->command_beats : buffer->beats) * sizeof(levee_beat_t);

        saved->beat[i] = malloc(bytes);
        if (!saved->beat[i])
            abort();
        memcpy(saved->beat[i], buffer->beat, bytes);
    }
}

void block_restore(levee_card_t *card, const block_saved_t *saved)
{
    card->command_beats = saved->command_beats;
    for (uint32_t i = 0; i < 1 + 3 * card->groups; i++) {
        const levee_card_buffer_t *buffer = buffer_of(card, i);

        memcpy(buffer->beat, saved->beat[i],
               (size_t)(i == 0 ? card->command_beats : buffer->beats) * sizeof(levee_beat_t));
    }
}

void block_saved_free(block_saved_t *saved)
{
    for (uint32_t i = 0; i < sizeof saved->beat / sizeof saved->beat[0]; i++)
        free(saved->beat[i]);
    *saved = (block_saved_t){0};
}

/* Stalls depend on the weather. */
static int same_summary(levee_beat_t a, levee_beat_t b)
{
    a.word[LEVEE_CARD_SUMMARY_CONSTANT_STALLS / 64] &= UINT32_MAX;
    b.word[LEVEE_CARD_SUMMARY_CONSTANT_STALLS / 64] &= UINT32_MAX;
    a.word[LEVEE_CARD_SUMMARY_STATUS_STALLS / 64] = 0;
    b.word[LEVEE_CARD_SUMMARY_STATUS_STALLS / 64] = 0;
    return memcmp(&a, &b, sizeof a) == 0;
}

const char *block_answer_differs(const levee_card_t *card, const block_saved_t *answer)
{
    for (uint32_t g = 0; g < card->groups; g++) {
        const levee_beat_t *now = card->results[g].beat;
        const levee_beat_t *then = answer->beat[3 + 3 * g];
        const uint64_t end = card->records + LEVEE_GET(then, SUMMARY, RECORDS);

        if (!same_summary(now[0], then[0]))
            return "the summary";
        if (memcmp(&now[1], &then[1], sizeof *now) != 0)
            return "the sums";
        if (memcmp(&now[2], &then[2], (card->records - 2) * sizeof *now) != 0)
            return "the statuses";
        if (memcmp(&now[card->records], &then[card->records], (end - card->records) * sizeof *now) != 0)
            return "the records";
    }
    return NULL;
}
