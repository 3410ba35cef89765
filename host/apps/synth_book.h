/* SPDX-License-Identifier: Apache-2.0
 *
 * synth_book.h: the book directory that synth writes. */
#ifndef LEVEE_APPS_SYNTH_BOOK_H
#define LEVEE_APPS_SYNTH_BOOK_H

#include <stdio.h>

#include "synth_account.h"

typedef struct {
    const char *directory;
    int made;    /* the directory itself is ours to remove */
    int created; /* so are the files */
    FILE *accounts;
    FILE *legs;
} levee_synth_book_t;

/* Of the functions below, those that return an int return 0, or -1 after a
 * message. */

/* levee_synth_book_create makes `directory`, which must not exist or be empty,
 * with a copy of the venue and, when `marks` is not NULL, of the marks, and
 * without accounts: a book that can be read. */
int levee_synth_book_create(levee_synth_book_t *book, const char *directory, const char *venue, const char *marks);

/* levee_synth_book_write_marks writes marks.csv from `market`. */
int levee_synth_book_write_marks(const levee_synth_book_t *book, const levee_synth_market_t *market);

/* levee_synth_book_begin opens the accounts and the legs for writing. */
int levee_synth_book_begin(levee_synth_book_t *book);

/* levee_synth_book_add writes one account, called a%08u, and its legs; `cash`
 * in whole quanta. Errors show at the end. */
void levee_synth_book_add(levee_synth_book_t *book, const levee_synth_market_t *market, uint32_t index,
                          const levee_synth_plan_t *plan, levee_int128_t cash);

/* levee_synth_book_end writes what is left. */
int levee_synth_book_end(levee_synth_book_t *book);

/* levee_synth_book_remove removes what was created, after a failure. */
void levee_synth_book_remove(levee_synth_book_t *book);

/* levee_synth_name prints the name of account `index` into `text` of
 * LEVEE_PRICE_TEXT bytes. Returns `text`. */
char *levee_synth_name(uint32_t index, char *text);

#endif
