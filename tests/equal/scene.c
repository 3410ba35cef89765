/* SPDX-License-Identifier: Apache-2.0 */
#include "scene.h"

#include "c_kernel.h"

#include <stdarg.h>
#include <stdio.h>

enum { IDLE = 4 };

int scene_fail(scene_t *scene, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(scene->message, sizeof scene->message, format, arguments);
    va_end(arguments);
    return 0;
}

static uint32_t told(const scene_t *scene, uint32_t group)
{
    return (uint32_t)LEVEE_GET(scene->card->results[group].beat, SUMMARY, FAULTS);
}

int scene_end(scene_t *scene)
{
    if (!levee_kernel_finish(scene->kernel, SCENE_CYCLES))
        return scene_fail(scene, "the kernel does not finish");
    scene->faults = levee_kernel_read(scene->kernel, LEVEE_CARD_AT_FAULTS);
    return 1;
}

int scene_run(scene_t *scene)
{
    if (scene->is_c) {
        c_kernel_tick(scene->card);
        scene->faults = told(scene, 0);
        return 1;
    }
    levee_kernel_start(scene->kernel, scene->card);
    return scene_end(scene);
}

int scene_reset(scene_t *scene, uint64_t seed)
{
    levee_kernel_reset(scene->kernel, seed);
    if (levee_kernel_read(scene->kernel, LEVEE_CARD_AT_CONTROL) != IDLE)
        return scene_fail(scene, "the kernel is not idle after a reset");
    if (levee_kernel_read(scene->kernel, LEVEE_CARD_AT_COMMANDS) != 0)
        return scene_fail(scene, "a reset does not end the count of commands");
    if (levee_kernel_read(scene->kernel, LEVEE_CARD_AT_FAULTS) != 0)
        return scene_fail(scene, "faults remain after a reset");
    return 1;
}

void scene_restore(scene_t *scene)
{
    block_restore(scene->card, &scene->saved);
}

int scene_expect(scene_t *scene, uint32_t must, uint32_t may)
{
    const uint32_t everywhere = SCENE_FAULT(MALFORMED) | SCENE_FAULT(COMMAND_READ) | SCENE_FAULT(COMMAND_WRITE);
    uint32_t somewhere = 0, count;

    if (!scene_run(scene))
        return 0;
    if ((scene->faults & must) != must || (scene->faults & ~(must | may)) != 0)
        return scene_fail(scene, "faults are %x, not %x", scene->faults, must);
    for (uint32_t g = 0; g < scene->card->groups; g++) {
        if ((told(scene, g) & must & everywhere) != (must & everywhere))
            return scene_fail(scene, "the summary of group %u tells of faults %x only", g, told(scene, g));
        somewhere |= told(scene, g);
    }
    if ((somewhere & must) != must)
        return scene_fail(scene, "the summaries tell of faults %x, not of %x", somewhere, must);
    if (must != 0 && !levee_card_collect(scene->card, &count))
        return scene_fail(scene, "the host has taken the answer");
    return 1;
}

int scene_same(scene_t *scene, const block_saved_t *answer)
{
    if (!scene_run(scene))
        return 0;
    if (scene->faults != 0)
        return scene_fail(scene, "faults are %x", scene->faults);
    const char *differs = block_answer_differs(scene->card, answer);
    return differs ? scene_fail(scene, "%s differ", differs) : 1;
}
