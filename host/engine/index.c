/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/index.h"

#include <assert.h>
#include <stdlib.h>

#include "engine/tick.h"

enum { AHEAD = 8 }; /* how many passed legs ahead memory is asked for */

levee_result_t levee_index_open(levee_engine_t *engine, levee_error_t *error)
{
    const size_t instruments = (size_t)levee_venue_count(engine->book->venue) + 1;
    levee_index_t *index = &engine->index;
    const levee_result_t result = levee_legs_watch(engine->book, error);

    if (result != LEVEE_OK)
        return result;
    index->moved = malloc(instruments * sizeof *index->moved);
    index->has_moved = calloc(instruments, sizeof *index->has_moved);
    if (!index->moved || !index->has_moved)
        return levee_fail_memory(error, "the trigger index");
    index->on = true;
    index->look_accounts = LEVEE_LOOK_ACCOUNTS;
    index->looks_least = LEVEE_LOOKS_LEAST;
    return LEVEE_OK;
}

void levee_index_free(levee_index_t *index)
{
    free(index->moved);
    free(index->has_moved);
    free(index->owed);
    free(index->is_owed);
    *index = (levee_index_t){0};
}

/* looks_for is how many accounts a tick looks at before it sweeps instead. */
static uint32_t looks_for(const levee_engine_t *engine)
{
    const levee_index_t *index = &engine->index;
    const uint32_t looks = levee_book_accounts(engine->book) / index->look_accounts;
    const uint32_t most = looks > index->looks_least ? looks : index->looks_least;

    return most < engine->account_room ? most : engine->account_room;
}

/* touch_holders has all holders of the instrument judged and placed, now where they
 * are few, else by sweeps until everybody has been placed once more. */
static void touch_holders(levee_engine_t *engine, uint32_t instrument)
{
    const levee_by_quantity_t *tree = engine->book->by_quantity[instrument];

    if (tree[LEVEE_LONG].count + tree[LEVEE_SHORT].count > looks_for(engine)) {
        engine->index.unplaced = 0;
        return;
    }
    const size_t count = levee_legs_holders(engine->book, instrument, engine->listed_accounts);
    for (size_t i = 0; i < count; i++)
        levee_engine_touch(engine, engine->listed_accounts[i]);
}

void levee_index_add(levee_index_t *index, uint32_t account)
{
    if (index->unplaced == account)
        index->unplaced++;
}

void levee_index_move(levee_engine_t *engine, uint32_t instrument, bool anew)
{
    levee_index_t *index = &engine->index;

    if (!index->has_moved[instrument])
        index->moved[index->move_count++] = instrument;
    index->has_moved[instrument] = true;
    if (anew)
        touch_holders(engine, instrument);
}

/* find_passed lists the legs that moved prices have passed; returns whether all. */
static bool find_passed(levee_engine_t *engine, levee_passed_t *passed)
{
    levee_index_t *index = &engine->index;

    for (uint32_t i = 0; i < index->move_count; i++) {
        const uint32_t instrument = index->moved[i];

        if (!levee_triggers_passed(&engine->book->triggers, instrument, engine->book->mark[instrument].price, passed))
            return false;
    }
    while (index->move_count > 0)
        index->has_moved[index->moved[--index->move_count]] = false;
    return true;
}

/* place_again places an account whose status is right. */
static void place_again(levee_engine_t *engine, uint32_t account)
{
    if (!levee_book_is_open(engine->book, account))
        return;
    const levee_excesses_t excess = levee_engine_excess(engine, account);
    assert(levee_excesses_status(&excess) == levee_slices_status(&engine->slices, account));
    levee_index_place(engine, account, &excess);
}

/* owe_changed notes the accounts of a sweep's verdicts: what their legs wait for goes
 * with another status. */
static void owe_changed(levee_engine_t *engine)
{
    levee_index_t *index = &engine->index;

    for (size_t i = 0; i < engine->verdict_count; i++) {
        const uint32_t account = engine->verdicts[i].account;

        if (!index->is_owed[account])
            index->owed[index->owed_count++] = account;
        index->is_owed[account] = true;
    }
}

static uint32_t take_owed(levee_index_t *index)
{
    const uint32_t account = index->owed[--index->owed_count];

    index->is_owed[account] = false;
    return account;
}

/* list_to_place lists up to `room` accounts that are owed a place, that wait behind a
 * price, or that were never placed; returns how many. */
static uint32_t list_to_place(levee_engine_t *engine, const levee_passed_t *passed, uint32_t room, uint32_t *accounts)
{
    levee_index_t *index = &engine->index;
    uint32_t count = 0;

    while (count < room && index->owed_count > 0)
        accounts[count++] = take_owed(index);
    for (uint32_t i = 0; count < room && i < passed->count; i++)
        accounts[count++] = engine->book->leg[passed->leg[i]].account;
    while (count < room && index->unplaced < levee_book_accounts(engine->book))
        accounts[count++] = index->unplaced++;
    return count;
}

/* sweep_and_place judges everybody, and places a quarter of the accounts that could be
 * looked at instead. */
static void sweep_and_place(levee_engine_t *engine, const levee_passed_t *passed)
{
    const size_t touched = engine->touched_count;

    for (size_t i = 0; i < touched; i++) {
        const levee_excesses_t excess = levee_engine_excess(engine, engine->touched[i]);

        levee_index_place(engine, engine->touched[i], &excess);
    }
    engine->touched_count = 0;
    levee_engine_sweep(engine);
    engine->index.swept++;
    owe_changed(engine);
    const uint32_t count = list_to_place(engine, passed, looks_for(engine) / 4 + 1, engine->touched);
    for (uint32_t i = 0; i < count; i++) {
        levee_engine_fetch_ahead(engine, engine->touched, i, count);
        place_again(engine, engine->touched[i]);
    }
}

void levee_index_judge(levee_engine_t *engine)
{
    levee_index_t *index = &engine->index;
    levee_passed_t passed = {engine->listed_accounts, looks_for(engine), 0};

    if (index->unplaced < levee_book_accounts(engine->book) || index->owed_count > passed.room ||
        !find_passed(engine, &passed)) {
        sweep_and_place(engine, &passed);
        return;
    }
    for (uint32_t i = 0; i < passed.count; i++) {
        if (i + AHEAD < passed.count)
            __builtin_prefetch(&engine->book->leg[passed.leg[i + AHEAD]].account);
        levee_engine_touch(engine, engine->book->leg[passed.leg[i]].account);
    }
    while (index->owed_count > 0)
        levee_engine_touch(engine, take_owed(index));
    index->looked += engine->touched_count;
    levee_engine_judge_touched(engine);
}
