/* SPDX-License-Identifier: Apache-2.0 */
#include "draw.h"

#include "hls/limbs.h"

#include <assert.h>

enum { FRACTION_BITS = 32 * LEVEE_SCALE_FRACTION_LIMBS, WHOLE_BITS = 96 };

/* A counter mixed until every bit of it reaches every bit of the result. */
uint64_t draw_next(draw_t *draw)
{
    uint64_t mixed = draw->state += UINT64_C(0x9e3779b97f4a7c15);

    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

uint64_t draw_below(draw_t *draw, uint64_t bound)
{
    assert(bound > 0);
    return draw_next(draw) % bound;
}

void draw_wide(draw_t *draw, mpz_ptr value, unsigned bits)
{
    const unsigned length = (unsigned)draw_below(draw, bits + 1);

    mpz_set_ui(value, 0);
    switch (draw_below(draw, 4)) {
    case 0: /* all ones of some length */
        mpz_setbit(value, length);
        mpz_sub_ui(value, value, 1);
        break;
    case 1: /* one bit, and perhaps one more */
        if (length > 0)
            mpz_setbit(value, length - 1);
        if (length > 0 && draw_below(draw, 2))
            mpz_setbit(value, draw_below(draw, length));
        break;
    default: /* even bits of some length */
        for (unsigned done = 0; done < length; done += 64) {
            mpz_mul_2exp(value, value, 64);
            mpz_add_ui(value, value, draw_next(draw));
        }
        mpz_fdiv_r_2exp(value, value, length);
        break;
    }
}

uint64_t draw_bits(draw_t *draw, unsigned bits)
{
    const unsigned length = (unsigned)draw_below(draw, bits + 1);
    const uint64_t ones = length == 0 ? 0 : UINT64_MAX >> (64 - length);

    assert(bits <= 64);
    switch (draw_below(draw, 4)) {
    case 0:
        return ones;
    case 1:
        return ones - (ones >> 1);
    default:
        return draw_next(draw) & ones;
    }
}

uint64_t draw_within(draw_t *draw, uint64_t low, uint64_t high)
{
    const uint64_t span = high - low;

    assert(low <= high && span < UINT64_MAX);
    switch (draw_below(draw, 4)) {
    case 0:
        return low + draw_bits(draw, 64) % (span + 1);
    case 1: /* near an end */
        return draw_below(draw, 2) ? low + draw_bits(draw, 3) % (span + 1) : high - draw_bits(draw, 3) % (span + 1);
    default:
        return low + draw_below(draw, span + 1);
    }
}

int64_t draw_signed(draw_t *draw, unsigned bits)
{
    const int64_t magnitude = (int64_t)draw_bits(draw, bits);

    assert(bits <= 63);
    return draw_below(draw, 2) ? -magnitude : magnitude;
}

/* draw_denominator draws one of the kinds that the exactness of scales turns
 * on; most of all the largest that x allows. */
static void draw_denominator(draw_t *draw, uint64_t x, mpz_ptr denominator)
{
    mpz_t room;

    mpz_init_set_ui(room, 0);
    mpz_setbit(room, FRACTION_BITS);
    mpz_fdiv_q_ui(room, room, x > 0 ? x : 1);
    switch (draw_below(draw, 6)) {
    case 0:
    case 1:
        mpz_sub_ui(denominator, room, draw_below(draw, 4));
        break;
    case 2: /* as decimals make it; 10^29 < 2^97 */
        mpz_ui_pow_ui(denominator, 10, draw_below(draw, 30));
        break;
    case 3: /* a scale that is exact for any x */
        mpz_set_ui(denominator, 0);
        mpz_setbit(denominator, draw_below(draw, FRACTION_BITS + 1));
        break;
    case 4:
        mpz_set_ui(denominator, 1 + draw_bits(draw, 10));
        break;
    default:
        draw_wide(draw, denominator, FRACTION_BITS);
        mpz_fdiv_r(denominator, denominator, room);
        break;
    }
    if (mpz_sgn(denominator) <= 0)
        mpz_set_ui(denominator, 1);
    mpz_clear(room);
}

/* largest_numerator is the one whose product with x is at most `most`. */
static void largest_numerator(uint64_t x, mpz_srcptr most, mpz_srcptr denominator, mpz_ptr largest)
{
    mpz_t product;

    mpz_init(product);
    mpz_mul_2exp(largest, denominator, WHOLE_BITS);
    mpz_sub_ui(largest, largest, 1);
    if (x > 0) {
        mpz_mul(product, denominator, most);
        mpz_fdiv_q_ui(product, product, x);
        if (mpz_cmp(product, largest) < 0)
            mpz_set(largest, product);
    }
    mpz_clear(product);
}

/* draw_residue draws a numerator modulo the denominator: with it the product
 * of x is one part above whole, one below, whole, or nothing special. */
static void draw_residue(draw_t *draw, uint64_t x, mpz_srcptr denominator, mpz_ptr residue)
{
    mpz_t factor;

    mpz_init_set_ui(factor, x);
    switch (draw_below(draw, 6)) {
    case 0:
    case 1:
        if (!mpz_invert(residue, factor, denominator))
            mpz_set_ui(residue, 1);
        break;
    case 2:
    case 3:
        if (!mpz_invert(residue, factor, denominator))
            mpz_set_ui(residue, 1);
        mpz_sub(residue, denominator, residue);
        break;
    case 4:
        mpz_gcd(residue, factor, denominator);
        mpz_divexact(residue, denominator, residue);
        break;
    default:
        draw_wide(draw, residue, (unsigned)mpz_sizeinbase(denominator, 2));
        break;
    }
    mpz_fdiv_r(residue, residue, denominator);
    mpz_clear(factor);
}

void draw_ratio(draw_t *draw, uint64_t x, mpz_srcptr most, mpz_ptr numerator, mpz_ptr denominator)
{
    mpz_t largest, wholes;

    mpz_inits(largest, wholes, NULL);
    draw_denominator(draw, x, denominator);
    largest_numerator(x, most, denominator, largest);
    draw_residue(draw, x, denominator, numerator);
    if (mpz_cmp(numerator, largest) > 0)
        mpz_set(numerator, largest);
    mpz_sub(largest, largest, numerator);
    switch (draw_below(draw, 4)) {
    case 0: /* as large as it may be */
        mpz_add(numerator, numerator, largest);
        break;
    case 1:
        break;
    default: /* any number of wholes on top */
        mpz_fdiv_q(largest, largest, denominator);
        draw_wide(draw, wholes, (unsigned)mpz_sizeinbase(largest, 2));
        if (mpz_cmp(wholes, largest) > 0)
            mpz_set(wholes, largest);
        mpz_addmul(numerator, wholes, denominator);
        break;
    }
    mpz_clears(largest, wholes, NULL);
}
