/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle_trade.h: what a trade would make of an account, before it does. */
#ifndef LEVEE_TESTS_ORACLE_TRADE_H
#define LEVEE_TESTS_ORACLE_TRADE_H

#include "oracle.h"

typedef struct {
    uint32_t account;
    int allowed;
    int trades;       /* the leg is part of it */
    oracle_leg_t leg; /* of 0 lots: none is left */
    mpz_t cash, reserved, lost;
    mpq_t exact_cash;
    mpq_t realised, traded, closing, entry; /* what the ledger gains, in quanta */
} oracle_draft_t;

/* oracle_draft_start makes a draft that changes nothing of an open account. */
void oracle_draft_start(const oracle_t *o, oracle_draft_t *d, uint32_t account);

/* oracle_draft_trade adds a trade of `lots`, not 0, at `price`, or without cost
 * where that is NULL, and judges whether the rules allow it. Through zero it is
 * two trades. At most one to a draft. */
void oracle_draft_trade(const oracle_t *o, oracle_draft_t *d, uint32_t instrument, long lots, const mpq_t price);

/* oracle_draft_initial sets `units` to the account's initial excess after. */
void oracle_draft_initial(const oracle_t *o, const oracle_draft_t *d, mpz_t units);

/* oracle_draft_end releases a draft, after putting it in force where `keep`. */
void oracle_draft_end(oracle_t *o, oracle_draft_t *d, int keep);

#endif
