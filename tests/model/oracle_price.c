/* SPDX-License-Identifier: Apache-2.0
 *
 * Liquidation and bankruptcy prices, three ways: by tier ranges, by looking at
 * every tick, and in closed form from the textbook definition. */
#include "oracle.h"

enum { PPM = 1000000 };

/* Whether the rounded measure is >= 0 with the leg at `price`. */
static int safe_at(const oracle_t *o, const oracle_leg_t *leg, int measure, const mpz_t rest, long price)
{
    mpz_t units;
    mpz_init(units);
    oracle_leg_rounded(o, leg, measure, price, units);
    mpz_add(units, units, rest);
    int safe = mpz_sgn(units) >= 0;
    mpz_clear(units);
    return safe;
}

/* The last tick (inverse: the first) at which the leg's notional is within a tier's bound, clipped to the range
 * widened by one tick on each side. */
static long tier_edge(const oracle_instrument_t *it, const oracle_leg_t *leg, const oracle_tier_t *tier)
{
    mpz_t above, below, edge;
    mpz_inits(above, below, edge, NULL);
    mpz_mul(above, mpq_numref(it->per_lot), leg->size);
    mpz_mul(below, mpq_denref(it->per_lot), tier->bound);
    if (it->kind == CASE_INVERSE)
        mpz_cdiv_q(edge, above, below);
    else
        mpz_fdiv_q(edge, below, above);
    long ticks = it->price_max + 1;
    if (mpz_cmp_si(edge, ticks) < 0)
        ticks = mpz_get_si(edge);
    mpz_clears(above, below, edge, NULL);
    return ticks < it->price_min ? it->price_min - 1 : ticks;
}

/* Prices [first, last] of tier k; empty when first > last. */
static void tier_range(const oracle_instrument_t *it, const oracle_leg_t *leg, unsigned k, long *first, long *last)
{
    *first = it->price_min;
    *last = it->price_max;
    if (it->kind == CASE_INVERSE) {
        if (!it->tiers[k].open)
            *first = tier_edge(it, leg, &it->tiers[k]);
        if (k > 0)
            *last = tier_edge(it, leg, &it->tiers[k - 1]) - 1;
    } else {
        if (!it->tiers[k].open)
            *last = tier_edge(it, leg, &it->tiers[k]);
        if (k > 0)
            *first = tier_edge(it, leg, &it->tiers[k - 1]) + 1;
    }
    *first = *first < it->price_min ? it->price_min : *first;
    *last = *last > it->price_max ? it->price_max : *last;
}

/* The safe tick of [first, last] nearest to the unsafe end, where one tick or more is safe: a long is unsafe below it,
 * a short above. */
static long bisect(const oracle_t *o, const oracle_leg_t *leg, int measure, const mpz_t rest, long first, long last)
{
    long safe = leg->side == LONG ? last : first;
    long unsafe = leg->side == LONG ? first - 1 : last + 1;
    while (safe - unsafe > 1 || unsafe - safe > 1) {
        long middle = unsafe + (safe - unsafe) / 2;
        if (safe_at(o, leg, measure, rest, middle))
            safe = middle;
        else
            unsafe = middle;
    }
    return safe;
}

/* Whether a tier that lies wholly on the safe side of `price` begins unsafe all the same. */
static int dips_beyond(const oracle_t *o, const oracle_leg_t *leg, int measure, const mpz_t rest, long price)
{
    const oracle_instrument_t *it = &o->instruments[leg->instrument];
    for (unsigned k = 0; k < it->tier_count; k++) {
        long first, last;
        tier_range(it, leg, k, &first, &last);
        int beyond = leg->side == LONG ? first > price : last < price;
        if (first <= last && beyond && !safe_at(o, leg, measure, rest, leg->side == LONG ? first : last))
            return 1;
    }
    return 0;
}

oracle_price_t oracle_price_rounded(const oracle_t *o, const oracle_leg_t *leg, int measure, const mpz_t rest)
{
    const oracle_instrument_t *it = &o->instruments[leg->instrument];
    oracle_price_t best = {ORACLE_UNSAFE, 0, 0};
    int always = 1;
    for (unsigned k = 0; k < it->tier_count; k++) {
        long first, last;
        tier_range(it, leg, k, &first, &last);
        if (first > last)
            continue;
        always = always && safe_at(o, leg, measure, rest, leg->side == LONG ? first : last);
        if (!safe_at(o, leg, measure, rest, leg->side == LONG ? last : first))
            continue;
        long price = bisect(o, leg, measure, rest, first, last);
        if (best.found != ORACLE_FOUND || (leg->side == LONG ? price < best.price : price > best.price))
            best = (oracle_price_t){ORACLE_FOUND, price, 0};
    }
    if (always)
        best = (oracle_price_t){ORACLE_SAFE, 0, 0};
    best.dips = best.found == ORACLE_FOUND && dips_beyond(o, leg, measure, rest, best.price);
    return best;
}

oracle_price_t oracle_price_scan(const oracle_t *o, const oracle_leg_t *leg, int measure, const mpz_t rest, long first,
                                 long last)
{
    long step = leg->side == LONG ? 1 : -1;
    long found = -1, safe = 0;
    for (long price = leg->side == LONG ? first : last; price >= first && price <= last; price += step)
        if (safe_at(o, leg, measure, rest, price)) {
            safe++;
            found = found < 0 ? price : found;
        }
    if (safe == 0)
        return (oracle_price_t){ORACLE_UNSAFE, 0, 0};
    return safe == last - first + 1 ? (oracle_price_t){ORACLE_SAFE, 0, 0} : (oracle_price_t){ORACLE_FOUND, found, 0};
}

/* Solves means + slope * P >= 0 (inverse: means + slope / P >= 0) for one tier's line. Returns ORACLE_SAFE or ORACLE_UNSAFE when no price changes the sign, else the first safe price from the unsafe end
 * in `edge`. */
static oracle_found_t solve_line(int inverse, int side, const mpq_t means, const mpq_t slope, mpz_t edge)
{
    int sign = mpq_sgn(means);
    if (mpq_sgn(slope) == 0)
        return sign >= 0 ? ORACLE_SAFE : ORACLE_UNSAFE;
    if (mpq_sgn(slope) > 0 && sign >= 0)
        return ORACLE_SAFE;
    if (mpq_sgn(slope) < 0 && sign <= 0)
        return ORACLE_UNSAFE;
    mpq_t root;
    mpq_init(root);
    if (inverse)
        mpq_div(root, slope, means);
    else
        mpq_div(root, means, slope);
    mpq_neg(root, root);
    if (side == LONG)
        mpz_cdiv_q(edge, mpq_numref(root), mpq_denref(root));
    else
        mpz_fdiv_q(edge, mpq_numref(root), mpq_denref(root));
    mpq_clear(root);
    return ORACLE_FOUND;
}

/* What the leg's value less tier k's requirement gains per tick (inverse: per 1 / tick), in units. */
static void line_slope(const oracle_instrument_t *it, const oracle_leg_t *leg, int rate, mpq_t slope)
{
    int owed = (leg->side == SHORT) != (it->kind == CASE_INVERSE);
    mpq_set(slope, it->per_lot);
    mpz_mul(mpq_numref(slope), mpq_numref(slope), leg->size);
    mpz_mul_si(mpq_numref(slope), mpq_numref(slope), owed ? -(PPM + rate) : PPM - rate);
    mpq_canonicalize(slope);
}

/* Turns the price that satisfies every line into an answer on the ticks of the range. */
static oracle_price_t clip(const oracle_instrument_t *it, int side, const mpz_t price)
{
    int low = mpz_cmp_si(price, it->price_min), high = mpz_cmp_si(price, it->price_max);
    if (side == LONG ? low <= 0 : high >= 0)
        return (oracle_price_t){ORACLE_SAFE, 0, 0};
    if (side == LONG ? high > 0 : low < 0)
        return (oracle_price_t){ORACLE_UNSAFE, 0, 0};
    return (oracle_price_t){ORACLE_FOUND, mpz_get_si(price), 0};
}

oracle_price_t oracle_price_exact(const oracle_t *o, const oracle_leg_t *leg, int measure, const mpq_t rest)
{
    const oracle_instrument_t *it = &o->instruments[leg->instrument];
    mpq_t fixed, means, slope;
    mpz_t edge, price;
    mpq_inits(fixed, means, slope, NULL);
    mpz_inits(edge, price, NULL);
    mpq_set_si(slope, leg->lots, 1);
    mpq_mul(slope, slope, it->x);
    mpq_sub(fixed, leg->exact_entry, slope);
    mpq_add(fixed, fixed, rest);
    mpq_set_ui(slope, PPM, 1);
    mpq_mul(slope, slope, leg->exact_cost);
    mpq_sub(fixed, fixed, slope);
    oracle_price_t result = {ORACLE_SAFE, 0, 0};
    for (unsigned k = 0; k < (measure == EQUITY ? 1 : it->tier_count) && result.found != ORACLE_UNSAFE; k++) {
        mpq_set_z(means, it->tiers[k].deduction[leg->side][measure]);
        mpq_add(means, means, fixed);
        line_slope(it, leg, it->tiers[k].rate[leg->side][measure], slope);
        oracle_found_t found = solve_line(it->kind == CASE_INVERSE, leg->side, means, slope, edge);
        if (found == ORACLE_UNSAFE)
            result.found = ORACLE_UNSAFE;
        if (found != ORACLE_FOUND)
            continue;
        int further = leg->side == LONG ? mpz_cmp(edge, price) > 0 : mpz_cmp(edge, price) < 0;
        if (result.found == ORACLE_SAFE || further)
            mpz_set(price, edge);
        result.found = ORACLE_FOUND;
    }
    if (result.found == ORACLE_FOUND)
        result = clip(it, leg->side, price);
    mpz_clears(edge, price, NULL);
    mpq_clears(fixed, means, slope, NULL);
    return result;
}
