/* SPDX-License-Identifier: Apache-2.0
 *
 * stream.h: a book and what happens to it: changes and ticks, as text. */
#ifndef LEVEE_TESTS_STREAM_H
#define LEVEE_TESTS_STREAM_H

#include "case.h"

/* Neighbours of one batch go to the engine in one call; a batch is all ticks
 * or all changes. */
typedef struct {
    uint32_t batch;
    int is_tick;
    case_tick_t tick;
    case_change_t change;
} step_t;

typedef struct {
    case_t book; /* without ticks */
    step_t *steps;
    size_t step_count;
} stream_t;

/* stream_add appends a zeroed step; the pointer holds until the next one. */
step_t *stream_add(stream_t *s);

/* stream_copy makes a deep copy in `to`, which holds nothing yet; stream_free
 * releases what a stream holds and leaves it empty. */
void stream_copy(stream_t *to, const stream_t *from);
void stream_free(stream_t *s);

/* stream_batch returns the number of steps from `first` in its batch. */
size_t stream_batch(const stream_t *s, size_t first);

/* Each drops a run of elements with all that names them, but for changes that
 * name an account. */
void stream_drop_steps(stream_t *s, size_t first, size_t count);
void stream_drop_accounts(stream_t *s, size_t first, size_t count);
void stream_drop_legs(stream_t *s, size_t first, size_t count);
void stream_drop_instruments(stream_t *s, size_t first, size_t count);

/* stream_print writes the book, changes.csv and ticks.csv; a batch is printed
 * as one time. */
void stream_print(const stream_t *s, FILE *out);

#endif
