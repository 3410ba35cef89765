/* SPDX-License-Identifier: Apache-2.0
 *
 * output.h: rows of text cells as CSV, as JSON or as a table for people, from
 * one declaration of the columns. */
#ifndef LEVEE_APPS_OUTPUT_H
#define LEVEE_APPS_OUTPUT_H

#include <stddef.h>

typedef struct {
    const char *name;
    int right; /* a table sets it flush right */
} levee_column_t;

typedef enum {
    LEVEE_CSV,
    LEVEE_JSON, /* an array of objects, the columns' names as keys, values as strings */
    LEVEE_TABLE /* as wide as the first rows need; later rows may stick out */
} levee_form_t;

typedef struct levee_output levee_output_t;

/* levee_output_open opens `path` for writing, standard output when it is NULL.
 * `columns` must outlive the output. Memory does not grow with the rows.
 * Returns NULL after a message. */
levee_output_t *levee_output_open(const char *path, levee_form_t form, const levee_column_t *columns, size_t count);

/* levee_output_row writes one row of as many cells as there are columns.
 * Returns 0, or -1 after a message; once it has failed it fails silently. */
int levee_output_row(levee_output_t *output, const char *const *cells);

/* levee_output_close writes what is left, NULL included, and frees `output`.
 * Returns 0 when all of it was written, else -1 after a message. */
int levee_output_close(levee_output_t *output);

#endif
