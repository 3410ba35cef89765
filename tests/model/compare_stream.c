/* SPDX-License-Identifier: Apache-2.0 */
#include "compare_book.h"
#include "compare_stream.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

const char *compare_stream_name(stream_met_t met)
{
    static const char *const names[STREAM_COUNT] = {"changes",
                                                    "applied",
                                                    "fills",
                                                    "fills_to_zero",
                                                    "fills_through_zero",
                                                    "tier_changes",
                                                    "wide_changes",
                                                    "deposits",
                                                    "withdrawals",
                                                    "withdrawals_to_zero",
                                                    "one_too_many",
                                                    "assets_moved",
                                                    "fees",
                                                    "reserves",
                                                    "fundings",
                                                    "settles",
                                                    "settled_legs",
                                                    "settled_all",
                                                    "opens",
                                                    "reopens",
                                                    "closes",
                                                    "refused",
                                                    "malformed",
                                                    "batches_of_changes",
                                                    "batches_of_ticks",
                                                    "refused_ticks",
                                                    "whatifs",
                                                    "state_hashes",
                                                    "instants",
                                                    "rebuilt_accounts",
                                                    "accounts_of_17_to_64_legs",
                                                    "accounts_of_over_64_legs"};
    return names[met];
}

typedef struct {
    run_t run;
    const stream_t *s;
    stream_coverage_t *coverage;
    int at_zero; /* a withdrawal has just left an initial excess of 0 */
} walk_t;

static void count(walk_t *w, stream_met_t met, long times)
{
    w->coverage->met[met] += (uint64_t)times;
}

/* What a change finds of the account and the leg it names. */
typedef struct {
    long account, lots;
    uint32_t instrument;
    unsigned tier, holders, accounts;
    int reopens;
} sight_t;

static sight_t look(const walk_t *w, const case_change_t *change)
{
    const oracle_t *o = w->run.o;
    sight_t sight = {.account = oracle_find(o, change->account), .instrument = UINT32_MAX};
    for (uint32_t i = 0; i < o->instrument_count; i++)
        if (o->instruments[i].marked && strcmp(o->instruments[i].symbol, change->instrument) == 0)
            sight.instrument = i;
    if (sight.instrument == UINT32_MAX)
        return sight;
    const oracle_instrument_t *it = &o->instruments[sight.instrument];
    const oracle_leg_t *leg = sight.account >= 0 ? oracle_holding(&o->accounts[sight.account], sight.instrument) : NULL;
    if (leg != NULL) {
        sight.lots = leg->lots;
        sight.tier = oracle_tier(it, leg->size, it->price);
    }
    return sight;
}

static void look_around(const walk_t *w, const case_change_t *change, sight_t *sight)
{
    const oracle_t *o = w->run.o;
    for (size_t i = 0; i < o->account_count; i++) {
        const oracle_account_t *a = &o->accounts[i];
        sight->reopens = sight->reopens || strcmp(a->name, change->account) == 0;
        if (!a->accepted || sight->instrument == UINT32_MAX ||
            a->settlement != o->instruments[sight->instrument].settlement)
            continue;
        sight->accounts++;
        sight->holders += oracle_holding(a, sight->instrument) != NULL ? 1 : 0;
    }
}

static void count_fill(walk_t *w, const sight_t *before, const sight_t *after)
{
    const long wide = 1L << 31;
    count(w, STREAM_TO_ZERO, after->lots == 0);
    count(w, STREAM_THROUGH_ZERO, (before->lots < 0 && after->lots > 0) || (before->lots > 0 && after->lots < 0));
    count(w, STREAM_OTHER_TIER, before->lots != 0 && after->lots != 0 && before->tier != after->tier);
    count(w, STREAM_WIDE, (labs(before->lots) >= wide) != (labs(after->lots) >= wide));
}

static void count_withdrawal(walk_t *w, const sight_t *after)
{
    oracle_account_rounded(w->run.o, &w->run.o->accounts[after->account], w->run.rounded);
    w->at_zero = mpz_sgn(w->run.rounded[INITIAL]) >= 0 && mpz_cmp_ui(w->run.rounded[INITIAL], 1000000) < 0;
    count(w, STREAM_WITHDRAWN_TO_ZERO, mpz_sgn(w->run.rounded[INITIAL]) == 0);
}

static void count_applied(walk_t *w, const case_change_t *change, const sight_t *before)
{
    static const struct {
        const char *event;
        stream_met_t met;
    } events[] = {{"fill", STREAM_FILLS},     {"deposit", STREAM_DEPOSITS}, {"withdraw", STREAM_WITHDRAWALS},
                  {"fee", STREAM_FEES},       {"reserve", STREAM_RESERVES}, {"funding", STREAM_FUNDINGS},
                  {"settle", STREAM_SETTLES}, {"open", STREAM_OPENS},       {"close", STREAM_CLOSES}};
    sight_t after = look(w, change);
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        count(w, events[i].met, strcmp(events[i].event, change->event) == 0);
    count(w, STREAM_APPLIED, 1);
    w->at_zero = 0;
    if (strcmp(change->event, "fill") == 0)
        count_fill(w, before, &after);
    if (strcmp(change->event, "withdraw") == 0)
        count_withdrawal(w, &after);
    if (strcmp(change->event, "deposit") == 0 || strcmp(change->event, "withdraw") == 0)
        count(w, STREAM_ASSETS_MOVED, change->instrument[0] != '\0');
    if (strcmp(change->event, "open") == 0)
        count(w, STREAM_REOPENS, before->reopens);
    if (strcmp(change->event, "settle") == 0) {
        count(w, STREAM_SETTLED_LEGS, before->holders);
        count(w, STREAM_SETTLED_ALL, before->holders > 1 && before->holders == before->accounts);
    }
}

/* Gives a change to the oracle and returns what it finds wrong with it. */
static int tell_oracle(walk_t *w, const case_change_t *change)
{
    sight_t before = look(w, change);
    if (strcmp(change->event, "settle") == 0 || strcmp(change->event, "open") == 0)
        look_around(w, change, &before);
    int faults = oracle_change(w->run.o, change);
    count(w, STREAM_CHANGES, 1);
    count(w, STREAM_REFUSED, (faults & ORACLE_REFUSED) != 0);
    count(w, STREAM_MALFORMED, (faults & ORACLE_MALFORMED) != 0);
    if (faults != 0 && w->at_zero && strcmp(change->event, "withdraw") == 0 && change->instrument[0] == '\0')
        count(w, STREAM_ONE_TOO_MANY, 1);
    if (faults == 0)
        count_applied(w, change, &before);
    return faults;
}

/* Whether the engine says what the oracle found; of two faults it may name either. */
static int same_result(walk_t *w, const case_change_t *change, int faults, levee_result_t result)
{
    int same = faults == 0 ? result == LEVEE_OK
                           : (result == LEVEE_REJECTED && (faults & ORACLE_REFUSED) != 0) ||
                                 (result == LEVEE_MALFORMED && (faults & ORACLE_MALFORMED) != 0);
    return same || compare_fail(&w->run, "round %u: %s,%s,%s,%s,%s,%s: the oracle %s it, the engine says %d: %s: %s",
                                w->run.round, change->account, change->event, change->instrument, change->quantity,
                                change->price, change->amount,
                                faults == 0                        ? "accepts"
                                : (faults & ORACLE_MALFORMED) != 0 ? "finds the form wrong with"
                                                                   : "refuses",
                                (int)result, w->run.error.field, w->run.error.message);
}

static const char *absent(const char *text, uint64_t batch)
{
    return text[0] == '\0' && batch % 3 == 0 ? NULL : text;
}

static levee_change_t engine_change(const step_t *step)
{
    const case_change_t *c = &step->change;
    return (levee_change_t){.event = c->event,
                            .account = absent(c->account, step->batch),
                            .instrument = absent(c->instrument, step->batch),
                            .quantity = absent(c->quantity, step->batch),
                            .price = absent(c->price, step->batch),
                            .amount = absent(c->amount, step->batch),
                            .time_ns = step->batch};
}

/* An answer of levee_engine_whatif against the oracle's account as it is now. */
static int compare_margin(walk_t *w, const char *when, uint32_t account, const levee_margin_t *margin)
{
    const oracle_account_t *a = &w->run.o->accounts[account];
    mpz_t *units = w->run.rounded, sum;
    oracle_account_rounded(w->run.o, a, units);
    if (margin->status != compare_status(&w->run))
        return compare_fail(&w->run, "round %u, %s, whatif %s: engine %s, oracle %s", w->run.round, a->name, when,
                            levee_status_name(margin->status), levee_status_name(compare_status(&w->run)));
    mpz_init(sum);
    int same = compare_money(&w->run, a->name, when, margin->equity, units[EQUITY]) &&
               compare_money(&w->run, a->name, when, margin->excess, units[MAINTENANCE]);
    mpz_sub(sum, units[EQUITY], units[MAINTENANCE]);
    same = same && compare_money(&w->run, a->name, when, margin->maintenance, sum);
    mpz_sub(sum, units[EQUITY], units[INITIAL]);
    same = same && compare_money(&w->run, a->name, when, margin->initial, sum);
    mpz_set(sum, units[INITIAL]);
    if (mpz_sgn(sum) < 0)
        mpz_set_ui(sum, 0);
    same = same && compare_money(&w->run, a->name, when, margin->available, sum);
    mpz_clear(sum);
    return same;
}

/* Asks before a fill or a withdrawal is given. */
static int ask_whatif(walk_t *w, const step_t *step, levee_margin_t *after, int *answered)
{
    const levee_change_t change = engine_change(step);
    levee_margin_t before;
    levee_result_t result = levee_engine_whatif(w->run.engine, &change, &before, after, &w->run.error);
    *answered = result == LEVEE_OK;
    if (!*answered)
        return 1;
    count(w, STREAM_WHATIFS, 1);
    long account = oracle_find(w->run.o, step->change.account);
    return account < 0 ? compare_fail(&w->run, "round %u: whatif answers for nobody", w->run.round)
                       : compare_margin(w, "before", (uint32_t)account, &before);
}

/* The liquidation price foretold is the one that the leg then has: of the change's instrument, or of the only leg that
 * is no asset where cash alone moves. */
static int compare_foretold(walk_t *w, const step_t *step, const levee_margin_t *after)
{
    levee_account_report_t account;
    levee_leg_report_t leg;
    levee_price_t bankruptcy, liquidation = {0, "none"};
    uint32_t number = 0, contracts = 0;
    if (levee_engine_find(w->run.engine, step->change.account, &number, &w->run.error) != LEVEE_OK)
        return compare_fail(&w->run, "round %u: the engine has no account %s", w->run.round, step->change.account);
    levee_engine_account(w->run.engine, number, &account);
    for (uint32_t j = 0; j < account.leg_count; j++) {
        levee_engine_leg(w->run.engine, number, j, &leg);
        int named = step->change.instrument[0] == '\0' || strcmp(leg.instrument, step->change.instrument) == 0;
        if (!named || strcmp(leg.kind, "asset") == 0)
            continue;
        contracts++;
        levee_engine_prices(w->run.engine, number, j, &liquidation, &bankruptcy);
    }
    if (contracts > 1)
        liquidation = (levee_price_t){0, "none"};
    return (liquidation.found == after->liquidation.found && strcmp(liquidation.text, after->liquidation.text) == 0) ||
           compare_fail(&w->run, "round %u, %s: whatif foretells liquidation at %s, then it is at %s", w->run.round,
                        step->change.account, after->liquidation.text, liquidation.text);
}

/* Of what is refused, only a withdrawal may have been answered. */
static int compare_whatif(walk_t *w, const step_t *step, const levee_margin_t *after, int answered,
                          levee_result_t result)
{
    if (result == LEVEE_OK && answered)
        return compare_margin(w, "after", (uint32_t)oracle_find(w->run.o, step->change.account), after) &&
               compare_foretold(w, step, after);
    return (result != LEVEE_OK && (!answered || strcmp(step->change.event, "withdraw") == 0)) ||
           compare_fail(&w->run, "round %u: whatif %s, the change itself %s", w->run.round,
                        answered ? "answers" : "refuses", result == LEVEE_OK ? "is applied" : "is not");
}

/* One change alone goes through either of the two calls. */
static int give_changes(walk_t *w, const step_t *steps, size_t number)
{
    levee_margin_t after;
    int asks =
        number == 1 && (strcmp(steps->change.event, "fill") == 0 || strcmp(steps->change.event, "withdraw") == 0);
    int answered = 0;
    if (asks && !ask_whatif(w, steps, &after, &answered))
        return 0;
    levee_change_t *changes = memory_zeroed(number * sizeof *changes);
    levee_result_t *results = memory_zeroed(number * sizeof *results);
    memset(&w->run.error, 0, sizeof w->run.error);
    for (size_t i = 0; i < number; i++)
        changes[i] = engine_change(&steps[i]);
    levee_result_t said, first = LEVEE_OK;
    if (number == 1 && steps[0].batch % 2 == 0)
        said = results[0] = levee_engine_change(w->run.engine, changes, &w->run.error);
    else
        said = levee_engine_changes(w->run.engine, changes, number, results, &w->run.error);
    int same = 1;
    for (size_t i = 0; i < number && same; i++) {
        same = same_result(w, &steps[i].change, tell_oracle(w, &steps[i].change), results[i]);
        if (first == LEVEE_OK)
            first = results[i];
    }
    if (same && said != first)
        same = compare_fail(&w->run, "round %u: the batch returns %d, its first failure %d", w->run.round, (int)said,
                            (int)first);
    if (same && asks)
        same = compare_whatif(w, steps, &after, answered, results[0]);
    count(w, STREAM_BATCHES, number > 1);
    free(changes);
    free(results);
    return same && compare_verdicts(&w->run, 0);
}

static int give_ticks(walk_t *w, const step_t *steps, size_t number)
{
    case_tick_t *ticks = memory_zeroed(number * sizeof *ticks);
    for (size_t i = 0; i < number; i++)
        ticks[i] = steps[i].tick;
    int accepted, same = compare_give_batch(&w->run, ticks, number, &accepted);
    free(ticks);
    count(w, accepted ? STREAM_TICKS : STREAM_REFUSED_TICKS, 1);
    w->at_zero = 0;
    return same && (!accepted || compare_verdicts(&w->run, 0));
}

/* Every account under its name, and no other. */
static int compare_open_accounts(walk_t *w)
{
    uint32_t open = 0, engine_open = 0, number;
    for (uint32_t i = 0; i < w->run.o->account_count; i++) {
        const oracle_account_t *a = &w->run.o->accounts[i];
        if (!a->accepted)
            continue;
        open++;
        count(w, STREAM_LEGS_17_TO_64, a->leg_count > 16 && a->leg_count <= 64);
        count(w, STREAM_LEGS_OVER_64, a->leg_count > 64);
        if (levee_engine_find(w->run.engine, a->name, &number, &w->run.error) != LEVEE_OK)
            return compare_fail(&w->run, "round %u: the engine has no account %s", w->run.round, a->name);
        if (!compare_account(&w->run, i, number))
            return 0;
    }
    for (uint32_t i = 0; i < levee_engine_accounts(w->run.engine); i++) {
        levee_account_report_t report;
        levee_engine_account(w->run.engine, i, &report);
        engine_open += report.account != NULL ? 1 : 0;
    }
    return open == engine_open || compare_fail(&w->run, "round %u: the engine has %u accounts, the oracle %u",
                                               w->run.round, engine_open, open);
}

static int compare_instant(walk_t *w)
{
    count(w, STREAM_INSTANTS, 1);
    return compare_open_accounts(w) && compare_ledgers(&w->run) &&
           compare_rebuilt(&w->run, &w->coverage->met[STREAM_REBUILT]);
}

/* Instants are chosen by the batch's own number, so that they stay when other steps are dropped. */
static int is_instant(const walk_t *w, size_t first, size_t number, unsigned period)
{
    uint64_t batch = w->s->steps[first].batch;
    return (batch * 0x9e3779b97f4a7c15U >> 32) % period == 0 || first + number == w->s->step_count;
}

static int walk(walk_t *w, unsigned period)
{
    w->run.rounds = 3;
    if (!compare_verdicts(&w->run, 1) || !compare_hash(&w->run) || !compare_instant(w))
        return 0;
    for (size_t first = 0, number; first < w->s->step_count; first += number) {
        number = stream_batch(w->s, first);
        w->run.round = w->s->steps[first].batch;
        const step_t *steps = &w->s->steps[first];
        if (!(steps->is_tick ? give_ticks(w, steps, number) : give_changes(w, steps, number)))
            return 0;
        count(w, STREAM_HASHES, 1);
        if (!compare_hash(&w->run) || (is_instant(w, first, number, period) && !compare_instant(w)))
            return 0;
    }
    return 1;
}

int compare_stream(const stream_t *s, unsigned period, stream_coverage_t *coverage, char message[COMPARE_MESSAGE])
{
    walk_t w = {.s = s, .coverage = coverage};
    int same = compare_open(&w.run, &s->book, &coverage->accounts, message);
    same = same && walk(&w, period);
    compare_close(&w.run);
    return same;
}
