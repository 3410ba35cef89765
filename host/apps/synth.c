/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "progress.h"
#include "synth_book.h"
#include "synth_marks.h"

enum {
    ACCOUNTS_MAX = 16000000,
    BATCH = 1 << 14 /* accounts in one engine: memory does not grow with the book */
};

typedef struct {
    const char *venue;
    const char *out;
    const char *marks;
    uint64_t accounts;
    uint64_t seed;
    int seeded;
} request_t;

typedef struct {
    const request_t *request;
    const levee_synth_market_t *market;
    levee_synth_book_t *book;
    levee_progress_t progress;
    levee_synth_plan_t *plans; /* of one batch */
    uint64_t isolated;
    uint64_t legs;
    uint64_t statuses[LEVEE_NO_STATUS];
} synth_t;

static int parse(int argc, char **argv, request_t *request)
{
    static const struct option options[] = {
        {"accounts", required_argument, NULL, 'a'},
        {"seed", required_argument, NULL, 's'},
        {"out", required_argument, NULL, 'o'},
        {"marks", required_argument, NULL, 'm'},
        {NULL, 0, NULL, 0},
    };
    int answer;

    while ((answer = getopt_long(argc, argv, ":", options, NULL)) != -1) {
        if (answer == 'o')
            request->out = optarg;
        else if (answer == 'm')
            request->marks = optarg;
        else if (answer != 'a' && answer != 's')
            return levee_option_error(&levee_synth_command, answer, argv);
        else if (answer == 'a' && levee_parse_whole(optarg, 1, ACCOUNTS_MAX, &request->accounts) != 0)
            return levee_usage_error(&levee_synth_command, "--accounts is a number from 1 to %d, not '%s'",
                                     ACCOUNTS_MAX, optarg);
        else if (answer == 's' && levee_parse_whole(optarg, 0, UINT64_MAX, &request->seed) != 0)
            return levee_usage_error(&levee_synth_command, "--seed is a number from 0 to 2^64 - 1, not '%s'", optarg);
        request->seeded |= answer == 's';
    }
    if (optind + 1 != argc)
        return levee_usage_error(&levee_synth_command, "one VENUE.yaml is needed, %d given", argc - optind);
    if (request->accounts == 0 || !request->seeded || request->out == NULL)
        return levee_usage_error(&levee_synth_command, "--accounts, --seed and --out are needed");
    request->venue = argv[optind];
    return 0;
}

/* Adds a planned leg; one that is over a limit of the book is halved until it
 * fits, or dropped. */
static levee_result_t add_leg(levee_book_t *book, const levee_synth_market_t *market, const char *name,
                              levee_synth_leg_t *leg, levee_error_t *error)
{
    const levee_synth_instrument_t *instrument = &market->instruments[leg->instrument];
    levee_result_t result;

    do {
        char quantity[LEVEE_PRICE_TEXT];
        char entry[LEVEE_PRICE_TEXT];
        const levee_leg_spec_t spec = {.account = name,
                                       .instrument = instrument->symbol,
                                       .quantity = levee_synth_quantity(instrument, leg->lots, quantity),
                                       .entry_price = levee_synth_entry(instrument, leg->entry, entry)};

        result = levee_book_add_leg(book, &spec, error);
        if (result == LEVEE_REJECTED || result == LEVEE_MALFORMED)
            leg->lots /= 2;
    } while ((result == LEVEE_REJECTED || result == LEVEE_MALFORMED) && leg->lots != 0);
    return result;
}

static levee_result_t add_account(levee_book_t *book, const levee_synth_market_t *market, uint32_t index,
                                  levee_synth_plan_t *plan, levee_error_t *error)
{
    const levee_synth_settlement_t *settlement = &market->settlements[plan->settlement];
    uint32_t kept = 0;
    char name[LEVEE_PRICE_TEXT];
    char reserved[LEVEE_MONEY_TEXT];
    const levee_account_spec_t spec = {
        .account = levee_synth_name(index, name),
        .mode = plan->isolated ? "isolated" : "cross",
        .settle = settlement->asset,
        .cash = "0",
        .reserved = levee_money_print(levee_money_of(plan->reserved), settlement->decimals, reserved)};
    levee_result_t result = levee_book_add_account(book, &spec, error);

    for (uint32_t i = 0; i < plan->leg_count && result == LEVEE_OK; i++) {
        levee_synth_leg_t leg = plan->legs[i];

        result = add_leg(book, market, name, &leg, error);
        if (leg.lots != 0)
            plan->legs[kept++] = leg;
        else
            result = LEVEE_OK;
    }
    plan->leg_count = kept;
    return result;
}

/* A book of the venue at its marks, without accounts. */
static levee_result_t empty_book(const synth_t *synth, levee_book_t **book, levee_error_t *error)
{
    levee_venue_t *venue = NULL;
    levee_result_t result = levee_venue_read(synth->request->venue, &venue, error);

    if (result != LEVEE_OK)
        return result;
    result = levee_book_new(venue, book, error);
    if (result != LEVEE_OK) {
        levee_venue_free(venue);
        return result;
    }
    for (uint32_t i = 0; i < synth->market->instrument_count && result == LEVEE_OK; i++) {
        const levee_synth_instrument_t *instrument = &synth->market->instruments[i];

        if (instrument->mark[0] != '\0')
            result =
                levee_book_set_mark(*book, &(levee_mark_spec_t){instrument->symbol, instrument->mark, NULL, 0}, error);
    }
    if (result != LEVEE_OK)
        levee_book_free(*book);
    return result;
}

static levee_status_t status_of(const levee_account_report_t *report, levee_int128_t cash)
{
    const levee_int128_t equity = levee_money_wide(report->equity) + cash * LEVEE_QUANTUM;

    if (equity < 0)
        return LEVEE_BANKRUPT;
    if (equity < levee_money_wide(report->maintenance))
        return LEVEE_LIQUIDATE;
    return equity < levee_money_wide(report->initial) ? LEVEE_RESTRICTED : LEVEE_HEALTHY;
}

/* The engine says exactly what each account needs; its cash follows. */
static void write_batch(synth_t *synth, const levee_engine_t *engine, uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const levee_synth_plan_t *plan = &synth->plans[i];
        levee_account_report_t report;
        levee_int128_t cash;

        levee_engine_account(engine, i, &report);
        cash = levee_synth_cash(plan, &report);
        levee_synth_book_add(synth->book, synth->market, first + i, plan, cash);
        synth->isolated += (uint64_t)plan->isolated;
        synth->legs += plan->leg_count;
        synth->statuses[status_of(&report, cash)]++;
    }
}

static levee_result_t run_batch(synth_t *synth, uint32_t first, uint32_t count, levee_error_t *error)
{
    levee_book_t *book = NULL;
    levee_engine_t *engine = NULL;
    levee_result_t result = empty_book(synth, &book, error);

    if (result != LEVEE_OK)
        return result;
    for (uint32_t i = 0; i < count && result == LEVEE_OK; i++) {
        levee_synth_draw(synth->market, synth->request->seed, first + i, &synth->plans[i]);
        result = add_account(book, synth->market, first + i, &synth->plans[i], error);
        if (levee_progress_due(&synth->progress))
            levee_progress_show(&synth->progress, first + i, first + i, synth->request->accounts);
    }
    if (result == LEVEE_OK)
        result = levee_engine_new(book, NULL, &engine, error);
    if (result != LEVEE_OK) {
        levee_book_free(book);
        return result;
    }
    write_batch(synth, engine, first, count);
    levee_engine_free(engine);
    return LEVEE_OK;
}

static void summarise(const synth_t *synth)
{
    const uint64_t cross = synth->request->accounts - synth->isolated;

    fprintf(stderr, "%-12s %12" PRIu64 "\n", "accounts", synth->request->accounts);
    fprintf(stderr, "%-12s %12" PRIu64 "\n%-12s %12" PRIu64 "\n", "  isolated", synth->isolated, "  cross", cross);
    fprintf(stderr, "%-12s %12" PRIu64 "\n", "legs", synth->legs);
    fputs("status\n", stderr);
    for (int status = LEVEE_HEALTHY; status < LEVEE_NO_STATUS; status++)
        fprintf(stderr, "  %-10s %12" PRIu64 "\n", levee_status_name((levee_status_t)status), synth->statuses[status]);
}

static int write_accounts(synth_t *synth)
{
    const uint32_t accounts = (uint32_t)synth->request->accounts;
    levee_result_t result = LEVEE_OK;
    levee_error_t error;

    synth->plans = malloc(BATCH * sizeof *synth->plans);
    if (synth->plans == NULL)
        return levee_complain("no memory for %d accounts", BATCH);
    synth->progress = levee_progress_start("accounts");
    if (levee_synth_book_begin(synth->book) != 0)
        return LEVEE_EXIT_ERROR;
    for (uint32_t first = 0; first < accounts && result == LEVEE_OK; first += BATCH)
        result = run_batch(synth, first, accounts - first < BATCH ? accounts - first : BATCH, &error);
    levee_progress_clear(&synth->progress);
    if (result != LEVEE_OK)
        return levee_complain_error(&error);
    return levee_synth_book_end(synth->book) == 0 ? LEVEE_EXIT_DONE : LEVEE_EXIT_ERROR;
}

/* The marks are read in their copy; a message about them is to name the file
 * that the user knows. */
static void complain_marks(const request_t *request, levee_error_t *error)
{
    const levee_error_t inner = *error;
    const size_t length = strlen(request->out);
    static const char name[] = "/marks.csv:";

    if (strncmp(inner.message, request->out, length) == 0 &&
        strncmp(inner.message + length, name, sizeof name - 1) == 0)
        snprintf(error->message, sizeof error->message, "%s:%s", request->marks,
                 inner.message + length + sizeof name - 1);
    levee_complain_error(error);
}

/* The book without accounts: read back with the given marks, checked, or with
 * marks made here. Returns NULL after a message. */
static levee_book_t *open_book(const request_t *request)
{
    levee_error_t error;
    levee_venue_t *venue = NULL;
    levee_book_t *book = NULL;

    if (levee_venue_read(request->venue, &venue, &error) != LEVEE_OK) {
        levee_complain_error(&error);
    } else if (request->marks != NULL) {
        levee_venue_free(venue);
        if (levee_book_read(request->out, &book, &error) != LEVEE_OK)
            complain_marks(request, &error);
    } else if (levee_book_new(venue, &book, &error) != LEVEE_OK) {
        levee_venue_free(venue);
        levee_complain_error(&error);
    } else if (levee_synth_set_marks(book, request->seed, &error) != LEVEE_OK) {
        levee_book_free(book);
        book = NULL;
        levee_complain_error(&error);
    }
    return book;
}

static int write_book(const request_t *request, levee_synth_book_t *files, const levee_synth_market_t *market)
{
    synth_t synth = {.request = request, .market = market, .book = files};
    int status;

    if (request->marks == NULL && levee_synth_book_write_marks(files, market) != 0)
        return LEVEE_EXIT_ERROR;
    status = write_accounts(&synth);
    free(synth.plans);
    if (status == 0)
        summarise(&synth);
    return status;
}

static int make_book(const request_t *request, levee_synth_book_t *files)
{
    levee_book_t *book = open_book(request);
    levee_synth_market_t *market = NULL;
    levee_error_t error;
    int status;

    if (book == NULL)
        return LEVEE_EXIT_ERROR;
    if (levee_synth_market_new(book, &market, &error) != LEVEE_OK)
        status = levee_complain_error(&error);
    else
        status = write_book(request, files, market);
    levee_synth_market_free(market);
    levee_book_free(book);
    return status;
}

static int run(int argc, char **argv)
{
    request_t request = {0};
    levee_synth_book_t files;
    int status = parse(argc, argv, &request);

    if (status != 0)
        return status;
    assert(request.venue != NULL && request.out != NULL);
    status = levee_synth_book_create(&files, request.out, request.venue, request.marks);
    if (status == 0)
        status = make_book(&request, &files);
    if (status == 0)
        return LEVEE_EXIT_DONE;
    levee_synth_book_remove(&files);
    return LEVEE_EXIT_ERROR;
}

const levee_command_t levee_synth_command = {
    "synth",
    run,
    "Make a synthetic book: a realistic one, the same for a seed everywhere",
    "synth VENUE.yaml --accounts N --seed S --out BOOK [--marks FILE]\n",
    "  --accounts N   how many accounts, up to 16000000\n"
    "  --seed S       a whole number; the same book for the same seed\n"
    "  --out BOOK     the directory to write, new or empty\n"
    "  --marks FILE   prices to start from (default: typical prices of\n"
    "                 2025-10-10, or seeded ones)\n\n"
    "A summary goes to standard error.\n",
};
