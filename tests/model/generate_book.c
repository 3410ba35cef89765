/* SPDX-License-Identifier: Apache-2.0 */
#include "generate_parts.h"

#include <string.h>

static const long lots_limit = (1L << 41) - 1;

long generate_most_lots(const oracle_instrument_t *it)
{
    mpz_t each, most;
    mpz_inits(each, most, NULL);
    int larger = mpz_cmpabs(it->funding[LONG], it->funding[SHORT]) > 0 ? LONG : SHORT;
    oracle_requirement_per_lot(it, it->price, each);
    mpz_mul_ui(each, each, 4);
    mpz_abs(most, it->funding[larger]);
    mpz_add(each, each, most);
    mpz_set_ui(most, 1);
    mpz_mul_2exp(most, most, 83);
    mpz_fdiv_q(most, most, each);
    long wide = mpz_sizeinbase(each, 2) <= 49 ? lots_limit : (1L << 31) - 1;
    long lots = mpz_cmp_si(most, wide) > 0 ? wide : mpz_get_si(most);
    mpz_clears(each, most, NULL);
    return lots;
}

long generate_edge_lots(generator_t *g, const oracle_instrument_t *it)
{
    mpz_t lots;
    mpz_init(lots);
    if (it->tier_count > 1)
        oracle_tier_lots(it, (unsigned)draw_range(&g->d, 0, it->tier_count - 2), it->price, lots);
    long result = mpz_cmp_si(lots, lots_limit) > 0 ? lots_limit : mpz_get_si(lots);
    mpz_clear(lots);
    return result + draw_range(&g->d, -1, 1);
}

/* Lots worth about `notional` quanta, times a factor of 1/16 to 16. */
static long draw_worth_lots(generator_t *g, const oracle_instrument_t *it, const mpz_t notional)
{
    mpz_t lots;
    mpz_init(lots);
    mpz_mul(lots, notional, mpq_denref(it->per_lot));
    if (it->kind == CASE_INVERSE)
        mpz_mul_si(lots, lots, it->price);
    else
        mpz_fdiv_q_ui(lots, lots, (unsigned long)it->price);
    mpz_fdiv_q(lots, lots, mpq_numref(it->per_lot));
    mpz_mul_si(lots, lots, draw_length(&g->d, 255));
    mpz_fdiv_q_2exp(lots, lots, 4);
    long result = mpz_cmp_si(lots, lots_limit) > 0 ? lots_limit : mpz_get_si(lots);
    mpz_clear(lots);
    return result;
}

static long draw_lots(generator_t *g, const oracle_instrument_t *it, const mpz_t notional)
{
    long most = generate_most_lots(it), lots;
    switch (draw_range(&g->d, 0, 9)) {
    case 0:
    case 1:
    case 2:
        lots = generate_edge_lots(g, it);
        break;
    case 3:
    case 4:
        lots = draw_length(&g->d, most > 0 ? most : 1);
        break;
    case 5:
        lots = draw_chance(&g->d, 80) ? draw_range(&g->d, 1, 3) : (1L << 31) + draw_range(&g->d, -2, 2);
        break;
    case 6:
        lots = draw_chance(&g->d, 30) ? most + draw_range(&g->d, -2, 0) : draw_range(&g->d, 1, 9999);
        break;
    default:
        lots = draw_worth_lots(g, it, notional);
    }
    if (draw_chance(&g->d, 1))
        return most + 1;
    lots = lots > most ? most : lots;
    return lots < 1 ? 1 : lots;
}

void generate_quantity(const oracle_instrument_t *it, long lots, case_text_t text)
{
    mpq_t quantity;
    mpq_init(quantity);
    do {
        mpq_set_si(quantity, lots, 1);
        mpq_mul(quantity, quantity, it->lot);
        lots = lots / 10 != 0 ? lots / 10 : 1;
    } while (!exact_print_rational(text, quantity));
    mpq_clear(quantity);
}

void generate_entry_price(generator_t *g, const oracle_instrument_t *it, int whole, case_text_t text)
{
    long permille = 1000;
    if (draw_chance(&g->d, 80))
        permille += draw_chance(&g->d, 70) ? draw_range(&g->d, -60, 60) : draw_range(&g->d, -900, 4000);
    long ticks = it->price;
    if (whole && it->kind == CASE_INVERSE && draw_chance(&g->d, 70))
        ticks = generate_price(g, it, 1);
    else if (whole && it->kind != CASE_INVERSE)
        ticks = it->price * permille / 1000;
    mpq_t price;
    mpz_t digits;
    mpq_init(price);
    mpz_init(digits);
    mpq_set_si(price, ticks > 0 ? ticks : 1, 1);
    mpq_mul(price, price, it->tick);
    if (!whole) {
        mpz_mul_si(mpq_numref(price), mpq_numref(price), permille);
        mpz_mul_si(mpq_denref(price), mpq_denref(price), 1000);
        mpq_canonicalize(price);
    }
    int places = whole ? 18 : (int)draw_range(&g->d, 0, 18);
    do {
        mpz_ui_pow_ui(digits, 10, (unsigned long)places);
        mpz_mul(digits, digits, mpq_numref(price));
        mpz_fdiv_q(digits, digits, mpq_denref(price));
    } while (mpz_sgn(digits) == 0 && ++places <= 18);
    if (mpz_sgn(digits) == 0)
        mpz_set_ui(digits, 1);
    if (!exact_print(text, digits, places > 18 ? 18 : places))
        exact_copy(text, "1");
    mpz_clear(digits);
    mpq_clear(price);
}

/* How an account's legs are drawn: sizes about a notional, or, `full`, the largest of one leg word, all long or all
 * short, so that partial sums grow as far as they can. */
typedef struct {
    mpz_t notional;
    int full; /* 0, 1 long, -1 short */
} style_t;

static long draw_signed_lots(generator_t *g, const oracle_instrument_t *it, const style_t *style)
{
    if (style->full != 0) {
        long most = generate_most_lots(it), lots = (1L << 31) - draw_range(&g->d, 1, 9);
        return style->full * (lots < most ? lots : most > 0 ? most : 1);
    }
    long lots = draw_lots(g, it, style->notional);
    return draw_chance(&g->d, 50) ? lots : -lots;
}

static void generate_leg(generator_t *g, uint32_t account, uint32_t instrument, const style_t *style)
{
    const oracle_instrument_t *it = &g->o->instruments[instrument];
    case_leg_t *leg = case_add_leg(g->c);
    leg->account = account;
    leg->instrument = instrument;
    exact_copy(leg->quantity, "1");
    exact_copy(leg->entry_price, it->kind == CASE_ASSET ? "" : "1");
    if (it->marked) {
        long lots = draw_signed_lots(g, it, style);
        generate_quantity(it, lots, leg->quantity);
        if (it->kind != CASE_ASSET)
            generate_entry_price(g, it, g->whole[instrument], leg->entry_price);
        if (draw_chance(&g->d, 40)) {
            unsigned room = draw_chance(&g->d, 95) ? 82 : 85, bits = draw_chance(&g->d, 90) ? 40 : 57;
            for (long left = lots < 0 ? -lots : lots; left > 0; left >>= 1)
                room--;
            bits = room < bits ? room : bits;
            generate_index_text(g, it, bits, g->whole[instrument], leg->entry_funding);
        }
    }
    oracle_add_leg(g->o, leg);
}

static unsigned draw_leg_count(generator_t *g)
{
    if (g->kind <= GENERATE_ISOLATED_ASSET)
        return draw_chance(&g->d, 98) ? 1 : (unsigned)draw_range(&g->d, 0, 2);
    if (g->c->instrument_count > 128 && draw_chance(&g->d, 6))
        return (unsigned)draw_range(&g->d, 65, 260);
    switch (draw_range(&g->d, 0, 9)) {
    case 0:
        return (unsigned)draw_range(&g->d, 33, 64);
    case 1:
        return (unsigned)draw_range(&g->d, 13, 32);
    case 2:
    case 3:
        return (unsigned)draw_range(&g->d, 5, 12);
    default:
        return (unsigned)draw_range(&g->d, draw_chance(&g->d, 5) ? 0 : 1, 4);
    }
}

/* Legs on different instruments of the account's settlement asset, in no order of theirs. */
static void generate_legs(generator_t *g, uint32_t account)
{
    size_t count = g->c->instrument_count;
    unsigned legs = draw_leg_count(g);
    size_t start = (size_t)draw_range(&g->d, 0, (long)count - 1), stride = 1;
    if (draw_chance(&g->d, 50))
        stride = count - 1 > 0 ? count - 1 : 1;
    style_t style = {.full = legs > 16 && draw_chance(&g->d, 30) ? (draw_chance(&g->d, 50) ? 1 : -1) : 0};
    mpz_init(style.notional);
    draw_mpz(&g->d, style.notional, 58);
    for (size_t i = 0; i < count && legs > 0; i++) {
        size_t instrument = (start + i * stride) % count;
        if (g->o->instruments[instrument].settlement != g->o->accounts[account].settlement && draw_chance(&g->d, 99))
            continue;
        generate_leg(g, account, (uint32_t)instrument, &style);
        legs--;
    }
    mpz_clear(style.notional);
}

/* The step away from a measure of exactly zero that the account is to have, in quanta. */
static void draw_distance(generator_t *g, const mpz_t requirement, mpz_t quanta)
{
    long step = draw_range(&g->d, 0, 9);
    mpz_set_si(quanta, step < 3 ? 0 : step == 3 ? 1 : -1);
    if (step < 5)
        return;
    mpz_t span;
    mpz_init(span);
    mpz_abs(span, requirement);
    mpz_fdiv_q_ui(span, span, step < 8 ? 250000 : 1000000);
    mpz_add_ui(span, span, 5);
    draw_below(&g->d, quanta, span);
    if (draw_chance(&g->d, 40))
        mpz_neg(quanta, quanta);
    mpz_clear(span);
}

/* Cash that puts the equity or one of the excesses at zero, next to it, or within reach of it; rarely, at the edge of
 * what cash may be. */
static void choose_cash(generator_t *g, uint32_t account)
{
    oracle_account_t *a = &g->o->accounts[account];
    mpz_t units[MEASURES], requirement, distance;
    mpz_inits(units[EQUITY], units[MAINTENANCE], units[INITIAL], requirement, distance, NULL);
    oracle_account_rounded(g->o, a, units);
    int measure = (int)draw_range(&g->d, EQUITY, INITIAL);
    mpz_sub(requirement, units[EQUITY], units[INITIAL]);
    draw_distance(g, requirement, distance);
    mpz_neg(units[measure], units[measure]);
    mpz_cdiv_q_ui(a->cash, units[measure], 1000000);
    mpz_add(a->cash, a->cash, distance);
    if (draw_chance(&g->d, 1)) {
        mpz_ui_pow_ui(a->cash, 2, 70);
        mpz_sub_ui(a->cash, a->cash, draw_chance(&g->d, 80) ? 1 : 0);
    }
    case_account_t *text = &g->c->accounts[account];
    if (!exact_print(text->cash, a->cash, (int)g->o->decimals[a->settlement])) {
        exact_copy(text->cash, "0");
        mpz_set_ui(a->cash, 0);
    }
    a->accepted = mpz_sizeinbase(a->cash, 2) <= 70;
    mpz_clears(units[EQUITY], units[MAINTENANCE], units[INITIAL], requirement, distance, NULL);
}

/* A tick at a tier's edge from which one tick toward safety lessens the leg's rounded excess, if a few tries find one;
 * else any tick at an edge. Sets `units` to the leg's excess there. */
static long draw_dip(generator_t *g, const oracle_leg_t *leg, mpz_t units)
{
    const oracle_instrument_t *it = &g->o->instruments[leg->instrument];
    long price = -1;
    int dips = 0;
    mpz_t safer;
    mpz_init(safer);
    for (int tries = 0; tries < 8 && !dips; tries++) {
        price = generate_edge_price(g, leg);
        if (price < 0)
            continue;
        oracle_leg_rounded(g->o, leg, MAINTENANCE, price, units);
        long next = price + (leg->side == LONG ? 1 : -1);
        if (next < it->price_min || next > it->price_max)
            continue;
        oracle_leg_rounded(g->o, leg, MAINTENANCE, next, safer);
        dips = mpz_cmp(safer, units) < 0;
    }
    mpz_clear(safer);
    return price;
}

/* Cash that puts the maintenance excess at zero with one leg at its tier's edge, where rounding may let the safer price
 * have the lesser excess. Leaves the account alone when the leg has no edge. */
static void choose_cash_at_edge(generator_t *g, uint32_t account)
{
    oracle_account_t *a = &g->o->accounts[account];
    const oracle_leg_t *leg = &a->legs[draw_range(&g->d, 0, a->leg_count - 1)];
    mpz_t units[MEASURES], own, edge;
    mpz_inits(units[EQUITY], units[MAINTENANCE], units[INITIAL], own, edge, NULL);
    if (draw_dip(g, leg, edge) >= 0) {
        oracle_account_rounded(g->o, a, units);
        oracle_leg_rounded(g->o, leg, MAINTENANCE, g->o->instruments[leg->instrument].price, own);
        mpz_sub(own, own, edge);
        mpz_sub(own, own, units[MAINTENANCE]);
        mpz_cdiv_q_ui(own, own, 1000000);
        mpz_add(own, own, a->cash);
        if (mpz_sizeinbase(own, 2) <= 70 &&
            exact_print(g->c->accounts[account].cash, own, (int)g->o->decimals[a->settlement]))
            mpz_set(a->cash, own);
    }
    mpz_clears(units[EQUITY], units[MAINTENANCE], units[INITIAL], own, edge, NULL);
}

void generate_account(generator_t *g)
{
    uint32_t number = (uint32_t)g->c->account_count;
    case_account_t *a = case_add_account(g->c);
    snprintf(a->name, sizeof a->name, "a%u", number);
    a->isolated = g->kind <= GENERATE_ISOLATED_ASSET;
    a->settlement = (unsigned)draw_range(&g->d, 0, (long)g->c->settlement_count - 1);
    exact_copy(a->cash, "0");
    if (draw_chance(&g->d, 30)) {
        mpz_t reserved;
        mpz_init(reserved);
        draw_mpz(&g->d, reserved, draw_chance(&g->d, 95) ? 50 : 71);
        if (!exact_print(a->reserved, reserved, (int)g->o->decimals[a->settlement]))
            a->reserved[0] = '\0';
        mpz_clear(reserved);
    }
    if (!oracle_add_account(g->o, a))
        return;
    generate_legs(g, number);
    choose_cash(g, number);
    if (g->o->accounts[number].accepted && g->o->accounts[number].leg_count > 0 && draw_chance(&g->d, 15))
        choose_cash_at_edge(g, number);
}
