/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "feed.h"
#include "output.h"
#include "progress.h"
#include "summary.h"

typedef struct {
    const char *book;
    levee_feed_source_t ticks;
    const char *rejects;
    const char *out;
    levee_engine_options_t engine;
    levee_form_t form;
} request_t;

/* What a status row needs of its account, asked once. */
typedef struct {
    const char *name;
    unsigned decimals;
} account_t;

typedef struct {
    levee_engine_t *engine;
    levee_symbols_t *symbols;
    account_t *accounts;
    levee_feed_t *feed;
    levee_output_t *rows;
    levee_output_t *rejects; /* may be NULL */
    levee_progress_t progress;
    uint64_t legs;
    uint64_t ticks;
    uint64_t status_rows;
    uint64_t rejected;
    uint64_t nanoseconds;
    char first_reject[sizeof(levee_error_t) + 32];
    char stopped[sizeof(levee_error_t)]; /* why the ticks ended early, or "" */
    int out_is_terminal;
} replay_t;

static const levee_column_t row_columns[] = {
    {"time_ns", 1}, {"seq", 1},         {"account", 0}, {"from", 0},       {"to", 0},
    {"equity", 1},  {"maintenance", 1}, {"excess", 1},  {"instrument", 0}, {"mark", 1},
};

static const levee_column_t reject_columns[] = {{"time_ns", 1}, {"seq", 1}, {"reason", 0}};

enum {
    ROW_COLUMNS = sizeof row_columns / sizeof row_columns[0],
    REJECT_COLUMNS = sizeof reject_columns / sizeof reject_columns[0],
    NUMBER_TEXT = 24
};

enum {
    OPTION_CHANGES = 1,
    OPTION_REJECTS,
    OPTION_OUT,
    OPTION_BACKEND,
    OPTION_ISA,
    OPTION_THREADS,
    OPTION_JSON,
    OPTION_TABLE
};

static int set_option(int option, const char *value, request_t *request)
{
    uint64_t threads;

    switch (option) {
    case OPTION_CHANGES:
        return levee_usage_error(&levee_replay_command, "this version does not read --changes yet");
    case OPTION_REJECTS:
        request->rejects = value;
        return 0;
    case OPTION_OUT:
        request->out = value;
        return 0;
    case OPTION_BACKEND:
        request->engine.backend = value;
        return 0;
    case OPTION_ISA:
        request->engine.isa = value;
        return 0;
    case OPTION_THREADS:
        if (levee_parse_whole(value, 1, UINT32_MAX, &threads) != 0)
            return levee_usage_error(&levee_replay_command, "--threads takes a whole number from 1, not '%s'", value);
        return threads == 1 ? 0
                            : levee_usage_error(&levee_replay_command, "this version runs on one thread: --threads 1");
    case OPTION_JSON:
        request->form = LEVEE_JSON;
        return 0;
    case OPTION_TABLE:
        request->form = LEVEE_TABLE;
        return 0;
    default:
        return levee_tick_options_parse(&levee_replay_command, option, value, &request->ticks.options);
    }
}

static int parse(int argc, char **argv, request_t *request)
{
    static const struct option options[] = {
        {"ticks-format", required_argument, NULL, LEVEE_OPTION_FORMAT},
        {"bars", required_argument, NULL, LEVEE_OPTION_BARS},
        {"instrument", required_argument, NULL, LEVEE_OPTION_INSTRUMENT},
        {"changes", required_argument, NULL, OPTION_CHANGES},
        {"rejects", required_argument, NULL, OPTION_REJECTS},
        {"out", required_argument, NULL, OPTION_OUT},
        {"backend", required_argument, NULL, OPTION_BACKEND},
        {"isa", required_argument, NULL, OPTION_ISA},
        {"threads", required_argument, NULL, OPTION_THREADS},
        {"json", no_argument, NULL, OPTION_JSON},
        {"table", no_argument, NULL, OPTION_TABLE},
        {NULL, 0, NULL, 0},
    };
    int answer;

    while ((answer = getopt_long(argc, argv, ":", options, NULL)) != -1) {
        int status;

        if (answer == '?' || answer == ':')
            return levee_option_error(&levee_replay_command, answer, argv);
        if ((status = set_option(answer, optarg, request)) != 0)
            return status;
    }
    if (optind + 2 != argc)
        return levee_usage_error(&levee_replay_command, "a BOOK and a TICKS file are needed, %d given", argc - optind);
    request->book = argv[optind];
    request->ticks.path = argv[optind + 1];
    return 0;
}

static int list_accounts(replay_t *replay)
{
    const uint32_t count = levee_engine_accounts(replay->engine);

    replay->accounts = malloc((count + (size_t)1) * sizeof(account_t));
    if (replay->accounts == NULL)
        return levee_complain("no memory for %" PRIu32 " accounts", count);
    for (uint32_t i = 0; i < count; i++) {
        levee_account_report_t report;

        levee_engine_account(replay->engine, i, &report);
        replay->accounts[i] = (account_t){report.account, report.decimals};
        replay->legs += report.leg_count;
    }
    return 0;
}

static int write_row(replay_t *replay, const levee_verdict_t *verdict, const char *const cells[ROW_COLUMNS])
{
    const account_t *account = &replay->accounts[verdict->account];
    char equity[LEVEE_MONEY_TEXT];
    char maintenance[LEVEE_MONEY_TEXT];
    char excess[LEVEE_MONEY_TEXT];
    const char *row[ROW_COLUMNS] = {
        cells[0],
        cells[1],
        account->name,
        levee_status_name(verdict->from),
        levee_status_name(verdict->to),
        levee_money_print(verdict->equity, account->decimals, equity),
        levee_money_print(verdict->maintenance, account->decimals, maintenance),
        levee_money_print(verdict->excess, account->decimals, excess),
        cells[8],
        cells[9],
    };

    replay->status_rows++;
    return levee_output_row(replay->rows, row);
}

/* The changes of status of one tick, or of the start when `tick` is NULL. */
static int write_verdicts(replay_t *replay, const levee_mark_spec_t *tick)
{
    size_t count;
    const levee_verdict_t *verdicts = levee_engine_verdicts(replay->engine, &count);
    levee_instrument_report_t instrument = {.symbol = "", .mark = ""};
    char time[NUMBER_TEXT];
    char seq[NUMBER_TEXT];
    const char *cells[ROW_COLUMNS] = {time, seq};
    uint32_t index;

    if (count == 0)
        return 0;
    if (replay->out_is_terminal)
        levee_progress_clear(&replay->progress);
    if (tick != NULL && levee_symbols_find(replay->symbols, tick->instrument, &index))
        levee_engine_instrument(replay->engine, index, &instrument);
    snprintf(time, sizeof time, "%" PRId64, tick == NULL ? 0 : tick->time_ns);
    snprintf(seq, sizeof seq, "%" PRIu64, tick == NULL ? 0 : levee_feed_seq(replay->feed));
    cells[8] = instrument.symbol;
    cells[9] = instrument.mark;
    for (size_t i = 0; i < count; i++)
        if (write_row(replay, &verdicts[i], cells) != 0)
            return -1;
    return 0;
}

static int write_reject(replay_t *replay, const levee_mark_spec_t *tick, const levee_error_t *error)
{
    char time[NUMBER_TEXT];
    char seq[NUMBER_TEXT];
    char reason[sizeof *error];
    const char *cells[REJECT_COLUMNS] = {time, seq, levee_error_text(error, reason, sizeof reason)};

    snprintf(time, sizeof time, "%" PRId64, tick->time_ns);
    snprintf(seq, sizeof seq, "%" PRIu64, levee_feed_seq(replay->feed));
    if (replay->rejected++ == 0)
        snprintf(replay->first_reject, sizeof replay->first_reject, "seq %s, %s", seq, reason);
    return replay->rejects == NULL ? 0 : levee_output_row(replay->rejects, cells);
}

static void show_progress(replay_t *replay)
{
    uint64_t total;
    const uint64_t done = levee_feed_progress(replay->feed, &total);

    levee_progress_show(&replay->progress, levee_feed_seq(replay->feed), done, total);
}

/* Returns 0 also when a bad row stops the ticks: `stopped` then says why. */
static int run_ticks(replay_t *replay)
{
    levee_mark_spec_t tick;
    levee_error_t error;
    levee_result_t result;
    int bad = write_verdicts(replay, NULL);

    while (bad == 0 && (result = levee_feed_apply(replay->feed, replay->engine, &tick, &error)) != LEVEE_END) {
        if (result == LEVEE_OK) {
            replay->ticks++;
            bad = write_verdicts(replay, &tick);
        } else if (result == LEVEE_REJECTED) {
            bad = write_reject(replay, &tick, &error);
        } else {
            levee_error_text(&error, replay->stopped, sizeof replay->stopped);
            break;
        }
        if (levee_progress_due(&replay->progress))
            show_progress(replay);
    }
    levee_progress_clear(&replay->progress);
    replay->nanoseconds = levee_clock_ns() - replay->progress.started_ns;
    return bad;
}

static void say_statuses(levee_summary_t *summary, const levee_engine_t *engine)
{
    uint64_t accounts[LEVEE_NO_STATUS] = {0};

    for (uint32_t i = 0; i < levee_engine_accounts(engine); i++) {
        levee_account_report_t report;

        levee_engine_account(engine, i, &report);
        accounts[report.status]++;
    }
    for (int status = LEVEE_HEALTHY; status < LEVEE_NO_STATUS; status++)
        levee_summary_count(summary, levee_status_name((levee_status_t)status), accounts[status]);
}

static void say_speed(levee_summary_t *summary, const replay_t *replay)
{
    const uint64_t milliseconds = replay->nanoseconds / 1000000;
    const uint64_t microseconds = replay->nanoseconds / 1000 + 1;
    char text[NUMBER_TEXT];

    snprintf(text, sizeof text, "%" PRIu64 ".%03" PRIu64, milliseconds / 1000, milliseconds % 1000);
    levee_summary_say(summary, "seconds", text);
    levee_summary_count(summary, "ticks_per_second", replay->ticks * 1000000 / microseconds);
}

static void summarise(const replay_t *replay, int json)
{
    levee_summary_t summary = levee_summary_begin(json);
    char hash[LEVEE_HASH_TEXT];

    levee_engine_hash(replay->engine, hash);
    if (replay->stopped[0] != '\0' && !json)
        levee_complain("%s", replay->stopped);
    else if (replay->stopped[0] != '\0')
        levee_summary_say(&summary, "stopped", replay->stopped);
    levee_summary_count(&summary, "accounts", levee_engine_accounts(replay->engine));
    levee_summary_count(&summary, "legs", replay->legs);
    levee_summary_count(&summary, "ticks", replay->ticks);
    levee_summary_count(&summary, "status_rows", replay->status_rows);
    levee_summary_count(&summary, "rejected", replay->rejected);
    if (replay->rejected > 0)
        levee_summary_say(&summary, "first_rejected", replay->first_reject);
    levee_summary_count(&summary, "ticks_on_card", 0);
    levee_summary_count(&summary, "ticks_on_cpu", replay->ticks);
    say_statuses(&summary, replay->engine);
    levee_summary_say(&summary, "state_hash", hash);
    say_speed(&summary, replay);
    levee_summary_end(&summary);
}

static int open_files(replay_t *replay, const request_t *request)
{
    levee_error_t error;

    replay->symbols = levee_symbols_new(replay->engine);
    if (replay->symbols == NULL)
        return levee_complain("no memory for the instruments");
    if (list_accounts(replay) != 0)
        return LEVEE_EXIT_ERROR;
    if (levee_feed_open(&request->ticks, 1, replay->symbols, &replay->feed, &error) != LEVEE_OK)
        return levee_complain_error(&error);
    replay->rows = levee_output_open(request->out, request->form, row_columns, ROW_COLUMNS);
    if (replay->rows == NULL)
        return LEVEE_EXIT_ERROR;
    if (request->rejects == NULL)
        return 0;
    replay->rejects = levee_output_open(request->rejects, LEVEE_CSV, reject_columns, REJECT_COLUMNS);
    return replay->rejects == NULL ? LEVEE_EXIT_ERROR : 0;
}

static int replay_ticks(replay_t *replay, const request_t *request)
{
    int bad = open_files(replay, request);
    const int ready = bad == 0;

    if (ready) {
        replay->out_is_terminal = request->out == NULL && isatty(STDOUT_FILENO);
        replay->progress = levee_progress_start("ticks");
        bad = run_ticks(replay);
    }
    bad |= levee_output_close(replay->rows);
    bad |= levee_output_close(replay->rejects);
    if (ready)
        summarise(replay, request->form == LEVEE_JSON);
    levee_feed_close(replay->feed);
    levee_symbols_free(replay->symbols);
    free(replay->accounts);
    return bad != 0 || replay->stopped[0] != '\0' ? LEVEE_EXIT_ERROR : LEVEE_EXIT_DONE;
}

static int run(int argc, char **argv)
{
    request_t request = {.ticks.options.format = LEVEE_TICKS_LEVEE, .form = LEVEE_CSV};
    replay_t *replay;
    levee_book_t *book;
    levee_error_t error;
    int status = parse(argc, argv, &request);

    if (status != 0)
        return status;
    if ((replay = calloc(1, sizeof *replay)) == NULL)
        return levee_complain("no memory");
    if (levee_book_read(request.book, &book, &error) != LEVEE_OK) {
        status = levee_complain_error(&error);
    } else if (levee_engine_new(book, &request.engine, &replay->engine, &error) != LEVEE_OK) {
        levee_book_free(book);
        status = levee_complain_error(&error);
    } else {
        status = replay_ticks(replay, &request);
        levee_engine_free(replay->engine);
    }
    free(replay);
    return status;
}

const levee_command_t levee_replay_command = {
    "replay",
    run,
    "Replay ticks over a book: every change of an account's status",
    "replay BOOK TICKS [--ticks-format F] [--bars close|ohlc]\n"
    "                    [--instrument SYMBOL] [--rejects FILE] [--out FILE]\n"
    "                    [--backend cpu] [--isa reference] [--threads 1]\n"
    "                    [--json | --table]\n",
    "TICKS is a file, gzipped or not, or - for standard input.\n\n"
    "  --ticks-format F     levee (default), tardis-trades or binance-klines\n"
    "  --bars close|ohlc    one tick a bar or four (binance-klines)\n"
    "  --instrument SYMBOL  whose prices a vendor's file holds, when the venue\n"
    "                       does not list the file's own symbol\n"
    "  --rejects FILE       write the rejected rows there: time_ns,seq,reason\n"
    "  --out FILE           write the status rows there, not to standard output\n"
    "  --backend cpu        what sweeps the legs\n"
    "  --isa reference      which instructions it uses\n"
    "  --threads 1          how many threads it uses\n"
    "  --json               rows and summary as JSON\n"
    "  --table              aligned columns for people\n\n"
    "A summary goes to standard error. A malformed row ends the replay with exit\n"
    "status 2; what came before it stands.\n",
};
