/* SPDX-License-Identifier: Apache-2.0
 *
 * test_ticks.c: ticks of every format: prices, times to the nanosecond, whose
 * they are, and what ends or passes a stream. */
#include "scratch.h"

#include <levee/files.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT = 4096 };

/* print_ticks reads a whole stream as one line a tick, "R " in front of
 * rejected ones, and the message that ended it, without the directory. */
static const char *print_ticks(const char *path, const levee_ticks_options_t *options)
{
    static char text[TEXT];
    levee_ticks_t *ticks = NULL;
    levee_mark_spec_t tick;
    levee_error_t error = {0};
    size_t used = 0;
    levee_result_t result = levee_ticks_open(path, options, &ticks, &error);

    *text = '\0';
    while (!result) {
        result = levee_ticks_next(ticks, &tick, &error);
        if (result != LEVEE_OK && result != LEVEE_REJECTED)
            break;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%" PRId64 " %s %s%s%s\n", result ? "R " : "",
                                 tick.time_ns, tick.instrument, tick.mark, tick.funding ? " " : "",
                                 tick.funding ? tick.funding : "");
        result = LEVEE_OK;
    }
    if (result != LEVEE_END) {
        const char *const message = strrchr(error.message, '/');

        snprintf(text + used, sizeof text - used, "%s\n", message ? message + 1 : error.message);
        assert_int_equal(error.result, result);
        if (ticks)
            assert_int_equal(levee_ticks_next(ticks, &tick, &error), LEVEE_END);
    }
    levee_ticks_close(ticks);
    return text;
}

static void expect(const char *name, const char *file, const levee_ticks_options_t *options, const char *wanted)
{
    assert_string_equal(print_ticks(scratch_write(name, file, strlen(file)), options), wanted);
}

static const levee_ticks_options_t own = {.format = LEVEE_TICKS_LEVEE};
static const levee_ticks_options_t trades = {.format = LEVEE_TICKS_TARDIS_TRADES};
static const levee_ticks_options_t bars = {.format = LEVEE_TICKS_BINANCE_KLINES};
static const levee_ticks_options_t ohlc = {.format = LEVEE_TICKS_BINANCE_KLINES, .ohlc = 1};

static void reads_own_ticks(void **context)
{
    (void)context;
    expect("own.csv", "time_ns,instrument,mark\n0,A,1\n9223372036854775807,B,-2.5\n", &own,
           "0 A 1\n9223372036854775807 B -2.5\n");
    expect("own.csv", "funding,iv,index,mark,time_ns,instrument\n-0.5,0.55,3,1,5,A\n,,,2,5,A\n", &own,
           "5 A 1 -0.5\n5 A 2\n");
    expect("own.csv", "time_ns,instrument,mark\n", &own, "");
}

static void rejects_what_is_early(void **context)
{
    (void)context;
    expect("own.csv", "time_ns,instrument,mark\n5,A,1\n4,A,2\n5,B,3\n3,A,4\n6,A,5\n", &own,
           "5 A 1\nR 4 A 2\n5 B 3\nR 3 A 4\n6 A 5\n");
    levee_ticks_t *ticks;
    levee_mark_spec_t tick;
    levee_error_t error;
    char wanted[400];

    assert_int_equal(levee_ticks_open(scratch_path("own.csv"), &own, &ticks, &error), LEVEE_OK);
    assert_int_equal(levee_ticks_next(ticks, &tick, &error), LEVEE_OK);
    assert_int_equal(levee_ticks_next(ticks, &tick, &error), LEVEE_REJECTED);
    snprintf(wanted, sizeof wanted, "%s:3:1: time_ns: 4 ns is earlier than 5 ns of a row before it",
             scratch_path("own.csv"));
    assert_string_equal(error.message, wanted);
    levee_ticks_close(ticks);
}

static void ends_at_a_malformed_row(void **context)
{
#define HEADER "time_ns,instrument,mark,index,iv,funding\n1,A,1,,,\n"
#define NO_DECIMAL " is not a decimal number of at most 18 digits each side of the point\n"
    static const char *const cases[][2] = {
        {"x,A,1,,,\n2,A,1,,,\n", "own.csv:3:1: time_ns: \"x\" is not a whole number from 0\n"},
        {",A,1,,,\n", "own.csv:3:1: time_ns: \"\" is not a whole number from 0\n"},
        {"-2,A,1,,,\n", "own.csv:3:1: time_ns: \"-2\" is not a whole number from 0\n"},
        {"9223372036854775808,A,1,,,\n",
         "own.csv:3:1: time_ns: \"9223372036854775808\" is above 9223372036854775807\n"},
        {"2,,1,,,\n", "own.csv:3:2: instrument: the cell is empty\n"},
        {"2,A,,,,\n", "own.csv:3:3: mark: \"\"" NO_DECIMAL},
        {"2,A,1e3,,,\n", "own.csv:3:3: mark: \"1e3\"" NO_DECIMAL},
        {"2,A,1,+1,,\n", "own.csv:3:4: index: \"+1\"" NO_DECIMAL},
        {"2,A,1,,nan,\n", "own.csv:3:5: iv: \"nan\"" NO_DECIMAL},
        {"2,A,1,,,1.\n", "own.csv:3:6: funding: \"1.\"" NO_DECIMAL},
        {"2,A,1,,\n", "own.csv:3:6: the row has 5 cells, the header 6 columns\n"},
        {"0,A,x,,,\n", "own.csv:3:3: mark: \"x\"" NO_DECIMAL},
    };

    (void)context;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char file[512], wanted[512];

        snprintf(file, sizeof file, HEADER "%s", cases[k][0]);
        snprintf(wanted, sizeof wanted, "1 A 1\n%s", cases[k][1]);
        expect("own.csv", file, &own, wanted);
    }
    expect("own.csv", "time_ns,instrument,mark,bid\n", &own,
           "own.csv:1:4: unknown column \"bid\"; the columns are time_ns, instrument, mark, index, iv and funding\n");
    expect("own.csv", "", &own, "own.csv:1:1: the file is empty; it needs a header\n");
}

static void reads_trades(void **context)
{
    (void)context;
    expect("trades.csv",
           "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n"
           "x,AVAX,1760054401433000,z,,buy,28.41,\n"
           "x,AVAX,9223372036854775,,,sell,28.40,1\n",
           &trades, "1760054401433000000 AVAX 28.41\n9223372036854775000 AVAX 28.40\n");
    expect("trades.csv", "symbol,timestamp,price\nAVAX,9223372036854776,1\n", &trades,
           "trades.csv:2:2: timestamp: 9223372036854776 is beyond the year 2262\n");
    expect("trades.csv", "symbol,timestamp\n", &trades, "trades.csv:1:3: the header lacks the column \"price\"\n");
    expect("trades.csv", "symbol,timestamp,price,symbol\n", &trades,
           "trades.csv:1:4: the header has twice the column \"symbol\"; the columns are symbol, timestamp and price\n");
}

#define KLINES "open_time,open,high,low,close,volume,close_time,ignore\n"

static void reads_bars(void **context)
{
    (void)context;
    expect("COIN-1m-x.csv", KLINES "1000,1,4,0.5,2,z,1999,\n", &bars, "2000000000 COIN 2\n");
    /* rising, level, falling; each bar's ticks at 0, 1/4, 1/2 and the end */
    expect("COIN-1m-x.csv",
           KLINES "1000,1,4,0.5,2,,1999,\n2000,2.0,4,1,2,,2999,\n3000,2,4,1,1.999999999999999999,,3001,\n", &ohlc,
           "1000000000 COIN 1\n1250000000 COIN 0.5\n1500000000 COIN 4\n2000000000 COIN 2\n"
           "2000000000 COIN 2.0\n2250000000 COIN 1\n2500000000 COIN 4\n3000000000 COIN 2\n"
           "3000000000 COIN 2\n3000500000 COIN 4\n3001000000 COIN 1\n3002000000 COIN 1.999999999999999999\n");
    /* a bar that overlaps the one before it: its early ticks are rejected one by one */
    expect("COIN-1m-x.csv", KLINES "1000,1,1,1,1,,1999,\n1600,2,2,2,2,,2399,\n", &ohlc,
           "1000000000 COIN 1\n1250000000 COIN 1\n1500000000 COIN 1\n2000000000 COIN 1\n"
           "R 1600000000 COIN 2\nR 1800000000 COIN 2\n2000000000 COIN 2\n2400000000 COIN 2\n");
    /* a bar of one millisecond */
    expect("COIN-1m-x.csv", KLINES "7,1,1,1,1,,7,\n", &ohlc,
           "7000000 COIN 1\n7250000 COIN 1\n7500000 COIN 1\n8000000 COIN 1\n");
}

static void refuses_bars(void **context)
{
    (void)context;
    expect("COIN-1m-x.csv", KLINES "7,1,1,1,1,,6,\n", &ohlc,
           "COIN-1m-x.csv:2:7: close_time: the bar ends before it starts\n");
    expect("COIN-1m-x.csv", KLINES "7,1,1,1,1,,9223372036853,\n", &bars, "9223372036854000000 COIN 1\n");
    expect("COIN-1m-x.csv", KLINES "7,1,1,1,1,,9223372036854,\n", &bars,
           "COIN-1m-x.csv:2:7: close_time: 9223372036854 is beyond the year 2262\n");
    expect("COIN-1m-x.csv", KLINES "1735689600000000,1,1,1,1,,1735689659999999,\n", &bars,
           "COIN-1m-x.csv:2:7: close_time: 1735689659999999 is beyond the year 2262\n");
    expect("COIN-1m-x.csv", KLINES "7,1,x,1,1,,8,\n", &bars, "9000000 COIN 1\n");
    expect("COIN-1m-x.csv", KLINES "7,1,x,1,1,,8,\n", &ohlc,
           "COIN-1m-x.csv:2:3: high: \"x\" is not a decimal number of at most 18 digits each side of the point\n");
    expect("COIN-1m-x.csv", "close_time,close\n", &bars, "");
    expect("COIN-1m-x.csv", "close_time,close\n", &ohlc,
           "COIN-1m-x.csv:1:3: the header lacks the column \"open_time\"\n");
}

/* The venue of these tests lists LISTED and counts questions. */
static int is_listed(void *context, const char *symbol)
{
    ++*(int *)context;
    return !strcmp(symbol, "LISTED");
}

static void decides_whose_prices_they_are(void **context)
{
    static const char file[] = "symbol,timestamp,price\nLISTED,1,1\nLISTED,2,2\nOTHER,3,3\nLISTED,4,4\n";
    int questions = 0;
    levee_ticks_options_t options = {LEVEE_TICKS_TARDIS_TRADES, 0, "GIVEN", is_listed, &questions};

    (void)context;
    expect("trades.csv", file, &options, "1000 LISTED 1\n2000 LISTED 2\n3000 GIVEN 3\n4000 LISTED 4\n");
    assert_int_equal(questions, 3);
    options.known = NULL;
    expect("trades.csv", file, &options, "1000 GIVEN 1\n2000 GIVEN 2\n3000 GIVEN 3\n4000 GIVEN 4\n");
    options.instrument = NULL;
    expect("trades.csv", file, &options, "1000 LISTED 1\n2000 LISTED 2\n3000 OTHER 3\n4000 LISTED 4\n");
    options = (levee_ticks_options_t){LEVEE_TICKS_LEVEE, 0, "GIVEN", is_listed, &questions};
    expect("own.csv", "time_ns,instrument,mark\n1,OTHER,1\n", &options, "1 OTHER 1\n");
}

static void names_bars_after_their_file(void **context)
{
    static const char file[] = "close_time,close\n1,1\n";
    int questions = 0;
    levee_ticks_options_t options = {LEVEE_TICKS_BINANCE_KLINES, 0, "GIVEN", is_listed, &questions};

    (void)context;
    expect("LISTED-1m-2025.csv", file, &options, "2000000 LISTED 1\n");
    expect("OTHER-1m-2025.csv", file, &options, "2000000 GIVEN 1\n");
    options.instrument = NULL;
    expect("OTHER-1m-2025.csv", file, &options, "2000000 OTHER 1\n");
    expect("OTHER.1m.csv", file, &options, "2000000 OTHER 1\n");
    expect("OTHER", file, &options, "2000000 OTHER 1\n");
    expect("-1m.csv", file, &options,
           "-1m.csv: the name of the file tells no symbol: say which instrument the prices belong to\n");
    options.instrument = "GIVEN";
    expect("-1m.csv", file, &options, "2000000 GIVEN 1\n");
}

static void knows_its_formats(void **context)
{
    levee_ticks_format_t format;
    levee_error_t error;

    (void)context;
    assert_int_equal(levee_ticks_format("levee", &format, &error), LEVEE_OK);
    assert_int_equal(format, LEVEE_TICKS_LEVEE);
    assert_int_equal(levee_ticks_format("tardis-trades", &format, &error), LEVEE_OK);
    assert_int_equal(format, LEVEE_TICKS_TARDIS_TRADES);
    assert_int_equal(levee_ticks_format("binance-klines", &format, &error), LEVEE_OK);
    assert_int_equal(format, LEVEE_TICKS_BINANCE_KLINES);
    assert_int_equal(levee_ticks_format("Levee", &format, &error), LEVEE_MALFORMED);
    assert_string_equal(error.message, "\"Levee\" is no format of ticks; levee, tardis-trades and binance-klines are");
    assert_int_equal(levee_ticks_format("Levee", &format, NULL), LEVEE_MALFORMED);
}

static void keeps_what_came_before_a_cut(void **context)
{
    static const char file[] = "time_ns,instrument,mark\n1,A,1\n2,A,2\n";
    unsigned char stored[512];
    const size_t length = scratch_gzip(file, sizeof file - 1, 1, stored, sizeof stored);

    (void)context;
    assert_string_equal(print_ticks(scratch_write("cut.csv.gz", stored, length - 1), &own),
                        "1 A 1\n2 A 2\ncut.csv.gz:4:1: the gzip data is cut short\n");
}

/* real_t: a file of LEVEE_DATA, how many ticks it holds, its first and last. */
typedef struct {
    const char *name;
    levee_ticks_options_t options;
    unsigned ticks;
    const char *first, *last;
} real_t;

static const real_t real_files[] = {
    {"binance-delivery_trades_2025-10-10_AVAXUSD_PERP.csv.gz",
     {.format = LEVEE_TICKS_TARDIS_TRADES},
     137632,
     "1760054401433000000 AVAXUSD_PERP 28.41",
     "1760140797038000000 AVAXUSD_PERP 20.76"},
    {"gemini_trades_2025-10-10_BTCUSD.csv.gz",
     {.format = LEVEE_TICKS_TARDIS_TRADES},
     24706,
     "1760054406843000000 BTCUSD 121758.75",
     "1760140799148000000 BTCUSD 113063.2"},
    {"gemini_trades_2025-10-10_ETHUSD.csv.gz",
     {.format = LEVEE_TICKS_TARDIS_TRADES},
     22320,
     "1760054466570000000 ETHUSD 4368.7",
     "1760140795668000000 ETHUSD 3943.01"},
    {"BTCUSD_PERP-markPriceKlines-1m-2025-10-10.csv",
     {.format = LEVEE_TICKS_BINANCE_KLINES},
     1440,
     "1760054460000000000 BTCUSD_PERP 121689.00965205",
     "1760140800000000000 BTCUSD_PERP 112992.60000000"},
    {"AVAXUSDT-1m-2026-02-04_06.csv",
     {.format = LEVEE_TICKS_BINANCE_KLINES},
     4320,
     "1770163260000000000 AVAXUSDT 9.9150",
     "1770422400000000000 AVAXUSDT 9.2680"},
    {"LINKUSDT-1m-2026-02-04_06.csv",
     {.format = LEVEE_TICKS_BINANCE_KLINES, .ohlc = 1},
     17280,
     "1770163200000000000 LINKUSDT 9.484",
     "1770422400000000000 LINKUSDT 8.879"},
};

static void read_real_file(const real_t *real, const char *path)
{
    levee_ticks_t *ticks;
    levee_mark_spec_t tick;
    levee_error_t error;
    levee_result_t result;
    char text[128] = "";
    unsigned count = 0;
    uint64_t total;

    assert_int_equal(levee_ticks_open(path, &real->options, &ticks, &error), LEVEE_OK);
    while ((result = levee_ticks_next(ticks, &tick, &error)) == LEVEE_OK) {
        snprintf(text, sizeof text, "%" PRId64 " %s %s", tick.time_ns, tick.instrument, tick.mark);
        if (count++ == 0)
            assert_string_equal(text, real->first);
    }
    assert_int_equal(result, LEVEE_END);
    assert_string_equal(text, real->last);
    assert_int_equal(count, real->ticks);
    assert_true(levee_ticks_progress(ticks, &total) == total && total > 0);
    levee_ticks_close(ticks);
}

static void reads_real_files(void **context)
{
    const char *const folder = getenv("LEVEE_DATA");
    char path[600];

    (void)context;
    for (size_t k = 0; k < sizeof real_files / sizeof *real_files; k++) {
        snprintf(path, sizeof path, "%s/data/ticks/%s", folder ? folder : "../shared", real_files[k].name);
        if (access(path, R_OK)) {
            print_message("skipped: there is no %s\n", path);
            skip();
        }
        read_real_file(&real_files[k], path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_own_ticks),
        cmocka_unit_test(rejects_what_is_early),
        cmocka_unit_test(ends_at_a_malformed_row),
        cmocka_unit_test(reads_trades),
        cmocka_unit_test(reads_bars),
        cmocka_unit_test(refuses_bars),
        cmocka_unit_test(decides_whose_prices_they_are),
        cmocka_unit_test(names_bars_after_their_file),
        cmocka_unit_test(knows_its_formats),
        cmocka_unit_test(keeps_what_came_before_a_cut),
        cmocka_unit_test(reads_real_files),
    };

    return cmocka_run_group_tests_name("ticks", tests, NULL, NULL);
}
