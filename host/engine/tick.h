/* SPDX-License-Identifier: Apache-2.0
 *
 * tick.h: the loop. Market -> risk table -> verdicts, one direction. */
#ifndef LEVEE_ENGINE_TICK_H
#define LEVEE_ENGINE_TICK_H

#include "device/device.h"

struct levee_engine {
    levee_book_t *book;
    levee_slices_t slices;
    levee_instrument_t *instruments; /* what revalue reads, one per listing */
    levee_image_t image;
    levee_device_t *device;
    uint64_t sequence; /* of the last tick; 0 is the start */

    /* One batch under way: marks that are not in force yet, and which tick
     * staged an instrument last, so that none comes twice. */
    levee_mark_t *staged;
    uint32_t *staged_instrument;
    uint64_t *staged_by;
    levee_update_t *updates;

    levee_verdict_t *verdicts; /* of the last tick, in account order */
    uint64_t *order;           /* account << 32 | record, and room to merge */
    uint64_t *merge;
    size_t verdict_count;
};

/* levee_engine_excess recomputes an account's excess of `measure`, quanta *
 * 10^-6, from its legs and the risk tables, in 128 bits. O(its legs). */
levee_i128 levee_engine_excess(const levee_engine_t *engine, uint32_t account, uint32_t measure);

/* levee_engine_entry returns the risk-table entry that `leg` takes now and,
 * where `tier` is not NULL, its tier. */
const levee_row_t *levee_engine_entry(const levee_engine_t *engine, const levee_leg_t *leg, uint32_t *tier);

/* levee_engine_deduction is the exact deduction of the leg's tier. */
levee_i128 levee_engine_deduction(const levee_engine_t *engine, const levee_leg_t *leg, uint32_t tier,
                                  uint32_t measure);

/* levee_engine_find_leg returns leg `leg` of the account, in venue order. */
const levee_leg_t *levee_engine_find_leg(const levee_engine_t *engine, uint32_t account, uint32_t leg);

/* levee_money_from and levee_money_value convert between 128 bits and the two
 * words of the public interface. */
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
