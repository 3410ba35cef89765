/* SPDX-License-Identifier: Apache-2.0
 *
 * risk.c: the risk tables, as far as somebody asks: most ticks of an instrument pass
 * before any of its rows is needed, and then it is often one. */
#include <assert.h>

#include "engine/tick.h"

/* fresh[instrument] has a bit for each row that is at the mark, tier * LEVEE_SIDES + side. */
#define WHOLE UINT64_MAX /* all rows, and the limits */

_Static_assert(LEVEE_TIERS_MAX *LEVEE_SIDES < 64, "WHOLE is no set of rows");

levee_update_t levee_engine_update(const levee_engine_t *engine, uint32_t instrument)
{
    const levee_mark_t *mark = &engine->book->mark[instrument];

    return (levee_update_t){instrument, mark->price, {mark->funding[LEVEE_LONG], mark->funding[LEVEE_SHORT]}};
}

const levee_risk_t *levee_engine_risk(const levee_engine_t *engine, uint32_t instrument)
{
    if (engine->fresh[instrument] != WHOLE) {
        const levee_update_t update = levee_engine_update(engine, instrument);

        levee_revalue(engine->instruments, &update, 1, engine->table);
        engine->fresh[instrument] = WHOLE;
    }
    return &engine->table[instrument];
}

/* tier_of is the number of tiers that `magnitude` lots have outgrown. */
static uint32_t tier_of(const levee_engine_t *engine, uint32_t instrument, int64_t magnitude)
{
    const levee_listing_t *listing = &engine->book->venue->listing[instrument];
    const uint32_t price = engine->book->mark[instrument].price;
    uint32_t tier = 0;

    if (engine->fresh[instrument] == WHOLE)
        return levee_risk_tier(&engine->table[instrument], magnitude);
    while (tier + 1 < listing->record.tier_count && levee_listing_outgrows(listing, tier, price, magnitude))
        tier++;
    return tier;
}

const levee_row_t *levee_engine_entry(const levee_engine_t *engine, uint32_t instrument, int64_t quantity,
                                      uint32_t *tier)
{
    const uint32_t side = quantity < 0 ? LEVEE_SHORT : LEVEE_LONG;
    const uint32_t found = tier_of(engine, instrument, quantity < 0 ? -quantity : quantity);
    const uint64_t bit = UINT64_C(1) << (found * LEVEE_SIDES + side);
    levee_row_t *row = &engine->table[instrument].row[found][side];

    if ((engine->fresh[instrument] & bit) == 0) {
        const levee_instrument_t *record = &engine->instruments[instrument];
        const levee_mark_t *mark = &engine->book->mark[instrument];

        *row = levee_tier_row(record->kind, side, record->value, mark->price, mark->funding[side],
                              record->tier[found].side[side]);
        engine->fresh[instrument] |= bit;
    }
    if (tier)
        *tier = found;
    return row;
}
