/* SPDX-License-Identifier: Apache-2.0
 *
 * command.c: the command block of a tick, in the order of rtl/map/card.def. */
#include <string.h>

#include "device/card/card.h"

static levee_beat_t *next_beat(levee_card_t *card)
{
    assert(card->command_beats < card->command.beats);
    levee_beat_t *beat = &card->command.beat[card->command_beats++];
    *beat = (levee_beat_t){{0}};
    return beat;
}

/* put_limbs writes the eight limbs of a scale from bit 256 on. */
static void put_limbs(levee_beat_t *beat, const levee_scale_t *scale)
{
    for (uint32_t i = 0; i < LEVEE_SCALE_LIMBS; i++)
        levee_beat_put(beat, LEVEE_CARD_RECIPE_VALUE + 32 * i, 32, scale->limb[i]);
}

_Static_assert((int)LEVEE_CARD_RECIPE_VALUE == (int)LEVEE_CARD_BOUND_BOUND, "one function writes both");

static void put_deduction(levee_beat_t *beat, uint32_t low, levee_deduction_t deduction)
{
    const levee_u128 value = ((levee_u128)(levee_i128)deduction.high << LEVEE_ROW_LOW_BITS) + (levee_u128)deduction.low;
    const uint32_t bits = LEVEE_CARD_DEDUCTIONS_MAINTENANCE_LONG_BITS - 64;

    levee_beat_put(beat, low, 64, (uint64_t)value);
    levee_beat_put(beat, low + 64, bits, (uint64_t)(value >> 64) & ((UINT64_C(1) << bits) - 1));
}

static void put_tier(levee_card_t *card, const levee_tier_t *tier)
{
    levee_beat_t *bound = next_beat(card);
    levee_beat_t *deductions = next_beat(card);
    const levee_side_rates_t *is_long = &tier->side[LEVEE_LONG];
    const levee_side_rates_t *is_short = &tier->side[LEVEE_SHORT];

    LEVEE_PUT(bound, BOUND, INEXACT, tier->bound.inexact);
    LEVEE_PUT(bound, BOUND, MAINTENANCE_LONG, is_long->rate_ppm[LEVEE_MAINTENANCE]);
    LEVEE_PUT(bound, BOUND, MAINTENANCE_SHORT, is_short->rate_ppm[LEVEE_MAINTENANCE]);
    LEVEE_PUT(bound, BOUND, INITIAL_LONG, is_long->rate_ppm[LEVEE_INITIAL]);
    LEVEE_PUT(bound, BOUND, INITIAL_SHORT, is_short->rate_ppm[LEVEE_INITIAL]);
    put_limbs(bound, &tier->bound);
    put_deduction(deductions, LEVEE_CARD_DEDUCTIONS_MAINTENANCE_LONG, is_long->deduction[LEVEE_MAINTENANCE]);
    put_deduction(deductions, LEVEE_CARD_DEDUCTIONS_MAINTENANCE_SHORT, is_short->deduction[LEVEE_MAINTENANCE]);
    put_deduction(deductions, LEVEE_CARD_DEDUCTIONS_INITIAL_LONG, is_long->deduction[LEVEE_INITIAL]);
    put_deduction(deductions, LEVEE_CARD_DEDUCTIONS_INITIAL_SHORT, is_short->deduction[LEVEE_INITIAL]);
}

static uint32_t put_recipes(levee_card_t *card)
{
    for (uint32_t i = 0; i < card->image->instrument_count; i++) {
        const levee_instrument_t *instrument = &card->image->instruments[i];
        levee_beat_t *beat = next_beat(card);

        LEVEE_PUT(beat, RECIPE, INSTRUMENT, i);
        LEVEE_PUT(beat, RECIPE, KIND, instrument->kind);
        LEVEE_PUT(beat, RECIPE, TIERS, instrument->tier_count);
        LEVEE_PUT(beat, RECIPE, INEXACT, instrument->value.inexact);
        put_limbs(beat, &instrument->value);
        for (uint32_t k = 0; k < instrument->tier_count; k++)
            put_tier(card, &instrument->tier[k]);
    }
    return card->image->instrument_count;
}

/* put_patch has one beat of a group's book replaced. */
static void put_patch(levee_card_t *card, uint32_t group, uint32_t region, levee_stream_t stream, uint32_t at)
{
    const levee_card_region_t *place = &card->region[region];
    const uint32_t firsts[] = {place->legs, place->constants, place->statuses};
    levee_beat_t *patch = next_beat(card);

    LEVEE_PUT(patch, PATCH, BEAT, firsts[stream] + at);
    LEVEE_PUT(patch, PATCH, GROUP, group);
    LEVEE_PUT(patch, PATCH, STREAM, stream);
    levee_card_beat(card, group, region, stream, at, next_beat(card));
}

/* patch_beat has all beats of the card replaced that hold something of a dirty
 * beat of the host; returns how many they are. */
static uint32_t patch_beat(levee_card_t *card, const levee_dirty_beat_t *dirty)
{
    const uint32_t words = card->image->slices->region[dirty->region].words;
    const uint32_t host_beats = dirty->stream == LEVEE_STREAM_LEGS ? words : 2 * LEVEE_MEASURES;
    const uint32_t slice = dirty->beat / host_beats;
    const uint32_t group = slice % card->groups;
    const uint32_t local = slice / card->groups;
    const uint32_t beats = 2 * card->kernel.measures;

    if (dirty->stream == LEVEE_STREAM_STATUS) {
        for (uint32_t g = 0; g < card->groups; g++)
            put_patch(card, g, dirty->region, LEVEE_STREAM_STATUS, dirty->beat / card->groups);
        return card->groups;
    }
    if (dirty->stream == LEVEE_STREAM_LEGS || beats == host_beats) {
        put_patch(card, group, dirty->region, dirty->stream, local * host_beats + dirty->beat % host_beats);
        return 1;
    }
    /* A kernel of fewer measures has the slice's constants packed anew. */
    for (uint32_t i = 0; i < beats; i++)
        put_patch(card, group, dirty->region, LEVEE_STREAM_CONSTANTS, local * beats + i);
    return beats;
}

static uint32_t put_patches(levee_card_t *card)
{
    const levee_slices_t *slices = card->image->slices;
    uint32_t patches = 0;

    for (size_t i = 0; i < slices->dirty_count; i++)
        patches += patch_beat(card, &slices->dirty[i]);
    return patches;
}

static uint32_t put_segments(levee_card_t *card)
{
    uint32_t segments = 0;

    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        for (uint32_t g = 0; g < card->groups; g++) {
            const uint32_t slices = levee_card_slices(card, g, r);

            if (slices == 0)
                continue;
            levee_beat_t *beat = next_beat(card);
            LEVEE_PUT(beat, SEGMENT, LEGS, card->region[r].legs);
            LEVEE_PUT(beat, SEGMENT, CONSTANTS, card->region[r].constants);
            LEVEE_PUT(beat, SEGMENT, STATUSES, card->region[r].statuses);
            LEVEE_PUT(beat, SEGMENT, SLICES, slices);
            LEVEE_PUT(beat, SEGMENT, LEG_BEATS, (uint64_t)slices * card->image->slices->region[r].words);
            LEVEE_PUT(beat, SEGMENT, GROUP, g);
            segments++;
        }
    }
    return segments;
}

/* put_funding writes an index of 59 bits, two's complement. */
static void put_funding(levee_beat_t *beat, uint32_t low, int64_t funding)
{
    const uint32_t bits = LEVEE_CARD_UPDATE_FUNDING_LONG_BITS;

    levee_beat_put(beat, low, bits, (uint64_t)funding & ((UINT64_C(1) << bits) - 1));
}

static void put_update(levee_card_t *card, const levee_update_t *update)
{
    levee_beat_t *beat = next_beat(card);

    LEVEE_PUT(beat, UPDATE, INSTRUMENT, update->instrument);
    LEVEE_PUT(beat, UPDATE, PRICE, update->price);
    put_funding(beat, LEVEE_CARD_UPDATE_FUNDING_LONG, update->funding[LEVEE_LONG]);
    put_funding(beat, LEVEE_CARD_UPDATE_FUNDING_SHORT, update->funding[LEVEE_SHORT]);
}

/* put_updates has prices revalued: the given ones, or all that there are where the
 * card has known none. Returns how many. */
static uint32_t put_updates(levee_card_t *card, const levee_update_t *updates, uint32_t count)
{
    uint32_t all = 0;

    if (card->recipes) {
        for (uint32_t i = 0; i < count; i++)
            put_update(card, &updates[i]);
        return count;
    }
    for (uint32_t i = 0; i < card->image->instrument_count; i++) {
        const levee_mark_t *mark = &card->image->book->mark[i];
        const levee_update_t update = {i, mark->price, {mark->funding[LEVEE_LONG], mark->funding[LEVEE_SHORT]}};

        if (mark->price == 0)
            continue;
        put_update(card, &update);
        all++;
    }
    return all;
}

bool levee_card_command(levee_card_t *card, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    bool whole = false;

    assert(count <= card->image->instrument_count);
    if (!levee_card_load(card, &whole))
        return false;
    card->command_beats = 0;
    card->sequence = sequence;
    levee_beat_t *header = next_beat(card);
    const uint32_t recipes = card->recipes ? 0 : put_recipes(card);
    const uint32_t patches = whole ? 0 : put_patches(card);
    const uint32_t prices = put_updates(card, updates, count);
    const uint32_t segments = put_segments(card);
    LEVEE_PUT(header, HEADER, SEQUENCE, sequence);
    LEVEE_PUT(header, HEADER, RECIPES, recipes);
    LEVEE_PUT(header, HEADER, PATCHES, patches);
    LEVEE_PUT(header, HEADER, UPDATES, prices);
    LEVEE_PUT(header, HEADER, SEGMENTS, segments);
    LEVEE_PUT(header, HEADER, REPORT, card->report);
    LEVEE_PUT(header, HEADER, RECORDS, card->records);
    card->recipes = true;
    levee_slices_clean(card->image->slices);
    return true;
}
