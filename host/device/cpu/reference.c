/* SPDX-License-Identifier: Apache-2.0
 *
 * reference.c: the hls/ kernels called natively: the specification of every
 * other path. */
#include <assert.h>
#include <stdlib.h>

#include "device/device.h"

typedef struct {
    levee_device_t device; /* first, so that a device is its reference */
    const levee_image_t *image;
    uint32_t count;
} reference_t;

/* sweep_region appends the region's records, its slots counted from `first`. */
static void sweep_region(reference_t *reference, const levee_region_t *region, uint32_t first, uint64_t sequence)
{
    levee_record_t *records = reference->image->records + reference->count;
    levee_summary_t summary;

    levee_sweep(region->legs, region->constants, reference->image->table, levee_slices_used(region), sequence,
                region->status, records, &summary);
    assert(summary.sequence == sequence && summary.slices == levee_slices_used(region));
    for (uint32_t i = 0; i < summary.records; i++) {
        records[i].slot += first;
        levee_tally_move(&reference->image->slices->tally, records[i].before, records[i].after);
    }
    reference->count += summary.records;
}

static void submit(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    reference_t *reference = (reference_t *)device;
    uint32_t first = 0;

    (void)updates;
    (void)count;
    reference->count = 0;
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        const levee_region_t *region = &reference->image->slices->region[r];

        sweep_region(reference, region, first, sequence);
        first += levee_slices_used(region) * LEVEE_LANES;
    }
}

static levee_progress_t poll(levee_device_t *device, uint32_t *count)
{
    *count = ((const reference_t *)device)->count;
    return LEVEE_DEVICE_DONE;
}

static void close_reference(levee_device_t *device)
{
    free(device);
}

levee_result_t levee_reference_open(const levee_image_t *image, levee_device_t **device, levee_error_t *error)
{
    reference_t *reference = calloc(1, sizeof *reference);

    if (!reference)
        return levee_fail_memory(error, "the reference path");
    reference->image = image;
    reference->device = (levee_device_t){
        .backend = "cpu", .isa = "reference", .submit = submit, .poll = poll, .close = close_reference};
    *device = &reference->device;
    return LEVEE_OK;
}
