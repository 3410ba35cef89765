/* SPDX-License-Identifier: Apache-2.0
 *
 * Ticks as numbers: the same verdicts and the same book as the same ticks as text, and
 * what is refused of them changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <levee/levee.h>

#include "../book/random.h"

enum { INSTRUMENTS = 3, ACCOUNTS = 200, TICKS = 3000, PRICE = 10000, TEXT = 24 };

static const int64_t EXPIRY_NS = 1000000000;

static levee_venue_t *make_venue(void)
{
    static const levee_tier_spec_t tiers[] = {{.notional = "500", .initial = "0.1", .maintenance = "0.05"},
                                              {.initial = "0.2", .maintenance = "0.1"}};
    levee_venue_t *venue = NULL;

    assert_int_equal(levee_venue_new("test", &venue, NULL), LEVEE_OK);
    assert_int_equal(levee_venue_add_settlement(venue, "USD", "6", NULL), LEVEE_OK);
    for (int i = 0; i < INSTRUMENTS; i++) {
        char symbol[8];
        const levee_instrument_spec_t spec = {.symbol = symbol,
                                              .kind = "linear",
                                              .settle = "USD",
                                              .tick = "0.01",
                                              .lot = "1",
                                              .expiry = i == 2 ? "1000000000" : NULL,
                                              .tiers = tiers,
                                              .tier_count = 2};

        (void)snprintf(symbol, sizeof symbol, "S%d", i);
        assert_int_equal(levee_venue_add_instrument(venue, &spec, NULL), LEVEE_OK);
    }
    return venue;
}

static void add_account(levee_book_t *book, int number)
{
    char account[TEXT], cash[TEXT], quantity[TEXT], symbol[8];
    const levee_account_spec_t spec = {account, "cross", "USD", cash, NULL};

    (void)snprintf(account, sizeof account, "a%d", number);
    (void)snprintf(cash, sizeof cash, "%d", 20 + 7 * number);
    assert_int_equal(levee_book_add_account(book, &spec, NULL), LEVEE_OK);
    for (int i = 0; i < INSTRUMENTS; i++) {
        const levee_leg_spec_t leg = {account, symbol, quantity, "100", NULL};

        (void)snprintf(symbol, sizeof symbol, "S%d", i);
        (void)snprintf(quantity, sizeof quantity, "%d", (number * (i + 3)) % 11 - 5);
        if (strcmp(quantity, "0") != 0)
            assert_int_equal(levee_book_add_leg(book, &leg, NULL), LEVEE_OK);
    }
}

static levee_engine_t *make_engine(void)
{
    levee_book_t *book = NULL;
    levee_engine_t *engine = NULL;

    assert_int_equal(levee_book_new(make_venue(), &book, NULL), LEVEE_OK);
    for (int i = 0; i < INSTRUMENTS; i++) {
        char symbol[8];
        const levee_mark_spec_t mark = {symbol, "100", NULL, 0};

        (void)snprintf(symbol, sizeof symbol, "S%d", i);
        assert_int_equal(levee_book_set_mark(book, &mark, NULL), LEVEE_OK);
    }
    for (int i = 0; i < ACCOUNTS; i++)
        add_account(book, i);
    assert_int_equal(levee_engine_new(book, NULL, &engine, NULL), LEVEE_OK);
    return engine;
}

static void assert_same(const levee_engine_t *a, const levee_engine_t *b)
{
    char hash[2][LEVEE_HASH_TEXT];
    size_t count[2];
    const levee_verdict_t *left = levee_engine_verdicts(a, &count[0]);
    const levee_verdict_t *right = levee_engine_verdicts(b, &count[1]);

    assert_int_equal(count[0], count[1]);
    for (size_t i = 0; i < count[0]; i++)
        assert_true(left[i].account == right[i].account && left[i].to == right[i].to &&
                    left[i].excess.low == right[i].excess.low && left[i].excess.high == right[i].excess.high);
    levee_engine_hash(a, hash[0]);
    levee_engine_hash(b, hash[1]);
    assert_string_equal(hash[0], hash[1]);
}

static void test_moves_are_ticks(void **unused)
{
    levee_engine_t *texts = make_engine();
    levee_engine_t *numbers = make_engine();
    uint64_t state = random_seed();
    uint32_t price[INSTRUMENTS] = {PRICE, PRICE, PRICE};
    size_t verdicts = 0;

    (void)unused;
    for (int i = 0; i < TICKS; i++) {
        const uint32_t instrument = (uint32_t)random_below(&state, INSTRUMENTS);
        char symbol[8], mark[TEXT];
        size_t count = 0;

        price[instrument] = (uint32_t)(price[instrument] * (90 + random_below(&state, 21)) / 100) + 1;
        const levee_move_t move = {instrument, price[instrument], i};
        const levee_mark_spec_t tick = {symbol, mark, NULL, i};
        (void)snprintf(symbol, sizeof symbol, "S%u", instrument);
        (void)snprintf(mark, sizeof mark, "%u.%02u", move.price / 100, move.price % 100);
        assert_int_equal(levee_engine_tick(texts, &tick, 1, NULL), LEVEE_OK);
        assert_int_equal(levee_engine_move(numbers, &move, 1, NULL), LEVEE_OK);
        assert_same(texts, numbers);
        (void)levee_engine_verdicts(numbers, &count);
        verdicts += count;
    }
    assert_true(verdicts > TICKS / 10);
    levee_engine_free(texts);
    levee_engine_free(numbers);
}

static void test_bad_moves_change_nothing(void **unused)
{
    static const struct {
        levee_move_t moves[2];
        size_t count;
        const char *field;
        const char *message;
    } cases[] = {
        {{{INSTRUMENTS, PRICE, 0}}, 1, "instrument", "3 is not below 3, the number of instruments"},
        {{{0, PRICE + 1, 0}, {UINT32_MAX, PRICE, 0}}, 2, "instrument", "is not below 3"},
        {{{0, 0, 0}}, 1, "price", "price 0 of S0 is outside its range"},
        {{{1, UINT32_MAX, 0}}, 1, "price", "price 42949672.95 of S1 is outside its range"},
        {{{0, PRICE + 1, 0}, {0, PRICE + 2, 0}}, 2, "instrument", "S0 comes twice in one batch"},
        {{{2, PRICE + 1, EXPIRY_NS}}, 1, "time_ns", "S2 has expired"},
        {{{0, PRICE + 1, 0}}, INSTRUMENTS + 1, "", "4 ticks in a batch for 3 instruments"},
    };
    levee_engine_t *engine = make_engine();
    levee_engine_t *untouched = make_engine();

    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        levee_error_t error = {0};

        assert_int_equal(levee_engine_move(engine, cases[i].moves, cases[i].count, &error), LEVEE_REJECTED);
        assert_string_equal(error.field, cases[i].field);
        assert_non_null(strstr(error.message, cases[i].message));
        assert_same(engine, untouched);
    }
    levee_engine_free(engine);
    levee_engine_free(untouched);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_moves_are_ticks),
                                       cmocka_unit_test(test_bad_moves_change_nothing)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
