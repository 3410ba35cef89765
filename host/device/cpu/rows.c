/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "device/cpu/parts.h"

enum { NEAR = 8, FAR = 16 }; /* how many legs ahead memory is asked for */

/* A leg's offset into the rows has 32 bits. */
_Static_assert(((UINT64_C(1) << LEVEE_LEG_INSTRUMENT_BITS) * LEVEE_TIERS_MAX * LEVEE_SIDES + LEVEE_ROWS_OF_NOBODY) *
                       LEVEE_ROW_BYTES <=
                   UINT32_MAX,
               "every row has an offset");

static void write_row(int64_t *row, const levee_row_t *entry)
{
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        row[LEVEE_ROW_LOW + m] = entry->row[m] & ((INT64_C(1) << LEVEE_ROW_LOW_BITS) - 1);
        row[LEVEE_ROW_HIGH + m] = entry->row[m] >> LEVEE_ROW_LOW_BITS;
    }
}

/* limits_of points to the limits of an instrument's tiers. */
static int64_t *limits_of(const levee_mirror_t *mirror, uint32_t instrument)
{
    return mirror->limit + (mirror->first[instrument] - LEVEE_ROWS_OF_NOBODY) / LEVEE_SIDES;
}

void levee_rows_update(levee_mirror_t *mirror, uint32_t instrument)
{
    const levee_risk_t *risk = &mirror->image->table[instrument];
    int64_t *row = mirror->rows + (size_t)mirror->first[instrument] * LEVEE_ROW_WORDS;

    for (uint32_t k = 0; k < mirror->image->instruments[instrument].tier_count; k++) {
        limits_of(mirror, instrument)[k] = risk->limit[k];
        for (uint32_t side = 0; side < LEVEE_SIDES; side++, row += LEVEE_ROW_WORDS)
            write_row(row, &risk->row[k][side]);
    }
}

/* reserve_holders makes room for the legs of an instrument: one an account. */
static bool reserve_holders(levee_mirror_t *mirror)
{
    const uint32_t room = mirror->image->slices->place_room;

    if (room <= mirror->holder_room)
        return true;
    uint32_t *holders = realloc(mirror->holders, room * sizeof *holders);
    if (!holders)
        return false;
    mirror->holders = holders;
    mirror->holder_room = room;
    return true;
}

bool levee_rows_open(levee_mirror_t *mirror)
{
    const levee_image_t *image = mirror->image;
    uint32_t rows = LEVEE_ROWS_OF_NOBODY;

    mirror->first = malloc(((size_t)image->instrument_count + 1) * sizeof *mirror->first);
    if (!mirror->first)
        return false;
    for (uint32_t i = 0; i < image->instrument_count; i++) {
        mirror->first[i] = rows;
        rows += image->instruments[i].tier_count * LEVEE_SIDES;
    }
    mirror->limit = calloc(rows / LEVEE_SIDES + 1, sizeof *mirror->limit);
    mirror->rows = aligned_alloc(LEVEE_ROW_BYTES, (size_t)rows * LEVEE_ROW_BYTES);
    if (!mirror->limit || !mirror->rows)
        return false;
    memset(mirror->rows, 0, (size_t)rows * LEVEE_ROW_BYTES);
    return reserve_holders(mirror);
}

void levee_rows_close(levee_mirror_t *mirror)
{
    free(mirror->rows);
    free(mirror->limit);
    free(mirror->first);
    free(mirror->holders);
}

/* leg_of finds the leg of an instrument among a slot's, which has one. */
static uint64_t *leg_of(const levee_mirror_t *mirror, levee_place_of_t place, uint32_t instrument)
{
    const uint32_t words = mirror->image->slices->region[place.region].words;
    const uint64_t from = levee_rows_leg(mirror->first[instrument], 0);
    const uint64_t rows = levee_rows_leg(mirror->image->instruments[instrument].tier_count * (uint32_t)LEVEE_SIDES, 0);
    uint64_t *leg = mirror->region[place.region].legs + (size_t)(place.slot / LEVEE_LANES) * words * LEVEE_LANES +
                    place.slot % LEVEE_LANES;

    for (uint32_t beat = 0; *leg - from >= rows; beat++) {
        assert(beat + 1 < words);
        leg += LEVEE_LANES;
    }
    return leg;
}

/* retier_leg gives the account's leg of an instrument the tier that it is in now. */
static void retier_leg(levee_mirror_t *mirror, uint32_t account, uint32_t instrument)
{
    const levee_place_of_t place = mirror->image->slices->place[account];
    const levee_mirrored_t *region = &mirror->region[place.region];
    const levee_risk_t *risk = &mirror->image->table[instrument];
    const uint32_t slice = place.slot / LEVEE_LANES;

    if (region->room == 0 || !levee_bit_get(region->fresh, slice) || levee_bit_get(region->refused, slice))
        return;
    uint64_t *leg = leg_of(mirror, place, instrument);
    const int32_t quantity = levee_leg_quantity(*leg);
    const uint32_t row = (uint32_t)(*leg >> 32) / (uint32_t)LEVEE_ROW_BYTES - mirror->first[instrument];
    const uint32_t side = row % LEVEE_SIDES;
    const uint32_t before = row / LEVEE_SIDES;
    const uint32_t after = levee_risk_tier(risk, quantity < 0 ? -(int64_t)quantity : quantity);
    levee_i128 moved[LEVEE_MEASURES];

    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        moved[m] = levee_rows_deduction(&risk->row[after][side], m) - levee_rows_deduction(&risk->row[before][side], m);
    *leg = levee_rows_leg(levee_rows_of(mirror, instrument, after, quantity), quantity);
    if (!levee_slot_add(region->constants + (size_t)place.slot * LEVEE_SUM_WORDS, moved,
                        mirror->image->slices->region[place.region].words))
        levee_mirror_write(mirror, place.region, slice);
}

/* fetch_leg asks memory for what retier_leg of the account reads. */
static void fetch_leg(const levee_mirror_t *mirror, uint32_t account)
{
    const levee_place_of_t place = mirror->image->slices->place[account];
    const uint32_t words = mirror->image->slices->region[place.region].words;
    const levee_mirrored_t *region = &mirror->region[place.region];

    if (region->room == 0)
        return;
    __builtin_prefetch(region->legs + (size_t)(place.slot / LEVEE_LANES) * words * LEVEE_LANES, 1);
    __builtin_prefetch(region->constants + (size_t)place.slot * LEVEE_SUM_WORDS, 1);
}

/* retier_passed does so to the legs between two limits. */
static void retier_passed(levee_mirror_t *mirror, uint32_t instrument, uint32_t side, int64_t above, int64_t limit)
{
    const levee_book_t *book = mirror->image->book;
    const uint32_t *holders = mirror->holders;
    const size_t count = levee_by_quantity_list(&book->by_quantity[instrument][side], &book->nodes, above, limit,
                                                mirror->holders, mirror->holder_room);

    assert(count <= mirror->holder_room);
    for (size_t i = 0; i < count; i++) {
        if (i + FAR < count)
            __builtin_prefetch(&mirror->image->slices->place[holders[i + FAR]]);
        if (i + NEAR < count)
            fetch_leg(mirror, holders[i + NEAR]);
        retier_leg(mirror, holders[i], instrument);
    }
}

bool levee_rows_retier(levee_mirror_t *mirror, uint32_t instrument)
{
    const levee_risk_t *risk = &mirror->image->table[instrument];
    const int64_t *limit = limits_of(mirror, instrument);
    const uint32_t last = mirror->image->instruments[instrument].tier_count - 1;

    /* Before its first rows are written no slice that holds it is fresh. */
    if (limit[last] == 0)
        return true;
    if (!reserve_holders(mirror))
        return false;
    for (uint32_t k = 0; k < last; k++) {
        const int64_t before = limit[k];
        const int64_t after = risk->limit[k];

        for (uint32_t side = 0; side < LEVEE_SIDES && before != after; side++)
            retier_passed(mirror, instrument, side, before < after ? before : after, before < after ? after : before);
    }
    return true;
}
