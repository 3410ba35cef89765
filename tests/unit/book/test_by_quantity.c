/* SPDX-License-Identifier: Apache-2.0
 *
 * The order of legs by |quantity| against a plain array. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "book/by_quantity.h"
#include "hls/limits.h"
#include "random.h"

enum { ACCOUNTS = 3000, CHANGES = 400000, PROBE_EVERY = 997 };

typedef struct {
    levee_node_pool_t pool;
    levee_by_quantity_t tree;
    int64_t magnitude[ACCOUNTS]; /* 0: not in the tree */
} fixture_t;

/* draw_magnitude mixes many equal small ones with the largest there are. */
static int64_t draw_magnitude(uint64_t *state)
{
    switch (random_below(state, 4)) {
    case 0:
        return 1 + (int64_t)random_below(state, 40);
    case 1:
        return LEVEE_LOTS_MAX - (int64_t)random_below(state, 3);
    default:
        return 1 + (int64_t)random_below(state, 2000000000);
    }
}

static void change(fixture_t *fixture, uint64_t *state, uint64_t growing)
{
    const uint32_t account = (uint32_t)random_below(state, ACCOUNTS);
    int64_t *magnitude = &fixture->magnitude[account];

    if (*magnitude != 0)
        levee_by_quantity_remove(&fixture->tree, &fixture->pool, *magnitude, account);
    *magnitude = 0;
    if (random_below(state, 3) >= growing)
        return;
    assert_true(levee_node_pool_reserve(&fixture->pool, 1));
    *magnitude = draw_magnitude(state);
    levee_by_quantity_insert(&fixture->tree, &fixture->pool, *magnitude, account);
}

static void check_list(const fixture_t *fixture, int64_t above, int64_t limit)
{
    static uint32_t accounts[ACCOUNTS];
    const size_t count = levee_by_quantity_list(&fixture->tree, &fixture->pool, above, limit, accounts, ACCOUNTS);
    size_t expected = 0;

    for (uint32_t a = 0; a < ACCOUNTS; a++)
        expected += fixture->magnitude[a] > above && fixture->magnitude[a] <= limit;
    assert_int_equal(count, expected);
    for (size_t i = 1; i < count; i++)
        assert_true(fixture->magnitude[accounts[i - 1]] <= fixture->magnitude[accounts[i]]);
}

static void check(const fixture_t *fixture, uint64_t *state)
{
    const int64_t limit = draw_magnitude(state);
    uint64_t lots = 0;
    uint64_t all = 0;
    uint32_t count = 0;
    uint32_t legs = 0;
    int64_t largest = 0;

    for (uint32_t a = 0; a < ACCOUNTS; a++) {
        const int64_t magnitude = fixture->magnitude[a];

        all += (uint64_t)magnitude;
        lots += magnitude <= limit ? (uint64_t)magnitude : 0;
        legs += magnitude != 0 && magnitude <= limit;
        count += magnitude != 0;
        largest = magnitude > largest ? magnitude : largest;
    }
    assert_int_equal(fixture->tree.count, count);
    assert_int_equal(fixture->tree.lots, all);
    const levee_standing_t standing = levee_by_quantity_standing(&fixture->tree, &fixture->pool, limit);
    assert_int_equal(standing.lots, lots);
    assert_int_equal(standing.legs, legs);
    assert_int_equal(fixture->tree.largest, largest);
    check_list(fixture, draw_magnitude(state) / 2, limit);
    check_list(fixture, 0, LEVEE_LOTS_MAX);
}

static void random_changes(void **unused)
{
    static fixture_t fixture;
    uint64_t state = random_seed();

    (void)unused;
    for (uint32_t i = 0; i < CHANGES; i++) {
        /* Phases in which the order grows, keeps its size, and shrinks to nothing. */
        change(&fixture, &state, 3 - i / 40000 % 4);
        if (i % PROBE_EVERY == 0)
            check(&fixture, &state);
    }
    levee_node_pool_free(&fixture.pool);
}

static void nodes_are_reused(void **unused)
{
    static fixture_t fixture;
    uint64_t state = random_seed();
    uint32_t used = 0;

    (void)unused;
    for (uint32_t round = 0; round < 50; round++) {
        for (uint32_t i = 0; i < 20000; i++)
            change(&fixture, &state, i < 10000 ? 3 : 0);
        if (round == 10)
            used = fixture.pool.used;
    }
    assert_true(fixture.pool.used <= used + used / 4);
    levee_node_pool_free(&fixture.pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_changes),
        cmocka_unit_test(nodes_are_reused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
