/* SPDX-License-Identifier: Apache-2.0
 *
 * venue.h: random instruments and updates within the limits that the host sees
 * to, and what levee_revalue makes of them: which limits and rows an update
 * must write, each once, and nothing else. */
#ifndef LEVEE_TESTS_RTL_REVALUE_VENUE_H
#define LEVEE_TESTS_RTL_REVALUE_VENUE_H

#include "bench.h"

#ifdef __cplusplus
extern "C" {
#endif

/* venue_shape_t is the hardware's build, with the numbers of its measures. */
typedef struct {
    uint32_t instruments;
    uint32_t tiers;
    uint32_t measures;
} venue_shape_t;

typedef struct {
    venue_shape_t shape;
    levee_instrument_t *instrument;
    levee_risk_t *risk;   /* after the last update */
    bool *fresh;          /* no update since the instrument was drawn */
    uint32_t *price_low;  /* the least price in range */
    uint32_t *price_high; /* the largest */
    uint32_t *favourite;  /* a price at which limits lie next to whole numbers */
} venue_t;

/* venue_new takes memory that venue_delete gives back; NULL without memory. */
venue_t *venue_new(venue_shape_t shape);
void venue_delete(venue_t *venue);

/* venue_draw_instrument draws another recipe for an instrument. */
void venue_draw_instrument(draw_t *draw, venue_t *venue, uint32_t instrument);

/* venue_draw_update draws an update of any instrument. */
levee_update_t venue_draw_update(draw_t *draw, const venue_t *venue);

/* expected_t: the writes of one update. `slots` of them, one a cycle. */
typedef struct {
    levee_update_t update;
    levee_risk_t risk;
    uint32_t slots;
    uint32_t seen;
    bool limit[LEVEE_TIERS_MAX];                            /* still to come */
    bool row[LEVEE_TIERS_MAX][LEVEE_SIDES][LEVEE_MEASURES]; /* still to come */
} expected_t;

/* expected_from applies an update to the venue's tables. */
expected_t expected_from(venue_t *venue, levee_update_t update);

/* expected_limit and expected_row take a write; false, after printing what is
 * wrong, when it is not one of those still to come. */
bool expected_limit(expected_t *expected, const venue_t *venue, uint32_t instrument, uint32_t tier, int64_t lots);
bool expected_row(expected_t *expected, const venue_t *venue, uint32_t instrument, uint32_t tier, uint32_t side,
                  uint32_t measure, int64_t value);

#ifdef __cplusplus
}
#endif

#endif
