/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_options.c: nanoseconds of an option with its greeks, in integers and, in the same
 * run, in double precision with libm and, for AVX-512, with libmvec.
 *
 *   bench_options [--repetitions N] [--core N]
 *
 * Fails when integers and doubles disagree by more than hls/black.h may be off, and when
 * a target is missed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "device/cpu/price.h"
#include "figure.h"
#include "machine.h"
#include "options.h"
#include "price_double.h"
#include "random.h"
#include "targets.h"

enum { OPTIONS = 4096, PASSES = 16, FORWARD = 100000000 };

static const double BOUND = 3e-9; /* of the forward: the price's, and what the doubles are off by */

typedef struct {
    uint32_t strike[OPTIONS];
    int64_t log_strike[OPTIONS];
    uint32_t sigma[OPTIONS];
    int64_t made[5][OPTIONS];
    double double_strike[OPTIONS];
    double double_sigma[OPTIONS];
    double double_made[5][OPTIONS];
    levee_market_t market;
    double root;
} bench_t;

enum { LIBM, LIBMVEC, PORTABLE, AVX2, AVX512, TIMED };

static const char *const NAMES[TIMED] = {"double, libm", "double, libmvec, AVX-512", "integers, any CPU",
                                         "integers, AVX2", "integers, AVX-512"};

/* fill: strikes from a third to three times the forward, vols from 30 to 130 %, thirty days. */
static void fill(bench_t *bench)
{
    random_t random = {1};

    bench->market = (levee_market_t){FORWARD, levee_log(FORWARD), levee_expiry_of(UINT64_C(30) * 86400 * 1000000000)};
    bench->root = bench->market.expiry.root * 0x1p-30;
    for (int i = 0; i < OPTIONS; i++) {
        bench->strike[i] = (uint32_t)((double)FORWARD * pow(3, (double)random_below(&random, 1 << 20) * 0x1p-19 - 1));
        bench->log_strike[i] = levee_log(bench->strike[i]);
        bench->sigma[i] = (uint32_t)((0.3 + (double)random_below(&random, 1 << 20) * 0x1p-20) * 0x1p28);
        bench->double_strike[i] = bench->strike[i];
        bench->double_sigma[i] = bench->sigma[i] * 0x1p-28;
    }
}

static int has_avx512(void)
{
#ifdef LEVEE_X86
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512cd");
#else
    return 0;
#endif
}

static void price(bench_t *bench, int timed)
{
    const levee_chain_t chain = {OPTIONS, bench->strike, bench->log_strike, bench->sigma};
    const levee_values_t made = {bench->made[0], bench->made[1], bench->made[2], bench->made[3], bench->made[4]};
    const double_chain_t doubles = {OPTIONS, bench->double_strike, bench->double_sigma};
    const double_values_t to = {bench->double_made[0], bench->double_made[1], bench->double_made[2],
                                bench->double_made[3], bench->double_made[4]};

    if (timed == LIBM)
        price_double(&doubles, FORWARD, bench->root, &to);
    else if (timed == PORTABLE)
        levee_price_portable(&chain, &bench->market, &made);
#ifdef LEVEE_X86
    else if (timed == LIBMVEC)
        price_vector(&doubles, FORWARD, bench->root, &to);
    else if (timed == AVX2)
        levee_price_avx2(&chain, &bench->market, &made);
    else
        levee_price_avx512(&chain, &bench->market, &made);
#endif
}

static int check(const bench_t *bench, int timed)
{
    for (int i = 0; i < OPTIONS; i++) {
        if (fabs((double)bench->made[0][i] * 0x1p-32 - bench->double_made[0][i]) <= BOUND * (double)FORWARD)
            continue;
        fprintf(stderr, "bench_options: %s: K %u sigma %u: %.9f, in double precision %.9f\n", NAMES[timed],
                bench->strike[i], bench->sigma[i], (double)bench->made[0][i] * 0x1p-32, bench->double_made[0][i]);
        return -1;
    }
    return 0;
}

static void measure(bench_t *bench, unsigned repetitions, figure_t figure[TIMED])
{
    static double times[TIMED][REPETITIONS_MAX];

    for (unsigned r = 0; r < repetitions; r++) {
        for (int timed = 0; timed < TIMED; timed++) {
            const uint64_t start = machine_now();

            for (int pass = 0; pass < PASSES && (has_avx512() || timed == LIBM || timed == PORTABLE); pass++)
                price(bench, timed);
            times[timed][r] = (double)(machine_now() - start) / ((double)OPTIONS * (double)PASSES);
        }
    }
    for (int timed = 0; timed < TIMED; timed++)
        figure[timed] = figure_of(times[timed], repetitions);
}

/* report returns how many targets were missed. */
static int report(const machine_t *machine, const figure_t figure[TIMED])
{
    targets_t targets = {.count = 0};

    printf("processor   %s, core %d; ns of an option with four greeks, %d of one expiry\n", machine->processor,
           machine->core, OPTIONS);
    for (int timed = 0; timed < TIMED; timed++)
        printf("  %-26s %8.2f %8.2f ... %5.2f\n", NAMES[timed], figure[timed].median, figure[timed].least,
               figure[timed].most);
    if (!has_avx512()) {
        puts("  this machine has no AVX-512");
        return 0;
    }
    targets_add(&targets, "times as fast as libm", figure[LIBM].median / figure[AVX512].median, AT_LEAST, 8);
    targets_add(&targets, "times as fast as libmvec", figure[LIBMVEC].median / figure[AVX512].median, AT_LEAST, 1.3);
    targets_print(&targets);
    json_t *result = json_pack("[{s:o}]", "targets", targets_json(&targets));
    const int missed = targets_missed(result);
    json_decref(result);
    return missed;
}

int main(int argc, char **argv)
{
    static bench_t bench;
    options_t options = {.repetitions = 101, .core = -1};
    figure_t figure[TIMED];
    machine_t machine;

    if (options_parse(argc, argv, "bench_options", &options) != 0)
        return 2;
    if (machine_pin(&machine, options.core) != 0) {
        fprintf(stderr, "bench_options: core %d is not available to this process\n", machine.core);
        return 2;
    }
    fill(&bench);
    price(&bench, LIBM);
    for (int timed = PORTABLE; timed <= (has_avx512() ? AVX512 : PORTABLE); timed++) {
        price(&bench, timed);
        if (check(&bench, timed) != 0)
            return 2;
    }
    measure(&bench, options.repetitions, figure);
    return report(&machine, figure) != 0;
}
