/* SPDX-License-Identifier: Apache-2.0
 *
 * cases.h: each liquidation of the venue beside the rebuilt account. */
#ifndef LEVEE_HISTORY_CASES_H
#define LEVEE_HISTORY_CASES_H

#include "rebuild.h"

enum { CASES = 64, CASE_LEGS = 4 };

/* why_t: what the records themselves say about a case that does not agree. */
typedef enum {
    WHY_NONE,
    WHY_SEVERAL_COINS,
    WHY_NO_LEDGER,   /* no deposit of the user is recorded at all */
    WHY_TRADED_ON,   /* we have too little, and it traded on after an earlier liquidation without a deposit */
    WHY_TOO_LITTLE,  /* we have too little */
    WHY_LEFT_BEHIND, /* we have too much, and it traded on after this liquidation without a deposit */
    WHY_TOO_MUCH     /* we have too much */
} why_t;

typedef struct {
    const record_t *record;
    uint32_t leg_count;
    levee_leg_report_t leg[CASE_LEGS];
    int exact_mark; /* the notional is a whole number of ticks for the rebuilt quantity */
    int closed;     /* the venue's closing trades are the rebuilt legs, turned round */
    int64_t hours;  /* since the oldest open leg was opened */
    levee_account_report_t account;
    int exact_sum;           /* equity and excess are the plain sum over the records, to the last digit */
    int64_t notional, value; /* reported, 10^-6 USDC */
    int64_t equity;          /* ours, 10^-6 USDC */
    why_t why;
} case_t;

typedef struct {
    case_t item[CASES];
    size_t count;
    rebuild_t rebuild;
} cases_t;

/* cases_collect replays the records and takes down every case. The texts of a
 * case live as long as `cases` and `records`; free with cases_free. */
void cases_collect(const records_t *records, cases_t *cases);
void cases_free(cases_t *cases);

/* case_within says whether our equity is within 1/`part` of the notional of the
 * reported account value. */
int case_within(const case_t *item, int64_t part);

#endif
