/* SPDX-License-Identifier: Apache-2.0 */
#include "model/division.h"

#include <assert.h>

/* multiply stores the product and returns true while it fits 128 bits. */
static bool multiply(const levee_u128 *factors, size_t count, levee_u128 *product)
{
    bool fits = true;

    *product = 1;
    for (size_t i = 0; i < count; i++)
        fits = !__builtin_mul_overflow(*product, factors[i], product) && fits;
    return fits;
}

static levee_wide_t multiply_wide(const levee_u128 *factors, size_t count)
{
    levee_wide_t product = levee_wide(1);

    for (size_t i = 0; i < count; i++) {
        const levee_wide_t factor = levee_wide(factors[i]);

        product = levee_wide_multiply(&product, &factor);
    }
    return product;
}

static levee_exact_t divide_wide(const levee_wide_t *up, const levee_wide_t *down)
{
    levee_exact_t quotient = {0};
    levee_wide_t remainder;
    const levee_wide_t floor = levee_wide_divide(up, down, &remainder);

    quotient.overflow = !levee_wide_to_u128(&floor, &quotient.floor);
    quotient.inexact = remainder.count > 0;
    return quotient;
}

levee_exact_t levee_divide_products(const levee_u128 *up, size_t up_count, const levee_u128 *down, size_t down_count)
{
    levee_u128 numerator;
    levee_u128 denominator;

    assert(up_count <= LEVEE_FACTORS && down_count <= LEVEE_FACTORS);
    if (multiply(up, up_count, &numerator) && multiply(down, down_count, &denominator)) {
        const levee_exact_t quotient = {numerator / denominator, numerator % denominator != 0, false};

        return quotient;
    }
    const levee_wide_t wide_up = multiply_wide(up, up_count);
    const levee_wide_t wide_down = multiply_wide(down, down_count);
    return divide_wide(&wide_up, &wide_down);
}

levee_u128 levee_exact_ceil(levee_exact_t quotient)
{
    return quotient.floor + (quotient.inexact && ~quotient.floor != 0 ? 1 : 0);
}

levee_u128 levee_power10(unsigned exponent)
{
    static const uint64_t small[] = {1,
                                     10,
                                     100,
                                     1000,
                                     10000,
                                     100000,
                                     1000000,
                                     10000000,
                                     100000000,
                                     1000000000,
                                     10000000000,
                                     100000000000,
                                     1000000000000,
                                     10000000000000,
                                     100000000000000,
                                     1000000000000000,
                                     10000000000000000,
                                     100000000000000000,
                                     1000000000000000000};

    assert(exponent <= 38);
    levee_u128 power = 1;
    for (; exponent > 18; exponent -= 18)
        power *= small[18];
    return power * small[exponent];
}
