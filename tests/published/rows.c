/* SPDX-License-Identifier: Apache-2.0
 *
 * rows.c: the rows of mapping.csv, each with its published case. */
#include "rows.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const COLUMNS[ROW_FIELDS] = {"id",           "capability", "verdict",    "outside_evidence",
                                                "levee_inputs", "expected",   "comparison", "why"};
static const char *const VERDICTS[] = {"must_pass", "outside", "later"};

/* reader_t: what the callbacks of libcsv know. */
typedef struct {
    rows_t *rows;
    size_t column;
    size_t line; /* 0 is the header */
    const char *fault;
} reader_t;

int row_must_pass(const row_t *row)
{
    return strcmp(row->field[ROW_VERDICT], "must_pass") == 0;
}

int row_has_evidence(const row_t *row)
{
    return strcmp(row->field[ROW_OUTSIDE_EVIDENCE], "yes") == 0;
}

static int start_row(rows_t *rows)
{
    row_t *grown = realloc(rows->row, (rows->count + 1) * sizeof *grown);

    if (grown == NULL)
        return -1;
    rows->row = grown;
    memset(&grown[rows->count], 0, sizeof *grown);
    rows->count++;
    return 0;
}

static void take_cell(void *cell, size_t length, void *context)
{
    reader_t *reader = context;
    const size_t column = reader->column++;
    char *text;

    if (reader->fault != NULL)
        return;
    if (column >= ROW_FIELDS) {
        reader->fault = "a row has more cells than the header";
        return;
    }
    if (reader->line == 0) {
        if (strlen(COLUMNS[column]) != length || memcmp(COLUMNS[column], cell, length) != 0)
            reader->fault = "the columns are not those this test knows";
        return;
    }
    text = calloc(length + 1, 1);
    if (text == NULL || (column == 0 && start_row(reader->rows) != 0)) {
        free(text);
        reader->fault = "out of memory";
        return;
    }
    memcpy(text, cell, length);
    reader->rows->row[reader->rows->count - 1].field[column] = text;
}

static void end_line(int terminator, void *context)
{
    reader_t *reader = context;

    (void)terminator;
    if (reader->fault == NULL && reader->column != ROW_FIELDS)
        reader->fault = "a row has fewer cells than the header";
    reader->column = 0;
    reader->line++;
}

static int read_mapping(FILE *file, rows_t *rows)
{
    struct csv_parser parser;
    reader_t reader = {rows, 0, 0, NULL};
    char block[4096];

    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return -1;
    while (reader.fault == NULL && !feof(file) && !ferror(file)) {
        const size_t length = fread(block, 1, sizeof block, file);

        if (csv_parse(&parser, block, length, take_cell, end_line, &reader) != length)
            reader.fault = csv_strerror(csv_error(&parser));
    }
    if (reader.fault == NULL && ferror(file))
        reader.fault = "cannot be read";
    if (reader.fault == NULL && csv_fini(&parser, take_cell, end_line, &reader) != 0)
        reader.fault = csv_strerror(csv_error(&parser));
    if (reader.fault != NULL)
        fprintf(stderr, "mapping.csv: row %zu: %s\n", reader.line, reader.fault);
    csv_free(&parser);
    return reader.fault == NULL ? 0 : -1;
}

/* parse_row checks a row's verdict and parses the columns of JSON that a
 * must_pass row needs. */
static int parse_row(row_t *row)
{
    int known = 0;

    for (size_t i = 0; i < sizeof VERDICTS / sizeof VERDICTS[0]; i++)
        known |= strcmp(row->field[ROW_VERDICT], VERDICTS[i]) == 0;
    if (!known || (!row_has_evidence(row) && strcmp(row->field[ROW_OUTSIDE_EVIDENCE], "no") != 0)) {
        fprintf(stderr, "mapping.csv: %s: unknown verdict or outside_evidence\n", row->field[ROW_ID]);
        return -1;
    }
    if (!row_must_pass(row))
        return 0;
    row->inputs = json_loads(row->field[ROW_LEVEE_INPUTS], JSON_REJECT_DUPLICATES, NULL);
    row->expected = json_loads(row->field[ROW_EXPECTED], JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(row->inputs) || !json_is_object(row->expected) || json_object_size(row->expected) == 0) {
        fprintf(stderr, "mapping.csv: %s: levee_inputs and expected must be JSON objects\n", row->field[ROW_ID]);
        return -1;
    }
    return 0;
}

static int attach_case(rows_t *rows, json_t *published)
{
    const char *id = json_string_value(json_object_get(published, "id"));

    for (size_t i = 0; id != NULL && i < rows->count; i++) {
        if (strcmp(rows->row[i].field[ROW_ID], id) == 0 && rows->row[i].published == NULL) {
            rows->row[i].published = published;
            return 0;
        }
    }
    fprintf(stderr, "published_cases.jsonl: %s: mapping.csv has no row of its own for it\n", id ? id : "no id");
    json_decref(published);
    return -1;
}

static int read_cases(FILE *file, rows_t *rows)
{
    char *line = NULL;
    size_t room = 0;
    size_t number = 0;
    int result = 0;

    while (result == 0 && getline(&line, &room, file) > 0) {
        json_t *published = json_loads(line, JSON_REJECT_DUPLICATES, NULL);

        number++;
        if (json_is_object(published)) {
            result = attach_case(rows, published);
        } else {
            fprintf(stderr, "published_cases.jsonl:%zu: not a JSON object\n", number);
            json_decref(published);
            result = -1;
        }
    }
    free(line);
    return result;
}

static int check_rows(rows_t *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->row[i].published == NULL) {
            fprintf(stderr, "mapping.csv: %s: no such published case\n", rows->row[i].field[ROW_ID]);
            return -1;
        }
        if (parse_row(&rows->row[i]) != 0)
            return -1;
    }
    return 0;
}

static FILE *open_vectors(const char *directory, const char *name)
{
    char path[4096];
    const int length = snprintf(path, sizeof path, "%s/vectors/%s", directory, name);

    return length > 0 && (size_t)length < sizeof path ? fopen(path, "r") : NULL;
}

static int close_vectors(FILE *file)
{
    return file != NULL ? fclose(file) : 0;
}

int rows_read(const char *directory, rows_t *rows)
{
    FILE *mapping = open_vectors(directory, "mapping.csv");
    FILE *cases = open_vectors(directory, "published_cases.jsonl");
    int result = 1;

    rows->row = NULL;
    rows->count = 0;
    if (mapping != NULL && cases != NULL)
        result = read_mapping(mapping, rows) == 0 && read_cases(cases, rows) == 0 && check_rows(rows) == 0 ? 0 : -1;
    if (close_vectors(mapping) + close_vectors(cases) != 0)
        result = -1;
    return result;
}

void rows_free(rows_t *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        for (size_t f = 0; f < ROW_FIELDS; f++)
            free(rows->row[i].field[f]);
        json_decref(rows->row[i].inputs);
        json_decref(rows->row[i].expected);
        json_decref(rows->row[i].published);
    }
    free(rows->row);
    rows->row = NULL;
    rows->count = 0;
}
