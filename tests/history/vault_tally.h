/* SPDX-License-Identifier: Apache-2.0
 *
 * vault_tally.h: what of the vaults is counted, shown and held fast. */
#ifndef LEVEE_HISTORY_VAULT_TALLY_H
#define LEVEE_HISTORY_VAULT_TALLY_H

#include "vault_cases.h"

/* vault_tally_t: what is held fast, so that a change for the worse shows. A case
 * is a recorded liquidation, a run the cases of one vault on one day. */
typedef struct {
    unsigned ratios, vaults, events, midnights;
    unsigned cases, runs, liquidated, sums;
    unsigned whole, eth_fits;          /* cases that took all; whose ETH are those of the rule */
    unsigned with_fee, without_fee;    /* of the whole: our debt within 1/1000 of the recorded, fees in and out */
    unsigned rests, rests_within;      /* debts that were paid back; with a rest within 1/4000 of the debt */
    unsigned lackings, overpaid;       /* repayments that are not recorded; that are more than the debt */
    unsigned forced;                   /* taken out against our margin check */
    unsigned fee_flags;                /* flagged by a fee alone, between midnights */
    unsigned when[WHEN_COUNT];         /* cases */
    unsigned run_when[WHEN_COUNT];     /* runs */
    unsigned least, most;              /* of runs at neither midnight: how far below both, 1/100 % */
    unsigned soon;                     /* runs that began within ten minutes of a full hour */
    unsigned times[2][CLEARING_COUNT]; /* we flagged a vault: never liquidated, liquidated on some day */
    unsigned flagged;                  /* vaults, never liquidated, that we flagged */
    unsigned confirmed;                /* of them, by the price of a midnight, or a fee after it */
    unsigned unexplained;              /* of them, for longer than an hour and without proof of a better price */
    unsigned survived;                 /* liquidated vaults that we flagged on other days too */
} vault_tally_t;

/* vault_tally_unsafe returns the price in 10^-3 below which the vault of a case
 * is unsafe at a liquidation ratio in 10^-6. */
int64_t vault_tally_unsafe(const vault_case_t *item, int64_t ratio);

vault_tally_t vault_tally(const vault_records_t *records, const vault_cases_t *cases);
void vault_tally_print(const vault_cases_t *cases, const vault_tally_t *tally);

/* vault_tally_check says whether all is as documented. */
int vault_tally_check(const vault_tally_t *tally);

#endif
