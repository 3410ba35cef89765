/* SPDX-License-Identifier: Apache-2.0
 *
 * price.h: many options of one expiry at once, bit for bit what hls/black.h makes of
 * each. */
#ifndef LEVEE_DEVICE_CPU_PRICE_H
#define LEVEE_DEVICE_CPU_PRICE_H

#include "hls/black.h"

/* A batch is a whole number of these; what pads the last one is priced as well. */
enum { LEVEE_PRICE_LANES = 8 };

/* levee_chain_t: options of one expiry, `count` of them, a multiple of
 * LEVEE_PRICE_LANES. Strikes are from 1 to 2^31 - 1. */
typedef struct {
    uint32_t count;
    const uint32_t *strike;
    const int64_t *log_strike; /* levee_log of each */
    const uint32_t *sigma;
} levee_chain_t;

/* levee_market_t: what an expiry's options have in common. */
typedef struct {
    uint32_t forward;    /* 1 to 2^31 - 1 */
    int64_t log_forward; /* levee_log of it */
    levee_expiry_t expiry;
} levee_market_t;

/* levee_values_t: arrays for the results, as levee_option_value_t has them. */
typedef struct {
    int64_t *price;
    int64_t *delta;
    int64_t *gamma;
    int64_t *vega;
    int64_t *theta;
} levee_values_t;

/* levee_price_run_t prices the chain. Arrays need no alignment. */
typedef void levee_price_run_t(const levee_chain_t *chain, const levee_market_t *market, const levee_values_t *values);

levee_price_run_t levee_price_portable;
levee_price_run_t levee_price_avx2;
levee_price_run_t levee_price_avx512;

#endif
