/* SPDX-License-Identifier: Apache-2.0
 *
 * feed.h: tick files and changes merged by time, a change before the ticks of
 * its time, then file order, and applied to an engine one row at a time. */
#ifndef LEVEE_APPS_FEED_H
#define LEVEE_APPS_FEED_H

#include <levee/files.h>

#include "symbols.h"

typedef struct levee_feed levee_feed_t;

typedef struct {
    const char *path; /* "-" is standard input */
    levee_ticks_options_t options;
} levee_feed_source_t;

/* levee_feed_row_t: one row of the merge. */
typedef struct {
    int is_change;
    int64_t time_ns;
    levee_mark_spec_t tick; /* when it is none */
    levee_change_t change;  /* when it is one */
    const char *instrument; /* what it says there; the venue need not list it */
} levee_feed_row_t;

/* levee_feed_open opens `count` tick files and the changes of `changes`, unless
 * it is NULL; the options' `known` becomes that of `symbols`, which must outlive
 * the feed. An option `instrument` must name an instrument of the venue. */
levee_result_t levee_feed_open(const levee_feed_source_t *sources, size_t count, const char *changes,
                               levee_symbols_t *symbols, levee_feed_t **feed, levee_error_t *error);
void levee_feed_close(levee_feed_t *feed);

/* levee_feed_apply gives the next row of the merge to `engine`. LEVEE_OK: it
 * was accepted; LEVEE_REJECTED: it counts but changed nothing; LEVEE_END: no
 * row was left; anything else ends the feed, whatever came before it holds.
 * `row` is filled for the first two; its texts live until the next call. */
levee_result_t levee_feed_apply(levee_feed_t *feed, levee_engine_t *engine, levee_feed_row_t *row,
                                levee_error_t *error);

/* levee_feed_seq returns how many rows there were so far, rejected included. */
uint64_t levee_feed_seq(const levee_feed_t *feed);

/* levee_feed_progress returns the bytes read of all files and their `total`,
 * 0 when it is not known of each. */
uint64_t levee_feed_progress(const levee_feed_t *feed, uint64_t *total);

#endif
