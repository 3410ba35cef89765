/* SPDX-License-Identifier: Apache-2.0
 *
 * venue.h: the settlement assets and the listings of a venue. */
#ifndef LEVEE_MODEL_VENUE_H
#define LEVEE_MODEL_VENUE_H

#include "model/listing.h"

enum { LEVEE_SETTLEMENTS_MAX = 256, LEVEE_INSTRUMENTS_MAX = 16384, LEVEE_DECIMALS_MAX = 18 };

typedef struct {
    char asset[LEVEE_NAME_BYTES + 1];
    unsigned decimals;
} levee_settlement_t;

struct levee_venue {
    char name[LEVEE_NAME_BYTES + 1];
    levee_settlement_t *settlement;
    uint32_t settlement_count;
    levee_names_t symbols; /* number = index into listing */
    levee_listing_t *listing;
    uint32_t listing_room;
};

/* levee_venue_count returns how many instruments are listed. */
static inline uint32_t levee_venue_count(const levee_venue_t *venue)
{
    return venue->symbols.count;
}

/* levee_venue_settlement returns the number of `asset`, or refuses it as
 * `field`. */
levee_result_t levee_venue_settlement(const levee_venue_t *venue, const char *asset, const char *field,
                                      uint32_t *settle, levee_error_t *error);

/* levee_venue_instrument returns the number of the instrument called `symbol`,
 * or refuses it as `field`. O(1). */
levee_result_t levee_venue_instrument(const levee_venue_t *venue, const char *symbol, const char *field,
                                      uint32_t *instrument, levee_error_t *error);

#endif
