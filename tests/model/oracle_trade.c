/* SPDX-License-Identifier: Apache-2.0
 *
 * Trades: cost, entry funding, closing into cash, and what may be held. */
#include "memory.h"
#include "oracle_trade.h"

#include <stdlib.h>
#include <string.h>

enum { PPM = 1000000, LEG_WORDS = 255 };

static void copy_leg(oracle_leg_t *to, const oracle_leg_t *from)
{
    to->side = from->side;
    to->lots = from->lots;
    mpz_set(to->size, from->size);
    mpz_set(to->cost, from->cost);
    mpz_set(to->entry, from->entry);
    mpz_set(to->lost, from->lost);
    mpq_set(to->exact_cost, from->exact_cost);
    mpq_set(to->exact_entry, from->exact_entry);
}

static void init_leg(oracle_leg_t *leg, uint32_t instrument)
{
    memset(leg, 0, sizeof *leg);
    leg->instrument = instrument;
    mpz_inits(leg->size, leg->cost, leg->entry, leg->lost, NULL);
    mpq_inits(leg->exact_cost, leg->exact_entry, NULL);
}

void oracle_draft_start(const oracle_t *o, oracle_draft_t *d, uint32_t account)
{
    const oracle_account_t *a = &o->accounts[account];
    memset(d, 0, sizeof *d);
    d->account = account;
    d->allowed = 1;
    mpz_init_set(d->cash, a->cash);
    mpz_init_set(d->reserved, a->reserved);
    mpz_init_set(d->lost, a->lost);
    mpq_inits(d->exact_cash, d->realised, d->traded, d->closing, d->entry, NULL);
    mpq_set(d->exact_cash, a->exact_cash);
}

/* Adds `exact` quanta to a result of which `whole` units are kept, and the rest to what rounding took. */
static void account_for(mpq_t result, mpq_t taken, const mpq_t exact, const mpz_t whole)
{
    mpq_t kept;
    mpq_init(kept);
    mpq_set_z(kept, whole);
    exact_scale(kept, -6);
    mpq_add(result, result, exact);
    mpq_sub(kept, exact, kept);
    if (mpq_sgn(kept) < 0)
        abort();
    mpq_add(taken, taken, kept);
    mpq_clear(kept);
}

/* An asset's cost is charged to cash at once; any other stays in the leg. */
static void charge(oracle_draft_t *d, int at_once, const mpz_t cost, const mpq_t exact)
{
    int inexact = mpz_cmp_ui(mpq_denref(exact), 1) != 0;
    mpz_t units;
    mpq_t result;
    if (!at_once) {
        mpz_add(d->leg.cost, d->leg.cost, cost);
        mpq_add(d->leg.exact_cost, d->leg.exact_cost, exact);
        mpz_add_ui(d->leg.lost, d->leg.lost, inexact ? PPM : 0);
        return;
    }
    mpz_init(units);
    mpq_init(result);
    mpz_sub(d->cash, d->cash, cost);
    mpq_sub(d->exact_cash, d->exact_cash, exact);
    mpz_add_ui(d->lost, d->lost, inexact ? PPM : 0);
    mpz_mul_si(units, cost, -PPM);
    mpq_neg(result, exact);
    account_for(d->realised, d->closing, result, units);
    mpz_clear(units);
    mpq_clear(result);
}

/* cash += floor((-cost * M + sum of q * F at entry) / M), and the leg is no more. */
static void close_leg(oracle_draft_t *d)
{
    oracle_leg_t *leg = &d->leg;
    mpz_t units, quanta;
    mpq_t result, none;
    mpz_inits(units, quanta, NULL);
    mpq_inits(result, none, NULL);
    mpz_set(units, leg->entry);
    mpz_submul_ui(units, leg->cost, PPM);
    int inexact = !mpz_divisible_ui_p(units, PPM);
    mpz_fdiv_q_ui(quanta, units, PPM);
    mpz_add(d->cash, d->cash, quanta);
    mpz_add(d->lost, d->lost, leg->lost);
    mpz_add_ui(d->lost, d->lost, inexact ? PPM : 0);
    mpq_set(result, leg->exact_entry);
    exact_scale(result, -6);
    mpq_sub(result, result, leg->exact_cost);
    mpq_add(d->exact_cash, d->exact_cash, result);
    mpz_mul_ui(quanta, quanta, PPM);
    account_for(d->realised, d->closing, result, quanta);
    mpq_set_z(result, units);
    exact_scale(result, -6);
    account_for(none, d->entry, result, quanta);
    mpz_clears(units, quanta, NULL);
    mpq_clears(result, none, NULL);
    uint32_t instrument = leg->instrument;
    oracle_clear_leg(leg);
    init_leg(leg, instrument);
}

/* One trade that does not cross zero. */
static void trade(const oracle_instrument_t *it, oracle_draft_t *d, long lots, const mpq_t price)
{
    mpz_t cost, entry;
    mpq_t exact_cost, exact_entry;
    mpz_inits(cost, entry, NULL);
    mpq_inits(exact_cost, exact_entry, NULL);
    if (price != NULL)
        oracle_cost(it, lots, price, cost, exact_cost);
    d->allowed = d->allowed && mpz_sizeinbase(cost, 2) <= 63;
    oracle_entry(it->x, lots, entry, exact_entry);
    d->leg.lots += lots;
    d->leg.side = d->leg.lots < 0 ? SHORT : LONG;
    mpz_set_si(d->leg.size, labs(d->leg.lots));
    mpz_add(d->leg.entry, d->leg.entry, entry);
    mpq_add(d->leg.exact_entry, d->leg.exact_entry, exact_entry);
    mpz_add_ui(d->leg.lost, d->leg.lost, mpz_cmp_ui(mpq_denref(it->x), 1) != 0 ? (unsigned long)labs(lots) : 0);
    charge(d, it->kind == CASE_ASSET, cost, exact_cost);
    exact_scale(exact_entry, -6);
    mpq_sub(exact_entry, exact_entry, exact_cost);
    mpz_submul_ui(entry, cost, PPM);
    account_for(d->traded, d->entry, exact_entry, entry);
    if (d->leg.lots == 0)
        close_leg(d);
    mpz_clears(cost, entry, NULL);
    mpq_clears(exact_cost, exact_entry, NULL);
}

/* Whether the account may hold the leg after it held `before` lots. The room a price may still move is asked of a leg
 * that grows. */
static int leg_allowed(const oracle_t *o, const oracle_draft_t *d, long before)
{
    const oracle_account_t *a = &o->accounts[d->account];
    const oracle_instrument_t *it = &o->instruments[d->leg.instrument];
    const oracle_leg_t *held = oracle_holding(a, d->leg.instrument);
    if (d->leg.lots == 0)
        return 1;
    unsigned words = a->leg_words - (held != NULL ? oracle_leg_words(held->size) : 0) + oracle_leg_words(d->leg.size);
    mpz_t funding[SIDES];
    mpz_init_set(funding[LONG], it->funding[LONG]);
    mpz_init_set(funding[SHORT], it->funding[SHORT]);
    int grows = mpz_cmp_si(d->leg.size, labs(before)) > 0;
    int allowed = a->settlement == it->settlement && !(a->isolated && held == NULL && a->leg_count > 0) &&
                  words <= LEG_WORDS && mpz_sizeinbase(d->leg.size, 2) <= 41 &&
                  (!grows || oracle_size_allowed(it, d->leg.size, it->price, funding, 4)) &&
                  mpz_sizeinbase(d->leg.cost, 2) <= 63 && mpz_sizeinbase(d->leg.entry, 2) <= 83;
    mpz_clears(funding[LONG], funding[SHORT], NULL);
    return allowed;
}

void oracle_draft_trade(const oracle_t *o, oracle_draft_t *d, uint32_t instrument, long lots, const mpq_t price)
{
    const oracle_instrument_t *it = &o->instruments[instrument];
    const oracle_leg_t *held = oracle_holding(&o->accounts[d->account], instrument);
    long before = held != NULL ? held->lots : 0;
    d->trades = 1;
    init_leg(&d->leg, instrument);
    if (held != NULL)
        copy_leg(&d->leg, held);
    if (!it->marked) {
        d->allowed = 0;
        return;
    }
    if ((before < 0) != (lots < 0) && labs(lots) > labs(before) && before != 0) {
        trade(it, d, -before, price);
        lots += before;
    }
    trade(it, d, lots, price);
    d->allowed = d->allowed && leg_allowed(o, d, before) && mpz_sizeinbase(d->cash, 2) <= 70;
}

void oracle_draft_initial(const oracle_t *o, const oracle_draft_t *d, mpz_t units)
{
    const oracle_account_t *a = &o->accounts[d->account];
    mpz_t part;
    mpz_init(part);
    mpz_sub(units, d->cash, d->reserved);
    mpz_mul_ui(units, units, PPM);
    for (unsigned j = 0; j < a->leg_count; j++) {
        if (d->trades && a->legs[j].instrument == d->leg.instrument)
            continue;
        oracle_leg_rounded(o, &a->legs[j], INITIAL, o->instruments[a->legs[j].instrument].price, part);
        mpz_add(units, units, part);
    }
    if (d->trades && d->leg.lots != 0) {
        oracle_leg_rounded(o, &d->leg, INITIAL, o->instruments[d->leg.instrument].price, part);
        mpz_add(units, units, part);
    }
    mpz_clear(part);
}

static void find_largest(oracle_t *o, uint32_t instrument)
{
    mpz_t *largest = &o->instruments[instrument].largest;
    mpz_set_ui(*largest, 0);
    for (size_t i = 0; i < o->account_count; i++) {
        const oracle_leg_t *leg = oracle_holding(&o->accounts[i], instrument);
        if (leg != NULL && mpz_cmp(leg->size, *largest) > 0)
            mpz_set(*largest, leg->size);
    }
}

/* Puts the draft's leg in place of the account's, which it takes over or releases. */
static void keep_leg(oracle_t *o, oracle_draft_t *d)
{
    oracle_account_t *a = &o->accounts[d->account];
    uint32_t instrument = d->leg.instrument;
    oracle_leg_t *held = oracle_holding(a, instrument);
    if (held != NULL) {
        a->leg_words -= oracle_leg_words(held->size);
        oracle_clear_leg(held);
        a->leg_count--;
        memmove(held, held + 1, (size_t)(&a->legs[a->leg_count] - held) * sizeof *held);
    }
    if (d->leg.lots != 0) {
        a->leg_words += oracle_leg_words(d->leg.size);
        oracle_keep_leg(a, &d->leg);
        init_leg(&d->leg, instrument);
    }
    find_largest(o, instrument);
}

void oracle_draft_end(oracle_t *o, oracle_draft_t *d, int keep)
{
    oracle_account_t *a = &o->accounts[d->account];
    oracle_ledger_t *ledger = &o->ledgers[a->settlement];
    if (keep) {
        a->moved = 1;
        mpz_set(a->cash, d->cash);
        mpz_set(a->reserved, d->reserved);
        mpz_set(a->lost, d->lost);
        mpq_set(a->exact_cash, d->exact_cash);
        oracle_ledger_add(ledger, ledger->realised, d->realised);
        oracle_ledger_add(ledger, ledger->traded, d->traded);
        oracle_ledger_add(ledger, ledger->closing, d->closing);
        oracle_ledger_add(ledger, ledger->entry, d->entry);
        if (d->trades)
            keep_leg(o, d);
    }
    if (d->trades)
        oracle_clear_leg(&d->leg);
    mpz_clears(d->cash, d->reserved, d->lost, NULL);
    mpq_clears(d->exact_cash, d->realised, d->traded, d->closing, d->entry, NULL);
}
