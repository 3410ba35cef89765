/* SPDX-License-Identifier: Apache-2.0
 *
 * spoil_buses.c: an AXI error response on every channel that has one, at the
 * first, a middle and the last beat or burst. */
#include "scene.h"

enum { PATCHES = 40, COMMAND = 0, LEGS = 1, CONSTANTS = 2, RESULTS = 3 };

typedef enum { READS, WRITES } direction_t;

static uint64_t so_far(const scene_t *scene, uint32_t master, direction_t direction)
{
    const levee_axi_memory_t *memory = &scene->kernel->memory[master];

    return direction == READS ? memory->read_beats : memory->write_bursts;
}

/* fail runs the command twice: to count what a master exchanges, and with an
 * error at its first, middle or last. */
static int fail(scene_t *scene, uint32_t master, direction_t direction, uint32_t position, uint32_t must)
{
    levee_axi_timing_t *timing = &scene->kernel->memory[master].timing;
    uint64_t from = so_far(scene, master, direction);
    block_saved_t block = {0};

    block_save(scene->card, &block);
    int good = scene_expect(scene, 0, 0);
    const uint64_t count = so_far(scene, master, direction) - from;
    const uint64_t places[] = {1, (count + 1) / 2, count};

    if (good && count < 3 && master != RESULTS)
        good = scene_fail(scene, "master %u exchanges only %u", master, (unsigned)count);
    if (good && count > 0) {
        block_restore(scene->card, &block);
        from = so_far(scene, master, direction) + places[position];
        timing->fail_read_at = direction == READS ? from : 0;
        timing->fail_write_at = direction == WRITES ? from : 0;
        /* The last burst of all is the summary: it cannot tell of itself. */
        if (master % 3 == 0 && master != COMMAND && direction == WRITES && position == 2) {
            good = scene_run(scene);
            if (good && scene->faults != must)
                good = scene_fail(scene, "faults are %x, not %x", scene->faults, must);
        } else {
            good = scene_expect(scene, must, 0);
        }
        if (good && so_far(scene, master, direction) < from)
            good = scene_fail(scene, "the error of master %u has not come", master);
    }
    block_saved_free(&block);
    return good;
}

static int command_read(scene_t *scene, uint32_t variant)
{
    return fail(scene, COMMAND, READS, variant, SCENE_FAULT(COMMAND_READ));
}

static int command_write(scene_t *scene, uint32_t variant)
{
    block_add_patches(scene->card, PATCHES);
    return fail(scene, COMMAND, WRITES, variant, SCENE_FAULT(COMMAND_WRITE));
}

/* of_group is the master of the first or the last group. */
static uint32_t of_group(const scene_t *scene, uint32_t master, uint32_t variant)
{
    return master + 3 * (variant / 3 % 2 ? scene->card->groups - 1 : 0);
}

static int legs_read(scene_t *scene, uint32_t variant)
{
    return fail(scene, of_group(scene, LEGS, variant), READS, variant % 3, SCENE_FAULT(LEGS_READ));
}

static int constants_read(scene_t *scene, uint32_t variant)
{
    return fail(scene, of_group(scene, CONSTANTS, variant), READS, variant % 3, SCENE_FAULT(CONSTANTS_READ));
}

static int statuses_read(scene_t *scene, uint32_t variant)
{
    return fail(scene, of_group(scene, RESULTS, variant), READS, variant % 3, SCENE_FAULT(STATUSES_READ));
}

static int results_write(scene_t *scene, uint32_t variant)
{
    /* records of all accounts: enough bursts before the summary, whose last cannot tell of itself */
    BLOCK_SET(scene->card->command.beat, HEADER, REPORT, 1);
    return fail(scene, of_group(scene, RESULTS, variant), WRITES, variant % 3, SCENE_FAULT(RESULTS_WRITE));
}

const scene_spoil_t spoil_buses[] = {{"error of a command read", command_read, 3},
                                     {"error of a patch", command_write, 3},
                                     {"error of legs", legs_read, 6},
                                     {"error of constants", constants_read, 6},
                                     {"error of statuses", statuses_read, 6},
                                     {"error of results", results_write, 6},
                                     {0}};
