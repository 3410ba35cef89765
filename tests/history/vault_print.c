/* SPDX-License-Identifier: Apache-2.0
 *
 * vault_print.c: the tables of the vaults. */
#include "vault_tally.h"

#include <inttypes.h>
#include <stdio.h>

enum { DECIMALS = 9 /* of DAI */ };

static const char *const whens[] = {"flagged at the midnight before", "flagged by the owner's act of that day",
                                    "flagged at the midnight after", "low between the midnights"};

static const char *const clearings[] = {
    "liquidated",
    "at the old price of a day on which the owner had taken out",
    "confirmed: the owner acted within an hour",
    "confirmed: the venue let the owner take out meanwhile",
    "confirmed: the owner acted before the next midnight",
    "confirmed: a later midnight's price was higher",
    "confirmed: the owner acted after the next midnight",
    "open at the end",
};

/* print_price prints thousandths of a dollar. */
static void print_price(int64_t price)
{
    printf(" %5" PRId64 ".%03" PRId64, price / 1000, price % 1000);
}

static void print_amount(int64_t value, int64_t unit)
{
    const int64_t hundredths = value / (unit / 100);

    printf(" %9" PRId64 ".%02" PRId64, hundredths / 100, hundredths % 100);
}

/* print_ratio prints collateral over debt in per cent. */
static void print_ratio(const vault_case_t *item, int64_t price)
{
    const int64_t ratio = ledger_ratio(&item->ledger, price, item->record->rate);

    printf(" %3" PRId64 ".%02" PRId64, ratio / 100, ratio % 100);
}

static void print_case(const vault_case_t *item, int64_t ratio)
{
    const vault_record_t *record = item->record;
    char excess[LEVEE_MONEY_TEXT];

    printf("%.16s %-5s %s", record->time, record->vault, item->first ? "*" : " ");
    print_amount(item->ledger.eth, INT64_C(100000000000));
    print_amount(ledger_owed(&item->ledger, record->rate), INT64_C(10000000000));
    print_amount(record->eth, INT64_C(100000000000));
    print_amount(record->dai, INT64_C(10000000000));
    print_price(vault_tally_unsafe(item, ratio));
    print_price(item->before);
    print_ratio(item, item->before);
    print_price(item->after);
    print_ratio(item, item->after);
    printf(" %-10s %20s ", levee_status_name(item->account.status),
           levee_money_print(item->account.excess, DECIMALS, excess));
    if (item->flagged == 0)
        printf("never");
    else
        printf("%+5" PRId64, (item->flagged + (item->followed ? DAY - 1 : 0)) / DAY - record->seconds / DAY);
    printf("  %s\n", whens[item->when]);
}

static void print_flag(const vault_cases_t *cases, const vault_flag_t *flag)
{
    const vault_t *vault = &cases->vault[flag->vault];
    const int64_t minutes = (flag->until - flag->confirmed) / 60;

    printf("%-5s %-10s day %3" PRId64 " %3" PRId64 ".%02" PRId64 " %% for %3" PRId64 ":%02" PRId64 " h  %s\n",
           vault->name, vault->liquidated ? "liquidated" : "never", (flag->confirmed - cases->start) / DAY,
           flag->ratio / 100, flag->ratio % 100, minutes / 60, minutes % 60, clearings[flag->clearing]);
}

static void print_flags(const vault_cases_t *cases, const vault_tally_t *t)
{
    printf("\nflagged at a midnight, or by a fee after it, and not liquidated (day 0 is that of the first record):\n");
    for (size_t i = 0; i < cases->flag_count; i++)
        if (cases->flag[i].confirmed != 0 && cases->flag[i].clearing != CLEARING_LIQUIDATED)
            print_flag(cases, &cases->flag[i]);
    printf("\ntimes flagged: vaults never liquidated, vaults liquidated some day\n");
    for (unsigned i = 0; i < CLEARING_COUNT; i++)
        printf("%5u %5u  %s\n", t->times[0][i], t->times[1][i], clearings[i]);
    printf("vaults flagged and never liquidated: %u, confirmed: %u, without an explanation: %u\n", t->flagged,
           t->confirmed, t->unexplained);
    printf("vaults liquidated and flagged on other days: %u\n", t->survived);
}

static void print_counts(const vault_cases_t *cases, const vault_tally_t *t)
{
    char rest[LEVEE_MONEY_TEXT];

    printf(
        "\n%u vaults, %u events, %u midnights, %u liquidation ratio; %u changes booked, %u against the margin check\n",
        t->vaults, t->events, t->midnights, t->ratios, cases->engine.changes, t->forced);
    printf("%u liquidations of %u vaults in %u runs; %u runs begin within ten minutes of a full hour\n", t->cases,
           t->liquidated, t->runs, t->soon);
    printf("equity and excess equal the plain sum over the records: %u\n", t->sums);
    printf("recorded ETH are those of the rule, rounded: %u; of liquidations of all: %u\n", t->eth_fits, t->whole);
    printf("debts within 1/1000 of the recorded: %u of %u, without fees %u\n", t->with_fee, t->whole, t->without_fee);
    levee_money_print((levee_money_t){.low = (uint64_t)cases->largest_rest}, 4, rest);
    printf(
        "debts paid back: %u, the rest within 1/4000: %u, the largest %s DAI; overpaid: %u; repayments lacking: %u\n",
        t->rests, t->rests_within, rest, t->overpaid, t->lackings);
    for (unsigned i = 0; i < WHEN_COUNT; i++)
        printf("%5u liquidations, %2u runs: %s\n", t->when[i], t->run_when[i], whens[i]);
    printf("low between the midnights, runs: unsafe %u.%02u %% to %u.%02u %% below the lower of the two\n",
           t->least / 100, t->least % 100, t->most / 100, t->most % 100);
    printf("flagged by a fee between midnights: %u\n", t->fee_flags);
}

void vault_tally_print(const vault_cases_t *cases, const vault_tally_t *t)
{
    printf("%-16s %-5s   %12s %12s %12s %12s %9s %9s %6s %9s %6s %-10s %20s %5s\n", "time", "vault", "ETH", "owed",
           "taken ETH", "taken DAI", "unsafe <", "before", "%", "after", "%", "status", "excess", "days");
    for (size_t i = 0; i < cases->count; i++)
        print_case(&cases->item[i], cases->ratio);
    print_flags(cases, t);
    print_counts(cases, t);
}
