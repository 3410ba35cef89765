/* SPDX-License-Identifier: Apache-2.0
 *
 * motion_check.c: a what-if is what the change then makes. */
#include <stdio.h>
#include <string.h>

#include "motion.h"

static int same_money(levee_money_t a, levee_money_t b)
{
    return a.low == b.low && a.high == b.high;
}

static int same_margin(const levee_account_report_t *report, const levee_margin_t *margin)
{
    return report->status == margin->status && same_money(report->equity, margin->equity) &&
           same_money(report->initial, margin->initial) && same_money(report->maintenance, margin->maintenance) &&
           same_money(report->excess, margin->excess) && same_money(report->available, margin->available);
}

/* same_price compares the liquidation price of the leg in `symbol`; without such
 * a leg the answer must be none. */
static int same_price(const levee_engine_t *engine, uint32_t account, uint32_t legs, const char *symbol,
                      const levee_price_t *expected)
{
    levee_price_t liquidation = {0, "none"};
    levee_price_t bankruptcy;
    levee_leg_report_t leg;

    for (uint32_t i = 0; i < legs; i++) {
        levee_engine_leg(engine, account, i, &leg);
        if (strcmp(leg.instrument, symbol) == 0)
            levee_engine_prices(engine, account, i, &liquidation, &bankruptcy);
    }
    return liquidation.found == expected->found && strcmp(liquidation.text, expected->text) == 0;
}

static int same_account(const levee_engine_t *engine, const levee_change_t *change, uint32_t account,
                        const levee_margin_t *margin)
{
    levee_account_report_t report;

    levee_engine_account(engine, account, &report);
    return same_margin(&report, margin) &&
           (change->instrument == NULL ||
            same_price(engine, account, report.leg_count, change->instrument, &margin->liquidation));
}

static int check_change(levee_engine_t *engine, const levee_change_t *change, motion_t *motion)
{
    levee_margin_t before, after;
    levee_error_t error;
    uint32_t account = 0;
    const int withdrawal = strcmp(change->event, "withdraw") == 0;

    if (!withdrawal && strcmp(change->event, "fill") != 0)
        return levee_engine_change(engine, change, &error) == LEVEE_OK;
    if (levee_engine_find(engine, change->account, &account, &error) != LEVEE_OK ||
        levee_engine_whatif(engine, change, &before, &after, &error) != LEVEE_OK)
        return 0;
    const int rejected = withdrawal && after.status != LEVEE_HEALTHY;

    motion->checked++;
    motion->rejected += (uint64_t)rejected;
    return same_account(engine, change, account, &before) &&
           levee_engine_change(engine, change, &error) == (rejected ? LEVEE_REJECTED : LEVEE_OK) &&
           same_account(engine, change, account, rejected ? &before : &after);
}

int motion_check(levee_engine_t *engine, stream_t *stream, motion_t *motion)
{
    stream_draw(stream, STREAM_CHUNK);
    motion->changes += STREAM_CHUNK;
    for (uint32_t i = 0; i < STREAM_CHUNK; i++) {
        const levee_change_t *change = &stream->change[i];

        if (check_change(engine, change, motion))
            continue;
        fprintf(stderr, "levee bench: %s of %s: %s %s %s: not what was asked before\n", change->event, change->account,
                change->instrument ? change->instrument : "", change->quantity ? change->quantity : "",
                change->price ? change->price : change->amount);
        return -1;
    }
    return 0;
}
