/* SPDX-License-Identifier: Apache-2.0
 *
 * vault_cases.h: each liquidation of the lending venue beside the rebuilt vault,
 * and each time that we would have liquidated. */
#ifndef LEVEE_HISTORY_VAULT_CASES_H
#define LEVEE_HISTORY_VAULT_CASES_H

#include "vaults_engine.h"

/* when_t: at which daily price we flag a vault that the venue liquidated. */
typedef enum {
    WHEN_BEFORE,        /* at the midnight before, or an earlier one */
    WHEN_STALE,         /* from the owner's act of that day, at a price the market had left */
    WHEN_NEXT_MIDNIGHT, /* at the midnight after */
    WHEN_NEITHER,       /* at neither: the price was low between them only */
    WHEN_COUNT
} when_t;

/* vault_case_t: one recorded liquidation and the vault as it was before it. */
typedef struct {
    const vault_record_t *record;
    int first;    /* of its vault on that day */
    int whole;    /* it took all */
    int eth_fits; /* the recorded ETH are what the rule gives, rounded */
    ledger_t ledger;
    int64_t before, after; /* prices of the midnights, 10^-3 */
    levee_account_report_t account;
    int exact_sum; /* equity and excess are the plain sum over the records, to the last digit */
    uint32_t left; /* number of the account that goes on as if it had not been liquidated */
    int followed;
    int64_t flagged; /* since when we flag it, before or, if followed, after; 0 if never */
    when_t when;
} vault_case_t;

/* clearing_t: how a time in which we flagged a vault ended, what decides first. */
typedef enum {
    CLEARING_LIQUIDATED,
    CLEARING_STALE,     /* the owner had taken out that day, and no midnight's price confirmed us */
    CLEARING_HOUR,      /* the owner acted within an hour of the midnight: the venue's price is an hour old */
    CLEARING_TAKEN_OUT, /* the venue let the owner take out while we flagged it */
    CLEARING_SAME_DAY,  /* the owner acted before the next midnight */
    CLEARING_PRICE,     /* the next midnight's price or a later one was higher */
    CLEARING_LATER,     /* the owner acted after the next midnight */
    CLEARING_OPEN,      /* still flagged at the end */
    CLEARING_COUNT
} clearing_t;

/* vault_flag_t: a time in which we flagged a vault. */
typedef struct {
    uint32_t vault;
    int64_t since, until;
    int64_t confirmed; /* when a midnight's price, or a fee after it, first had it flagged; 0 if never */
    int64_t ratio;     /* collateral over debt then, 10^-4 */
    int taken_out;     /* the owner took out and it was flagged thereafter */
    clearing_t clearing;
} vault_flag_t;

typedef struct {
    const char *name;
    ledger_t ledger;
    holding_t holding;
    int liquidated; /* ever */
    int flagged;
    size_t flag; /* while flagged */
} vault_t;

typedef struct {
    vaults_engine_t engine;
    int64_t price, ratio, start;
    vault_t *vault;
    uint32_t *account_vault; /* by number of an account: its vault, or UINT32_MAX */
    size_t *account_case;    /* and then the case that it goes on from */
    uint32_t vault_count;
    vault_case_t *item;
    size_t count;
    vault_flag_t *flag;
    size_t flag_count;
    unsigned rests, lackings, overpaid, rests_within, fee_flags;
    int64_t largest_rest;
} vault_cases_t;

/* vault_cases_collect replays the records. The texts live as long as `records`;
 * free with vault_cases_free. */
void vault_cases_collect(const vault_records_t *records, vault_cases_t *cases);
void vault_cases_free(vault_cases_t *cases);

#endif
