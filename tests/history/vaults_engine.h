/* SPDX-License-Identifier: Apache-2.0
 *
 * vaults_engine.h: the vaults in an engine: ETH as an asset leg, the debt as a
 * loan leg whose mark is what the first second's debt has grown to.
 *
 * That is how the venue itself counts: a debt is kept divided by the rate of
 * its day, so that one tick charges every vault its fee, where negative cash
 * would take a charge for each vault and day. */
#ifndef LEVEE_HISTORY_VAULTS_ENGINE_H
#define LEVEE_HISTORY_VAULTS_ENGINE_H

#include "ledger.h"

#include <levee/levee.h>

typedef struct {
    levee_engine_t *engine;
    int64_t rate;  /* the loan's mark, 10^-9 */
    int64_t ratio; /* liquidation ratio, 10^-6 */
    unsigned changes;
    unsigned forced; /* what the engine would not let the owner take out, and the venue let him */
} vaults_engine_t;

/* holding_t: a vault's two legs, in lots of 10^-7 ETH and of 10^-4 of the debt:
 * collateral rounded down, debt up. */
typedef struct {
    int64_t eth, debt;
} holding_t;

/* vaults_engine_new makes an engine for a liquidation ratio in 10^-6. Ends the
 * program, as all functions here do, when the engine refuses what it must not. */
void vaults_engine_new(vaults_engine_t *vaults, int64_t ratio);
void vaults_engine_free(vaults_engine_t *vaults);

/* vaults_engine_open opens an account and returns its number. */
uint32_t vaults_engine_open(vaults_engine_t *vaults, const char *name);

/* vaults_engine_tick moves the marks to `price` (0: as it is) and to `rate`,
 * which is rounded up to the tick. Returns whether anything moved. */
int vaults_engine_tick(vaults_engine_t *vaults, int64_t price, int64_t rate);

/* vaults_engine_holding returns the legs of a ledger; vaults_engine_put makes
 * the account's legs, which are `from`, those of `to`. */
holding_t vaults_engine_holding(const ledger_t *ledger);
void vaults_engine_put(vaults_engine_t *vaults, const char *account, holding_t from, holding_t to);

/* vaults_engine_equals says whether equity and maintenance excess of the report
 * are, to the last digit, those of `holding` at `price` and `rate`. */
int vaults_engine_equals(const vaults_engine_t *vaults, const levee_account_report_t *report, holding_t holding,
                         int64_t price, int64_t rate);

#endif
