/* SPDX-License-Identifier: Apache-2.0
 *
 * severity.c: verdicts in order of need, for whoever cannot serve all at once. */
#include <assert.h>

#include "engine/tick.h"

/* product_t: of two magnitudes below 2^127. */
typedef struct {
    levee_u128 high;
    levee_u128 low;
} product_t;

static product_t multiply(levee_u128 a, levee_u128 b)
{
    const uint64_t a_low = (uint64_t)a, a_high = (uint64_t)(a >> 64);
    const uint64_t b_low = (uint64_t)b, b_high = (uint64_t)(b >> 64);
    const levee_u128 cross = (levee_u128)a_high * b_low;
    const levee_u128 middle =
        (levee_u128)a_low * b_high + (uint64_t)cross + (uint64_t)((levee_u128)a_low * b_low >> 64);

    return (product_t){(levee_u128)a_high * b_high + (cross >> 64) + (middle >> 64),
                       middle << 64 | (uint64_t)(a_low * b_low)};
}

static bool is_below(product_t a, product_t b)
{
    return a.high != b.high ? a.high < b.high : a.low < b.low;
}

/* rank_of is 0 for who is short without a requirement, 1 for who has one, 2 for others. */
static int rank_of(levee_i128 excess, levee_i128 requirement)
{
    if (requirement > 0)
        return 1;
    return excess < 0 ? 0 : 2;
}

/* is_worse compares excess / requirement without dividing. */
static bool is_worse(const levee_verdict_t *a, const levee_verdict_t *b)
{
    const levee_i128 excess[] = {levee_money_value(a->excess), levee_money_value(b->excess)};
    const levee_i128 requirement[] = {levee_money_value(a->maintenance), levee_money_value(b->maintenance)};
    const int rank[] = {rank_of(excess[0], requirement[0]), rank_of(excess[1], requirement[1])};

    if (rank[0] != rank[1] || rank[0] != 1)
        return rank[0] < rank[1];
    if ((excess[0] < 0) != (excess[1] < 0))
        return excess[0] < 0;
    if (excess[0] < 0)
        return is_below(multiply((levee_u128)-excess[1], (levee_u128)requirement[0]),
                        multiply((levee_u128)-excess[0], (levee_u128)requirement[1]));
    return is_below(multiply((levee_u128)excess[0], (levee_u128)requirement[1]),
                    multiply((levee_u128)excess[1], (levee_u128)requirement[0]));
}

/* merge_runs merges two neighbouring runs of `from` into `to`; of two that are the same
 * the first stays first. */
static void merge_runs(const levee_verdict_t *verdicts, const uint64_t *from, size_t start, size_t middle, size_t end,
                       uint64_t *to)
{
    size_t left = start;
    size_t right = middle;

    for (size_t at = start; at < end; at++) {
        const bool take_right =
            left == middle || (right < end && is_worse(&verdicts[from[right]], &verdicts[from[left]]));

        to[at] = from[take_right ? right++ : left++];
    }
}

/* sort_numbers returns the numbers of the verdicts, the worst first, in either array. */
static uint64_t *sort_numbers(const levee_verdict_t *verdicts, size_t count, uint64_t *numbers, uint64_t *room)
{
    for (size_t i = 0; i < count; i++)
        numbers[i] = i;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            const size_t middle = start + width < count ? start + width : count;
            const size_t end = middle + width < count ? middle + width : count;

            merge_runs(verdicts, numbers, start, middle, end, room);
        }
        uint64_t *const swap = numbers;
        numbers = room;
        room = swap;
    }
    return numbers;
}

const levee_verdict_t *levee_engine_verdicts_by_severity(levee_engine_t *engine, size_t *count)
{
    levee_verdict_t *verdicts = engine->verdicts;
    uint64_t *number = sort_numbers(verdicts, engine->verdict_count, engine->order, engine->merge);

    /* Each cycle of the order is walked once; a number that points to itself is done. */
    for (size_t i = 0; i < engine->verdict_count; i++) {
        const levee_verdict_t first = verdicts[i];
        size_t at = i;

        while (number[at] != i) {
            const size_t next = number[at];

            assert(next < engine->verdict_count);
            verdicts[at] = verdicts[next];
            number[at] = at;
            at = next;
        }
        verdicts[at] = first;
        number[at] = at;
    }
    *count = engine->verdict_count;
    return verdicts;
}
