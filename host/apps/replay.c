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
    const char *changes; /* may be NULL */
    const char *rejects;
    const char *out;
    levee_engine_options_t engine;
    levee_form_t form;
    int by_severity;
} request_t;

typedef struct {
    levee_engine_t *engine;
    levee_symbols_t *symbols;
    levee_feed_t *feed;
    levee_output_t *rows;
    levee_output_t *rejects; /* may be NULL */
    levee_progress_t progress;
    uint64_t ticks;   /* accepted */
    uint64_t changes; /* accepted */
    uint64_t status_rows;
    uint64_t rejected;
    uint64_t nanoseconds;
    char first_reject[sizeof(levee_error_t) + 32];
    char stopped[sizeof(levee_error_t)]; /* why the rows ended early, or "" */
    int out_is_terminal;
    int by_severity; /* the verdicts of a tick */
} replay_t;

static const levee_column_t row_columns[] = {
    {"time_ns", 1}, {"seq", 1},         {"account", 0}, {"from", 0},       {"to", 0},
    {"equity", 1},  {"maintenance", 1}, {"excess", 1},  {"instrument", 0}, {"mark", 1},
};

static const levee_column_t reject_columns[] = {{"time_ns", 1}, {"seq", 1}, {"reason", 0}};

enum {
    ROW_COLUMNS = sizeof row_columns / sizeof row_columns[0],
    REJECT_COLUMNS = sizeof reject_columns / sizeof reject_columns[0],
    NUMBER_TEXT = 24,
    DEADLINE_MOST = 600000 /* ms */
};

enum {
    OPTION_CHANGES = 1,
    OPTION_REJECTS,
    OPTION_OUT,
    OPTION_BACKEND,
    OPTION_XCLBIN,
    OPTION_DEADLINE,
    OPTION_ISA,
    OPTION_THREADS,
    OPTION_SEVERITY,
    OPTION_JSON,
    OPTION_TABLE
};

static int set_option(int option, const char *value, request_t *request)
{
    uint64_t number;

    switch (option) {
    case OPTION_CHANGES:
        request->changes = value;
        return 0;
    case OPTION_REJECTS:
        request->rejects = value;
        return 0;
    case OPTION_OUT:
        request->out = value;
        return 0;
    case OPTION_BACKEND:
        request->engine.backend = value;
        return 0;
    case OPTION_XCLBIN:
        request->engine.xclbin = value;
        return 0;
    case OPTION_DEADLINE:
        if (levee_parse_whole(value, 1, DEADLINE_MOST, &number) != 0)
            return levee_usage_error(&levee_replay_command, "--card-deadline takes 1 to %d milliseconds, not '%s'",
                                     DEADLINE_MOST, value);
        request->engine.card_deadline_ms = (uint32_t)number;
        return 0;
    case OPTION_ISA:
        request->engine.isa = value;
        return 0;
    case OPTION_THREADS:
        if (levee_parse_whole(value, 1, LEVEE_THREADS_MAX, &number) != 0)
            return levee_usage_error(&levee_replay_command, "--threads takes 1 to %d, not '%s'", LEVEE_THREADS_MAX,
                                     value);
        request->engine.threads = (uint32_t)number;
        return 0;
    case OPTION_SEVERITY:
        request->by_severity = 1;
        return 0;
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
        {"xclbin", required_argument, NULL, OPTION_XCLBIN},
        {"card-deadline", required_argument, NULL, OPTION_DEADLINE},
        {"isa", required_argument, NULL, OPTION_ISA},
        {"threads", required_argument, NULL, OPTION_THREADS},
        {"severity", no_argument, NULL, OPTION_SEVERITY},
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

static int write_row(replay_t *replay, const levee_verdict_t *verdict, const char *const cells[ROW_COLUMNS])
{
    unsigned decimals;
    char equity[LEVEE_MONEY_TEXT];
    char maintenance[LEVEE_MONEY_TEXT];
    char excess[LEVEE_MONEY_TEXT];
    const char *row[ROW_COLUMNS] = {cells[0], cells[1]};

    row[2] = levee_engine_account_name(replay->engine, verdict->account, &decimals);
    row[3] = levee_status_name(verdict->from);
    row[4] = levee_status_name(verdict->to);
    row[5] = levee_money_print(verdict->equity, decimals, equity);
    row[6] = levee_money_print(verdict->maintenance, decimals, maintenance);
    row[7] = levee_money_print(verdict->excess, decimals, excess);
    row[8] = cells[8];
    row[9] = cells[9];
    replay->status_rows++;
    return levee_output_row(replay->rows, row);
}

/* The changes of status that one row brought, or the start when `row` is NULL. */
static int write_verdicts(replay_t *replay, const levee_feed_row_t *row)
{
    size_t count;
    const levee_verdict_t *verdicts = replay->by_severity ? levee_engine_verdicts_by_severity(replay->engine, &count)
                                                          : levee_engine_verdicts(replay->engine, &count);
    levee_instrument_report_t instrument = {.symbol = "", .mark = ""};
    char time[NUMBER_TEXT];
    char seq[NUMBER_TEXT];
    const char *cells[ROW_COLUMNS] = {time, seq};
    uint32_t index;

    if (count == 0)
        return 0;
    if (replay->out_is_terminal)
        levee_progress_clear(&replay->progress);
    if (row != NULL && levee_symbols_find(replay->symbols, row->instrument, &index))
        levee_engine_instrument(replay->engine, index, &instrument);
    snprintf(time, sizeof time, "%" PRId64, row == NULL ? 0 : row->time_ns);
    snprintf(seq, sizeof seq, "%" PRIu64, row == NULL ? 0 : levee_feed_seq(replay->feed));
    cells[8] = instrument.symbol;
    cells[9] = instrument.mark;
    for (size_t i = 0; i < count; i++)
        if (write_row(replay, &verdicts[i], cells) != 0)
            return -1;
    return 0;
}

static int write_reject(replay_t *replay, const levee_feed_row_t *row, const levee_error_t *error)
{
    char time[NUMBER_TEXT];
    char seq[NUMBER_TEXT];
    char reason[sizeof *error];
    const char *cells[REJECT_COLUMNS] = {time, seq, levee_error_text(error, reason, sizeof reason)};

    snprintf(time, sizeof time, "%" PRId64, row->time_ns);
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

/* Returns 0 also when a bad row ends the replay: `stopped` then says why. */
static int run_rows(replay_t *replay)
{
    levee_feed_row_t row;
    levee_error_t error;
    levee_result_t result;
    int bad = write_verdicts(replay, NULL);

    while (bad == 0 && (result = levee_feed_apply(replay->feed, replay->engine, &row, &error)) != LEVEE_END) {
        if (result == LEVEE_OK) {
            *(row.is_change ? &replay->changes : &replay->ticks) += 1;
            bad = write_verdicts(replay, &row);
        } else if (result == LEVEE_REJECTED) {
            bad = write_reject(replay, &row, &error);
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

/* What the book holds at the end. */
typedef struct {
    uint64_t accounts;
    uint64_t legs;
    uint64_t statuses[LEVEE_NO_STATUS];
} census_t;

static census_t count_book(const levee_engine_t *engine)
{
    census_t census = {0};

    for (uint32_t i = 0; i < levee_engine_accounts(engine); i++) {
        levee_account_report_t report;

        levee_engine_account(engine, i, &report);
        if (report.account == NULL)
            continue;
        census.accounts++;
        census.legs += report.leg_count;
        census.statuses[report.status]++;
    }
    return census;
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
    const census_t census = count_book(replay->engine);
    levee_summary_t summary = levee_summary_begin(json);
    char hash[LEVEE_HASH_TEXT];
    levee_device_report_t device;

    levee_engine_hash(replay->engine, hash);
    levee_engine_device(replay->engine, &device);
    if (replay->stopped[0] != '\0' && !json)
        levee_complain("%s", replay->stopped);
    else if (replay->stopped[0] != '\0')
        levee_summary_say(&summary, "stopped", replay->stopped);
    levee_summary_count(&summary, "accounts", census.accounts);
    levee_summary_count(&summary, "legs", census.legs);
    levee_summary_count(&summary, "ticks", replay->ticks);
    levee_summary_count(&summary, "changes", replay->changes);
    levee_summary_count(&summary, "status_rows", replay->status_rows);
    levee_summary_count(&summary, "rejected", replay->rejected);
    if (replay->rejected > 0)
        levee_summary_say(&summary, "first_rejected", replay->first_reject);
    levee_summary_count(&summary, "ticks_on_card", device.ticks_on_card);
    levee_summary_count(&summary, "ticks_on_cpu", replay->ticks - device.ticks_on_card);
    levee_summary_count(&summary, "ticks_swept", device.ticks_swept);
    levee_summary_count(&summary, "accounts_looked_at", device.accounts_looked_at);
    if (device.fault != NULL) {
        levee_summary_count(&summary, "card_faults", device.faults);
        levee_summary_count(&summary, "card_rearmed", device.rearmed);
        levee_summary_say(&summary, "card_fault", device.fault);
    }
    for (int status = LEVEE_HEALTHY; status < LEVEE_NO_STATUS; status++)
        levee_summary_count(&summary, levee_status_name((levee_status_t)status), census.statuses[status]);
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
    if (levee_feed_open(&request->ticks, 1, request->changes, replay->symbols, &replay->feed, &error) != LEVEE_OK)
        return levee_complain_error(&error);
    replay->rows = levee_output_open(request->out, request->form, row_columns, ROW_COLUMNS);
    if (replay->rows == NULL)
        return LEVEE_EXIT_ERROR;
    if (request->rejects == NULL)
        return 0;
    replay->rejects = levee_output_open(request->rejects, LEVEE_CSV, reject_columns, REJECT_COLUMNS);
    return replay->rejects == NULL ? LEVEE_EXIT_ERROR : 0;
}

static int replay_rows(replay_t *replay, const request_t *request)
{
    int bad = open_files(replay, request);
    const int ready = bad == 0;

    if (ready) {
        replay->by_severity = request->by_severity;
        replay->out_is_terminal = request->out == NULL && isatty(STDOUT_FILENO);
        replay->progress = levee_progress_start("ticks");
        bad = run_rows(replay);
    }
    bad |= levee_output_close(replay->rows);
    bad |= levee_output_close(replay->rejects);
    if (ready)
        summarise(replay, request->form == LEVEE_JSON);
    levee_feed_close(replay->feed);
    levee_symbols_free(replay->symbols);
    return bad != 0 || replay->stopped[0] != '\0' ? LEVEE_EXIT_ERROR : LEVEE_EXIT_DONE;
}

static void log_line(void *context, const char *text)
{
    levee_progress_clear(&((replay_t *)context)->progress);
    (void)levee_complain("%s", text);
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
    /* With --json standard error is one object, which has the last fault. */
    if (request.form != LEVEE_JSON)
        request.engine.log = (levee_log_t){log_line, replay};
    if (levee_book_read(request.book, &book, &error) != LEVEE_OK) {
        status = levee_complain_error(&error);
    } else if (levee_engine_new(book, &request.engine, &replay->engine, &error) != LEVEE_OK) {
        levee_book_free(book);
        status = levee_complain_error(&error);
    } else {
        status = replay_rows(replay, &request);
        levee_engine_free(replay->engine);
    }
    free(replay);
    return status;
}

const levee_command_t levee_replay_command = {
    "replay",
    run,
    "Replay ticks and changes over a book: every change of an account's status",
    "replay BOOK TICKS [--ticks-format F] [--bars close|ohlc]\n"
    "                    [--instrument SYMBOL] [--changes FILE] [--rejects FILE]\n"
    "                    [--out FILE] [--backend cpu|verilated|xrt|opencl]\n"
    "                    [--xclbin FILE] [--card-deadline MS]\n"
    "                    [--isa avx512|avx2|portable|reference] [--threads N]\n"
    "                    [--severity] [--json | --table]\n",
    "TICKS is a file, gzipped or not, or - for standard input.\n\n"
    "  --ticks-format F     levee (default), tardis-trades or binance-klines\n"
    "  --bars close|ohlc    one tick a bar or four (binance-klines)\n"
    "  --instrument SYMBOL  whose prices a vendor's file holds, when the venue\n"
    "                       does not list the file's own symbol\n"
    "  --changes FILE       fills, payments, funding and the like, merged with the\n"
    "                       ticks by time, a change before a tick of the same time\n"
    "  --rejects FILE       write the rejected rows there: time_ns,seq,reason\n"
    "  --out FILE           write the status rows there, not to standard output\n"
    "  --backend NAME       what sweeps the legs: cpu (the default), verilated, the\n"
    "                       kernel's hardware description in simulation, xrt, a card or\n"
    "                       its emulation, or opencl, the same card through OpenCL, and\n"
    "                       without an xclbin any OpenCL device\n"
    "  --xclbin FILE        what the card is loaded with (default: $LEVEE_XCLBIN)\n"
    "  --card-deadline MS   the CPU finishes a tick that the card has not by then\n"
    "                       (default: 20, for what is no card 10000)\n"
    "  --isa NAME           which instructions cpu uses: avx512, avx2, portable, or\n"
    "                       reference, the arithmetic of hls/ itself (default: the\n"
    "                       first that the machine has)\n"
    "  --threads N          how many share the sweeps of the CPU (1)\n"
    "  --severity           the rows of a tick begin with the largest shortfall for\n"
    "                       its requirement, not with the first account of the book\n"
    "  --json               rows and summary as JSON\n"
    "  --table              aligned columns for people\n\n"
    "A summary goes to standard error. A malformed row ends the replay with exit\n"
    "status 2; what came before it stands.\n",
};
