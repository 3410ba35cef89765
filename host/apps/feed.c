/* SPDX-License-Identifier: Apache-2.0 */
#include "feed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A source is a file of ticks or, where `ticks` is NULL, of changes. */
typedef struct {
    levee_ticks_t *ticks;
    levee_changes_t *changes;
    int read; /* whether `head` and `result` hold the next row */
    levee_result_t result;
    levee_feed_row_t head;
    levee_error_t error;
} source_t;

/* levee_feed: changes, if there are any, are the first source, and the first
 * goes first where times are equal. */
struct levee_feed {
    uint64_t seq;
    size_t count;
    source_t sources[];
};

static levee_result_t refuse(levee_error_t *error, levee_result_t result, const char *field, const char *format,
                             const char *text)
{
    error->result = result;
    snprintf(error->field, sizeof error->field, "%s", field);
    snprintf(error->message, sizeof error->message, format, text);
    return result;
}

static levee_result_t open_ticks(const levee_feed_source_t *given, levee_symbols_t *symbols, source_t *source,
                                 levee_error_t *error)
{
    levee_ticks_options_t options = given->options;

    options.known = levee_symbols_known;
    options.context = symbols;
    if (options.instrument != NULL && !levee_symbols_known(symbols, options.instrument))
        return refuse(error, LEVEE_REJECTED, "--instrument", "the venue has no instrument '%s'", options.instrument);
    return levee_ticks_open(given->path, &options, &source->ticks, error);
}

/* Two readers of one pipe would each get a part of it. */
static levee_result_t check_input(const levee_feed_source_t *sources, size_t count, const char *changes,
                                  levee_error_t *error)
{
    size_t readers = changes != NULL && strcmp(changes, "-") == 0;

    for (size_t i = 0; i < count; i++)
        readers += strcmp(sources[i].path, "-") == 0;
    return readers < 2 ? LEVEE_OK : refuse(error, LEVEE_REJECTED, "", "only one file can be %s", "standard input, '-'");
}

levee_result_t levee_feed_open(const levee_feed_source_t *sources, size_t count, const char *changes,
                               levee_symbols_t *symbols, levee_feed_t **feed, levee_error_t *error)
{
    levee_result_t result = check_input(sources, count, changes, error);
    levee_feed_t *made;

    if (result != LEVEE_OK)
        return result;
    made = calloc(1, sizeof *made + (count + 1) * sizeof(source_t));
    if (made == NULL)
        return refuse(error, LEVEE_NO_MEMORY, "", "no memory for %s", "the files to replay");
    if (changes != NULL)
        result = levee_changes_open(changes, &made->sources[made->count++].changes, error);
    for (size_t i = 0; i < count && result == LEVEE_OK; i++)
        result = open_ticks(&sources[i], symbols, &made->sources[made->count++], error);
    if (result == LEVEE_OK)
        *feed = made;
    else
        levee_feed_close(made);
    return result;
}

void levee_feed_close(levee_feed_t *feed)
{
    if (feed == NULL)
        return;
    for (size_t i = 0; i < feed->count; i++) {
        levee_ticks_close(feed->sources[i].ticks);
        levee_changes_close(feed->sources[i].changes);
    }
    free(feed);
}

static void read_change(source_t *source)
{
    levee_feed_row_t *row = &source->head;

    source->result = levee_changes_next(source->changes, &row->change, &source->error);
    row->is_change = 1;
    row->time_ns = row->change.time_ns;
    if (source->result == LEVEE_OK)
        row->instrument = row->change.instrument;
}

static void read_head(source_t *source)
{
    source->read = 1;
    if (source->ticks == NULL) {
        read_change(source);
        return;
    }
    source->result = levee_ticks_next(source->ticks, &source->head.tick, &source->error);
    source->head.time_ns = source->head.tick.time_ns;
    source->head.instrument = source->head.tick.instrument;
}

/* A file is read no further than needed, so that a bad row stops the feed only
 * when its turn has come. A row earlier than its predecessor has the least
 * time of all heads: it keeps its place. */
static source_t *next_source(levee_feed_t *feed)
{
    source_t *next = NULL;

    for (size_t i = 0; i < feed->count; i++) {
        source_t *source = &feed->sources[i];

        if (!source->read)
            read_head(source);
        if (source->result == LEVEE_END)
            continue;
        if (source->result != LEVEE_OK && source->result != LEVEE_REJECTED)
            return source;
        if (next == NULL || source->head.time_ns < next->head.time_ns)
            next = source;
    }
    return next;
}

/* Decimals have the right form here, so what an interface calls malformed is a
 * cell that the event needs and that is empty, or no name: the change is refused
 * and the others go on. */
static levee_result_t apply_change(levee_engine_t *engine, const levee_change_t *change, levee_error_t *error)
{
    const levee_result_t result = levee_engine_change(engine, change, error);

    return result == LEVEE_MALFORMED ? LEVEE_REJECTED : result;
}

static levee_result_t apply_tick(levee_engine_t *engine, const levee_mark_spec_t *tick, uint64_t seq,
                                 levee_error_t *error)
{
    const levee_result_t result = levee_engine_tick(engine, tick, 1, error);

    if (result == LEVEE_MALFORMED) {
        char text[sizeof error->message];

        snprintf(text, sizeof text, "row %" PRIu64 ": %.400s", seq, error->message);
        snprintf(error->message, sizeof error->message, "%s", text);
    }
    return result;
}

levee_result_t levee_feed_apply(levee_feed_t *feed, levee_engine_t *engine, levee_feed_row_t *row, levee_error_t *error)
{
    source_t *source = next_source(feed);

    if (source == NULL)
        return LEVEE_END;
    if (source->result != LEVEE_OK && source->result != LEVEE_REJECTED) {
        *error = source->error;
        return source->result;
    }
    *row = source->head;
    source->read = 0;
    feed->seq++;
    if (source->result == LEVEE_REJECTED) {
        *error = source->error;
        return LEVEE_REJECTED;
    }
    return row->is_change ? apply_change(engine, &row->change, error)
                          : apply_tick(engine, &row->tick, feed->seq, error);
}

uint64_t levee_feed_seq(const levee_feed_t *feed)
{
    return feed->seq;
}

uint64_t levee_feed_progress(const levee_feed_t *feed, uint64_t *total)
{
    uint64_t read = 0;

    *total = 0;
    for (size_t i = 0; i < feed->count; i++) {
        const source_t *source = &feed->sources[i];
        uint64_t size;

        read += source->ticks != NULL ? levee_ticks_progress(source->ticks, &size)
                                      : levee_changes_progress(source->changes, &size);
        if (size == 0) {
            *total = 0;
            return 0;
        }
        *total += size;
    }
    return read;
}
