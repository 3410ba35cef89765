/* SPDX-License-Identifier: Apache-2.0
 *
 * device.h: whatever revalues and sweeps: a CPU path today, a card or its
 * emulation beside it. A backend fills one struct of functions. */
#ifndef LEVEE_DEVICE_DEVICE_H
#define LEVEE_DEVICE_DEVICE_H

#include "book/slices.h"

/* levee_image_t: what a device works on. The host owns all of it. */
typedef struct {
    const levee_instrument_t *instruments;
    uint32_t instrument_count;
    const levee_risk_t *table;    /* up to date; a card builds its own from the updates */
    const levee_slices_t *slices; /* the device replaces the statuses */
    levee_record_t *records;      /* where it writes verdicts: room for every account */
} levee_image_t;

typedef struct levee_device levee_device_t;

struct levee_device {
    const char *backend;
    const char *isa;

    /* submit starts one tick: `count` updates, then a sweep of every account.
     * Verdicts carry `sequence`. One tick is under way at a time. */
    void (*submit)(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence);

    /* poll stores how many records the tick has in image->records, in slot
     * order, and returns true, or returns false while it is still under way.
     * Slots count on from region to region, used slices only. */
    bool (*poll)(levee_device_t *device, uint32_t *count);

    void (*close)(levee_device_t *device);
};

/* levee_reference_open is the reference path: the hls/ kernels, native. Takes
 * all memory it will use. The image must outlive the device. */
levee_result_t levee_reference_open(const levee_image_t *image, levee_device_t **device, levee_error_t *error);

/* levee_device_open opens the backend and instruction set of these names, NULL
 * for the default; refuses the ones this build does not have. */
levee_result_t levee_device_open(const char *backend, const char *isa, const levee_image_t *image,
                                 levee_device_t **device, levee_error_t *error);

#endif
