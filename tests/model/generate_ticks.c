/* SPDX-License-Identifier: Apache-2.0 */
#include "generate_parts.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

long generate_edge_price(generator_t *g, const oracle_leg_t *leg)
{
    const oracle_instrument_t *it = &g->o->instruments[leg->instrument];
    if (it->tier_count < 2)
        return -1;
    const oracle_tier_t *tier = &it->tiers[draw_range(&g->d, 0, it->tier_count - 2)];
    mpz_t above, below;
    mpz_inits(above, below, NULL);
    mpz_mul(above, mpq_numref(it->per_lot), leg->size);
    mpz_mul(below, mpq_denref(it->per_lot), tier->bound);
    if (it->kind == CASE_INVERSE)
        mpz_cdiv_q(above, above, below);
    else
        mpz_fdiv_q(above, below, above);
    long price = mpz_cmp_si(above, it->price_max) > 0 ? -1 : mpz_get_si(above) + draw_range(&g->d, -1, 1);
    mpz_clears(above, below, NULL);
    return price >= it->price_min && price <= it->price_max ? price : -1;
}

/* The price at which a leg's account is liquidated or bankrupt, or the tick next to it; -1 when there is none. */
static long turning_price(generator_t *g, const oracle_account_t *a, const oracle_leg_t *leg)
{
    const oracle_instrument_t *it = &g->o->instruments[leg->instrument];
    int measure = draw_chance(&g->d, 70) ? MAINTENANCE : EQUITY;
    mpz_t units[MEASURES], own;
    mpz_inits(units[EQUITY], units[MAINTENANCE], units[INITIAL], own, NULL);
    oracle_account_rounded(g->o, a, units);
    oracle_leg_rounded(g->o, leg, measure, it->price, own);
    mpz_sub(own, units[measure], own);
    oracle_price_t turn = oracle_price_rounded(g->o, leg, measure, own);
    mpz_clears(units[EQUITY], units[MAINTENANCE], units[INITIAL], own, NULL);
    long price = turn.price + draw_range(&g->d, -1, 1);
    return turn.found == ORACLE_FOUND && price >= it->price_min && price <= it->price_max ? price : -1;
}

/* A move from the present price: small, large or anywhere; at times out of the range. */
static long moved_price(generator_t *g, const oracle_instrument_t *it, int whole)
{
    if (draw_chance(&g->d, 1))
        return draw_chance(&g->d, 50) ? it->price_max + 1 : it->price_min - 1;
    long move = draw_chance(&g->d, 60) ? draw_range(&g->d, -30, 30) : draw_range(&g->d, -700, 3000);
    long price = it->price * (1000 + move) / 1000 + draw_range(&g->d, -1, 1);
    if (draw_chance(&g->d, 10) || (whole && it->kind == CASE_INVERSE))
        price = generate_price(g, it, whole);
    price = price < it->price_min ? it->price_min : price;
    return price > it->price_max ? it->price_max : price;
}

static void add_tick(generator_t *g, uint32_t batch, uint32_t instrument, long price)
{
    const oracle_instrument_t *it = &g->o->instruments[instrument];
    case_tick_t *tick = case_add_tick(g->c);
    tick->batch = batch;
    tick->instrument = instrument;
    generate_price_text(g, it, price, tick->mark);
    if (tick->mark[0] == '\0')
        exact_copy(tick->mark, "0");
    if (draw_chance(&g->d, 40))
        generate_index_text(g, it, draw_chance(&g->d, 97) ? 38 : 57, g->whole[instrument], tick->funding);
}

void generate_batch(generator_t *g, uint32_t batch)
{
    size_t instruments = g->c->instrument_count, first = g->c->tick_count;
    unsigned char *named = memory_zeroed(instruments);
    for (long tries = draw_length(&g->d, (long)instruments > 24 ? 24 : (long)instruments); tries > 0; tries--) {
        const oracle_account_t *a = &g->o->accounts[draw_range(&g->d, 0, (long)g->o->account_count - 1)];
        uint32_t instrument = (uint32_t)draw_range(&g->d, 0, (long)instruments - 1);
        long price = -1;
        if (a->accepted && a->leg_count > 0 && draw_chance(&g->d, 70)) {
            const oracle_leg_t *leg = &a->legs[draw_range(&g->d, 0, a->leg_count - 1)];
            instrument = leg->instrument;
            price = draw_chance(&g->d, 50) ? generate_edge_price(g, leg) : turning_price(g, a, leg);
        }
        if (named[instrument] || !g->o->instruments[instrument].marked)
            continue;
        if (price < 0)
            price = moved_price(g, &g->o->instruments[instrument], g->whole[instrument]);
        named[instrument] = 1;
        add_tick(g, batch, instrument, price);
    }
    free(named);
    if (g->c->tick_count > first)
        oracle_tick(g->o, &g->c->ticks[first], g->c->tick_count - first);
}
