/* SPDX-License-Identifier: Apache-2.0
 *
 * final_state.h: a book after its changes, read through the public interface,
 * and the same book built anew. */
#ifndef LEVEE_BENCH_FINAL_STATE_H
#define LEVEE_BENCH_FINAL_STATE_H

#include "stream.h"

typedef struct {
    levee_money_t cash;
    levee_money_t reserved;
    uint32_t legs;
} final_account_t;

typedef struct {
    uint32_t instrument;
    int64_t lots;
    levee_money_t cost;
    levee_money_t entry_funding;
} final_leg_t;

/* final_state_t: marks, accounts and their legs, one account's after another's. */
typedef struct {
    char mark[SYNTHETIC_INSTRUMENTS][LEVEE_PRICE_TEXT];
    final_account_t *account;
    uint32_t accounts;
    final_leg_t *leg;
    uint32_t legs;
} final_state_t;

/* final_state_read reads every mark, account and leg of the engine; each leg
 * must hold what the stream's fills add up to. Returns 0, or -1 after a message;
 * free with final_state_free in each case. */
int final_state_read(final_state_t *state, const levee_engine_t *engine, const stream_t *stream);
void final_state_free(final_state_t *state);

/* final_state_build restores the state in a new engine; the instruments are those
 * of `book`. Returns 0, or -1 after a message; free with through_api_free in each
 * case. */
int final_state_build(const final_state_t *state, const synthetic_t *book, through_api_t *api);

#endif
