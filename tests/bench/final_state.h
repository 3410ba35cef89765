/* SPDX-License-Identifier: Apache-2.0
 *
 * final_state.h: a book after its changes, read through the public interface,
 * and the same book built anew. */
#ifndef LEVEE_BENCH_FINAL_STATE_H
#define LEVEE_BENCH_FINAL_STATE_H

#include "stream.h"

/* final_state_t: `book` has every leg's lots and, rounded to whole ticks and
 * kept above 0, what a lot has cost on average. */
typedef struct {
    synthetic_t book;
    int64_t *cost; /* of each leg, exactly: in lots times ticks */
} final_state_t;

/* final_state_read reads every account and leg of the engine; each must hold
 * what the stream's fills add up to. Returns 0, or -1 after a message; free with
 * final_state_free in each case. */
int final_state_read(final_state_t *state, const levee_engine_t *engine, const stream_t *stream);
void final_state_free(final_state_t *state);

/* final_state_restore_costs gives the legs of an engine that was built of
 * state->book their exact costs. Returns 0, or -1 after a message. */
int final_state_restore_costs(const final_state_t *state, const through_api_t *api);

#endif
