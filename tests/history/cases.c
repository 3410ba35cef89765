/* SPDX-License-Identifier: Apache-2.0
 *
 * cases.c: each liquidation of the venue beside the rebuilt account. */
#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An account agrees within 2 % of its notional. */
enum { AGREES = 50 };

static int64_t distance(const case_t *item)
{
    return item->equity > item->value ? item->equity - item->value : item->value - item->equity;
}

int case_within(const case_t *item, int64_t part)
{
    return distance(item) * part <= item->notional;
}

/* closing finds the trade of the same second that closed the case's leg. */
static const record_t *closing(const records_t *records, size_t at, const char *coin)
{
    const record_t *record = &records->record[at];

    for (size_t i = at + 1; i < records->count && records->record[i].seconds == record->seconds; i++) {
        const record_t *next = &records->record[i];
        if (next->kind == RECORD_TRADE && strcmp(next->user, record->user) == 0 && strcmp(next->coin, coin) == 0)
            return next;
    }
    return NULL;
}

static int closes(const record_t *trade, const levee_leg_report_t *leg)
{
    const int64_t size = records_decimal(leg->quantity, DECIMALS);

    return trade != NULL && trade->sells == (size > 0) && records_decimal(trade->size, DECIMALS) == llabs(size);
}

/* mark_one sets the mark that makes the leg worth the reported notional. */
static void mark_one(cases_t *cases, case_t *item)
{
    const int64_t lots = llabs(item->leg[0].lots);

    item->exact_mark = item->notional % lots == 0;
    rebuild_mark(&cases->rebuild, item->leg[0].instrument, (item->notional + lots / 2) / lots);
}

/* mark_several sets the marks of an account of several legs on one side. The
 * venue closes every leg where the account is worth nothing, the same part
 * value / notional beyond its mark. */
static void mark_several(cases_t *cases, case_t *item, const records_t *records, size_t at)
{
    for (uint32_t i = 0; i < item->leg_count; i++) {
        const levee_leg_report_t *leg = &item->leg[i];
        const record_t *trade = closing(records, at, leg->instrument);
        const int64_t moved = item->notional + (leg->lots > 0 ? -item->value : item->value);

        if (!item->closed || (leg->lots > 0) != (item->leg[0].lots > 0)) {
            fprintf(stderr, "%s, user %s: the marks of this case cannot be told\n", item->record->time,
                    item->record->user);
            exit(1);
        }
        const int64_t ticks = records_decimal(trade->price, rebuild_price_places(leg->instrument));
        rebuild_mark(&cases->rebuild, leg->instrument, (ticks * item->notional + moved / 2) / moved);
    }
}

/* look_back finds out since when the account holds its legs, and what its
 * ledger said before and since its last liquidation. */
static void look_back(const records_t *records, size_t at, case_t *item, int *ledger, int *traded_on)
{
    const record_t *record = &records->record[at];
    int credit_since = 0;
    int64_t held[CASE_LEGS];
    int64_t opened = record->seconds;

    for (uint32_t k = 0; k < item->leg_count; k++)
        held[k] = records_decimal(item->leg[k].quantity, DECIMALS);
    for (size_t i = at; i-- > 0;) {
        const record_t *before = &records->record[i];
        if (strcmp(before->user, record->user) != 0)
            continue;
        if (before->kind == RECORD_LEDGER)
            *ledger = credit_since = 1;
        if (before->kind == RECORD_LIQUIDATION && !credit_since)
            *traded_on = 1;
        for (uint32_t k = 0; before->kind == RECORD_TRADE && k < item->leg_count; k++)
            if (held[k] != 0 && strcmp(before->coin, item->leg[k].instrument) == 0) {
                const int64_t size = records_decimal(before->size, DECIMALS);
                const int64_t earlier = held[k] + (before->sells ? size : -size);
                opened = before->seconds;
                held[k] = (earlier > 0) == (held[k] > 0) ? earlier : 0;
            }
    }
    item->hours = (record->seconds - opened + 1800) / 3600;
}

/* trades_on says whether the next thing the user did was to trade. */
static int trades_on(const records_t *records, size_t at)
{
    const record_t *record = &records->record[at];

    for (size_t i = at + 1; i < records->count; i++)
        if (records->record[i].seconds > record->seconds && strcmp(records->record[i].user, record->user) == 0)
            return records->record[i].kind == RECORD_TRADE;
    return 0;
}

static why_t reason(const records_t *records, size_t at, const case_t *item, int ledger, int traded_on)
{
    if (item->leg_count > 1)
        return WHY_SEVERAL_COINS;
    if (case_within(item, AGREES))
        return WHY_NONE;
    if (!ledger)
        return WHY_NO_LEDGER;
    if (item->equity < item->value)
        return traded_on ? WHY_TRADED_ON : WHY_TOO_LITTLE;
    return trades_on(records, at) ? WHY_LEFT_BEHIND : WHY_TOO_MUCH;
}

/* exactly returns an amount in millionths of a quantum; here all are far below
 * 2^63. */
static int64_t exactly(levee_money_t money)
{
    const int64_t low = (int64_t)money.low;

    if (money.high != (low < 0 ? -1 : 0)) {
        fprintf(stderr, "an amount is too large for this test\n");
        exit(1);
    }
    return low;
}

/* plain_sum adds up, in quanta, what the user paid in and what its trades paid
 * until the case. */
static int64_t plain_sum(const records_t *records, size_t at)
{
    int64_t sum = 0;

    for (size_t i = 0; i < at; i++) {
        const record_t *record = &records->record[i];
        if (strcmp(record->user, records->record[at].user) != 0)
            continue;
        if (record->kind == RECORD_LEDGER)
            sum += records_decimal(record->amount, DECIMALS);
        if (record->kind == RECORD_TRADE) {
            const unsigned places = rebuild_price_places(record->coin);
            const int64_t paid =
                records_decimal(record->price, places) * records_decimal(record->size, DECIMALS - places);
            sum += record->sells ? paid : -paid;
        }
    }
    return sum;
}

/* equals_sum compares the engine's account with sums of our own: every price
 * times every size is whole in quanta, so nothing may differ. */
static int equals_sum(const records_t *records, size_t at, const case_t *item)
{
    int64_t equity = plain_sum(records, at), notional = 0;

    for (uint32_t i = 0; i < item->leg_count; i++) {
        const levee_leg_report_t *leg = &item->leg[i];
        const int64_t worth = leg->lots * records_decimal(leg->mark, rebuild_price_places(leg->instrument));
        equity += worth;
        notional += llabs(worth);
    }
    return exactly(item->account.equity) == equity * 1000000 &&
           exactly(item->account.excess) == equity * 1000000 - notional * 10000;
}

static void take_down(cases_t *cases, const records_t *records, size_t at)
{
    levee_engine_t *engine = cases->rebuild.engine;
    const uint32_t account = rebuild_find(&cases->rebuild, records->record[at].user);
    case_t *item = &cases->item[cases->count++];
    int ledger = 0, traded_on = 0;

    item->record = &records->record[at];
    item->notional = records_decimal(item->record->notional, DECIMALS);
    item->value = records_decimal(item->record->amount, DECIMALS);
    levee_engine_account(engine, account, &item->account);
    item->leg_count = item->account.leg_count;
    if (item->leg_count == 0 || item->leg_count > CASE_LEGS) {
        fprintf(stderr, "%s, user %s: %u legs\n", item->record->time, item->record->user, item->leg_count);
        exit(1);
    }
    item->closed = 1;
    for (uint32_t i = 0; i < item->leg_count; i++) {
        levee_engine_leg(engine, account, i, &item->leg[i]);
        item->closed &= closes(closing(records, at, item->leg[i].instrument), &item->leg[i]);
    }
    if (item->leg_count == 1)
        mark_one(cases, item);
    else
        mark_several(cases, item, records, at);
    levee_engine_account(engine, account, &item->account);
    for (uint32_t i = 0; i < item->leg_count; i++)
        levee_engine_leg(engine, account, i, &item->leg[i]);
    item->equity = exactly(item->account.equity) / 1000000;
    item->exact_sum = equals_sum(records, at, item);
    look_back(records, at, item, &ledger, &traded_on);
    item->why = reason(records, at, item, ledger, traded_on);
}

void cases_collect(const records_t *records, cases_t *cases)
{
    memset(cases, 0, sizeof *cases);
    rebuild_new(&cases->rebuild);
    for (size_t i = 0; i < records->count; i++) {
        const record_t *record = &records->record[i];
        const int ours = records_liquidated(records, record->user);

        if (record->kind == RECORD_TRADE)
            rebuild_trade(&cases->rebuild, record, ours);
        else if (record->kind == RECORD_LEDGER && ours)
            rebuild_ledger(&cases->rebuild, record);
        else if (record->kind == RECORD_LIQUIDATION && cases->count < CASES)
            take_down(cases, records, i);
    }
}

void cases_free(cases_t *cases)
{
    rebuild_free(&cases->rebuild);
}
