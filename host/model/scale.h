/* SPDX-License-Identifier: Apache-2.0
 *
 * scale.h: from an exact rational to the fixed-point scale that hls/ computes
 * with, and the proof that it is fine enough. */
#ifndef LEVEE_MODEL_SCALE_H
#define LEVEE_MODEL_SCALE_H

#include "hls/limbs.h"
#include "model/wide.h"

/* levee_scale_from_ratio rounds `ratio` down to a scale, saturated just below
 * 2^96. `factor_bits` bounds the x that the scale will be multiplied with,
 * x < 2^factor_bits; returns false when the ratio's reduced denominator is too
 * large for every such product to round exactly (hls/limbs.h). A saturated
 * scale is always fine. */
bool levee_scale_from_ratio(const levee_ratio_t *ratio, unsigned factor_bits, levee_scale_t *scale);

/* levee_scale_whole returns the scale where it is a whole number below 2^64, else 0. */
static inline uint64_t levee_scale_whole(const levee_scale_t *scale)
{
    const uint32_t *limb = scale->limb;
    const uint32_t *whole = limb + LEVEE_SCALE_FRACTION_LIMBS;

    return (limb[0] | limb[1] | limb[2] | limb[3] | limb[4] | whole[2] | scale->inexact) == 0
               ? (uint64_t)whole[1] << 32 | whole[0]
               : 0;
}

#endif
