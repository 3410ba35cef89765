/* SPDX-License-Identifier: Apache-2.0
 *
 * explain_terms.h: every term of one account, and the sums made of them here,
 * apart from the engine's own. */
#ifndef LEVEE_APPS_EXPLAIN_TERMS_H
#define LEVEE_APPS_EXPLAIN_TERMS_H

#include <levee/levee.h>

enum { LEVEE_SHOWN_MEASURES = 3 }; /* equity, maintenance, initial */

typedef struct {
    levee_leg_report_t terms;
    const char *underlying; /* "" when the venue does not state it */
    int is_asset;
    int is_inverse;
    levee_money_t total[LEVEE_SHOWN_MEASURES]; /* what the leg adds to each excess */
    levee_price_t liquidation;                 /* not of an asset */
    levee_price_t bankruptcy;
} levee_explained_leg_t;

typedef struct {
    levee_account_report_t report;
    levee_money_t cash_less_reserved[LEVEE_SHOWN_MEASURES];
    levee_money_t sum[LEVEE_SHOWN_MEASURES];    /* of the terms */
    levee_money_t engine[LEVEE_SHOWN_MEASURES]; /* what the engine's report says */
    int agrees;                                 /* every sum, product and status is the engine's */
    levee_explained_leg_t legs[];
} levee_explained_t;

/* levee_explain gathers the terms of account `index` and adds them up. The
 * caller frees the answer; NULL when memory is short. */
levee_explained_t *levee_explain(const levee_engine_t *engine, uint32_t index);

/* levee_money_negate returns -`money`. */
levee_money_t levee_money_negate(levee_money_t money);

#endif
