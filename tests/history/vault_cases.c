/* SPDX-License-Identifier: Apache-2.0
 *
 * vault_cases.c: each liquidation of the lending venue beside the rebuilt vault,
 * and each time that we would have liquidated. */
#include "vault_cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR = 3600 /* the age of the venue's price */ };

static int flags(levee_status_t status)
{
    return status == LEVEE_LIQUIDATE || status == LEVEE_BANKRUPT;
}

/* allocate takes room for all that the records can come to: every account is a
 * vault, with a row at least, or goes on from a case. */
static void allocate(const vault_records_t *records, vault_cases_t *cases)
{
    memset(cases, 0, sizeof *cases);
    cases->vault = calloc(records->count, sizeof *cases->vault);
    cases->account_vault = calloc(2 * records->count, sizeof *cases->account_vault);
    cases->account_case = calloc(2 * records->count, sizeof *cases->account_case);
    cases->item = calloc(records->count, sizeof *cases->item);
    cases->flag = calloc(2 * records->count, sizeof *cases->flag);
    if (cases->vault == NULL || cases->account_vault == NULL || cases->account_case == NULL || cases->item == NULL ||
        cases->flag == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
}

static uint32_t find(vault_cases_t *cases, const char *name)
{
    uint32_t index;

    if (levee_engine_find(cases->engine.engine, name, &index, NULL) == LEVEE_OK)
        return index;
    index = vaults_engine_open(&cases->engine, name);
    cases->account_vault[index] = cases->vault_count;
    cases->vault[cases->vault_count++].name = name;
    return index;
}

/* confirm takes down when the price of a midnight bears out a flag. */
static void confirm(vault_cases_t *cases, uint32_t vault, const vault_record_t *record)
{
    const ledger_t *ledger = &cases->vault[vault].ledger;
    vault_flag_t *flag = &cases->flag[cases->vault[vault].flag];

    flag->confirmed = record->seconds;
    flag->ratio = ledger_ratio(ledger, cases->price, record->rate);
}

static void begin_flag(vault_cases_t *cases, uint32_t vault, int64_t seconds)
{
    cases->vault[vault].flagged = 1;
    cases->vault[vault].flag = cases->flag_count;
    cases->flag[cases->flag_count++] = (vault_flag_t){.vault = vault, .since = seconds};
}

static clearing_t clearing(const vault_flag_t *flag, vault_kind_t by)
{
    const int64_t after = flag->until - flag->confirmed;

    if (by == VAULT_LIQUIDATE)
        return CLEARING_LIQUIDATED;
    if (flag->confirmed == 0)
        return CLEARING_STALE;
    if (by != VAULT_MIDNIGHT && after <= HOUR)
        return CLEARING_HOUR;
    if (flag->taken_out)
        return CLEARING_TAKEN_OUT;
    if (by == VAULT_MIDNIGHT)
        return CLEARING_PRICE;
    return after < DAY ? CLEARING_SAME_DAY : CLEARING_LATER;
}

static void end_flag(vault_cases_t *cases, uint32_t vault, int64_t seconds, vault_kind_t by)
{
    vault_flag_t *flag = &cases->flag[cases->vault[vault].flag];

    cases->vault[vault].flagged = 0;
    flag->until = seconds;
    flag->clearing = clearing(flag, by);
}

/* hear takes down the changes of status that a tick brought. */
static void hear(vault_cases_t *cases, const vault_record_t *record)
{
    const int midnight = record->kind == VAULT_MIDNIGHT;
    size_t count;
    const levee_verdict_t *verdict = levee_engine_verdicts(cases->engine.engine, &count);

    for (size_t i = 0; i < count; i++) {
        const uint32_t vault = cases->account_vault[verdict[i].account];
        const int flagged = flags(verdict[i].to);
        if (vault == UINT32_MAX) {
            vault_case_t *item = &cases->item[cases->account_case[verdict[i].account]];
            if (flagged && item->flagged == 0)
                item->flagged = record->seconds;
        } else if (flagged && !cases->vault[vault].flagged) {
            begin_flag(cases, vault, record->seconds);
            confirm(cases, vault, record);
            cases->fee_flags += midnight ? 0 : 1;
        } else if (!flagged && cases->vault[vault].flagged) {
            end_flag(cases, vault, record->seconds, VAULT_MIDNIGHT);
        }
    }
}

static void take_midnight(vault_cases_t *cases, const vault_record_t *record)
{
    cases->price = record->price;
    vaults_engine_tick(&cases->engine, record->price, record->rate);
    hear(cases, record);
    for (uint32_t i = 0; i < cases->vault_count; i++)
        if (cases->vault[i].flagged && cases->flag[cases->vault[i].flag].confirmed == 0)
            confirm(cases, i, record);
}

/* plain_sum adds up the vault's records anew, up to the case. */
static ledger_t plain_sum(const vault_records_t *records, size_t at)
{
    ledger_t sum = {0};

    for (size_t i = 0; i < at; i++)
        if (records->record[i].number == records->record[at].number)
            ledger_add(&sum, &records->record[i]);
    return sum;
}

static int64_t next_price(const vault_records_t *records, size_t at)
{
    for (; at < records->count; at++)
        if (records->record[at].kind == VAULT_MIDNIGHT)
            return records->record[at].price;
    return 0;
}

static int eth_fits(const vault_case_t *item)
{
    const int64_t part = ledger_part(&item->ledger, item->record);

    return item->whole || llabs(part - item->record->eth) <= INT64_C(50000000000);
}

/* leave_one opens an account that goes on as the vault would have. */
static void leave_one(vault_cases_t *cases, vault_case_t *item, holding_t holding)
{
    char name[32];

    snprintf(name, sizeof name, "left-%zu", cases->count);
    item->followed = 1;
    item->left = vaults_engine_open(&cases->engine, name);
    cases->account_vault[item->left] = UINT32_MAX;
    cases->account_case[item->left] = cases->count - 1;
    vaults_engine_put(&cases->engine, name, (holding_t){0}, holding);
}

static void take_down(vault_cases_t *cases, const vault_records_t *records, size_t at, uint32_t account)
{
    const vault_record_t *record = &records->record[at];
    const vault_t *vault = &cases->vault[cases->account_vault[account]];
    vault_case_t *item = &cases->item[cases->count];
    levee_account_report_t left;
    holding_t holding;

    item->record = record;
    item->first = 1;
    for (size_t i = 0; i < cases->count; i++)
        if (cases->item[i].record->number == record->number &&
            cases->item[i].record->seconds / DAY == record->seconds / DAY)
            item->first = 0;
    cases->count++;
    item->ledger = plain_sum(records, at);
    holding = vaults_engine_holding(&item->ledger);
    item->whole = ledger_whole(&item->ledger, record);
    item->eth_fits = eth_fits(item);
    item->before = cases->price;
    item->after = next_price(records, at);
    levee_engine_account(cases->engine.engine, account, &item->account);
    item->exact_sum = vaults_engine_equals(&cases->engine, &item->account, holding, cases->price, record->rate);
    if (vault->flagged) {
        item->flagged = cases->flag[vault->flag].since;
        item->when = cases->flag[vault->flag].confirmed != 0 ? WHEN_BEFORE : WHEN_STALE;
        return;
    }
    leave_one(cases, item, holding);
    levee_engine_account(cases->engine.engine, item->left, &left);
    item->exact_sum &= vaults_engine_equals(&cases->engine, &left, holding, cases->price, record->rate);
}

/* count_closing keeps account of the debts that we had too high. */
static void count_closing(vault_cases_t *cases, const ledger_t *ledger)
{
    cases->overpaid += ledger->overpaid ? 1 : 0;
    if (ledger->closing == CLOSING_LACKING)
        cases->lackings++;
    if (ledger->closing != CLOSING_REST)
        return;
    cases->rests++;
    cases->rests_within += ledger->rest * 4000 <= ledger->most ? 1 : 0;
    cases->largest_rest = ledger->rest > cases->largest_rest ? ledger->rest : cases->largest_rest;
}

/* settle puts into the engine what a block made of a vault, and judges it. */
static void settle(vault_cases_t *cases, const vault_record_t *record, uint32_t account, int took_out)
{
    const uint32_t number = cases->account_vault[account];
    vault_t *vault = &cases->vault[number];
    const holding_t holding = vaults_engine_holding(&vault->ledger);
    levee_account_report_t report;

    vaults_engine_put(&cases->engine, vault->name, vault->holding, holding);
    vault->holding = holding;
    levee_engine_account(cases->engine.engine, account, &report);
    if (flags(report.status) && !vault->flagged)
        begin_flag(cases, number, record->seconds);
    else if (flags(report.status) && took_out)
        cases->flag[vault->flag].taken_out = 1;
    else if (!flags(report.status) && vault->flagged)
        end_flag(cases, number, record->seconds, record->kind);
}

static void judge_cases(vault_cases_t *cases)
{
    for (size_t i = 0; i < cases->count; i++) {
        vault_case_t *item = &cases->item[i];
        const int64_t midnight = item->record->seconds / DAY * DAY + DAY;
        if (item->followed)
            item->when = item->flagged != 0 && item->flagged <= midnight ? WHEN_NEXT_MIDNIGHT : WHEN_NEITHER;
    }
    for (uint32_t i = 0; i < cases->vault_count; i++)
        if (cases->vault[i].flagged)
            cases->flag[cases->vault[i].flag].clearing = CLEARING_OPEN;
}

void vault_cases_collect(const vault_records_t *records, vault_cases_t *cases)
{
    int took_out = 0;

    allocate(records, cases);
    cases->ratio = records->ratio;
    cases->start = records->record[0].seconds;
    vaults_engine_new(&cases->engine, records->ratio);
    for (size_t i = 0; i < records->count; i++) {
        const vault_record_t *record = &records->record[i];
        if (record->kind == VAULT_MIDNIGHT) {
            take_midnight(cases, record);
            continue;
        }
        if (vaults_engine_tick(&cases->engine, 0, record->rate))
            hear(cases, record);
        const uint32_t account = find(cases, record->vault);
        vault_t *vault = &cases->vault[cases->account_vault[account]];
        took_out |= record->kind == VAULT_BORROW || record->kind == VAULT_WITHDRAW;
        if (record->kind == VAULT_LIQUIDATE) {
            take_down(cases, records, i, account);
            vault->liquidated = 1;
        }
        ledger_add(&vault->ledger, record);
        count_closing(cases, &vault->ledger);
        if (record->ends_block || record->kind == VAULT_LIQUIDATE) {
            settle(cases, record, account, took_out);
            took_out = 0;
        }
    }
    judge_cases(cases);
}

void vault_cases_free(vault_cases_t *cases)
{
    levee_engine_free(cases->engine.engine);
    free(cases->vault);
    free(cases->account_vault);
    free(cases->account_case);
    free(cases->item);
    free(cases->flag);
    memset(cases, 0, sizeof *cases);
}
