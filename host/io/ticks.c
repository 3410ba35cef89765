/* SPDX-License-Identifier: Apache-2.0 */
#include "number.h"
#include "table.h"

#include <levee/files.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BAR_TICKS = 4, NS_PER_US = 1000, NS_PER_MS = 1000000 };

enum { OWN_TIME, OWN_INSTRUMENT, OWN_MARK, OWN_INDEX, OWN_IV, OWN_FUNDING };
static const levee_column_t own_columns[] = {
    {"time_ns", 1}, {"instrument", 1}, {"mark", 1}, {"index", 0}, {"iv", 0}, {"funding", 0},
};

enum { TRADE_SYMBOL, TRADE_TIME, TRADE_PRICE };
static const levee_column_t trade_columns[] = {{"symbol", 1}, {"timestamp", 1}, {"price", 1}};

enum { BAR_CLOSE_TIME, BAR_CLOSE, BAR_OPEN_TIME, BAR_OPEN, BAR_HIGH, BAR_LOW };
static const levee_column_t bar_columns[] = {
    {"close_time", 1}, {"close", 1}, {"open_time", 1}, {"open", 1}, {"high", 1}, {"low", 1},
};

typedef struct format format_t;

/* levee_ticks: a row makes `count` ticks at times[] with marks[], of which
 * `next` is delivered next. */
struct levee_ticks {
    levee_table_t *table;
    const format_t *format;
    levee_ticks_options_t options;
    char *instrument;  /* options.instrument, owned */
    char *file_symbol; /* of a kline file */
    char last_symbol[64];
    int last_known; /* what options.known said of last_symbol */
    const char *const *cells;
    unsigned count;
    unsigned next;
    int64_t times[BAR_TICKS];
    const char *marks[BAR_TICKS];
    unsigned time_column;
    const char *symbol;
    const char *funding;
    int64_t newest;
    int ended;
};

/* format_t: `read` turns the row in ticks->cells into ticks. */
struct format {
    levee_table_form_t form;
    levee_result_t (*read)(levee_ticks_t *ticks, levee_error_t *error);
};

static levee_result_t fail_at(const levee_ticks_t *ticks, unsigned column, levee_error_t *error, const char *message)
{
    return levee_place_fail(levee_table_place(ticks->table, column), LEVEE_MALFORMED,
                            ticks->format->form.columns[column].name, error, "%s", message);
}

/* Reads a time counted in `unit` nanoseconds, plus `more` of them. */
static levee_result_t read_time(const levee_ticks_t *ticks, unsigned column, int64_t unit, int64_t more,
                                int64_t *time_ns, levee_error_t *error)
{
    const char *const text = ticks->cells[column];
    char message[160];
    int64_t value;

    if (levee_integer_read(text, &value)) {
        levee_integer_explain(text, message, sizeof message);
        return fail_at(ticks, column, error, message);
    }
    if (value > INT64_MAX / unit - more) {
        snprintf(message, sizeof message, "%" PRId64 " is beyond the year 2262", value);
        return fail_at(ticks, column, error, message);
    }
    *time_ns = (value + more) * unit;
    return LEVEE_OK;
}

static levee_result_t read_decimal(const levee_ticks_t *ticks, unsigned column, const char **decimal,
                                   levee_error_t *error)
{
    const char *const text = ticks->cells[column];
    levee_error_t inner;

    *decimal = text;
    if (!text || !levee_decimal_check(text, &inner))
        return LEVEE_OK;
    return fail_at(ticks, column, error, inner.message);
}

static levee_result_t read_name(const levee_ticks_t *ticks, unsigned column, const char **name, levee_error_t *error)
{
    *name = ticks->cells[column];
    return **name ? LEVEE_OK : fail_at(ticks, column, error, "the cell is empty");
}

/* The venue is asked once per run of rows with the same symbol. */
static int is_known(levee_ticks_t *ticks, const char *symbol)
{
    const size_t size = strlen(symbol) + 1;

    if (!ticks->options.known)
        return 0;
    if (size > sizeof ticks->last_symbol)
        return ticks->options.known(ticks->options.context, symbol);
    if (memcmp(ticks->last_symbol, symbol, size)) {
        memcpy(ticks->last_symbol, symbol, size);
        ticks->last_known = ticks->options.known(ticks->options.context, symbol);
    }
    return ticks->last_known;
}

static const char *choose_symbol(levee_ticks_t *ticks, const char *own)
{
    return !ticks->instrument || is_known(ticks, own) ? own : ticks->instrument;
}

static levee_result_t read_own(levee_ticks_t *ticks, levee_error_t *error)
{
    const char *unused;
    levee_result_t result = read_time(ticks, OWN_TIME, 1, 0, &ticks->times[0], error);

    if (!result)
        result = read_name(ticks, OWN_INSTRUMENT, &ticks->symbol, error);
    if (!result)
        result = read_decimal(ticks, OWN_MARK, &ticks->marks[0], error);
    if (!result)
        result = read_decimal(ticks, OWN_INDEX, &unused, error);
    if (!result)
        result = read_decimal(ticks, OWN_IV, &unused, error);
    if (!result)
        result = read_decimal(ticks, OWN_FUNDING, &ticks->funding, error);
    ticks->count = 1;
    ticks->time_column = OWN_TIME;
    return result;
}

static levee_result_t read_trade(levee_ticks_t *ticks, levee_error_t *error)
{
    const char *own = NULL;
    levee_result_t result = read_time(ticks, TRADE_TIME, NS_PER_US, 0, &ticks->times[0], error);

    if (!result)
        result = read_name(ticks, TRADE_SYMBOL, &own, error);
    if (!result)
        result = read_decimal(ticks, TRADE_PRICE, &ticks->marks[0], error);
    if (!result)
        ticks->symbol = choose_symbol(ticks, own);
    ticks->count = 1;
    ticks->time_column = TRADE_TIME;
    return result;
}

/* A bar is known when it is over: its close stands at close_time + 1 ms. */
static levee_result_t read_close(levee_ticks_t *ticks, levee_error_t *error)
{
    levee_result_t result = read_time(ticks, BAR_CLOSE_TIME, NS_PER_MS, 1, &ticks->times[0], error);

    if (!result)
        result = read_decimal(ticks, BAR_CLOSE, &ticks->marks[0], error);
    ticks->count = 1;
    ticks->time_column = BAR_CLOSE_TIME;
    return result;
}

/* The bar runs from open_time to the end of close_time's millisecond; the order
 * of its extremes is a guess that its direction decides. */
static levee_result_t read_bar(levee_ticks_t *ticks, levee_error_t *error)
{
    static const unsigned rising[] = {BAR_OPEN, BAR_LOW, BAR_HIGH, BAR_CLOSE};
    static const unsigned falling[] = {BAR_OPEN, BAR_HIGH, BAR_LOW, BAR_CLOSE};
    const char *open, *high, *low, *close;
    int64_t from = 0, to = 0;
    levee_result_t result = read_time(ticks, BAR_OPEN_TIME, NS_PER_MS, 0, &from, error);

    if (!result)
        result = read_time(ticks, BAR_CLOSE_TIME, NS_PER_MS, 1, &to, error);
    if (!result && to <= from)
        result = fail_at(ticks, BAR_CLOSE_TIME, error, "the bar ends before it starts");
    if (!result)
        result = read_decimal(ticks, BAR_OPEN, &open, error);
    if (!result)
        result = read_decimal(ticks, BAR_HIGH, &high, error);
    if (!result)
        result = read_decimal(ticks, BAR_LOW, &low, error);
    if (!result)
        result = read_decimal(ticks, BAR_CLOSE, &close, error);
    if (result)
        return result;
    for (unsigned k = 0; k < BAR_TICKS; k++)
        ticks->marks[k] = ticks->cells[(levee_decimal_compare(close, open) >= 0 ? rising : falling)[k]];
    for (unsigned k = 0; k + 1 < BAR_TICKS; k++)
        ticks->times[k] = from + (to - from) / 4 * k;
    ticks->times[BAR_TICKS - 1] = to;
    ticks->count = BAR_TICKS;
    ticks->time_column = BAR_OPEN_TIME;
    return LEVEE_OK;
}

enum { CLOSE_COLUMNS = 2, BAR_COLUMNS = sizeof bar_columns / sizeof *bar_columns };

static const format_t own_format = {{own_columns, sizeof own_columns / sizeof *own_columns, 0}, read_own};
static const format_t trade_format = {{trade_columns, sizeof trade_columns / sizeof *trade_columns, 1}, read_trade};
static const format_t close_format = {{bar_columns, CLOSE_COLUMNS, 1}, read_close};
static const format_t bar_format = {{bar_columns, BAR_COLUMNS, 1}, read_bar};

static const format_t *choose_format(const levee_ticks_options_t *options)
{
    switch (options->format) {
    case LEVEE_TICKS_TARDIS_TRADES:
        return &trade_format;
    case LEVEE_TICKS_BINANCE_KLINES:
        return options->ohlc ? &bar_format : &close_format;
    default:
        return &own_format;
    }
}

levee_result_t levee_ticks_format(const char *name, levee_ticks_format_t *format, levee_error_t *error)
{
    static const char *const names[] = {"levee", "tardis-trades", "binance-klines"};
    char shown[LEVEE_SHOW_TEXT];

    for (unsigned k = 0; k < sizeof names / sizeof *names; k++) {
        if (strcmp(names[k], name))
            continue;
        *format = (levee_ticks_format_t)k;
        return LEVEE_OK;
    }
    if (error) {
        error->result = LEVEE_MALFORMED;
        error->field[0] = '\0';
        snprintf(error->message, sizeof error->message,
                 "%s is no format of ticks; levee, tardis-trades and binance-klines are", levee_show(name, shown));
    }
    return LEVEE_MALFORMED;
}

/* A file of klines names its symbol only in its own name: SYMBOL-1m-DAY.csv. */
static char *symbol_of_path(const char *path)
{
    const char *const slash = strrchr(path, '/');
    const char *const name = slash ? slash + 1 : path;

    return strndup(name, strcspn(name, strchr(name, '-') ? "-" : "."));
}

static levee_result_t name_klines(levee_ticks_t *ticks, const char *path, levee_error_t *error)
{
    const levee_place_t place = {path, 0, 0, NULL};

    ticks->file_symbol = symbol_of_path(path);
    if (!ticks->file_symbol)
        return levee_place_system(path, "cannot open", ENOMEM, error);
    ticks->symbol = choose_symbol(ticks, ticks->file_symbol);
    if (!*ticks->symbol)
        return levee_place_fail(place, LEVEE_REJECTED, NULL, error,
                                "the name of the file tells no symbol: say which instrument the prices belong to");
    return LEVEE_OK;
}

static levee_result_t set_up(levee_ticks_t *ticks, const char *path, levee_error_t *error)
{
    const char *const instrument = ticks->options.instrument;

    ticks->format = choose_format(&ticks->options);
    if (instrument && !(ticks->instrument = strdup(instrument)))
        return levee_place_system(path, "cannot open", ENOMEM, error);
    if (ticks->options.format == LEVEE_TICKS_BINANCE_KLINES) {
        const levee_result_t result = name_klines(ticks, path, error);

        if (result)
            return result;
    }
    return levee_table_open(path, &ticks->format->form, &ticks->table, error);
}

levee_result_t levee_ticks_open(const char *path, const levee_ticks_options_t *options, levee_ticks_t **ticks,
                                levee_error_t *error)
{
    levee_ticks_t *const made = calloc(1, sizeof *made);
    levee_result_t result;

    if (!made)
        return levee_place_system(path, "cannot open", ENOMEM, error);
    made->options = *options;
    result = set_up(made, path, error);
    if (result)
        levee_ticks_close(made);
    else
        *ticks = made;
    return result;
}

void levee_ticks_close(levee_ticks_t *ticks)
{
    if (!ticks)
        return;
    levee_table_close(ticks->table);
    free(ticks->instrument);
    free(ticks->file_symbol);
    free(ticks);
}

static levee_result_t read_row(levee_ticks_t *ticks, levee_error_t *error)
{
    levee_result_t result = levee_table_next(ticks->table, &ticks->cells, error);

    if (!result)
        result = ticks->format->read(ticks, error);
    ticks->next = 0;
    ticks->ended = result != LEVEE_OK;
    return result;
}

static levee_result_t reject_early(const levee_ticks_t *ticks, int64_t time_ns, levee_error_t *error)
{
    const unsigned column = ticks->time_column;

    return levee_place_fail(levee_table_place(ticks->table, column), LEVEE_REJECTED,
                            ticks->format->form.columns[column].name, error,
                            "%" PRId64 " ns is earlier than %" PRId64 " ns of a row before it", time_ns, ticks->newest);
}

levee_result_t levee_ticks_next(levee_ticks_t *ticks, levee_mark_spec_t *tick, levee_error_t *error)
{
    unsigned k;

    if (ticks->ended)
        return LEVEE_END;
    if (ticks->next == ticks->count) {
        const levee_result_t result = read_row(ticks, error);

        if (result)
            return result;
    }
    k = ticks->next++;
    *tick = (levee_mark_spec_t){ticks->symbol, ticks->marks[k], ticks->funding, ticks->times[k]};
    if (ticks->times[k] < ticks->newest)
        return reject_early(ticks, ticks->times[k], error);
    ticks->newest = ticks->times[k];
    return LEVEE_OK;
}

uint64_t levee_ticks_progress(const levee_ticks_t *ticks, uint64_t *total)
{
    return levee_table_progress(ticks->table, total);
}
