/* SPDX-License-Identifier: Apache-2.0 */
#include "book/hash.h"

#include <assert.h>
#include <string.h>
#include <xxhash.h>

enum {
    TEXT_BYTES = 4 + LEVEE_NAME_BYTES,
    HEAD_BYTES = 2 * TEXT_BYTES + 1 + 16 + 16 + 4 + 1,
    LEG_BYTES = TEXT_BYTES + 8 + 16 + 16,
    STATE_BYTES = HEAD_BYTES + LEVEE_LEG_WORDS_MAX * LEG_BYTES
};

typedef struct {
    size_t used;
    unsigned char byte[STATE_BYTES];
} state_t;

/* put appends the low `bytes` bytes of `value`, least significant first. */
static void put(state_t *state, levee_u128 value, unsigned bytes)
{
    assert(state->used + bytes <= STATE_BYTES);
    for (unsigned i = 0; i < bytes; i++, value >>= 8)
        state->byte[state->used++] = (unsigned char)value;
}

static void put_text(state_t *state, const char *text)
{
    const size_t length = strlen(text);

    put(state, length, 4);
    assert(state->used + length <= STATE_BYTES);
    memcpy(state->byte + state->used, text, length);
    state->used += length;
}

/* sort_legs lists the account's legs in byte order of their symbols. */
static uint32_t sort_legs(const levee_book_t *book, uint32_t account, const levee_leg_t *sorted[LEVEE_LEG_WORDS_MAX])
{
    const levee_listing_t *listing = book->venue->listing;
    uint32_t count = 0;

    for (uint32_t i = book->account[account].near[0]; i != LEVEE_NO_LEG; i = book->leg[i].next) {
        const char *symbol = listing[book->leg[i].instrument].symbol;
        uint32_t at = count++;

        for (; at > 0 && strcmp(listing[sorted[at - 1]->instrument].symbol, symbol) > 0; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = &book->leg[i];
    }
    return count;
}

static levee_u128 account_hash(const levee_book_t *book, uint32_t account, uint8_t status, state_t *state)
{
    const levee_account_t *holder = &book->account[account];
    const levee_leg_t *sorted[LEVEE_LEG_WORDS_MAX];
    const uint32_t legs = sort_legs(book, account, sorted);

    state->used = 0;
    put_text(state, levee_names_get(&book->names, account));
    put(state, holder->mode, 1);
    put_text(state, book->venue->settlement[holder->settle].asset);
    put(state, (levee_u128)holder->cash, 16);
    put(state, (levee_u128)holder->reserved, 16);
    put(state, legs, 4);
    for (uint32_t i = 0; i < legs; i++) {
        put_text(state, book->venue->listing[sorted[i]->instrument].symbol);
        put(state, (levee_u128)sorted[i]->quantity, 8);
        put(state, (levee_u128)sorted[i]->cost, 16);
        put(state, (levee_u128)sorted[i]->entry_funding, 16);
    }
    put(state, status, 1);
    const XXH128_hash_t hash = XXH3_128bits(state->byte, state->used);
    return (levee_u128)hash.high64 << 64 | hash.low64;
}

levee_u128 levee_book_hash(const levee_book_t *book, const levee_slices_t *slices)
{
    state_t state;
    levee_u128 sum = 0;

    for (uint32_t a = 0; a < levee_book_accounts(book); a++) {
        if (levee_book_is_open(book, a))
            sum += account_hash(book, a, levee_slices_status(slices, a), &state);
    }
    return sum;
}
