/* SPDX-License-Identifier: Apache-2.0
 *
 * shadow.h: a device whose answers are the reference's, and which has a kernel
 * judge the same ticks beside it and holds every byte of that against hls/. */
#ifndef LEVEE_TESTS_SHADOW_H
#define LEVEE_TESTS_SHADOW_H

#include "device/verilated/kernel.h"

enum { SHADOW_MESSAGE = 200 };

/* shadow_run_t: has the kernel do the command that stands in card->command, in
 * another way than start and wait. The memory must be what that one command
 * makes of it. Returns whether it ended, or 0 with the shadow's message set. */
typedef int (*shadow_run_t)(void *context, levee_kernel_t *kernel, levee_card_t *card);

/* How the commands are made, beyond what the host does. */
enum { SHADOW_REPORT_DRAWN = 0, SHADOW_REPORT_CHANGED, SHADOW_REPORT_ALL, SHADOW_REPORT_NONE };

/* shadow_t: what outlives an engine: the kernel, and the first difference. */
typedef struct {
    levee_kernel_t kernel;
    levee_card_kernel_t parameters;
    uint64_t random;
    uint64_t ticks;
    uint64_t records;
    uint64_t slices;
    shadow_run_t run; /* NULL: start and wait */
    void *run_context;
    int whole;                    /* every command has all recipes and all prices so far */
    int report;                   /* which accounts commands ask for */
    char message[SHADOW_MESSAGE]; /* "" while all is the same */
} shadow_t;

/* shadow_begin opens a kernel of `model`, and shadow_end closes it. Returns
 * whether it is one. */
int shadow_begin(shadow_t *shadow, const levee_model_t *model, const levee_axi_timing_t *timing, uint64_t seed);
void shadow_end(shadow_t *shadow);

/* shadow_open is a levee_opener_t's function; the context is a shadow_t. */
levee_result_t shadow_open(void *context, const levee_image_t *image, levee_device_t **device, levee_error_t *error);

#endif
