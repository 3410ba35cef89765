/* SPDX-License-Identifier: Apache-2.0
 *
 * hls/black.h against MPFR at 200 bits.
 *
 *   test_black [--grid N] [--random N] [--seed S]
 *
 * A grid of N by N points over F/K from 0.1 to 10 and total vols from 0.001 to 5, and
 * as many random ones as asked. Prints the worst point of each output in shares of its
 * bound, and fails where one is beyond it; then the exact claims: intrinsic values,
 * parity, no price outside its bounds, and how far prices are from monotone. */
#include <getopt.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <mpfr.h>

#include "hls/black.h"

enum { PRICE, DELTA, GAMMA, VEGA, THETA, OUTPUTS };

enum { BITS = 200, MONOTONE = 400000, PARTS = 60000 };

static const char *const NAMES[OUTPUTS] = {"price / F", "delta", "gamma F v", "vega / (F sqrt(T))",
                                           "theta / (F sigma phi(0) / (2 sqrt(T)))"};
static const double BOUNDS[OUTPUTS] = {2e-9, 1e-9, 3e-8, 3e-8, 8e-7};

typedef struct {
    uint32_t forward;
    uint32_t strike;
    uint32_t sigma;
    levee_expiry_t expiry;
} point_t;

typedef struct {
    double error;
    point_t point;
} worst_t;

typedef struct {
    worst_t worst[OUTPUTS];
    uint64_t points;
    uint64_t seed;
    mpfr_t ratio, vol, first, second, below, second_below, density, root, share, error;
} bench_t;

static uint64_t draw(bench_t *bench)
{
    uint64_t z = bench->seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static double share(bench_t *bench)
{
    return (double)(draw(bench) >> 11) * 0x1p-53;
}

/* normal: N(x) = erfc(-x / sqrt(2)) / 2. */
static void normal(mpfr_t to, const mpfr_t x)
{
    mpfr_sqrt_ui(to, 2, MPFR_RNDN);
    mpfr_div(to, x, to, MPFR_RNDN);
    mpfr_neg(to, to, MPFR_RNDN);
    mpfr_erfc(to, to, MPFR_RNDN);
    mpfr_div_2ui(to, to, 1, MPFR_RNDN);
}

/* density: phi(x) = exp(-x^2 / 2) / sqrt(2 pi). */
static void density(mpfr_t to, const mpfr_t x, mpfr_t room)
{
    mpfr_sqr(to, x, MPFR_RNDN);
    mpfr_div_2ui(to, to, 1, MPFR_RNDN);
    mpfr_neg(to, to, MPFR_RNDN);
    mpfr_exp(to, to, MPFR_RNDN);
    mpfr_const_pi(room, MPFR_RNDN);
    mpfr_mul_2ui(room, room, 1, MPFR_RNDN);
    mpfr_sqrt(room, room, MPFR_RNDN);
    mpfr_div(to, to, room, MPFR_RNDN);
}

static void define(bench_t *bench, const point_t *point)
{
    mpfr_set_ui(bench->ratio, point->forward, MPFR_RNDN);
    mpfr_div_ui(bench->ratio, bench->ratio, point->strike, MPFR_RNDN);
    mpfr_log(bench->ratio, bench->ratio, MPFR_RNDN);
    mpfr_set_ui(bench->root, point->expiry.root, MPFR_RNDN);
    mpfr_div_2ui(bench->root, bench->root, LEVEE_ROOT_BITS, MPFR_RNDN);
    mpfr_mul_ui(bench->vol, bench->root, point->sigma, MPFR_RNDN);
    mpfr_div_2ui(bench->vol, bench->vol, LEVEE_VOL_BITS, MPFR_RNDN);
    mpfr_div(bench->first, bench->ratio, bench->vol, MPFR_RNDN);
    mpfr_div_2ui(bench->share, bench->vol, 1, MPFR_RNDN);
    mpfr_add(bench->first, bench->first, bench->share, MPFR_RNDN);
    mpfr_sub(bench->second, bench->first, bench->vol, MPFR_RNDN);
    normal(bench->below, bench->first);
    normal(bench->second_below, bench->second);
    density(bench->density, bench->first, bench->share);
}

/* miss keeps the error of an output whose share of F (or whatever its bound is of) is in
 * bench->share: |value / 2^bits * scale - share|. */
static void miss(bench_t *bench, int output, int64_t value, const mpfr_t scale, const point_t *point)
{
    mpfr_set_sj(bench->error, value, MPFR_RNDN);
    mpfr_div_2ui(bench->error, bench->error, output == VEGA ? LEVEE_VEGA_BITS : LEVEE_UNIT_BITS, MPFR_RNDN);
    mpfr_mul(bench->error, bench->error, scale, MPFR_RNDN);
    mpfr_sub(bench->error, bench->error, bench->share, MPFR_RNDN);
    const double error = fabs(mpfr_get_d(bench->error, MPFR_RNDN));

    if (error > bench->worst[output].error)
        bench->worst[output] = (worst_t){error, *point};
}

static void check(bench_t *bench, const point_t *point)
{
    const int64_t ratio = levee_log(point->forward) - levee_log(point->strike);
    const levee_option_value_t value = levee_black(point->forward, point->strike, ratio, point->sigma, &point->expiry);
    mpfr_t scale;

    bench->points++;
    mpfr_init2(scale, BITS);
    define(bench, point);
    mpfr_mul_ui(bench->share, bench->second_below, point->strike, MPFR_RNDN);
    mpfr_div_ui(bench->share, bench->share, point->forward, MPFR_RNDN);
    mpfr_sub(bench->share, bench->below, bench->share, MPFR_RNDN);
    mpfr_set_ui(scale, 1, MPFR_RNDN);
    mpfr_div_ui(scale, scale, point->forward, MPFR_RNDN);
    miss(bench, PRICE, value.price, scale, point);
    mpfr_set_ui(scale, 1, MPFR_RNDN);
    mpfr_set(bench->share, bench->below, MPFR_RNDN);
    miss(bench, DELTA, value.delta, scale, point);
    mpfr_set(bench->share, bench->density, MPFR_RNDN);
    miss(bench, GAMMA, value.gamma, bench->vol, point);
    mpfr_ui_div(scale, 1, bench->root, MPFR_RNDN);
    miss(bench, VEGA, value.vega, scale, point);
    /* theta over sigma / (2 sqrt(T)), then over phi(0): 2 root / sigma. */
    mpfr_mul_2ui(scale, bench->root, LEVEE_VOL_BITS + 1, MPFR_RNDN);
    mpfr_div_ui(scale, scale, point->sigma, MPFR_RNDN);
    mpfr_mul_d(scale, scale, -sqrt(2 * acos(-1)), MPFR_RNDN);
    mpfr_mul_d(bench->share, bench->density, sqrt(2 * acos(-1)), MPFR_RNDN);
    miss(bench, THETA, value.theta, scale, point);
    mpfr_clear(scale);
}

static levee_expiry_t expiry_of(double years)
{
    return levee_expiry_of((uint64_t)(years * 31536e12));
}

/* point_at: F is drawn, K and sigma come to the moneyness and the total vol, nearly. */
static point_t point_at(bench_t *bench, double moneyness, double vol)
{
    const double strikes = (double)(1 << 26) / 10;
    const uint32_t strike = (uint32_t)(strikes * (1 + share(bench)));
    point_t point = {.strike = strike, .forward = (uint32_t)llround(strike * moneyness)};

    do {
        /* A minute to four years, and a vol below 16. */
        point.expiry = expiry_of(exp(log(1.0 / 525600) + share(bench) * log(4.0 * 525600)));
        point.sigma = (uint32_t)llround(fmin(vol / (point.expiry.root * 0x1p-30) * 0x1p28, UINT32_MAX));
    } while (point.sigma == UINT32_MAX || point.sigma < 1 << 20);
    return point;
}

static void walk(bench_t *bench, long grid, long random)
{
    for (long i = 0; i < grid; i++) {
        for (long k = 0; k < grid; k++) {
            const point_t point = point_at(bench, pow(10, 2.0 * (double)i / (double)(grid - 1) - 1),
                                           0.001 * pow(5000, (double)k / (double)(grid - 1)));
            check(bench, &point);
        }
    }
    for (long i = 0; i < random; i++) {
        const point_t point = point_at(bench, pow(10, 2 * share(bench) - 1), 0.001 * pow(5000, share(bench)));

        check(bench, &point);
    }
}

static int report(const bench_t *bench)
{
    int failed = 0;

    printf("%" PRIu64 " points\n", bench->points);
    for (int i = 0; i < OUTPUTS; i++) {
        const worst_t *worst = &bench->worst[i];
        const point_t *p = &worst->point;

        printf("  %-40s %.3g of %.3g at F %" PRIu32 " K %" PRIu32 " sigma %.9f sqrt(T) %.9f\n", NAMES[i], worst->error,
               BOUNDS[i], p->forward, p->strike, p->sigma * 0x1p-28, p->expiry.root * 0x1p-30);
        failed |= !(worst->error <= BOUNDS[i]);
    }
    return failed;
}

static int complain(const char *what, const point_t *p)
{
    printf("%s: F %" PRIu32 " K %" PRIu32 " sigma %" PRIu32 " root %" PRIu32 "\n", what, p->forward, p->strike,
           p->sigma, p->expiry.root);
    return 1;
}

static levee_option_value_t value_of(const point_t *p)
{
    return levee_black(p->forward, p->strike, levee_log(p->forward) - levee_log(p->strike), p->sigma, &p->expiry);
}

/* hold_bounds: whatever the point, prices keep within what no model can leave. */
static int hold_bounds(const point_t *p)
{
    const levee_option_value_t value = value_of(p);
    const int64_t one = INT64_C(1) << 32;
    const int64_t put = levee_black_put(value.price, p->forward, p->strike);

    if (value.price < levee_intrinsic(p->forward, p->strike) || value.price > p->forward * one)
        return complain("call outside intrinsic and F", p);
    if (put < levee_intrinsic(p->strike, p->forward) || put > p->strike * one)
        return complain("put outside intrinsic and K", p);
    if (value.price - put != ((int64_t)p->forward - p->strike) * one)
        return complain("parity", p);
    if (value.delta < 0 || value.delta > one || value.gamma < 0 || value.vega < 0 || value.theta > 0)
        return complain("a greek of the wrong sign", p);
    return 0;
}

/* hold_nothing: no time, or no vol. */
static int hold_nothing(point_t p)
{
    for (int i = 0; i < 2; i++) {
        if (i == 0)
            p.sigma = 0;
        else
            p.expiry = (levee_expiry_t){0, 0};
        const levee_option_value_t value = value_of(&p);

        if (value.price != levee_intrinsic(p.forward, p.strike) || value.gamma != 0 || value.vega != 0 ||
            value.theta != 0)
            return complain("not intrinsic", &p);
        if (value.delta != (p.forward == p.strike ? INT64_C(1) << 31 : (int64_t)(p.forward > p.strike) << 32))
            return complain("delta of an option that has ended", &p);
    }
    return 0;
}

/* Anything that the limits allow, edges often. */
static point_t anything(bench_t *bench)
{
    point_t p = {.forward = (uint32_t)(draw(bench) >> (33 + draw(bench) % 31)) + 1,
                 .strike = (uint32_t)(draw(bench) >> (33 + draw(bench) % 31)) + 1,
                 .sigma = (uint32_t)(draw(bench) >> (32 + draw(bench) % 32)),
                 .expiry = expiry_of(exp(log(1.0 / 1051000) + share(bench) * log(9.0 * 1051000)))};

    if (draw(bench) % 4 == 0)
        p.strike = p.forward + (uint32_t)(draw(bench) % 3);
    if (draw(bench) % 8 == 0)
        p.forward = INT32_MAX;
    p.forward = p.forward > INT32_MAX ? INT32_MAX : p.forward;
    p.strike = p.strike > INT32_MAX ? INT32_MAX : p.strike;
    return p;
}

/* hold_parts: the logarithm and the reciprocal, within what they claim, in units of their
 * last bit; the distribution within a unit and what its cubics are wrong by. */
static int hold_parts(bench_t *bench)
{
    double log_worst = 0;
    double reciprocal_worst = 0;
    double normal_worst = 0;

    for (int i = 0; i < PARTS; i++) {
        const uint32_t x = (uint32_t)(draw(bench) >> (32 + draw(bench) % 32)) | (i % 2 == 0);
        const uint32_t m = (uint32_t)draw(bench) | UINT32_C(1) << 31;
        const int64_t d = (int64_t)(draw(bench) >> 28) - (INT64_C(1) << 35);

        mpfr_set_ui(bench->share, x == 0 ? 1 : x, MPFR_RNDN);
        mpfr_log(bench->share, bench->share, MPFR_RNDN);
        mpfr_mul_2ui(bench->share, bench->share, LEVEE_LOG_BITS, MPFR_RNDN);
        mpfr_sub_d(bench->share, bench->share, (double)levee_log(x == 0 ? 1 : x), MPFR_RNDN);
        log_worst = fmax(log_worst, fabs(mpfr_get_d(bench->share, MPFR_RNDN)));
        mpfr_ui_div(bench->share, 1, (mpfr_set_ui(bench->error, m, MPFR_RNDN), bench->error), MPFR_RNDN);
        mpfr_mul_2ui(bench->share, bench->share, 62, MPFR_RNDN);
        mpfr_sub_ui(bench->share, bench->share, levee_reciprocal(m), MPFR_RNDN);
        reciprocal_worst = fmax(reciprocal_worst, fabs(mpfr_get_d(bench->share, MPFR_RNDN)));
        mpfr_set_sj(bench->error, d, MPFR_RNDN);
        mpfr_div_2ui(bench->error, bench->error, LEVEE_UNIT_BITS, MPFR_RNDN);
        normal(bench->share, bench->error);
        mpfr_mul_2ui(bench->share, bench->share, LEVEE_UNIT_BITS, MPFR_RNDN);
        mpfr_sub_d(bench->share, bench->share, (double)levee_normal(d).below, MPFR_RNDN);
        normal_worst = fmax(normal_worst, fabs(mpfr_get_d(bench->share, MPFR_RNDN)));
    }
    printf("  in last bits: logarithm %.2f of 8, reciprocal %.2f of 2, distribution %.2f of 1.25\n", log_worst,
           reciprocal_worst, normal_worst);
    return log_worst > 8 || reciprocal_worst > 2 || normal_worst > 1.25;
}

/* hold_expiry: the root of the time, rounded down, and one over twice that. */
static int hold_expiry(bench_t *bench)
{
    for (int i = 0; i < PARTS; i++) {
        const uint64_t time = draw(bench) >> (6 + draw(bench) % 58);
        const levee_expiry_t expiry = levee_expiry_of(time);

        mpfr_set_uj(bench->share, time, MPFR_RNDN);
        mpfr_div_ui(bench->share, bench->share, UINT64_C(31536000000000000), MPFR_RNDN);
        mpfr_sqrt(bench->share, bench->share, MPFR_RNDN);
        mpfr_mul_2ui(bench->share, bench->share, LEVEE_ROOT_BITS, MPFR_RNDN);
        const uint64_t root = time < UINT64_C(30000000000) ? 0 : mpfr_get_uj(bench->share, MPFR_RNDD);
        const uint64_t inverse = root == 0 ? 0 : (UINT64_C(1) << 55) / root;

        if (expiry.root == root && expiry.inverse == inverse && inverse >> 36 == 0)
            continue;
        printf("%" PRIu64 " ns: root %" PRIu32 ", not %" PRIu64 ", inverse %" PRIu64 ", not %" PRIu64 "\n", time,
               expiry.root, root, expiry.inverse, inverse);
        return 1;
    }
    return 0;
}

/* monotone: by how many units of 2^-32 a price rises with the strike by one unit of it, or
 * falls where the vol rises by one of its. */
static void monotone(bench_t *bench)
{
    int64_t strike = 0;
    int64_t vol = 0;

    for (int i = 0; i < MONOTONE; i++) {
        point_t p = point_at(bench, pow(10, 2 * share(bench) - 1), 0.001 * pow(5000, share(bench)));
        const int64_t price = value_of(&p).price;

        p.strike++;
        const int64_t higher = value_of(&p).price - price;
        p.strike--;
        p.sigma++;
        const int64_t lower = price - value_of(&p).price;
        strike = higher > strike ? higher : strike;
        vol = lower > vol ? lower : vol;
    }
    printf("  one strike up a price rises by %.3g F at most, one vol up it falls by %.3g F\n",
           (double)strike * 0x1p-32 / (1 << 26), (double)vol * 0x1p-32 / (1 << 26));
}

int main(int argc, char **argv)
{
    static const struct option known[] = {{"grid", required_argument, NULL, 'g'},
                                          {"random", required_argument, NULL, 'r'},
                                          {"seed", required_argument, NULL, 's'},
                                          {NULL, 0, NULL, 0}};
    bench_t bench = {.seed = 1};
    long grid = 100;
    long random = 10000;
    int failed = 0;

    for (int found; (found = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        if (found == 'g')
            grid = strtol(optarg, NULL, 10);
        else if (found == 'r')
            random = strtol(optarg, NULL, 10);
        else if (found == 's')
            bench.seed = strtoull(optarg, NULL, 10);
        else
            return 2;
    }
    mpfr_inits2(BITS, bench.ratio, bench.vol, bench.first, bench.second, bench.below, bench.second_below, bench.density,
                bench.root, bench.share, bench.error, (mpfr_ptr)NULL);
    printf("seed %" PRIu64 "\n", bench.seed);
    walk(&bench, grid, random);
    failed = report(&bench);
    for (int i = 0; i < 1000000 && !failed; i++) {
        const point_t p = anything(&bench);

        failed = hold_bounds(&p) || hold_nothing(p);
    }
    failed |= hold_parts(&bench) || hold_expiry(&bench);
    monotone(&bench);
    mpfr_clears(bench.ratio, bench.vol, bench.first, bench.second, bench.below, bench.second_below, bench.density,
                bench.root, bench.share, bench.error, (mpfr_ptr)NULL);
    return failed;
}
