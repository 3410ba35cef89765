/* SPDX-License-Identifier: Apache-2.0
 *
 * synth_account.h: one account of a synthetic book, drawn from its own stream
 * of the seed: the first accounts of a large book are those of a small one. */
#ifndef LEVEE_APPS_SYNTH_ACCOUNT_H
#define LEVEE_APPS_SYNTH_ACCOUNT_H

#include "synth_market.h"

enum { LEVEE_SYNTH_LEGS_MAX = 32 };

typedef struct {
    uint32_t instrument;
    int64_t lots;         /* signed */
    levee_int128_t entry; /* hundredths of a tick, or ticks where those have 17 places or more; 0 for an asset */
} levee_synth_leg_t;

/* levee_synth_plan_t: an account before its cash is known. The cash is set so
 * that equity becomes the larger of `margin` and `factor_ppm` of the initial
 * requirement or, when `restricted_ppm` is not 0, lies that far from the
 * maintenance to the initial requirement. Money as in levee_money_t. */
typedef struct {
    uint32_t settlement;
    int isolated;
    uint32_t leg_count;
    uint32_t factor_ppm;
    uint32_t restricted_ppm;
    levee_int128_t margin;
    levee_int128_t reserved; /* whole quanta, in the unit of levee_money_t */
    levee_synth_leg_t legs[LEVEE_SYNTH_LEGS_MAX];
} levee_synth_plan_t;

/* levee_synth_draw draws account `index` of `seed`. Legs are in venue order. */
void levee_synth_draw(const levee_synth_market_t *market, uint64_t seed, uint32_t index, levee_synth_plan_t *plan);

/* levee_synth_cash returns the cash, in whole quanta and not negative, that
 * gives the planned equity to an account which without cash is as `report`
 * says. */
levee_int128_t levee_synth_cash(const levee_synth_plan_t *plan, const levee_account_report_t *report);

/* levee_synth_quantity and levee_synth_entry print a leg's quantity and entry
 * price ("" for an asset) into `text` of LEVEE_PRICE_TEXT bytes. Return `text`. */
char *levee_synth_quantity(const levee_synth_instrument_t *instrument, int64_t lots, char *text);
char *levee_synth_entry(const levee_synth_instrument_t *instrument, levee_int128_t entry, char *text);

#endif
