/* SPDX-License-Identifier: Apache-2.0
 *
 * symbols.h: the instruments of an engine by symbol. */
#ifndef LEVEE_APPS_SYMBOLS_H
#define LEVEE_APPS_SYMBOLS_H

#include <levee/levee.h>

typedef struct levee_symbols levee_symbols_t;

/* levee_symbols_new indexes the instruments of `engine`, which must outlive
 * the index. Returns NULL when memory is short. */
levee_symbols_t *levee_symbols_new(const levee_engine_t *engine);
void levee_symbols_free(levee_symbols_t *symbols);

/* levee_symbols_find returns 1 and the instrument's `index`, or 0. O(log
 * instruments), O(1) for the symbol of the call before. */
int levee_symbols_find(levee_symbols_t *symbols, const char *symbol, uint32_t *index);

/* levee_symbols_known is levee_symbols_find as levee_ticks_options_t wants it:
 * `context` is the index. */
int levee_symbols_known(void *context, const char *symbol);

#endif
