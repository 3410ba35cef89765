/* SPDX-License-Identifier: Apache-2.0 */
#include "price_double.h"

#include <math.h>

/* Compiled twice, under two names: as it stands, and for vectors with libmvec. */
#ifndef PRICE
#define PRICE price_double
#endif

void PRICE(const double_chain_t *chain, double forward, double root, const double_values_t *values)
{
    const double_values_t to = *values;

    /* No array is another: a compiler would not dare to use vectors otherwise. */
#pragma GCC ivdep
    for (int i = 0; i < chain->count; i++) {
        const double strike = chain->strike[i];
        const double sigma = chain->sigma[i];
        const double v = sigma * root;
        const double d1 = log(forward / strike) / v + v / 2;
        const double d2 = d1 - v;
        const double below = 0.5 * erfc(-d1 * 0.70710678118654752440);
        const double density = 0.39894228040143267794 * exp(-d1 * d1 / 2);

        to.price[i] = forward * below - strike * (0.5 * erfc(-d2 * 0.70710678118654752440));
        to.delta[i] = below;
        to.gamma[i] = density / v;
        to.vega[i] = density * root;
        to.theta[i] = -density * sigma / (2 * root);
    }
}
