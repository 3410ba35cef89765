/* SPDX-License-Identifier: Apache-2.0
 *
 * test_table.c: rows out of CSV: what was written is what is read, and where it
 * stands, however it is stored. */
#include "scratch.h"

#include "table.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COLUMNS = 4, ROWS = 40, CELL = 24, ROUNDS = 3000, STORED = 1 << 20 };

static const levee_column_t columns[COLUMNS] = {{"alpha", 1}, {"beta", 0}, {"gamma", 1}, {"delta", 0}};
static const levee_table_form_t form = {columns, COLUMNS, 0};
static const levee_table_form_t open_form = {columns, COLUMNS, 1};

/* sheet_t: a table, its file and where each cell starts in it. */
typedef struct {
    unsigned fields, rows;
    int order[COLUMNS]; /* the column of each field */
    char cell[ROWS][COLUMNS][CELL];
    uint64_t line[ROWS][COLUMNS];
    char file[ROWS * COLUMNS * (2 * CELL + 3) + 200];
    size_t length;
} sheet_t;

static void put(sheet_t *sheet, const char *text, uint64_t *line)
{
    for (; *text; text++) {
        *line += *text == '\n';
        sheet->file[sheet->length++] = *text;
    }
}

static void put_cell(sheet_t *sheet, const char *cell, int quote, uint64_t *line)
{
    char text[2 * CELL + 3];
    size_t used = 0;

    if (!quote && !strpbrk(cell, ",\"\r\n")) {
        put(sheet, cell, line);
        return;
    }
    text[used++] = '"';
    for (; *cell; cell++) {
        if (*cell == '"')
            text[used++] = '"';
        text[used++] = *cell;
    }
    text[used++] = '"';
    text[used] = '\0';
    put(sheet, text, line);
}

static void draw_cell(char cell[CELL], uint64_t *state)
{
    static const char alphabet[] = "ab, \"\r\n\t0.-\xc3\xa9'";
    const size_t length = random_below(state, 3) ? random_below(state, 6) : random_below(state, CELL);

    for (size_t k = 0; k < length; k++)
        cell[k] = alphabet[random_below(state, sizeof alphabet - 1)];
    cell[length] = '\0';
}

/* The required columns alpha and gamma always, the others perhaps, shuffled. */
static void draw_order(sheet_t *sheet, uint64_t *state)
{
    for (int k = 0; k < COLUMNS; k++)
        if (columns[k].required || random_below(state, 2))
            sheet->order[sheet->fields++] = k;
    for (unsigned k = sheet->fields; k > 1; k--) {
        const unsigned with = (unsigned)random_below(state, k);
        const int held = sheet->order[with];

        sheet->order[with] = sheet->order[k - 1];
        sheet->order[k - 1] = held;
    }
}

/* draw_sheet is a function of seed and rows, so that a failure can be shrunk. */
static void draw_sheet(sheet_t *sheet, uint64_t seed, unsigned rows)
{
    uint64_t state = seed, line = 1;
    const char *const end = random_below(&state, 2) ? "\n" : "\r\n";
    const int last_end = random_below(&state, 2) != 0, blank_ends = (int)random_below(&state, 3);

    memset(sheet, 0, sizeof *sheet);
    sheet->rows = rows;
    draw_order(sheet, &state);
    if (random_below(&state, 2))
        put(sheet, "\xef\xbb\xbf", &line);
    for (unsigned f = 0; f < sheet->fields; f++) {
        put(sheet, f ? "," : "", &line);
        put_cell(sheet, columns[sheet->order[f]].name, random_below(&state, 4) == 0, &line);
    }
    for (unsigned r = 0; r < rows; r++) {
        put(sheet, end, &line);
        for (unsigned f = 0; f < sheet->fields; f++) {
            put(sheet, f ? "," : "", &line);
            sheet->line[r][f] = line;
            draw_cell(sheet->cell[r][f], &state);
            put_cell(sheet, sheet->cell[r][f], random_below(&state, 4) == 0, &line);
        }
    }
    if (last_end)
        for (int k = 0; k <= blank_ends; k++)
            put(sheet, end, &line);
}

/* compare_row returns NULL or what differs. */
static const char *compare_row(const sheet_t *sheet, unsigned row, const levee_table_t *table, const char *const *cells)
{
    unsigned present = 0;

    for (unsigned f = 0; f < sheet->fields; f++) {
        const unsigned k = (unsigned)sheet->order[f];
        const char *const wanted = sheet->cell[row][f];
        const levee_place_t place = levee_table_place(table, k);

        present |= 1u << k;
        if (!*wanted && !columns[k].required ? cells[k] != NULL : !cells[k] || strcmp(cells[k], wanted))
            return "a cell";
        if (place.line != sheet->line[row][f])
            return "a line";
        if (place.column != f + 1)
            return "a column";
    }
    for (unsigned k = 0; k < COLUMNS; k++)
        if (!(present >> k & 1) && (cells[k] || levee_table_place(table, k).column != 1))
            return "an absent column";
    return NULL;
}

static const char *compare_file(const sheet_t *sheet, const char *path)
{
    const char *const *cells;
    const char *difference = NULL;
    levee_table_t *table;
    levee_error_t error = {0};
    unsigned row = 0;

    if (levee_table_open(path, &form, &table, &error))
        return "the header";
    while (!difference && levee_table_next(table, &cells, &error) == LEVEE_OK)
        difference = row == sheet->rows ? "an additional row" : compare_row(sheet, row++, table, cells);
    if (!difference && row != sheet->rows)
        difference = "a missing row";
    if (!difference && error.result)
        difference = "the end";
    levee_table_close(table);
    return difference;
}

static const char *round_trip(sheet_t *sheet, uint64_t seed, unsigned rows)
{
    static unsigned char stored[STORED];
    const char *difference;
    size_t length;

    draw_sheet(sheet, seed, rows);
    difference = compare_file(sheet, scratch_write("sheet.csv", sheet->file, sheet->length));
    if (difference)
        return difference;
    length = scratch_gzip(sheet->file, sheet->length, 1 + (unsigned)(seed % 3), stored, sizeof stored);
    return compare_file(sheet, scratch_write("sheet.csv.gz", stored, length));
}

static void reads_what_was_written(void **context)
{
    static sheet_t sheet;

    (void)context;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        const char *difference = round_trip(&sheet, seed, (unsigned)(seed % ROWS));
        unsigned rows = 0;

        if (!difference)
            continue;
        while (!(difference = round_trip(&sheet, seed, rows)))
            rows++;
        fail_msg("seed %" PRIu64 ", %u rows: %s differs in\n%.*s", seed, rows, difference, (int)sheet.length,
                 sheet.file);
    }
}

static volatile sig_atomic_t alarms;

static void on_alarm(int signal)
{
    (void)signal;
    alarms = alarms + 1;
}

/* Signals interrupt reads, which go on. */
static timer_t start_alarms(void)
{
    const struct itimerspec often = {{0, 50000}, {0, 50000}};
    const struct sigaction action = {.sa_handler = on_alarm};
    timer_t timer;

    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(timer_create(CLOCK_MONOTONIC, NULL, &timer), 0);
    assert_int_equal(timer_settime(timer, 0, &often, NULL), 0);
    return timer;
}

static void reads_from_a_dripping_pipe(void **context)
{
    static sheet_t sheet;
    static unsigned char stored[STORED];
    const timer_t timer = start_alarms();

    (void)context;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        const char *difference;
        const int zipped = seed & 1;
        size_t length;

        draw_sheet(&sheet, seed, (unsigned)(seed % ROWS));
        length = scratch_gzip(sheet.file, sheet.length, 2, stored, sizeof stored);
        difference = zipped ? compare_file(&sheet, scratch_pipe(stored, length, 1 + seed % 5))
                            : compare_file(&sheet, scratch_pipe(sheet.file, sheet.length, 1 + seed % 5));
        scratch_pipe_end();
        if (difference)
            fail_msg("seed %" PRIu64 ": %s differs", seed, difference);
    }
    timer_delete(timer);
    assert_true(alarms > 0);
}

/* Rows of every length move each byte of a row across the edges of all
 * buffers, which are multiples of 65536 bytes long. */
static void reads_across_buffers(void **context)
{
    enum { LONG_ROWS = 24 };
    static char file[LONG_ROWS * LEVEE_ROW_MAX];
    static unsigned char stored[STORED];

    (void)context;
    for (unsigned shift = 0; shift < 24; shift++) {
        size_t length = (size_t)sprintf(file, "alpha,gamma\n");

        for (unsigned row = 0; row < LONG_ROWS; row++) {
            const int filler = row % 2 ? 65500 : (int)(20 + shift);

            length += (size_t)sprintf(file + length, "\"%0*u\",b%u\n", filler, row, row);
        }
        for (int zipped = 0; zipped < 2; zipped++) {
            const size_t size = zipped ? scratch_gzip(file, length, 3, stored, sizeof stored) : length;
            const char *const path = scratch_write("long.csv", zipped ? (void *)stored : (void *)file, size);
            const char *const *cells;
            levee_table_t *table;
            unsigned row = 0;

            assert_int_equal(levee_table_open(path, &form, &table, NULL), LEVEE_OK);
            for (; levee_table_next(table, &cells, NULL) == LEVEE_OK; row++) {
                char wanted[16];

                snprintf(wanted, sizeof wanted, "b%u", row);
                assert_string_equal(cells[2], wanted);
                assert_int_equal(strlen(cells[0]), row % 2 ? 65500 : 20 + shift);
                assert_int_equal(strtoul(cells[0], NULL, 10), row);
            }
            assert_int_equal(row, LONG_ROWS);
            levee_table_close(table);
        }
    }
}

static void skips_columns_that_nobody_reads(void **context)
{
    static const char file[] = "x,gamma,x,alpha\n1,\"2\n\",\"\n3\",4\n";
    const char *const *cells;
    levee_table_t *table;

    (void)context;
    assert_int_equal(levee_table_open(scratch_write("open.csv", file, sizeof file - 1), &open_form, &table, NULL),
                     LEVEE_OK);
    assert_int_equal(levee_table_next(table, &cells, NULL), LEVEE_OK);
    assert_string_equal(cells[0], "4");
    assert_string_equal(cells[2], "2\n");
    assert_int_equal(levee_table_place(table, 0).line, 4);
    assert_int_equal(levee_table_place(table, 0).column, 4);
    assert_int_equal(levee_table_place(table, 2).line, 2);
    assert_int_equal(levee_table_next(table, &cells, NULL), LEVEE_END);
    levee_table_close(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_was_written),
        cmocka_unit_test(reads_from_a_dripping_pipe),
        cmocka_unit_test(reads_across_buffers),
        cmocka_unit_test(skips_columns_that_nobody_reads),
    };

    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
