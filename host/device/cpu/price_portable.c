/* SPDX-License-Identifier: Apache-2.0 */
#include "device/cpu/price.h"

void levee_price_portable(const levee_chain_t *chain, const levee_market_t *market, const levee_values_t *values)
{
    for (uint32_t i = 0; i < chain->count; i++) {
        const levee_option_value_t value =
            levee_black(market->forward, chain->strike[i], market->log_forward - chain->log_strike[i], chain->sigma[i],
                        &market->expiry);

        values->price[i] = value.price;
        values->delta[i] = value.delta;
        values->gamma[i] = value.gamma;
        values->vega[i] = value.vega;
        values->theta[i] = value.theta;
    }
}
