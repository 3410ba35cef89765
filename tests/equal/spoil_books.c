/* SPDX-License-Identifier: Apache-2.0
 *
 * spoil_books.c: legs that hold more or fewer slices than the segments say. */
#include "scene.h"

static levee_beat_t *legs_of(const scene_t *scene, const levee_beat_t *segment)
{
    return scene->card->legs[LEVEE_GET(segment, SEGMENT, GROUP)].beat + LEVEE_GET(segment, SEGMENT, LEGS);
}

/* flag sets the end-of-slice flag of a beat in every lane. */
static void flag(levee_beat_t *beat, uint64_t is_last)
{
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++)
        block_set(beat, 64 * lane + LEVEE_LEG_LAST_SHIFT, 1, is_last);
}

static void flag_all(const scene_t *scene, const levee_beat_t *segment, uint64_t is_last)
{
    for (uint64_t i = 0; i < LEVEE_GET(segment, SEGMENT, LEG_BEATS); i++)
        flag(&legs_of(scene, segment)[i], is_last);
}

/* long_segment is one of several leg words a slice, and of several slices. */
static levee_beat_t *long_segment(const scene_t *scene)
{
    levee_beat_t *best = block_segment(scene->card, 0);

    for (uint32_t i = 0; i < block_segments(scene->card); i++) {
        levee_beat_t *segment = block_segment(scene->card, i);

        if (LEVEE_GET(segment, SEGMENT, SLICES) > 1 &&
            LEVEE_GET(segment, SEGMENT, LEG_BEATS) > LEVEE_GET(segment, SEGMENT, SLICES))
            best = segment;
    }
    return best;
}

/* chosen: the first segment, the last, or one in the middle. */
static levee_beat_t *chosen(const scene_t *scene, uint32_t variant)
{
    const uint32_t numbers[] = {0, block_segments(scene->card) - 1, block_segments(scene->card) / 2};

    return block_segment(scene->card, numbers[variant % 3]);
}

static int missing(scene_t *scene)
{
    return scene_expect(scene, SCENE_FAULT(MISSING_SLICES), 0);
}

static int surplus(scene_t *scene)
{
    return scene_expect(scene, SCENE_FAULT(SURPLUS_SLICES), 0);
}

/* Slices that never end: the first, the last, all of a segment. */
static int no_end(scene_t *scene, uint32_t variant)
{
    const levee_beat_t *segment = chosen(scene, variant);
    const uint64_t beats = LEVEE_GET(segment, SEGMENT, LEG_BEATS);
    const uint64_t words = beats / LEVEE_GET(segment, SEGMENT, SLICES);

    if (variant / 3 == 0)
        flag(&legs_of(scene, segment)[words - 1], 0);
    else if (variant / 3 == 1)
        flag(&legs_of(scene, segment)[beats - 1], 0);
    else
        flag_all(scene, segment, 0);
    return missing(scene);
}

static int no_end_at_all(scene_t *scene, uint32_t variant)
{
    for (uint32_t i = 0; i < block_segments(scene->card); i++) {
        if (variant == 0 || LEVEE_GET(block_segment(scene->card, i), SEGMENT, GROUP) == 0)
            flag_all(scene, block_segment(scene->card, i), 0);
    }
    return missing(scene);
}

/* Slices that end early: one, all of a segment, all. */
static int early_end(scene_t *scene, uint32_t variant)
{
    const levee_beat_t *segment = long_segment(scene);

    if (variant == 0)
        flag(legs_of(scene, segment), 1);
    else if (variant == 1)
        flag_all(scene, segment, 1);
    for (uint32_t i = 0; i < block_segments(scene->card) && variant == 2; i++)
        flag_all(scene, block_segment(scene->card, i), 1);
    return surplus(scene);
}

/* A segment that asks for more slices than its legs have, or for fewer. More
 * may lead past the end of the other streams. */
static int slices(scene_t *scene, uint32_t variant)
{
    static const int more[] = {1, 9, -1};
    levee_beat_t *segment = variant / 3 == 2 ? long_segment(scene) : chosen(scene, variant);
    const uint64_t count = LEVEE_GET(segment, SEGMENT, SLICES);

    BLOCK_SET(segment, SEGMENT, SLICES, count + (uint64_t)(int64_t)more[variant / 3]);
    if (variant / 3 == 2)
        return surplus(scene);
    return scene_expect(scene, SCENE_FAULT(MISSING_SLICES), SCENE_FAULT(CONSTANTS_READ) | SCENE_FAULT(STATUSES_READ));
}

/* A segment that has fewer leg beats than its slices, down to none. */
static int beats(scene_t *scene, uint32_t variant)
{
    levee_beat_t *segment = chosen(scene, variant);
    const uint64_t count = LEVEE_GET(segment, SEGMENT, LEG_BEATS);

    BLOCK_SET(segment, SEGMENT, LEG_BEATS, variant / 3 == 0 ? 0 : count - 1);
    return missing(scene);
}

/* None has any: nothing enters the lanes. */
static int no_beats(scene_t *scene, uint32_t variant)
{
    (void)variant;
    for (uint32_t i = 0; i < block_segments(scene->card); i++)
        BLOCK_SET(block_segment(scene->card, i), SEGMENT, LEG_BEATS, 0);
    return missing(scene);
}

/* The last segment of group 0 goes on into beats that are no legs. */
static int too_many_beats(scene_t *scene, uint32_t variant)
{
    levee_beat_t *segment = NULL;

    for (uint32_t i = 0; i < block_segments(scene->card); i++) {
        if (LEVEE_GET(block_segment(scene->card, i), SEGMENT, GROUP) == 0)
            segment = block_segment(scene->card, i);
    }
    if (!segment)
        return scene_fail(scene, "no segment of group 0");
    BLOCK_SET(segment, SEGMENT, LEG_BEATS, LEVEE_GET(segment, SEGMENT, LEG_BEATS) + (variant ? 2 : 1));
    return scene_expect(scene, SCENE_FAULT(SURPLUS_SLICES), SCENE_FAULT(LEGS_READ));
}

const scene_spoil_t spoil_books[] = {{"no end of slices", no_end, 9},           {"no end at all", no_end_at_all, 2},
                                     {"early end of slices", early_end, 3},     {"slices of a segment", slices, 9},
                                     {"leg beats of a segment", beats, 6},      {"no leg beats", no_beats, 1},
                                     {"too many leg beats", too_many_beats, 2}, {0}};
