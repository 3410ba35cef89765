/* SPDX-License-Identifier: Apache-2.0
 *
 * simd.c: the CPU's own backend: a mirror of the book, swept with the best
 * instructions that the machine has; what no sweep takes is judged by hls/. */
#include "device/cpu/simd.h"

#include <stdlib.h>

#include "device/cpu/mirror.h"

typedef struct {
    levee_device_t device; /* first, so that a device is its simd_t */
    const levee_image_t *image;
    levee_mirror_t mirror;
    levee_sweep_run_t *sweep;
    uint64_t sequence;
    uint32_t count;
} simd_t;

/* A region as it is being swept; slots of records count on from `first`. */
typedef struct {
    uint32_t number;
    uint32_t first;
    const levee_region_t *region;
} swept_t;

static levee_excess_t excess_of(const int64_t *sum, uint32_t measure)
{
    const levee_sum_t limbs = {sum[LEVEE_ROW_HIGH + measure], sum[LEVEE_ROW_LOW + measure]};

    return levee_excess_close((levee_excess_t){0, 0}, limbs);
}

/* change_slice replaces the statuses of a slice, and tells of those that are others now. */
static void change_slice(simd_t *simd, const swept_t *swept, uint32_t slice, const levee_stop_t *stop)
{
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
        const uint32_t slot = slice * LEVEE_LANES + lane;
        const uint8_t before = swept->region->status[slot];
        const uint8_t after = (uint8_t)(stop->status >> (8 * lane));
        const int64_t *sum = stop->sum[lane];

        if (after == before)
            continue;
        swept->region->status[slot] = after;
        levee_tally_move(&simd->image->slices->tally, before, after);
        simd->image->records[simd->count++] = (levee_record_t){
            simd->sequence,
            swept->first + slot,
            before,
            after,
            0,
            {excess_of(sum, LEVEE_EQUITY), excess_of(sum, LEVEE_MAINTENANCE), excess_of(sum, LEVEE_INITIAL)}};
    }
}

/* judge_by_hls sweeps a slice of the host's own. */
static void judge_by_hls(simd_t *simd, const swept_t *swept, uint32_t slice)
{
    const levee_region_t *region = swept->region;
    const uint32_t slot = slice * LEVEE_LANES;
    levee_record_t *records = simd->image->records + simd->count;
    levee_summary_t summary;

    levee_sweep(region->legs + (size_t)slot * region->words, region->constants + slot, simd->image->table, 1,
                simd->sequence, region->status + slot, records, &summary);
    for (uint32_t i = 0; i < summary.records; i++) {
        records[i].slot += swept->first + slot;
        levee_tally_move(&simd->image->slices->tally, records[i].before, records[i].after);
    }
    simd->count += summary.records;
}

/* sweep_region sweeps from stop to stop, and past the slices that it cannot take. */
static void sweep_region(simd_t *simd, const swept_t *swept)
{
    const uint32_t used = levee_slices_used(swept->region);
    levee_stop_t stop;

    for (uint32_t slice = 0; slice < used;) {
        const levee_run_t run = levee_mirror_run(&simd->mirror, swept->number, slice);

        while ((slice = simd->sweep(&run, slice, &stop)) < run.end)
            change_slice(simd, swept, slice++, &stop);
        if (slice < used)
            judge_by_hls(simd, swept, slice++);
    }
}

static void submit(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    simd_t *simd = (simd_t *)device;
    uint32_t first = 0;

    simd->sequence = sequence;
    simd->count = 0;
    levee_mirror_follow(&simd->mirror, updates, count);
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        const swept_t swept = {r, first, &simd->image->slices->region[r]};

        sweep_region(simd, &swept);
        first += levee_slices_used(swept.region) * LEVEE_LANES;
    }
}

static levee_progress_t poll(levee_device_t *device, uint32_t *count)
{
    *count = ((const simd_t *)device)->count;
    return LEVEE_DEVICE_DONE;
}

static void close_simd(levee_device_t *device)
{
    levee_mirror_close(&((simd_t *)device)->mirror);
    free(device);
}

levee_result_t levee_simd_open(const levee_isa_t *isa, const levee_image_t *image, levee_device_t **device,
                               levee_error_t *error)
{
    simd_t *simd = calloc(1, sizeof *simd);

    if (!simd)
        return levee_fail_memory(error, "the CPU's sweep");
    simd->device = (levee_device_t){
        .backend = "cpu", .isa = isa->name, .spared = true, .submit = submit, .poll = poll, .close = close_simd};
    simd->image = image;
    simd->sweep = isa->sweep;
    const levee_result_t result = levee_mirror_open(image, &simd->mirror, error);
    if (result != LEVEE_OK) {
        close_simd(&simd->device);
        return result;
    }
    *device = &simd->device;
    return LEVEE_OK;
}
