/* SPDX-License-Identifier: Apache-2.0 */
#include "model/scale.h"

#include <string.h>

enum { FRACTION_BITS = 32 * LEVEE_SCALE_FRACTION_LIMBS };

static unsigned reduced_denominator_bits(const levee_ratio_t *ratio)
{
    const levee_wide_t divisor = levee_wide_gcd(ratio->numerator, ratio->denominator);
    const levee_wide_t reduced = levee_wide_divide(&ratio->denominator, &divisor, NULL);

    return levee_wide_bits(&reduced);
}

bool levee_scale_from_ratio(const levee_ratio_t *ratio, unsigned factor_bits, levee_scale_t *scale)
{
    const levee_wide_t shifted = levee_wide_shift_left(&ratio->numerator, FRACTION_BITS);
    levee_wide_t remainder;
    const levee_wide_t quotient = levee_wide_divide(&shifted, &ratio->denominator, &remainder);

    if (quotient.count > LEVEE_SCALE_LIMBS) {
        memset(scale->limb, 0xff, sizeof scale->limb);
        scale->inexact = 0;
        return true;
    }
    for (uint32_t i = 0; i < LEVEE_SCALE_LIMBS; i++)
        scale->limb[i] = i < quotient.count ? quotient.limb[i] : 0;
    scale->inexact = remainder.count > 0;
    return !scale->inexact || reduced_denominator_bits(ratio) + factor_bits <= FRACTION_BITS;
}
