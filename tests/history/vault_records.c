/* SPDX-License-Identifier: Apache-2.0
 *
 * vault_records.c: what a lending venue recorded of its vaults, and the prices
 * of the days, as one history in order of time. */
#include "vault_records.h"
#include "fees.h"
#include "records.h"
#include "times.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* amount parses an amount and cuts what is beyond `places`; where cutting would
 * favour the account, nothing may be cut. */
static int64_t amount(const char *text, unsigned places, int may_cut)
{
    char kept[TABLE_CELL];
    const char *point = strchr(text, '.');
    const size_t most = point == NULL ? strlen(text) : (size_t)(point - text) + 1 + places;

    if (!may_cut)
        return records_decimal(text, places);
    snprintf(kept, sizeof kept, "%.*s", (int)most, text);
    return records_decimal(kept, places);
}

static int fill_liquidation(vault_record_t *record, const char *text)
{
    char eth[TABLE_CELL];
    const char *slash = strchr(text, '/');

    if (slash == NULL)
        return -1;
    snprintf(eth, sizeof eth, "%.*s", (int)(slash - text), text);
    record->eth = records_decimal(eth, ETH_PLACES);
    record->dai = records_decimal(slash + 1, DAI_PLACES);
    return 0;
}

static int fill_event(vault_record_t *record, const table_row_t *row)
{
    static const char *const names[] = {"", "deposit_eth", "repay_dai", "borrow_dai", "withdraw_eth", "liquidate"};
    const char *text = row->cell[4];

    record->time = row->cell[0];
    record->vault = row->cell[2];
    record->number = records_decimal(row->cell[2], 0);
    for (unsigned kind = VAULT_DEPOSIT; kind <= VAULT_LIQUIDATE; kind++)
        if (strcmp(row->cell[3], names[kind]) == 0)
            record->kind = (vault_kind_t)kind;
    if (times_parse(record->time, ".000", &record->seconds) != 0)
        return -1;
    switch (record->kind) {
    case VAULT_DEPOSIT:
        record->eth = amount(text, ETH_PLACES, 1);
        return 0;
    case VAULT_WITHDRAW:
        record->eth = -amount(text, ETH_PLACES, 0);
        return record->eth > 0 ? 0 : -1;
    case VAULT_BORROW:
        record->dai = amount(text, DAI_PLACES, 0);
        return 0;
    case VAULT_REPAY:
        record->dai = amount(text, DAI_PLACES, 1);
        return 0;
    case VAULT_LIQUIDATE:
        return fill_liquidation(record, text);
    default:
        return -1;
    }
}

static int by_time(const void *left, const void *right)
{
    const vault_record_t *a = left, *b = right;

    if (a->seconds != b->seconds)
        return a->seconds < b->seconds ? -1 : 1;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    /* A vault is liquidated in pieces of one size, and what is left last. */
    if (a->kind == VAULT_LIQUIDATE && a->dai != b->dai)
        return a->dai > b->dai ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static int add_events(vault_records_t *records)
{
    for (size_t i = 0; i < records->events.count; i++) {
        vault_record_t *record = &records->record[records->count++];
        record->row = i;
        if (fill_event(record, &records->events.row[i]) != 0) {
            fprintf(stderr, "events, row %zu: not of the form this test knows\n", i + 1);
            return -1;
        }
    }
    qsort(records->record, records->count, sizeof *records->record, by_time);
    for (size_t i = 0; i < records->count; i++) {
        vault_record_t *record = &records->record[i];
        record->ends_block =
            i + 1 == records->count || record[1].seconds != record->seconds || record[1].number != record->number;
    }
    return 0;
}

/* add_midnights adds the prices from the day of the first event to the midnight
 * after the last. */
static int add_midnights(vault_records_t *records)
{
    const int64_t first = records->record[0].seconds / DAY * DAY;
    const int64_t last = records->record[records->count - 1].seconds / DAY * DAY + DAY;
    int64_t next = first;

    for (size_t i = 0; i < records->prices.count; i++) {
        const table_row_t *row = &records->prices.row[i];
        int64_t seconds;
        if (times_parse(row->cell[0], " UTC", &seconds) != 0) {
            fprintf(stderr, "prices, row %zu: not a time\n", i + 1);
            return -1;
        }
        if (seconds < first || seconds > last)
            continue;
        if (seconds != next) {
            fprintf(stderr, "prices, row %zu: not the midnight after the one before\n", i + 1);
            return -1;
        }
        next += DAY;
        records->record[records->count++] = (vault_record_t){.kind = VAULT_MIDNIGHT,
                                                             .seconds = seconds,
                                                             .time = row->cell[0],
                                                             .vault = "",
                                                             .price = amount(row->cell[1], PRICE_PLACES, 1)};
    }
    qsort(records->record, records->count, sizeof *records->record, by_time);
    return next > last ? 0 : -1;
}

/* apply_parameter takes one change of a parameter that matters here. */
static void apply_parameter(vault_records_t *records, const table_row_t *row, fees_t *fees, int64_t *least)
{
    const char *name = row->cell[2], *to = row->cell[4];

    if (strcmp(name, "JUG.ilks.duty") == 0)
        fees_change(fees, records_decimal(to, DUTY_PLACES));
    if (strcmp(name, "VAT.ilks.dust") == 0)
        *least = records_decimal(to, DAI_PLACES);
    if (strcmp(name, "SPOTTER.ilks.mat") == 0) {
        records->ratio = records_decimal(to, 6);
        records->ratios++;
    }
}

/* apply_parameters gives every record the rate and the least debt of its time. */
static int apply_parameters(vault_records_t *records)
{
    fees_t fees;
    int64_t least = 0, seconds = 0;
    size_t row = 0;

    fees_start(&fees, 0);
    for (size_t i = 0; i < records->count; i++) {
        vault_record_t *record = &records->record[i];
        for (; row < records->parameters.count; row++) {
            if (times_parse(records->parameters.row[row].cell[1], "", &seconds) != 0) {
                fprintf(stderr, "parameters, row %zu: not a time\n", row + 1);
                fees_end(&fees);
                return -1;
            }
            if (seconds > record->seconds)
                break;
            fees_advance(&fees, seconds);
            apply_parameter(records, &records->parameters.row[row], &fees, &least);
        }
        record->rate = fees_advance(&fees, record->seconds);
        record->least = least;
    }
    fees_end(&fees);
    return 0;
}

int vault_records_read(const char *folder, vault_records_t *records)
{
    memset(records, 0, sizeof *records);
    if (table_read(folder, "events.csv.gz", "time_utc,block,vault,event,amount", &records->events) != 0 ||
        table_read(folder, "parameter_changes.csv", "block,time_utc,parameter,from,to", &records->parameters) != 0 ||
        table_read(folder, "eth_usd_daily.csv", "snapped_at,price", &records->prices) != 0)
        return -1;
    records->record = calloc(records->events.count + records->prices.count + 1, sizeof *records->record);
    if (records->record == NULL || records->events.count == 0)
        return -1;
    if (add_events(records) != 0 || add_midnights(records) != 0)
        return -1;
    return apply_parameters(records);
}

void vault_records_free(vault_records_t *records)
{
    table_free(&records->events);
    table_free(&records->parameters);
    table_free(&records->prices);
    free(records->record);
    memset(records, 0, sizeof *records);
}
