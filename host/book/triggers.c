/* SPDX-License-Identifier: Apache-2.0 */
#include "book/triggers.h"

#include <assert.h>
#include <stdlib.h>

/* NOBODY ends a rung; a leg that waits for nothing has WAITS_NOT before it. */
#define NOBODY UINT32_MAX
#define WAITS_NOT (UINT32_MAX - 1)

enum { OCTAVES = 4, FINE_LEAST = 3, FINE_MOST = 24, LEGS_A_RUNG = 4, RUNGS_AHEAD = 12 };

static uint32_t rungs_of(const levee_ladders_t *ladders)
{
    return (uint32_t)ladders->octaves << ladders->fine;
}

/* number_of is the number of the price's rung, of all that there could be: its
 * octave, and which part of that. */
static uint32_t number_of(const levee_ladders_t *ladders, uint32_t price)
{
    const uint32_t octave = 31 - (uint32_t)__builtin_clz(price);
    const uint32_t part = (uint32_t)(((uint64_t)price << 32 >> octave) & UINT32_MAX) >> (32 - ladders->fine);

    return octave << ladders->fine | part;
}

/* rung_of is the rung of a price on a ladder; prices beyond the last rung of either
 * end share it. A trigger that the price has passed is not on a rung before the
 * price's. */
static uint32_t rung_of(const levee_ladders_t *ladders, levee_way_t way, uint32_t price)
{
    const uint32_t last = rungs_of(ladders) - 1;
    const uint32_t number = number_of(ladders, price);
    const uint32_t above = number > ladders->low ? number - ladders->low : 0;
    const uint32_t up = above < last ? above : last;

    return way == LEVEE_FALL ? up : last - up;
}

bool levee_triggers_open(levee_triggers_t *triggers, uint32_t instruments, size_t legs)
{
    *triggers = (levee_triggers_t){.instruments = instruments};
    triggers->ladders = calloc((size_t)instruments + 1, sizeof *triggers->ladders);
    return triggers->ladders && levee_triggers_resize(triggers, legs);
}

void levee_triggers_free(levee_triggers_t *triggers)
{
    for (uint32_t i = 0; triggers->ladders && i < triggers->instruments; i++) {
        for (uint32_t way = 0; way < LEVEE_WAYS; way++)
            free(triggers->ladders[i].way[way].leg);
    }
    free(triggers->ladders);
    free(triggers->watch);
    *triggers = (levee_triggers_t){0};
}

bool levee_triggers_resize(levee_triggers_t *triggers, size_t legs)
{
    levee_watch_t(*watch)[LEVEE_WAYS] = realloc(triggers->watch, (legs + 1) * sizeof *watch);

    if (!watch)
        return false;
    triggers->watch = watch;
    return true;
}

void levee_triggers_new(levee_triggers_t *triggers, uint32_t leg)
{
    for (uint32_t way = 0; way < LEVEE_WAYS; way++)
        triggers->watch[leg][way] = (levee_watch_t){0, NOBODY, WAITS_NOT};
}

static void stand(levee_triggers_t *triggers, uint32_t instrument, levee_way_t way, uint32_t leg)
{
    levee_ladders_t *ladders = &triggers->ladders[instrument];
    levee_ladder_t *ladder = &ladders->way[way];
    levee_watch_t *watch = &triggers->watch[leg][way];
    const uint32_t rung = rung_of(ladders, way, watch->price);

    watch->next = ladder->leg[rung];
    watch->before = NOBODY;
    if (watch->next != NOBODY)
        triggers->watch[watch->next][way].before = leg;
    ladder->leg[rung] = leg;
    if (ladder->near <= rung)
        ladder->near = rung + 1;
}

static void leave(levee_triggers_t *triggers, uint32_t instrument, levee_way_t way, uint32_t leg)
{
    const levee_ladders_t *ladders = &triggers->ladders[instrument];
    levee_watch_t *watch = &triggers->watch[leg][way];

    if (watch->before == WAITS_NOT)
        return;
    if (watch->before != NOBODY)
        triggers->watch[watch->before][way].next = watch->next;
    else
        ladders->way[way].leg[rung_of(ladders, way, watch->price)] = watch->next;
    if (watch->next != NOBODY)
        triggers->watch[watch->next][way].before = watch->before;
    watch->before = WAITS_NOT;
}

void levee_triggers_drop(levee_triggers_t *triggers, uint32_t instrument, uint32_t leg)
{
    leave(triggers, instrument, LEVEE_FALL, leg);
    leave(triggers, instrument, LEVEE_RISE, leg);
}

void levee_triggers_rename(levee_triggers_t *triggers, uint32_t instrument, uint32_t from, uint32_t to)
{
    const levee_ladders_t *ladders = &triggers->ladders[instrument];

    for (uint32_t way = 0; way < LEVEE_WAYS; way++) {
        const levee_watch_t watch = triggers->watch[from][way];

        triggers->watch[to][way] = watch;
        if (watch.before == WAITS_NOT)
            continue;
        if (watch.before != NOBODY)
            triggers->watch[watch.before][way].next = to;
        else
            ladders->way[way].leg[rung_of(ladders, way, watch.price)] = to;
        if (watch.next != NOBODY)
            triggers->watch[watch.next][way].before = to;
    }
}

void levee_triggers_set(levee_triggers_t *triggers, uint32_t instrument, levee_way_t way, uint32_t leg,
                        uint32_t trigger)
{
    const levee_ladders_t *ladders = &triggers->ladders[instrument];
    levee_watch_t *watch = &triggers->watch[leg][way];

    assert(trigger <= LEVEE_TRIGGER_MAX && ladders->octaves != 0);
    if (trigger != 0 && watch->before != WAITS_NOT &&
        rung_of(ladders, way, trigger) == rung_of(ladders, way, watch->price)) {
        watch->price = trigger;
        return;
    }
    leave(triggers, instrument, way, leg);
    if (trigger == 0)
        return;
    watch->price = trigger;
    stand(triggers, instrument, way, leg);
}

void levee_triggers_fetch_near(const levee_triggers_t *triggers, uint32_t instrument, uint32_t leg)
{
    const levee_ladders_t *ladders = &triggers->ladders[instrument];

    for (uint32_t way = 0; way < LEVEE_WAYS; way++) {
        const levee_watch_t *watch = &triggers->watch[leg][way];

        if (watch->before == WAITS_NOT)
            continue;
        if (watch->next != NOBODY)
            __builtin_prefetch(&triggers->watch[watch->next][way], 1);
        if (watch->before != NOBODY)
            __builtin_prefetch(&triggers->watch[watch->before][way], 1);
        else
            __builtin_prefetch(&ladders->way[way].leg[rung_of(ladders, way, watch->price)], 1);
    }
}

/* take_down ends all rungs of a ladder; returns its legs in one row. */
static uint32_t take_down(levee_triggers_t *triggers, uint32_t instrument, levee_way_t way)
{
    levee_ladder_t *ladder = &triggers->ladders[instrument].way[way];
    uint32_t first = NOBODY;

    for (uint32_t rung = 0; rung < ladder->near; rung++) {
        uint32_t leg = ladder->leg[rung];

        while (leg != NOBODY) {
            const uint32_t next = triggers->watch[leg][way].next;

            triggers->watch[leg][way].next = first;
            first = leg;
            leg = next;
        }
        ladder->leg[rung] = NOBODY;
    }
    ladder->near = 0;
    return first;
}

static void put_up(levee_triggers_t *triggers, uint32_t instrument, levee_way_t way, uint32_t first)
{
    for (uint32_t leg = first, next; leg != NOBODY; leg = next) {
        next = triggers->watch[leg][way].next;
        stand(triggers, instrument, way, leg);
    }
}

/* centre moves the ladders, so that `price` stands in their middle. */
static void centre(levee_triggers_t *triggers, uint32_t instrument, uint32_t price)
{
    levee_ladders_t *ladders = &triggers->ladders[instrument];
    const uint32_t falls = take_down(triggers, instrument, LEVEE_FALL);
    const uint32_t rises = take_down(triggers, instrument, LEVEE_RISE);
    const uint32_t number = number_of(ladders, price);
    const uint32_t half = rungs_of(ladders) / 2;

    ladders->low = number > half ? number - half : 0;
    put_up(triggers, instrument, LEVEE_FALL, falls);
    put_up(triggers, instrument, LEVEE_RISE, rises);
}

static uint32_t *take_rungs(uint32_t rungs)
{
    uint32_t *leg = malloc(rungs * sizeof *leg);

    for (uint32_t rung = 0; leg && rung < rungs; rung++)
        leg[rung] = NOBODY;
    return leg;
}

/* fine_for is how fine an octave has to be for so many legs. */
static uint8_t fine_for(uint32_t legs)
{
    uint8_t fine = FINE_LEAST;

    while (fine < FINE_MOST && legs >> fine >= 2 * OCTAVES)
        fine++;
    return fine;
}

bool levee_triggers_fit(levee_triggers_t *triggers, uint32_t instrument, uint32_t price, uint32_t legs)
{
    levee_ladders_t *ladders = &triggers->ladders[instrument];

    if (ladders->octaves != 0 && legs <= LEGS_A_RUNG * rungs_of(ladders))
        return true;
    const uint8_t fine = fine_for(legs);
    uint32_t *falls = take_rungs((uint32_t)OCTAVES << fine);
    uint32_t *rises = take_rungs((uint32_t)OCTAVES << fine);
    if (!falls || !rises) {
        free(falls);
        free(rises);
        return ladders->octaves != 0;
    }
    const uint32_t falling = take_down(triggers, instrument, LEVEE_FALL);
    const uint32_t rising = take_down(triggers, instrument, LEVEE_RISE);
    free(ladders->way[LEVEE_FALL].leg);
    free(ladders->way[LEVEE_RISE].leg);
    *ladders = (levee_ladders_t){{{falls, 0}, {rises, 0}}, 0, fine, OCTAVES};
    centre(triggers, instrument, price);
    put_up(triggers, instrument, LEVEE_FALL, falling);
    put_up(triggers, instrument, LEVEE_RISE, rising);
    return true;
}

/* strays says whether the price is within half an octave of an end of the ladders. */
static bool strays(const levee_ladders_t *ladders, uint32_t price)
{
    const uint32_t number = number_of(ladders, price);
    const uint32_t margin = (1U << ladders->fine) / 2;
    const uint32_t high = ladders->low + rungs_of(ladders);

    return (ladders->low > 0 && number < ladders->low + margin) || number + margin >= high;
}

/* look_at appends the legs of a rung that the price has passed; returns whether it
 * could look at all of them. */
static bool look_at(const levee_triggers_t *triggers, levee_way_t way, uint32_t leg, uint32_t price, uint32_t *left,
                    levee_passed_t *passed)
{
    while (leg != NOBODY) {
        const levee_watch_t *watch = &triggers->watch[leg][way];

        if (*left == 0)
            return false;
        --*left;
        if (way == LEVEE_FALL ? price < watch->price : price > watch->price)
            passed->leg[passed->count++] = leg;
        leg = watch->next;
    }
    return true;
}

static bool pass_ladder(levee_triggers_t *triggers, uint32_t instrument, levee_way_t way, uint32_t price,
                        levee_passed_t *passed)
{
    levee_ladders_t *ladders = &triggers->ladders[instrument];
    levee_ladder_t *ladder = &ladders->way[way];
    const uint32_t from = rung_of(ladders, way, price);
    uint32_t left = passed->room - passed->count;

    while (ladder->near > from && ladder->leg[ladder->near - 1] == NOBODY)
        ladder->near--;
    for (uint32_t rung = ladder->near; rung > from; rung--) {
        if (rung > from + RUNGS_AHEAD && ladder->leg[rung - 1 - RUNGS_AHEAD] != NOBODY)
            __builtin_prefetch(&triggers->watch[ladder->leg[rung - 1 - RUNGS_AHEAD]][way]);
        if (!look_at(triggers, way, ladder->leg[rung - 1], price, &left, passed))
            return false;
    }
    return true;
}

bool levee_triggers_passed(levee_triggers_t *triggers, uint32_t instrument, uint32_t price, levee_passed_t *passed)
{
    levee_ladders_t *ladders = &triggers->ladders[instrument];

    if (ladders->octaves == 0)
        return true;
    if (strays(ladders, price))
        centre(triggers, instrument, price);
    return pass_ladder(triggers, instrument, LEVEE_FALL, price, passed) &&
           pass_ladder(triggers, instrument, LEVEE_RISE, price, passed);
}
