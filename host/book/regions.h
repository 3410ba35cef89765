/* SPDX-License-Identifier: Apache-2.0
 *
 * regions.h: the memory of one region: its streams of beats, and which beats
 * have changed. Private to the slices. */
#ifndef LEVEE_BOOK_REGIONS_H
#define LEVEE_BOOK_REGIONS_H

#include "book/slices.h"

enum { LEVEE_BEAT_BYTES = LEVEE_LANES * sizeof(uint64_t) };

/* levee_region_resize gives the region room for `room` slots, a multiple of
 * 64 and at least `used`. Beats that come are dirty where they are not zero.
 * Returns false, and changes nothing, when memory is refused. */
bool levee_region_resize(levee_slices_t *slices, uint32_t number, uint32_t room);

/* levee_region_free releases the region's memory. */
void levee_region_free(levee_region_t *region);

/* levee_region_reserve_dirty makes sure that `beats` more beats can be listed. */
bool levee_region_reserve_dirty(levee_slices_t *slices, size_t beats);

/* levee_region_set_word, _set_constant and _set_status write one value and list
 * its beat when the value is another than before. */
void levee_region_set_word(levee_slices_t *slices, uint32_t number, uint32_t slot, uint32_t beat, uint64_t word);
void levee_region_set_constant(levee_slices_t *slices, uint32_t number, uint32_t slot, uint32_t measure,
                               levee_excess_t value);
void levee_region_set_status(levee_slices_t *slices, uint32_t number, uint32_t slot, uint8_t status);

/* levee_region_word returns the leg word of a slot at `beat` of its slice. */
static inline uint64_t *levee_region_word(const levee_region_t *region, uint32_t slot, uint32_t beat)
{
    const uint64_t slice = slot / LEVEE_LANES;

    return &region->legs[(slice * region->words + beat) * LEVEE_LANES + slot % LEVEE_LANES];
}

#endif
