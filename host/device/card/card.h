/* SPDX-License-Identifier: Apache-2.0
 *
 * card.h: the host's side of the sweep kernel, whatever carries it: where the
 * book lies in the card's memory, the command block of a tick, and the check of
 * what comes back. */
#ifndef LEVEE_DEVICE_CARD_CARD_H
#define LEVEE_DEVICE_CARD_CARD_H

#include "device/card/beat.h"
#include "device/device.h"

enum {
    LEVEE_CARD_GROUPS_MAX = 4,
    LEVEE_CARD_PATCHES_MAX = 8192 /* more changed beats than that: the book is loaded anew */
};

/* levee_card_kernel_t: the parameters that a kernel was built with. */
typedef struct {
    uint32_t lanes;
    uint32_t measures;
    uint32_t instruments;
    uint32_t tiers;
} levee_card_kernel_t;

/* levee_card_buffer_t: memory of the card, seen by the host. */
typedef struct {
    levee_beat_t *beat;
    uint32_t beats;
} levee_card_buffer_t;

/* levee_card_memory_t: where buffers come from. `take` returns whole pages of
 * zeros, or NULL; `give` has them back. */
typedef struct {
    void *(*take)(void *context, size_t bytes);
    void (*give)(void *context, void *memory, size_t bytes);
    void *context;
} levee_card_memory_t;

/* levee_card_region_t: where a region of the book lies in every group's
 * buffers. Slice s of the region is slice s / groups of group s % groups. */
typedef struct {
    uint32_t room;     /* slots that have been loaded */
    uint32_t capacity; /* slices of a group, a multiple of 8 */
    uint32_t legs;     /* first beats */
    uint32_t constants;
    uint32_t statuses;
} levee_card_region_t;

typedef struct {
    const levee_image_t *image;
    levee_card_kernel_t kernel;
    levee_card_memory_t memory;
    uint32_t groups;
    levee_card_region_t region[LEVEE_REGIONS];
    uint32_t records; /* first beat of records in a results buffer */
    levee_card_buffer_t command;
    levee_card_buffer_t legs[LEVEE_CARD_GROUPS_MAX];
    levee_card_buffer_t constants[LEVEE_CARD_GROUPS_MAX];
    levee_card_buffer_t results[LEVEE_CARD_GROUPS_MAX];
    const levee_beat_t *answer[LEVEE_CARD_GROUPS_MAX]; /* what levee_card_collect reads: the results, or a copy */
    uint32_t layout;                                   /* counts how often the book has been given other buffers */
    uint32_t fresh;         /* regions that were copied into them since this was cleared, a bit each */
    uint32_t command_beats; /* of the block that was written last */
    uint64_t sequence;
    uint32_t report; /* which accounts: 0 those whose status changes, 1 all, 2 none */
    bool loaded;     /* the book is in the card's memory, but for its dirty beats */
    bool recipes;    /* the instruments are */
} levee_card_t;

/* levee_card_open refuses an image that the kernel has no room for. It takes the
 * command buffer; levee_card_close releases all, also after failure. `memory` may
 * be NULL: the heap. */
levee_result_t levee_card_open(levee_card_t *card, const levee_image_t *image, const levee_card_kernel_t *kernel,
                               const levee_card_memory_t *memory, levee_error_t *error);
void levee_card_close(levee_card_t *card);

/* levee_card_load brings the book's place up to date before a command: copies a
 * region whose room has changed, or all of them when one has outgrown its place
 * or too many beats are dirty. Returns false when memory is refused. *whole says
 * whether all were copied, so that no dirty beat is left. */
bool levee_card_load(levee_card_t *card, bool *whole);

/* levee_card_command writes the command block of one tick: what the card does
 * not know yet of instruments, book and prices, and a sweep of every slice. The
 * book's beats are clean then. Loads the whole book, with more room, where it
 * has outgrown its place; returns false when memory for that is refused.
 * O(changed beats + prices). */
bool levee_card_command(levee_card_t *card, const levee_update_t *updates, uint32_t count, uint64_t sequence);

/* levee_card_collect checks what the groups have written, puts the records into
 * image->records in slot order, brings the host's statuses up to date and
 * stores how many records there are. Returns NULL or, having changed nothing,
 * what is wrong. O(records + rows). */
const char *levee_card_collect(levee_card_t *card, uint32_t *count);

/* levee_card_beat writes what a beat of the card's book must be, by the host's
 * arrays, into `beat`: `at` counts within the region. */
void levee_card_beat(const levee_card_t *card, uint32_t group, uint32_t region, levee_stream_t stream, uint32_t at,
                     levee_beat_t *beat);

/* levee_card_stream_beats returns how many beats of a region's stream a group
 * holds; levee_card_place where in the card's memory the first one is. */
uint32_t levee_card_stream_beats(const levee_card_t *card, uint32_t region, levee_stream_t stream);
levee_beat_t *levee_card_place(const levee_card_t *card, uint32_t group, uint32_t region, levee_stream_t stream);

/* levee_card_slices returns how many slices of a region a group judges. */
uint32_t levee_card_slices(const levee_card_t *card, uint32_t group, uint32_t region);

/* levee_card_measure is the hls number of the kernel's measure `index`. */
static inline uint32_t levee_card_measure(const levee_card_t *card, uint32_t index)
{
    return card->kernel.measures == 1 ? LEVEE_MAINTENANCE : index;
}

/* levee_checksum is the excess of `measure` summed over all accounts, modulo
 * 2^128, from the sum of constants, the rows, and how many lots stand on each.
 * O(rows * log legs). */
levee_u128 levee_checksum(const levee_image_t *image, uint32_t measure);

#endif
