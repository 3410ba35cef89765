/* SPDX-License-Identifier: Apache-2.0 */
#include "number.h"
#include "table.h"

#include <levee/files.h>

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

enum {
    CHANGE_TIME,
    CHANGE_ACCOUNT,
    CHANGE_EVENT,
    CHANGE_INSTRUMENT,
    CHANGE_QUANTITY,
    CHANGE_PRICE,
    CHANGE_AMOUNT,
    CHANGE_COLUMNS
};

/* The columns are required, their cells are not: what an event uses is the
 * engine's business. */
static const levee_column_t columns[CHANGE_COLUMNS] = {
    {"time_ns", 1}, {"account", 1}, {"event", 1}, {"instrument", 1}, {"quantity", 1}, {"price", 1}, {"amount", 1},
};

static const levee_table_form_t form = {columns, CHANGE_COLUMNS, 0};

struct levee_changes {
    levee_table_t *table;
    int64_t newest;
    int ended;
};

levee_result_t levee_changes_open(const char *path, levee_changes_t **changes, levee_error_t *error)
{
    levee_changes_t *const made = calloc(1, sizeof *made);
    levee_result_t result;

    if (!made)
        return levee_place_system(path, "cannot open", ENOMEM, error);
    result = levee_table_open(path, &form, &made->table, error);
    if (result)
        levee_changes_close(made);
    else
        *changes = made;
    return result;
}

void levee_changes_close(levee_changes_t *changes)
{
    if (!changes)
        return;
    levee_table_close(changes->table);
    free(changes);
}

static levee_result_t fail_at(const levee_changes_t *changes, unsigned column, levee_error_t *error,
                              const char *message)
{
    return levee_place_fail(levee_table_place(changes->table, column), LEVEE_MALFORMED, columns[column].name, error,
                            "%s", message);
}

static levee_result_t check_decimals(const levee_changes_t *changes, const char *const *cells, levee_error_t *error)
{
    static const unsigned decimals[] = {CHANGE_QUANTITY, CHANGE_PRICE, CHANGE_AMOUNT};
    levee_error_t inner;

    for (unsigned k = 0; k < sizeof decimals / sizeof *decimals; k++)
        if (*cells[decimals[k]] && levee_decimal_check(cells[decimals[k]], &inner))
            return fail_at(changes, decimals[k], error, inner.message);
    return LEVEE_OK;
}

static levee_result_t read_row(const levee_changes_t *changes, levee_change_t *change, levee_error_t *error)
{
    const char *const *cells;
    const levee_result_t result = levee_table_next(changes->table, &cells, error);
    char message[160];

    if (result)
        return result;
    *change = (levee_change_t){
        .event = cells[CHANGE_EVENT],
        .account = cells[CHANGE_ACCOUNT],
        .instrument = cells[CHANGE_INSTRUMENT],
        .quantity = cells[CHANGE_QUANTITY],
        .price = cells[CHANGE_PRICE],
        .amount = cells[CHANGE_AMOUNT],
    };
    if (levee_integer_read(cells[CHANGE_TIME], &change->time_ns)) {
        levee_integer_explain(cells[CHANGE_TIME], message, sizeof message);
        return fail_at(changes, CHANGE_TIME, error, message);
    }
    return check_decimals(changes, cells, error);
}

levee_result_t levee_changes_next(levee_changes_t *changes, levee_change_t *change, levee_error_t *error)
{
    levee_result_t result;

    if (changes->ended)
        return LEVEE_END;
    result = read_row(changes, change, error);
    changes->ended = result != LEVEE_OK;
    if (result)
        return result;
    if (change->time_ns < changes->newest)
        return levee_place_fail(
            levee_table_place(changes->table, CHANGE_TIME), LEVEE_REJECTED, columns[CHANGE_TIME].name, error,
            "%" PRId64 " ns is earlier than %" PRId64 " ns of a row before it", change->time_ns, changes->newest);
    changes->newest = change->time_ns;
    return LEVEE_OK;
}

uint64_t levee_changes_progress(const levee_changes_t *changes, uint64_t *total)
{
    return levee_table_progress(changes->table, total);
}
