/* SPDX-License-Identifier: Apache-2.0
 *
 * ledger.h: what a vault holds and owes, as the plain sum over its records. */
#ifndef LEVEE_HISTORY_LEDGER_H
#define LEVEE_HISTORY_LEDGER_H

#include "vault_records.h"

/* closing_t: how a vault's debt came to nothing. */
typedef enum {
    CLOSING_NONE,
    CLOSING_REST,   /* the owner left less than the venue lets anyone owe */
    CLOSING_LACKING /* the owner took the last collateral from a debt: a repayment is not recorded */
} closing_t;

typedef struct {
    int64_t eth;       /* 10^-ETH_PLACES */
    int64_t debt;      /* 10^-DAI_PLACES of the venue's first second: DAI divided by the rate */
    int64_t principal; /* 10^-DAI_PLACES DAI, as if no fee were charged */
    int64_t most;      /* the largest debt since the vault owed nothing, 10^-DAI_PLACES DAI */
    closing_t closing; /* by the record before */
    int64_t rest;      /* of the debt that was closed, 10^-DAI_PLACES DAI */
    int overpaid;      /* a repayment was more than the debt */
} ledger_t;

/* ledger_add adds a row of the ledger's vault. Every rounding is against the
 * account. */
void ledger_add(ledger_t *ledger, const vault_record_t *record);

/* ledger_owed returns the debt in 10^-DAI_PLACES DAI, rounded up. */
int64_t ledger_owed(const ledger_t *ledger, int64_t rate);

/* ledger_ratio returns collateral over debt in 10^-4 at a price in
 * 10^-PRICE_PLACES, cut; 0 where nothing is owed. */
int64_t ledger_ratio(const ledger_t *ledger, int64_t price, int64_t rate);

/* ledger_whole says whether a liquidation takes all: the recorded ETH, which is
 * whole, is the vault's ETH rounded. */
int ledger_whole(const ledger_t *ledger, const vault_record_t *record);

/* ledger_part returns the ETH that a liquidation of a part takes: the same part
 * of the collateral as of the debt. */
int64_t ledger_part(const ledger_t *ledger, const vault_record_t *record);

/* ledger_product returns a * b / divisor, rounded up or down, for amounts that
 * are not negative. Ends the program when it does not fit. */
int64_t ledger_product(int64_t a, int64_t b, int64_t divisor, int up);

#endif
