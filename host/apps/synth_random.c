/* SPDX-License-Identifier: Apache-2.0 */
#include "synth_random.h"

#include <assert.h>

enum {
    OCTAVES = 20,
    OCTAVE_STEPS = 16,
    STEP_BITS = 16, /* of the place between two steps */
    EXP2_STEPS_BITS = 6,
    EXP2_REST_BITS = LEVEE_EXPONENT_BITS - EXP2_STEPS_BITS,
    EXP2_BITS = 30
};

/* Step j of octave k: the z, in 2^-12, that a standard normal exceeds with
 * probability 2^-(k + 1) * (1 - j / 32). Octaves keep the tail as fine as the
 * middle. */
static const uint16_t normal_tail[OCTAVES * OCTAVE_STEPS + 1] = {
    0,     160,   321,   482,   644,   807,   972,   1137,  1305,  1475,  1648,  1823,  2002,  2185,  2372,  2565,
    2763,  2864,  2968,  3073,  3180,  3290,  3402,  3516,  3634,  3754,  3878,  4005,  4137,  4273,  4414,  4560,
    4712,  4790,  4871,  4953,  5038,  5124,  5213,  5304,  5399,  5496,  5596,  5700,  5807,  5919,  6035,  6157,
    6284,  6350,  6417,  6486,  6558,  6631,  6706,  6784,  6865,  6948,  7034,  7123,  7216,  7312,  7413,  7519,
    7630,  7687,  7746,  7807,  7870,  7934,  8001,  8069,  8141,  8214,  8290,  8370,  8452,  8538,  8628,  8723,
    8822,  8874,  8927,  8982,  9038,  9096,  9156,  9218,  9282,  9349,  9418,  9490,  9565,  9643,  9725,  9812,
    9902,  9950,  9998,  10048, 10100, 10153, 10208, 10265, 10324, 10385, 10449, 10515, 10584, 10656, 10732, 10812,
    10896, 10939, 10984, 11031, 11079, 11128, 11179, 11232, 11287, 11344, 11403, 11464, 11529, 11596, 11667, 11741,
    11820, 11860, 11903, 11946, 11991, 12037, 12085, 12134, 12186, 12239, 12295, 12352, 12413, 12476, 12543, 12613,
    12686, 12725, 12765, 12805, 12848, 12891, 12936, 12983, 13032, 13082, 13135, 13189, 13246, 13306, 13369, 13435,
    13505, 13542, 13579, 13618, 13658, 13700, 13742, 13787, 13833, 13881, 13931, 13983, 14037, 14094, 14154, 14217,
    14283, 14318, 14354, 14391, 14429, 14468, 14509, 14551, 14595, 14641, 14689, 14738, 14790, 14845, 14902, 14962,
    15025, 15059, 15093, 15128, 15165, 15203, 15242, 15282, 15324, 15368, 15413, 15461, 15511, 15563, 15618, 15676,
    15737, 15768, 15801, 15835, 15870, 15906, 15944, 15983, 16023, 16065, 16109, 16155, 16203, 16253, 16306, 16361,
    16420, 16451, 16482, 16515, 16549, 16584, 16620, 16657, 16696, 16737, 16779, 16823, 16869, 16917, 16968, 17022,
    17079, 17108, 17139, 17170, 17203, 17237, 17271, 17308, 17345, 17384, 17425, 17468, 17512, 17559, 17608, 17660,
    17715, 17744, 17773, 17804, 17835, 17868, 17901, 17937, 17973, 18011, 18050, 18092, 18135, 18180, 18228, 18278,
    18331, 18359, 18387, 18417, 18447, 18479, 18512, 18546, 18581, 18618, 18656, 18696, 18738, 18782, 18828, 18877,
    18929, 18956, 18983, 19012, 19042, 19072, 19104, 19137, 19172, 19207, 19244, 19283, 19324, 19367, 19412, 19459,
    19509, 19535, 19563, 19590, 19619, 19649, 19680, 19712, 19746, 19780, 19817, 19854, 19894, 19936, 19979, 20026,
    20074,
};

/* 2^(i / 64) in 2^-30. */
static const uint32_t exp2_table[(1 << EXP2_STEPS_BITS) + 1] = {
    1073741824, 1085434106, 1097253708, 1109202018, 1121280436, 1133490379, 1145833280, 1158310587, 1170923762,
    1183674286, 1196563654, 1209593378, 1222764986, 1236080024, 1249540052, 1263146652, 1276901417, 1290805962,
    1304861917, 1319070932, 1333434672, 1347954824, 1362633090, 1377471191, 1392470869, 1407633882, 1422962010,
    1438457051, 1454120821, 1469955159, 1485961921, 1502142985, 1518500250, 1535035634, 1551751076, 1568648537,
    1585730000, 1602997467, 1620452965, 1638098541, 1655936265, 1673968228, 1692196547, 1710623359, 1729250827,
    1748081133, 1767116489, 1786359126, 1805811301, 1825475297, 1845353420, 1865448001, 1885761398, 1906295993,
    1927054196, 1948038440, 1969251188, 1990694927, 2012372174, 2034285470, 2056437387, 2078830522, 2101467502,
    2124350982, 2147483648,
};

/* The finalizer of splitmix64. */
static uint64_t mix(uint64_t value)
{
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

levee_random_t levee_random_new(uint64_t seed, uint64_t stream)
{
    return (levee_random_t){mix(mix(seed + 1) ^ (stream * UINT64_C(0xd1342543de82ef95)))};
}

uint64_t levee_random_next(levee_random_t *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    return mix(random->state);
}

uint64_t levee_random_below(levee_random_t *random, uint64_t bound)
{
    __extension__ typedef unsigned __int128 product_t;

    return (uint64_t)((product_t)levee_random_next(random) * bound >> 64);
}

int32_t levee_random_normal(levee_random_t *random)
{
    uint64_t bits = levee_random_next(random);
    const uint64_t place = levee_random_next(random);
    const uint32_t step = (uint32_t)(place >> 60);
    const uint32_t rest = (uint32_t)(place >> (60 - STEP_BITS)) & ((1u << STEP_BITS) - 1);
    const int negative = bits & 1;
    uint32_t octave = 0;
    uint32_t index;
    uint32_t z;

    for (bits >>= 1; (bits & 1) != 0 && octave + 1 < OCTAVES; bits >>= 1)
        octave++;
    index = octave * OCTAVE_STEPS + step;
    z = normal_tail[index] + ((uint32_t)(normal_tail[index + 1] - normal_tail[index]) * rest >> STEP_BITS);
    return negative ? -(int32_t)z : (int32_t)z;
}

levee_int128_t levee_exp2_times(levee_int128_t base, int32_t exponent)
{
    /* Shifted up so that the whole part is never negative. */
    const int32_t bias = 64;
    const uint32_t biased = (uint32_t)(exponent + bias * (1 << LEVEE_EXPONENT_BITS));
    const int32_t whole = (int32_t)(biased >> LEVEE_EXPONENT_BITS) - bias;
    const uint32_t step = biased >> EXP2_REST_BITS & ((1u << EXP2_STEPS_BITS) - 1);
    const uint32_t rest = biased & ((1u << EXP2_REST_BITS) - 1);
    const uint64_t gap = exp2_table[step + 1] - exp2_table[step];
    const uint64_t factor = exp2_table[step] + (gap * rest >> EXP2_REST_BITS);

    assert(exponent > -bias * (1 << LEVEE_EXPONENT_BITS));
    if (whole <= EXP2_BITS)
        return base * (levee_int128_t)factor >> (EXP2_BITS - whole);
    return base * (levee_int128_t)factor << (whole - EXP2_BITS);
}
