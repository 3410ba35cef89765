/* SPDX-License-Identifier: Apache-2.0
 *
 * Changes worked out by hand, each then given to the engine as well: the
 * numbers below come from paper, not from a program. */
#include "compare_stream.h"

#include <stdarg.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

/* One asset of two decimals, a contract and an asset at 10 a lot, and account a with 100. */
static void start(stream_t *s)
{
    static const case_kind_t kinds[] = {CASE_LINEAR, CASE_ASSET, CASE_INVERSE};
    memset(s, 0, sizeof *s);
    s->book.settlement_count = 1;
    s->book.settlements[0] = (case_settlement_t){"USDT", 2};
    for (int i = 0; i < 3; i++) {
        case_instrument_t *it = case_add_instrument(&s->book);
        snprintf(it->symbol, sizeof it->symbol, "%c", "LAI"[i]);
        it->kind = kinds[i];
        exact_copy(it->tick, "0.01");
        exact_copy(it->lot, "1");
        exact_copy(it->mark, "10");
        it->tier_count = 1;
        exact_copy(it->kind == CASE_ASSET ? it->tiers[0].haircut : it->tiers[0].maintenance, "0.1");
        exact_copy(it->kind == CASE_ASSET ? it->tiers[0].borrow : it->tiers[0].initial, "0.1");
    }
    case_account_t *a = case_add_account(&s->book);
    exact_copy(a->cash, "100");
    snprintf(a->name, sizeof a->name, "a");
}

static oracle_t *read_book(const stream_t *s)
{
    oracle_t *o = oracle_new(&s->book);
    for (uint32_t i = 0; i < s->book.instrument_count; i++) {
        assert_true(oracle_add_instrument(o, &s->book.instruments[i]));
        assert_true(oracle_set_mark(o, i, "10", ""));
    }
    assert_true(oracle_add_account(o, &s->book.accounts[0]));
    return o;
}

/* A row of changes.csv and what it must come to. */
typedef struct {
    const char *account, *event, *instrument, *quantity, *price, *amount;
    int faults;
    long cash, lots, cost, entry; /* of account a and its leg in the instrument, if any */
} row_t;

static void check_row(oracle_t *o, const row_t *row, const case_change_t *change)
{
    assert_int_equal(oracle_change(o, change), row->faults);
    assert_int_equal(mpz_get_si(o->accounts[0].cash), row->cash);
    const oracle_leg_t *leg = NULL;
    for (uint32_t i = 0; i < o->instrument_count; i++)
        if (strcmp(o->instruments[i].symbol, row->instrument) == 0)
            leg = oracle_holding(&o->accounts[0], i);
    assert_int_equal(leg != NULL ? leg->lots : 0, row->lots);
    assert_int_equal(leg != NULL ? mpz_get_si(leg->cost) : 0, row->cost);
    assert_int_equal(leg != NULL ? mpz_get_si(leg->entry) : 0, row->entry);
}

/* Holds the rows against the oracle, and the oracle against the engine. */
static void check_rows(const row_t *rows, size_t count)
{
    stream_t s;
    stream_coverage_t coverage = {{0}, {{0}}};
    char message[COMPARE_MESSAGE] = "";
    start(&s);
    oracle_t *o = read_book(&s);
    for (size_t i = 0; i < count; i++) {
        step_t *step = stream_add(&s);
        step->batch = (uint32_t)i + 1;
        snprintf(step->change.event, sizeof step->change.event, "%s", rows[i].event);
        snprintf(step->change.account, sizeof step->change.account, "%s", rows[i].account);
        snprintf(step->change.instrument, sizeof step->change.instrument, "%s", rows[i].instrument);
        exact_copy(step->change.quantity, rows[i].quantity);
        exact_copy(step->change.price, rows[i].price);
        exact_copy(step->change.amount, rows[i].amount);
        check_row(o, &rows[i], &step->change);
    }
    oracle_free(o);
    if (!compare_stream(&s, 1, &coverage, message))
        fail_msg("%s", message);
    stream_free(&s);
}

/* Costs are rounded up, a fill through zero closes first, and closing rounds down. At an index of 5e-9, x is 0.5: a
 * purchase enters at 0, a sale at 1. */
static void contract_opened_turned_and_settled(void **state)
{
    (void)state;
    static const row_t rows[] = {
        {"a", "fill", "L", "3", "10.001", "", 0, 10000, 3, 3001, 0},
        {"a", "fill", "L", "-1", "10.001", "", 0, 10000, 2, 2001, 0},
        {"a", "fill", "L", "-3", "10.5", "", 0, 10099, -1, -1050, 0},
        {"", "funding", "L", "", "", "0.001", 0, 10099, -1, -1050, 0},
        {"a", "fill", "L", "-1", "10", "", 0, 10099, -2, -2050, -100000},
        {"", "settle", "L", "", "9.999", "", 0, 10149, 0, 0, 0},
        {"", "funding", "L", "", "", "0.000000005", 0, 10149, 0, 0, 0},
        {"a", "fill", "L", "1", "10", "", 0, 10149, 1, 1000, 0},
        {"a", "fill", "L", "-1", "10", "", 0, 10148, 0, 0, 0},
    };
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

/* One lot of an inverse contract costs -100 / price quanta: -33.3 at 3, and 33.3 to sell. */
static void inverse_contract(void **state)
{
    (void)state;
    static const row_t rows[] = {
        {"a", "fill", "I", "1", "3", "", 0, 10000, 1, -33, 0},
        {"a", "fill", "I", "1", "3", "", 0, 10000, 2, -66, 0},
        {"a", "fill", "I", "-1", "3", "", 0, 10000, 1, -32, 0},
        {"a", "fill", "I", "-1", "3", "", 0, 9998, 0, 0, 0},
    };
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

/* An asset's cost leaves cash at once, a withdrawal may make a loan of it, and nothing more can be drawn than the
 * initial excess: 100 - 5.56 less 11 for the loan. */
static void asset_bought_lent_and_withdrawn(void **state)
{
    (void)state;
    static const row_t rows[] = {
        {"a", "fill", "A", "1", "5.555", "", 0, 9444, 1, 0, 0},
        {"a", "withdraw", "A", "2", "", "", 0, 9444, -1, 0, 0},
        {"a", "withdraw", "", "", "", "83.45", ORACLE_REFUSED, 9444, 0, 0, 0},
        {"a", "withdraw", "", "", "", "83.44", 0, 1100, 0, 0, 0},
        {"a", "withdraw", "A", "1", "", "", ORACLE_REFUSED, 1100, -1, 0, 0},
        {"a", "fee", "", "", "", "12", 0, -100, 0, 0, 0},
        {"a", "deposit", "A", "1", "", "", 0, -100, 0, 0, 0},
        {"a", "close", "", "", "", "", ORACLE_REFUSED, -100, 0, 0, 0},
        {"a", "deposit", "", "", "", "1.00", 0, 0, 0, 0, 0},
        {"a", "open", "cross:USDT", "", "", "1", ORACLE_REFUSED, 0, 0, 0, 0},
        {"a", "close", "", "", "", "", 0, 0, 0, 0, 0},
        {"a", "deposit", "", "", "", "1", ORACLE_REFUSED, 0, 0, 0, 0},
        {"a", "open", "isolated:USDT", "", "", "1.001", ORACLE_REFUSED, 0, 0, 0, 0},
        {"a", "open", "isolated:USDT", "", "", "1e3", ORACLE_MALFORMED, 0, 0, 0, 0},
        {"a", "open", "isolated:USDT", "", "", "1", 0, 0, 0, 0, 0},
    };
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contract_opened_turned_and_settled),
        cmocka_unit_test(inverse_contract),
        cmocka_unit_test(asset_bought_lent_and_withdrawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
