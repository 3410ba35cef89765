/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/change_ahead.h"

#include "book/legs.h"

/* How many changes ahead: the name's bucket; the account, its place and its name; its legs
 * and their words. */
enum { AHEAD_NAME = 12, AHEAD_ACCOUNT = 8, AHEAD_LEGS = 4 };

_Static_assert((int)AHEAD_NAME < (int)LEVEE_CHANGES_AHEAD, "what is known of a change is kept until it is applied");

typedef void step_t(levee_ahead_t *ahead, const levee_engine_t *engine, const levee_change_t *change, size_t slot);

static void fetch_name(levee_ahead_t *ahead, const levee_engine_t *engine, const levee_change_t *change, size_t slot)
{
    ahead->hash[slot] = levee_names_hash(change->account ? change->account : "");
    levee_names_fetch(&engine->book->names, ahead->hash[slot]);
}

static void fetch_account(levee_ahead_t *ahead, const levee_engine_t *engine, const levee_change_t *change, size_t slot)
{
    (void)change;
    ahead->account[slot] = levee_names_guess(&engine->book->names, ahead->hash[slot]);
    if (ahead->account[slot] == LEVEE_NO_NAME)
        return;
    __builtin_prefetch(&engine->book->account[ahead->account[slot]], 1);
    __builtin_prefetch(&engine->slices.place[ahead->account[slot]]);
    __builtin_prefetch(&engine->touched_by[ahead->account[slot]], 1);
}

static void fetch_legs(levee_ahead_t *ahead, const levee_engine_t *engine, const levee_change_t *change, size_t slot)
{
    const uint32_t account = ahead->account[slot];

    (void)change;
    if (account == LEVEE_NO_NAME || engine->slices.place[account].region >= LEVEE_REGIONS)
        return;
    levee_legs_fetch(engine->book, account);
    levee_slices_fetch(&engine->slices, account);
}

/* take_step takes a step for the change `distance` ahead, and at the first one for all up to that. */
static void take_step(levee_ahead_t *ahead, const levee_engine_t *engine, const levee_change_t *changes, size_t at,
                      size_t count, size_t distance, step_t *step)
{
    for (size_t i = at == 0 ? 0 : at + distance; i <= at + distance && i < count; i++)
        step(ahead, engine, &changes[i], i % LEVEE_CHANGES_AHEAD);
}

void levee_change_ahead(levee_ahead_t *ahead, const levee_engine_t *engine, const levee_change_t *changes, size_t at,
                        size_t count)
{
    if (count == 1)
        return;
    take_step(ahead, engine, changes, at, count, AHEAD_NAME, fetch_name);
    take_step(ahead, engine, changes, at, count, AHEAD_ACCOUNT, fetch_account);
    take_step(ahead, engine, changes, at, count, AHEAD_LEGS, fetch_legs);
}
