/* SPDX-License-Identifier: Apache-2.0
 *
 * table.h: a CSV file, gzipped or not, as rows of text. */
#ifndef LEVEE_HISTORY_TABLE_H
#define LEVEE_HISTORY_TABLE_H

#include <stddef.h>

enum { TABLE_COLUMNS = 7, TABLE_CELL = 32 };

typedef struct {
    char cell[TABLE_COLUMNS][TABLE_CELL];
} table_row_t;

typedef struct {
    table_row_t *row;
    size_t count;
} table_t;

/* table_read reads the file `name` in `folder`, whose header must be `header`,
 * names parted by commas. Returns 0, or prints what was wrong and returns -1.
 * Free with table_free in either case. */
int table_read(const char *folder, const char *name, const char *header, table_t *table);
void table_free(table_t *table);

#endif
