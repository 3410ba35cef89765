/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>

#include "compare_run.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

const char *compare_met_name(met_t met)
{
    static const char *const names[MET_COUNT] = {"accounts",
                                                 "legs",
                                                 "judgements",
                                                 "prices",
                                                 "healthy",
                                                 "restricted",
                                                 "liquidate",
                                                 "bankrupt",
                                                 "verdicts",
                                                 "nothing_rounded",
                                                 "zero_equity",
                                                 "zero_maintenance_excess",
                                                 "zero_initial_excess",
                                                 "at_tier_limit",
                                                 "over_tier_limit",
                                                 "wide_legs",
                                                 "accounts_of_17_to_64_legs",
                                                 "accounts_of_over_64_legs",
                                                 "price_found",
                                                 "price_none_safe",
                                                 "price_none_unsafe",
                                                 "price_dips",
                                                 "price_scans",
                                                 "refused_instruments",
                                                 "refused_marks",
                                                 "refused_accounts",
                                                 "refused_legs",
                                                 "refused_ticks"};
    return names[met];
}

int compare_fail(run_t *run, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    gmp_vsnprintf(run->message, COMPARE_MESSAGE, format, arguments);
    va_end(arguments);
    return 0;
}

/* Whether the engine took what the oracle took; a refusal has to be LEVEE_REJECTED. */
static int same_decision(run_t *run, const char *what, const char *name, int accepted, levee_result_t result,
                         met_t refused)
{
    if (!accepted)
        run->coverage->met[refused]++;
    if (result == (accepted ? LEVEE_OK : LEVEE_REJECTED))
        return 1;
    return compare_fail(run, "%s %s: the oracle %s it, the engine says %d: %s: %s", what, name,
                        accepted ? "accepts" : "refuses", (int)result, run->error.field, run->error.message);
}

static const char *optional(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

levee_result_t compare_give_instrument(run_t *run, levee_venue_t *venue, const case_instrument_t *it)
{
    static const char *const kinds[] = {"linear", "inverse", "asset"};
    levee_tier_spec_t tiers[CASE_TIERS] = {{0}};
    for (unsigned k = 0; k < it->tier_count; k++) {
        const case_tier_t *t = &it->tiers[k];
        tiers[k] = (levee_tier_spec_t){.notional = optional(t->notional),
                                       .initial = optional(t->initial),
                                       .maintenance = optional(t->maintenance),
                                       .haircut = optional(t->haircut),
                                       .borrow = optional(t->borrow),
                                       .haircut_initial = optional(t->haircut_initial),
                                       .borrow_initial = optional(t->borrow_initial)};
    }
    levee_instrument_spec_t spec = {.symbol = it->symbol,
                                    .kind = kinds[it->kind],
                                    .settle = run->c->settlements[it->settlement].name,
                                    .tick = it->tick,
                                    .lot = it->lot,
                                    .multiplier = optional(it->multiplier),
                                    .liquidation_fee = optional(it->fee),
                                    .tiers = tiers,
                                    .tier_count = it->tier_count};
    return levee_venue_add_instrument(venue, &spec, &run->error);
}

static int give_venue(run_t *run, levee_venue_t *venue)
{
    for (unsigned i = 0; i < run->c->settlement_count; i++) {
        char decimals[12];
        snprintf(decimals, sizeof decimals, "%u", run->c->settlements[i].decimals);
        if (levee_venue_add_settlement(venue, run->c->settlements[i].name, decimals, &run->error) != LEVEE_OK)
            return compare_fail(run, "settlement %s: %s", run->c->settlements[i].name, run->error.message);
    }
    for (size_t i = 0; i < run->c->instrument_count; i++) {
        const case_instrument_t *it = &run->c->instruments[i];
        int accepted = oracle_add_instrument(run->o, it);
        levee_result_t result = compare_give_instrument(run, venue, it);
        if (!same_decision(run, "instrument", it->symbol, accepted, result, MET_REFUSED_INSTRUMENTS))
            return 0;
    }
    return 1;
}

static int give_marks(run_t *run)
{
    for (uint32_t i = 0; i < run->c->instrument_count; i++) {
        const case_instrument_t *it = &run->c->instruments[i];
        if (it->mark[0] == '\0' || !run->o->instruments[i].accepted)
            continue;
        levee_mark_spec_t mark = {.instrument = it->symbol, .mark = it->mark, .funding = optional(it->funding)};
        int accepted = oracle_set_mark(run->o, i, it->mark, it->funding);
        levee_result_t result = levee_book_set_mark(run->book, &mark, &run->error);
        if (!same_decision(run, "mark of", it->symbol, accepted, result, MET_REFUSED_MARKS))
            return 0;
    }
    return 1;
}

static int give_accounts(run_t *run)
{
    for (size_t i = 0; i < run->c->account_count; i++) {
        const case_account_t *a = &run->c->accounts[i];
        levee_account_spec_t spec = {.account = a->name,
                                     .mode = a->isolated ? "isolated" : "cross",
                                     .settle = run->c->settlements[a->settlement].name,
                                     .cash = a->cash,
                                     .reserved = optional(a->reserved)};
        int accepted = oracle_add_account(run->o, a);
        levee_result_t result = levee_book_add_account(run->book, &spec, &run->error);
        if (!same_decision(run, "account", a->name, accepted, result, MET_REFUSED_ACCOUNTS))
            return 0;
        run->coverage->met[MET_ACCOUNTS] += accepted ? 1 : 0;
    }
    return 1;
}

static int give_legs(run_t *run)
{
    for (size_t i = 0; i < run->c->leg_count; i++) {
        const case_leg_t *leg = &run->c->legs[i];
        const char *account = run->c->accounts[leg->account].name;
        levee_leg_spec_t spec = {.account = account,
                                 .instrument = run->c->instruments[leg->instrument].symbol,
                                 .quantity = leg->quantity,
                                 .entry_price = optional(leg->entry_price),
                                 .entry_funding = optional(leg->entry_funding)};
        int accepted = oracle_add_leg(run->o, leg);
        levee_result_t result = levee_book_add_leg(run->book, &spec, &run->error);
        char name[64];
        snprintf(name, sizeof name, "%s of %s", spec.instrument, account);
        if (!same_decision(run, "leg", name, accepted, result, MET_REFUSED_LEGS))
            return 0;
        run->coverage->met[MET_LEGS] += accepted ? 1 : 0;
    }
    return 1;
}

/* Gives the book to both sides and starts the engine. */
static int give_book(run_t *run)
{
    levee_venue_t *venue;
    if (levee_venue_new("example", &venue, &run->error) != LEVEE_OK)
        return compare_fail(run, "venue: %s", run->error.message);
    if (!give_venue(run, venue)) {
        levee_venue_free(venue);
        return 0;
    }
    if (levee_book_new(venue, &run->book, &run->error) != LEVEE_OK) {
        levee_venue_free(venue);
        return compare_fail(run, "book: %s", run->error.message);
    }
    if (!give_marks(run) || !give_accounts(run) || !give_legs(run))
        return 0;
    if (levee_engine_new(run->book, NULL, &run->engine, &run->error) != LEVEE_OK)
        return compare_fail(run, "engine: %s", run->error.message);
    run->book = NULL;
    return 1;
}

int compare_give_batch(run_t *run, const case_tick_t *ticks, size_t count, int *accepted)
{
    levee_mark_spec_t *marks = memory_zeroed(count * sizeof *marks);
    for (size_t i = 0; i < count; i++)
        marks[i] = (levee_mark_spec_t){.instrument = run->c->instruments[ticks[i].instrument].symbol,
                                       .mark = ticks[i].mark,
                                       .funding = optional(ticks[i].funding)};
    *accepted = oracle_tick(run->o, ticks, count);
    levee_result_t result = levee_engine_tick(run->engine, marks, count, &run->error);
    free(marks);
    return same_decision(run, "batch with", run->c->instruments[ticks[0].instrument].symbol, *accepted, result,
                         MET_REFUSED_TICKS);
}

static int run_rounds(run_t *run)
{
    run->rounds = 1;
    for (size_t i = 0; i < run->c->tick_count; i++)
        run->rounds += i == 0 || run->c->ticks[i].batch != run->c->ticks[i - 1].batch ? 1 : 0;
    if (!compare_instruments(run) || !compare_verdicts(run, 1) || !compare_accounts(run))
        return 0;
    for (size_t first = 0, last; first < run->c->tick_count; first = last) {
        for (last = first; last < run->c->tick_count && run->c->ticks[last].batch == run->c->ticks[first].batch;)
            last++;
        int accepted;
        run->round++;
        if (!compare_give_batch(run, &run->c->ticks[first], last - first, &accepted) ||
            (accepted && !compare_verdicts(run, 0)) || !compare_accounts(run))
            return 0;
    }
    return 1;
}

int compare_open(run_t *run, const case_t *c, coverage_t *coverage, char message[COMPARE_MESSAGE])
{
    memset(run, 0, sizeof *run);
    run->c = c;
    run->coverage = coverage;
    run->message = message;
    run->o = oracle_new(c);
    for (int m = EQUITY; m < MEASURES; m++) {
        mpz_inits(run->rounded[m], run->bound[m], NULL);
        mpq_init(run->exact[m]);
    }
    return give_book(run);
}

void compare_close(run_t *run)
{
    for (int m = EQUITY; m < MEASURES; m++) {
        mpz_clears(run->rounded[m], run->bound[m], NULL);
        mpq_clear(run->exact[m]);
    }
    levee_engine_free(run->engine);
    levee_book_free(run->book);
    oracle_free(run->o);
}

int compare_case(const case_t *c, int thorough, coverage_t *coverage, char message[COMPARE_MESSAGE])
{
    run_t run;
    int same = compare_open(&run, c, coverage, message);
    run.thorough = thorough;
    same = same && run_rounds(&run);
    compare_close(&run);
    return same;
}
