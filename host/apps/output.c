/* SPDX-License-Identifier: Apache-2.0 */
#include "output.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "options.h"

enum {
    BUFFER_BYTES = 1 << 20,
    ROW_BYTES = 1024, /* a plain row of CSV, as a rule */
    TABLE_ROWS = 512, /* rows a table's widths are taken from */
    COLUMNS_MAX = 16
};

struct levee_output {
    FILE *file;
    const char *name; /* for messages */
    char *buffer;
    levee_form_t form;
    const levee_column_t *columns;
    size_t count;
    size_t rows;
    int failed;
    size_t width[COLUMNS_MAX];
    char *held[TABLE_ROWS]; /* cells of a table's first rows, each with its NUL */
    size_t held_rows;
};

static int fail(levee_output_t *output, const char *why)
{
    if (!output->failed)
        levee_complain("cannot write %s: %s", output->name, why);
    output->failed = 1;
    return -1;
}

static int checked(levee_output_t *output)
{
    return ferror(output->file) ? fail(output, strerror(errno)) : 0;
}

/* write_cell writes any cell, in quotes where something in it means something to CSV. */
static void write_cell(FILE *file, const char *cell)
{
    if (strpbrk(cell, ",\"\r\n") == NULL) {
        fputs(cell, file);
        return;
    }
    fputc('"', file);
    for (; *cell != '\0'; cell++) {
        if (*cell == '"')
            fputc('"', file);
        fputc(*cell, file);
    }
    fputc('"', file);
}

/* plain_cell copies a cell to text[0 .. room) and returns its length, or -1 where it
 * is longer or has to be quoted. */
static int plain_cell(const char *cell, char *text, size_t room)
{
    for (size_t i = 0; i < room; i++) {
        text[i] = cell[i];
        if (cell[i] == '\0')
            return (int)i;
        if (cell[i] == ',' || cell[i] == '"' || cell[i] == '\r' || cell[i] == '\n')
            return -1;
    }
    return -1;
}

static void write_text(levee_output_t *output, const char *text, size_t length)
{
    if (fwrite(text, 1, length, output->file) != length)
        fail(output, strerror(errno));
}

/* write_csv_row gathers the cells of a row, as a replay writes millions of them. */
static void write_csv_row(levee_output_t *output, const char *const *cells)
{
    char text[ROW_BYTES] = "";
    size_t length = 0;

    for (size_t i = 0; i < output->count; i++) {
        const int added = plain_cell(cells[i], text + length, sizeof text - length - 1);

        if (added >= 0) {
            length += (size_t)added;
        } else {
            write_text(output, text, length);
            write_cell(output->file, cells[i]);
            length = 0;
        }
        text[length++] = i + 1 < output->count ? ',' : '\n';
    }
    write_text(output, text, length);
}

static int write_json_row(levee_output_t *output, const char *const *cells)
{
    json_t *object = json_object();
    int bad = object == NULL;

    for (size_t i = 0; i < output->count && !bad; i++)
        bad = json_object_set_new(object, output->columns[i].name, json_string(cells[i])) != 0;
    if (!bad) {
        fputs(output->rows > 0 ? ",\n" : "\n", output->file);
        bad = json_dumpf(object, output->file, JSON_COMPACT) != 0 && !ferror(output->file);
    }
    json_decref(object);
    return bad ? fail(output, "a name is not UTF-8, which JSON asks for") : 0;
}

/* Characters, not bytes: names may be UTF-8. */
static size_t cell_width(const char *cell)
{
    size_t width = 0;

    for (; *cell != '\0'; cell++)
        width += ((unsigned char)*cell & 0xc0) != 0x80;
    return width;
}

static void write_table_row(levee_output_t *output, const char *const *cells)
{
    for (size_t i = 0; i < output->count; i++) {
        const size_t width = cell_width(cells[i]);
        const int gap = width < output->width[i] ? (int)(output->width[i] - width) : 0;
        const int last = i + 1 == output->count;

        if (output->columns[i].right)
            fprintf(output->file, "%*s%s", gap, "", cells[i]);
        else
            fprintf(output->file, "%s%*s", cells[i], last ? 0 : gap, "");
        fputs(last ? "\n" : "  ", output->file);
    }
}

static void widen(levee_output_t *output, const char *const *cells)
{
    for (size_t i = 0; i < output->count; i++) {
        const size_t width = cell_width(cells[i]);

        if (width > output->width[i])
            output->width[i] = width;
    }
}

/* Once the widths are known: the head, then what was held back. */
static void write_held(levee_output_t *output)
{
    const char *cells[COLUMNS_MAX];

    for (size_t i = 0; i < output->count; i++)
        cells[i] = output->columns[i].name;
    write_table_row(output, cells);
    for (size_t row = 0; row < output->held_rows; row++) {
        const char *cell = output->held[row];

        for (size_t i = 0; i < output->count; i++) {
            cells[i] = cell;
            cell += strlen(cell) + 1;
        }
        write_table_row(output, cells);
        free(output->held[row]);
    }
    output->held_rows = 0;
}

static int hold_row(levee_output_t *output, const char *const *cells)
{
    size_t bytes = 1; /* never an allocation of nothing */
    char *end;

    for (size_t i = 0; i < output->count; i++)
        bytes += strlen(cells[i]) + 1;
    end = output->held[output->held_rows] = malloc(bytes);
    if (end == NULL)
        return fail(output, strerror(ENOMEM));
    for (size_t i = 0; i < output->count; i++) {
        const size_t size = strlen(cells[i]) + 1;

        memcpy(end, cells[i], size);
        end += size;
    }
    output->held_rows++;
    widen(output, cells);
    return 0;
}

static void write_head(levee_output_t *output)
{
    const char *names[COLUMNS_MAX];

    for (size_t i = 0; i < output->count; i++)
        names[i] = output->columns[i].name;
    if (output->form == LEVEE_CSV)
        write_csv_row(output, names);
    else if (output->form == LEVEE_JSON)
        fputc('[', output->file);
    else
        widen(output, names);
}

levee_output_t *levee_output_open(const char *path, levee_form_t form, const levee_column_t *columns, size_t count)
{
    levee_output_t *output = calloc(1, sizeof *output);

    assert(count <= COLUMNS_MAX);
    if (output == NULL || (output->buffer = malloc(BUFFER_BYTES)) == NULL) {
        levee_complain("no memory for the output");
        free(output);
        return NULL;
    }
    output->name = path == NULL ? "standard output" : path;
    output->file = path == NULL ? stdout : fopen(path, "w");
    if (output->file == NULL) {
        fail(output, strerror(errno));
        free(output->buffer);
        free(output);
        return NULL;
    }
    if (!isatty(fileno(output->file)))
        setvbuf(output->file, output->buffer, _IOFBF, BUFFER_BYTES);
    output->form = form;
    output->columns = columns;
    output->count = count;
    write_head(output);
    return output;
}

int levee_output_row(levee_output_t *output, const char *const *cells)
{
    int bad = output->failed ? -1 : 0;

    if (bad != 0)
        return bad;
    if (output->form == LEVEE_CSV) {
        write_csv_row(output, cells);
    } else if (output->form == LEVEE_JSON) {
        bad = write_json_row(output, cells);
    } else if (output->rows < TABLE_ROWS) {
        bad = hold_row(output, cells);
    } else {
        if (output->held_rows > 0)
            write_held(output);
        write_table_row(output, cells);
    }
    output->rows++;
    return bad != 0 ? bad : checked(output);
}

int levee_output_close(levee_output_t *output)
{
    int failed;

    if (output == NULL)
        return 0;
    if (output->form == LEVEE_JSON)
        fputs(output->rows > 0 ? "\n]\n" : "]\n", output->file);
    if (output->form == LEVEE_TABLE && output->rows <= TABLE_ROWS)
        write_held(output);
    if (!output->failed && checked(output) == 0 && fflush(output->file) != 0)
        fail(output, strerror(errno));
    if (fclose(output->file) != 0)
        fail(output, strerror(errno));
    failed = output->failed;
    free(output->buffer);
    free(output);
    return failed ? -1 : 0;
}
