/* SPDX-License-Identifier: Apache-2.0
 *
 * triggers.h: legs that wait for the price of their instrument to pass one of
 * theirs. An instrument has two ladders, of prices to fall below and to rise above,
 * whose rungs are as far apart as its legs are many; so the legs that a move has
 * passed are found on the few rungs that it went by. */
#ifndef LEVEE_BOOK_TRIGGERS_H
#define LEVEE_BOOK_TRIGGERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* levee_way_t: what the price has to do to pass a trigger: fall below, or rise above it. */
typedef enum { LEVEE_FALL = 0, LEVEE_RISE = 1, LEVEE_WAYS = 2 } levee_way_t;

#define LEVEE_TRIGGER_MAX ((UINT32_C(1) << 31) + (UINT32_C(1) << 30))

/* levee_watch_t: the trigger of a leg, in ticks, and its neighbours on the rung. */
typedef struct {
    uint32_t price;
    uint32_t next;
    uint32_t before;
} levee_watch_t;

/* levee_ladder_t: the rungs of one way, the one farthest from the market first. */
typedef struct {
    uint32_t *leg; /* per rung: the first of its legs */
    uint32_t near; /* no leg stands on this rung or a later one */
} levee_ladder_t;

/* levee_ladders_t: those of an instrument. Rungs are of one size within an octave. */
typedef struct {
    levee_ladder_t way[LEVEE_WAYS];
    uint32_t low;    /* the number of the rung with the lowest prices, of all that there could be */
    uint8_t fine;    /* an octave has 2^fine rungs */
    uint8_t octaves; /* 0: there are no rungs yet */
} levee_ladders_t;

/* levee_triggers_t: {0} watches nothing. */
typedef struct {
    levee_watch_t (*watch)[LEVEE_WAYS]; /* per leg; NULL: nothing is watched */
    levee_ladders_t *ladders;           /* per instrument */
    uint32_t instruments;
} levee_triggers_t;

/* levee_triggers_open takes memory to watch `legs` legs of `instruments`
 * instruments. Free with levee_triggers_free, also after failure. */
bool levee_triggers_open(levee_triggers_t *triggers, uint32_t instruments, size_t legs);
void levee_triggers_free(levee_triggers_t *triggers);

/* levee_triggers_resize gives the watches room for `legs` legs. */
bool levee_triggers_resize(levee_triggers_t *triggers, size_t legs);

/* levee_triggers_fit sees to rungs for `legs` legs of the instrument, whose price is
 * `price` ticks: about one for each. Where memory is refused the old ones stay, if
 * there are any. O(1), and O(legs) each time that these have grown fourfold. */
bool levee_triggers_fit(levee_triggers_t *triggers, uint32_t instrument, uint32_t price, uint32_t legs);

/* levee_triggers_new begins a leg that waits for nothing; levee_triggers_drop has one
 * wait no longer; levee_triggers_rename has leg `to` wait for what `from` did. */
void levee_triggers_new(levee_triggers_t *triggers, uint32_t leg);
void levee_triggers_drop(levee_triggers_t *triggers, uint32_t instrument, uint32_t leg);
void levee_triggers_rename(levee_triggers_t *triggers, uint32_t instrument, uint32_t from, uint32_t to);

/* levee_triggers_set has a leg of the instrument wait for the price to fall below, or
 * rise above, `trigger` ticks, 1 to LEVEE_TRIGGER_MAX; 0: for nothing. The ladders
 * have rungs. O(1). */
void levee_triggers_set(levee_triggers_t *triggers, uint32_t instrument, levee_way_t way, uint32_t leg,
                        uint32_t trigger);

/* levee_triggers_fetch asks memory for the watches of a leg, levee_triggers_fetch_near
 * for what levee_triggers_set then writes of its neighbours. */
static inline void levee_triggers_fetch(const levee_triggers_t *triggers, uint32_t leg)
{
    __builtin_prefetch(&triggers->watch[leg][LEVEE_FALL], 1);
    __builtin_prefetch(&triggers->watch[leg][LEVEE_RISE].before, 1);
}

void levee_triggers_fetch_near(const levee_triggers_t *triggers, uint32_t instrument, uint32_t leg);

/* levee_passed_t: legs whose triggers a price has passed. */
typedef struct {
    uint32_t *leg; /* room for `room` */
    uint32_t room;
    uint32_t count;
} levee_passed_t;

/* levee_triggers_passed appends the legs of the instrument whose triggers `price` has
 * passed, which go on waiting. Returns whether those are all: it looks at no more
 * legs than passed->room. O(rungs gone by + legs looked at), O(1) where the price
 * stays short of the nearest rung, and O(legs) each time that it has moved 2.8fold. */
bool levee_triggers_passed(levee_triggers_t *triggers, uint32_t instrument, uint32_t price, levee_passed_t *passed);

#endif
