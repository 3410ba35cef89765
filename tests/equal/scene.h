/* SPDX-License-Identifier: Apache-2.0
 *
 * scene.h: a command that is spoilt, and what has to come of it. Each way to
 * spoil one is a function; whoever calls it has the sound command done next and
 * holds that answer against hls/. */
#ifndef LEVEE_TESTS_SCENE_H
#define LEVEE_TESTS_SCENE_H

#include "block.h"
#include "device/verilated/kernel.h"
#include "draw.h"

enum { SCENE_MESSAGE = 160, SCENE_CYCLES = 200000 };

#define SCENE_FAULT(name) ((uint32_t)LEVEE_CARD_FAULT_##name)

typedef struct {
    levee_kernel_t *kernel;
    int is_c; /* the kernel is the one in C: there is nothing behind `kernel` */
    levee_card_t *card;
    block_saved_t saved; /* the sound command and the memory before it */
    draw_t d;
    uint32_t faults; /* of the last command */
    char message[SCENE_MESSAGE];
} scene_t;

/* scene_spoil_t: a way to spoil, and its variants, numbered from 0. Returns 1,
 * or 0 with the scene's message set. */
typedef struct {
    const char *name;
    int (*spoil)(scene_t *scene, uint32_t variant);
    uint32_t variants;
} scene_spoil_t;

extern const scene_spoil_t spoil_order[];  /* when commands start, and resets */
extern const scene_spoil_t spoil_blocks[]; /* command blocks that contradict themselves */
extern const scene_spoil_t spoil_books[];  /* legs against segments */
extern const scene_spoil_t spoil_buses[];  /* errors of the bus */
extern const scene_spoil_t spoil_fields[]; /* fields of any value, and what stands beside them */

/* scene_fail sets the message and returns 0. */
int scene_fail(scene_t *scene, const char *format, ...);

/* scene_end waits for the command's end, within bounds, and reads its faults;
 * scene_run starts it first. */
int scene_end(scene_t *scene);
int scene_run(scene_t *scene);

/* scene_reset resets the kernel, whatever is under way, and wants nothing of it
 * to be left. */
int scene_reset(scene_t *scene, uint64_t seed);

/* scene_restore has the memory be as before the command. */
void scene_restore(scene_t *scene);

/* scene_expect runs a command and wants all of the faults `must` and none but
 * those and `may`; groups' summaries have to tell of them, and the host has to
 * refuse the answer. */
int scene_expect(scene_t *scene, uint32_t must, uint32_t may);

/* scene_same runs the command and wants its answer to be `answer`. */
int scene_same(scene_t *scene, const block_saved_t *answer);

#endif
