/* SPDX-License-Identifier: Apache-2.0
 *
 * venue_liquidations.c: 30 liquidations of a venue. Each account is rebuilt
 * from its trades and its ledger; at the mark that the reported notional
 * implies, our equity and maintenance excess stand beside the account value
 * that the venue reported. Skipped without the data, which LEVEE_DATA names. */
#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char folder_name[] = "data/positions/hyperliquid_2023";

static const char *const reasons[] = {
    "",
    "several coins",
    "no deposit recorded",
    "traded on after an earlier liquidation without a recorded deposit",
    "money came in that is not recorded",
    "not all of the account went: it traded on without a deposit",
    "money went out, or losses, that are not recorded",
};

/* tally_t: what of the cases is held fast, so that a change for the worse shows. */
typedef struct {
    unsigned rows, single, sums, marks, closed, below_rate, agree, close, flagged, several_agree, forced;
} tally_t;

static const tally_t expected = {.rows = 30,
                                 .single = 28,
                                 .sums = 30,
                                 .marks = 28,
                                 .closed = 30,
                                 .below_rate = 30,
                                 .agree = 18,
                                 .close = 16,
                                 .flagged = 15,
                                 .several_agree = 1,
                                 .forced = 6};

static tally_t count(const cases_t *cases)
{
    tally_t t = {.rows = (unsigned)cases->count, .forced = cases->rebuild.forced};

    for (size_t i = 0; i < cases->count; i++) {
        const case_t *item = &cases->item[i];
        const unsigned single = item->leg_count == 1, agree = case_within(item, 50) ? 1 : 0;

        t.single += single;
        t.sums += item->exact_sum ? 1 : 0;
        t.marks += single && item->exact_mark;
        t.closed += item->closed ? 1 : 0;
        t.below_rate += item->value * 100 < item->notional;
        t.agree += single && agree;
        t.close += single && case_within(item, 400);
        t.flagged += single && (item->account.status == LEVEE_LIQUIDATE || item->account.status == LEVEE_BANKRUPT);
        t.several_agree += !single && agree;
    }
    return t;
}

static void print_row(const case_t *item)
{
    char equity[LEVEE_MONEY_TEXT], excess[LEVEE_MONEY_TEXT];
    /* Millionths of the notional, shown as per cent. */
    const int64_t off = (item->equity - item->value) * 1000000 / item->notional;

    levee_money_print(item->account.equity, DECIMALS, equity);
    levee_money_print(item->account.excess, DECIMALS, excess);
    printf("%.16s %4s  %-5s %9s %9s %6lld %12s %15s %-10s %11s %s%lld.%04lld  %s\n", item->record->time,
           item->record->user, item->leg[0].instrument, item->leg[0].quantity, item->leg[0].mark,
           (long long)item->hours, equity, excess, levee_status_name(item->account.status), item->record->amount,
           off < 0 ? "-" : "", llabs(off) / 10000, llabs(off) % 10000, reasons[item->why]);
    for (uint32_t i = 1; i < item->leg_count; i++)
        printf("%23s%-5s %9s %9s\n", "", item->leg[i].instrument, item->leg[i].quantity, item->leg[i].mark);
}

static void print_table(const cases_t *cases, const tally_t *t)
{
    printf("%-16s user  %-5s %9s %9s %6s %12s %15s %-10s %11s %s\n", "time", "coin", "quantity", "mark", "hours",
           "equity", "excess", "status", "reported", "off, % of notional");
    for (size_t i = 0; i < cases->count; i++)
        print_row(&cases->item[i]);
    printf("\nbooked: %u fills, %u deposits, %u withdrawals, %u of them against the margin check\n",
           cases->rebuild.fills, cases->rebuild.deposits, cases->rebuild.withdrawals, t->forced);
    printf("%u liquidations, %u of one coin; reported value below 1 %% of notional: %u\n", t->rows, t->single,
           t->below_rate);
    printf("equity and excess equal the plain sum over the records: %u\n", t->sums);
    printf("rebuilt legs are what the venue closed: %u; implied mark is a whole number of ticks: %u of %u\n", t->closed,
           t->marks, t->single);
    printf("one coin: equity within 2 %% of notional: %u; within 0.25 %%: %u; flagged at the mark: %u\n", t->agree,
           t->close, t->flagged);
    printf("several coins: equity within 2 %% of notional: %u of %u\n", t->several_agree, t->rows - t->single);
}

static int same(const char *what, unsigned got, unsigned want)
{
    if (got != want)
        printf("FAILED: %s: %u, expected %u\n", what, got, want);
    return got == want;
}

static int check(const tally_t *t)
{
    int good = same("rows", t->rows, expected.rows);

    good &= same("single-coin cases", t->single, expected.single);
    good &= same("equity and excess as summed from the records", t->sums, expected.sums);
    good &= same("whole marks", t->marks, expected.marks);
    good &= same("legs closed as rebuilt", t->closed, expected.closed);
    good &= same("values below the rate", t->below_rate, expected.below_rate);
    good &= same("within 2 %", t->agree, expected.agree);
    good &= same("within 0.25 %", t->close, expected.close);
    good &= same("flagged", t->flagged, expected.flagged);
    good &= same("several coins within 2 %", t->several_agree, expected.several_agree);
    return good & same("withdrawals against the margin check", t->forced, expected.forced);
}

int main(void)
{
    char folder[2048], file[4096];
    const char *data = getenv("LEVEE_DATA");
    static cases_t cases;
    records_t records;
    int good = 0;

    snprintf(folder, sizeof folder, "%s/%s", data != NULL ? data : "../shared", folder_name);
    snprintf(file, sizeof file, "%s/liquidations.csv", folder);
    if (access(file, R_OK) != 0) {
        printf("skipped: no %s; LEVEE_DATA names the folder that holds data/\n", folder_name);
        return 0;
    }
    if (records_read(folder, &records) == 0) {
        cases_collect(&records, &cases);
        const tally_t tally = count(&cases);
        print_table(&cases, &tally);
        good = check(&tally);
        cases_free(&cases);
    }
    records_free(&records);
    return good ? 0 : 1;
}
