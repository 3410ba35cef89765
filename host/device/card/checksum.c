/* SPDX-License-Identifier: Apache-2.0 */
#include "device/card/card.h"

/* add_side adds the legs of one side of an instrument: those in tier k are the
 * ones above the limit of tier k - 1 and up to its own. */
static levee_u128 side_sum(const levee_image_t *image, uint32_t instrument, uint32_t side, uint32_t measure)
{
    const levee_by_quantity_t *tree = &image->book->by_quantity[instrument][side];
    const levee_risk_t *risk = &image->table[instrument];
    levee_standing_t below = {0};
    levee_u128 sum = 0;

    for (uint32_t k = 0; k < image->instruments[instrument].tier_count && below.legs < tree->count; k++) {
        const levee_standing_t upto = levee_by_quantity_standing(tree, &image->book->nodes, risk->limit[k]);
        const levee_row_t *entry = &risk->row[k][side];
        const levee_i128 lots = (levee_i128)(upto.lots - below.lots);
        const levee_i128 deduction =
            ((levee_i128)entry->deduction_high[measure] << LEVEE_ROW_LOW_BITS) + entry->deduction_low[measure];

        sum += (levee_u128)((side == LEVEE_LONG ? lots : -lots) * entry->row[measure]);
        sum += (levee_u128)((levee_i128)(upto.legs - below.legs) * deduction);
        below = upto;
    }
    return sum;
}

levee_u128 levee_checksum(const levee_image_t *image, uint32_t measure)
{
    levee_u128 sum = image->slices->constant_sum[measure];

    for (uint32_t i = 0; i < image->instrument_count; i++) {
        for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
            if (image->book->by_quantity[i][side].count != 0)
                sum += side_sum(image, i, side, measure);
        }
    }
    return sum;
}
