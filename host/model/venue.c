/* SPDX-License-Identifier: Apache-2.0 */
#include "model/venue.h"

#include <stdlib.h>
#include <string.h>

levee_result_t levee_venue_new(const char *name, levee_venue_t **venue, levee_error_t *error)
{
    const levee_result_t result = levee_names_check(name, "venue", error);

    if (result != LEVEE_OK)
        return result;
    levee_venue_t *made = calloc(1, sizeof *made);
    if (!made)
        return levee_fail_memory(error, "a venue");
    memcpy(made->name, name, strlen(name) + 1);
    *venue = made;
    return LEVEE_OK;
}

void levee_venue_free(levee_venue_t *venue)
{
    if (!venue)
        return;
    levee_names_free(&venue->symbols);
    free(venue->settlement);
    free(venue->listing);
    free(venue);
}

static uint32_t find_settlement(const levee_venue_t *venue, const char *asset)
{
    uint32_t i = 0;

    while (i < venue->settlement_count && strcmp(venue->settlement[i].asset, asset) != 0)
        i++;
    return i;
}

levee_result_t levee_venue_add_settlement(levee_venue_t *venue, const char *asset, const char *decimals,
                                          levee_error_t *error)
{
    const levee_result_t result = levee_names_check(asset, "asset", error);
    unsigned value = 0;

    if (result != LEVEE_OK)
        return result;
    if (find_settlement(venue, asset) < venue->settlement_count)
        return levee_fail(error, LEVEE_REJECTED, "asset", "settlement asset %s is there already", asset);
    if (venue->settlement_count == LEVEE_SETTLEMENTS_MAX)
        return levee_fail(error, LEVEE_REJECTED, "asset", "more than %d settlement assets", LEVEE_SETTLEMENTS_MAX);
    const size_t digits = strspn(decimals, "0123456789");
    if (digits == 0 || digits > 2 || decimals[digits] != '\0')
        return levee_fail(error, LEVEE_MALFORMED, "decimals", "\"%.40s\" is not a whole number from 0 to %d", decimals,
                          LEVEE_DECIMALS_MAX);
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (unsigned)(decimals[i] - '0');
    if (value > LEVEE_DECIMALS_MAX)
        return levee_fail(error, LEVEE_REJECTED, "decimals", "%u is more than %d", value, LEVEE_DECIMALS_MAX);

    levee_settlement_t *grown = realloc(venue->settlement, (venue->settlement_count + 1) * sizeof *venue->settlement);
    if (!grown)
        return levee_fail_memory(error, "settlement assets");
    venue->settlement = grown;
    memcpy(grown[venue->settlement_count].asset, asset, strlen(asset) + 1);
    grown[venue->settlement_count].decimals = value;
    venue->settlement_count++;
    return LEVEE_OK;
}

static bool make_room(levee_venue_t *venue)
{
    if (venue->symbols.count < venue->listing_room)
        return true;
    const uint32_t room = venue->listing_room ? venue->listing_room * 2 : 16;
    levee_listing_t *listing = realloc(venue->listing, room * sizeof *listing);
    if (!listing)
        return false;
    venue->listing = listing;
    venue->listing_room = room;
    return true;
}

levee_result_t levee_venue_add_instrument(levee_venue_t *venue, const levee_instrument_spec_t *spec,
                                          levee_error_t *error)
{
    uint32_t settle = 0;
    uint32_t number = 0;
    levee_result_t result;

    if (!spec->settle || spec->settle[0] == '\0')
        return levee_fail(error, LEVEE_MALFORMED, "settle", "is missing");
    result = levee_venue_settlement(venue, spec->settle, "settle", &settle, error);
    if (result != LEVEE_OK)
        return result;
    if (!make_room(venue))
        return levee_fail_memory(error, "instruments");
    levee_listing_t *listing = &venue->listing[venue->symbols.count];
    result = levee_listing_parse(spec, settle, venue->settlement[settle].decimals, listing, error);
    if (result != LEVEE_OK)
        return result;
    return levee_names_add(&venue->symbols, spec->symbol, "symbol", "instrument", LEVEE_INSTRUMENTS_MAX, &number,
                           error);
}

levee_result_t levee_venue_settlement(const levee_venue_t *venue, const char *asset, const char *field,
                                      uint32_t *settle, levee_error_t *error)
{
    *settle = find_settlement(venue, asset);
    if (*settle == venue->settlement_count)
        return levee_fail(error, LEVEE_REJECTED, field, "venue %s has no settlement asset %.64s", venue->name, asset);
    return LEVEE_OK;
}

levee_result_t levee_venue_instrument(const levee_venue_t *venue, const char *symbol, const char *field,
                                      uint32_t *instrument, levee_error_t *error)
{
    *instrument = levee_names_find(&venue->symbols, symbol);
    if (*instrument == LEVEE_NO_NAME)
        return levee_fail(error, LEVEE_REJECTED, field, "venue %s has no instrument %.64s", venue->name, symbol);
    return LEVEE_OK;
}
