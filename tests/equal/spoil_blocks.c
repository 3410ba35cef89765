/* SPDX-License-Identifier: Apache-2.0
 *
 * spoil_blocks.c: command blocks that contradict themselves. */
#include "scene.h"

enum { CUTS = 40, PATCHES = 6 };

static int malformed(scene_t *scene)
{
    return scene_expect(scene, SCENE_FAULT(MALFORMED), 0);
}

/* The block ends early: at the bounds of its parts, inside a recipe, anywhere. */
static int too_few(scene_t *scene, uint32_t variant)
{
    levee_card_t *card = scene->card;
    block_add_patches(card, PATCHES);
    const block_t parts = block_parts(card);
    const uint32_t bounds[] = {0,
                               1,
                               2,
                               3,
                               4,
                               parts.patches - 1,
                               parts.patches,
                               parts.patches + 1,
                               parts.updates - 1,
                               parts.updates,
                               parts.updates + 1,
                               parts.segments - 1,
                               parts.segments,
                               parts.segments + 1,
                               parts.end - 1};
    const uint32_t count = sizeof bounds / sizeof bounds[0];

    card->command_beats =
        variant < count ? bounds[variant] : (uint32_t)draw_range(&scene->d, 1, (long)card->command_beats - 1);
    return malformed(scene);
}

static int too_many(scene_t *scene, uint32_t variant)
{
    static const uint32_t surplus[] = {1, 2, 17, 300};

    block_insert(scene->card, scene->card->command_beats, surplus[variant]);
    return malformed(scene);
}

/* A count of the header that is not what follows. Beats are then taken for what
 * they are not, the book included: it has to end, and to be noticed. */
static int miscount(scene_t *scene, uint32_t variant)
{
    static const uint32_t fields[] = {LEVEE_CARD_HEADER_RECIPES, LEVEE_CARD_HEADER_PATCHES, LEVEE_CARD_HEADER_SEGMENTS,
                                      LEVEE_CARD_HEADER_UPDATES};
    levee_beat_t *header = scene->card->command.beat;
    const uint32_t field = fields[variant % 4];
    const uint64_t count = levee_beat_get(header, field, 32);
    const uint64_t counts[] = {count + 1, count - 1, UINT32_MAX, 0};

    if (counts[variant / 4] == count || counts[variant / 4] > UINT32_MAX)
        return 1;
    block_set(header, field, 32, counts[variant / 4]);
    return scene_expect(scene, SCENE_FAULT(MALFORMED), UINT32_MAX);
}

static int recipe(scene_t *scene, uint32_t variant)
{
    levee_card_t *card = scene->card;
    const uint32_t too_many_tiers = card->kernel.tiers < 31 ? card->kernel.tiers + 1 : 0;
    levee_beat_t *beat = &card->command.beat[1];

    if (variant % 2)
        beat += 1 + 2 * LEVEE_GET(beat, RECIPE, TIERS);
    switch (variant / 2) {
    case 0:
        BLOCK_SET(beat, RECIPE, KIND, 3);
        break;
    case 1:
        BLOCK_SET(beat, RECIPE, TIERS, 0);
        break;
    case 2:
        BLOCK_SET(beat, RECIPE, TIERS, too_many_tiers);
        break;
    case 3:
        BLOCK_SET(beat, RECIPE, TIERS, 31);
        break;
    case 4:
        BLOCK_SET(beat, RECIPE, INSTRUMENT, card->kernel.instruments);
        break;
    default:
        BLOCK_SET(beat, RECIPE, INSTRUMENT, UINT32_MAX);
    }
    return malformed(scene);
}

static int patch(scene_t *scene, uint32_t variant)
{
    levee_card_t *card = scene->card;
    block_add_patches(card, PATCHES);
    const block_t parts = block_parts(card);
    levee_beat_t *beat = &card->command.beat[variant % 2 ? parts.updates - 2 : parts.patches];

    switch (variant / 2) {
    case 0:
        BLOCK_SET(beat, PATCH, GROUP, card->groups);
        break;
    case 1:
        BLOCK_SET(beat, PATCH, GROUP, 255);
        break;
    default:
        BLOCK_SET(beat, PATCH, STREAM, 3);
    }
    return malformed(scene);
}

static int segment(scene_t *scene, uint32_t variant)
{
    levee_card_t *card = scene->card;
    levee_beat_t *beat = block_segment(card, variant % 2 ? block_segments(card) - 1 : 0);

    switch (variant / 2) {
    case 0:
        BLOCK_SET(beat, SEGMENT, SLICES, 0);
        break;
    case 1:
        BLOCK_SET(beat, SEGMENT, GROUP, card->groups);
        break;
    default:
        BLOCK_SET(beat, SEGMENT, GROUP, 255);
    }
    return malformed(scene);
}

static int update(scene_t *scene, uint32_t variant)
{
    levee_card_t *card = scene->card;
    const block_t parts = block_parts(card);
    levee_beat_t *beat = &card->command.beat[variant % 2 ? parts.segments - 1 : parts.updates];

    switch (variant / 2) {
    case 0:
        BLOCK_SET(beat, UPDATE, PRICE, 0);
        break;
    case 1:
        BLOCK_SET(beat, UPDATE, INSTRUMENT, card->kernel.instruments);
        break;
    default:
        BLOCK_SET(beat, UPDATE, INSTRUMENT, UINT32_MAX);
    }
    return malformed(scene);
}

const scene_spoil_t spoil_blocks[] = {{"too few beats", too_few, CUTS},
                                      {"too many beats", too_many, 4},
                                      {"a count of the header", miscount, 16},
                                      {"recipe", recipe, 12},
                                      {"patch", patch, 6},
                                      {"segment", segment, 6},
                                      {"update", update, 6},
                                      {0}};
