/* SPDX-License-Identifier: Apache-2.0
 *
 * drawn_book.h: random books with what happens to them, by number. */
#ifndef LEVEE_TESTS_DRAWN_BOOK_H
#define LEVEE_TESTS_DRAWN_BOOK_H

#include "stream.h"

/* drawn_book fills `s`, which holds nothing yet, with book `number` of a seed.
 * Every fourth book has ticks alone, and a number of accounts around that of a
 * slice, a beat of statuses and a region's room, now and then many; the others
 * change while they tick. */
void drawn_book(stream_t *s, uint64_t seed, long number);

#endif
