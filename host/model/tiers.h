/* SPDX-License-Identifier: Apache-2.0
 *
 * tiers.h: from the tiers a venue states to rates, deductions and bounds. */
#ifndef LEVEE_MODEL_TIERS_H
#define LEVEE_MODEL_TIERS_H

#include "model/listing.h"
#include "model/scale.h"

/* levee_tiers_parse fills the listing's rates, deductions, bounds and
 * rate_max_ppm from spec->tiers. The listing's decimals, kind and value per
 * lot (`value`, the rational behind record.value) are known already.
 * `fee_ppm` is added to both rates of every tier. */
levee_result_t levee_tiers_parse(const levee_instrument_spec_t *spec, const levee_ratio_t *value, uint32_t fee_ppm,
                                 levee_listing_t *listing, levee_error_t *error);

/* levee_rate_parse reads a rate of at most six places, 0 to 1, into ppm. */
levee_result_t levee_rate_parse(const char *text, const char *field, uint32_t *ppm, levee_error_t *error);

#endif
