/* SPDX-License-Identifier: Apache-2.0
 *
 * operations.c: the cases of the multiplier and of the divider. */
#include "bench.h"

#include "tests/unit/hls/exact.h"

#include <inttypes.h>
#include <stdio.h>

__extension__ typedef unsigned __int128 wide_t;

enum { FACTOR_BITS = 53, WHOLE_BITS = 96, QUOTIENT_BITS = 59 };

/* draw_limbs draws a scale without meaning, of zeros, ones and anything. */
static levee_scale_t draw_limbs(draw_t *draw)
{
    const uint64_t used = draw_below(draw, LEVEE_SCALE_LIMBS + 1);
    levee_scale_t scale = {{0}, (uint32_t)draw_below(draw, 2)};

    for (uint32_t k = 0; k < used; k++)
        scale.limb[k] = draw_below(draw, 3) ? UINT32_MAX : (uint32_t)draw_bits(draw, 32);
    if (draw_below(draw, 2)) {
        for (uint32_t k = 0; k < LEVEE_SCALE_LIMBS; k++)
            scale.limb[k] = (uint32_t)draw_bits(draw, 32);
    }
    return scale;
}

/* draw_rational draws the scale of a rational whose product with x is whole, or
 * a little off, or about 2^96. */
static levee_scale_t draw_rational(draw_t *draw, uint64_t x)
{
    levee_scale_t scale;
    mpz_t most, numerator, denominator;

    mpz_inits(most, numerator, denominator, NULL);
    if (draw_below(draw, 2)) {
        mpz_setbit(most, WHOLE_BITS);
        mpz_sub_ui(most, most, draw_below(draw, 3));
    } else {
        draw_wide(draw, most, WHOLE_BITS);
    }
    draw_ratio(draw, x, most, numerator, denominator);
    scale = exact_scale(numerator, denominator);
    mpz_clears(most, numerator, denominator, NULL);
    return scale;
}

void multiply_draw(draw_t *draw, multiply_case_t *drawn)
{
    const uint64_t most = (UINT64_C(1) << FACTOR_BITS) - 1;

    drawn->x = draw_below(draw, 2) ? draw_bits(draw, FACTOR_BITS) : draw_within(draw, 0, most);
    drawn->up = (uint32_t)draw_below(draw, 2);
    drawn->scale = draw_below(draw, 4) ? draw_limbs(draw) : draw_rational(draw, drawn->x);
    drawn->want = drawn->up ? levee_scale_ceil(drawn->scale, drawn->x) : levee_scale_floor(drawn->scale, drawn->x);
}

static void print_limbs(const char *name, const uint32_t *limb, int count)
{
    (void)printf("  %s 0x", name);
    for (int k = count - 1; k >= 0; k--)
        (void)printf("%08" PRIx32 "%s", limb[k], k > 0 ? "_" : "\n");
}

void multiply_print(const multiply_case_t *drawn, levee_whole_t got)
{
    (void)printf("  x 0x%" PRIx64 ", %s, %s\n", drawn->x, drawn->up ? "up" : "down",
                 drawn->scale.inexact ? "inexact" : "exact");
    print_limbs("scale", drawn->scale.limb, LEVEE_SCALE_LIMBS);
    print_limbs("want ", drawn->want.limb, 3);
    print_limbs("got  ", got.limb, 3);
}

static levee_whole_t to_whole(wide_t value)
{
    const levee_whole_t whole = {{(uint32_t)value, (uint32_t)(value >> 32), (uint32_t)(value >> 64)}};

    return whole;
}

/* draw_dividend draws any whole, or one that makes a given kind of quotient. */
static wide_t draw_dividend(draw_t *draw, uint32_t divisor)
{
    const wide_t any = (wide_t)draw_bits(draw, 32) << 64 | draw_bits(draw, 64);
    wide_t quotient = 0;

    switch (draw_below(draw, 4)) {
    case 0:
        return any;
    case 1: /* where quotients begin to be over */
        quotient = ((wide_t)1 << QUOTIENT_BITS) - 2 + draw_below(draw, 4);
        break;
    default:
        quotient = draw_bits(draw, QUOTIENT_BITS + 2);
        break;
    }
    return quotient * divisor + draw_within(draw, 0, divisor - 1);
}

void divide_draw(draw_t *draw, divide_case_t *drawn)
{
    drawn->bypass = draw_below(draw, 4) == 0;
    drawn->divisor = (uint32_t)draw_within(draw, 1, LEVEE_PRICE_MAX);

    const wide_t whole = draw_dividend(draw, drawn->bypass ? 1 : drawn->divisor);
    const wide_t quotient = drawn->bypass ? whole : whole / drawn->divisor;

    drawn->whole = to_whole(whole);
    drawn->over = quotient >> QUOTIENT_BITS != 0;
    drawn->quotient = (uint64_t)quotient & ((UINT64_C(1) << QUOTIENT_BITS) - 1);
    drawn->remainder = !drawn->bypass && whole % drawn->divisor != 0;
}

bool divide_agrees(const divide_case_t *drawn, uint64_t quotient, bool over, bool remainder)
{
    if (over != drawn->over)
        return false;
    return (over && !drawn->bypass) || (quotient == drawn->quotient && remainder == drawn->remainder);
}

void divide_print(const divide_case_t *drawn, uint64_t quotient, bool over, bool remainder)
{
    print_limbs("whole", drawn->whole.limb, 3);
    (void)printf("  divisor %" PRIu32 "%s\n", drawn->divisor, drawn->bypass ? ", bypassed" : "");
    (void)printf("  want %" PRIu64 ", over %d, remainder %d\n", drawn->quotient, drawn->over, drawn->remainder);
    (void)printf("  got  %" PRIu64 ", over %d, remainder %d\n", quotient, over, remainder);
}
