/* SPDX-License-Identifier: Apache-2.0
 *
 * rows.h: the rows of mapping.csv, each with its published case. */
#ifndef LEVEE_PUBLISHED_ROWS_H
#define LEVEE_PUBLISHED_ROWS_H

#include <jansson.h>
#include <stddef.h>

enum {
    ROW_ID,
    ROW_CAPABILITY,
    ROW_VERDICT,
    ROW_OUTSIDE_EVIDENCE,
    ROW_LEVEE_INPUTS,
    ROW_EXPECTED,
    ROW_COMPARISON,
    ROW_WHY,
    ROW_FIELDS
};

/* row_t: `inputs` and `expected` are the parsed columns of a must_pass row and
 * NULL on the others; `published` is the case as its source gave it. */
typedef struct {
    char *field[ROW_FIELDS];
    json_t *inputs;
    json_t *expected;
    json_t *published;
} row_t;

typedef struct {
    row_t *row;
    size_t count;
} rows_t;

/* row_must_pass and row_has_evidence read the two columns that decide what
 * becomes of a row. */
int row_must_pass(const row_t *row);
int row_has_evidence(const row_t *row);

/* rows_read reads `directory`/vectors/mapping.csv and published_cases.jsonl
 * beside it; every case needs a row and every row a case. Returns 0; 1 when
 * there are no such files; -1 after a message on standard error. rows_free
 * releases what was read in each case. */
int rows_read(const char *directory, rows_t *rows);
void rows_free(rows_t *rows);

#endif
