/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <stdio.h>
#include <string.h>

#include "money.h"
#include "output.h"

enum { ORDER_TEXT = 192 };

typedef struct {
    const char *book;
    const char *account;
    char order[ORDER_TEXT]; /* cut at its commas */
    levee_change_t change;
    levee_form_t form;
} request_t;

static const levee_column_t columns[] = {
    {"when", 0},   {"account", 0},   {"status", 0},
    {"equity", 1}, {"initial", 1},   {"maintenance", 1},
    {"excess", 1}, {"available", 1}, {"liquidation_price", 1},
};

enum { COLUMNS = sizeof columns / sizeof columns[0], MONEY_COLUMNS = 5 };

/* Takes the cell up to the next comma off `rest`. */
static const char *take_cell(char **rest)
{
    char *cell = *rest;
    char *comma = cell == NULL ? NULL : strchr(cell, ',');

    *rest = comma == NULL ? NULL : comma + 1;
    if (comma != NULL)
        *comma = '\0';
    return cell;
}

static int set_order(const char *text, request_t *request)
{
    levee_change_t *change = &request->change;
    char *rest = request->order;

    if (strlen(text) < sizeof request->order) {
        memcpy(request->order, text, strlen(text) + 1);
        change->event = "fill";
        change->instrument = take_cell(&rest);
        change->quantity = take_cell(&rest);
        change->price = take_cell(&rest);
    }
    return change->price != NULL && rest == NULL
               ? 0
               : levee_usage_error(&levee_whatif_command, "--order takes INSTRUMENT,QUANTITY,PRICE, not '%s'", text);
}

static int set_option(int option, const char *value, request_t *request)
{
    if (option == 'j' || option == 't') {
        request->form = option == 'j' ? LEVEE_JSON : LEVEE_TABLE;
        return 0;
    }
    if (request->change.event != NULL)
        return levee_usage_error(&levee_whatif_command, "one --order or one --withdraw, not more");
    if (option == 'o')
        return set_order(value, request);
    request->change.event = "withdraw";
    request->change.amount = value;
    return 0;
}

static int parse(int argc, char **argv, request_t *request)
{
    static const struct option options[] = {
        {"order", required_argument, NULL, 'o'},
        {"withdraw", required_argument, NULL, 'w'},
        {"json", no_argument, NULL, 'j'},
        {"table", no_argument, NULL, 't'},
        {NULL, 0, NULL, 0},
    };
    int answer;

    while ((answer = getopt_long(argc, argv, ":", options, NULL)) != -1) {
        int status;

        if (answer == '?' || answer == ':')
            return levee_option_error(&levee_whatif_command, answer, argv);
        if ((status = set_option(answer, optarg, request)) != 0)
            return status;
    }
    if (optind + 2 != argc)
        return levee_usage_error(&levee_whatif_command, "a BOOK and an ACCOUNT are needed, %d given", argc - optind);
    if (request->change.event == NULL)
        return levee_usage_error(&levee_whatif_command, "an --order or a --withdraw is needed");
    request->book = argv[optind];
    request->account = request->change.account = argv[optind + 1];
    return 0;
}

static int write_margin(levee_output_t *output, const char *when, const char *account, unsigned decimals,
                        const levee_margin_t *margin)
{
    char money[MONEY_COLUMNS][LEVEE_MONEY_TEXT];
    const char *cells[COLUMNS] = {
        when,
        account,
        levee_status_name(margin->status),
        levee_money_print(margin->equity, decimals, money[0]),
        levee_money_print(margin->initial, decimals, money[1]),
        levee_money_print(margin->maintenance, decimals, money[2]),
        levee_money_print(margin->excess, decimals, money[3]),
        levee_money_print(margin->available, decimals, money[4]),
        margin->liquidation.text,
    };

    return levee_output_row(output, cells);
}

static int write_margins(const request_t *request, unsigned decimals, const levee_margin_t *before,
                         const levee_margin_t *after)
{
    levee_output_t *output = levee_output_open(NULL, request->form, columns, COLUMNS);
    int bad = output == NULL;

    bad = bad || write_margin(output, "before", request->account, decimals, before) != 0;
    bad = bad || write_margin(output, "after", request->account, decimals, after) != 0;
    return levee_output_close(output) != 0 || bad ? LEVEE_EXIT_ERROR : LEVEE_EXIT_DONE;
}

/* An order is a trader's business; a withdrawal the engine would refuse. */
static void note_refusal(const request_t *request, const levee_margin_t *after)
{
    if (request->change.amount != NULL && levee_money_wide(after->equity) < levee_money_wide(after->initial))
        fputs("refused: the withdrawal would leave less than the initial margin\n", stderr);
}

static int ask(const levee_engine_t *engine, const request_t *request)
{
    levee_account_report_t account;
    levee_margin_t before;
    levee_margin_t after;
    levee_error_t error;
    uint32_t index;

    if (levee_engine_find(engine, request->account, &index, &error) != LEVEE_OK ||
        levee_engine_whatif(engine, &request->change, &before, &after, &error) != LEVEE_OK)
        return levee_complain_error(&error);
    levee_engine_account(engine, index, &account);
    note_refusal(request, &after);
    return write_margins(request, account.decimals, &before, &after);
}

static int run(int argc, char **argv)
{
    request_t request = {.form = LEVEE_CSV};
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
    status = ask(engine, &request);
    levee_engine_free(engine);
    return status;
}

const levee_command_t levee_whatif_command = {
    "whatif",
    run,
    "Ask what an order or a withdrawal would make of an account",
    "whatif BOOK ACCOUNT --order INSTRUMENT,QUANTITY,PRICE\n"
    "                    [--json | --table]\n"
    "       levee whatif BOOK ACCOUNT --withdraw AMOUNT [--json | --table]\n",
    "  --order INSTRUMENT,QUANTITY,PRICE  a fill; a negative quantity sells\n"
    "  --withdraw AMOUNT                  of the settlement asset\n"
    "  --json                             an array of objects instead of CSV\n"
    "  --table                            aligned columns for people\n\n"
    "Prints the account's margin before and after, and the liquidation price of\n"
    "the order's instrument, or where cash is withdrawn of the account's contract\n"
    "if it has one alone. Nothing changes. A withdrawal that would be refused\n"
    "is answered all the same, with a note on standard error.\n",
};
