/* SPDX-License-Identifier: Apache-2.0 */
#include "compare_run.h"

#include <string.h>

enum { SOME_LEGS = 16, MANY_LEGS = 64, PRICED_LEGS = 2 };

static void count(run_t *run, met_t met)
{
    run->coverage->met[met]++;
}

int compare_money(run_t *run, const char *name, const char *field, levee_money_t money, const mpz_t units)
{
    mpz_t engine;
    mpz_init(engine);
    exact_money(engine, money);
    int same = mpz_cmp(engine, units) == 0;
    if (!same)
        compare_fail(run, "round %u, %s, %s: engine %Zd, oracle %Zd units", run->round, name, field, engine, units);
    mpz_clear(engine);
    return same;
}

static int compare_text(run_t *run, const char *name, const char *field, const char *engine, const char *oracle)
{
    return strcmp(engine, oracle) == 0 ||
           compare_fail(run, "round %u, %s, %s: engine %s, oracle %s", run->round, name, field, engine, oracle);
}

levee_status_t compare_status(const run_t *run)
{
    return oracle_status(mpz_sgn(run->rounded[EQUITY]), mpz_sgn(run->rounded[MAINTENANCE]),
                         mpz_sgn(run->rounded[INITIAL]));
}

/* The rounded reading may fall short of the exact one by less than the bound, and never exceeds it. */
static int within_bound(run_t *run, const char *name, int measure)
{
    static const char *const measures[] = {"equity", "maintenance excess", "initial excess"};
    mpq_t short_by;
    mpq_init(short_by);
    mpq_set_z(short_by, run->rounded[measure]);
    mpq_sub(short_by, run->exact[measure], short_by);
    int sign = mpq_sgn(short_by);
    int within = sign == 0 || (sign > 0 && mpq_cmp_z(short_by, run->bound[measure]) < 0);
    if (!within)
        compare_fail(run, "round %u, %s, %s: engine %Zd, textbook %Qd, bound %Zd units", run->round, name,
                     measures[measure], run->rounded[measure], run->exact[measure], run->bound[measure]);
    mpq_clear(short_by);
    return within;
}

/* The engine equals the rounded reading by now: hold that against the exact one. */
static int compare_exact(run_t *run, const char *name, const oracle_account_t *a, levee_status_t status)
{
    oracle_account_exact(run->o, a, run->exact, run->bound);
    int whole = 1;
    for (int m = EQUITY; m < MEASURES; m++) {
        if (!within_bound(run, name, m))
            return 0;
        whole = whole && mpz_sgn(run->bound[m]) == 0;
    }
    levee_status_t textbook =
        oracle_status(mpq_sgn(run->exact[EQUITY]), mpq_sgn(run->exact[MAINTENANCE]), mpq_sgn(run->exact[INITIAL]));
    if (whole)
        count(run, MET_WHOLE);
    return (whole ? status == textbook : status >= textbook) ||
           compare_fail(run, "round %u, %s, status: engine %s, textbook %s", run->round, name,
                        levee_status_name(status), levee_status_name(textbook));
}

static int compare_sums(run_t *run, const char *name, const levee_account_report_t *report)
{
    mpz_t units;
    mpz_init(units);
    int same = compare_money(run, name, "equity", report->equity, run->rounded[EQUITY]) &&
               compare_money(run, name, "excess", report->excess, run->rounded[MAINTENANCE]);
    mpz_sub(units, run->rounded[EQUITY], run->rounded[MAINTENANCE]);
    same = same && compare_money(run, name, "maintenance", report->maintenance, units);
    mpz_sub(units, run->rounded[EQUITY], run->rounded[INITIAL]);
    same = same && compare_money(run, name, "initial", report->initial, units);
    mpz_set(units, run->rounded[INITIAL]);
    if (mpz_sgn(units) < 0)
        mpz_set_ui(units, 0);
    same = same && compare_money(run, name, "available", report->available, units);
    mpz_clear(units);
    return same;
}

static int compare_terms(run_t *run, const oracle_account_t *a, const levee_account_report_t *report)
{
    mpz_t units;
    mpz_init(units);
    mpz_mul_ui(units, a->cash, 1000000);
    int same = compare_money(run, a->name, "cash", report->cash, units);
    mpz_mul_ui(units, a->reserved, 1000000);
    same = same && compare_money(run, a->name, "reserved", report->reserved, units);
    mpz_clear(units);
    return same && compare_text(run, a->name, "account", report->account, a->name) &&
           compare_text(run, a->name, "mode", report->mode, a->isolated ? "isolated" : "cross") &&
           compare_text(run, a->name, "settle", report->settle, run->c->settlements[a->settlement].name) &&
           (report->leg_count == a->leg_count ||
            compare_fail(run, "%s: engine %u legs, oracle %u", a->name, report->leg_count, a->leg_count)) &&
           (report->decimals == run->o->decimals[a->settlement] ||
            compare_fail(run, "%s: engine %u decimals", a->name, report->decimals));
}

static void count_account(run_t *run, const oracle_account_t *a, levee_status_t status)
{
    count(run, MET_JUDGEMENTS);
    count(run, (met_t)(MET_HEALTHY + (int)status));
    for (int m = EQUITY; m < MEASURES; m++)
        if (mpz_sgn(run->rounded[m]) == 0 && a->leg_count > 0)
            count(run, (met_t)(MET_ZERO_EQUITY + m));
    if (a->leg_count > SOME_LEGS && run->round == 0)
        count(run, a->leg_count > MANY_LEGS ? MET_LEGS_OVER_64 : MET_LEGS_17_TO_64);
}

/* Two legs that have prices, and what stands before them, in one of the rounds by the account's number; all legs in
 * every round when thorough. */
static int compare_some_legs(run_t *run, const oracle_account_t *a, uint32_t engine_account, uint32_t number,
                             const char *name)
{
    if (!run->thorough && number % run->rounds != run->round % run->rounds)
        return 1;
    uint32_t priced = 0;
    for (uint32_t j = 0; j < a->leg_count && (run->thorough || priced < PRICED_LEGS); j++) {
        uint32_t leg = (number + j) % a->leg_count;
        if (!compare_leg(run, a, engine_account, leg, name) || !compare_prices(run, a, engine_account, leg, name))
            return 0;
        priced += run->o->instruments[a->legs[leg].instrument].kind != CASE_ASSET ? 1 : 0;
    }
    return 1;
}

int compare_account(run_t *run, uint32_t number, uint32_t engine_account)
{
    const oracle_account_t *a = &run->o->accounts[number];
    levee_account_report_t report;
    levee_engine_account(run->engine, engine_account, &report);
    oracle_account_rounded(run->o, a, run->rounded);
    levee_status_t status = compare_status(run);
    if (!compare_terms(run, a, &report) || !compare_sums(run, a->name, &report) ||
        !compare_text(run, a->name, "status", levee_status_name(report.status), levee_status_name(status)) ||
        !compare_exact(run, a->name, a, status))
        return 0;
    count_account(run, a, status);
    return compare_some_legs(run, a, engine_account, number, a->name);
}

int compare_accounts(run_t *run)
{
    uint32_t accepted = 0;
    for (uint32_t i = 0; i < run->c->account_count; i++)
        if (run->o->accounts[i].accepted && !compare_account(run, i, accepted++))
            return 0;
    return levee_engine_accounts(run->engine) == accepted ||
           compare_fail(run, "the engine has %u accounts, the oracle %u", levee_engine_accounts(run->engine), accepted);
}

int compare_verdict(run_t *run, const levee_verdict_t *verdict, uint32_t engine_account, const char *name,
                    levee_status_t from, levee_status_t to)
{
    mpz_t maintenance;
    mpz_init(maintenance);
    mpz_sub(maintenance, run->rounded[EQUITY], run->rounded[MAINTENANCE]);
    int same = (verdict->account == engine_account ||
                compare_fail(run, "round %u: verdict on account number %u, the oracle's is on %s, %u", run->round,
                             verdict->account, name, engine_account)) &&
               compare_text(run, name, "verdict from", levee_status_name(verdict->from), levee_status_name(from)) &&
               compare_text(run, name, "verdict to", levee_status_name(verdict->to), levee_status_name(to)) &&
               compare_money(run, name, "verdict's equity", verdict->equity, run->rounded[EQUITY]) &&
               compare_money(run, name, "verdict's excess", verdict->excess, run->rounded[MAINTENANCE]) &&
               compare_money(run, name, "verdict's maintenance", verdict->maintenance, maintenance);
    mpz_clear(maintenance);
    return same;
}

int compare_verdicts(run_t *run, int start)
{
    size_t given, next = 0;
    const levee_verdict_t *verdicts = levee_engine_verdicts(run->engine, &given);
    for (uint32_t i = 0; i < run->o->account_count; i++) {
        oracle_account_t *a = &run->o->accounts[i];
        if (!a->accepted || !(start || a->moved))
            continue;
        oracle_account_rounded(run->o, a, run->rounded);
        levee_status_t to = compare_status(run), from = start ? LEVEE_NO_STATUS : a->status;
        a->status = to;
        a->moved = 0;
        if (start ? to != LEVEE_HEALTHY : to != from) {
            count(run, MET_VERDICTS);
            uint32_t engine_account;
            if (next == given)
                return compare_fail(run, "round %u, %s: no verdict, the oracle's is %s", run->round, a->name,
                                    levee_status_name(to));
            if (levee_engine_find(run->engine, a->name, &engine_account, &run->error) != LEVEE_OK)
                return compare_fail(run, "round %u, %s: the engine has no such account", run->round, a->name);
            if (!compare_verdict(run, &verdicts[next++], engine_account, a->name, from, to))
                return 0;
        }
    }
    return next == given || compare_fail(run, "round %u: %zu verdicts, the oracle has %zu", run->round, given, next);
}
