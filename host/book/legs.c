/* SPDX-License-Identifier: Apache-2.0 */
#include "book/legs.h"

#include <assert.h>
#include <stdlib.h>

/* find_link walks the account's chain to the first leg at or behind
 * `instrument` in venue order and returns the link that leads to it. */
static uint32_t *find_link(levee_book_t *book, uint32_t account, uint32_t instrument)
{
    uint32_t *link = &book->account[account].near[0];

    while (*link != LEVEE_NO_LEG && book->leg[*link].instrument < instrument)
        link = &book->leg[*link].next;
    return link;
}

/* note_near writes the places of the account's first legs anew after its chain
 * has changed. */
static void note_near(levee_book_t *book, uint32_t account)
{
    uint32_t *near = book->account[account].near;

    for (uint32_t i = 1; i < LEVEE_LEGS_NEAR; i++)
        near[i] = near[i - 1] != LEVEE_NO_LEG ? book->leg[near[i - 1]].next : LEVEE_NO_LEG;
}

uint32_t levee_legs_find(const levee_book_t *book, uint32_t account, uint32_t instrument)
{
    const uint32_t *near = book->account[account].near;
    uint32_t at = near[0];

    for (uint32_t i = 1; i < LEVEE_LEGS_NEAR && at != LEVEE_NO_LEG && book->leg[at].instrument < instrument; i++)
        at = near[i];
    while (at != LEVEE_NO_LEG && book->leg[at].instrument < instrument)
        at = book->leg[at].next;
    return at != LEVEE_NO_LEG && book->leg[at].instrument == instrument ? at : LEVEE_NO_LEG;
}

levee_holding_t levee_legs_get(const levee_book_t *book, uint32_t account, uint32_t instrument)
{
    const uint32_t at = levee_legs_find(book, account, instrument);
    const levee_holding_t none = {0};

    if (at == LEVEE_NO_LEG)
        return none;
    const levee_holding_t held = {book->leg[at].quantity, book->leg[at].cost, book->leg[at].entry_funding};
    return held;
}

levee_result_t levee_legs_reserve(levee_book_t *book, uint32_t count, levee_error_t *error)
{
    const uint64_t needed = (uint64_t)book->leg_count + count;

    if (needed > LEVEE_LEGS_MAX)
        return levee_fail(error, LEVEE_REJECTED, "account", "more than %d legs in the book", LEVEE_LEGS_MAX);
    if (needed > book->leg_room) {
        const size_t room = needed + needed / 8 + 64;
        levee_leg_t *leg = realloc(book->leg, room * sizeof *leg);

        if (!leg)
            return levee_fail_memory(error, "legs");
        book->leg = leg;
        if (book->triggers.watch && !levee_triggers_resize(&book->triggers, room))
            return levee_fail_memory(error, "triggers");
        book->leg_room = (uint32_t)room;
    }
    return levee_node_pool_reserve(&book->nodes, count) ? LEVEE_OK : levee_fail_memory(error, "legs by quantity");
}

/* give_back_room lets memory follow a book that shrinks; an eighth between what
 * it keeps and what makes it give more back pays for the copy. */
static void give_back_room(levee_book_t *book)
{
    const size_t room = (size_t)book->leg_count + book->leg_count / 8 + 64;

    if (book->leg_room <= room + room / 8 + 64)
        return;
    levee_leg_t *leg = realloc(book->leg, room * sizeof *leg);
    if (leg) {
        book->leg = leg;
        book->leg_room = (uint32_t)room;
    }
    if (leg && book->triggers.watch)
        (void)levee_triggers_resize(&book->triggers, room);
}

static void list_leg(levee_book_t *book, const levee_leg_t *leg, bool add)
{
    const uint32_t side = leg->quantity < 0 ? LEVEE_SHORT : LEVEE_LONG;
    const int64_t magnitude = leg->quantity < 0 ? -leg->quantity : leg->quantity;
    levee_by_quantity_t *tree = &book->by_quantity[leg->instrument][side];

    if (add)
        levee_by_quantity_insert(tree, &book->nodes, magnitude, leg->account);
    else
        levee_by_quantity_remove(tree, &book->nodes, magnitude, leg->account);
}

/* relink has the chain of leg `from` lead to `to` in its stead. */
static void relink(levee_book_t *book, uint32_t from, uint32_t to)
{
    uint32_t *near = book->account[book->leg[from].account].near;
    uint32_t i = 0;

    while (i < LEVEE_LEGS_NEAR && near[i] != from)
        i++;
    if (i < LEVEE_LEGS_NEAR)
        near[i] = to;
    if (i == 0)
        return;
    uint32_t before = near[i - 1];
    while (book->leg[before].next != from)
        before = book->leg[before].next;
    book->leg[before].next = to;
}

/* unpack removes leg `at` from the packed legs: the last one takes its place. */
static void unpack(levee_book_t *book, uint32_t at)
{
    const uint32_t last = --book->leg_count;

    if (at != last) {
        relink(book, last, at);
        book->leg[at] = book->leg[last];
        if (book->triggers.watch)
            levee_triggers_rename(&book->triggers, book->leg[at].instrument, last, at);
    }
    give_back_room(book);
}

/* begin_watch has a new leg wait for nothing, on ladders that have room for it. */
static void begin_watch(levee_book_t *book, uint32_t at)
{
    const uint32_t instrument = book->leg[at].instrument;
    const levee_by_quantity_t *tree = book->by_quantity[instrument];

    levee_triggers_new(&book->triggers, at);
    (void)levee_triggers_fit(&book->triggers, instrument, book->mark[instrument].price,
                             tree[LEVEE_LONG].count + tree[LEVEE_SHORT].count);
}

static void add_leg(levee_book_t *book, uint32_t account, uint32_t instrument, const levee_holding_t *holding)
{
    levee_account_t *holder = &book->account[account];
    uint32_t *link = find_link(book, account, instrument);
    const uint32_t at = book->leg_count;

    assert(at < book->leg_room);
    book->leg[at] = (levee_leg_t){.instrument = instrument,
                                  .account = account,
                                  .next = *link,
                                  .quantity = holding->quantity,
                                  .cost = (int64_t)holding->cost,
                                  .entry_funding = holding->entry_funding};
    *link = at;
    note_near(book, account);
    book->leg_count++;
    holder->leg_count++;
    holder->word_count = (uint8_t)(holder->word_count + levee_leg_words(holding->quantity));
    list_leg(book, &book->leg[at], true);
    if (book->triggers.watch)
        begin_watch(book, at);
}

static void drop_leg(levee_book_t *book, uint32_t account, uint32_t instrument)
{
    levee_account_t *holder = &book->account[account];
    uint32_t *link = find_link(book, account, instrument);
    const uint32_t at = *link;

    list_leg(book, &book->leg[at], false);
    if (book->triggers.watch)
        levee_triggers_drop(&book->triggers, instrument, at);
    *link = book->leg[at].next;
    note_near(book, account);
    holder->leg_count--;
    holder->word_count = (uint8_t)(holder->word_count - levee_leg_words(book->leg[at].quantity));
    unpack(book, at);
}

void levee_legs_set(levee_book_t *book, uint32_t account, uint32_t instrument, const levee_holding_t *holding)
{
    const uint32_t at = levee_legs_find(book, account, instrument);
    levee_account_t *holder = &book->account[account];

    assert(holding->quantity != 0 || (holding->cost == 0 && holding->entry_funding == 0));
    if (at == LEVEE_NO_LEG) {
        if (holding->quantity != 0)
            add_leg(book, account, instrument, holding);
        return;
    }
    if (holding->quantity == 0) {
        drop_leg(book, account, instrument);
        return;
    }
    levee_leg_t *leg = &book->leg[at];
    if (leg->quantity != holding->quantity) {
        list_leg(book, leg, false);
        holder->word_count =
            (uint8_t)(holder->word_count - levee_leg_words(leg->quantity) + levee_leg_words(holding->quantity));
        leg->quantity = holding->quantity;
        list_leg(book, leg, true);
    }
    leg->cost = (int64_t)holding->cost;
    leg->entry_funding = holding->entry_funding;
}

int64_t levee_legs_largest(const levee_book_t *book, uint32_t instrument)
{
    const int64_t longs = book->by_quantity[instrument][LEVEE_LONG].largest;
    const int64_t shorts = book->by_quantity[instrument][LEVEE_SHORT].largest;

    return longs > shorts ? longs : shorts;
}

levee_result_t levee_legs_watch(levee_book_t *book, levee_error_t *error)
{
    const uint32_t instruments = levee_venue_count(book->venue);

    if (!levee_triggers_open(&book->triggers, instruments, book->leg_room))
        return levee_fail_memory(error, "triggers");
    for (uint32_t i = 0; i < instruments; i++) {
        const levee_by_quantity_t *tree = book->by_quantity[i];
        const uint32_t price = book->mark[i].price != 0 ? book->mark[i].price : 1;

        if (!levee_triggers_fit(&book->triggers, i, price, tree[LEVEE_LONG].count + tree[LEVEE_SHORT].count))
            return levee_fail_memory(error, "triggers");
    }
    for (uint32_t at = 0; at < book->leg_count; at++)
        levee_triggers_new(&book->triggers, at);
    return LEVEE_OK;
}

size_t levee_legs_holders(const levee_book_t *book, uint32_t instrument, uint32_t *accounts)
{
    size_t count = 0;

    for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
        const levee_by_quantity_t *tree = &book->by_quantity[instrument][side];

        count += levee_by_quantity_list(tree, &book->nodes, 0, LEVEE_LOTS_MAX, accounts + count, tree->count);
    }
    return count;
}
