/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_venue.c: any bytes are a venue or are refused with a place; a venue that
 * is read makes a book. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *const path = fuzz_file(0, bytes, size);
    levee_error_t error = {0};
    levee_venue_t *venue = NULL;
    levee_book_t *book = NULL;
    const levee_result_t result = levee_venue_read(path, &venue, &error);

    if (result) {
        fuzz_require(!venue, "a failed call gives nothing");
        fuzz_message(&error, result, path);
        return 0;
    }
    fuzz_require(levee_book_new(venue, &book, &error) == LEVEE_OK, "a venue makes a book");
    for (uint32_t k = 0; k < levee_book_instruments(book); k++) {
        levee_instrument_report_t report;

        levee_book_instrument(book, k, &report);
        fuzz_require(!levee_decimal_check(report.price_min, NULL) && !levee_decimal_check(report.price_max, NULL),
                     "an instrument has a price range");
    }
    levee_book_free(book);
    return 0;
}
