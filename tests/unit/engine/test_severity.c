/* SPDX-License-Identifier: Apache-2.0
 *
 * Verdicts by severity against the ratios as wide integers, on random verdicts of all
 * widths: a permutation of them, no one before a worse one, equals in book order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../book/random.h"
#include "engine/tick.h"
#include "model/wide.h"

enum { ROUNDS = 3000, MOST = 70, BITS = 96 };

static levee_i128 draw(uint64_t *state)
{
    const levee_u128 bits = (levee_u128)random_next(state) << 64 | random_next(state);
    const levee_i128 value = (levee_i128)(bits >> (128 - BITS + random_below(state, BITS - 1)));

    switch (random_below(state, 8)) {
    case 0:
        return 0;
    case 1:
        return (levee_i128)random_below(state, 4) - 2; /* so that ratios are the same */
    default:
        return random_below(state, 2) ? value : -value;
    }
}

/* compare returns -1, 0 or 1 as verdict a is worse than, as bad as, or better than b. */
static int compare(const levee_verdict_t *a, const levee_verdict_t *b)
{
    const levee_verdict_t *verdict[] = {a, b};
    levee_wide_t excess[2], requirement[2];
    int rank[2], sign[2];

    for (int i = 0; i < 2; i++) {
        const levee_i128 value = levee_money_value(verdict[i]->excess);
        const levee_i128 needed = levee_money_value(verdict[i]->maintenance);

        sign[i] = value < 0 ? -1 : 1;
        rank[i] = needed > 0 ? 1 : value < 0 ? 0 : 2;
        excess[i] = levee_wide((levee_u128)(value < 0 ? -value : value));
        requirement[i] = levee_wide((levee_u128)(needed > 0 ? needed : 1));
    }
    if (rank[0] != rank[1] || rank[0] != 1)
        return rank[0] - rank[1];
    if (sign[0] != sign[1])
        return sign[0] < sign[1] ? -1 : 1;
    const levee_wide_t left = levee_wide_multiply(&excess[0], &requirement[1]);
    const levee_wide_t right = levee_wide_multiply(&excess[1], &requirement[0]);
    return sign[0] * levee_wide_compare(&left, &right);
}

static void check_round(levee_engine_t *engine, uint64_t *state)
{
    bool seen[MOST] = {false};
    size_t count = 0;

    engine->verdict_count = random_below(state, MOST + 1);
    for (uint32_t i = 0; i < engine->verdict_count; i++) {
        const levee_i128 excess = draw(state);
        const levee_i128 requirement = draw(state);

        engine->verdicts[i] = (levee_verdict_t){.account = i,
                                                .equity = levee_money_from(excess + requirement),
                                                .maintenance = levee_money_from(requirement),
                                                .excess = levee_money_from(excess)};
    }
    const levee_verdict_t *sorted = levee_engine_verdicts_by_severity(engine, &count);
    assert_int_equal(count, engine->verdict_count);
    for (size_t i = 0; i < count; i++) {
        assert_false(seen[sorted[i].account]);
        seen[sorted[i].account] = true;
        assert_true(levee_money_value(sorted[i].equity) ==
                    levee_money_value(sorted[i].excess) + levee_money_value(sorted[i].maintenance));
        if (i == 0)
            continue;
        const int order = compare(&sorted[i - 1], &sorted[i]);
        assert_true(order < 0 || (order == 0 && sorted[i - 1].account < sorted[i].account));
    }
}

static void test_the_worst_comes_first(void **unused)
{
    static levee_verdict_t verdicts[MOST];
    static uint64_t order[MOST], merge[MOST];
    static levee_engine_t engine = {.verdicts = verdicts, .order = order, .merge = merge};
    uint64_t state = random_seed();

    (void)unused;
    for (int i = 0; i < ROUNDS; i++)
        check_round(&engine, &state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_worst_comes_first)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
