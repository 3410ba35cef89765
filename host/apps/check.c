/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <stdio.h>
#include <string.h>

#include "output.h"

typedef struct {
    const char *book;
    int prices;
    levee_form_t form;
} request_t;

static const levee_column_t account_columns[] = {
    {"account", 0}, {"status", 0}, {"equity", 1}, {"initial", 1}, {"maintenance", 1}, {"excess", 1}, {"available", 1},
};

static const levee_column_t price_columns[] = {
    {"account", 0},
    {"instrument", 0},
    {"liquidation_price", 1},
    {"bankruptcy_price", 1},
};

enum {
    ACCOUNT_COLUMNS = sizeof account_columns / sizeof account_columns[0],
    PRICE_COLUMNS = sizeof price_columns / sizeof price_columns[0]
};

static int parse(int argc, char **argv, request_t *request)
{
    static const struct option options[] = {
        {"prices", no_argument, NULL, 'p'},
        {"at", required_argument, NULL, 'a'},
        {"json", no_argument, NULL, 'j'},
        {"table", no_argument, NULL, 't'},
        {NULL, 0, NULL, 0},
    };
    uint64_t at;
    int answer;

    while ((answer = getopt_long(argc, argv, ":", options, NULL)) != -1) {
        if (answer == 'p')
            request->prices = 1;
        else if (answer == 'j')
            request->form = LEVEE_JSON;
        else if (answer == 't')
            request->form = LEVEE_TABLE;
        else if (answer != 'a')
            return levee_option_error(&levee_check_command, answer, argv);
        else if (levee_parse_whole(optarg, 0, INT64_MAX, &at) != 0)
            return levee_usage_error(&levee_check_command, "--at takes nanoseconds since 1970, not '%s'", optarg);
    }
    if (optind + 1 != argc)
        return levee_usage_error(&levee_check_command, "one BOOK is needed, %d given", argc - optind);
    request->book = argv[optind];
    return 0;
}

static void print_ranges(const levee_engine_t *engine)
{
    for (uint32_t i = 0; i < levee_engine_instruments(engine); i++) {
        levee_instrument_report_t report;

        levee_engine_instrument(engine, i, &report);
        fprintf(stderr, "price_range: %s %s %s\n", report.symbol, report.price_min, report.price_max);
    }
}

static int write_account(levee_output_t *output, const levee_account_report_t *report)
{
    char money[ACCOUNT_COLUMNS - 2][LEVEE_MONEY_TEXT];
    const char *cells[ACCOUNT_COLUMNS] = {
        report->account,
        levee_status_name(report->status),
        levee_money_print(report->equity, report->decimals, money[0]),
        levee_money_print(report->initial, report->decimals, money[1]),
        levee_money_print(report->maintenance, report->decimals, money[2]),
        levee_money_print(report->excess, report->decimals, money[3]),
        levee_money_print(report->available, report->decimals, money[4]),
    };

    return levee_output_row(output, cells);
}

static int write_prices(levee_output_t *output, const levee_engine_t *engine, uint32_t account,
                        const levee_account_report_t *report)
{
    int bad = 0;

    for (uint32_t leg = 0; leg < report->leg_count && bad == 0; leg++) {
        levee_leg_report_t terms;
        levee_price_t liquidation;
        levee_price_t bankruptcy;

        levee_engine_leg(engine, account, leg, &terms);
        if (strcmp(terms.kind, "asset") == 0)
            continue;
        levee_engine_prices(engine, account, leg, &liquidation, &bankruptcy);
        bad = levee_output_row(output, (const char *[PRICE_COLUMNS]){report->account, terms.instrument,
                                                                     liquidation.text, bankruptcy.text});
    }
    return bad;
}

static int write_book(const levee_engine_t *engine, const request_t *request)
{
    const levee_column_t *columns = request->prices ? price_columns : account_columns;
    const size_t count = request->prices ? PRICE_COLUMNS : ACCOUNT_COLUMNS;
    levee_output_t *output = levee_output_open(NULL, request->form, columns, count);
    int status = LEVEE_EXIT_DONE;
    int bad = output == NULL;

    for (uint32_t i = 0; i < levee_engine_accounts(engine) && !bad; i++) {
        levee_account_report_t report;

        levee_engine_account(engine, i, &report);
        if (report.status == LEVEE_LIQUIDATE || report.status == LEVEE_BANKRUPT)
            status = LEVEE_EXIT_FOUND;
        bad = request->prices ? write_prices(output, engine, i, &report) : write_account(output, &report);
    }
    return levee_output_close(output) != 0 || bad ? LEVEE_EXIT_ERROR : status;
}

static int run(int argc, char **argv)
{
    request_t request = {NULL, 0, LEVEE_CSV};
    levee_book_t *book;
    levee_engine_t *engine;
    levee_error_t error;
    int status = parse(argc, argv, &request);

    if (status != 0)
        return status;
    if (levee_book_read(request.book, &book, &error) != LEVEE_OK)
        return levee_complain_error(&error);
    if (levee_engine_new(book, NULL, &engine, &error) != LEVEE_OK) {
        levee_book_free(book);
        return levee_complain_error(&error);
    }
    print_ranges(engine);
    status = write_book(engine, &request);
    levee_engine_free(engine);
    return status;
}

const levee_command_t levee_check_command = {
    "check",
    run,
    "Check a book: the status and the margin of every account",
    "check BOOK [--prices] [--at TIME_NS] [--json | --table]\n",
    "  --prices      liquidation and bankruptcy price of every leg instead\n"
    "  --at TIME_NS  valuation time, nanoseconds since 1970; for options only\n"
    "  --json        an array of objects instead of CSV\n"
    "  --table       aligned columns for people\n\n"
    "The accepted range of each instrument's prices goes to standard error.\n"
    "Exit status 1: an account is to be liquidated or bankrupt.\n",
};
