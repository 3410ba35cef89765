/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_terms.h"

#include <stdlib.h>
#include <string.h>

#include "money.h"

enum { EQUITY, MAINTENANCE, INITIAL };

levee_money_t levee_money_negate(levee_money_t money)
{
    return levee_money_of(-levee_money_wide(money));
}

static int equal(levee_money_t left, levee_money_t right)
{
    return left.low == right.low && left.high == right.high;
}

static int explain_leg(const levee_engine_t *engine, uint32_t account, uint32_t leg, levee_explained_leg_t *explained)
{
    const levee_leg_report_t *terms = &explained->terms;
    int agrees = 1;

    levee_engine_leg(engine, account, leg, &explained->terms);
    explained->is_asset = strcmp(terms->kind, "asset") == 0;
    explained->is_inverse = strcmp(terms->kind, "inverse") == 0;
    if (!explained->is_asset)
        levee_engine_prices(engine, account, leg, &explained->liquidation, &explained->bankruptcy);
    for (int m = 0; m < LEVEE_SHOWN_MEASURES; m++) {
        const levee_int128_t product = terms->lots * levee_money_wide(terms->row[m]);

        agrees &= equal(levee_money_of(product), terms->rows[m]);
        explained->total[m] =
            levee_money_of(product - levee_money_wide(terms->cost) + levee_money_wide(terms->entry_funding) +
                           levee_money_wide(terms->deductions[m]));
    }
    return agrees;
}

static void name_underlyings(const levee_engine_t *engine, levee_explained_t *explained)
{
    for (uint32_t i = 0; i < levee_engine_instruments(engine); i++) {
        levee_instrument_report_t instrument;

        levee_engine_instrument(engine, i, &instrument);
        for (uint32_t leg = 0; leg < explained->report.leg_count; leg++)
            if (strcmp(explained->legs[leg].terms.instrument, instrument.symbol) == 0)
                explained->legs[leg].underlying = instrument.underlying;
    }
}

static levee_status_t status_of(const levee_money_t excess[LEVEE_SHOWN_MEASURES])
{
    if (excess[EQUITY].high < 0)
        return LEVEE_BANKRUPT;
    if (excess[MAINTENANCE].high < 0)
        return LEVEE_LIQUIDATE;
    return excess[INITIAL].high < 0 ? LEVEE_RESTRICTED : LEVEE_HEALTHY;
}

/* The report states requirements, and the available margin only where it is
 * not negative; here they become excesses again. */
static int compare_with_engine(levee_explained_t *explained)
{
    const levee_account_report_t *report = &explained->report;
    const levee_int128_t equity = levee_money_wide(report->equity);
    const levee_money_t none = {0, 0};
    int agrees;

    explained->engine[EQUITY] = report->equity;
    explained->engine[MAINTENANCE] = report->excess;
    explained->engine[INITIAL] = levee_money_of(equity - levee_money_wide(report->initial));
    agrees = equal(levee_money_of(equity - levee_money_wide(report->maintenance)), report->excess);
    agrees &= equal(report->available, explained->sum[INITIAL].high < 0 ? none : explained->sum[INITIAL]);
    agrees &= report->status == status_of(explained->sum);
    for (int m = 0; m < LEVEE_SHOWN_MEASURES; m++)
        agrees &= equal(explained->sum[m], explained->engine[m]);
    return agrees;
}

levee_explained_t *levee_explain(const levee_engine_t *engine, uint32_t index)
{
    levee_account_report_t report;
    levee_explained_t *explained;

    levee_engine_account(engine, index, &report);
    explained = calloc(1, sizeof *explained + report.leg_count * sizeof(levee_explained_leg_t));
    if (explained == NULL)
        return NULL;
    explained->report = report;
    explained->agrees = 1;
    for (int m = 0; m < LEVEE_SHOWN_MEASURES; m++) {
        const levee_int128_t reserved = m == INITIAL ? levee_money_wide(report.reserved) : 0;

        explained->cash_less_reserved[m] = levee_money_of(levee_money_wide(report.cash) - reserved);
        explained->sum[m] = explained->cash_less_reserved[m];
    }
    for (uint32_t leg = 0; leg < report.leg_count; leg++) {
        explained->agrees &= explain_leg(engine, index, leg, &explained->legs[leg]);
        for (int m = 0; m < LEVEE_SHOWN_MEASURES; m++)
            explained->sum[m] =
                levee_money_of(levee_money_wide(explained->sum[m]) + levee_money_wide(explained->legs[leg].total[m]));
    }
    name_underlyings(engine, explained);
    explained->agrees &= compare_with_engine(explained);
    return explained;
}
