/* SPDX-License-Identifier: Apache-2.0 */
#include "number.h"
#include "table.h"

#include <levee/files.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* add_row_t: gives one row to the book. A fault is left in `inner`, with the
 * name of the column in its field. */
typedef levee_result_t (*add_row_t)(levee_book_t *book, const char *const *cells, levee_error_t *inner);

enum { MARK_INSTRUMENT, MARK_MARK, MARK_INDEX, MARK_IV, MARK_FUNDING, MARK_TIME };
static const levee_column_t mark_columns[] = {
    {"instrument", 1}, {"mark", 1}, {"index", 0}, {"iv", 0}, {"funding", 0}, {"time_ns", 0},
};

enum { ACCOUNT_ACCOUNT, ACCOUNT_MODE, ACCOUNT_SETTLE, ACCOUNT_CASH, ACCOUNT_RESERVED };
static const levee_column_t account_columns[] = {
    {"account", 1}, {"mode", 1}, {"settle", 1}, {"cash", 1}, {"reserved", 0},
};

enum { LEG_ACCOUNT, LEG_INSTRUMENT, LEG_QUANTITY, LEG_PRICE, LEG_FUNDING };
static const levee_column_t leg_columns[] = {
    {"account", 1}, {"instrument", 1}, {"quantity", 1}, {"entry_price", 1}, {"entry_funding", 0},
};

/* Forwards and volatilities belong to options: read, checked and not used. */
static levee_result_t check_decimal(const char *text, const char *column, levee_error_t *inner)
{
    const levee_result_t result = text ? levee_decimal_check(text, inner) : LEVEE_OK;

    if (result)
        snprintf(inner->field, sizeof inner->field, "%s", column);
    return result;
}

static levee_result_t read_time(const char *text, int64_t *time_ns, levee_error_t *inner)
{
    *time_ns = 0;
    if (!text || !levee_integer_read(text, time_ns))
        return LEVEE_OK;
    inner->result = LEVEE_MALFORMED;
    snprintf(inner->field, sizeof inner->field, "time_ns");
    levee_integer_explain(text, inner->message, sizeof inner->message);
    return LEVEE_MALFORMED;
}

static levee_result_t add_mark(levee_book_t *book, const char *const *cells, levee_error_t *inner)
{
    levee_mark_spec_t spec = {cells[MARK_INSTRUMENT], cells[MARK_MARK], cells[MARK_FUNDING], 0};
    levee_result_t result = check_decimal(cells[MARK_INDEX], "index", inner);

    if (!result)
        result = check_decimal(cells[MARK_IV], "iv", inner);
    if (!result)
        result = read_time(cells[MARK_TIME], &spec.time_ns, inner);
    return result ? result : levee_book_set_mark(book, &spec, inner);
}

static levee_result_t add_account(levee_book_t *book, const char *const *cells, levee_error_t *inner)
{
    const levee_account_spec_t spec = {cells[ACCOUNT_ACCOUNT], cells[ACCOUNT_MODE], cells[ACCOUNT_SETTLE],
                                       cells[ACCOUNT_CASH], cells[ACCOUNT_RESERVED]};

    return levee_book_add_account(book, &spec, inner);
}

/* The column entry_price is required, its cells are not: assets take none. */
static levee_result_t add_leg(levee_book_t *book, const char *const *cells, levee_error_t *inner)
{
    const char *const price = *cells[LEG_PRICE] ? cells[LEG_PRICE] : NULL;
    const levee_leg_spec_t spec = {cells[LEG_ACCOUNT], cells[LEG_INSTRUMENT], cells[LEG_QUANTITY], price,
                                   cells[LEG_FUNDING]};

    return levee_book_add_leg(book, &spec, inner);
}

static const struct {
    const char *name;
    levee_table_form_t form;
    add_row_t add;
} tables[] = {
    {"marks.csv", {mark_columns, sizeof mark_columns / sizeof *mark_columns, 0}, add_mark},
    {"accounts.csv", {account_columns, sizeof account_columns / sizeof *account_columns, 0}, add_account},
    {"legs.csv", {leg_columns, sizeof leg_columns / sizeof *leg_columns, 0}, add_leg},
};

/* "directory/name", to be freed, or NULL. */
static char *join_path(const char *directory, const char *name)
{
    size_t length = strlen(directory);
    char *path;

    while (length > 1 && directory[length - 1] == '/')
        length--;
    path = malloc(length + 1 + strlen(name) + 1);
    if (path)
        sprintf(path, "%.*s/%s", (int)length, directory, name);
    return path;
}

static levee_result_t read_rows(levee_table_t *table, add_row_t add, levee_book_t *book, levee_error_t *error)
{
    const char *const *cells;
    levee_error_t inner = {0};
    levee_result_t result;

    while (!(result = levee_table_next(table, &cells, error)))
        if (add(book, cells, &inner))
            return levee_table_refuse(table, &inner, error);
    return result == LEVEE_END ? LEVEE_OK : result;
}

static levee_result_t read_table(const char *directory, size_t which, levee_book_t *book, levee_error_t *error)
{
    char *const path = join_path(directory, tables[which].name);
    levee_table_t *table = NULL;
    levee_result_t result;

    if (!path)
        return levee_place_system(directory, "cannot open", ENOMEM, error);
    result = levee_table_open(path, &tables[which].form, &table, error);
    if (!result)
        result = read_rows(table, tables[which].add, book, error);
    levee_table_close(table);
    free(path);
    return result;
}

static levee_result_t read_venue(const char *directory, levee_venue_t **venue, levee_error_t *error)
{
    char *const path = join_path(directory, "venue.yaml");
    levee_result_t result;

    if (!path)
        return levee_place_system(directory, "cannot open", ENOMEM, error);
    result = levee_venue_read(path, venue, error);
    free(path);
    return result;
}

levee_result_t levee_book_read(const char *directory, levee_book_t **book, levee_error_t *error)
{
    levee_venue_t *venue = NULL;
    levee_book_t *made = NULL;
    levee_result_t result = read_venue(directory, &venue, error);

    if (result)
        return result;
    result = levee_book_new(venue, &made, error);
    if (result) {
        levee_venue_free(venue);
        return result;
    }
    for (size_t k = 0; !result && k < sizeof tables / sizeof *tables; k++)
        result = read_table(directory, k, made, error);
    if (result)
        levee_book_free(made);
    else
        *book = made;
    return result;
}
