/* SPDX-License-Identifier: Apache-2.0
 *
 * table.h: CSV with a header of known columns, a row at a time.
 *
 * Columns come in any order. A line ends in LF or CRLF, the last one in either
 * or neither; empty lines may only end the file. Cells may be quoted, a quote
 * inside them doubled; spaces belong to the cell. Columns of places are fields. */
#ifndef LEVEE_IO_TABLE_H
#define LEVEE_IO_TABLE_H

#include "place.h"

enum { LEVEE_TABLE_COLUMNS = 16, LEVEE_TABLE_FIELDS = 256, LEVEE_ROW_MAX = 65536 /* bytes */ };

typedef struct {
    const char *name;
    int required; /* the column must be there; its cells may be empty all the same */
} levee_column_t;

/* levee_table_form_t: at most LEVEE_TABLE_COLUMNS columns that the caller
 * reads; `others` says whether further ones are skipped or an error. */
typedef struct {
    const levee_column_t *columns;
    size_t count;
    int others;
} levee_table_form_t;

typedef struct levee_table levee_table_t;

/* levee_table_open opens a file as levee_lines_open does and reads its header.
 * `form` must outlive the table. LEVEE_MALFORMED when a column is missing,
 * double or (without `others`) unknown, or there are more than
 * LEVEE_TABLE_FIELDS; otherwise as levee_lines_open. */
levee_result_t levee_table_open(const char *path, const levee_table_form_t *form, levee_table_t **table,
                                levee_error_t *error);
void levee_table_close(levee_table_t *table);

/* levee_table_next reads a row: one text for each column of the form, NULL for
 * an absent column and for an empty cell of an optional one. They live until
 * the next call. LEVEE_OK; LEVEE_END; LEVEE_MALFORMED or LEVEE_SYSTEM, and
 * LEVEE_END ever after. */
levee_result_t levee_table_next(levee_table_t *table, const char *const **cells, levee_error_t *error);

/* levee_table_place returns where the cell of `column` (an index into the form)
 * starts in the row read last. For an absent column it is the row's start. */
levee_place_t levee_table_place(const levee_table_t *table, size_t column);

/* levee_table_refuse fails at the cell whose column is named `inner->field`,
 * or at the row's start if there is none, with the message of `inner`: for
 * errors of the interface of levee.h. Returns inner->result. */
levee_result_t levee_table_refuse(const levee_table_t *table, const levee_error_t *inner, levee_error_t *error);

/* levee_table_progress: as levee_lines_progress. */
uint64_t levee_table_progress(const levee_table_t *table, uint64_t *total);

#endif
