/* SPDX-License-Identifier: Apache-2.0
 *
 * judge.c: from what the device or a change says of accounts to verdicts in
 * book order. */
#include <assert.h>

#include "book/legs.h"
#include "engine/tick.h"

enum { INDEX_BITS = 24 };

/* sort_keys orders keys by merging runs of doubling width; the memory was taken
 * before. Returns the sorted array. */
static const uint64_t *sort_keys(uint64_t *keys, uint64_t *room, size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            const size_t middle = start + width < count ? start + width : count;
            const size_t end = start + 2 * width < count ? start + 2 * width : count;
            size_t left = start;
            size_t right = middle;

            for (size_t at = start; at < end; at++)
                room[at] = left < middle && (right == end || keys[left] < keys[right]) ? keys[left++] : keys[right++];
        }
        uint64_t *const swap = keys;
        keys = room;
        room = swap;
    }
    return keys;
}

static uint64_t order_key(const levee_engine_t *engine, uint32_t account, size_t index)
{
    const uint64_t order = engine->book->account[account].order;

    assert(order >> (64 - INDEX_BITS) == 0 && index >> INDEX_BITS == 0);
    return order << INDEX_BITS | index;
}

static size_t key_index(uint64_t key)
{
    return key & ((UINT64_C(1) << INDEX_BITS) - 1);
}

/* add_verdict also asks memory for the account's name, which whoever reads it will want. */
static void add_verdict(levee_engine_t *engine, uint32_t account, levee_status_t from, uint8_t to, levee_i128 equity,
                        levee_i128 excess)
{
    engine->verdicts[engine->verdict_count++] = (levee_verdict_t){
        .account = account,
        .from = from,
        .to = (levee_status_t)to,
        .equity = levee_money_from(equity),
        .maintenance = levee_money_from(equity - excess),
        .excess = levee_money_from(excess),
    };
    __builtin_prefetch(&engine->book->names.at[account]);
}

/* account_of finds the account of a record; slots never fall. */
static uint32_t account_of(const levee_slices_t *slices, uint32_t slot, levee_slot_walk_t *walk)
{
    const uint32_t at = levee_slices_walk(slices, slot, walk);

    assert(at < slices->region[walk->region].used);
    return slices->region[walk->region].account_of[at];
}

void levee_engine_judge(levee_engine_t *engine)
{
    const levee_record_t *records = engine->image.records;
    levee_slot_walk_t walk = {0, 0};
    const uint32_t count = levee_engine_run(engine);

    assert(count <= engine->account_room);
    for (uint32_t i = 0; i < count; i++) {
        assert(records[i].sequence == engine->sequence && records[i].before != records[i].after);
        engine->touched[i] = account_of(&engine->slices, records[i].slot, &walk);
        engine->order[i] = order_key(engine, engine->touched[i], i);
    }
    const uint64_t *sorted = sort_keys(engine->order, engine->merge, count);
    engine->verdict_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const size_t index = key_index(sorted[i]);
        const levee_record_t *record = &records[index];
        const levee_status_t from = engine->sequence == 0 ? LEVEE_NO_STATUS : (levee_status_t)record->before;

        add_verdict(engine, engine->touched[index], from, record->after,
                    levee_excess_value(record->excess[LEVEE_EQUITY]),
                    levee_excess_value(record->excess[LEVEE_MAINTENANCE]));
    }
}

void levee_engine_touch(levee_engine_t *engine, uint32_t account)
{
    if (engine->touched_by[account] == engine->sequence)
        return;
    engine->touched_by[account] = engine->sequence;
    engine->touched[engine->touched_count++] = account;
}

static void judge_account(levee_engine_t *engine, uint32_t account)
{
    const levee_excesses_t excess = levee_engine_excess(engine, account);
    const uint8_t before = levee_slices_status(&engine->slices, account);
    const uint8_t after = levee_excesses_status(&excess);

    if (engine->index.on)
        levee_index_place(engine, account, &excess);
    if (after == before)
        return;
    if (engine->index.on)
        levee_slices_replace_status(&engine->slices, account, after);
    else
        levee_slices_set_status(&engine->slices, account, after);
    add_verdict(engine, account, (levee_status_t)before, after, excess.measure[LEVEE_EQUITY],
                excess.measure[LEVEE_MAINTENANCE]);
}

/* How many accounts ahead memory is asked for: for each, for its legs, for their
 * triggers, and for the neighbours of these. */
enum { AHEAD_ACCOUNT = 16, AHEAD_LEGS = 12, AHEAD_TRIGGERS = 8, AHEAD_NEAR = 4 };

static void fetch_triggers(const levee_engine_t *engine, uint32_t account, bool near_ones)
{
    const levee_book_t *book = engine->book;
    const uint32_t *near = book->account[account].near;

    for (uint32_t i = 0; i < LEVEE_LEGS_NEAR && near[i] != LEVEE_NO_LEG; i++) {
        if (near_ones)
            levee_triggers_fetch_near(&book->triggers, book->leg[near[i]].instrument, near[i]);
        else
            levee_triggers_fetch(&book->triggers, near[i]);
    }
}

void levee_engine_fetch_ahead(const levee_engine_t *engine, const uint32_t *accounts, size_t at, size_t count)
{
    if (at + AHEAD_ACCOUNT < count) {
        const uint32_t account = accounts[at + AHEAD_ACCOUNT];

        __builtin_prefetch(&engine->book->account[account]);
        __builtin_prefetch(&engine->slices.place[account]);
    }
    if (at + AHEAD_LEGS < count) {
        const uint32_t account = accounts[at + AHEAD_LEGS];

        levee_legs_fetch(engine->book, account);
        levee_slices_fetch_status(&engine->slices, account);
    }
    if (engine->index.on && at + AHEAD_TRIGGERS < count)
        fetch_triggers(engine, accounts[at + AHEAD_TRIGGERS], false);
    if (engine->index.on && at + AHEAD_NEAR < count)
        fetch_triggers(engine, accounts[at + AHEAD_NEAR], true);
}

void levee_engine_judge_touched(levee_engine_t *engine)
{
    const size_t count = engine->touched_count;

    for (size_t i = 0; i < count; i++)
        engine->order[i] = order_key(engine, engine->touched[i], i);
    const uint64_t *sorted = sort_keys(engine->order, engine->merge, count);
    engine->verdict_count = 0;
    for (size_t i = 0; i < count; i++)
        engine->listed_accounts[i] = engine->touched[key_index(sorted[i])];
    for (size_t i = 0; i < count; i++) {
        levee_engine_fetch_ahead(engine, engine->listed_accounts, i, count);
        if (levee_book_is_open(engine->book, engine->listed_accounts[i]))
            judge_account(engine, engine->listed_accounts[i]);
    }
    engine->touched_count = 0;
}
