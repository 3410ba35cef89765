/* SPDX-License-Identifier: Apache-2.0
 *
 * venue_file.h: a venue.yaml as texts, in both directions. The structures of
 * levee.h are what libcyaml fills: every scalar is a text there, quoted or not. */
#ifndef LEVEE_IO_VENUE_FILE_H
#define LEVEE_IO_VENUE_FILE_H

#include <levee/levee.h>

typedef struct {
    const char *asset;
    const char *decimals;
} levee_venue_settlement_t;

typedef struct {
    const char *venue;
    levee_venue_settlement_t *settlement;
    size_t settlement_count;
    levee_instrument_spec_t *instruments;
    size_t instrument_count;
} levee_venue_file_t;

/* levee_venue_file_read reads a file and makes the venue it describes; the
 * caller owns both. Results as of levee_venue_read. */
levee_result_t levee_venue_file_read(const char *path, levee_venue_file_t **file, levee_venue_t **venue,
                                     levee_error_t *error);

/* levee_venue_file_free frees what levee_venue_file_read gave; NULL too. */
void levee_venue_file_free(levee_venue_file_t *file);

/* levee_venue_file_write writes `file` to `path` as levee_venue_file_read reads
 * it, values quoted. LEVEE_SYSTEM or LEVEE_NO_MEMORY, and then no file is left. */
levee_result_t levee_venue_file_write(const char *path, const levee_venue_file_t *file, levee_error_t *error);

#endif
