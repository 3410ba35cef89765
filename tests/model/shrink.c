/* SPDX-License-Identifier: Apache-2.0 */
#include "shrink.h"

#include <string.h>

typedef void (*drop_t)(case_t *c, size_t first, size_t count);

static int still_fails(const case_t *c, char message[COMPARE_MESSAGE])
{
    coverage_t coverage = {{0}};
    char why[COMPARE_MESSAGE];
    if (compare_case(c, 1, &coverage, why))
        return 0;
    memcpy(message, why, sizeof why);
    return 1;
}

/* Keeps `smaller` in place of `c` when it fails too; takes it over either way. */
static int keep_if_failing(case_t *c, case_t *smaller, char message[COMPARE_MESSAGE])
{
    int fails = still_fails(smaller, message);
    if (fails) {
        case_t old = *c;
        *c = *smaller;
        *smaller = old;
    }
    case_free(smaller);
    return fails;
}

/* Drops runs of halving length. `size` is the number of elements of the case that `drop` works on. */
static int drop_runs(case_t *c, drop_t drop, const size_t *size, char message[COMPARE_MESSAGE])
{
    int dropped = 0;
    for (size_t run = *size; run > 0; run /= 2)
        for (size_t first = 0; first < *size;) {
            case_t smaller;
            case_copy(&smaller, c);
            drop(&smaller, first, run);
            if (keep_if_failing(c, &smaller, message))
                dropped = 1;
            else
                first += run;
        }
    return dropped;
}

/* Joins the tiers of instrument `first` to one. */
static void drop_tiers(case_t *c, size_t first, size_t count)
{
    (void)count;
    c->instruments[first].tier_count = 1;
    c->instruments[first].tiers[0].notional[0] = '\0';
}

static void drop_funding(case_t *c, size_t first, size_t count)
{
    (void)count;
    c->instruments[first].funding[0] = '\0';
}

static void drop_fee(case_t *c, size_t first, size_t count)
{
    (void)count;
    c->instruments[first].fee[0] = '\0';
}

static void drop_reserved(case_t *c, size_t first, size_t count)
{
    (void)count;
    c->accounts[first].reserved[0] = '\0';
}

static void drop_entry_funding(case_t *c, size_t first, size_t count)
{
    (void)count;
    c->legs[first].entry_funding[0] = '\0';
}

/* Applies `drop` to each of the elements in turn. */
static void drop_each(case_t *c, drop_t drop, size_t count, char message[COMPARE_MESSAGE])
{
    for (size_t i = 0; i < count; i++) {
        case_t smaller;
        case_copy(&smaller, c);
        drop(&smaller, i, 1);
        keep_if_failing(c, &smaller, message);
    }
}

void shrink_case(case_t *c, char message[COMPARE_MESSAGE])
{
    case_t whole;
    case_copy(&whole, c);
    if (!keep_if_failing(c, &whole, message))
        return;
    int dropped;
    do {
        dropped = drop_runs(c, case_drop_ticks, &c->tick_count, message);
        dropped |= drop_runs(c, case_drop_accounts, &c->account_count, message);
        dropped |= drop_runs(c, case_drop_legs, &c->leg_count, message);
        dropped |= drop_runs(c, case_drop_instruments, &c->instrument_count, message);
    } while (dropped);
    drop_each(c, drop_tiers, c->instrument_count, message);
    drop_each(c, drop_funding, c->instrument_count, message);
    drop_each(c, drop_fee, c->instrument_count, message);
    drop_each(c, drop_reserved, c->account_count, message);
    drop_each(c, drop_entry_funding, c->leg_count, message);
}
