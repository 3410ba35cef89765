/* SPDX-License-Identifier: Apache-2.0
 *
 * spoil_order.c: resets, and commands that follow each other closely. */
#include "scene.h"

enum { START = 1, DONE = 2, CONTINUE = 16, RESETS = 40, WAIT = 40, HELD = 500 };

static int nothing(scene_t *scene, uint32_t variant)
{
    (void)variant;
    return scene_expect(scene, 0, 0);
}

/* A reset anywhere from the start of a command to its end. */
static int reset(scene_t *scene, uint32_t variant)
{
    if (!scene_run(scene))
        return 0;
    const uint32_t duration = levee_kernel_read(scene->kernel, LEVEE_CARD_AT_CYCLES);

    scene_restore(scene);
    levee_kernel_start(scene->kernel, scene->card);
    for (uint64_t i = 0; i < (uint64_t)duration * variant / (RESETS - 1) + variant % 3; i++)
        levee_kernel_cycle(scene->kernel);
    return scene_reset(scene, variant);
}

/* held waits for the first command's end and wants the second to stay in its
 * place until the first is continued. */
static int held(scene_t *scene, const block_saved_t *answer)
{
    const uint32_t commands = levee_kernel_read(scene->kernel, LEVEE_CARD_AT_COMMANDS);
    uint64_t until = scene->kernel->cycles + SCENE_CYCLES;

    while (!(levee_kernel_read(scene->kernel, LEVEE_CARD_AT_CONTROL) & DONE)) {
        if (scene->kernel->cycles > until)
            return scene_fail(scene, "the first command does not finish");
    }
    for (int i = 0; i < HELD; i++)
        levee_kernel_cycle(scene->kernel);
    if (levee_kernel_read(scene->kernel, LEVEE_CARD_AT_CONTROL) != (START | DONE))
        return scene_fail(scene, "the second command does not wait for the first one's end to be seen");
    if (levee_kernel_read(scene->kernel, LEVEE_CARD_AT_COMMANDS) != commands + 1)
        return scene_fail(scene, "the second command has been done before its turn");
    if (levee_kernel_read(scene->kernel, LEVEE_CARD_AT_FAULTS) != 0)
        return scene_fail(scene, "the first command has faults");
    const char *differs = block_answer_differs(scene->card, answer);
    return differs ? scene_fail(scene, "%s of the first command differ", differs) : 1;
}

/* A command that is started while another one is under way: arguments written
 * meanwhile are the second one's. */
static int start_early(scene_t *scene, uint32_t variant)
{
    levee_card_t *card = scene->card;
    block_saved_t answer = {0};
    int good = scene_run(scene);

    block_save(card, &answer);
    scene_restore(scene);
    if (good) {
        levee_kernel_start(scene->kernel, card);
        for (uint32_t i = 0; i < variant * WAIT; i++)
            levee_kernel_cycle(scene->kernel);
        /* the second one has no segments, until its turn */
        levee_kernel_write(scene->kernel, LEVEE_CARD_AT_LEGS, 0);
        levee_kernel_write(scene->kernel, LEVEE_CARD_AT_COMMAND_BEATS, 1);
        levee_kernel_write(scene->kernel, LEVEE_CARD_AT_CONTROL, START);
        good = held(scene, &answer);
    }
    if (good) {
        scene_restore(scene);
        levee_kernel_write(scene->kernel, LEVEE_CARD_AT_LEGS,
                           (uint32_t)((uintptr_t)card->legs[0].beat + scene->kernel->memory[0].offset));
        levee_kernel_write(scene->kernel, LEVEE_CARD_AT_COMMAND_BEATS, card->command_beats);
        levee_kernel_write(scene->kernel, LEVEE_CARD_AT_CONTROL, CONTINUE);
        good = scene_end(scene);
    }
    if (good && (scene->faults != 0 || block_answer_differs(card, &answer)))
        good = scene_fail(scene, "the second command's answer differs");
    block_saved_free(&answer);
    return good;
}

/* Commands one behind the other, each started in the cycle that acknowledges
 * the one before. */
static int back_to_back(scene_t *scene, uint32_t variant)
{
    block_saved_t answer = {0};
    int good = scene_run(scene);

    block_save(scene->card, &answer);
    scene_restore(scene);
    levee_kernel_start(scene->kernel, scene->card);
    for (uint32_t i = 0; i < 3 && good; i++) {
        const uint64_t until = scene->kernel->cycles + SCENE_CYCLES;

        while (!(levee_kernel_read(scene->kernel, LEVEE_CARD_AT_CONTROL) & DONE) && scene->kernel->cycles < until)
            ;
        const char *differs = block_answer_differs(scene->card, &answer);
        if (differs)
            good = scene_fail(scene, "%s of command %u differ", differs, i);
        scene_restore(scene);
        if (variant == 0) {
            levee_kernel_write(scene->kernel, LEVEE_CARD_AT_CONTROL, START | CONTINUE);
        } else {
            levee_kernel_write(scene->kernel, LEVEE_CARD_AT_CONTROL, START);
            levee_kernel_write(scene->kernel, LEVEE_CARD_AT_CONTROL, CONTINUE);
        }
    }
    good = good && scene_end(scene);
    if (good && (scene->faults != 0 || block_answer_differs(scene->card, &answer)))
        good = scene_fail(scene, "the last command's answer differs");
    block_saved_free(&answer);
    return good;
}

/* The same command once more, but without its prices, which the tables have by
 * now, or without segments: then nothing is judged. */
static int without(scene_t *scene, uint32_t variant)
{
    levee_card_t *card = scene->card;
    const block_t parts = block_parts(card);
    block_saved_t answer = {0};
    int good = scene_run(scene);

    block_save(card, &answer);
    scene_restore(scene);
    if (variant == 0) {
        BLOCK_SET(card->command.beat, HEADER, UPDATES, 0);
        block_remove(card, parts.updates, parts.segments - parts.updates);
        good = good && scene_same(scene, &answer);
    } else {
        BLOCK_SET(card->command.beat, HEADER, SEGMENTS, 0);
        block_remove(card, parts.segments, parts.end - parts.segments);
        good = good && scene_expect(scene, 0, 0);
    }
    for (uint32_t g = 0; g < card->groups && variant == 1 && good; g++) {
        levee_beat_t summary = card->results[g].beat[0];

        summary.word[0] ^= card->sequence;
        for (uint32_t i = 0; i < LEVEE_BEAT_WORDS; i++)
            good = good && summary.word[i] == 0 && card->results[g].beat[1].word[i] == 0;
        if (!good)
            (void)scene_fail(scene, "group %u: something was judged", g);
    }
    block_saved_free(&answer);
    return good;
}

const scene_spoil_t spoil_order[] = {{"nothing", nothing, 1},
                                     {"reset", reset, RESETS},
                                     {"start during a command", start_early, 12},
                                     {"back to back", back_to_back, 2},
                                     {"zero updates, zero segments", without, 2},
                                     {0}};
