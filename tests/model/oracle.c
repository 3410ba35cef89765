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
    for (unsigned i = 0; i < c->settlement_count; i++)
        o->decimals[i] = c->settlements[i].decimals;
    return o;
}

static void clear_leg(oracle_leg_t *leg)
{
    mpz_clears(leg->size, leg->cost, leg->entry, NULL);
    mpq_clears(leg->exact_cost, leg->entry_x, NULL);
}

void oracle_free(oracle_t *o)
{
    for (size_t i = 0; i < o->instrument_count; i++)
        oracle_clear_instrument(&o->instruments[i]);
    for (size_t i = 0; i < o->account_count; i++) {
        for (unsigned j = 0; j < o->accounts[i].leg_count; j++)
            clear_leg(&o->accounts[i].legs[j]);
        free(o->accounts[i].legs);
        mpz_clears(o->accounts[i].cash, o->accounts[i].reserved, NULL);
    }
    free(o->instruments);
    free(o->accounts);
    free(o);
}

/* F_long = ceil(x) and F_short = floor(x); returns whether both are within 2^57. */
static int round_funding(const mpq_t x, mpz_t funding[SIDES])
{
    mpz_cdiv_q(funding[LONG], mpq_numref(x), mpq_denref(x));
    mpz_fdiv_q(funding[SHORT], mpq_numref(x), mpq_denref(x));
    return mpz_cmpabs_ui(funding[LONG], 1UL << 57) <= 0 && mpz_cmpabs_ui(funding[SHORT], 1UL << 57) <= 0;
}

/* Whether `size` lots may be held at `price` and funding, R(P) counted `times` times. */
static int size_allowed(const oracle_instrument_t *it, const mpz_t size, long price, mpz_t funding[SIDES],
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
    return round_funding(x, funding) && *price >= 0;
}

static void apply_market(oracle_instrument_t *it, long price, const mpq_t x)
{
    it->price = price;
    mpq_set(it->x, x);
    round_funding(it->x, it->funding);
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
    mpz_inits(a->cash, a->reserved, NULL);
    a->isolated = text->isolated;
    a->settlement = text->settlement;
    int cash = read_quanta(a->cash, text->cash, o->decimals[a->settlement]);
    int reserved = read_quanta(a->reserved, text->reserved, o->decimals[a->settlement]);
    a->accepted = cash && reserved;
    return a->accepted;
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
        exact_parse(leg->exact_cost, text->entry_price);
        mpq_mul(number, number, it->entry_unit);
        if (it->kind == CASE_INVERSE) {
            mpq_div(leg->exact_cost, number, leg->exact_cost);
            mpq_neg(leg->exact_cost, leg->exact_cost);
        } else {
            mpq_mul(leg->exact_cost, number, leg->exact_cost);
        }
    }
    mpz_cdiv_q(leg->cost, mpq_numref(leg->exact_cost), mpq_denref(leg->exact_cost));
    fits = fits && mpz_sizeinbase(leg->cost, 2) <= 63;
    mpq_set(leg->entry_x, it->x);
    if (text->entry_funding[0] != '\0') {
        exact_parse(leg->entry_x, text->entry_funding);
        mpq_mul(leg->entry_x, leg->entry_x, it->funding_unit);
    }
    mpz_t funding[SIDES];
    mpz_inits(funding[LONG], funding[SHORT], NULL);
    fits = round_funding(leg->entry_x, funding) && fits;
    mpz_mul_si(leg->entry, funding[leg->side == LONG ? SHORT : LONG], leg->lots);
    fits = fits && mpz_sizeinbase(leg->entry, 2) <= 83;
    mpz_clears(funding[LONG], funding[SHORT], NULL);
    mpq_clear(number);
    return fits;
}

/* Takes the leg over, in its place in venue order. */
static void keep_leg(oracle_account_t *a, const oracle_leg_t *leg)
{
    a->legs = memory_grow(a->legs, (a->leg_count + 1) * sizeof *a->legs);
    unsigned at = a->leg_count++;
    for (; at > 0 && a->legs[at - 1].instrument > leg->instrument; at--)
        a->legs[at] = a->legs[at - 1];
    a->legs[at] = *leg;
}

int oracle_add_leg(oracle_t *o, const case_leg_t *text)
{
    oracle_account_t *a = &o->accounts[text->account];
    oracle_instrument_t *it = &o->instruments[text->instrument];
    if (!a->accepted || !it->marked || a->settlement != it->settlement || (a->isolated && a->leg_count > 0))
        return 0;
    oracle_leg_t leg = {.instrument = text->instrument};
    mpz_inits(leg.size, leg.cost, leg.entry, NULL);
    mpq_inits(leg.exact_cost, leg.entry_x, NULL);
    int accepted = read_leg(&leg, it, text);
    unsigned words = mpz_sizeinbase(leg.size, 2) > 31 ? 2 : 1;
    accepted = accepted && a->leg_words + words <= LEG_WORDS && size_allowed(it, leg.size, it->price, it->funding, 4);
    for (unsigned j = 0; j < a->leg_count; j++)
        accepted = accepted && a->legs[j].instrument != leg.instrument;
    if (!accepted) {
        clear_leg(&leg);
        return 0;
    }
    a->leg_words += words;
    keep_leg(a, &leg);
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
                  size_allowed(it, it->largest, price, sides, 1);
    }
    for (size_t i = 0; i < count && allowed; i++) {
        oracle_instrument_t *it = &o->instruments[ticks[i].instrument];
        read_market(it, ticks[i].mark, ticks[i].funding, &price, x, sides);
        apply_market(it, price, x);
    }
    mpz_clears(sides[LONG], sides[SHORT], NULL);
    mpq_clear(x);
    return allowed;
}
