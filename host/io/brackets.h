/* SPDX-License-Identifier: Apache-2.0
 *
 * brackets.h: a file of Binance's leverage brackets, one symbol at a time. */
#ifndef LEVEE_IO_BRACKETS_H
#define LEVEE_IO_BRACKETS_H

#include "place.h"

enum { LEVEE_BRACKET_NAME = 128, LEVEE_BRACKETS_MAX = 256, LEVEE_BRACKET_RATE = 12 };

typedef struct levee_brackets levee_brackets_t;

/* levee_bracket_list_t: a symbol BASE/QUOTE:SETTLE or BASE/QUOTE:SETTLE-YYMMDD
 * with its brackets as tiers. `symbol` is the venue's own, BASEQUOTE or
 * BASEQUOTE_YYMMDD. Texts of the tiers live as long as the file, but for
 * `initial`, which lives here. */
typedef struct {
    const char *key; /* as the file has it */
    char symbol[LEVEE_BRACKET_NAME];
    char base[LEVEE_BRACKET_NAME];
    char quote[LEVEE_BRACKET_NAME];
    char settle[LEVEE_BRACKET_NAME];
    char expiry[24]; /* "" for a perpetual; else 8:00 UTC of the day, nanoseconds */
    size_t count;
    levee_tier_spec_t *tiers;
    char (*initial)[LEVEE_BRACKET_RATE];
} levee_bracket_list_t;

/* levee_brackets_open reads a whole file. LEVEE_MALFORMED when it is no JSON
 * object; LEVEE_SYSTEM, LEVEE_NO_MEMORY. */
levee_result_t levee_brackets_open(const char *path, levee_brackets_t **brackets, levee_error_t *error);
void levee_brackets_close(levee_brackets_t *brackets);

/* levee_brackets_count returns how many symbols the file has. */
size_t levee_brackets_count(const levee_brackets_t *brackets);

/* levee_brackets_next reads the next symbol; free the list with
 * levee_bracket_list_free. LEVEE_END after the last; LEVEE_MALFORMED when a
 * field is missing or of the wrong form, LEVEE_REJECTED when brackets do not
 * join. */
levee_result_t levee_brackets_next(levee_brackets_t *brackets, levee_bracket_list_t *list, levee_error_t *error);
void levee_bracket_list_free(levee_bracket_list_t *list);

#endif
