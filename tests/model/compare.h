/* SPDX-License-Identifier: Apache-2.0
 *
 * compare.h: one case through the engine and the oracle, every answer
 * compared. */
#ifndef LEVEE_TESTS_COMPARE_H
#define LEVEE_TESTS_COMPARE_H

#include "oracle.h"

/* What the comparisons have met, so that a run can show that it met enough. */
typedef enum {
    MET_ACCOUNTS, /* distinct accounts */
    MET_LEGS,
    MET_JUDGEMENTS, /* accounts compared, once a round of marks */
    MET_PRICES,     /* pairs of liquidation and bankruptcy price */
    MET_HEALTHY,
    MET_RESTRICTED,
    MET_LIQUIDATE,
    MET_BANKRUPT,
    MET_VERDICTS,
    MET_WHOLE,       /* judgements in which nothing needed rounding */
    MET_ZERO_EQUITY, /* exactly 0 */
    MET_ZERO_MAINTENANCE,
    MET_ZERO_INITIAL,
    MET_AT_LIMIT,   /* legs that fill their tier to the last lot */
    MET_OVER_LIMIT, /* legs one lot into their tier */
    MET_WIDE_LEGS,
    MET_LEGS_17_TO_64, /* accounts of so many legs */
    MET_LEGS_OVER_64,
    MET_PRICE_FOUND,
    MET_PRICE_SAFE, /* none: safe on every tick */
    MET_PRICE_UNSAFE,
    MET_PRICE_DIPS, /* unsafe again at a tier's edge beyond the price */
    MET_PRICE_SCANS,
    MET_REFUSED_INSTRUMENTS,
    MET_REFUSED_MARKS,
    MET_REFUSED_ACCOUNTS,
    MET_REFUSED_LEGS,
    MET_REFUSED_TICKS,
    MET_COUNT
} met_t;

typedef struct {
    uint64_t met[MET_COUNT];
} coverage_t;

/* compare_met_name names a counter. */
const char *compare_met_name(met_t met);

enum { COMPARE_MESSAGE = 512 };

/* compare_case returns whether engine and oracle agree on all of `c`, else says
 * where they part in `message`. Prices are compared on two legs of an account
 * in one of the rounds; `thorough`: on every leg in every round. */
int compare_case(const case_t *c, int thorough, coverage_t *coverage, char message[COMPARE_MESSAGE]);

#endif
