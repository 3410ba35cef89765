/* SPDX-License-Identifier: Apache-2.0
 *
 * The oracle on accounts worked out by hand, each then given to the engine as
 * well: the numbers below come from paper, not from a program. */
#include "compare.h"

#include <stdarg.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

static case_t new_case(const char *settlement, unsigned decimals)
{
    case_t c = {.settlement_count = 1};
    snprintf(c.settlements[0].name, sizeof c.settlements[0].name, "%s", settlement);
    c.settlements[0].decimals = decimals;
    return c;
}

static case_instrument_t *add_instrument(case_t *c, case_kind_t kind, const char *tick, const char *lot,
                                         const char *multiplier, const char *mark)
{
    case_instrument_t *it = case_add_instrument(c);
    snprintf(it->symbol, sizeof it->symbol, "X%zu", c->instrument_count - 1);
    it->kind = kind;
    exact_copy(it->tick, tick);
    exact_copy(it->lot, lot);
    exact_copy(it->multiplier, multiplier);
    exact_copy(it->mark, mark);
    return it;
}

/* A tier up to `notional`, "" for the last: maintenance and initial, of an asset haircut and borrow. */
static void add_tier(case_instrument_t *it, const char *notional, const char *first, const char *second)
{
    case_tier_t *tier = &it->tiers[it->tier_count++];
    exact_copy(tier->notional, notional);
    exact_copy(it->kind == CASE_ASSET ? tier->haircut : tier->maintenance, first);
    exact_copy(it->kind == CASE_ASSET ? tier->borrow : tier->initial, second);
}

static void add_account(case_t *c, const char *cash, const char *reserved)
{
    case_account_t *a = case_add_account(c);
    snprintf(a->name, sizeof a->name, "a%zu", c->account_count - 1);
    exact_copy(a->cash, cash);
    exact_copy(a->reserved, reserved);
}

/* A leg of the last account. */
static case_leg_t *add_leg(case_t *c, uint32_t instrument, const char *quantity, const char *entry)
{
    case_leg_t *leg = case_add_leg(c);
    leg->account = (uint32_t)c->account_count - 1;
    leg->instrument = instrument;
    exact_copy(leg->quantity, quantity);
    exact_copy(leg->entry_price, entry);
    return leg;
}

/* Gives everything to an oracle; all of it has to be accepted but the last `refused` legs. */
static oracle_t *read_case(const case_t *c, size_t refused)
{
    oracle_t *o = oracle_new(c);
    for (uint32_t i = 0; i < c->instrument_count; i++) {
        assert_true(oracle_add_instrument(o, &c->instruments[i]));
        assert_true(oracle_set_mark(o, i, c->instruments[i].mark, c->instruments[i].funding));
    }
    for (size_t i = 0; i < c->account_count; i++)
        assert_true(oracle_add_account(o, &c->accounts[i]));
    for (size_t i = 0; i < c->leg_count; i++)
        assert_int_equal(oracle_add_leg(o, &c->legs[i]), i < c->leg_count - refused);
    return o;
}

/* Both readings of an account's equity, maintenance and initial excess, in units; "" where they differ. */
static void assert_readings(const oracle_t *o, size_t account, const char *const rounded[MEASURES],
                            const char *const exact[MEASURES])
{
    mpz_t units[MEASURES], bound[MEASURES], expected;
    mpq_t textbook[MEASURES], expected_textbook;
    mpz_init(expected);
    mpq_init(expected_textbook);
    for (int m = EQUITY; m < MEASURES; m++) {
        mpz_inits(units[m], bound[m], NULL);
        mpq_init(textbook[m]);
    }
    oracle_account_rounded(o, &o->accounts[account], units);
    oracle_account_exact(o, &o->accounts[account], textbook, bound);
    for (int m = EQUITY; m < MEASURES; m++) {
        mpz_set_str(expected, rounded[m], 10);
        assert_int_equal(mpz_cmp(units[m], expected), 0);
        mpq_set_str(expected_textbook, exact[m], 10);
        mpq_canonicalize(expected_textbook);
        assert_true(mpq_equal(textbook[m], expected_textbook));
    }
    for (int m = EQUITY; m < MEASURES; m++) {
        mpz_clears(units[m], bound[m], NULL);
        mpq_clear(textbook[m]);
    }
    mpz_clear(expected);
    mpq_clear(expected_textbook);
}

/* The only leg's price in both searches and in closed form, in ticks. */
static void assert_price(const oracle_t *o, size_t account, int measure, oracle_found_t found, long price)
{
    const oracle_leg_t *leg = &o->accounts[account].legs[0];
    mpz_t rest;
    mpq_t exact;
    mpz_init(rest);
    mpq_init(exact);
    mpz_mul_ui(rest, o->accounts[account].cash, 1000000);
    mpq_set_z(exact, rest);
    oracle_price_t searched = oracle_price_rounded(o, leg, measure, rest);
    oracle_price_t solved = oracle_price_exact(o, leg, measure, exact);
    oracle_price_t scanned = oracle_price_scan(o, leg, measure, rest, price - 50, price + 50);
    mpz_clear(rest);
    mpq_clear(exact);
    assert_int_equal(searched.found, found);
    assert_int_equal(searched.price, price);
    assert_int_equal(solved.found, found);
    assert_int_equal(solved.price, price);
    if (found == ORACLE_FOUND)
        assert_int_equal(scanned.price, price);
}

static void assert_engine_agrees(const case_t *c)
{
    coverage_t coverage = {{0}};
    char message[COMPARE_MESSAGE] = "";
    if (!compare_case(c, 1, &coverage, message))
        fail_msg("%s", message);
}

/* 2 BTC long from 30000 at 31000 with 4000 of cash, rates 0.4 % to a notional of 50000 and 0.5 % beyond: maintenance
 * 62000 * 0.005 - 50 = 260, initial 62000 * 0.01 - 100 = 520. Liquidation where 4000 + 2 (P - 30000) = 0.01 P - 50, at
 * 55950 / 1.99 = 28115.577..., bankruptcy at 28000. */
static void linear_long_in_second_tier(void **state)
{
    (void)state;
    case_t c = new_case("USDT", 8);
    case_instrument_t *it = add_instrument(&c, CASE_LINEAR, "0.01", "0.001", "1", "31000");
    add_tier(it, "50000", "0.004", "0.008");
    add_tier(it, "", "0.005", "0.01");
    add_account(&c, "4000", "480");
    add_leg(&c, 0, "2", "30000");
    oracle_t *o = read_case(&c, 0);
    const char *const units[] = {"600000000000000000", "574000000000000000", "500000000000000000"};
    assert_readings(o, 0, units, units);
    assert_price(o, 0, MAINTENANCE, ORACLE_FOUND, 2811558);
    assert_price(o, 0, EQUITY, ORACLE_FOUND, 2800000);
    oracle_free(o);
    assert_engine_agrees(&c);
    case_free(&c);
}

/* 100 contracts of 10 USD short from 20 at 25 with 10 of coin: the loss 1000 * (1/20 - 1/25) is 10, so the equity is
 * exactly 0; maintenance 1 % of 40. Liquidation where 10 - 1000/20 + 990/P = 0, at 24.75. */
static void inverse_short_with_no_equity(void **state)
{
    (void)state;
    case_t c = new_case("AVAX", 8);
    case_instrument_t *it = add_instrument(&c, CASE_INVERSE, "0.001", "1", "10", "25");
    add_tier(it, "", "0.01", "0.02");
    add_account(&c, "10", "");
    add_leg(&c, 0, "-100", "20");
    oracle_t *o = read_case(&c, 0);
    const char *const units[] = {"0", "-40000000000000", "-80000000000000"};
    assert_readings(o, 0, units, units);
    assert_price(o, 0, MAINTENANCE, ORACLE_FOUND, 24750);
    assert_price(o, 0, EQUITY, ORACLE_FOUND, 25000);
    assert_int_equal(oracle_status(0, -1, -1), LEVEE_LIQUIDATE);
    oracle_free(o);
    assert_engine_agrees(&c);
    case_free(&c);
}

/* 1000 of an asset at 2000, haircut 10 % of the first million and 25 % of the second: 350000. And 100 of it owed at
 * 5 %: 200000 and 10000 more. */
static void asset_and_loan(void **state)
{
    (void)state;
    case_t c = new_case("USDT", 2);
    case_instrument_t *it = add_instrument(&c, CASE_ASSET, "0.01", "0.0001", "", "2000");
    add_tier(it, "1000000", "0.1", "0.05");
    add_tier(it, "", "0.25", "0.05");
    add_account(&c, "0", "");
    add_leg(&c, 0, "1000", "");
    add_account(&c, "210000", "");
    add_leg(&c, 0, "-100", "");
    oracle_t *o = read_case(&c, 0);
    const char *const held[] = {"200000000000000", "165000000000000", "165000000000000"};
    const char *const owed[] = {"1000000000000", "0", "0"};
    assert_readings(o, 0, held, held);
    assert_readings(o, 1, owed, owed);
    oracle_free(o);
    assert_engine_agrees(&c);
    case_free(&c);
}

/* Five lots worth 0.7 units each and an index of 0.028 units a lot, entered at that very index for 3.5e-13 units. Long:
 * the value of 3.5 shows as 0, entry funding as 0, funding as 5 and the cost as a quantum. Short: the debt of 3.5
 * shows as 5, entry funding as -5, funding and cost as 0. Requirements of 10 and 20 % vanish in the rounding. */
static void everything_rounded(void **state)
{
    (void)state;
    case_t c = new_case("USDT", 0);
    case_instrument_t *it = add_instrument(&c, CASE_LINEAR, "1", "0.0000007", "1", "1");
    exact_copy(it->funding, "0.04");
    add_tier(it, "", "0.1", "0.2");
    add_account(&c, "0", "");
    add_leg(&c, 0, "0.0000035", "0.0000000000001");
    add_account(&c, "0", "");
    add_leg(&c, 0, "-0.0000035", "0.0000000000001");
    oracle_t *o = read_case(&c, 0);
    const char *const bought[] = {"-1000005", "-1000005", "-1000005"};
    const char *const sold[] = {"-10", "-10", "-10"};
    const char *const bought_exact[] = {"349999999999965/100000000000000", "314999999999965/100000000000000",
                                        "279999999999965/100000000000000"};
    const char *const sold_exact[] = {"-349999999999965/100000000000000", "-384999999999965/100000000000000",
                                      "-419999999999965/100000000000000"};
    assert_readings(o, 0, bought, bought_exact);
    assert_readings(o, 1, sold, sold_exact);
    oracle_free(o);
    assert_engine_agrees(&c);
    case_free(&c);
}

/* R(P) = P * 2^28 with a value of 2^8 a tick and a rate of 2^20 - 10^6 ppm: below 3 * 2^57 up to 3 * 2^29 - 1. */
static void price_range_ends_below_the_limit(void **state)
{
    (void)state;
    case_t c = new_case("USDT", 0);
    case_instrument_t *it = add_instrument(&c, CASE_LINEAR, "1", "1", "256", "1610612735");
    add_tier(it, "", "0.048576", "0.048576");
    oracle_t *o = read_case(&c, 0);
    assert_int_equal(o->instruments[0].price_max, 1610612735);
    assert_false(oracle_set_mark(o, 0, "1610612735.5", ""));
    oracle_free(o);
    assert_engine_agrees(&c);
    case_free(&c);
}

/* |q| * 4 * R(P) = 2^83 exactly: R(P) = 2^29 * 2 * 2^20 = 2^50 allows 2^31 - 1 lots, twice that 2^30 and not one more. */
static void largest_position(void **state)
{
    (void)state;
    case_t c = new_case("USDT", 0);
    case_instrument_t *it = add_instrument(&c, CASE_LINEAR, "1", "1", "4", "536870912");
    add_tier(it, "", "0.048576", "0.048576");
    add_account(&c, "0", "");
    add_leg(&c, 0, "1073741824", "1");
    add_account(&c, "0", "");
    add_leg(&c, 0, "1073741825", "1");
    oracle_t *o = read_case(&c, 1);
    oracle_free(o);
    assert_engine_agrees(&c);
    case_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_long_in_second_tier),
        cmocka_unit_test(inverse_short_with_no_equity),
        cmocka_unit_test(asset_and_loan),
        cmocka_unit_test(everything_rounded),
        cmocka_unit_test(price_range_ends_below_the_limit),
        cmocka_unit_test(largest_position),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
