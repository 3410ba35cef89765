/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep.h: what a sweep written for some processor does: it judges slice after
 * slice of the mirror, and stops where there is something to tell. */
#ifndef LEVEE_DEVICE_CPU_SWEEP_H
#define LEVEE_DEVICE_CPU_SWEEP_H

#include <stdint.h>
#include <string.h>

#include "hls/excess.h"
#include "hls/rows.h"

/* The words of a row: what a lot adds to the lower limb of each measure, then to the
 * higher one, signed, in the low half of the word. A sum has the same words, whole,
 * and where one is read to the words of a row, two more that are nobody's. */
enum {
    LEVEE_ROW_LOW = 0,
    LEVEE_ROW_HIGH = LEVEE_MEASURES,
    LEVEE_SUM_WORDS = 2 * LEVEE_MEASURES,
    LEVEE_ROW_WORDS = 8,
    LEVEE_ROW_BYTES = LEVEE_ROW_WORDS * sizeof(int64_t)
};

/* levee_run_t: slices of one region, of `words` beats each. A leg is its quantity
 * in the low half and, in the high one, where its row begins, in bytes. A slot's
 * constants are a normalised sum; they are read to the words of a row, so that two
 * more follow the last. */
typedef struct {
    const uint64_t *legs;
    const int64_t *constants;
    const int64_t *rows; /* LEVEE_ROW_BYTES aligned */
    const uint8_t *status;
    uint32_t words;
    uint32_t end; /* the slice behind the last */
} levee_run_t;

/* levee_stop_t: what the slice has come to that the sweep has stopped at. */
typedef struct {
    uint64_t status;                           /* the verdicts, a byte a lane */
    int64_t sum[LEVEE_LANES][LEVEE_ROW_WORDS]; /* the excesses, normalised */
} levee_stop_t;

/* levee_sweep_run_t judges slices from `slice` on, stops at the first whose
 * statuses change, and returns it, or run->end. It carries as often as hls/ does.
 * Cost: O(beats), and no branch depends on an excess but for the stops. */
typedef uint32_t levee_sweep_run_t(const levee_run_t *run, uint32_t slice, levee_stop_t *stop);

levee_sweep_run_t levee_sweep_portable;
levee_sweep_run_t levee_sweep_avx2;
levee_sweep_run_t levee_sweep_avx512;

/* The halves of a leg are read where a little-endian word has them. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "levee_leg_row reads the higher half at byte 4");

/* levee_leg_row points to the row of a leg, which is loaded apart from its quantity:
 * from memory that goes to every word of a register at no cost, from a register that
 * holds both it does not. */
static inline const void *levee_leg_row(const levee_run_t *run, const uint64_t *leg)
{
    uint32_t offset;

    memcpy(&offset, (const unsigned char *)leg + sizeof offset, sizeof offset);
    return (const unsigned char *)run->rows + offset;
}

/* How far ahead of itself a sweep asks for memory, in bytes of each stream: far enough to
 * hide a miss of all caches, and near enough to be there still. */
enum { LEVEE_LEGS_AHEAD = 2048, LEVEE_CONSTANTS_AHEAD = 3072, LEVEE_LINE_BYTES = 64 };

/* levee_fetch_ahead asks memory for what lies so far behind the legs and the constants of a
 * slice of `words` beats; it may lie behind the last slice. The processor's own guesses are
 * too few for two streams: without this a sweep of a million legs takes 1.4 times as long. */
static inline void levee_fetch_ahead(const uint64_t *legs, const int64_t *constants, uint32_t words)
{
    const unsigned char *leg = (const unsigned char *)legs + LEVEE_LEGS_AHEAD;
    const unsigned char *constant = (const unsigned char *)constants + LEVEE_CONSTANTS_AHEAD;

    for (uint32_t beat = 0; beat < words; beat++)
        __builtin_prefetch(leg + (size_t)beat * LEVEE_LINE_BYTES);
#pragma GCC unroll 6
    for (uint32_t line = 0; line < LEVEE_SUM_WORDS; line++)
        __builtin_prefetch(constant + (size_t)line * LEVEE_LINE_BYTES);
}

_Static_assert(LEVEE_LANES * sizeof(uint64_t) == LEVEE_LINE_BYTES,
               "a beat of legs, and a word of all constants, is a line");

/* levee_statuses: a status a byte, of bytes that have bit m set where the excess of
 * measure m is negative. */
static inline uint64_t levee_statuses(uint64_t negative)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    const uint64_t equity = negative >> LEVEE_EQUITY & each;
    const uint64_t maintenance = negative >> LEVEE_MAINTENANCE & each;
    const uint64_t initial = negative >> LEVEE_INITIAL & each;

    return (equity | maintenance) << 1 | equity | (initial & ~maintenance);
}

#endif
