/* SPDX-License-Identifier: Apache-2.0
 *
 * spoil_fields.c: fields of any value, and what stands beside the fields. */
#include "scene.h"

enum { PATCHES = 8, CYCLES = 500, MORE_CYCLES = 60 };

static void draw_header(scene_t *scene)
{
    levee_beat_t *header = scene->card->command.beat;

    BLOCK_SET(header, HEADER, RECIPES, draw_next(&scene->d));
    BLOCK_SET(header, HEADER, PATCHES, draw_next(&scene->d));
    BLOCK_SET(header, HEADER, UPDATES, draw_next(&scene->d));
    BLOCK_SET(header, HEADER, SEGMENTS, draw_next(&scene->d));
    BLOCK_SET(header, HEADER, RECORDS, draw_next(&scene->d));
}

static void draw_segments(scene_t *scene)
{
    for (uint32_t i = 0; i < block_segments(scene->card); i++) {
        levee_beat_t *segment = block_segment(scene->card, i);

        BLOCK_SET(segment, SEGMENT, LEGS, draw_next(&scene->d));
        BLOCK_SET(segment, SEGMENT, CONSTANTS, draw_next(&scene->d));
        BLOCK_SET(segment, SEGMENT, STATUSES, draw_next(&scene->d));
        BLOCK_SET(segment, SEGMENT, SLICES, draw_next(&scene->d));
        BLOCK_SET(segment, SEGMENT, LEG_BEATS, draw_next(&scene->d));
    }
}

static void draw_patches(scene_t *scene)
{
    block_add_patches(scene->card, PATCHES);
    const block_t parts = block_parts(scene->card);

    for (uint32_t i = parts.patches; i < parts.updates; i += 2)
        BLOCK_SET(&scene->card->command.beat[i], PATCH, BEAT, draw_next(&scene->d));
}

/* What the fields ask for is not there, and does not end before a reset. */
static int any_value(scene_t *scene, uint32_t variant)
{
    if (variant % 4 == 1)
        draw_patches(scene);
    if (variant % 2 == 1)
        draw_segments(scene);
    if (variant % 4 == 0)
        draw_header(scene);
    if (variant % 4 == 2)
        scene->card->command_beats = (uint32_t)draw_next(&scene->d);
    levee_kernel_start(scene->kernel, scene->card);
    for (uint32_t i = 0; i < CYCLES + MORE_CYCLES * variant; i++)
        levee_kernel_cycle(scene->kernel);
    return scene_reset(scene, variant);
}

/* fill_legs draws what the kernel does not read of leg words: the upper bits of
 * the instrument, and the end of the slice but in the first lane. */
static void fill_legs(scene_t *scene, uint32_t group)
{
    const levee_card_buffer_t *legs = &scene->card->legs[group];
    const uint64_t instrument = (UINT64_C(1) << LEVEE_LEG_LOW_SHIFT) -
                                (uint64_t)scene->card->kernel.instruments * (UINT64_C(1) << LEVEE_LEG_INSTRUMENT_SHIFT);
    const uint64_t last = UINT64_C(1) << LEVEE_LEG_LAST_SHIFT;

    for (uint32_t i = 0; i < legs->beats; i++) {
        for (uint32_t lane = 0; lane < LEVEE_LANES; lane++)
            legs->beat[i].word[lane] ^= draw_next(&scene->d) & (lane == 0 ? instrument : instrument | last);
    }
}

/* fill_statuses draws the upper six bits of every status; mask_statuses clears
 * them, of which those that the kernel has written are 0. */
static void fill_statuses(scene_t *scene, uint32_t group)
{
    for (uint32_t i = LEVEE_CARD_SUMMARY_BEATS; i < scene->card->records; i++) {
        for (uint32_t w = 0; w < LEVEE_BEAT_WORDS; w++)
            scene->card->results[group].beat[i].word[w] ^= draw_next(&scene->d) & UINT64_C(0xfcfcfcfcfcfcfcfc);
    }
}

static void mask_statuses(scene_t *scene, uint32_t group)
{
    for (uint32_t i = LEVEE_CARD_SUMMARY_BEATS; i < scene->card->records; i++) {
        for (uint32_t w = 0; w < LEVEE_BEAT_WORDS; w++)
            scene->card->results[group].beat[i].word[w] &= UINT64_C(0x0303030303030303);
    }
}

/* Bits that nobody reads change nothing. */
static int unread(scene_t *scene, uint32_t variant)
{
    block_saved_t answer = {0};
    int good = scene_run(scene);

    (void)variant;
    block_save(scene->card, &answer);
    scene_restore(scene);
    for (uint32_t g = 0; g < scene->card->groups; g++) {
        fill_legs(scene, g);
        fill_statuses(scene, g);
    }
    good = good && scene_run(scene);
    for (uint32_t g = 0; g < scene->card->groups; g++)
        mask_statuses(scene, g);
    const char *differs = good ? block_answer_differs(scene->card, &answer) : NULL;
    if (differs)
        good = scene_fail(scene, "%s differ", differs);
    if (good && scene->faults != 0)
        good = scene_fail(scene, "faults are %x", scene->faults);
    block_saved_free(&answer);
    return good;
}

const scene_spoil_t spoil_fields[] = {{"any value", any_value, 40}, {"what nobody reads", unread, 4}, {0}};
