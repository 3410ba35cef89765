/* SPDX-License-Identifier: Apache-2.0
 *
 * marks.h: the last good price and funding index of every instrument. */
#ifndef LEVEE_MARKET_MARKS_H
#define LEVEE_MARKET_MARKS_H

#include "model/venue.h"

/* levee_mark_t: price 0 means no mark yet. */
typedef struct {
    uint32_t price;               /* ticks */
    int64_t funding[LEVEE_SIDES]; /* quanta * 10^-6 per lot */
    int64_t time_ns;
} levee_mark_t;

/* levee_mark_parse reads `spec` for `listing` into *mark, which holds the mark
 * so far: without a funding index it keeps its own. Leaves *mark alone on
 * failure. */
levee_result_t levee_mark_parse(const levee_listing_t *listing, const levee_mark_spec_t *spec, levee_mark_t *mark,
                                levee_error_t *error);

#endif
