/* SPDX-License-Identifier: Apache-2.0
 *
 * beat.h: the fields of a beat, as rtl/map/card.def places them. */
#ifndef LEVEE_DEVICE_CARD_BEAT_H
#define LEVEE_DEVICE_CARD_BEAT_H

#include <assert.h>
#include <stdint.h>

#include "book/slices.h"
#include "rtl/map/card.h"

enum { LEVEE_BEAT_WORDS = 8 };

/* levee_beat_t: 512 bits, bit 0 the lowest of word[0]. */
typedef struct {
    uint64_t word[LEVEE_BEAT_WORDS];
} levee_beat_t;

/* levee_beat_put sets `bits` bits from `low` on; they lie within one word and
 * are 0 so far. */
static inline void levee_beat_put(levee_beat_t *beat, uint32_t low, uint32_t bits, uint64_t value)
{
    assert(low % 64 + bits <= 64 && (bits == 64 || value >> bits == 0));
    beat->word[low / 64] |= value << low % 64;
}

/* levee_beat_get reads them. */
static inline uint64_t levee_beat_get(const levee_beat_t *beat, uint32_t low, uint32_t bits)
{
    const uint64_t value = beat->word[low / 64] >> low % 64;

    assert(low % 64 + bits <= 64);
    return bits == 64 ? value : value & ((UINT64_C(1) << bits) - 1);
}

/* levee_beat_get_wide reads 128 bits that begin at a word. */
static inline levee_u128 levee_beat_get_wide(const levee_beat_t *beat, uint32_t low)
{
    return (levee_u128)beat->word[low / 64 + 1] << 64 | beat->word[low / 64];
}

/* The same by the names of the map. */
#define LEVEE_PUT(beat, kind, field, value)                                                                            \
    levee_beat_put(beat, LEVEE_CARD_##kind##_##field, LEVEE_CARD_##kind##_##field##_BITS, value)
#define LEVEE_GET(beat, kind, field)                                                                                   \
    levee_beat_get(beat, LEVEE_CARD_##kind##_##field, LEVEE_CARD_##kind##_##field##_BITS)

#endif
