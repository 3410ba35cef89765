/* SPDX-License-Identifier: Apache-2.0
 *
 * records.c: what the venue recorded, as one history in order of time. */
#include "records.h"
#include "times.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t records_decimal(const char *text, unsigned places)
{
    const int negative = *text == '-';
    const char *digit = text + negative;
    unsigned left = places;
    int64_t value = 0;
    int point = 0;

    for (; isdigit((unsigned char)*digit) || (*digit == '.' && !point); digit++) {
        if (*digit == '.') {
            point = 1;
            continue;
        }
        if (value > INT64_MAX / 100 || (point && left-- == 0))
            break;
        value = 10 * value + (*digit - '0');
    }
    if (*digit != '\0' || digit == text + negative) {
        fprintf(stderr, "\"%s\" is not a decimal of at most %u places\n", text, places);
        exit(1);
    }
    for (; left > 0; left--)
        value *= 10;
    return negative ? -value : value;
}

static int by_time(const void *left, const void *right)
{
    const record_t *a = left, *b = right;

    if (a->seconds != b->seconds)
        return a->seconds < b->seconds ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static void fill(record_t *record, record_kind_t kind, table_row_t *row)
{
    record->kind = kind;
    record->time = row->cell[0];
    record->user = row->cell[1];
    if (kind == RECORD_TRADE) {
        record->coin = row->cell[2];
        record->sells = strcmp(row->cell[3], "Ask") == 0;
        record->price = row->cell[4];
        record->size = row->cell[5];
    } else if (kind == RECORD_LEDGER) {
        record->amount = row->cell[2];
    } else {
        record->notional = row->cell[2];
        record->amount = row->cell[3];
    }
}

static int add(records_t *records, record_kind_t kind, const table_t *table)
{
    for (size_t i = 0; i < table->count; i++) {
        record_t *record = &records->record[records->count++];
        fill(record, kind, &table->row[i]);
        record->row = i;
        if (times_parse(record->time, "Z", &record->seconds) != 0) {
            fprintf(stderr, "\"%s\" is not a time\n", record->time);
            return -1;
        }
    }
    return 0;
}

int records_read(const char *folder, records_t *records)
{
    memset(records, 0, sizeof *records);
    if (table_read(folder, "trades.csv.gz", "time,user,coin,side,px,sz,crossed", &records->trades) != 0 ||
        table_read(folder, "ledger.csv", "time,user,delta_usd", &records->ledger) != 0 ||
        table_read(folder, "liquidations.csv", "time,user,liquidated_ntl_pos,liquidated_account_value,leverage_type",
                   &records->liquidations) != 0)
        return -1;
    records->record = calloc(records->trades.count + records->ledger.count + records->liquidations.count + 1,
                             sizeof *records->record);
    if (records->record == NULL || add(records, RECORD_TRADE, &records->trades) != 0 ||
        add(records, RECORD_LEDGER, &records->ledger) != 0 ||
        add(records, RECORD_LIQUIDATION, &records->liquidations) != 0)
        return -1;
    qsort(records->record, records->count, sizeof *records->record, by_time);
    return 0;
}

void records_free(records_t *records)
{
    table_free(&records->trades);
    table_free(&records->ledger);
    table_free(&records->liquidations);
    free(records->record);
    memset(records, 0, sizeof *records);
}

int records_liquidated(const records_t *records, const char *user)
{
    for (size_t i = 0; i < records->liquidations.count; i++)
        if (strcmp(records->liquidations.row[i].cell[1], user) == 0)
            return 1;
    return 0;
}
