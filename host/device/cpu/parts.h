/* SPDX-License-Identifier: Apache-2.0
 *
 * parts.h: what the mirror is made of. Private to it. */
#ifndef LEVEE_DEVICE_CPU_PARTS_H
#define LEVEE_DEVICE_CPU_PARTS_H

#include "device/cpu/mirror.h"

/* The row that belongs to no instrument: of padding, whose quantity is 0. */
enum { LEVEE_ROW_NONE = 0, LEVEE_ROWS_OF_NOBODY };

/* levee_rows_open takes the memory for the rows of all instruments, and returns
 * false where it is refused. levee_rows_close frees it. */
bool levee_rows_open(levee_mirror_t *mirror);
void levee_rows_close(levee_mirror_t *mirror);

/* levee_rows_update writes an instrument's rows and limits anew from its risk table. */
void levee_rows_update(levee_mirror_t *mirror, uint32_t instrument);

/* levee_rows_retier has every leg that a limit of the instrument has passed, since
 * its rows were written last, take the row of the tier that it is in now. Slices
 * that are not fresh are left alone. Returns false where there was no memory for
 * the list of legs. */
bool levee_rows_retier(levee_mirror_t *mirror, uint32_t instrument);

/* levee_mirror_write writes a slice anew, and makes it fresh. */
void levee_mirror_write(levee_mirror_t *mirror, uint32_t number, uint32_t slice);

/* levee_rows_leg is a leg of the mirror. */
static inline uint64_t levee_rows_leg(uint32_t row, int32_t quantity)
{
    return (uint64_t)row * LEVEE_ROW_BYTES << 32 | (uint32_t)quantity;
}

/* levee_rows_of is the row that a leg of `quantity` takes in a tier of the instrument. */
static inline uint32_t levee_rows_of(const levee_mirror_t *mirror, uint32_t instrument, uint32_t tier, int32_t quantity)
{
    return mirror->first[instrument] + tier * LEVEE_SIDES + (quantity < 0 ? LEVEE_SHORT : LEVEE_LONG);
}

/* levee_rows_deduction is what a tier of an instrument adds to an excess. */
static inline levee_i128 levee_rows_deduction(const levee_row_t *entry, uint32_t measure)
{
    return (levee_i128)entry->deduction_high[measure] * (1 << LEVEE_ROW_LOW_BITS) + entry->deduction_low[measure];
}

/* levee_slot_add adds to the constants of a slot; returns whether they leave room
 * for the sums of a region with `words` leg words. */
bool levee_slot_add(int64_t *constants, const levee_i128 value[LEVEE_MEASURES], uint32_t words);

static inline bool levee_bit_get(const uint64_t *bits, uint32_t at)
{
    return bits[at / 64] >> (at % 64) & 1;
}

static inline void levee_bit_set(uint64_t *bits, uint32_t at, bool value)
{
    const uint64_t bit = UINT64_C(1) << (at % 64);

    bits[at / 64] = value ? bits[at / 64] | bit : bits[at / 64] & ~bit;
}

#endif
