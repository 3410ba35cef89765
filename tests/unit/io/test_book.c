/* SPDX-License-Identifier: Apache-2.0
 *
 * test_book.c: a book directory: read whole, or refused at the cell at fault. */
#include "scratch.h"

#include <levee/files.h>

#include <stdio.h>
#include <string.h>

static const char venue_yaml[] = "venue: test\n"
                                 "settlement: [{asset: USDT, decimals: 8}]\n"
                                 "instruments:\n"
                                 "  - {symbol: BTC, kind: linear, settle: USDT, tick: 0.01, lot: 0.001,\n"
                                 "     tiers: [{initial: 0.1, maintenance: 0.05}]}\n"
                                 "  - {symbol: ETH, kind: asset, settle: USDT, tick: 0.01, lot: 0.0001,\n"
                                 "     tiers: [{haircut: 0.1, borrow: 0.05}]}\n";
static const char marks_csv[] = "instrument,mark,index,iv,funding,time_ns\n"
                                "BTC,50000.005,50001,0.5,1.5,1700000000000000000\n"
                                "ETH,3000,,,,\n";
static const char accounts_csv[] = "reserved,cash,account,settle,mode\n"
                                   ",100,first,USDT,cross\n"
                                   "5,-0.00000001,\"second\",USDT,isolated\n";
static const char legs_csv[] = "account,instrument,quantity,entry_price,entry_funding\n"
                               "first,BTC,0.5,49000.123456,0.5\n"
                               "first,ETH,-2,,\n"
                               "second,BTC,-1.001,51000,\n";

enum { VENUE, MARKS, ACCOUNTS, LEGS, FILES };
static const char *const names[FILES] = {"venue.yaml", "marks.csv", "accounts.csv", "legs.csv"};
static const char *const texts[FILES] = {venue_yaml, marks_csv, accounts_csv, legs_csv};

static void write_good(void)
{
    for (int k = 0; k < FILES; k++)
        scratch_write(names[k], texts[k], strlen(texts[k]));
}

static levee_result_t read_book(levee_book_t **book, levee_error_t *error)
{
    return levee_book_read(scratch_path(""), book, error);
}

static void reads_a_book(void **context)
{
    levee_book_t *book = NULL;
    levee_engine_t *engine = NULL;
    levee_instrument_report_t instrument;
    levee_account_report_t account;
    levee_leg_report_t leg;
    levee_error_t error;
    char money[LEVEE_MONEY_TEXT];
    uint32_t index;

    (void)context;
    write_good();
    if (read_book(&book, &error))
        fail_msg("%s", error.message);
    assert_int_equal(levee_book_instruments(book), 2);
    levee_book_instrument(book, 0, &instrument);
    assert_string_equal(instrument.mark, "50000.01");
    assert_true(instrument.time_ns == 1700000000000000000);
    assert_int_equal(levee_engine_new(book, NULL, &engine, &error), LEVEE_OK);
    assert_int_equal(levee_engine_find(engine, "second", &index, &error), LEVEE_OK);
    assert_int_equal(index, 1);
    levee_engine_account(engine, index, &account);
    assert_string_equal(account.mode, "isolated");
    assert_int_equal(account.leg_count, 1);
    assert_string_equal(levee_money_print(account.cash, account.decimals, money), "-0.00000001");
    assert_string_equal(levee_money_print(account.reserved, account.decimals, money), "5");
    levee_engine_leg(engine, 0, 0, &leg);
    assert_string_equal(leg.quantity, "0.5");
    /* 0.5 BTC bought at the index 0.5 */
    assert_string_equal(levee_money_print(leg.entry_funding, account.decimals, money), "0.25");
    levee_engine_leg(engine, 1, 0, &leg);
    /* sold at the index of marks.csv */
    assert_string_equal(levee_money_print(leg.entry_funding, account.decimals, money), "-1.5015");
    levee_engine_free(engine);
}

typedef struct {
    int file;
    levee_result_t result;
    const char *from, *to;
    const char *message; /* behind "DIRECTORY/" */
} fault_t;

#define NO_DECIMAL " is not a decimal number of at most 18 digits each side of the point"

static const fault_t faults[] = {
    {VENUE, LEVEE_REJECTED, "lot: 0.001", "lot: 0", "venue.yaml:4:64: BTC: lot: 0 is not above 0"},
    {MARKS, LEVEE_REJECTED, "BTC,", "XRP,", "marks.csv:2:1: instrument: venue test has no instrument XRP"},
    {MARKS, LEVEE_REJECTED, "ETH,", "BTC,", "marks.csv:3:1: instrument: BTC has a mark already"},
    {MARKS, LEVEE_MALFORMED, "50000.005", "5e4", "marks.csv:2:2: mark: \"5e4\"" NO_DECIMAL},
    {MARKS, LEVEE_MALFORMED, "50000.005", "", "marks.csv:2:2: mark: is missing"},
    {MARKS, LEVEE_REJECTED, "50000.005", "-1", "marks.csv:2:2: mark: price -1 of BTC is not above 0"},
    {MARKS, LEVEE_MALFORMED, "50001", ".5", "marks.csv:2:3: index: \".5\"" NO_DECIMAL},
    {MARKS, LEVEE_MALFORMED, ",0.5,", ",0.5%,", "marks.csv:2:4: iv: \"0.5%\"" NO_DECIMAL},
    {MARKS, LEVEE_MALFORMED, "1.5", "x", "marks.csv:2:5: funding: \"x\"" NO_DECIMAL},
    {MARKS, LEVEE_MALFORMED, "1700000000000000000", "-1",
     "marks.csv:2:6: time_ns: \"-1\" is not a whole number from 0"},
    {MARKS, LEVEE_MALFORMED, "1700000000000000000", "9223372036854775808",
     "marks.csv:2:6: time_ns: \"9223372036854775808\" is above 9223372036854775807"},
    {ACCOUNTS, LEVEE_MALFORMED, "reserved,", "", "accounts.csv:2:5: the row has 5 cells, the header 4 columns"},
    {ACCOUNTS, LEVEE_MALFORMED, "first", "", "accounts.csv:2:3: account: is empty"},
    {ACCOUNTS, LEVEE_REJECTED, "\"second\"", "first", "accounts.csv:3:3: account: account first is there already"},
    {ACCOUNTS, LEVEE_REJECTED, "isolated", "portfolio",
     "accounts.csv:3:5: mode: portfolio margin is not supported yet; isolated and cross are"},
    {ACCOUNTS, LEVEE_REJECTED, "first,USDT", "first,USDC",
     "accounts.csv:2:4: settle: venue test has no settlement asset USDC"},
    {ACCOUNTS, LEVEE_REJECTED, "100", "100.000000001",
     "accounts.csv:2:2: cash: 100.000000001 has more than the 8 decimals of USDT"},
    {ACCOUNTS, LEVEE_REJECTED, "5,-0", "-5,-0", "accounts.csv:3:1: reserved: -5 is below 0"},
    {LEGS, LEVEE_REJECTED, "first,BTC", "third,BTC", "legs.csv:2:1: account: the book has no account third"},
    {LEGS, LEVEE_REJECTED, "first,BTC", "first,ETH",
     "legs.csv:2:4: entry_price: an asset takes no entry price; leave it empty"},
    {LEGS, LEVEE_REJECTED, "first,ETH,-2,,", "first,BTC,-2,1,",
     "legs.csv:3:2: instrument: account first has a leg in BTC already"},
    {LEGS, LEVEE_MALFORMED, "49000.123456", "", "legs.csv:2:4: entry_price: is missing"},
    {LEGS, LEVEE_REJECTED, "0.5,", "0.0005,",
     "legs.csv:2:3: quantity: quantity 0.0005 is not a multiple of the lot 0.001 of BTC"},
    {LEGS, LEVEE_MALFORMED, ",0.5\n", ",0.5.5\n", "legs.csv:2:5: entry_funding: \"0.5.5\"" NO_DECIMAL},
    {LEGS, LEVEE_MALFORMED, "second,BTC", "second,\"BTC",
     "legs.csv:4:2: the quoted cell that starts here does not end"},
    {LEGS, LEVEE_MALFORMED, "account,", "acount,",
     "legs.csv:1:1: unknown column \"acount\"; the columns are account, instrument, quantity, entry_price and "
     "entry_funding"},
};

static void write_edited(const fault_t *fault)
{
    const char *const text = texts[fault->file];
    const char *const at = strstr(text, fault->from);
    char edited[2048];
    int length;

    assert_non_null(at);
    length = snprintf(edited, sizeof edited, "%.*s%s%s", (int)(at - text), text, fault->to, at + strlen(fault->from));
    scratch_write(names[fault->file], edited, (size_t)length);
}

static void names_the_cell_at_fault(void **context)
{
    (void)context;
    for (size_t k = 0; k < sizeof faults / sizeof *faults; k++) {
        char wanted[sizeof((levee_error_t *)0)->message];
        levee_book_t *book = NULL;
        levee_error_t error = {0};

        write_good();
        write_edited(&faults[k]);
        assert_int_equal(read_book(&book, &error), faults[k].result);
        assert_null(book);
        snprintf(wanted, sizeof wanted, "%s%s", scratch_path(""), faults[k].message);
        assert_string_equal(error.message, wanted);
        assert_string_equal(error.field, "");
        assert_int_equal(read_book(&book, NULL), faults[k].result);
    }
}

static void needs_every_file(void **context)
{
    (void)context;
    for (int k = 0; k < FILES; k++) {
        levee_book_t *book = NULL;
        levee_error_t error;
        char wanted[400];

        write_good();
        assert_int_equal(remove(scratch_path(names[k])), 0);
        assert_int_equal(read_book(&book, &error), LEVEE_SYSTEM);
        snprintf(wanted, sizeof wanted, "%s: cannot open: No such file or directory", scratch_path(names[k]));
        assert_string_equal(error.message, wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_book),
        cmocka_unit_test(names_the_cell_at_fault),
        cmocka_unit_test(needs_every_file),
    };

    return cmocka_run_group_tests_name("book", tests, NULL, NULL);
}
