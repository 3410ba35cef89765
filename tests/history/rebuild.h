/* SPDX-License-Identifier: Apache-2.0
 *
 * rebuild.h: the liquidated accounts, rebuilt change by change in an engine. */
#ifndef LEVEE_HISTORY_REBUILD_H
#define LEVEE_HISTORY_REBUILD_H

#include "records.h"

#include <levee/levee.h>

enum { DECIMALS = 6 /* of USDC; on this venue a lot's worth moves by 10^-6 USDC a tick, for every coin */ };

typedef struct {
    levee_engine_t *engine;
    unsigned fills, deposits, withdrawals;
    unsigned forced; /* withdrawals that the engine would not have allowed, taken as fees */
} rebuild_t;

/* rebuild_new makes an engine with the venue's coins and no account. Ends the
 * program, as all functions here do, when the engine refuses what it must not. */
void rebuild_new(rebuild_t *rebuild);
void rebuild_free(rebuild_t *rebuild);

/* rebuild_price_places returns how many decimals a coin's tick has. */
unsigned rebuild_price_places(const char *coin);

/* rebuild_trade moves the coin's mark to the price of a trade and, where
 * `books`, books it as the user's fill; rebuild_ledger books a deposit or a
 * withdrawal. Accounts open with the first record of their user. */
void rebuild_trade(rebuild_t *rebuild, const record_t *trade, int books);
void rebuild_ledger(rebuild_t *rebuild, const record_t *ledger);

/* rebuild_mark moves a coin's mark to `ticks` of it. */
void rebuild_mark(rebuild_t *rebuild, const char *coin, int64_t ticks);

/* rebuild_find returns the number of the user's account. */
uint32_t rebuild_find(const rebuild_t *rebuild, const char *user);

#endif
