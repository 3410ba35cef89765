/* SPDX-License-Identifier: Apache-2.0
 *
 * test_faults.c: what no table is made of: with which words it is refused, and
 * how many rows come before. */
#include "scratch.h"

#include "lines.h"
#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(LEVEE_ROW_MAX == 65536 && LEVEE_LINE_MAX == 65536, "messages name the limits");
_Static_assert(LEVEE_TABLE_FIELDS == 256, "a message names the limit");

static const levee_column_t columns[] = {{"alpha", 1}, {"beta", 0}, {"gamma", 1}, {"delta", 0}};
static const levee_table_form_t form = {columns, 4, 0};
static const levee_table_form_t open_form = {columns, 4, 1};

typedef struct {
    const char *file;
    size_t length; /* 0: up to the NUL */
    unsigned rows; /* read before the fault */
    levee_result_t result;
    const char *message; /* behind the path; NULL: no fault */
} fault_t;

static const fault_t faults[] = {
    {"alpha,gamma\n1,2\n", 0, 1, LEVEE_END, NULL},
    {"alpha,gamma", 0, 0, LEVEE_END, NULL},
    {"alpha,gamma\r\n1,2\r\n\r\n\n", 0, 1, LEVEE_END, NULL},
    {"", 0, 0, LEVEE_MALFORMED, ":1:1: the file is empty; it needs a header"},
    {"\n\n", 0, 0, LEVEE_MALFORMED, ":1:1: the file is empty; it needs a header"},
    {"\xef\xbb\xbf", 0, 0, LEVEE_MALFORMED, ":1:1: the file is empty; it needs a header"},
    {"\nalpha,gamma\n", 0, 0, LEVEE_MALFORMED, ":1:1: the line is empty"},
    {"alpha\n", 0, 0, LEVEE_MALFORMED, ":1:2: the header lacks the column \"gamma\""},
    {"gamma,delta,beta\n", 0, 0, LEVEE_MALFORMED, ":1:4: the header lacks the column \"alpha\""},
    {"alpha,gamma,x\x01y\n", 0, 0, LEVEE_MALFORMED,
     ":1:3: unknown column \"x\\x01y\"; the columns are alpha, beta, gamma and delta"},
    {"alpha, gamma\n", 0, 0, LEVEE_MALFORMED,
     ":1:2: unknown column \" gamma\"; the columns are alpha, beta, gamma and delta"},
    {"alpha,gamma,alpha\n", 0, 0, LEVEE_MALFORMED,
     ":1:3: the header has twice the column \"alpha\"; the columns are alpha, beta, gamma and delta"},
    {"alpha,gamma\n1,2\n1\n", 0, 1, LEVEE_MALFORMED, ":3:2: the row has 1 cells, the header 2 columns"},
    {"alpha,gamma\n1,2,3\n", 0, 0, LEVEE_MALFORMED, ":2:3: the row has 3 cells, the header 2 columns"},
    {"alpha,gamma\n1,2\n\n\n3,4\n", 0, 1, LEVEE_MALFORMED, ":3:1: the line is empty"},
    {"alpha,gamma\n1,2\n3,x\"\n", 0, 1, LEVEE_MALFORMED, ":3:2: a quote inside a cell that is not quoted"},
    {"alpha,gamma\n\"1\"x,2\n", 0, 0, LEVEE_MALFORMED, ":2:1: text after a closing quote"},
    {"alpha,gamma\n\"1\" ,2\n", 0, 0, LEVEE_MALFORMED, ":2:1: text after a closing quote"},
    {"alpha,gamma\n\"a\nb\",\"c\nd\n", 0, 0, LEVEE_MALFORMED, ":3:2: the quoted cell that starts here does not end"},
    {"alpha,gamma\n\"a\nb\",x\"\n", 0, 0, LEVEE_MALFORMED, ":3:2: a quote inside a cell that is not quoted"},
    {"alpha,gamma\n1,2\r3,4\n", 0, 0, LEVEE_MALFORMED, ":2:2: a carriage return without a line feed"},
    {"alpha,gamma\r1,2\r", 0, 0, LEVEE_MALFORMED, ":1:2: a carriage return without a line feed"},
    {"alpha,gamma\n1,2\r\r\n", 0, 0, LEVEE_MALFORMED, ":2:2: a carriage return without a line feed"},
    {"alpha,gamma\n1,2\r", 0, 0, LEVEE_MALFORMED, ":2:2: a carriage return without a line feed"},
    {"alpha,gamma\n\r1,2\n", 0, 0, LEVEE_MALFORMED, ":2:1: a carriage return without a line feed"},
    {"alpha,gamma\n1,2\n3,\0\n", 20, 1, LEVEE_MALFORMED, ":3:2: a NUL byte"},
    {"alpha,gamma\n1\0,2\n", 17, 0, LEVEE_MALFORMED, ":2:1: a NUL byte"},
};

static void check_fault(const fault_t *fault, const char *path)
{
    const char *const *cells;
    levee_table_t *table = NULL;
    levee_error_t error = {0};
    char wanted[400];
    unsigned rows = 0;
    levee_result_t result = levee_table_open(path, &form, &table, &error);

    while (!result && (result = levee_table_next(table, &cells, &error)) == LEVEE_OK)
        rows++;
    assert_int_equal(result, fault->result);
    assert_int_equal(rows, fault->rows);
    if (fault->message) {
        snprintf(wanted, sizeof wanted, "%s%s", path, fault->message);
        assert_string_equal(error.message, wanted);
        assert_string_equal(error.field, "");
        assert_int_equal(error.result, result);
        if (table)
            assert_int_equal(levee_table_next(table, &cells, &error), LEVEE_END);
    }
    levee_table_close(table);
}

static void names_what_is_wrong(void **context)
{
    (void)context;
    for (size_t k = 0; k < sizeof faults / sizeof *faults; k++) {
        const size_t length = faults[k].length ? faults[k].length : strlen(faults[k].file);

        check_fault(&faults[k], scratch_write("fault.csv", faults[k].file, length));
    }
}

/* Writes "alpha,gamma" and a row whose line is `length` bytes long. */
static const char *write_row(size_t length, int quoted)
{
    static char file[3 * LEVEE_ROW_MAX];
    const size_t start = (size_t)sprintf(file, "alpha,gamma\n");

    memset(file + start, quoted ? '\n' : 'x', length);
    if (quoted)
        file[start] = '"';
    memcpy(file + start + length - 3 - (size_t)quoted, quoted ? "\",2\n" : ",2\n", 3 + (size_t)quoted);
    return scratch_write("row.csv", file, start + length);
}

static void limits_rows(void **context)
{
    fault_t fault = {NULL, 0, 1, LEVEE_END, NULL};

    (void)context;
    check_fault(&fault, write_row(LEVEE_ROW_MAX, 0));
    check_fault(&fault, write_row(LEVEE_ROW_MAX, 1));
    fault = (fault_t){NULL, 0, 0, LEVEE_MALFORMED, ":2:1: the line is longer than 65536 bytes"};
    check_fault(&fault, write_row(LEVEE_ROW_MAX + 1, 0));
    check_fault(&fault, write_row((size_t)2 * LEVEE_ROW_MAX, 0));
    fault.message = ":2:1: the quoted cell that starts here does not end within 65536 bytes";
    check_fault(&fault, write_row(LEVEE_ROW_MAX + 1, 1));
}

static levee_result_t open_wide(unsigned fields, levee_error_t *error)
{
    char header[3 * LEVEE_TABLE_FIELDS + 20];
    size_t length = (size_t)sprintf(header, "alpha,gamma");
    levee_table_t *table = NULL;
    levee_result_t result;

    for (unsigned k = 2; k < fields; k++)
        length += (size_t)sprintf(header + length, ",z");
    result = levee_table_open(scratch_write("wide.csv", header, length), &open_form, &table, error);
    levee_table_close(table);
    return result;
}

static void limits_columns(void **context)
{
    levee_error_t error;

    (void)context;
    assert_int_equal(open_wide(LEVEE_TABLE_FIELDS, &error), LEVEE_OK);
    assert_int_equal(open_wide(LEVEE_TABLE_FIELDS + 1, &error), LEVEE_MALFORMED);
    assert_non_null(strstr(error.message, ":1:257: there are more than 256 columns"));
}

static void says_that_there_is_no_file(void **context)
{
    char path[SCRATCH_PATH], wanted[400];
    levee_table_t *table;
    levee_error_t error;

    (void)context;
    snprintf(path, sizeof path, "%s", scratch_path("nothing.csv"));
    assert_int_equal(levee_table_open(path, &form, &table, &error), LEVEE_SYSTEM);
    snprintf(wanted, sizeof wanted, "%s: cannot open: No such file or directory", path);
    assert_string_equal(error.message, wanted);
    assert_int_equal(levee_table_open("/", &form, &table, &error), LEVEE_SYSTEM);
    assert_string_equal(error.message, "/: cannot read: Is a directory");
}

/* gz_rows reads the rows of gzip data and returns how it ended. With `check`
 * every row must be a whole one of the original, "K,xK". */
static levee_result_t gz_rows(const unsigned char *stored, size_t length, int check, unsigned *rows,
                              levee_error_t *error)
{
    const char *const path = scratch_write("broken.csv.gz", stored, length);
    const char *const *cells;
    levee_table_t *table;
    levee_result_t result = levee_table_open(path, &form, &table, error);

    *rows = 0;
    if (result)
        return result;
    while ((result = levee_table_next(table, &cells, error)) == LEVEE_OK) {
        char wanted[32];

        snprintf(wanted, sizeof wanted, "%u,x%u", *rows, *rows);
        if (check) {
            assert_memory_equal(cells[0], wanted, strlen(cells[0]));
            assert_string_equal(cells[2], wanted + strlen(cells[0]) + 1);
        }
        ++*rows;
    }
    levee_table_close(table);
    return result;
}

static size_t make_gz(unsigned members, unsigned char *stored, size_t room)
{
    char file[4000];
    size_t length = (size_t)sprintf(file, "alpha,gamma\n");

    for (unsigned k = 0; k < 100; k++)
        length += (size_t)sprintf(file + length, "%u,x%u\n", k, k);
    return scratch_gzip(file, length, members, stored, room);
}

static void sees_cut_gzip_data(void **context)
{
    unsigned char stored[4000];
    const size_t length = make_gz(1, stored, sizeof stored);
    levee_error_t error;
    unsigned rows;

    (void)context;
    assert_int_equal(gz_rows(stored, length, 1, &rows, &error), LEVEE_END);
    assert_int_equal(rows, 100);
    for (size_t cut = 2; cut < length; cut++) {
        assert_int_equal(gz_rows(stored, cut, 1, &rows, &error), LEVEE_MALFORMED);
        assert_non_null(strstr(error.message, "the gzip data is cut short"));
    }
}

/* A changed bit behind the ten bytes of header must be seen, at the latest by
 * the checksum at the end, but for the bits that fill up the last byte. */
static void sees_corrupt_gzip_data(void **context)
{
    unsigned char stored[4000];
    const size_t length = make_gz(1, stored, sizeof stored);
    levee_error_t error;
    unsigned rows, harmless = 0;

    (void)context;
    for (size_t k = 10; k < length; k++) {
        stored[k] ^= (unsigned char)(1u << k % 8);
        if (gz_rows(stored, length, 0, &rows, &error) != LEVEE_MALFORMED) {
            assert_int_equal(gz_rows(stored, length, 1, &rows, &error), LEVEE_END);
            assert_int_equal(rows, 100);
            harmless++;
        }
        stored[k] ^= (unsigned char)(1u << k % 8);
    }
    assert_true(harmless <= 1);
}

static void sees_what_follows_gzip_data(void **context)
{
    unsigned char stored[4000] = {0};
    const size_t length = make_gz(1, stored, sizeof stored);
    levee_error_t error;
    unsigned rows;

    (void)context;
    stored[length] = '\n';
    assert_int_equal(gz_rows(stored, length + 1, 1, &rows, &error), LEVEE_MALFORMED);
    assert_int_equal(rows, 100);
    assert_non_null(strstr(error.message, ":102:1: something other than gzip follows the gzip data"));
    stored[length] = 0x1f;
    assert_int_equal(gz_rows(stored, length + 1, 1, &rows, &error), LEVEE_MALFORMED);
    assert_non_null(strstr(error.message, "the gzip data is cut short"));
}

static void counts_stored_bytes(void **context)
{
    unsigned char stored[4000];
    const size_t length = make_gz(2, stored, sizeof stored);
    const char *const *cells;
    levee_table_t *table;
    uint64_t total;

    (void)context;
    assert_int_equal(levee_table_open(scratch_write("count.csv.gz", stored, length), &form, &table, NULL), LEVEE_OK);
    while (levee_table_next(table, &cells, NULL) == LEVEE_OK)
        assert_true(levee_table_progress(table, &total) <= length);
    assert_int_equal(levee_table_progress(table, &total), length);
    assert_int_equal(total, length);
    levee_table_close(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_what_is_wrong),
        cmocka_unit_test(limits_rows),
        cmocka_unit_test(limits_columns),
        cmocka_unit_test(says_that_there_is_no_file),
        cmocka_unit_test(sees_cut_gzip_data),
        cmocka_unit_test(sees_corrupt_gzip_data),
        cmocka_unit_test(sees_what_follows_gzip_data),
        cmocka_unit_test(counts_stored_bytes),
    };

    return cmocka_run_group_tests_name("faults", tests, NULL, NULL);
}
