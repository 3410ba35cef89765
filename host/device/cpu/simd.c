/* SPDX-License-Identifier: Apache-2.0
 *
 * simd.c: the CPU's own backend: a mirror of the book, swept with the best
 * instructions that the machine has; what no sweep takes is judged by hls/. */
#include "device/cpu/simd.h"

#include <stdlib.h>
#include <string.h>

#include "device/cpu/crew.h"
#include "device/cpu/mirror.h"

enum { CACHE_LINE = 64 };

/* A share of fewer beats is not worth a thread: it takes less time than telling one of it. */
enum { BEATS_LEAST = 256, BEATS_OF_CONSTANTS = 6 };

/* cut_t: where a share begins: a slice, and what lies before it. */
typedef struct {
    uint32_t region;
    uint32_t slice;
    uint32_t slots; /* as records count them */
    uint32_t accounts;
} cut_t;

/* share_t: what one thread sweeps, up to where the next share begins. A line for itself. */
typedef struct {
    _Alignas(CACHE_LINE) cut_t from;
    levee_record_t *records; /* room for its accounts */
    uint32_t count;
} share_t;

typedef struct {
    levee_device_t device; /* first, so that a device is its simd_t */
    const levee_image_t *image;
    levee_mirror_t mirror;
    levee_sweep_run_t *sweep;
    levee_crew_t *crew; /* NULL: the caller alone */
    share_t *share;     /* one a thread, and one where the last one ends */
    uint32_t shares;    /* of this tick */
    uint64_t sequence;
    uint32_t count;
} simd_t;

/* A region as a share sweeps it; slots of records count on from `first`. */
typedef struct {
    share_t *share;
    uint32_t number;
    uint32_t first;
    uint32_t end; /* the slice behind the last of the share */
    const levee_region_t *region;
} swept_t;

static levee_excess_t excess_of(const int64_t *sum, uint32_t measure)
{
    const levee_sum_t limbs = {sum[LEVEE_ROW_HIGH + measure], sum[LEVEE_ROW_LOW + measure]};

    return levee_excess_close((levee_excess_t){0, 0}, limbs);
}

/* change_slice replaces the statuses of a slice, and tells of those that are others now. */
static void change_slice(const simd_t *simd, const swept_t *swept, uint32_t slice, const levee_stop_t *stop)
{
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
        const uint32_t slot = slice * LEVEE_LANES + lane;
        const uint8_t before = swept->region->status[slot];
        const uint8_t after = (uint8_t)(stop->status >> (8 * lane));
        const int64_t *sum = stop->sum[lane];

        if (after == before)
            continue;
        swept->region->status[slot] = after;
        swept->share->records[swept->share->count++] = (levee_record_t){
            simd->sequence,
            swept->first + slot,
            before,
            after,
            0,
            {excess_of(sum, LEVEE_EQUITY), excess_of(sum, LEVEE_MAINTENANCE), excess_of(sum, LEVEE_INITIAL)}};
    }
}

/* judge_by_hls sweeps a slice of the host's own. */
static void judge_by_hls(const simd_t *simd, const swept_t *swept, uint32_t slice)
{
    const levee_region_t *region = swept->region;
    const uint32_t slot = slice * LEVEE_LANES;
    levee_record_t *records = swept->share->records + swept->share->count;
    levee_summary_t summary;

    levee_sweep(region->legs + (size_t)slot * region->words, region->constants + slot, simd->image->table, 1,
                simd->sequence, region->status + slot, records, &summary);
    for (uint32_t i = 0; i < summary.records; i++)
        records[i].slot += swept->first + slot;
    swept->share->count += summary.records;
}

/* sweep_region sweeps from stop to stop, and past the slices that it cannot take. */
static void sweep_region(const simd_t *simd, const swept_t *swept, uint32_t slice)
{
    levee_stop_t stop;

    while (slice < swept->end) {
        levee_run_t run = levee_mirror_run(&simd->mirror, swept->number, slice);

        run.end = run.end < swept->end ? run.end : swept->end;
        while ((slice = simd->sweep(&run, slice, &stop)) < run.end)
            change_slice(simd, swept, slice++, &stop);
        if (slice < swept->end)
            judge_by_hls(simd, swept, slice++);
    }
}

static void sweep_share(void *context, uint32_t number)
{
    const simd_t *simd = context;

    if (number >= simd->shares)
        return;
    share_t *share = &simd->share[number];
    const cut_t end = share[1].from;
    uint32_t first = share->from.slots - share->from.slice * LEVEE_LANES;

    share->count = 0;
    for (uint32_t r = share->from.region; r < LEVEE_REGIONS && r <= end.region; r++) {
        const levee_region_t *region = &simd->image->slices->region[r];
        const uint32_t used = levee_slices_used(region);
        const swept_t swept = {share, r, first, r == end.region ? end.slice : used, region};

        sweep_region(simd, &swept, r == share->from.region ? share->from.slice : 0);
        first += used * LEVEE_LANES;
    }
}

/* weight_of is how many beats a slice of the region takes the time of. */
static uint64_t weight_of(const levee_region_t *region)
{
    return (uint64_t)region->words + BEATS_OF_CONSTANTS;
}

static uint64_t weigh(const levee_slices_t *slices)
{
    uint64_t weight = 0;

    for (uint32_t r = 0; r < LEVEE_REGIONS; r++)
        weight += weight_of(&slices->region[r]) * levee_slices_used(&slices->region[r]);
    return weight;
}

/* cut finds the first slice that has `weight` or more before it, or the end. */
static cut_t cut(const levee_slices_t *slices, uint64_t weight)
{
    cut_t at = {0, 0, 0, 0};

    for (; at.region < LEVEE_REGIONS; at.region++) {
        const levee_region_t *region = &slices->region[at.region];
        const uint32_t used = levee_slices_used(region);
        const uint64_t whole = weight_of(region) * used;

        if (weight < whole) {
            at.slice = (uint32_t)((weight + weight_of(region) - 1) / weight_of(region));
            const uint32_t slots = at.slice * LEVEE_LANES;
            at.slots += slots;
            at.accounts += slots < region->used ? slots : region->used;
            return at;
        }
        weight -= whole;
        at.slots += used * LEVEE_LANES;
        at.accounts += region->used;
    }
    return at;
}

/* share_out cuts the book into shares of about the same weight, in slot order. */
static void share_out(simd_t *simd)
{
    const uint64_t weight = weigh(simd->image->slices);
    const uint32_t threads = simd->crew ? levee_crew_threads(simd->crew) : 1;
    const uint64_t most = weight / BEATS_LEAST + 1;

    simd->shares = threads < most ? threads : (uint32_t)most;
    for (uint32_t i = 0; i <= simd->shares; i++) {
        simd->share[i].from = cut(simd->image->slices, i == simd->shares ? weight : weight * i / simd->shares);
        simd->share[i].records = simd->image->records + simd->share[i].from.accounts;
    }
}

/* gather moves the records of all shares together, and counts the statuses that they tell of. */
static void gather(simd_t *simd)
{
    levee_record_t *records = simd->image->records;

    simd->count = 0;
    for (uint32_t i = 0; i < simd->shares; i++) {
        const share_t *share = &simd->share[i];

        if (records + simd->count != share->records)
            memmove(records + simd->count, share->records, share->count * sizeof *records);
        simd->count += share->count;
    }
    for (uint32_t i = 0; i < simd->count; i++)
        levee_tally_move(&simd->image->slices->tally, records[i].before, records[i].after);
}

static void submit(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    simd_t *simd = (simd_t *)device;

    simd->sequence = sequence;
    levee_mirror_follow(&simd->mirror, updates, count);
    share_out(simd);
    if (simd->shares > 1)
        levee_crew_run(simd->crew, sweep_share, simd);
    else
        sweep_share(simd, 0);
    gather(simd);
}

static levee_progress_t poll(levee_device_t *device, uint32_t *count)
{
    *count = ((const simd_t *)device)->count;
    return LEVEE_DEVICE_DONE;
}

static void close_simd(levee_device_t *device)
{
    simd_t *simd = (simd_t *)device;

    levee_crew_close(simd->crew);
    levee_mirror_close(&simd->mirror);
    free(simd->share);
    free(device);
}

static levee_result_t open_shares(simd_t *simd, uint32_t threads, levee_error_t *error)
{
    simd->share = aligned_alloc(CACHE_LINE, ((size_t)threads + 1) * sizeof *simd->share);
    if (!simd->share)
        return levee_fail_memory(error, "the shares of a sweep");
    return threads > 1 ? levee_crew_open(threads, &simd->crew, error) : LEVEE_OK;
}

levee_result_t levee_simd_open(const levee_isa_t *isa, uint32_t threads, const levee_image_t *image,
                               levee_device_t **device, levee_error_t *error)
{
    simd_t *simd = calloc(1, sizeof *simd);

    if (!simd)
        return levee_fail_memory(error, "the CPU's sweep");
    simd->device = (levee_device_t){
        .backend = "cpu", .isa = isa->name, .spared = true, .submit = submit, .poll = poll, .close = close_simd};
    simd->image = image;
    simd->sweep = isa->sweep;
    levee_result_t result = levee_mirror_open(image, &simd->mirror, error);
    if (result == LEVEE_OK)
        result = open_shares(simd, threads, error);
    if (result != LEVEE_OK) {
        close_simd(&simd->device);
        return result;
    }
    *device = &simd->device;
    return LEVEE_OK;
}
