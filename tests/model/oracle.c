/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules of admission: marks, accounts, legs and ticks. */
#include "memory.h"
#include "oracle.h"

#include <stdlib.h>
#include <string.h>

enum { LEG_WORDS = 255 };

oracle_t *oracle_new(const case_t *c)
{
    oracle_t *o = memory_zeroed(sizeof *o);
    o->settlement_count = c->settlement_count;
    for (unsigned i = 0; i < c->settlement_count; i++) {
        memcpy(o->settlements[i], c->settlements[i].name, sizeof o->settlements[i]);
        o->decimals[i] = c->settlements[i].decimals;
    }
    for (unsigned i = 0; i < CASE_SETTLEMENTS; i++)
        mpz_inits(o->ledgers[i].paid, o->ledgers[i].realised, o->ledgers[i].traded, o->ledgers[i].closing,
                  o->ledgers[i].entry, NULL);
    return o;
}

void oracle_clear_leg(oracle_leg_t *leg)
{
    mpz_clears(leg->size, leg->cost, leg->entry, leg->lost, NULL);
    mpq_clears(leg->exact_cost, leg->exact_entry, NULL);
}

void oracle_free(oracle_t *o)
{
    for (size_t i = 0; i < o->instrument_count; i++)
        oracle_clear_instrument(&o->instruments[i]);
    for (size_t i = 0; i < o->account_count; i++) {
        for (unsigned j = 0; j < o->accounts[i].leg_count; j++)
            oracle_clear_leg(&o->accounts[i].legs[j]);
        free(o->accounts[i].legs);
        mpz_clears(o->accounts[i].cash, o->accounts[i].reserved, o->accounts[i].lost, NULL);
        mpq_clear(o->accounts[i].exact_cash);
    }
    for (unsigned i = 0; i < CASE_SETTLEMENTS; i++)
        mpz_clears(o->ledgers[i].paid, o->ledgers[i].realised, o->ledgers[i].traded, o->ledgers[i].closing,
                   o->ledgers[i].entry, NULL);
    free(o->instruments);
    free(o->accounts);
    free(o);
}

int oracle_round_funding(const mpq_t x, mpz_t funding[SIDES])
{
    mpz_cdiv_q(funding[LONG], mpq_numref(x), mpq_denref(x));
    mpz_fdiv_q(funding[SHORT], mpq_numref(x), mpq_denref(x));
    return mpz_cmpabs_ui(funding[LONG], 1UL << 57) <= 0 && mpz_cmpabs_ui(funding[SHORT], 1UL << 57) <= 0;
}

int oracle_size_allowed(const oracle_instrument_t *it, const mpz_t size, long price, mpz_t funding[SIDES],
                        unsigned long times)
{
    mpz_t each, all;
    mpz_inits(each, all, NULL);
    oracle_requirement_per_lot(it, price, each);
    mpz_mul_ui(each, each, times);
    int larger = mpz_cmpabs(funding[LONG], funding[SHORT]) > 0 ? LONG : SHORT;
    mpz_abs(all, funding[larger]);
    mpz_add(each, each, all);
    mpz_mul(all, each, size);
    mpz_sub_ui(all, all, 1);
    int allowed = mpz_sizeinbase(all, 2) <= 83 || mpz_sgn(all) < 0;
    if (mpz_sizeinbase(size, 2) > 31)
        allowed = allowed && mpz_sizeinbase(each, 2) <= 49;
    mpz_clears(each, all, NULL);
    return allowed;
}

/* Reads a mark and an index, "" being the present one; returns whether both are within the instrument's limits. */
static int read_market(const oracle_instrument_t *it, const char *mark, const char *index, long *price, mpq_t x,
                       mpz_t funding[SIDES])
{
    mpq_t number;
    mpq_init(number);
    exact_parse(number, mark);
    *price = oracle_price_tick(it, number);
    mpq_set(x, it->x);
    if (index[0] != '\0') {
        exact_parse(x, index);
        mpq_mul(x, x, it->funding_unit);
    }
    mpq_clear(number);
    return oracle_round_funding(x, funding) && *price >= 0;
}

static void apply_market(oracle_instrument_t *it, long price, const mpq_t x)
{
    it->price = price;
    mpq_set(it->x, x);
    oracle_round_funding(it->x, it->funding);
    it->marked = 1;
}

int oracle_set_mark(oracle_t *o, uint32_t instrument, const char *mark, const char *funding)
{
    oracle_instrument_t *it = &o->instruments[instrument];
    long price;
    mpq_t x;
    mpz_t sides[SIDES];
    mpq_init(x);
    mpz_inits(sides[LONG], sides[SHORT], NULL);
    int allowed = it->accepted && read_market(it, mark, funding, &price, x, sides);
    if (allowed)
        apply_market(it, price, x);
    mpz_clears(sides[LONG], sides[SHORT], NULL);
    mpq_clear(x);
    return allowed;
}

/* Sets whole quanta from text; returns whether they are below 2^70 in size. */
static int read_quanta(mpz_t quanta, const char *text, unsigned decimals)
{
    mpq_t amount;
    mpq_init(amount);
    exact_parse(amount, text);
    exact_scale(amount, (int)decimals);
    mpz_set(quanta, mpq_numref(amount));
    mpq_clear(amount);
    return mpz_sizeinbase(quanta, 2) <= 70;
}

int oracle_add_account(oracle_t *o, const case_account_t *text)
{
    o->accounts = memory_grow(o->accounts, (o->account_count + 1) * sizeof *o->accounts);
    oracle_account_t *a = &o->accounts[o->account_count++];
    memset(a, 0, sizeof *a);
    mpz_inits(a->cash, a->reserved, a->lost, NULL);
    mpq_init(a->exact_cash);
    memcpy(a->name, text->name, sizeof text->name);
    a->isolated = text->isolated;
    a->settlement = text->settlement;
    int cash = read_quanta(a->cash, text->cash, o->decimals[a->settlement]);
    int reserved = read_quanta(a->reserved, text->reserved, o->decimals[a->settlement]);
    a->accepted = cash && reserved;
    mpq_set_z(a->exact_cash, a->cash);
    if (a->accepted)
        mpz_add(o->ledgers[a->settlement].paid, o->ledgers[a->settlement].paid, a->cash);
    return a->accepted;
}

void oracle_entry(const mpq_t x, long lots, mpz_t entry, mpq_t exact)
{
    if (lots > 0)
        mpz_fdiv_q(entry, mpq_numref(x), mpq_denref(x));
    else
        mpz_cdiv_q(entry, mpq_numref(x), mpq_denref(x));
    mpz_mul_si(entry, entry, lots);
    mpq_set_si(exact, lots, 1);
    mpq_mul(exact, exact, x);
}

void oracle_cost(const oracle_instrument_t *it, long lots, const mpq_t price, mpz_t cost, mpq_t exact)
{
    mpq_t each;
    mpq_init(each);
    mpq_set_si(each, lots, 1);
    mpq_mul(each, each, it->entry_unit);
    if (it->kind == CASE_INVERSE) {
        mpq_div(exact, each, price);
        mpq_neg(exact, exact);
    } else {
        mpq_mul(exact, each, price);
    }
    mpz_cdiv_q(cost, mpq_numref(exact), mpq_denref(exact));
    mpq_clear(each);
}

/* Reads quantity, cost and entry funding; returns whether they are within their limits. */
static int read_leg(oracle_leg_t *leg, const oracle_instrument_t *it, const case_leg_t *text)
{
    mpq_t number;
    mpq_init(number);
    exact_parse(number, text->quantity);
    mpq_div(number, number, it->lot);
    leg->lots = mpz_get_si(mpq_numref(number));
    leg->side = leg->lots < 0 ? SHORT : LONG;
    mpz_abs(leg->size, mpq_numref(number));
    int fits = mpz_sizeinbase(leg->size, 2) <= 41;
    if (it->kind != CASE_ASSET) {
        exact_parse(number, text->entry_price);
        oracle_cost(it, leg->lots, number, leg->cost, leg->exact_cost);
    }
    fits = fits && mpz_sizeinbase(leg->cost, 2) <= 63;
    mpq_set(number, it->x);
    if (text->entry_funding[0] != '\0') {
        exact_parse(number, text->entry_funding);
        mpq_mul(number, number, it->funding_unit);
    }
    mpz_t funding[SIDES];
    mpz_inits(funding[LONG], funding[SHORT], NULL);
    fits = oracle_round_funding(number, funding) && fits;
    oracle_entry(number, leg->lots, leg->entry, leg->exact_entry);
    fits = fits && mpz_sizeinbase(leg->entry, 2) <= 83;
    if (mpz_cmp_ui(mpq_denref(number), 1) != 0)
        mpz_set(leg->lost, leg->size);
    if (mpz_cmp_ui(mpq_denref(leg->exact_cost), 1) != 0)
        mpz_add_ui(leg->lost, leg->lost, 1000000);
    mpz_clears(funding[LONG], funding[SHORT], NULL);
    mpq_clear(number);
    return fits;
}

void oracle_keep_leg(oracle_account_t *a, const oracle_leg_t *leg)
{
    a->legs = memory_grow(a->legs, (a->leg_count + 1) * sizeof *a->legs);
    unsigned at = a->leg_count++;
    for (; at > 0 && a->legs[at - 1].instrument > leg->instrument; at--)
        a->legs[at] = a->legs[at - 1];
    a->legs[at] = *leg;
}

void oracle_ledger_add(oracle_ledger_t *ledger, mpz_t sum, const mpq_t quanta)
{
    mpz_t fixed;
    mpz_init(fixed);
    mpz_mul_2exp(fixed, mpq_numref(quanta), 256);
    mpz_fdiv_q(fixed, fixed, mpq_denref(quanta));
    mpz_add(sum, sum, fixed);
    ledger->terms++;
    mpz_clear(fixed);
}

/* A leg that the book begins with, as if it had been traded then. */
static void book_entry(oracle_t *o, unsigned settlement, const oracle_leg_t *leg)
{
    oracle_ledger_t *ledger = &o->ledgers[settlement];
    mpq_t exact, kept;
    mpq_inits(exact, kept, NULL);
    mpz_set(mpq_numref(kept), leg->entry);
    mpz_submul_ui(mpq_numref(kept), leg->cost, 1000000);
    mpz_set_ui(mpq_denref(kept), 1000000);
    mpq_canonicalize(kept);
    mpq_set(exact, leg->exact_entry);
    exact_scale(exact, -6);
    mpq_sub(exact, exact, leg->exact_cost);
    oracle_ledger_add(ledger, ledger->traded, exact);
    mpq_sub(exact, exact, kept);
    oracle_ledger_add(ledger, ledger->entry, exact);
    mpq_clears(exact, kept, NULL);
}

long oracle_find(const oracle_t *o, const char *name)
{
    for (size_t i = o->account_count; i-- > 0;)
        if (o->accounts[i].accepted && strcmp(o->accounts[i].name, name) == 0)
            return (long)i;
    return -1;
}

oracle_leg_t *oracle_holding(const oracle_account_t *a, uint32_t instrument)
{
    for (unsigned j = 0; j < a->leg_count; j++)
        if (a->legs[j].instrument == instrument)
            return &a->legs[j];
    return NULL;
}

unsigned oracle_leg_words(const mpz_t size)
{
    return mpz_sizeinbase(size, 2) > 31 ? 2 : 1;
}

int oracle_add_leg(oracle_t *o, const case_leg_t *text)
{
    oracle_account_t *a = &o->accounts[text->account];
    oracle_instrument_t *it = &o->instruments[text->instrument];
    if (!a->accepted || !it->marked || a->settlement != it->settlement || (a->isolated && a->leg_count > 0))
        return 0;
    oracle_leg_t leg = {.instrument = text->instrument};
    mpz_inits(leg.size, leg.cost, leg.entry, leg.lost, NULL);
    mpq_inits(leg.exact_cost, leg.exact_entry, NULL);
    int accepted = read_leg(&leg, it, text);
    unsigned words = oracle_leg_words(leg.size);
    accepted =
        accepted && a->leg_words + words <= LEG_WORDS && oracle_size_allowed(it, leg.size, it->price, it->funding, 4);
    accepted = accepted && oracle_holding(a, leg.instrument) == NULL;
    if (!accepted) {
        oracle_clear_leg(&leg);
        return 0;
    }
    a->leg_words += words;
    oracle_keep_leg(a, &leg);
    book_entry(o, a->settlement, &leg);
    if (mpz_cmp(leg.size, it->largest) > 0)
        mpz_set(it->largest, leg.size);
    return 1;
}

int oracle_tick(oracle_t *o, const case_tick_t *ticks, size_t count)
{
    long price;
    mpq_t x;
    mpz_t sides[SIDES];
    mpq_init(x);
    mpz_inits(sides[LONG], sides[SHORT], NULL);
    int allowed = 1;
    for (size_t i = 0; i < count && allowed; i++) {
        const oracle_instrument_t *it = &o->instruments[ticks[i].instrument];
        allowed = it->accepted && read_market(it, ticks[i].mark, ticks[i].funding, &price, x, sides) &&
                  oracle_size_allowed(it, it->largest, price, sides, 1);
    }
    for (size_t i = 0; i < count && allowed; i++) {
        oracle_instrument_t *it = &o->instruments[ticks[i].instrument];
        read_market(it, ticks[i].mark, ticks[i].funding, &price, x, sides);
        apply_market(it, price, x);
    }
    for (size_t i = 0; i < o->account_count && allowed; i++)
        o->accounts[i].moved = 1;
    mpz_clears(sides[LONG], sides[SHORT], NULL);
    mpq_clear(x);
    return allowed;
}
