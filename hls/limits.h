/* SPDX-License-Identifier: Apache-2.0
 *
 * limits.h: every bound the arithmetic rests on, once. docs/model.md proves
 * that no intermediate value leaves its width while these hold. */
#ifndef LEVEE_HLS_LIMITS_H
#define LEVEE_HLS_LIMITS_H

enum {
    LEVEE_PPM = 1000000, /* one, in rates; also the fraction of a quantum that money is kept in */

    LEVEE_LANES = 8,           /* accounts in a slice, legs in a 512-bit beat */
    LEVEE_LEG_WORDS_MAX = 255, /* leg words of one account; a wide leg counts as two */
    LEVEE_TIERS_MAX = 16,
    LEVEE_MEASURES = 3, /* equity, maintenance, initial */
    LEVEE_SIDES = 2,    /* long, short */

    LEVEE_RATE_MAX_PPM = 1000000, /* a tier's rate, liquidation fee included */
    LEVEE_ROW_BITS = 59,          /* |row| < 2^59 quanta * 10^-6 per lot */
    LEVEE_ROW_LOW_BITS = 28,      /* a row is high * 2^28 + low */
    LEVEE_FUNDING_BITS = 57,      /* |F| <= 2^57 */
    LEVEE_LEG_BITS = 83,          /* |q| * (s * R(P) + f) <= 2^83, and |sum of q * F at entry| < 2^83 */
    LEVEE_NARROW_BITS = 31,       /* |q| < 2^31 is one leg word */
    LEVEE_WIDE_BITS = 41,         /* |q| < 2^41 is two */
    LEVEE_WIDE_SHIFT = 10,        /* the high word counts 1024 lots */
    LEVEE_NORMALISE_LEGS = 15     /* leg words between two carries of the low limb */
};

#define LEVEE_PRICE_MAX 0x7fffffffu                          /* ticks */
#define LEVEE_LOTS_MAX ((INT64_C(1) << LEVEE_WIDE_BITS) - 1) /* |q| of any leg; also "no limit" of a tier */

#endif
