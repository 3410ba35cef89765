/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include "lines.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libcsv splits 100 MB of legs at 200 MB/s, a tenth of the time it takes to load a book: no parser of our own. */

enum { NOT_READ = -1 }; /* a field whose column nobody reads */

typedef struct {
    uint64_t line;      /* on which it starts */
    uint64_t next_line; /* on which the next field starts */
    unsigned fields;
    unsigned line_feeds;
    unsigned returns;
    unsigned return_field; /* the field before the first carriage return */
    int after_end;         /* a field came after a carriage return */
    size_t bytes;
    size_t used; /* of the table's text */
} row_t;

/* levee_table: while the header is read, `reading_header` sends fields to
 * take_name instead of take_cell. field[] is the field number of each column
 * of the form, from 1, 0 when absent; column[] is its inverse. */
struct levee_table {
    levee_lines_t *lines;
    const levee_table_form_t *form;
    struct csv_parser parser;
    int ended;
    int reading_header;
    row_t row;
    unsigned fields;
    unsigned field[LEVEE_TABLE_COLUMNS];
    int column[LEVEE_TABLE_FIELDS];
    const char *header_fault;
    unsigned header_fault_field;
    char header_fault_name[LEVEE_SHOW_TEXT];
    const char *cells[LEVEE_TABLE_COLUMNS];
    uint64_t cell_line[LEVEE_TABLE_COLUMNS];
    char text[LEVEE_ROW_MAX + 1]; /* every cell is followed by a separator in the file and by a NUL here */
};

static int not_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static void fault_in_header(levee_table_t *table, const char *fault, const char *name)
{
    if (table->header_fault)
        return;
    table->header_fault = fault;
    table->header_fault_field = table->row.fields + 1;
    levee_show(name, table->header_fault_name);
}

static void take_name(levee_table_t *table, const char *name)
{
    const levee_table_form_t *const form = table->form;
    const unsigned field = table->row.fields;
    size_t k = 0;

    if (field >= LEVEE_TABLE_FIELDS) {
        fault_in_header(table, "there are more than 256 columns, too many by", name);
        return;
    }
    while (k < form->count && strcmp(form->columns[k].name, name))
        k++;
    table->column[field] = k < form->count ? (int)k : NOT_READ;
    if (k == form->count) {
        if (!form->others)
            fault_in_header(table, "unknown column", name);
    } else if (table->field[k]) {
        fault_in_header(table, "the header has twice the column", name);
    } else {
        table->field[k] = field + 1;
    }
}

static void take_cell(levee_table_t *table, unsigned column, const char *cell, size_t length)
{
    table->cells[column] = length || table->form->columns[column].required ? cell : NULL;
    table->cell_line[column] = table->row.next_line;
}

static void on_field(void *bytes, size_t length, void *context)
{
    levee_table_t *const table = context;
    row_t *const row = &table->row;
    char *const copy = table->text + row->used;
    const int read = table->reading_header || (row->fields < table->fields && table->column[row->fields] != NOT_READ);

    row->after_end |= row->returns != 0;
    if (read) {
        memcpy(copy, bytes, length);
        copy[length] = '\0';
        row->used += length + 1;
        if (table->reading_header)
            take_name(table, copy);
        else
            take_cell(table, (unsigned)table->column[row->fields], copy, length);
    }
    row->next_line = levee_lines_number(table->lines);
    row->fields++;
}

static void on_line_end(int byte, void *context)
{
    row_t *const row = &((levee_table_t *)context)->row;

    if (byte != CSV_CR) {
        row->line_feeds++;
        return;
    }
    if (!row->returns)
        row->return_field = row->fields ? row->fields : 1;
    row->returns++;
}

/* Fails at field `field` of the physical line read last. */
static levee_result_t fail_here(const levee_table_t *table, unsigned field, levee_error_t *error, const char *what)
{
    const levee_place_t place = {levee_lines_path(table->lines), levee_lines_number(table->lines), field, NULL};

    return levee_place_fail(place, LEVEE_MALFORMED, NULL, error, "%s", what);
}

/* Fails where the next field starts. */
static levee_result_t fail_at_next(const levee_table_t *table, levee_error_t *error, const char *what)
{
    const levee_place_t place = {levee_lines_path(table->lines), table->row.next_line, table->row.fields + 1, NULL};

    return levee_place_fail(place, LEVEE_MALFORMED, NULL, error, "%s", what);
}

static levee_result_t fail_to_parse(levee_table_t *table, char at, levee_error_t *error)
{
    if (csv_error(&table->parser) != CSV_EPARSE)
        return levee_place_system(levee_lines_path(table->lines), "cannot read", ENOMEM, error);
    return fail_here(table, table->row.fields + 1, error,
                     at == '"' ? "a quote inside a cell that is not quoted" : "text after a closing quote");
}

/* Hands one physical line to libcsv. */
static levee_result_t parse_line(levee_table_t *table, const char *line, size_t length, levee_error_t *error)
{
    row_t *const row = &table->row;
    const char *const nul = memchr(line, '\0', length);
    const size_t usable = nul ? (size_t)(nul - line) : length;
    size_t parsed;

    row->bytes += length;
    if (row->bytes > LEVEE_ROW_MAX)
        return fail_at_next(table, error, "the quoted cell that starts here does not end within 65536 bytes");
    parsed = csv_parse(&table->parser, line, usable, on_field, on_line_end, table);
    if (parsed < usable || csv_error(&table->parser))
        return fail_to_parse(table, parsed < usable ? line[parsed] : '\0', error);
    if (nul)
        return fail_here(table, row->fields + 1, error, "a NUL byte");
    if (row->after_end || row->returns > 1 || (row->returns && !row->line_feeds))
        return fail_here(table, row->return_field, error, "a carriage return without a line feed");
    return LEVEE_OK;
}

/* The last line may lack its line feed. */
static levee_result_t finish_file(levee_table_t *table, levee_error_t *error)
{
    if (csv_fini(&table->parser, on_field, on_line_end, table))
        return fail_at_next(table, error, "the quoted cell that starts here does not end");
    return table->row.line_feeds ? LEVEE_OK : LEVEE_END;
}

/* Reads the lines of one row, which are several when a quoted cell holds line
 * ends. */
static levee_result_t read_row(levee_table_t *table, levee_error_t *error)
{
    levee_result_t result;
    const char *line;
    size_t length;

    memset(&table->row, 0, sizeof table->row);
    do {
        result = levee_lines_next(table->lines, &line, &length, error);
        if (result == LEVEE_END)
            return finish_file(table, error);
        if (!table->row.line)
            table->row.line = table->row.next_line = levee_lines_number(table->lines);
        if (!result)
            result = parse_line(table, line, length, error);
    } while (!result && !table->row.line_feeds);
    return result;
}

/* Empty lines are kept in mind until something follows them. */
static levee_result_t read_filled_row(levee_table_t *table, levee_error_t *error)
{
    uint64_t blank_line = 0;
    levee_result_t result;

    while ((result = read_row(table, error)) == LEVEE_OK && !table->row.fields)
        if (!blank_line)
            blank_line = table->row.line;
    if (result || !blank_line)
        return result;
    table->row = (row_t){.line = blank_line, .next_line = blank_line};
    return fail_at_next(table, error, "the line is empty");
}

/* "a, b and c": what an unknown column could have been. */
static void list_columns(const levee_table_form_t *form, char *text, size_t size)
{
    size_t used = 0;

    for (size_t k = 0; k < form->count && used < size; k++) {
        const char *const joint = k == 0 ? "" : k + 1 < form->count ? ", " : " and ";

        used += (size_t)snprintf(text + used, size - used, "%s%s", joint, form->columns[k].name);
    }
}

static levee_result_t check_header(levee_table_t *table, levee_error_t *error)
{
    levee_place_t place = {levee_lines_path(table->lines), table->row.line, table->header_fault_field, NULL};

    char known[160];

    list_columns(table->form, known, sizeof known);
    if (table->header_fault)
        return levee_place_fail(place, LEVEE_MALFORMED, NULL, error, "%s %s; the columns are %s", table->header_fault,
                                table->header_fault_name, known);
    table->fields = table->row.fields;
    for (size_t k = 0; k < table->form->count; k++) {
        if (table->field[k] || !table->form->columns[k].required)
            continue;
        place.column = table->fields + 1;
        return levee_place_fail(place, LEVEE_MALFORMED, NULL, error, "the header lacks the column \"%s\"",
                                table->form->columns[k].name);
    }
    return LEVEE_OK;
}

static levee_result_t read_header(levee_table_t *table, levee_error_t *error)
{
    const levee_place_t start = {levee_lines_path(table->lines), 1, 1, NULL};
    levee_result_t result;

    table->reading_header = 1;
    result = read_filled_row(table, error);
    table->reading_header = 0;
    if (result == LEVEE_END)
        return levee_place_fail(start, LEVEE_MALFORMED, NULL, error, "the file is empty; it needs a header");
    return result ? result : check_header(table, error);
}

levee_result_t levee_table_open(const char *path, const levee_table_form_t *form, levee_table_t **table,
                                levee_error_t *error)
{
    levee_table_t *const made = calloc(1, sizeof *made);
    levee_result_t result;

    if (!made || csv_init(&made->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL)) {
        free(made);
        return levee_place_system(path, "cannot open", ENOMEM, error);
    }
    made->form = form;
    csv_set_space_func(&made->parser, not_space);
    csv_set_blk_size(&made->parser, LEVEE_ROW_MAX + 1);
    result = levee_lines_open(path, &made->lines, error);
    if (!result)
        result = read_header(made, error);
    if (result) {
        levee_table_close(made);
        return result;
    }
    *table = made;
    return LEVEE_OK;
}

void levee_table_close(levee_table_t *table)
{
    if (!table)
        return;
    csv_free(&table->parser);
    levee_lines_close(table->lines);
    free(table);
}

static levee_result_t check_fields(const levee_table_t *table, levee_error_t *error)
{
    const unsigned fields = table->row.fields;
    const unsigned wanted = table->fields;
    const levee_place_t place = {levee_lines_path(table->lines), table->row.line,
                                 fields < wanted ? fields + 1 : wanted + 1, NULL};

    if (fields == wanted)
        return LEVEE_OK;
    return levee_place_fail(place, LEVEE_MALFORMED, NULL, error, "the row has %u cells, the header %u columns", fields,
                            wanted);
}

levee_result_t levee_table_next(levee_table_t *table, const char *const **cells, levee_error_t *error)
{
    levee_result_t result;

    if (table->ended)
        return LEVEE_END;
    result = read_filled_row(table, error);
    if (!result)
        result = check_fields(table, error);
    table->ended = result != LEVEE_OK;
    *cells = table->cells;
    return result;
}

levee_place_t levee_table_place(const levee_table_t *table, size_t column)
{
    levee_place_t place = {levee_lines_path(table->lines), table->row.line, 1, NULL};

    if (column < table->form->count && table->field[column]) {
        place.line = table->cell_line[column];
        place.column = table->field[column];
    }
    return place;
}

levee_result_t levee_table_refuse(const levee_table_t *table, const levee_error_t *inner, levee_error_t *error)
{
    size_t column = 0;

    while (column < table->form->count && strcmp(table->form->columns[column].name, inner->field))
        column++;
    return levee_place_fail(levee_table_place(table, column), inner->result, inner->field, error, "%s", inner->message);
}

uint64_t levee_table_progress(const levee_table_t *table, uint64_t *total)
{
    return levee_lines_progress(table->lines, total);
}
