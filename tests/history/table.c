/* SPDX-License-Identifier: Apache-2.0
 *
 * table.c: a CSV file, gzipped or not, as rows of text. */
#include "table.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* reader_t: what the callbacks of libcsv know. */
typedef struct {
    table_t *table;
    table_row_t row;
    size_t columns, column, line; /* line 0 is the header */
    char header[TABLE_COLUMNS * TABLE_CELL];
    const char *fault;
} reader_t;

static void take_cell(void *cell, size_t length, void *context)
{
    reader_t *reader = context;

    if (reader->column == TABLE_COLUMNS || length >= TABLE_CELL) {
        reader->fault = "a cell too many, or one too long";
        return;
    }
    char *text = reader->row.cell[reader->column++];
    if (length > 0)
        memcpy(text, cell, length);
    text[length] = '\0';
}

static void take_header(reader_t *reader)
{
    reader->columns = reader->column;
    for (size_t i = 0; i < reader->columns; i++) {
        if (i > 0)
            strcat(reader->header, ",");
        strcat(reader->header, reader->row.cell[i]);
    }
}

static void take_row(reader_t *reader)
{
    table_t *table = reader->table;

    if (reader->column != reader->columns) {
        reader->fault = "a row has not as many cells as the header";
        return;
    }
    if ((table->count & (table->count - 1)) == 0) {
        const size_t room = table->count == 0 ? 1 : 2 * table->count;
        table_row_t *grown = realloc(table->row, room * sizeof *grown);
        if (grown == NULL) {
            reader->fault = "out of memory";
            return;
        }
        table->row = grown;
    }
    table->row[table->count++] = reader->row;
}

static void end_line(int terminator, void *context)
{
    reader_t *reader = context;

    (void)terminator;
    if (reader->fault == NULL) {
        if (reader->line == 0)
            take_header(reader);
        else
            take_row(reader);
    }
    reader->column = 0;
    reader->line++;
}

static void parse(gzFile file, reader_t *reader)
{
    struct csv_parser parser;
    char block[16384];
    int length;

    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        reader->fault = "out of memory";
        return;
    }
    while (reader->fault == NULL && (length = gzread(file, block, sizeof block)) != 0) {
        if (length < 0)
            reader->fault = "cannot be read";
        else if (csv_parse(&parser, block, (size_t)length, take_cell, end_line, reader) != (size_t)length)
            reader->fault = csv_strerror(csv_error(&parser));
    }
    if (reader->fault == NULL && csv_fini(&parser, take_cell, end_line, reader) != 0)
        reader->fault = csv_strerror(csv_error(&parser));
    csv_free(&parser);
}

int table_read(const char *folder, const char *name, const char *header, table_t *table)
{
    reader_t reader = {.table = table};
    char path[4096];
    gzFile file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = gzopen(path, "rb");
    memset(table, 0, sizeof *table);
    if (file == NULL) {
        fprintf(stderr, "%s: cannot be opened\n", path);
        return -1;
    }
    parse(file, &reader);
    gzclose(file);
    if (reader.fault == NULL && strcmp(reader.header, header) != 0)
        reader.fault = "the columns are not those this test knows";
    if (reader.fault != NULL)
        fprintf(stderr, "%s: row %zu: %s\n", path, reader.line, reader.fault);
    return reader.fault == NULL ? 0 : -1;
}

void table_free(table_t *table)
{
    free(table->row);
    memset(table, 0, sizeof *table);
}
