/* SPDX-License-Identifier: Apache-2.0
 *
 * money.h: money between 128 bits and the two words of the public interface. */
#ifndef LEVEE_MODEL_MONEY_H
#define LEVEE_MODEL_MONEY_H

#include <levee/levee.h>

#include "model/wide.h"

static inline levee_money_t levee_money_from(levee_i128 value)
{
    const levee_money_t money = {(uint64_t)value, (int64_t)(value >> 64)};

    return money;
}

static inline levee_i128 levee_money_value(levee_money_t money)
{
    return (levee_i128)((levee_u128)(uint64_t)money.high << 64 | money.low);
}

#endif
