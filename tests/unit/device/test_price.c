/* SPDX-License-Identifier: Apache-2.0
 *
 * Chains of every kind of option, priced with each processor's instructions, against
 * hls/black.h one by one: the same bits in every output. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../book/random.h"
#include "device/cpu/price.h"

enum { CHAINS = 4000, MOST = 256, OUTPUTS = 5 };

typedef struct {
    uint32_t strike[MOST];
    int64_t log_strike[MOST];
    uint32_t sigma[MOST];
    int64_t made[OUTPUTS][MOST];
    int64_t wanted[OUTPUTS][MOST];
} chain_t;

static levee_values_t values_in(int64_t to[OUTPUTS][MOST])
{
    return (levee_values_t){to[0], to[1], to[2], to[3], to[4]};
}

/* draw_price is of any size, and often near `about`. */
static uint32_t draw_price(uint64_t *random, uint32_t about)
{
    uint64_t price = (random_next(random) >> (33 + random_below(random, 31))) + 1;

    if (random_below(random, 2) == 0)
        price = about + random_below(random, about / 8 + 2);
    return price > INT32_MAX ? INT32_MAX : (uint32_t)price;
}

static void draw_chain(chain_t *chain, levee_market_t *market, uint64_t *random)
{
    const uint64_t time = random_below(random, 16) == 0 ? 0 : random_next(random) >> (6 + random_below(random, 26));

    market->forward = draw_price(random, INT32_MAX / 4);
    market->log_forward = levee_log(market->forward);
    market->expiry = levee_expiry_of(time);
    for (uint32_t i = 0; i < MOST; i++) {
        chain->strike[i] = random_below(random, 8) == 0 ? market->forward : draw_price(random, market->forward);
        chain->log_strike[i] = levee_log(chain->strike[i]);
        chain->sigma[i] = (uint32_t)(random_next(random) >> (32 + random_below(random, 32)));
    }
}

static void hold(levee_price_run_t *run)
{
    static chain_t chain;
    uint64_t random = 1;

    for (uint32_t round = 0; round < CHAINS; round++) {
        const uint64_t seed = random;
        const levee_chain_t of = {LEVEE_PRICE_LANES * (1 + (uint32_t)random_below(&random, MOST / LEVEE_PRICE_LANES)),
                                  chain.strike, chain.log_strike, chain.sigma};
        const levee_values_t made = values_in(chain.made);
        const levee_values_t wanted = values_in(chain.wanted);
        levee_market_t market;

        draw_chain(&chain, &market, &random);
        levee_price_portable(&of, &market, &wanted);
        run(&of, &market, &made);
        for (uint32_t output = 0; output < OUTPUTS; output++) {
            for (uint32_t i = 0; i < of.count; i++) {
                if (chain.made[output][i] == chain.wanted[output][i])
                    continue;
                print_error("seed %llu, output %u: F %u K %u sigma %u root %u: %lld, not %lld\n",
                            (unsigned long long)seed, output, market.forward, chain.strike[i], chain.sigma[i],
                            market.expiry.root, (long long)chain.made[output][i], (long long)chain.wanted[output][i]);
                fail();
            }
        }
    }
}

static void avx2(void **state)
{
    (void)state;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2"))
        hold(levee_price_avx2);
    else
        print_message("skipped: this machine has no AVX2\n");
#endif
}

static void avx512(void **state)
{
    (void)state;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd"))
        hold(levee_price_avx512);
    else
        print_message("skipped: this machine has no AVX-512\n");
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(avx2), cmocka_unit_test(avx512)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
