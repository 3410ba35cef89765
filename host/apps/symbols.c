/* SPDX-License-Identifier: Apache-2.0 */
#include "symbols.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *symbol;
    uint32_t index;
} entry_t;

struct levee_symbols {
    const entry_t *last; /* files name the same instrument many times in a row */
    uint32_t count;
    entry_t entries[];
};

static int compare(const void *left, const void *right)
{
    return strcmp(((const entry_t *)left)->symbol, ((const entry_t *)right)->symbol);
}

levee_symbols_t *levee_symbols_new(const levee_engine_t *engine)
{
    const uint32_t count = levee_engine_instruments(engine);
    levee_symbols_t *symbols = malloc(sizeof *symbols + count * sizeof(entry_t));

    if (symbols == NULL)
        return NULL;
    symbols->last = NULL;
    symbols->count = count;
    for (uint32_t i = 0; i < count; i++) {
        levee_instrument_report_t report;

        levee_engine_instrument(engine, i, &report);
        symbols->entries[i] = (entry_t){report.symbol, i};
    }
    qsort(symbols->entries, count, sizeof(entry_t), compare);
    return symbols;
}

void levee_symbols_free(levee_symbols_t *symbols)
{
    free(symbols);
}

int levee_symbols_find(levee_symbols_t *symbols, const char *symbol, uint32_t *index)
{
    const entry_t key = {symbol, 0};
    const entry_t *found = symbols->last;

    if (found == NULL || strcmp(found->symbol, symbol) != 0)
        found = bsearch(&key, symbols->entries, symbols->count, sizeof(entry_t), compare);
    if (found == NULL)
        return 0;
    symbols->last = found;
    *index = found->index;
    return 1;
}

int levee_symbols_known(void *context, const char *symbol)
{
    uint32_t index;

    return levee_symbols_find(context, symbol, &index);
}
