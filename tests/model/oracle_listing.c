/* SPDX-License-Identifier: Apache-2.0
 *
 * Instruments: tiers, units, the range of prices. */
#include "memory.h"
#include "oracle.h"

#include <stdlib.h>
#include <string.h>

enum { PPM = 1000000 };

static const long price_limit = 2147483647; /* 2^31 - 1 */

void oracle_clear_instrument(oracle_instrument_t *it)
{
    for (unsigned k = 0; k < it->tier_count; k++) {
        mpz_clear(it->tiers[k].bound);
        for (int side = LONG; side < SIDES; side++)
            for (int m = EQUITY; m < MEASURES; m++)
                mpz_clear(it->tiers[k].deduction[side][m]);
    }
    free(it->tiers);
    mpq_clears(it->tick, it->lot, it->per_lot, it->entry_unit, it->funding_unit, it->x, NULL);
    mpz_clears(it->funding[LONG], it->funding[SHORT], it->largest, NULL);
}

/* A rate in ppm; an absent one is `otherwise`. */
static int parse_rate(const char *text, int otherwise)
{
    if (text[0] == '\0')
        return otherwise;
    mpq_t rate;
    mpq_init(rate);
    exact_parse(rate, text);
    exact_scale(rate, 6);
    int ppm = (int)mpz_get_si(mpq_numref(rate));
    mpq_clear(rate);
    return ppm;
}

static void read_rates(oracle_tier_t *tier, const case_tier_t *text, case_kind_t kind, int fee)
{
    if (kind == CASE_ASSET) {
        tier->rate[LONG][MAINTENANCE] = parse_rate(text->haircut, 0);
        tier->rate[SHORT][MAINTENANCE] = parse_rate(text->borrow, 0);
        tier->rate[LONG][INITIAL] = parse_rate(text->haircut_initial, tier->rate[LONG][MAINTENANCE]);
        tier->rate[SHORT][INITIAL] = parse_rate(text->borrow_initial, tier->rate[SHORT][MAINTENANCE]);
        return;
    }
    for (int side = LONG; side < SIDES; side++) {
        tier->rate[side][MAINTENANCE] = parse_rate(text->maintenance, 0) + fee;
        tier->rate[side][INITIAL] = parse_rate(text->initial, 0) + fee;
    }
}

/* d_k = d_{k-1} + bound_{k-1} * (r_k - r_{k-1}). */
static void derive_deduction(oracle_tier_t *tier, const oracle_tier_t *before, int side, int measure)
{
    mpz_init(tier->deduction[side][measure]);
    if (before == NULL)
        return;
    mpz_mul_si(tier->deduction[side][measure], before->bound, tier->rate[side][measure] - before->rate[side][measure]);
    mpz_add(tier->deduction[side][measure], tier->deduction[side][measure], before->deduction[side][measure]);
}

static void read_tiers(oracle_instrument_t *it, const case_instrument_t *text)
{
    int fee = parse_rate(text->fee, 0);
    mpq_t bound;
    mpq_init(bound);
    it->tier_count = text->tier_count;
    it->tiers = memory_zeroed(it->tier_count * sizeof *it->tiers);
    for (unsigned k = 0; k < it->tier_count; k++) {
        oracle_tier_t *tier = &it->tiers[k];
        tier->open = text->tiers[k].notional[0] == '\0';
        exact_parse(bound, text->tiers[k].notional);
        exact_scale(bound, (int)it->decimals);
        mpz_init_set(tier->bound, mpq_numref(bound));
        read_rates(tier, &text->tiers[k], it->kind, fee);
        for (int side = LONG; side < SIDES; side++)
            for (int m = EQUITY; m < MEASURES; m++) {
                derive_deduction(tier, k == 0 ? NULL : &it->tiers[k - 1], side, m);
                if (tier->rate[side][m] > it->largest_rate)
                    it->largest_rate = tier->rate[side][m];
            }
    }
    mpq_clear(bound);
}

static void read_units(oracle_instrument_t *it, const case_instrument_t *text)
{
    mpq_inits(it->tick, it->lot, it->per_lot, it->entry_unit, it->funding_unit, it->x, NULL);
    mpz_inits(it->funding[LONG], it->funding[SHORT], it->largest, NULL);
    exact_parse(it->tick, text->tick);
    exact_parse(it->lot, text->lot);
    exact_parse(it->entry_unit, text->multiplier[0] != '\0' ? text->multiplier : "1");
    mpq_mul(it->entry_unit, it->entry_unit, it->lot);
    exact_scale(it->entry_unit, (int)it->decimals);
    if (it->kind == CASE_INVERSE)
        mpq_div(it->per_lot, it->entry_unit, it->tick);
    else
        mpq_mul(it->per_lot, it->entry_unit, it->tick);
    mpq_set(it->funding_unit, it->lot);
    exact_scale(it->funding_unit, (int)it->decimals + 6);
}

/* The ticks of [1, 2^31 - 1] with R(P) < 2^59 - 2^57, that is R(P) <= that - 1 before R's ceiling too. */
static void find_price_range(oracle_instrument_t *it)
{
    mpq_t most, limit;
    mpq_inits(most, limit, NULL);
    mpq_set_si(limit, (1L << 59) - (1L << 57) - 1, 1);
    mpq_set_si(most, PPM + it->largest_rate, 1);
    mpq_mul(most, most, it->per_lot);
    it->price_min = 1;
    it->price_max = price_limit;
    mpz_t edge;
    mpz_init(edge);
    if (it->kind == CASE_INVERSE) {
        mpq_div(most, most, limit);
        mpz_cdiv_q(edge, mpq_numref(most), mpq_denref(most));
        if (mpz_cmp_si(edge, 1) > 0)
            it->price_min = mpz_fits_slong_p(edge) ? mpz_get_si(edge) : price_limit + 1;
    } else {
        mpq_div(most, limit, most);
        mpz_fdiv_q(edge, mpq_numref(most), mpq_denref(most));
        if (mpz_cmp_si(edge, price_limit) < 0)
            it->price_max = mpz_get_si(edge);
    }
    mpz_clear(edge);
    mpq_clears(most, limit, NULL);
}

/* Whether products of `ratio` with numbers below 2^bits can be rounded exactly from its first 160 binary places, as the
 * risk table's arithmetic does. Ratios of 2^96 and more only ever mean "beyond any limit". */
static int exact_in_160_bits(const mpq_t ratio, unsigned bits)
{
    if (mpz_sizeinbase(mpq_numref(ratio), 2) > 96 + mpz_sizeinbase(mpq_denref(ratio), 2))
        return 1;
    return mpz_sizeinbase(mpq_denref(ratio), 2) + bits <= 160;
}

/* Lot, multiplier and tick together, and with them an inverse instrument's bounds, may have only so many digits. */
static int digits_allowed(const oracle_instrument_t *it)
{
    if (it->kind != CASE_INVERSE)
        return exact_in_160_bits(it->per_lot, 52);
    int allowed = exact_in_160_bits(it->per_lot, 21);
    mpq_t lots;
    mpq_init(lots);
    for (unsigned k = 0; k < it->tier_count; k++) {
        mpq_set_z(lots, it->tiers[k].bound);
        mpq_div(lots, lots, it->per_lot);
        allowed = allowed && exact_in_160_bits(lots, 31);
    }
    mpq_clear(lots);
    return allowed;
}

int oracle_add_instrument(oracle_t *o, const case_instrument_t *text)
{
    o->instruments = memory_grow(o->instruments, (o->instrument_count + 1) * sizeof *o->instruments);
    oracle_instrument_t *it = &o->instruments[o->instrument_count++];
    memset(it, 0, sizeof *it);
    memcpy(it->symbol, text->symbol, sizeof it->symbol);
    it->kind = text->kind;
    it->settlement = text->settlement;
    it->decimals = o->decimals[text->settlement];
    read_units(it, text);
    read_tiers(it, text);
    find_price_range(it);
    it->accepted = it->price_min <= it->price_max && digits_allowed(it);
    return it->accepted;
}

long oracle_price_tick(const oracle_instrument_t *it, const mpq_t price)
{
    mpq_t ticks;
    mpq_init(ticks);
    mpq_div(ticks, price, it->tick);
    mpz_mul_2exp(mpq_numref(ticks), mpq_numref(ticks), 1);
    mpz_add(mpq_numref(ticks), mpq_numref(ticks), mpq_denref(ticks));
    mpz_mul_2exp(mpq_denref(ticks), mpq_denref(ticks), 1);
    mpz_t nearest;
    mpz_init(nearest);
    mpz_fdiv_q(nearest, mpq_numref(ticks), mpq_denref(ticks));
    int inside = mpz_cmp_si(nearest, it->price_min) >= 0 && mpz_cmp_si(nearest, it->price_max) <= 0;
    long result = inside ? mpz_get_si(nearest) : -1;
    mpz_clear(nearest);
    mpq_clear(ticks);
    return result;
}

void oracle_requirement_per_lot(const oracle_instrument_t *it, long price, mpz_t units)
{
    mpz_t below;
    mpz_init_set(below, mpq_denref(it->per_lot));
    mpz_mul_si(units, mpq_numref(it->per_lot), PPM + it->largest_rate);
    if (it->kind == CASE_INVERSE)
        mpz_mul_si(below, below, price);
    else
        mpz_mul_si(units, units, price);
    mpz_cdiv_q(units, units, below);
    mpz_clear(below);
}
