/* SPDX-License-Identifier: Apache-2.0 */
#include "explain.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feed.h"
#include "options.h"
#include "progress.h"

enum { SOURCES_MAX = 64 };
enum { OPTION_TICKS = 2, OPTION_CHANGES, OPTION_UNTIL, OPTION_JSON };

typedef struct {
    const char *book;
    const char *account;
    levee_feed_source_t sources[SOURCES_MAX];
    size_t count;
    const char *changes;          /* may be NULL */
    levee_ticks_options_t latest; /* what the next --ticks is read with */
    int given[3];                 /* which of the three tick options were seen */
    uint64_t until;
    int json;
} request_t;

/* --ticks-format, --bars and --instrument hold for the files after them; the
 * first of its kind also for those before it, so that one alone may stand
 * anywhere. */
static int set_tick_option(int option, const char *value, request_t *request)
{
    int *given = &request->given[option - LEVEE_OPTION_FORMAT];
    int status = levee_tick_options_parse(&levee_explain_command, option, value, &request->latest);

    for (size_t i = 0; i < request->count && status == 0 && !*given; i++)
        status = levee_tick_options_parse(&levee_explain_command, option, value, &request->sources[i].options);
    *given = 1;
    return status;
}

static int add_ticks(const char *path, request_t *request)
{
    if (request->count == SOURCES_MAX)
        return levee_usage_error(&levee_explain_command, "at most %d tick files", SOURCES_MAX);
    request->sources[request->count++] = (levee_feed_source_t){path, request->latest};
    return 0;
}

static int add_word(const char *word, request_t *request)
{
    if (request->book == NULL)
        request->book = word;
    else if (request->account == NULL)
        request->account = word;
    else if (request->count > 0)
        return add_ticks(word, request);
    else
        return levee_usage_error(&levee_explain_command, "'%s' is one argument too many", word);
    return 0;
}

static int set_option(int option, const char *value, request_t *request)
{
    switch (option) {
    case 1:
        return add_word(value, request);
    case OPTION_TICKS:
        return add_ticks(value, request);
    case OPTION_CHANGES:
        if (request->changes != NULL)
            return levee_usage_error(&levee_explain_command, "--changes is given twice");
        request->changes = value;
        return 0;
    case OPTION_UNTIL:
        if (levee_parse_whole(value, 0, UINT64_MAX - 1, &request->until) != 0)
            return levee_usage_error(&levee_explain_command, "--until takes a row's number, not '%s'", value);
        return 0;
    case OPTION_JSON:
        request->json = 1;
        return 0;
    default:
        return set_tick_option(option, value, request);
    }
}

static int parse(int argc, char **argv, request_t *request)
{
    static const struct option options[] = {
        {"ticks", required_argument, NULL, OPTION_TICKS},
        {"changes", required_argument, NULL, OPTION_CHANGES},
        {"until", required_argument, NULL, OPTION_UNTIL},
        {"ticks-format", required_argument, NULL, LEVEE_OPTION_FORMAT},
        {"bars", required_argument, NULL, LEVEE_OPTION_BARS},
        {"instrument", required_argument, NULL, LEVEE_OPTION_INSTRUMENT},
        {"json", no_argument, NULL, OPTION_JSON},
        {NULL, 0, NULL, 0},
    };
    int answer;
    int status = 0;

    /* "-": words come in their place among the options, as 1. */
    while (status == 0 && (answer = getopt_long(argc, argv, "-:", options, NULL)) != -1) {
        if (answer == '?' || answer == ':')
            return levee_option_error(&levee_explain_command, answer, argv);
        status = set_option(answer, optarg, request);
    }
    while (status == 0 && optind < argc)
        status = add_word(argv[optind++], request);
    if (status == 0 && request->account == NULL)
        return levee_usage_error(&levee_explain_command, "a BOOK and an ACCOUNT are needed");
    if (status == 0 && request->until != UINT64_MAX && request->count == 0 && request->changes == NULL)
        return levee_usage_error(&levee_explain_command, "--until needs --ticks or --changes");
    return status;
}

static void show_progress(levee_progress_t *progress, const levee_feed_t *feed)
{
    uint64_t total;
    const uint64_t done = levee_feed_progress(feed, &total);

    levee_progress_show(progress, levee_feed_seq(feed), done, total);
}

/* The row's texts do not outlive the next read. Cells that are empty are not shown. */
static void remember(levee_moment_t *moment, const levee_feed_row_t *row, levee_result_t result)
{
    const levee_change_t *change = &row->change;
    const char *const tick[] = {row->tick.instrument, row->tick.mark, NULL};
    const char *const cells[] = {
        change->event, change->account, change->instrument, change->quantity, change->price, change->amount, NULL};
    size_t used = 0;

    moment->time_ns = row->time_ns;
    moment->rejected = result == LEVEE_REJECTED;
    moment->row[0] = '\0';
    for (const char *const *cell = row->is_change ? cells : tick; *cell != NULL; cell++)
        if (**cell != '\0' && used < sizeof moment->row)
            used += (size_t)snprintf(moment->row + used, sizeof moment->row - used, "%s%s", used > 0 ? " " : "", *cell);
}

/* Applies rows up to `until`. A bad row on the way is an error, but the account
 * is explained as it stands before it, as a replay stops there too. */
static int advance(levee_engine_t *engine, levee_feed_t *feed, uint64_t until, levee_moment_t *moment)
{
    levee_progress_t progress = levee_progress_start("ticks");
    levee_result_t result = LEVEE_OK;
    levee_error_t error;
    levee_feed_row_t row;

    while (levee_feed_seq(feed) < until) {
        result = levee_feed_apply(feed, engine, &row, &error);
        if (result != LEVEE_OK && result != LEVEE_REJECTED)
            break;
        remember(moment, &row, result);
        if (levee_progress_due(&progress))
            show_progress(&progress, feed);
    }
    levee_progress_clear(&progress);
    moment->seq = levee_feed_seq(feed);
    if (result == LEVEE_END && until != UINT64_MAX)
        fprintf(stderr, "levee: the rows end at row %" PRIu64 ", before row %" PRIu64 "\n", moment->seq, until);
    return result == LEVEE_OK || result == LEVEE_REJECTED || result == LEVEE_END ? 0 : levee_complain_error(&error);
}

static int print(const levee_engine_t *engine, uint32_t index, const levee_moment_t *moment, int json)
{
    levee_explained_t *explained = levee_explain(engine, index);
    int bad = explained == NULL;
    int agrees;

    if (!bad)
        bad = json ? levee_explain_print_json(explained, moment) : levee_explain_print_text(explained, moment);
    agrees = explained == NULL || explained->agrees;
    free(explained);
    if (bad)
        return levee_complain("the account cannot be shown: no memory, or with --json a name that is not UTF-8");
    if (fflush(stdout) != 0 || ferror(stdout))
        return levee_complain("cannot write standard output: %s", strerror(errno));
    if (!agrees)
        return levee_complain("THE TERMS DO NOT ADD UP TO THE ENGINE'S FIGURES: this is a defect, please report it");
    return LEVEE_EXIT_DONE;
}

/* An account may be opened and closed on the way, and its number changes then. */
static int explain_at(levee_engine_t *engine, levee_feed_t *feed, const request_t *request)
{
    const int moves = request->count > 0 || request->changes != NULL;
    levee_moment_t moment = {0};
    levee_error_t error;
    uint32_t index;
    int status = 0;

    if (request->changes == NULL && levee_engine_find(engine, request->account, &index, &error) != LEVEE_OK)
        return levee_complain_error(&error);
    status = advance(engine, feed, moves ? request->until : 0, &moment);
    if (levee_engine_find(engine, request->account, &index, &error) != LEVEE_OK)
        return levee_complain_error(&error);
    return status | print(engine, index, &moment, request->json);
}

static int explain(levee_engine_t *engine, const request_t *request)
{
    levee_symbols_t *symbols = levee_symbols_new(engine);
    levee_feed_t *feed = NULL;
    levee_error_t error;
    int status;

    if (symbols == NULL)
        return levee_complain("no memory for the instruments");
    if (levee_feed_open(request->sources, request->count, request->changes, symbols, &feed, &error) == LEVEE_OK)
        status = explain_at(engine, feed, request);
    else
        status = levee_complain_error(&error);
    levee_feed_close(feed);
    levee_symbols_free(symbols);
    return status;
}

static int run(int argc, char **argv)
{
    request_t request = {.until = UINT64_MAX};
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
    status = explain(engine, &request);
    levee_engine_free(engine);
    return status;
}

const levee_command_t levee_explain_command = {
    "explain",
    run,
    "Explain an account: every term of its excess, to the quantum",
    "explain BOOK ACCOUNT [--ticks FILE ...] [--changes FILE]\n"
    "                     [--until SEQ] [--ticks-format F] [--bars close|ohlc]\n"
    "                     [--instrument SYMBOL] [--json]\n",
    "  --ticks FILE         replay FILE first; several files are merged by time\n"
    "  --changes FILE       likewise, a change before a tick of the same time\n"
    "  --until SEQ          stop after row SEQ of the merge (default: the last)\n"
    "  --ticks-format F     levee (default), tardis-trades or binance-klines\n"
    "  --bars close|ohlc    one tick a bar or four (binance-klines)\n"
    "  --instrument SYMBOL  whose prices a vendor's file holds, when the venue\n"
    "                       does not list the file's own symbol\n"
    "  --json               one JSON object instead of text\n\n"
    "The options on ticks hold for the files after them, the first of each kind\n"
    "also for those before it.\n",
};
