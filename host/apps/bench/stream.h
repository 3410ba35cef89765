/* SPDX-License-Identifier: Apache-2.0
 *
 * stream.h: seeded changes that keep a book moving, and questions about it. The
 * stream knows what every account holds, so that a fill does what it is meant
 * to: add, reduce, flip, open or close. */
#ifndef LEVEE_BENCH_STREAM_H
#define LEVEE_BENCH_STREAM_H

#include "number_text.h"
#include "through_api.h"

enum { STREAM_CHUNK = 8192 };

/* stream_text_t: what a change points to. */
typedef struct {
    char account[NUMBER_TEXT];
    char quantity[NUMBER_TEXT];
    char price[NUMBER_TEXT]; /* or the amount */
} stream_text_t;

typedef struct {
    uint32_t instrument;
    int32_t lots;
} stream_leg_t;

typedef struct {
    const synthetic_t *book;
    const through_api_t *api; /* of the symbols */
    uint32_t closing;
    random_t random;
    stream_leg_t (*leg)[SYNTHETIC_LEGS_MAX]; /* per account, in no order */
    uint8_t *count;
    uint32_t *asked; /* accounts of four legs, for stream_ask */
    uint32_t asked_count;
    levee_change_t change[STREAM_CHUNK];
    stream_text_t text[STREAM_CHUNK];
} stream_t;

/* stream_new begins at `book`, which must live as long and must be the one that
 * `api` was built of. `closing` percent of the fills close a leg whatever they
 * else would do, to wind a book down. Returns 0, or -1 without memory; free with
 * stream_free in each case. */
int stream_new(stream_t *stream, const synthetic_t *book, const through_api_t *api, uint32_t closing, uint64_t seed);
void stream_free(stream_t *stream);

/* stream_draw writes the next `count` changes to stream->change: nine of ten are
 * fills, the rest deposits, withdrawals and fees. */
void stream_draw(stream_t *stream, uint32_t count);

/* stream_list_asked lists the accounts that have four legs now; stream_ask
 * writes `count` what-ifs about them: seven of eight are fills. */
void stream_list_asked(stream_t *stream);
void stream_ask(stream_t *stream, uint32_t count);

/* stream_lots returns what the fills so far make the account hold. */
int32_t stream_lots(const stream_t *stream, uint32_t account, uint32_t instrument);

#endif
