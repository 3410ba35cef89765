/* SPDX-License-Identifier: Apache-2.0
 *
 * vault_records.h: what a lending venue recorded of its vaults, and the prices
 * of the days, as one history in order of time. */
#ifndef LEVEE_HISTORY_VAULT_RECORDS_H
#define LEVEE_HISTORY_VAULT_RECORDS_H

#include "table.h"

#include <stdint.h>

enum { ETH_PLACES = 11, DAI_PLACES = 10, PRICE_PLACES = 3, DAY = 86400 };

/* What a vault's owner does in one block is one act of the venue, whatever the
 * order of its rows: what is put in comes first here. */
typedef enum { VAULT_MIDNIGHT, VAULT_DEPOSIT, VAULT_REPAY, VAULT_BORROW, VAULT_WITHDRAW, VAULT_LIQUIDATE } vault_kind_t;

/* vault_record_t: one row, or the price of a midnight. Amounts are above 0. */
typedef struct {
    vault_kind_t kind;
    int64_t seconds; /* since the epoch, UTC */
    const char *time;
    const char *vault; /* "" at midnight */
    int64_t number;    /* of the vault */
    int64_t eth;       /* 10^-11; of a liquidation, whole ETH are recorded */
    int64_t dai;       /* 10^-10 */
    int64_t price;     /* at midnight: USD for one ETH, 10^-3, cut */
    int64_t rate;      /* what the first second's debt has grown to, 10^-18 */
    int64_t least;     /* the venue's smallest debt, 10^-10 DAI */
    int ends_block;    /* the last row of its vault and block */
    size_t row;
} vault_record_t;

typedef struct {
    table_t events, parameters, prices;
    vault_record_t *record;
    size_t count;
    unsigned ratios; /* how many liquidation ratios the parameters state */
    int64_t ratio;   /* the last of them, 10^-6 */
} vault_records_t;

/* vault_records_read reads the files in `folder`. Returns 0, or prints what was
 * wrong and returns -1. Free with vault_records_free in either case. */
int vault_records_read(const char *folder, vault_records_t *records);
void vault_records_free(vault_records_t *records);

#endif
