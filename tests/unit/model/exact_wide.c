/* SPDX-License-Identifier: Apache-2.0 */
#include "exact_wide.h"

#include <assert.h>
#include <stddef.h>

levee_wide_t exact_wide(mpz_srcptr value)
{
    levee_wide_t wide = {0};
    size_t count = 0;

    assert(mpz_sgn(value) >= 0 && mpz_sizeinbase(value, 2) <= sizeof wide.limb * 8);
    (void)mpz_export(wide.limb, &count, -1, sizeof *wide.limb, 0, 0, value);
    wide.count = (uint32_t)count;
    return wide;
}
