/* SPDX-License-Identifier: Apache-2.0
 *
 * records.h: what the venue recorded, as one history in order of time. */
#ifndef LEVEE_HISTORY_RECORDS_H
#define LEVEE_HISTORY_RECORDS_H

#include "table.h"

#include <stdint.h>

/* Records of one second come in this order: a deposit could be traded with at
 * once, and a liquidation is recorded with the account as it was before the
 * trade that closes it. */
typedef enum { RECORD_LEDGER, RECORD_LIQUIDATION, RECORD_TRADE } record_kind_t;

/* record_t: one row; the texts are those of the files. */
typedef struct {
    record_kind_t kind;
    int64_t seconds; /* since the epoch, UTC */
    const char *time;
    const char *user;
    const char *coin;   /* of a trade */
    const char *price;  /* of a trade */
    const char *size;   /* of a trade */
    int sells;          /* a trade on the side "Ask" */
    const char *amount; /* ledger: deposited or, below 0, withdrawn; liquidation: the account value */
    const char *notional;
    size_t row;
} record_t;

typedef struct {
    table_t trades, ledger, liquidations;
    record_t *record;
    size_t count;
} records_t;

/* records_read reads the files in `folder`. Returns 0, or prints what was wrong
 * and returns -1. Free with records_free in either case. */
int records_read(const char *folder, records_t *records);
void records_free(records_t *records);

/* records_liquidated says whether the venue liquidated `user`, ever. */
int records_liquidated(const records_t *records, const char *user);

/* records_decimal parses a decimal that has at most `places` of them, as a
 * whole number of 10^-places. Ends the program when it is none. */
int64_t records_decimal(const char *text, unsigned places);

#endif
