/* SPDX-License-Identifier: Apache-2.0
 *
 * through_api.h: the synthetic book in an engine behind the public interface. */
#ifndef LEVEE_BENCH_THROUGH_API_H
#define LEVEE_BENCH_THROUGH_API_H

#include <levee/levee.h>

#include "synthetic.h"

/* Every account is of this mode and settles in this asset. */
extern const char *const THROUGH_API_MODE;
extern const char *const THROUGH_API_SETTLE;

typedef struct {
    levee_engine_t *engine;
    levee_mark_spec_t tick[SYNTHETIC_MARKETS][SYNTHETIC_INSTRUMENTS];
    char symbol[SYNTHETIC_INSTRUMENTS][8];
    char mark[SYNTHETIC_MARKETS][SYNTHETIC_INSTRUMENTS][24];
    uint8_t *status; /* per account, kept up to date by the verdicts */
    size_t changes;  /* of the last tick */
    size_t held;     /* bytes the engine holds as built, the venue and names included */
    uint64_t build_ns;
} through_api_t;

/* through_api_new builds the engine in the first market. The marks of a tick
 * point into *api, which must not move. Returns 0, or -1 after a message on
 * standard error; free with through_api_free in each case. */
int through_api_new(through_api_t *api, const synthetic_t *book);

/* through_api_new_of does the same, but has `fill` put marks, accounts and legs
 * into the empty book; of *book it takes the instruments and the number of
 * accounts. Ticks need through_api_new. */
typedef levee_result_t through_api_fill_t(const void *from, through_api_t *api, levee_book_t *to, levee_error_t *error);
int through_api_new_of(through_api_t *api, const synthetic_t *book, through_api_fill_t *fill, const void *from);

/* through_api_new_on does what through_api_new does, on the backend that
 * `options` name. */
int through_api_new_on(through_api_t *api, const synthetic_t *book, const levee_engine_options_t *options);

void through_api_free(through_api_t *api);

/* through_api_tick moves all marks to `market` in one batch. Returns 0, or -1
 * after a message. */
int through_api_tick(through_api_t *api, uint32_t market);

/* through_api_move moves one instrument to a price in ticks. */
int through_api_move(through_api_t *api, uint32_t instrument, uint32_t price);

/* through_api_place has the trigger index placed: one instrument ticks back and forth until
 * none sweeps any more. */
int through_api_place(through_api_t *api, const synthetic_t *book);

/* through_api_follow applies the verdicts of the last tick to `status`. */
void through_api_follow(through_api_t *api);

#endif
