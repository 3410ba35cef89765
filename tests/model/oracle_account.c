/* SPDX-License-Identifier: Apache-2.0
 *
 * What an account is worth and needs, in both readings. */
#include "oracle.h"

enum { PPM = 1000000 };

/* Sets above / below to the worth of one lot at `price` under rate `r`, unrounded, in units: worth * (M - r) where the
 * requirement takes from it, worth * (M + r) where it adds to what is owed. */
static void lot_worth(const oracle_instrument_t *it, int rate, int side, long price, mpz_t above, mpz_t below)
{
    int owed = (side == SHORT) != (it->kind == CASE_INVERSE);
    mpz_mul_si(above, mpq_numref(it->per_lot), owed ? PPM + rate : PPM - rate);
    mpz_set(below, mpq_denref(it->per_lot));
    if (it->kind == CASE_INVERSE)
        mpz_mul_si(below, below, price);
    else
        mpz_mul_si(above, above, price);
}

int oracle_row(const oracle_instrument_t *it, unsigned tier, int side, int measure, long price, mpz_t units)
{
    mpz_t below;
    mpz_init(below);
    lot_worth(it, it->tiers[tier].rate[side][measure], side, price, units, below);
    int rounded = !mpz_divisible_p(units, below);
    if (it->kind == CASE_INVERSE)
        mpz_neg(units, units);
    if (side == LONG)
        mpz_fdiv_q(units, units, below);
    else
        mpz_cdiv_q(units, units, below);
    mpz_sub(units, units, it->funding[side]);
    mpz_clear(below);
    return rounded;
}

/* Compares the notional of `size` lots at `price` with the tier's bound. */
static int compare_with_bound(const oracle_instrument_t *it, const mpz_t size, long price, const oracle_tier_t *tier)
{
    mpz_t notional, bound;
    mpz_inits(notional, bound, NULL);
    mpz_mul(notional, mpq_numref(it->per_lot), size);
    mpz_mul(bound, mpq_denref(it->per_lot), tier->bound);
    if (it->kind == CASE_INVERSE)
        mpz_mul_si(bound, bound, price);
    else
        mpz_mul_si(notional, notional, price);
    int order = mpz_cmp(notional, bound);
    mpz_clears(notional, bound, NULL);
    return order;
}

unsigned oracle_tier(const oracle_instrument_t *it, const mpz_t size, long price)
{
    unsigned k = 0;
    while (!it->tiers[k].open && compare_with_bound(it, size, price, &it->tiers[k]) > 0)
        k++;
    return k;
}

void oracle_tier_lots(const oracle_instrument_t *it, unsigned tier, long price, mpz_t lots)
{
    mpz_t each;
    mpz_init(each);
    mpz_mul(lots, it->tiers[tier].bound, mpq_denref(it->per_lot));
    mpz_set(each, mpq_numref(it->per_lot));
    if (it->kind == CASE_INVERSE)
        mpz_mul_si(lots, lots, price);
    else
        mpz_mul_si(each, each, price);
    mpz_fdiv_q(lots, lots, each);
    mpz_clear(each);
}

void oracle_leg_rounded(const oracle_t *o, const oracle_leg_t *leg, int measure, long price, mpz_t units)
{
    const oracle_instrument_t *it = &o->instruments[leg->instrument];
    unsigned tier = measure == EQUITY ? 0 : oracle_tier(it, leg->size, price);
    oracle_row(it, tier, leg->side, measure, price, units);
    mpz_mul_si(units, units, leg->lots);
    mpz_add(units, units, it->tiers[tier].deduction[leg->side][measure]);
    mpz_add(units, units, leg->entry);
    mpz_submul_ui(units, leg->cost, PPM);
}

/* max over k of (V * r_k - d_k), V in quanta. */
static void greatest_requirement(const oracle_instrument_t *it, int side, int measure, const mpq_t notional,
                                 mpq_t requirement)
{
    mpq_t line;
    mpq_init(line);
    for (unsigned k = 0; k < it->tier_count; k++) {
        mpq_set(line, notional);
        mpz_mul_si(mpq_numref(line), mpq_numref(line), it->tiers[k].rate[side][measure]);
        mpz_submul(mpq_numref(line), it->tiers[k].deduction[side][measure], mpq_denref(line));
        mpq_canonicalize(line);
        if (k == 0 || mpq_cmp(line, requirement) > 0)
            mpq_set(requirement, line);
    }
    mpq_clear(line);
}

/* Each slice of the value between two bounds at its own rate. */
static void marginal_requirement(const oracle_instrument_t *it, int side, int measure, const mpq_t notional,
                                 mpq_t requirement)
{
    mpq_t slice, from;
    mpq_inits(slice, from, NULL);
    mpq_set_ui(requirement, 0, 1);
    for (unsigned k = 0; k < it->tier_count && mpq_cmp(notional, from) > 0; k++) {
        const oracle_tier_t *tier = &it->tiers[k];
        int whole = !tier->open && mpq_cmp_z(notional, tier->bound) >= 0;
        if (whole)
            mpq_set_z(slice, tier->bound);
        else
            mpq_set(slice, notional);
        mpq_sub(slice, slice, from);
        mpz_mul_si(mpq_numref(slice), mpq_numref(slice), tier->rate[side][measure]);
        mpq_canonicalize(slice);
        mpq_add(requirement, requirement, slice);
        mpq_set_z(from, tier->bound);
    }
    mpq_clears(slice, from, NULL);
}

/* |q| lots' worth at `price` in quanta. */
static void leg_notional(const oracle_instrument_t *it, const mpz_t size, long price, mpq_t notional)
{
    mpq_set(notional, it->per_lot);
    mpz_mul(mpq_numref(notional), mpq_numref(notional), size);
    if (it->kind == CASE_INVERSE)
        mpz_mul_si(mpq_denref(notional), mpq_denref(notional), price);
    else
        mpz_mul_si(mpq_numref(notional), mpq_numref(notional), price);
    mpq_canonicalize(notional);
}

/* (value - cost) in millionths, less the funding since entry. */
static void leg_equity(const oracle_instrument_t *it, const oracle_leg_t *leg, const mpq_t notional, mpq_t units)
{
    mpq_t funding;
    mpq_init(funding);
    if ((leg->side == SHORT) != (it->kind == CASE_INVERSE))
        mpq_neg(units, notional);
    else
        mpq_set(units, notional);
    mpq_sub(units, units, leg->exact_cost);
    mpz_mul_ui(mpq_numref(units), mpq_numref(units), PPM);
    mpq_canonicalize(units);
    mpq_set_si(funding, leg->lots, 1);
    mpq_mul(funding, funding, it->x);
    mpq_sub(funding, funding, leg->exact_entry);
    mpq_sub(units, units, funding);
    mpq_clear(funding);
}

void oracle_leg_exact(const oracle_t *o, const oracle_leg_t *leg, int measure, long price, mpq_t units)
{
    const oracle_instrument_t *it = &o->instruments[leg->instrument];
    mpq_t notional, requirement;
    mpq_inits(notional, requirement, NULL);
    leg_notional(it, leg->size, price, notional);
    leg_equity(it, leg, notional, units);
    if (measure != EQUITY) {
        if (it->kind == CASE_ASSET)
            marginal_requirement(it, leg->side, measure, notional, requirement);
        else
            greatest_requirement(it, leg->side, measure, notional, requirement);
        mpq_sub(units, units, requirement);
    }
    mpq_clears(notional, requirement, NULL);
}

void oracle_leg_bound(const oracle_t *o, const oracle_leg_t *leg, int measure, long price, mpz_t units)
{
    const oracle_instrument_t *it = &o->instruments[leg->instrument];
    unsigned tier = measure == EQUITY ? 0 : oracle_tier(it, leg->size, price);
    unsigned long per_lot = oracle_row(it, tier, leg->side, measure, price, units) ? 1 : 0;
    per_lot += mpz_cmp_ui(mpq_denref(it->x), 1) != 0 ? 1 : 0;
    mpz_mul_ui(units, leg->size, per_lot);
    mpz_add(units, units, leg->lost);
}

/* Cash, for the initial excess less what is reserved, in units. */
static void own_means(const oracle_account_t *a, int measure, mpz_t units)
{
    mpz_set(units, a->cash);
    if (measure == INITIAL)
        mpz_sub(units, units, a->reserved);
    mpz_mul_ui(units, units, PPM);
}

static void exact_means(const oracle_account_t *a, int measure, mpq_t units)
{
    mpq_set(units, a->exact_cash);
    if (measure == INITIAL)
        mpz_submul(mpq_numref(units), a->reserved, mpq_denref(units));
    mpz_mul_ui(mpq_numref(units), mpq_numref(units), PPM);
    mpq_canonicalize(units);
}

void oracle_account_rounded(const oracle_t *o, const oracle_account_t *a, mpz_t units[MEASURES])
{
    mpz_t part;
    mpz_init(part);
    for (int m = EQUITY; m < MEASURES; m++) {
        own_means(a, m, units[m]);
        for (unsigned j = 0; j < a->leg_count; j++) {
            oracle_leg_rounded(o, &a->legs[j], m, o->instruments[a->legs[j].instrument].price, part);
            mpz_add(units[m], units[m], part);
        }
    }
    mpz_clear(part);
}

void oracle_account_exact(const oracle_t *o, const oracle_account_t *a, mpq_t units[MEASURES], mpz_t bound[MEASURES])
{
    mpq_t part;
    mpz_t margin;
    mpq_init(part);
    mpz_init(margin);
    for (int m = EQUITY; m < MEASURES; m++) {
        exact_means(a, m, units[m]);
        mpz_set(bound[m], a->lost);
        for (unsigned j = 0; j < a->leg_count; j++) {
            long price = o->instruments[a->legs[j].instrument].price;
            oracle_leg_exact(o, &a->legs[j], m, price, part);
            mpq_add(units[m], units[m], part);
            oracle_leg_bound(o, &a->legs[j], m, price, margin);
            mpz_add(bound[m], bound[m], margin);
        }
    }
    mpz_clear(margin);
    mpq_clear(part);
}

levee_status_t oracle_status(int equity_sign, int maintenance_sign, int initial_sign)
{
    if (equity_sign < 0)
        return LEVEE_BANKRUPT;
    if (maintenance_sign < 0)
        return LEVEE_LIQUIDATE;
    return initial_sign < 0 ? LEVEE_RESTRICTED : LEVEE_HEALTHY;
}
