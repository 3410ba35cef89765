/* SPDX-License-Identifier: Apache-2.0
 *
 * slices.h: the book in device layout (sliced ELLPACK, eight accounts a slice),
 * kept while it changes. Accounts with room for the same number of leg words
 * share a region; a region's slots are packed, so that what leaves is replaced
 * by the last. The arrays are the device's. */
#ifndef LEVEE_BOOK_SLICES_H
#define LEVEE_BOOK_SLICES_H

#include "book/book.h"
#include "hls/kernels.h"

enum { LEVEE_REGIONS = 32, LEVEE_STREAMS = 3 };

/* The streams of a region, each a sequence of 512-bit beats. */
typedef enum { LEVEE_STREAM_LEGS = 0, LEVEE_STREAM_CONSTANTS = 1, LEVEE_STREAM_STATUS = 2 } levee_stream_t;

/* levee_dirty_beat_t: a beat that has changed since the list was cleared. */
typedef struct {
    uint8_t region;
    uint8_t stream;
    uint32_t beat;
} levee_dirty_beat_t;

/* levee_region_t: slots 0 .. used of a region whose slices have `words` beats.
 * legs[(slice * words + beat) * 8 + lane]; slot = slice * 8 + lane. The slots
 * between used and room are padding: no legs, constant 0, healthy. */
typedef struct {
    uint32_t words;
    uint32_t used;
    uint32_t room; /* a multiple of 64, so that streams are whole beats */
    uint64_t *legs;
    levee_constant_t *constants;
    uint8_t *status;
    uint32_t *account_of;
    uint64_t *dirty[LEVEE_STREAMS]; /* a bit per beat */
} levee_region_t;

typedef struct {
    uint32_t region;
    uint32_t slot;
} levee_place_of_t;

/* levee_tally_t: how many slots have each status. That of healthy is not kept:
 * padding has it, too. */
typedef struct {
    uint32_t slots[LEVEE_STATUSES];
} levee_tally_t;

typedef struct {
    levee_region_t region[LEVEE_REGIONS];
    levee_place_of_t *place; /* per account */
    uint32_t place_room;
    levee_u128 constant_sum[LEVEE_MEASURES]; /* over all accounts, modulo 2^128 */
    levee_tally_t tally;
    levee_dirty_beat_t *dirty;
    size_t dirty_count;
    size_t dirty_room;
} levee_slices_t;

/* levee_slices_build lays `book` out; every status starts as healthy and no
 * beat is dirty. Free with levee_slices_free, also after failure. O(legs). */
levee_result_t levee_slices_build(const levee_book_t *book, levee_slices_t *slices, levee_error_t *error);
void levee_slices_free(levee_slices_t *slices);

/* levee_slices_reserve takes the memory that levee_slices_update of `account`
 * may need when it has `words` leg words. Amortised O(1). */
levee_result_t levee_slices_reserve(levee_slices_t *slices, uint32_t account, uint32_t words, levee_error_t *error);

/* levee_slices_update brings an account's legs and constants up to date with
 * the book; it moves to another region when its number of leg words asks for
 * it. A new account starts healthy. Memory is reserved. O(legs of the account),
 * amortised. */
void levee_slices_update(levee_slices_t *slices, const levee_book_t *book, uint32_t account);

/* levee_slices_fetch asks memory for what levee_slices_update of the account
 * writes, before it is needed. */
void levee_slices_fetch(const levee_slices_t *slices, uint32_t account);

/* levee_slices_fetch_status does so for levee_slices_status; an account without a place
 * has none. */
static inline void levee_slices_fetch_status(const levee_slices_t *slices, uint32_t account)
{
    const levee_place_of_t place = slices->place[account];

    if (place.region < LEVEE_REGIONS)
        __builtin_prefetch(&slices->region[place.region].status[place.slot]);
}

/* levee_slices_remove takes an account out. */
void levee_slices_remove(levee_slices_t *slices, uint32_t account);

/* levee_slices_status and levee_slices_set_status are the account's last verdict. */
uint8_t levee_slices_status(const levee_slices_t *slices, uint32_t account);
void levee_slices_set_status(levee_slices_t *slices, uint32_t account, uint8_t status);

/* levee_slices_replace_status does what levee_slices_set_status does where the device
 * has no statuses of its own: no beat is dirty then. */
void levee_slices_replace_status(levee_slices_t *slices, uint32_t account, uint8_t status);

/* levee_tally_move counts a slot whose status has been replaced. */
static inline void levee_tally_move(levee_tally_t *tally, uint8_t before, uint8_t after)
{
    tally->slots[before]--;
    tally->slots[after]++;
}

/* levee_slices_used returns how many slices of `region` hold an account. */
static inline uint32_t levee_slices_used(const levee_region_t *region)
{
    return (region->used + LEVEE_LANES - 1) / LEVEE_LANES;
}

/* levee_slot_walk_t: the region that the last of some slots was in, and the slot
 * of its first. Begin with zeros. */
typedef struct {
    uint32_t region;
    uint32_t first;
} levee_slot_walk_t;

/* levee_slices_walk returns which slot of region walk->region `slot` is, which
 * counts on from region to region, used slices only. Slots must not fall. */
uint32_t levee_slices_walk(const levee_slices_t *slices, uint32_t slot, levee_slot_walk_t *walk);

/* levee_slices_beats returns how many beats a stream of the region has. */
uint32_t levee_slices_beats(const levee_region_t *region, levee_stream_t stream);

/* levee_slices_beat points to the 64 bytes of one beat. */
const void *levee_slices_beat(const levee_region_t *region, levee_stream_t stream, uint32_t beat);

/* levee_slices_clean forgets the dirty beats: the device has them. */
void levee_slices_clean(levee_slices_t *slices);

#endif
