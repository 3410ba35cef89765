/* SPDX-License-Identifier: Apache-2.0 */
#include "market/marks.h"

levee_result_t levee_mark_parse(const levee_listing_t *listing, const levee_mark_spec_t *spec, levee_mark_t *mark,
                                levee_error_t *error)
{
    levee_mark_t parsed = *mark;
    levee_decimal_t price;
    levee_decimal_t index;
    levee_result_t result;

    if (!spec->mark || spec->mark[0] == '\0')
        return levee_fail(error, LEVEE_MALFORMED, "mark", "is missing");
    result = levee_decimal_parse(spec->mark, "mark", &price, error);
    if (result == LEVEE_OK)
        result = levee_listing_price(listing, &price, "mark", &parsed.price, error);
    if (result == LEVEE_OK && spec->funding && spec->funding[0] != '\0') {
        result = levee_decimal_parse(spec->funding, "funding", &index, error);
        if (result == LEVEE_OK)
            result = levee_listing_funding(listing, &index, "funding", parsed.funding, error);
    }
    if (result != LEVEE_OK)
        return result;
    parsed.time_ns = spec->time_ns;
    *mark = parsed;
    return LEVEE_OK;
}
