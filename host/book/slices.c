/* SPDX-License-Identifier: Apache-2.0 */
#include "book/slices.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { BEAT_BYTES = LEVEE_LANES * sizeof(uint64_t) };

/* allocate_beats returns at least `bytes` zero bytes, in whole 512-bit beats. */
static void *allocate_beats(size_t bytes)
{
    const size_t room = (bytes / BEAT_BYTES + 1) * BEAT_BYTES;
    void *memory = aligned_alloc(BEAT_BYTES, room);

    if (memory)
        memset(memory, 0, room);
    return memory;
}

void levee_slices_free(levee_slices_t *slices)
{
    free(slices->legs);
    free(slices->constants);
    free(slices->status);
    free(slices->account_of);
    free(slices->slot_of);
    *slices = (levee_slices_t){0};
}

/* assign_slots orders accounts by falling number of leg words, first come
 * first within a number: a counting sort. */
static void assign_slots(const levee_book_t *book, levee_slices_t *slices)
{
    uint32_t start[LEVEE_LEG_WORDS_MAX + 2] = {0};

    for (uint32_t a = 0; a < levee_book_accounts(book); a++)
        start[LEVEE_LEG_WORDS_MAX - book->account[a].word_count + 1]++;
    for (uint32_t n = 1; n < LEVEE_LEG_WORDS_MAX + 2; n++)
        start[n] += start[n - 1];
    for (uint32_t a = 0; a < levee_book_accounts(book); a++) {
        const uint32_t slot = start[LEVEE_LEG_WORDS_MAX - book->account[a].word_count]++;

        slices->slot_of[a] = slot;
        slices->account_of[slot] = a;
    }
}

/* slice_beats is the most words of any account in the slice, and at least one
 * beat to carry the `last` flag: the slice's first account has the most. */
static uint32_t slice_beats(const levee_book_t *book, const levee_slices_t *slices, uint32_t slice)
{
    const uint32_t words = book->account[slices->account_of[(size_t)slice * LEVEE_LANES]].word_count;

    return words > 0 ? words : 1;
}

static uint64_t leg_word(uint32_t instrument, int64_t quantity)
{
    return (uint64_t)instrument << LEVEE_LEG_INSTRUMENT_SHIFT | (uint32_t)(int32_t)quantity;
}

/* write_account writes the legs of one account into its lane, in venue order. */
static void write_account(const levee_book_t *book, uint32_t account, uint64_t *lane)
{
    for (uint32_t i = book->account[account].first_leg; i != LEVEE_NO_LEG; i = book->leg[i].next) {
        const levee_leg_t *leg = &book->leg[i];

        if (levee_leg_words(leg->quantity) == 1) {
            *lane = leg_word(leg->instrument, leg->quantity);
        } else {
            const int64_t thousands = leg->quantity / (1 << LEVEE_WIDE_SHIFT);
            const int64_t rest = leg->quantity % (1 << LEVEE_WIDE_SHIFT);

            *lane = leg_word(leg->instrument, thousands) | UINT64_C(1) << LEVEE_LEG_WIDE_SHIFT |
                    (uint64_t)(rest < 0 ? -rest : rest) << LEVEE_LEG_LOW_SHIFT;
            lane += LEVEE_LANES;
            *lane = leg_word(leg->instrument, rest);
        }
        lane += LEVEE_LANES;
    }
}

static levee_excess_t split(levee_i128 value)
{
    const levee_excess_t parts = {(uint64_t)value, (int64_t)(value >> 64)};

    return parts;
}

static levee_constant_t account_constant(const levee_book_t *book, uint32_t account)
{
    const levee_account_t *holder = &book->account[account];
    levee_i128 constant = holder->cash * LEVEE_PPM;
    levee_constant_t measures;

    for (uint32_t i = holder->first_leg; i != LEVEE_NO_LEG; i = book->leg[i].next)
        constant += book->leg[i].entry_funding - (levee_i128)book->leg[i].cost * LEVEE_PPM;
    measures.measure[LEVEE_EQUITY] = split(constant);
    measures.measure[LEVEE_MAINTENANCE] = split(constant);
    measures.measure[LEVEE_INITIAL] = split(constant - holder->reserved * LEVEE_PPM);
    return measures;
}

static void write_slice(const levee_book_t *book, uint32_t slice, uint32_t beats, uint64_t *legs,
                        levee_slices_t *slices)
{
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
        const uint32_t slot = slice * LEVEE_LANES + lane;
        const uint32_t account = slices->account_of[slot];

        if (account != LEVEE_NO_ACCOUNT) {
            write_account(book, account, legs + lane);
            slices->constants[slot] = account_constant(book, account);
        }
        legs[(beats - 1) * LEVEE_LANES + lane] |= UINT64_C(1) << LEVEE_LEG_LAST_SHIFT;
    }
}

levee_result_t levee_slices_build(const levee_book_t *book, levee_slices_t *slices, levee_error_t *error)
{
    const uint32_t accounts = levee_book_accounts(book);
    const uint32_t count = (accounts + LEVEE_LANES - 1) / LEVEE_LANES;
    const size_t slots = (size_t)count * LEVEE_LANES;
    uint64_t beat = 0;

    *slices = (levee_slices_t){.slices = count};
    slices->constants = allocate_beats(slots * sizeof *slices->constants);
    slices->status = calloc(slots + 1, 1);
    slices->account_of = malloc((slots + 1) * sizeof *slices->account_of);
    slices->slot_of = malloc((slots + 1) * sizeof *slices->slot_of);
    if (!slices->constants || !slices->status || !slices->account_of || !slices->slot_of)
        return levee_fail_memory(error, "slices");
    memset(slices->account_of, 0xff, slots * sizeof *slices->account_of);
    assign_slots(book, slices);

    for (uint32_t s = 0; s < count; s++)
        slices->beats += slice_beats(book, slices, s);
    slices->legs = allocate_beats((size_t)slices->beats * BEAT_BYTES);
    if (!slices->legs)
        return levee_fail_memory(error, "leg beats");
    for (uint32_t s = 0; s < count; s++) {
        const uint32_t beats = slice_beats(book, slices, s);

        write_slice(book, s, beats, slices->legs + beat * LEVEE_LANES, slices);
        beat += beats;
    }
    assert(beat == slices->beats);
    return LEVEE_OK;
}
