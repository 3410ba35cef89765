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
    levee_risk_t *table;
    levee_record_t *records;
    levee_summary_t summary;
} reference_t;

static void submit(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    reference_t *reference = (reference_t *)device;
    const levee_slices_t *slices = reference->image->slices;

    levee_revalue(reference->image->instruments, updates, count, reference->table);
    levee_sweep(slices->legs, slices->constants, reference->table, slices->slices, sequence, slices->status,
                reference->records, &reference->summary);
    assert(reference->summary.sequence == sequence && reference->summary.slices == slices->slices);
}

static const levee_record_t *poll(levee_device_t *device, uint32_t *count)
{
    const reference_t *reference = (const reference_t *)device;

    *count = reference->summary.records;
    return reference->records;
}

static const levee_risk_t *table(const levee_device_t *device)
{
    return ((const reference_t *)device)->table;
}

static void close_reference(levee_device_t *device)
{
    reference_t *reference = (reference_t *)device;

    free(reference->table);
    free(reference->records);
    free(reference);
}

levee_result_t levee_reference_open(const levee_image_t *image, levee_device_t **device, levee_error_t *error)
{
    const size_t slots = (size_t)image->slices->slices * LEVEE_LANES;
    reference_t *reference = calloc(1, sizeof *reference);

    if (!reference)
        return levee_fail_memory(error, "the reference path");
    reference->image = image;
    reference->table = calloc((size_t)image->instrument_count + 1, sizeof *reference->table);
    reference->records = malloc((slots + 1) * sizeof *reference->records);
    reference->device = (levee_device_t){"cpu", "reference", submit, poll, table, close_reference};
    if (!reference->table || !reference->records) {
        close_reference(&reference->device);
        return levee_fail_memory(error, "the risk table");
    }
    *device = &reference->device;
    return LEVEE_OK;
}
