/* SPDX-License-Identifier: Apache-2.0 */
#include "model/wide.h"

#include <assert.h>
#include <stddef.h>

static void trim(levee_wide_t *a)
{
    while (a->count > 0 && a->limb[a->count - 1] == 0)
        a->count--;
}

levee_wide_t levee_wide(levee_u128 value)
{
    levee_wide_t wide = {0};

    for (; value != 0; value >>= 32)
        wide.limb[wide.count++] = (uint32_t)value;
    return wide;
}

levee_wide_t levee_wide_power10(unsigned exponent)
{
    const levee_wide_t billion = levee_wide(1000000000);
    levee_wide_t power = levee_wide(1);
    uint32_t rest = 1;

    for (; exponent >= 9; exponent -= 9)
        power = levee_wide_multiply(&power, &billion);
    for (; exponent > 0; exponent--)
        rest *= 10;
    const levee_wide_t factor = levee_wide(rest);
    return levee_wide_multiply(&power, &factor);
}

levee_wide_t levee_wide_multiply(const levee_wide_t *a, const levee_wide_t *b)
{
    levee_wide_t product = {0};

    if (a->count == 0 || b->count == 0)
        return product;
    assert(a->count + b->count <= LEVEE_WIDE_LIMBS);
    for (uint32_t i = 0; i < a->count; i++) {
        uint64_t carry = 0;

        for (uint32_t j = 0; j < b->count; j++) {
            carry += (uint64_t)a->limb[i] * b->limb[j] + product.limb[i + j];
            product.limb[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
        product.limb[i + b->count] = (uint32_t)carry;
    }
    product.count = a->count + b->count;
    trim(&product);
    return product;
}

levee_wide_t levee_wide_shift_left(const levee_wide_t *a, unsigned bits)
{
    const uint32_t limbs = bits / 32;
    const unsigned rest = bits % 32;
    levee_wide_t shifted = {0};

    if (a->count == 0)
        return shifted;
    assert(a->count + limbs + 1 <= LEVEE_WIDE_LIMBS);
    for (uint32_t i = 0; i < a->count; i++) {
        const uint64_t digit = (uint64_t)a->limb[i] << rest;

        shifted.limb[i + limbs] |= (uint32_t)digit;
        shifted.limb[i + limbs + 1] = (uint32_t)(digit >> 32);
    }
    shifted.count = a->count + limbs + 1;
    trim(&shifted);
    return shifted;
}

int levee_wide_compare(const levee_wide_t *a, const levee_wide_t *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (uint32_t i = a->count; i-- > 0;) {
        if (a->limb[i] != b->limb[i])
            return a->limb[i] < b->limb[i] ? -1 : 1;
    }
    return 0;
}

unsigned levee_wide_bits(const levee_wide_t *a)
{
    return a->count == 0 ? 0 : a->count * 32 - (unsigned)__builtin_clz(a->limb[a->count - 1]);
}

static levee_wide_t shift_right_small(const levee_wide_t *a, unsigned bits)
{
    levee_wide_t shifted = *a;

    for (uint32_t i = 0; i < a->count; i++) {
        const uint64_t above = i + 1 < a->count ? a->limb[i + 1] : 0;

        shifted.limb[i] = (uint32_t)(((above << 32) | a->limb[i]) >> bits);
    }
    trim(&shifted);
    return shifted;
}

static levee_wide_t divide_small(const levee_wide_t *a, uint32_t divisor, levee_wide_t *remainder)
{
    levee_wide_t quotient = {.count = a->count};
    uint64_t rest = 0;

    for (uint32_t i = a->count; i-- > 0;) {
        const uint64_t digits = (rest << 32) | a->limb[i];

        quotient.limb[i] = (uint32_t)(digits / divisor);
        rest = digits % divisor;
    }
    trim(&quotient);
    if (remainder)
        *remainder = levee_wide(rest);
    return quotient;
}

/* subtract_multiple does u[j ..] -= digit * v and returns true on borrow. */
static bool subtract_multiple(uint32_t *u, const levee_wide_t *v, uint64_t digit)
{
    uint64_t carry = 0;
    uint64_t borrow = 0;

    for (uint32_t i = 0; i <= v->count; i++) {
        carry += digit * (i < v->count ? v->limb[i] : 0);
        const uint64_t difference = (uint64_t)u[i] - (uint32_t)carry - borrow;
        u[i] = (uint32_t)difference;
        borrow = difference >> 63;
        carry >>= 32;
    }
    return borrow != 0;
}

static void add_back(uint32_t *u, const levee_wide_t *v)
{
    uint64_t carry = 0;

    for (uint32_t i = 0; i <= v->count; i++) {
        carry += (uint64_t)u[i] + (i < v->count ? v->limb[i] : 0);
        u[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

/* Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D, base 2^32. */
levee_wide_t levee_wide_divide(const levee_wide_t *a, const levee_wide_t *b, levee_wide_t *remainder)
{
    assert(b->count > 0);
    if (levee_wide_compare(a, b) < 0) {
        if (remainder)
            *remainder = *a;
        return levee_wide(0);
    }
    if (b->count == 1)
        return divide_small(a, b->limb[0], remainder);

    const unsigned shift = (unsigned)__builtin_clz(b->limb[b->count - 1]);
    const levee_wide_t v = levee_wide_shift_left(b, shift);
    levee_wide_t u = levee_wide_shift_left(a, shift);
    levee_wide_t quotient = {.count = a->count - b->count + 1};

    for (uint32_t j = quotient.count; j-- > 0;) {
        const uint64_t top = ((uint64_t)u.limb[j + v.count] << 32) | u.limb[j + v.count - 1];
        uint64_t digit = top / v.limb[v.count - 1];
        uint64_t rest = top % v.limb[v.count - 1];

        while (digit >> 32 ||
               (rest >> 32 == 0 && digit * v.limb[v.count - 2] > ((rest << 32) | u.limb[j + v.count - 2]))) {
            digit--;
            rest += v.limb[v.count - 1];
        }
        if (subtract_multiple(u.limb + j, &v, digit)) {
            digit--;
            add_back(u.limb + j, &v);
        }
        quotient.limb[j] = (uint32_t)digit;
    }
    trim(&quotient);
    if (remainder) {
        u.count = v.count;
        trim(&u);
        *remainder = shift_right_small(&u, shift);
    }
    return quotient;
}

levee_wide_t levee_wide_gcd(levee_wide_t a, levee_wide_t b)
{
    while (b.count > 0) {
        levee_wide_t rest;

        (void)levee_wide_divide(&a, &b, &rest);
        a = b;
        b = rest;
    }
    return a;
}

bool levee_wide_to_u128(const levee_wide_t *a, levee_u128 *value)
{
    if (a->count > 4)
        return false;
    *value = 0;
    for (uint32_t i = a->count; i-- > 0;)
        *value = (*value << 32) | a->limb[i];
    return true;
}

levee_wide_t levee_ratio_floor(const levee_ratio_t *ratio)
{
    return levee_wide_divide(&ratio->numerator, &ratio->denominator, NULL);
}
