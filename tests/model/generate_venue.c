/* SPDX-License-Identifier: Apache-2.0 */
#include "generate_parts.h"

#include <string.h>

enum { PPM = 1000000 };

/* Prints digits * 10^-places; places outside what text can hold come to the nearest that it can. */
static void print_decimal(case_text_t text, long digits, int places)
{
    mpz_t value;
    mpz_init_set_si(value, digits);
    places = places > 18 ? 18 : places;
    while (!exact_print(text, value, places))
        places++;
    mpz_clear(value);
}

static int digits_of(long number)
{
    int digits = 0;
    for (; number != 0; number /= 10)
        digits++;
    return digits;
}

/* Round sizes, so that rows, costs and x come out whole. `power` is the power of ten of a lot's worth in quanta, per
 * tick or, inverse, times tick. */
static void draw_round_units(generator_t *g, case_instrument_t *it, int decimals, int power)
{
    static const long factors[] = {1, 1, 1, 2, 5, 25, 3};
    int tick_places = (int)draw_range(&g->d, 0, 6);
    int multiplier_places = draw_chance(&g->d, 60) ? 0 : (int)draw_range(&g->d, -2, 3);
    int inverse = it->kind == CASE_INVERSE;
    int lot_places = decimals - power - multiplier_places + (inverse ? tick_places : -tick_places);
    print_decimal(it->tick, inverse ? 1 : factors[draw_range(&g->d, 0, 6)], tick_places);
    print_decimal(it->multiplier, factors[draw_range(&g->d, 0, 6)], multiplier_places);
    print_decimal(it->lot, factors[draw_range(&g->d, 0, 6)], lot_places);
}

/* Odd sizes of many digits, those of real listings among them. */
static void draw_odd_units(generator_t *g, case_instrument_t *it, int decimals, int power)
{
    static const struct {
        long digits;
        int places;
    } listed[] = {{7, 1}, {314538364, 3}, {1, 8}, {333333, 6}, {1, 0}};
    long most = draw_chance(&g->d, 5) ? 99999999999999999 : draw_chance(&g->d, 70) ? 999 : 99999999999;
    long tick = draw_length(&g->d, most);
    int tick_places = (int)draw_range(&g->d, 0, most > 999 ? 18 : 12);
    long lot = draw_length(&g->d, most);
    long multiplier = draw_length(&g->d, most);
    int multiplier_places = (int)draw_range(&g->d, 0, 12);
    if (draw_chance(&g->d, 60)) {
        size_t pick = (size_t)draw_range(&g->d, 0, 4);
        multiplier = listed[pick].digits;
        multiplier_places = listed[pick].places;
    }
    int tick_power = digits_of(tick) - tick_places;
    int lot_places = decimals - power + digits_of(lot) + digits_of(multiplier) - multiplier_places;
    lot_places += it->kind == CASE_INVERSE ? -tick_power : tick_power;
    print_decimal(it->tick, tick, tick_places);
    print_decimal(it->multiplier, multiplier, multiplier_places);
    print_decimal(it->lot, lot, lot_places);
}

/* `count` rates that do not fall, up to `most` ppm: small, round or any. */
static void draw_rates(generator_t *g, long *rates, unsigned count, long most, int style)
{
    static const long steps[] = {1, 1000, 10000, 1}, tops[] = {50000, 200000, PPM, PPM};
    long top = tops[style] < most ? tops[style] : most;
    for (unsigned k = 0; k < count; k++) {
        long rate = draw_range(&g->d, 0, top / steps[style]) * steps[style];
        if (draw_chance(&g->d, 5))
            rate = draw_chance(&g->d, 50) ? 0 : top;
        unsigned at = k;
        for (; at > 0 && rates[at - 1] > rate; at--)
            rates[at] = rates[at - 1];
        rates[at] = rate;
    }
}

static void print_rate(case_text_t text, long ppm)
{
    print_decimal(text, ppm, 6);
}

/* Two sets of rates, the lesser of each pair for maintenance. */
static void draw_rate_pair(generator_t *g, long low[CASE_TIERS], long high[CASE_TIERS], unsigned count, long most,
                           int style)
{
    draw_rates(g, low, count, most, style);
    draw_rates(g, high, count, most, style);
    for (unsigned k = 0; k < count; k++)
        if (low[k] > high[k]) {
            long rate = low[k];
            low[k] = high[k];
            high[k] = rate;
        }
}

static void draw_tier_rates(generator_t *g, case_instrument_t *it, int whole)
{
    long low[CASE_TIERS] = {0}, high[CASE_TIERS] = {0}, fee = 0;
    int style = whole ? (int)draw_range(&g->d, 1, 2) : (int)draw_range(&g->d, 0, 3);
    it->tier_count =
        draw_chance(&g->d, 35) ? 1 : (unsigned)draw_range(&g->d, 2, draw_chance(&g->d, 70) ? 5 : CASE_TIERS);
    if (it->kind != CASE_ASSET && draw_chance(&g->d, 15)) {
        fee = whole ? 1000 : draw_length(&g->d, 50000);
        print_rate(it->fee, fee);
    }
    draw_rate_pair(g, low, high, it->tier_count, PPM - fee, style);
    for (unsigned k = 0; k < it->tier_count && it->kind != CASE_ASSET; k++) {
        print_rate(it->tiers[k].maintenance, low[k]);
        print_rate(it->tiers[k].initial, high[k]);
    }
    if (it->kind != CASE_ASSET)
        return;
    int separate = draw_chance(&g->d, 50);
    for (unsigned k = 0; k < it->tier_count; k++) {
        print_rate(it->tiers[k].haircut, low[k]);
        if (separate)
            print_rate(it->tiers[k].haircut_initial, high[k]);
    }
    draw_rate_pair(g, low, high, it->tier_count, PPM, style);
    for (unsigned k = 0; k < it->tier_count; k++) {
        print_rate(it->tiers[k].borrow, low[k]);
        if (separate)
            print_rate(it->tiers[k].borrow_initial, high[k]);
    }
}

/* Bounds that rise and lie, at the first mark, where a number of lots reaches them exactly or nearly. */
static void draw_bounds(generator_t *g, case_instrument_t *text, const oracle_instrument_t *it, long price)
{
    mpz_t bound, before, worth;
    mpz_inits(bound, before, worth, NULL);
    int spread = draw_chance(&g->d, 30) ? 41 : (int)draw_range(&g->d, 4, 41);
    unsigned kept = 0;
    for (unsigned k = 0; k + 1 < text->tier_count; k++) {
        mpz_set(worth, mpq_numref(it->per_lot));
        mpz_mul_si(worth, worth, draw_length(&g->d, (1L << (spread * (int)(k + 1) / (int)text->tier_count + 1)) - 1));
        mpz_set(bound, mpq_denref(it->per_lot));
        if (it->kind == CASE_INVERSE)
            mpz_mul_si(bound, bound, price);
        else
            mpz_mul_si(worth, worth, price);
        mpz_fdiv_q(bound, worth, bound);
        if (draw_chance(&g->d, 2))
            mpz_ui_pow_ui(bound, 10, 17 + it->decimals);
        if (mpz_cmp(bound, before) <= 0)
            mpz_add_ui(bound, before, 1);
        if (!exact_print(text->tiers[kept].notional, bound, (int)it->decimals))
            break;
        mpz_set(before, bound);
        kept++;
    }
    text->tiers[kept].notional[0] = '\0';
    text->tier_count = kept + 1;
    mpz_clears(bound, before, worth, NULL);
}

/* A tick price 2^a * 5^b that divides the worth of a lot times tick, or -1. */
static long draw_divisor(generator_t *g, const oracle_instrument_t *it)
{
    long price = 1;
    mpz_t left;
    mpz_init(left);
    for (int tries = 0; tries < 64; tries++) {
        long factor = draw_chance(&g->d, 50) ? 2 : 5;
        if (price > it->price_max / factor || (price >= it->price_min && draw_chance(&g->d, 6)))
            break;
        mpz_set(left, mpq_numref(it->per_lot));
        if (mpz_cmp_ui(mpq_denref(it->per_lot), 1) == 0 && mpz_divisible_ui_p(left, (unsigned long)(price * factor)))
            price *= factor;
    }
    mpz_clear(left);
    return price >= it->price_min ? price : -1;
}

long generate_price(generator_t *g, const oracle_instrument_t *it, int whole)
{
    long span = it->price_max - it->price_min;
    long divisor = whole && it->kind == CASE_INVERSE ? draw_divisor(g, it) : -1;
    if (divisor > 0)
        return divisor;
    if (draw_chance(&g->d, 8))
        return it->price_min + draw_range(&g->d, 0, span < 3 ? span : 3);
    if (draw_chance(&g->d, 8))
        return it->price_max - draw_range(&g->d, 0, span < 3 ? span : 3);
    return it->price_min - 1 + draw_length(&g->d, span + 1);
}

void generate_price_text(generator_t *g, const oracle_instrument_t *it, long ticks, case_text_t text)
{
    mpq_t price, finer;
    mpq_inits(price, finer, NULL);
    mpq_set_si(price, ticks, 1);
    if (draw_chance(&g->d, 30)) {
        mpq_set_si(finer, draw_chance(&g->d, 30) ? -500 : draw_range(&g->d, -500, 499), 1000);
        mpq_canonicalize(finer);
    }
    mpq_add(finer, finer, price);
    mpq_mul(finer, finer, it->tick);
    mpq_mul(price, price, it->tick);
    if (mpq_sgn(finer) <= 0 || !exact_print_rational(text, finer))
        if (!exact_print_rational(text, price))
            text[0] = '\0';
    mpq_clears(price, finer, NULL);
}

void generate_index_text(generator_t *g, const oracle_instrument_t *it, unsigned bits, int whole, case_text_t text)
{
    mpq_t unit, index;
    mpz_t x;
    mpq_inits(unit, index, NULL);
    mpz_init(x);
    draw_mpz(&g->d, x, bits);
    if (bits >= 57 && draw_chance(&g->d, 50)) {
        mpz_set_ui(x, 1);
        mpz_mul_2exp(x, x, 57);
        if (draw_chance(&g->d, 20))
            mpz_add_ui(x, x, 1);
    }
    int places = whole ? 18 : (int)draw_range(&g->d, 6, 18);
    for (;; places--) {
        mpq_set(unit, it->funding_unit);
        exact_scale(unit, -places);
        if (!whole || places == 0 || mpz_cmp_ui(mpq_denref(unit), 1) == 0)
            break;
    }
    mpq_set_z(index, x);
    mpq_div(index, index, unit);
    mpz_fdiv_q(x, mpq_numref(index), mpq_denref(index));
    if (draw_chance(&g->d, 50))
        mpz_neg(x, x);
    if (!exact_print(text, x, places))
        text[0] = '\0';
    mpz_clear(x);
    mpq_clears(unit, index, NULL);
}

static case_kind_t draw_kind(generator_t *g)
{
    switch (g->kind) {
    case GENERATE_ISOLATED_LINEAR:
    case GENERATE_CROSS_LINEAR:
        return CASE_LINEAR;
    case GENERATE_ISOLATED_INVERSE:
    case GENERATE_CROSS_INVERSE:
        return CASE_INVERSE;
    case GENERATE_ISOLATED_ASSET:
    case GENERATE_CROSS_ASSET:
        return CASE_ASSET;
    default:
        return (case_kind_t)draw_range(&g->d, CASE_LINEAR, CASE_ASSET);
    }
}

/* The power of ten of a lot's worth in quanta per tick, inverse: times tick. The least make many ticks and many lots
 * share one rounded row. */
static int draw_power(generator_t *g, case_kind_t kind, int whole)
{
    if (draw_chance(&g->d, 1))
        return (int)draw_range(&g->d, 12, 26);
    if (kind == CASE_INVERSE)
        return (int)(draw_chance(&g->d, 8) ? draw_range(&g->d, -20, 3) : draw_range(&g->d, 3, 20));
    if (whole)
        return (int)draw_range(&g->d, 0, 11);
    return (int)(draw_chance(&g->d, 20) ? draw_range(&g->d, -12, -6) : draw_range(&g->d, -8, 11));
}

/* Draws units and rates until prices have a range, at times keeping an instrument that has none. */
static oracle_t *draw_listing(generator_t *g, case_instrument_t *it, int whole)
{
    for (;;) {
        int decimals = (int)g->c->settlements[it->settlement].decimals;
        int power = draw_power(g, it->kind, whole);
        it->fee[0] = '\0';
        memset(it->tiers, 0, sizeof it->tiers);
        if (whole)
            draw_round_units(g, it, decimals, power);
        else
            draw_odd_units(g, it, decimals, power);
        draw_tier_rates(g, it, whole);
        oracle_t *probe = oracle_new(g->c);
        if (oracle_add_instrument(probe, it) || draw_chance(&g->d, 30))
            return probe;
        oracle_free(probe);
    }
}

void generate_instrument(generator_t *g)
{
    static const char letters[] = {'L', 'I', 'A'};
    size_t number = g->c->instrument_count;
    case_instrument_t *it = case_add_instrument(g->c);
    it->kind = draw_kind(g);
    it->settlement = (unsigned)draw_range(&g->d, 0, (long)g->c->settlement_count - 1);
    snprintf(it->symbol, sizeof it->symbol, "%c%zu", letters[it->kind], number);
    int whole = draw_chance(&g->d, g->whole_percent);
    g->whole[number] = (unsigned char)whole;
    oracle_t *probe = draw_listing(g, it, whole);
    const oracle_instrument_t *listing = &probe->instruments[0];
    if (listing->accepted) {
        long price = generate_price(g, listing, whole);
        draw_bounds(g, it, listing, price);
        generate_price_text(g, listing, price, it->mark);
        if (draw_chance(&g->d, 50))
            generate_index_text(g, listing, draw_chance(&g->d, 90) ? 40 : 57, whole, it->funding);
    } else {
        it->tier_count = 1;
    }
    oracle_free(probe);
    oracle_add_instrument(g->o, it);
    if (it->mark[0] != '\0')
        oracle_set_mark(g->o, (uint32_t)number, it->mark, it->funding);
}
