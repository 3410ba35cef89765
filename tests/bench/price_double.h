/* SPDX-License-Identifier: Apache-2.0
 *
 * price_double.h: a chain of options in double precision, as one writes it: price and
 * greeks in the units of hls/black.h's. */
#ifndef LEVEE_BENCH_PRICE_DOUBLE_H
#define LEVEE_BENCH_PRICE_DOUBLE_H

typedef struct {
    int count;
    const double *strike;
    const double *sigma;
} double_chain_t;

typedef struct {
    double *price;
    double *delta;
    double *gamma;
    double *vega;
    double *theta;
} double_values_t;

/* price_double calls libm option by option; price_vector, where the build has it, is the
 * same for AVX-512 with libmvec and -ffast-math. `root` is sqrt(T). */
void price_double(const double_chain_t *chain, double forward, double root, const double_values_t *values);
void price_vector(const double_chain_t *chain, double forward, double root, const double_values_t *values);

#endif
