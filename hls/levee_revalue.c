/* SPDX-License-Identifier: Apache-2.0
 *
 * levee_revalue.c: market -> risk table. */
#include "kernels.h"

typedef struct {
    int64_t limit;
    levee_row_t row[LEVEE_SIDES];
} tier_entries_t;

static levee_instrument_t load_instrument(const levee_instrument_t *instruments, levee_update_t update)
{
    return instruments[update.instrument];
}

static tier_entries_t compute_tier(levee_instrument_t instrument, levee_update_t update, uint32_t k)
{
    const levee_tier_t tier = instrument.tier[k];
    tier_entries_t entries;

    entries.limit =
        k + 1 < instrument.tier_count ? levee_tier_limit(instrument.kind, tier.bound, update.price) : LEVEE_LOTS_MAX;
    for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
#pragma HLS unroll
        entries.row[side] = levee_tier_row(instrument.kind, side, instrument.value, update.price, update.funding[side],
                                           tier.side[side]);
    }
    return entries;
}

static void store_tier(levee_risk_t *table, levee_update_t update, uint32_t k, tier_entries_t entries)
{
    table[update.instrument].limit[k] = entries.limit;
    for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
#pragma HLS unroll
        table[update.instrument].row[k][side] = entries.row[side];
    }
}

void levee_revalue(const levee_instrument_t *instruments, const levee_update_t *updates, uint32_t count,
                   levee_risk_t *table)
{
#pragma HLS interface m_axi port = instruments bundle = gmem0
#pragma HLS interface m_axi port = updates bundle = gmem1
#pragma HLS interface m_axi port = table bundle = gmem2
#pragma HLS interface s_axilite port = count
#pragma HLS interface s_axilite port = return

each_update:
    for (uint32_t u = 0; u < count; u++) {
#pragma HLS loop_tripcount min = 1 max = 256
        const levee_update_t update = updates[u];
        const levee_instrument_t instrument = load_instrument(instruments, update);

    each_tier:
        for (uint32_t k = 0; k < instrument.tier_count; k++) {
#pragma HLS loop_tripcount min = 1 max = 16
#pragma HLS pipeline
            store_tier(table, update, k, compute_tier(instrument, update, k));
        }
    }
}
