/* SPDX-License-Identifier: Apache-2.0
 *
 * money.h: levee_money_t as a 128-bit integer, for sums of it. */
#ifndef LEVEE_APPS_MONEY_H
#define LEVEE_APPS_MONEY_H

#include <levee/levee.h>

__extension__ typedef __int128 levee_int128_t;

#define LEVEE_QUANTUM 1000000 /* a quantum in the unit of levee_money_t */

static inline levee_int128_t levee_money_wide(levee_money_t money)
{
    return (levee_int128_t)money.high * ((levee_int128_t)1 << 64) + money.low;
}

static inline levee_money_t levee_money_of(levee_int128_t wide)
{
    return (levee_money_t){(uint64_t)wide, (int64_t)(wide >> 64)};
}

#endif
