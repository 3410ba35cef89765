/* SPDX-License-Identifier: Apache-2.0 */
#include "exact.h"

#include <assert.h>

enum { FRACTION_BITS = 32 * LEVEE_SCALE_FRACTION_LIMBS, WHOLE_BITS = 96 };

/* cap lowers `value` to 2^bits - 1. */
static void cap(mpz_ptr value, unsigned bits)
{
    if (mpz_sizeinbase(value, 2) > bits) {
        mpz_set_ui(value, 0);
        mpz_setbit(value, bits);
        mpz_sub_ui(value, value, 1);
    }
}

static void export_limbs(mpz_srcptr value, uint32_t *limb, size_t count)
{
    size_t written = 0;

    assert(mpz_sgn(value) >= 0 && mpz_sizeinbase(value, 2) <= count * 32);
    for (size_t i = 0; i < count; i++)
        limb[i] = 0;
    (void)mpz_export(limb, &written, -1, sizeof *limb, 0, 0, value);
}

levee_scale_t exact_scale(mpz_srcptr numerator, mpz_srcptr denominator)
{
    levee_scale_t scale;
    mpz_t quotient, remainder;

    mpz_inits(quotient, remainder, NULL);
    mpz_mul_2exp(quotient, numerator, FRACTION_BITS);
    mpz_fdiv_qr(quotient, remainder, quotient, denominator);
    export_limbs(quotient, scale.limb, LEVEE_SCALE_LIMBS);
    scale.inexact = mpz_sgn(remainder) != 0;
    mpz_clears(quotient, remainder, NULL);
    return scale;
}

bool exact_scale_fits(mpz_srcptr numerator, mpz_srcptr denominator, uint64_t x)
{
    bool fits = false;
    mpz_t reduced, product;

    if (mpz_sgn(numerator) < 0 || mpz_sgn(denominator) <= 0)
        return false;
    mpz_inits(reduced, product, NULL);
    mpz_mul_2exp(product, denominator, WHOLE_BITS);
    if (mpz_cmp(numerator, product) < 0) {
        mpz_gcd(reduced, numerator, denominator);
        mpz_divexact(reduced, denominator, reduced);
        mpz_mul_ui(product, reduced, x);
        mpz_sub_ui(product, product, mpz_sgn(product) > 0 ? 1 : 0);
        fits = mpz_sizeinbase(product, 2) <= FRACTION_BITS;
        if (mpz_popcount(reduced) == 1)
            fits = mpz_sizeinbase(reduced, 2) <= FRACTION_BITS + 1;
    }
    mpz_clears(reduced, product, NULL);
    return fits;
}

levee_scale_t exact_whole_bound(mpz_srcptr numerator, mpz_srcptr denominator)
{
    levee_scale_t scale;
    mpz_t whole;

    mpz_init(whole);
    mpz_fdiv_q(whole, numerator, denominator);
    cap(whole, WHOLE_BITS);
    mpz_mul_2exp(whole, whole, FRACTION_BITS);
    export_limbs(whole, scale.limb, LEVEE_SCALE_LIMBS);
    scale.inexact = 0;
    mpz_clear(whole);
    return scale;
}

uint64_t exact_factor(uint32_t kind, uint32_t side, uint32_t price, uint32_t rate)
{
    const bool against = (kind == LEVEE_INVERSE) == (side == LEVEE_LONG);
    const uint32_t share = against ? LEVEE_PPM + rate : LEVEE_PPM - rate;

    return kind == LEVEE_INVERSE ? share : (uint64_t)price * share;
}

/* What one lot is worth, before rounding: longs hold it, and an inverse long
 * owes coins; the requirement comes off in either case. */
void exact_price_part(mpz_ptr row, uint32_t kind, uint32_t side, mpz_srcptr numerator, mpz_srcptr denominator,
                      uint32_t price, uint32_t rate)
{
    const bool is_inverse = kind == LEVEE_INVERSE;
    const bool is_long = side == LEVEE_LONG;
    mpz_t worth, requirement, divisor;

    mpz_inits(worth, requirement, divisor, NULL);
    mpz_mul_ui(divisor, denominator, is_inverse ? price : 1);
    mpz_mul_ui(worth, numerator, is_inverse ? 1 : price);
    mpz_mul_ui(requirement, worth, rate);
    mpz_mul_ui(worth, worth, LEVEE_PPM);
    if (is_inverse)
        mpz_neg(worth, worth);
    if (is_long) { /* of each lot held the account may count on so much */
        mpz_sub(worth, worth, requirement);
        mpz_fdiv_q(row, worth, divisor);
    } else { /* each lot owed costs it so much */
        mpz_add(worth, worth, requirement);
        mpz_cdiv_q(row, worth, divisor);
    }
    const int sign = mpz_sgn(row);
    mpz_abs(row, row);
    cap(row, 63);
    if (sign < 0)
        mpz_neg(row, row);
    mpz_clears(worth, requirement, divisor, NULL);
}

void exact_limit(mpz_ptr limit, uint32_t kind, mpz_srcptr numerator, mpz_srcptr denominator, uint32_t price)
{
    mpz_t divisor;

    mpz_init(divisor);
    mpz_mul_ui(limit, numerator, kind == LEVEE_INVERSE ? price : 1);
    mpz_mul_ui(divisor, denominator, kind == LEVEE_INVERSE ? 1 : price);
    mpz_fdiv_q(limit, limit, divisor);
    cap(limit, LEVEE_WIDE_BITS);
    mpz_clear(divisor);
}

levee_whole_t exact_to_whole(mpz_srcptr value)
{
    levee_whole_t whole = {{0, 0, 0}};

    export_limbs(value, whole.limb, 3);
    return whole;
}

void exact_from_whole(mpz_ptr value, levee_whole_t whole)
{
    mpz_import(value, 3, -1, sizeof *whole.limb, 0, 0, whole.limb);
}

levee_excess_t exact_to_excess(mpz_srcptr value)
{
    levee_excess_t excess;
    mpz_t part;

    mpz_init(part);
    mpz_fdiv_r_2exp(part, value, 64);
    excess.low = mpz_get_ui(part);
    mpz_fdiv_q_2exp(part, value, 64);
    assert(mpz_fits_slong_p(part));
    excess.high = mpz_get_si(part);
    mpz_clear(part);
    return excess;
}

void exact_from_excess(mpz_ptr value, levee_excess_t excess)
{
    mpz_set_si(value, excess.high);
    mpz_mul_2exp(value, value, 64);
    mpz_add_ui(value, value, excess.low);
}

void exact_from_parts(mpz_ptr value, int64_t high, int64_t low)
{
    mpz_t scaled;

    mpz_init_set_si(scaled, high);
    mpz_mul_2exp(scaled, scaled, LEVEE_ROW_LOW_BITS);
    mpz_set_si(value, low);
    mpz_add(value, value, scaled);
    mpz_clear(scaled);
}
