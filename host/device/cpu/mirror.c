/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* madvise */
#include "device/cpu/mirror.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "device/cpu/parts.h"

enum {
    CACHE_LINE = 64,
    HUGE_PAGE = 1 << 21,
    SLICE_CONSTANT_BEATS = 2 * LEVEE_MEASURES,
    READ_BEHIND = LEVEE_ROW_WORDS - LEVEE_SUM_WORDS
};

_Static_assert(sizeof(levee_constant_t) * LEVEE_LANES == sizeof(uint64_t) * LEVEE_LANES * SLICE_CONSTANT_BEATS,
               "beats of a slice's constants");

/* sums_limit: a constant below it leaves room for `words` leg words: each moves the
 * high limb by 2^55 + 2^33 at most, and each carry by 2^36. */
static levee_i128 sums_limit(uint32_t words)
{
    const int64_t step = (INT64_C(1) << 55) + (INT64_C(1) << 33) + (INT64_C(1) << 36);

    return (levee_i128)(INT64_MAX - words * step) * (1 << LEVEE_ROW_LOW_BITS);
}

_Static_assert((INT64_C(1) << 55) + (INT64_C(1) << 33) + (INT64_C(1) << 36) < INT64_MAX / LEVEE_LEG_WORDS_MAX,
               "all legs of an account fit a sum");

bool levee_slot_add(int64_t *constants, const levee_i128 value[LEVEE_MEASURES], uint32_t words)
{
    const levee_i128 limit = sums_limit(words);
    bool fits = true;

    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        int64_t *low = &constants[LEVEE_ROW_LOW + m];
        int64_t *high = &constants[LEVEE_ROW_HIGH + m];
        const levee_i128 sum = value[m] + (levee_i128)*high * (1 << LEVEE_ROW_LOW_BITS) + *low;

        fits = fits && sum > -limit && sum < limit;
        *low = (int64_t)(sum & ((1 << LEVEE_ROW_LOW_BITS) - 1));
        *high = (int64_t)(sum >> LEVEE_ROW_LOW_BITS);
    }
    return fits;
}

/* write_leg writes a leg of one word, and adds its deductions. */
static uint64_t write_leg(const levee_mirror_t *mirror, uint64_t word, levee_i128 sum[LEVEE_MEASURES])
{
    const int32_t quantity = levee_leg_quantity(word);
    const uint32_t instrument = levee_leg_instrument(word);
    const levee_risk_t *risk = &mirror->image->table[instrument];

    if (quantity == 0)
        return levee_rows_leg(LEVEE_ROW_NONE, 0);
    const uint32_t tier = levee_risk_tier(risk, levee_leg_magnitude(word));
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        sum[m] += levee_rows_deduction(&risk->row[tier][quantity < 0 ? LEVEE_SHORT : LEVEE_LONG], m);
    return levee_rows_leg(levee_rows_of(mirror, instrument, tier, quantity), quantity);
}

/* write_lane writes the legs and constants of one slot; returns whether the sweeps
 * can take them. */
static bool write_lane(const levee_mirror_t *mirror, uint32_t number, uint32_t slot)
{
    const levee_region_t *from = &mirror->image->slices->region[number];
    const levee_mirrored_t *to = &mirror->region[number];
    int64_t *constants = to->constants + (size_t)slot * LEVEE_SUM_WORDS;
    size_t at = (size_t)(slot / LEVEE_LANES) * from->words * LEVEE_LANES + slot % LEVEE_LANES;
    levee_i128 sum[LEVEE_MEASURES];

    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        const levee_excess_t value = from->constants[slot].measure[m];

        sum[m] = (levee_i128)((levee_u128)(uint64_t)value.high << 64 | value.low);
    }
    for (uint32_t beat = 0; beat < from->words; beat++, at += LEVEE_LANES) {
        if (levee_leg_wide(from->legs[at]))
            return false;
        to->legs[at] = write_leg(mirror, from->legs[at], sum);
    }
    memset(constants, 0, LEVEE_SUM_WORDS * sizeof *constants);
    return levee_slot_add(constants, sum, from->words);
}

void levee_mirror_write(levee_mirror_t *mirror, uint32_t number, uint32_t slice)
{
    const levee_mirrored_t *region = &mirror->region[number];
    bool fits = true;

    for (uint32_t lane = 0; lane < LEVEE_LANES && fits; lane++)
        fits = write_lane(mirror, number, slice * LEVEE_LANES + lane);
    levee_bit_set(region->refused, slice, !fits);
    levee_bit_set(region->fresh, slice, true);
}

static void free_region(levee_mirrored_t *region)
{
    free(region->legs);
    free(region->constants);
    free(region->refused);
    free(region->fresh);
    *region = (levee_mirrored_t){0};
}

/* take returns memory of whole lines, where it is much in huge pages: a sweep reads
 * all of it, and would wait for the address of every small one. */
static void *take(size_t bytes)
{
    const size_t line = bytes < HUGE_PAGE ? CACHE_LINE : HUGE_PAGE;
    const size_t whole = (bytes + line - 1) / line * line;
    void *memory = aligned_alloc(line, whole);

#ifdef MADV_HUGEPAGE
    if (memory && line == HUGE_PAGE)
        (void)madvise(memory, whole, MADV_HUGEPAGE);
#endif
    return memory;
}

/* make_region takes memory for the region's present room; no slice of it is fresh. */
static void make_region(const levee_region_t *region, levee_mirrored_t *made)
{
    const size_t bitmap = ((size_t)region->room / LEVEE_LANES / 64 + 1) * sizeof(uint64_t);
    const size_t constants = (size_t)region->room * LEVEE_SUM_WORDS;

    free_region(made);
    if (region->room == 0)
        return;
    made->legs = take((size_t)region->room * region->words * sizeof *made->legs);
    made->constants = take((constants + READ_BEHIND) * sizeof *made->constants);
    made->refused = take(bitmap);
    made->fresh = take(bitmap);
    if (!made->legs || !made->constants || !made->refused || !made->fresh) {
        free_region(made);
        return;
    }
    memset(made->constants + constants, 0, READ_BEHIND * sizeof *made->constants);
    memset(made->refused, 0, bitmap);
    memset(made->fresh, 0, bitmap);
    made->room = region->room;
}

levee_result_t levee_mirror_open(const levee_image_t *image, levee_mirror_t *mirror, levee_error_t *error)
{
    *mirror = (levee_mirror_t){.image = image};
    if (!levee_rows_open(mirror))
        return levee_fail_memory(error, "the rows of a sweep");
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        make_region(&image->slices->region[r], &mirror->region[r]);
        if (mirror->region[r].room != image->slices->region[r].room)
            return levee_fail_memory(error, "the legs of a sweep");
    }
    mirror->whole = true;
    return LEVEE_OK;
}

void levee_mirror_close(levee_mirror_t *mirror)
{
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++)
        free_region(&mirror->region[r]);
    levee_rows_close(mirror);
}

/* slice_of is the slice that a dirty beat is of. */
static uint32_t slice_of(const levee_mirror_t *mirror, const levee_dirty_beat_t *dirty)
{
    const uint32_t words = mirror->image->slices->region[dirty->region].words;

    return dirty->beat / (dirty->stream == LEVEE_STREAM_LEGS ? words : (uint32_t)SLICE_CONSTANT_BEATS);
}

/* mark_stale takes note of what is to be written: regions of another room, and
 * slices with a dirty beat. Statuses are read where the host has them. */
static void mark_stale(levee_mirror_t *mirror)
{
    const levee_slices_t *slices = mirror->image->slices;

    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        if (mirror->region[r].room != slices->region[r].room) {
            make_region(&slices->region[r], &mirror->region[r]);
            mirror->whole = true;
        }
    }
    for (size_t i = 0; i < slices->dirty_count; i++) {
        const levee_dirty_beat_t *dirty = &slices->dirty[i];

        if (dirty->stream != LEVEE_STREAM_STATUS && mirror->region[dirty->region].room != 0)
            levee_bit_set(mirror->region[dirty->region].fresh, slice_of(mirror, dirty), false);
    }
}

static void write_stale(levee_mirror_t *mirror, uint32_t region, uint32_t slice)
{
    if (!levee_bit_get(mirror->region[region].fresh, slice))
        levee_mirror_write(mirror, region, slice);
}

/* write_marked writes every slice that mark_stale took note of. */
static void write_marked(levee_mirror_t *mirror)
{
    levee_slices_t *slices = mirror->image->slices;

    for (uint32_t r = 0; r < LEVEE_REGIONS && mirror->whole; r++) {
        for (uint32_t slice = 0; slice < mirror->region[r].room / LEVEE_LANES; slice++)
            write_stale(mirror, r, slice);
    }
    mirror->whole = false;
    for (size_t i = 0; i < slices->dirty_count; i++) {
        const levee_dirty_beat_t *dirty = &slices->dirty[i];

        if (dirty->stream != LEVEE_STREAM_STATUS && mirror->region[dirty->region].room != 0)
            write_stale(mirror, dirty->region, slice_of(mirror, dirty));
    }
    levee_slices_clean(slices);
}

/* forget has the whole mirror written anew. */
static void forget(levee_mirror_t *mirror)
{
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        for (uint32_t slice = 0; slice < mirror->region[r].room / LEVEE_LANES; slice++)
            levee_bit_set(mirror->region[r].fresh, slice, false);
    }
    mirror->whole = true;
}

void levee_mirror_follow(levee_mirror_t *mirror, const levee_update_t *updates, uint32_t count)
{
    mark_stale(mirror);
    for (uint32_t i = 0; i < count; i++) {
        if (!levee_rows_retier(mirror, updates[i].instrument))
            forget(mirror);
        levee_rows_update(mirror, updates[i].instrument);
    }
    write_marked(mirror);
}

/* next_refused is the first refused slice from `slice` on, or `end`. */
static uint32_t next_refused(const uint64_t *bits, uint32_t slice, uint32_t end)
{
    for (uint32_t at = slice; at < end; at = (at / 64 + 1) * 64) {
        const uint64_t left = bits[at / 64] >> (at % 64);

        if (left != 0)
            return at + (uint32_t)__builtin_ctzll(left);
    }
    return end;
}

levee_run_t levee_mirror_run(const levee_mirror_t *mirror, uint32_t number, uint32_t slice)
{
    const levee_region_t *region = &mirror->image->slices->region[number];
    const levee_mirrored_t *mirrored = &mirror->region[number];
    const uint32_t used = levee_slices_used(region);
    const uint32_t end = mirrored->room == 0 ? slice : next_refused(mirrored->refused, slice, used);

    return (levee_run_t){
        .legs = mirrored->legs,
        .constants = mirrored->constants,
        .rows = mirror->rows,
        .status = region->status,
        .words = region->words,
        .end = end < used ? end : used,
    };
}
