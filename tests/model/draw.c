/* SPDX-License-Identifier: Apache-2.0 */
#include "draw.h"

uint64_t draw_next(draw_t *d)
{
    uint64_t z = d->state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

long draw_range(draw_t *d, long low, long high)
{
    uint64_t count = (uint64_t)(high - low) + 1;
    return count == 0 ? (long)draw_next(d) : low + (long)(draw_next(d) % count);
}

int draw_chance(draw_t *d, int percent)
{
    return draw_range(d, 0, 99) < percent;
}

long draw_length(draw_t *d, long most)
{
    int bits = 0;
    while (bits < 62 && most >> bits != 0)
        bits++;
    int length = (int)draw_range(d, 1, bits);
    long low = 1L << (length - 1), high = low - 1 + low;
    return draw_range(d, low, high < most ? high : most);
}

void draw_mpz(draw_t *d, mpz_t value, unsigned bits)
{
    unsigned length = (unsigned)draw_range(d, 0, (long)bits);
    mpz_set_ui(value, 0);
    for (unsigned have = 0; have < length; have += 64) {
        mpz_mul_2exp(value, value, 64);
        mpz_add_ui(value, value, draw_next(d));
    }
    mpz_fdiv_r_2exp(value, value, length);
}

void draw_below(draw_t *d, mpz_t value, const mpz_t bound)
{
    mpz_t wide;
    mpz_init(wide);
    for (size_t bits = 0; bits < mpz_sizeinbase(bound, 2) + 32; bits += 64) {
        mpz_mul_2exp(wide, wide, 64);
        mpz_add_ui(wide, wide, draw_next(d));
    }
    mpz_fdiv_r(value, wide, bound);
    mpz_clear(wide);
}
