/* SPDX-License-Identifier: Apache-2.0
 *
 * compare_stream.h: one stream through the engine and the oracle. */
#ifndef LEVEE_TESTS_COMPARE_STREAM_H
#define LEVEE_TESTS_COMPARE_STREAM_H

#include "compare.h"
#include "stream.h"

typedef enum {
    STREAM_CHANGES,
    STREAM_APPLIED,
    STREAM_FILLS,
    STREAM_TO_ZERO,
    STREAM_THROUGH_ZERO,
    STREAM_OTHER_TIER, /* fills after which the leg is in another tier */
    STREAM_WIDE,       /* fills after which the leg is wide, or no longer */
    STREAM_DEPOSITS,
    STREAM_WITHDRAWALS,
    STREAM_WITHDRAWN_TO_ZERO, /* initial excess exactly 0 after */
    STREAM_ONE_TOO_MANY,      /* one quantum refused then */
    STREAM_ASSETS_MOVED,
    STREAM_FEES,
    STREAM_RESERVES,
    STREAM_FUNDINGS,
    STREAM_SETTLES,
    STREAM_SETTLED_LEGS,
    STREAM_SETTLED_ALL, /* every account of the asset, 2 or more, held a leg */
    STREAM_OPENS,
    STREAM_REOPENS, /* of a name that was there before */
    STREAM_CLOSES,
    STREAM_REFUSED,
    STREAM_MALFORMED,
    STREAM_BATCHES, /* of 2 changes and more */
    STREAM_TICKS,
    STREAM_REFUSED_TICKS,
    STREAM_WHATIFS, /* answered, each compared before and after */
    STREAM_HASHES,
    STREAM_INSTANTS,      /* every account compared, and the ledgers */
    STREAM_REBUILT,       /* accounts whose book was built anew */
    STREAM_LEGS_17_TO_64, /* accounts compared of so many legs */
    STREAM_LEGS_OVER_64,
    STREAM_COUNT
} stream_met_t;

typedef struct {
    uint64_t met[STREAM_COUNT];
    coverage_t accounts; /* at the instants */
} stream_coverage_t;

/* compare_stream_name names a counter. */
const char *compare_stream_name(stream_met_t met);

/* compare_stream returns whether engine and oracle agree on all of `s`, else
 * says where they part. The state hash and the verdicts are compared after
 * every batch, all accounts after one in `period`. */
int compare_stream(const stream_t *s, unsigned period, stream_coverage_t *coverage, char message[COMPARE_MESSAGE]);

#endif
