/* SPDX-License-Identifier: Apache-2.0 */
#include "book/slices.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "book/regions.h"

/* Leg words of a slice per region: exact where most accounts are, then steps of
 * at most a quarter. */
static const uint8_t region_words[] = {1,  2,  3,  4,  5,  6,  7,  8,  10, 12,  14,  16,  18,  20,  24,
                                       28, 32, 36, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 255};

_Static_assert(sizeof region_words <= LEVEE_REGIONS, "a region per size");

enum { LANE_BEATS_MAX = LEVEE_LEG_WORDS_MAX + LEVEE_MEASURES + 1 };

static uint32_t region_for(uint32_t words)
{
    uint32_t number = words <= 8 ? (words > 0 ? words - 1 : 0) : 8;

    while (region_words[number] < words)
        number++;
    return number;
}

void levee_slices_free(levee_slices_t *slices)
{
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++)
        levee_region_free(&slices->region[r]);
    free(slices->place);
    free(slices->dirty);
    *slices = (levee_slices_t){0};
}

static uint32_t whole_beats(uint64_t slots)
{
    return (uint32_t)((slots + LEVEE_BEAT_BYTES - 1) / LEVEE_BEAT_BYTES * LEVEE_BEAT_BYTES);
}

static bool reserve_place(levee_slices_t *slices, uint32_t account)
{
    if (account < slices->place_room)
        return true;
    const uint32_t room = account + account / 8 + 64;
    levee_place_of_t *place = realloc(slices->place, room * sizeof *place);
    if (!place)
        return false;
    for (uint32_t a = slices->place_room; a < room; a++)
        place[a].region = LEVEE_REGIONS;
    slices->place = place;
    slices->place_room = room;
    return true;
}

levee_result_t levee_slices_reserve(levee_slices_t *slices, uint32_t account, uint32_t words, levee_error_t *error)
{
    const uint32_t number = region_for(words);
    const levee_region_t *region = &slices->region[number];
    const uint32_t room = whole_beats((uint64_t)region->used + region->used / 8 + 1);

    if (!reserve_place(slices, account) ||
        (region->used == region->room && !levee_region_resize(slices, number, room)) ||
        !levee_region_reserve_dirty(slices, 4 * (size_t)LANE_BEATS_MAX))
        return levee_fail_memory(error, "slices");
    return LEVEE_OK;
}

static void clear_slot(levee_slices_t *slices, uint32_t number, uint32_t slot)
{
    const levee_region_t *region = &slices->region[number];
    const levee_excess_t zero = {0, 0};

    for (uint32_t beat = 0; beat < region->words; beat++)
        levee_region_set_word(slices, number, slot, beat,
                              *levee_region_word(region, slot, beat) & UINT64_C(1) << LEVEE_LEG_LAST_SHIFT);
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        levee_region_set_constant(slices, number, slot, m, zero);
    levee_region_set_status(slices, number, slot, LEVEE_STATUS_HEALTHY);
}

static void copy_slot(levee_slices_t *slices, uint32_t number, uint32_t from, uint32_t to)
{
    const levee_region_t *region = &slices->region[number];

    for (uint32_t beat = 0; beat < region->words; beat++)
        levee_region_set_word(slices, number, to, beat, *levee_region_word(region, from, beat));
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        levee_region_set_constant(slices, number, to, m, region->constants[from].measure[m]);
    levee_region_set_status(slices, number, to, region->status[from]);
}

/* leave packs the region again: its last slot moves to where the account was. */
static void leave(levee_slices_t *slices, uint32_t account)
{
    const levee_place_of_t place = slices->place[account];
    levee_region_t *region = &slices->region[place.region];
    const uint32_t last = region->used - 1;

    if (place.slot != last) {
        const uint32_t moved = region->account_of[last];

        copy_slot(slices, place.region, last, place.slot);
        region->account_of[place.slot] = moved;
        slices->place[moved].slot = place.slot;
    }
    clear_slot(slices, place.region, last);
    region->used--;
    slices->place[account].region = LEVEE_REGIONS;
}

/* give_back_room lets memory follow a region that shrinks; an eighth, or two
 * steps of a small one, between what it keeps and what makes it give more back
 * pays for the copy. Where less memory is refused the region keeps what it has. */
static void give_back_room(levee_slices_t *slices, uint32_t number)
{
    const levee_region_t *region = &slices->region[number];
    const uint32_t room = whole_beats((uint64_t)region->used + region->used / 8 + 1);

    if (region->room > room + room / 8 + 2 * LEVEE_BEAT_BYTES)
        (void)levee_region_resize(slices, number, room);
}

static void enter(levee_slices_t *slices, uint32_t number, uint32_t account)
{
    levee_region_t *region = &slices->region[number];

    assert(region->used < region->room);
    region->account_of[region->used] = account;
    slices->place[account] = (levee_place_of_t){number, region->used};
    region->used++;
}

static uint64_t leg_word(uint32_t instrument, int64_t quantity)
{
    return (uint64_t)instrument << LEVEE_LEG_INSTRUMENT_SHIFT | (uint32_t)(int32_t)quantity;
}

/* list_words lists the account's leg words, in venue order. */
static uint32_t list_words(const levee_book_t *book, uint32_t account, uint64_t words[LEVEE_LEG_WORDS_MAX])
{
    uint32_t count = 0;

    for (uint32_t i = book->account[account].near[0]; i != LEVEE_NO_LEG; i = book->leg[i].next) {
        const levee_leg_t *leg = &book->leg[i];

        if (levee_leg_words(leg->quantity) == 1) {
            words[count++] = leg_word(leg->instrument, leg->quantity);
            continue;
        }
        const int64_t thousands = leg->quantity / (1 << LEVEE_WIDE_SHIFT);
        const int64_t rest = leg->quantity % (1 << LEVEE_WIDE_SHIFT);
        words[count++] = leg_word(leg->instrument, thousands) | UINT64_C(1) << LEVEE_LEG_WIDE_SHIFT |
                         (uint64_t)(rest < 0 ? -rest : rest) << LEVEE_LEG_LOW_SHIFT;
        words[count++] = leg_word(leg->instrument, rest);
    }
    assert(count == book->account[account].word_count);
    return count;
}

static levee_excess_t split(levee_i128 value)
{
    const levee_excess_t parts = {(uint64_t)value, (int64_t)(value >> 64)};

    return parts;
}

static void write_constants(levee_slices_t *slices, const levee_book_t *book, uint32_t account)
{
    const levee_account_t *holder = &book->account[account];
    const levee_place_of_t place = slices->place[account];
    levee_i128 constant = holder->cash * LEVEE_PPM;

    for (uint32_t i = holder->near[0]; i != LEVEE_NO_LEG; i = book->leg[i].next)
        constant += book->leg[i].entry_funding - (levee_i128)book->leg[i].cost * LEVEE_PPM;
    levee_region_set_constant(slices, place.region, place.slot, LEVEE_EQUITY, split(constant));
    levee_region_set_constant(slices, place.region, place.slot, LEVEE_MAINTENANCE, split(constant));
    levee_region_set_constant(slices, place.region, place.slot, LEVEE_INITIAL,
                              split(constant - holder->reserved * LEVEE_PPM));
}

static void write_legs(levee_slices_t *slices, const levee_book_t *book, uint32_t account)
{
    const levee_place_of_t place = slices->place[account];
    const uint32_t beats = slices->region[place.region].words;
    uint64_t words[LEVEE_LEG_WORDS_MAX];
    const uint32_t count = list_words(book, account, words);

    for (uint32_t beat = 0; beat < beats; beat++) {
        const uint64_t last = beat + 1 == beats ? UINT64_C(1) << LEVEE_LEG_LAST_SHIFT : 0;

        levee_region_set_word(slices, place.region, place.slot, beat, (beat < count ? words[beat] : 0) | last);
    }
}

void levee_slices_update(levee_slices_t *slices, const levee_book_t *book, uint32_t account)
{
    const uint32_t number = region_for(book->account[account].word_count);
    const uint32_t old = slices->place[account].region;
    uint8_t status = LEVEE_STATUS_HEALTHY;

    if (old != number) {
        if (old != LEVEE_REGIONS) {
            status = levee_slices_status(slices, account);
            leave(slices, account);
        }
        enter(slices, number, account);
        levee_slices_set_status(slices, account, status);
    }
    write_legs(slices, book, account);
    write_constants(slices, book, account);
    if (old != number && old != LEVEE_REGIONS)
        give_back_room(slices, old);
}

void levee_slices_fetch(const levee_slices_t *slices, uint32_t account)
{
    const levee_place_of_t place = slices->place[account];
    const levee_region_t *region = &slices->region[place.region];

    assert(place.region < LEVEE_REGIONS);
    __builtin_prefetch(&region->constants[place.slot], 1);
    __builtin_prefetch(&region->constants[place.slot].measure[LEVEE_MEASURES - 1], 1);
    __builtin_prefetch(&region->status[place.slot]);
    for (uint32_t beat = 0; beat < region->words && beat < LEVEE_LEGS_NEAR; beat++)
        __builtin_prefetch(levee_region_word(region, place.slot, beat), 1);
}

void levee_slices_remove(levee_slices_t *slices, uint32_t account)
{
    const uint32_t number = slices->place[account].region;

    leave(slices, account);
    give_back_room(slices, number);
}

uint8_t levee_slices_status(const levee_slices_t *slices, uint32_t account)
{
    const levee_place_of_t place = slices->place[account];

    return slices->region[place.region].status[place.slot];
}

void levee_slices_set_status(levee_slices_t *slices, uint32_t account, uint8_t status)
{
    const levee_place_of_t place = slices->place[account];

    levee_region_set_status(slices, place.region, place.slot, status);
}

void levee_slices_replace_status(levee_slices_t *slices, uint32_t account, uint8_t status)
{
    const levee_place_of_t place = slices->place[account];
    uint8_t *at = &slices->region[place.region].status[place.slot];

    levee_tally_move(&slices->tally, *at, status);
    *at = status;
}

levee_result_t levee_slices_build(const levee_book_t *book, levee_slices_t *slices, levee_error_t *error)
{
    *slices = (levee_slices_t){0};
    for (uint32_t r = 0; r < sizeof region_words; r++)
        slices->region[r].words = region_words[r];
    for (uint32_t a = 0; a < levee_book_accounts(book); a++) {
        const levee_result_t result = levee_slices_reserve(slices, a, book->account[a].word_count, error);

        if (result != LEVEE_OK)
            return result;
        levee_slices_update(slices, book, a);
        levee_slices_clean(slices);
    }
    return LEVEE_OK;
}

uint32_t levee_slices_walk(const levee_slices_t *slices, uint32_t slot, levee_slot_walk_t *walk)
{
    while (slot - walk->first >= levee_slices_used(&slices->region[walk->region]) * LEVEE_LANES) {
        walk->first += levee_slices_used(&slices->region[walk->region]) * LEVEE_LANES;
        walk->region++;
        assert(walk->region < LEVEE_REGIONS);
    }
    return slot - walk->first;
}
