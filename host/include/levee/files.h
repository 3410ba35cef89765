/* SPDX-License-Identifier: Apache-2.0
 *
 * files.h: books, ticks and changes on disk, in the formats of docs/formats.md, read
 * through the interface of levee.h and nothing below it.
 *
 * A message of these functions starts with where, "FILE:LINE:COLUMN: ", or with
 * "FILE: " when it is about the file as a whole, and names the field itself:
 * the error's `field` is empty. Lines and columns count from 1; a column of a
 * CSV file is a field, one of a YAML file a character. */
#ifndef LEVEE_FILES_H
#define LEVEE_FILES_H

#include <levee/levee.h>

#ifdef __cplusplus
extern "C" {
#endif

/* levee_venue_read reads a venue.yaml of at most 16 MiB; the caller owns what it
 * gives. LEVEE_MALFORMED when it is not YAML of the right form, LEVEE_REJECTED
 * when it breaks a rule or asks for what is not supported yet, LEVEE_SYSTEM,
 * LEVEE_NO_MEMORY. O(size). */
levee_result_t levee_venue_read(const char *path, levee_venue_t **venue, levee_error_t *error);

/* levee_import_report_t: what an import found. `skipped` is called, unless it is
 * NULL, for each symbol that the new venue does not list. */
typedef struct {
    void (*skipped)(void *context, const char *symbol, const char *why);
    void *context;
    uint64_t instruments; /* imported, the next three are the result */
    uint64_t brackets;
    uint64_t skips;
} levee_import_report_t;

/* levee_brackets_import writes to `out` a venue of the linear instruments in a
 * file of Binance's leverage brackets, docs/formats.md ("Import"), which takes
 * from the venue file `pattern` all that the brackets do not say. Every stated
 * maintenance amount is checked against the derived deduction. All or nothing;
 * `report` may be NULL. Results as of levee_venue_read. O(size). */
levee_result_t levee_brackets_import(const char *brackets, const char *pattern, const char *out,
                                     levee_import_report_t *report, levee_error_t *error);

/* levee_book_read reads a book directory: venue.yaml, marks.csv, accounts.csv,
 * legs.csv. All or nothing; the caller owns what it gives. Results as of
 * levee_venue_read. O(size). */
levee_result_t levee_book_read(const char *directory, levee_book_t **book, levee_error_t *error);

typedef enum { LEVEE_TICKS_LEVEE, LEVEE_TICKS_TARDIS_TRADES, LEVEE_TICKS_BINANCE_KLINES } levee_ticks_format_t;

typedef struct {
    levee_ticks_format_t format;
    int ohlc;               /* binance-klines: four ticks a bar instead of its close */
    const char *instrument; /* what a vendor file's prices belong to when `known` denies its own symbol; may be NULL */
    int (*known)(void *context, const char *symbol); /* whether the venue lists a symbol; may be NULL: none known */
    void *context;
} levee_ticks_options_t;

typedef struct levee_ticks levee_ticks_t;

/* levee_ticks_format parses the name of a format: "levee", "tardis-trades" or
 * "binance-klines". */
levee_result_t levee_ticks_format(const char *name, levee_ticks_format_t *format, levee_error_t *error);

/* levee_ticks_open opens a tick file, gzipped or not, and reads its header; "-"
 * is standard input. Texts in `options` are copied, `context` is not. Takes the
 * memory that reading needs, about half a megabyte. LEVEE_REJECTED when a
 * binance-klines file's name tells no symbol and `options` neither; otherwise
 * results as of levee_venue_read. */
levee_result_t levee_ticks_open(const char *path, const levee_ticks_options_t *options, levee_ticks_t **ticks,
                                levee_error_t *error);
void levee_ticks_close(levee_ticks_t *ticks);

/* levee_ticks_next reads one tick: LEVEE_OK; LEVEE_REJECTED when the row is
 * earlier than one before it (`tick` is filled all the same and the stream
 * goes on); LEVEE_END; LEVEE_MALFORMED at a bad row, LEVEE_SYSTEM or
 * LEVEE_NO_MEMORY, after which the stream stays ended. Texts in `tick` live
 * until the next call. */
levee_result_t levee_ticks_next(levee_ticks_t *ticks, levee_mark_spec_t *tick, levee_error_t *error);

/* levee_ticks_progress returns how many bytes of the file, as stored, have
 * been read, and its size in `total` (0 when unknown, as for a pipe). */
uint64_t levee_ticks_progress(const levee_ticks_t *ticks, uint64_t *total);

typedef struct levee_changes levee_changes_t;

/* levee_changes_open opens a file of changes, gzipped or not, and reads its
 * header; "-" is standard input. Takes the memory that reading needs. Results
 * as of levee_venue_read. */
levee_result_t levee_changes_open(const char *path, levee_changes_t **changes, levee_error_t *error);
void levee_changes_close(levee_changes_t *changes);

/* levee_changes_next reads one change: results as of levee_ticks_next. Decimals
 * are of the right form; an empty cell is "". What an event needs and whether
 * it can be is left to levee_engine_change. Texts in `change` live until the
 * next call. */
levee_result_t levee_changes_next(levee_changes_t *changes, levee_change_t *change, levee_error_t *error);

/* levee_changes_progress: as levee_ticks_progress. */
uint64_t levee_changes_progress(const levee_changes_t *changes, uint64_t *total);

#ifdef __cplusplus
}
#endif

#endif
