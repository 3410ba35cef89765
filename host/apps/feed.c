/* SPDX-License-Identifier: Apache-2.0 */
#include "feed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    levee_ticks_t *ticks;
    int read; /* whether `head` and `result` hold the next row */
    levee_result_t result;
    levee_mark_spec_t head;
    levee_error_t error;
} source_t;

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

levee_result_t levee_feed_open(const levee_feed_source_t *sources, size_t count, levee_symbols_t *symbols,
                               levee_feed_t **feed, levee_error_t *error)
{
    levee_feed_t *made = calloc(1, sizeof *made + count * sizeof(source_t));

    if (made == NULL)
        return refuse(error, LEVEE_NO_MEMORY, "", "no memory for %s", "the tick files");
    for (size_t i = 0; i < count; i++) {
        levee_ticks_options_t options = sources[i].options;
        levee_result_t result;

        options.known = levee_symbols_known;
        options.context = symbols;
        if (options.instrument != NULL && !levee_symbols_known(symbols, options.instrument))
            result =
                refuse(error, LEVEE_REJECTED, "--instrument", "the venue has no instrument '%s'", options.instrument);
        else
            result = levee_ticks_open(sources[i].path, &options, &made->sources[i].ticks, error);
        if (result != LEVEE_OK) {
            levee_feed_close(made);
            return result;
        }
        made->count++;
    }
    *feed = made;
    return LEVEE_OK;
}

void levee_feed_close(levee_feed_t *feed)
{
    if (feed == NULL)
        return;
    for (size_t i = 0; i < feed->count; i++)
        levee_ticks_close(feed->sources[i].ticks);
    free(feed);
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
            source->result = levee_ticks_next(source->ticks, &source->head, &source->error);
        source->read = 1;
        if (source->result == LEVEE_END)
            continue;
        if (source->result != LEVEE_OK && source->result != LEVEE_REJECTED)
            return source;
        if (next == NULL || source->head.time_ns < next->head.time_ns)
            next = source;
    }
    return next;
}

levee_result_t levee_feed_apply(levee_feed_t *feed, levee_engine_t *engine, levee_mark_spec_t *tick,
                                levee_error_t *error)
{
    source_t *source = next_source(feed);
    levee_result_t result;

    if (source == NULL)
        return LEVEE_END;
    if (source->result != LEVEE_OK && source->result != LEVEE_REJECTED) {
        *error = source->error;
        return source->result;
    }
    *tick = source->head;
    source->read = 0;
    feed->seq++;
    if (source->result == LEVEE_REJECTED) {
        *error = source->error;
        return LEVEE_REJECTED;
    }
    result = levee_engine_tick(engine, tick, 1, error);
    if (result == LEVEE_MALFORMED) {
        char text[sizeof error->message];

        snprintf(text, sizeof text, "row %" PRIu64 ": %.400s", feed->seq, error->message);
        snprintf(error->message, sizeof error->message, "%s", text);
    }
    return result;
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
        uint64_t size;

        read += levee_ticks_progress(feed->sources[i].ticks, &size);
        if (size == 0) {
            *total = 0;
            return 0;
        }
        *total += size;
    }
    return read;
}
