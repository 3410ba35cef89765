/* SPDX-License-Identifier: Apache-2.0
 *
 * vault_tally.c: what of the vaults is counted and held fast. */
#include "vault_tally.h"

#include <stdio.h>
#include <stdlib.h>

static const vault_tally_t expected = {.ratios = 1,
                                       .vaults = 520,
                                       .events = 22324,
                                       .midnights = 817,
                                       .cases = 448,
                                       .runs = 46,
                                       .liquidated = 44,
                                       .sums = 448,
                                       .whole = 44,
                                       .eth_fits = 448,
                                       .with_fee = 42,
                                       .without_fee = 8,
                                       .rests = 634,
                                       .rests_within = 634,
                                       .lackings = 2,
                                       .forced = 918,
                                       .fee_flags = 4,
                                       .when = {2, 1, 41, 404},
                                       .run_when = {2, 1, 28, 15},
                                       .least = 8,
                                       .most = 1037,
                                       .soon = 41,
                                       .times = {{0, 412, 28, 13, 5, 1}, {3, 57, 10, 3, 1, 5}},
                                       .flagged = 36,
                                       .confirmed = 9,
                                       .unexplained = 5,
                                       .survived = 9};

static void count_records(const vault_records_t *records, vault_tally_t *t)
{
    t->ratios = records->ratios;
    for (size_t i = 0; i < records->count; i++) {
        t->events += records->record[i].kind != VAULT_MIDNIGHT;
        t->midnights += records->record[i].kind == VAULT_MIDNIGHT;
    }
}

int64_t vault_tally_unsafe(const vault_case_t *item, int64_t ratio)
{
    return ledger_product(ledger_owed(&item->ledger, item->record->rate), ratio / 100, item->ledger.eth, 1);
}

/* within says whether `ours` is within a thousandth of `recorded`. */
static unsigned within(int64_t ours, int64_t recorded)
{
    return llabs(ours - recorded) <= recorded / 1000;
}

/* below returns by how much the price had to fall under both midnights' for the
 * vault to be unsafe, in 1/100 % of the lower, cut. */
static unsigned below(const vault_case_t *item, int64_t ratio)
{
    const int64_t unsafe = vault_tally_unsafe(item, ratio);
    const int64_t lower = item->before < item->after ? item->before : item->after;

    return lower > unsafe ? (unsigned)((lower - unsafe) * 10000 / lower) : 0;
}

static void count_run(const vault_case_t *item, int64_t ratio, vault_tally_t *t)
{
    t->run_when[item->when]++;
    t->soon += item->record->seconds % 3600 < 600;
    if (item->when == WHEN_NEITHER) {
        const unsigned fell = below(item, ratio);
        t->least = t->run_when[item->when] == 1 || fell < t->least ? fell : t->least;
        t->most = fell > t->most ? fell : t->most;
    }
    t->runs++;
}

static void count_case(const vault_case_t *item, int64_t ratio, vault_tally_t *t)
{
    const vault_record_t *record = item->record;

    t->cases++;
    t->sums += item->exact_sum ? 1 : 0;
    t->eth_fits += item->eth_fits ? 1 : 0;
    t->when[item->when]++;
    if (item->whole) {
        t->whole++;
        t->with_fee += within(ledger_owed(&item->ledger, record->rate), record->dai);
        t->without_fee += within(item->ledger.principal, record->dai);
    }
    if (item->first)
        count_run(item, ratio, t);
}

static void count_flags(const vault_cases_t *cases, vault_tally_t *t)
{
    for (uint32_t i = 0; i < cases->vault_count; i++) {
        unsigned any = 0, confirmed = 0, unexplained = 0, survived = 0;
        const int liquidated = cases->vault[i].liquidated ? 1 : 0;
        for (size_t k = 0; k < cases->flag_count; k++) {
            const vault_flag_t *flag = &cases->flag[k];
            if (flag->vault != i)
                continue;
            t->times[liquidated][flag->clearing]++;
            any = 1;
            survived |= flag->clearing != CLEARING_LIQUIDATED;
            confirmed |= flag->confirmed != 0;
            unexplained |= flag->clearing >= CLEARING_SAME_DAY;
        }
        t->liquidated += liquidated ? 1 : 0;
        t->survived += liquidated ? survived : 0;
        t->flagged += liquidated ? 0 : any;
        t->confirmed += liquidated ? 0 : confirmed;
        t->unexplained += liquidated ? 0 : unexplained;
    }
}

vault_tally_t vault_tally(const vault_records_t *records, const vault_cases_t *cases)
{
    vault_tally_t t = {.vaults = cases->vault_count,
                       .rests = cases->rests,
                       .rests_within = cases->rests_within,
                       .lackings = cases->lackings,
                       .overpaid = cases->overpaid,
                       .forced = cases->engine.forced,
                       .fee_flags = cases->fee_flags};

    count_records(records, &t);
    for (size_t i = 0; i < cases->count; i++)
        count_case(&cases->item[i], cases->ratio, &t);
    count_flags(cases, &t);
    return t;
}

static int same(const char *what, unsigned got, unsigned want)
{
    if (got != want)
        printf("FAILED: %s: %u, expected %u\n", what, got, want);
    return got == want;
}

static int check_flags(const vault_tally_t *t)
{
    static const char *const whose[] = {"times flagged, never liquidated", "times flagged, liquidated some day"};
    int good = 1;

    for (unsigned i = 0; i < 2; i++)
        for (unsigned k = 0; k < CLEARING_COUNT; k++)
            good &= same(whose[i], t->times[i][k], expected.times[i][k]);
    good &= same("vaults flagged and never liquidated", t->flagged, expected.flagged);
    good &= same("of them confirmed", t->confirmed, expected.confirmed);
    good &= same("vaults liquidated and flagged on other days", t->survived, expected.survived);
    return good & same("of them without an explanation", t->unexplained, expected.unexplained);
}

int vault_tally_check(const vault_tally_t *t)
{
    int good = same("liquidation ratios", t->ratios, expected.ratios);

    good &= same("vaults", t->vaults, expected.vaults);
    good &= same("events", t->events, expected.events);
    good &= same("midnights", t->midnights, expected.midnights);
    good &= same("liquidations", t->cases, expected.cases);
    good &= same("runs", t->runs, expected.runs);
    good &= same("liquidated vaults", t->liquidated, expected.liquidated);
    good &= same("equity and excess as summed from the records", t->sums, expected.sums);
    good &= same("liquidations of all", t->whole, expected.whole);
    good &= same("recorded ETH", t->eth_fits, expected.eth_fits);
    good &= same("debts as recorded, with fees", t->with_fee, expected.with_fee);
    good &= same("debts as recorded, without fees", t->without_fee, expected.without_fee);
    good &= same("debts paid back", t->rests, expected.rests);
    good &= same("rests within 1/4000", t->rests_within, expected.rests_within);
    good &= same("repayments lacking", t->lackings, expected.lackings);
    good &= same("repayments too large", t->overpaid, expected.overpaid);
    good &= same("taken out against the margin check", t->forced, expected.forced);
    good &= same("flagged by a fee", t->fee_flags, expected.fee_flags);
    good &= same("runs soon after the hour", t->soon, expected.soon);
    good &= same("least fall under both midnights", t->least, expected.least);
    good &= same("greatest fall under both midnights", t->most, expected.most);
    for (unsigned i = 0; i < WHEN_COUNT; i++) {
        good &= same("liquidations by the time of our flag", t->when[i], expected.when[i]);
        good &= same("runs by the time of our flag", t->run_when[i], expected.run_when[i]);
    }
    return good & check_flags(t);
}
