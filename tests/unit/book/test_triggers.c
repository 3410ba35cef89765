/* SPDX-License-Identifier: Apache-2.0
 *
 * The ladders of triggers against a plain array: every leg that a price has passed,
 * and no other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "book/triggers.h"
#include "random.h"

enum { INSTRUMENTS = 3, LEGS = 2000, STEPS = 200000, PROBE_EVERY = 7, GROW_EVERY = 9973 };

typedef struct {
    uint32_t instrument; /* INSTRUMENTS: there is no such leg */
    uint32_t trigger[LEVEE_WAYS];
} leg_t;

typedef struct {
    levee_triggers_t triggers;
    leg_t leg[LEGS];
    uint32_t used; /* legs, packed as a book's */
    uint32_t price[INSTRUMENTS];
    uint64_t random;
} fixture_t;

/* draw_price is anywhere, or near `about`: most triggers are near the market. */
static uint32_t draw_price(uint64_t *random, uint32_t about)
{
    const uint64_t whole = (UINT64_C(1) << random_below(random, 32)) + random_below(random, 1000);
    const uint64_t near = about / 2 + random_below(random, about + 1);

    if (random_below(random, 8) == 0)
        return (uint32_t)(whole < LEVEE_TRIGGER_MAX ? whole : LEVEE_TRIGGER_MAX);
    return (uint32_t)(near == 0 ? 1 : near < LEVEE_TRIGGER_MAX ? near : LEVEE_TRIGGER_MAX);
}

static void set(fixture_t *f, uint32_t leg)
{
    const levee_way_t way = random_below(&f->random, 2) ? LEVEE_RISE : LEVEE_FALL;
    leg_t *held = &f->leg[leg];

    held->trigger[way] = random_below(&f->random, 5) ? draw_price(&f->random, f->price[held->instrument]) : 0;
    levee_triggers_set(&f->triggers, held->instrument, way, leg, held->trigger[way]);
}

static void add(fixture_t *f)
{
    f->leg[f->used] = (leg_t){(uint32_t)random_below(&f->random, INSTRUMENTS), {0, 0}};
    levee_triggers_new(&f->triggers, f->used++);
}

/* drop takes a leg out as a book does: the last takes its number. */
static void drop(fixture_t *f, uint32_t leg)
{
    const uint32_t last = --f->used;

    levee_triggers_drop(&f->triggers, f->leg[leg].instrument, leg);
    if (leg == last)
        return;
    f->leg[leg] = f->leg[last];
    levee_triggers_rename(&f->triggers, f->leg[leg].instrument, last, leg);
}

static void move(fixture_t *f, uint32_t instrument)
{
    uint32_t *price = &f->price[instrument];

    if (random_below(&f->random, 50) == 0)
        *price = draw_price(&f->random, *price);
    else
        *price += *price / 100 * (uint32_t)random_below(&f->random, 3) - *price / 100;
    if (*price == 0 || *price >= UINT32_C(1) << 31)
        *price = 1000000;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a;
    const uint32_t right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

/* is_passed counts how often a leg has to be told: once for each trigger passed. */
static uint32_t is_passed(const leg_t *leg, uint32_t price)
{
    const uint32_t fall = leg->trigger[LEVEE_FALL];
    const uint32_t rise = leg->trigger[LEVEE_RISE];

    return (uint32_t)(fall != 0 && price < fall) + (uint32_t)(rise != 0 && price > rise);
}

static void probe(fixture_t *f, uint32_t instrument)
{
    static uint32_t found[2 * LEGS], expected[2 * LEGS];
    levee_passed_t passed = {found, 2 * LEGS, 0};
    uint32_t count = 0;

    assert_true(levee_triggers_passed(&f->triggers, instrument, f->price[instrument], &passed));
    for (uint32_t leg = 0; leg < f->used; leg++) {
        const uint32_t times = f->leg[leg].instrument == instrument ? is_passed(&f->leg[leg], f->price[instrument]) : 0;

        for (uint32_t i = 0; i < times; i++)
            expected[count++] = leg;
    }
    assert_int_equal(passed.count, count);
    qsort(found, count, sizeof *found, by_number);
    assert_memory_equal(found, expected, count * sizeof *found);
    if (count > 0) { /* with less room than that, some of them, and word that there may be more */
        levee_passed_t some = {found, count - 1, 0};

        assert_false(levee_triggers_passed(&f->triggers, instrument, f->price[instrument], &some));
        assert_true(some.count <= count - 1);
    }
}

static void test_ladders_find_what_a_price_has_passed(void **state)
{
    fixture_t *f = calloc(1, sizeof *f);

    (void)state;
    assert_non_null(f);
    f->random = random_seed();
    assert_true(levee_triggers_open(&f->triggers, INSTRUMENTS, LEGS));
    for (uint32_t i = 0; i < INSTRUMENTS; i++) {
        f->price[i] = 1000000;
        assert_true(levee_triggers_fit(&f->triggers, i, f->price[i], 1));
    }
    for (uint32_t step = 0; step < STEPS; step++) {
        const uint32_t instrument = (uint32_t)random_below(&f->random, INSTRUMENTS);

        if (f->used < LEGS && random_below(&f->random, 5) < 2)
            add(f);
        else if (f->used > 0 && random_below(&f->random, 4) == 0)
            drop(f, (uint32_t)random_below(&f->random, f->used));
        else if (f->used > 0)
            set(f, (uint32_t)random_below(&f->random, f->used));
        move(f, instrument);
        if (step % GROW_EVERY == 0)
            assert_true(levee_triggers_fit(&f->triggers, instrument, f->price[instrument], f->used));
        if (step % PROBE_EVERY == 0)
            probe(f, instrument);
    }
    levee_triggers_free(&f->triggers);
    free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ladders_find_what_a_price_has_passed)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
