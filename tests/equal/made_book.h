/* SPDX-License-Identifier: Apache-2.0
 *
 * made_book.h: books of a given shape: so many accounts, each with so many legs. */
#ifndef LEVEE_TESTS_MADE_BOOK_H
#define LEVEE_TESTS_MADE_BOOK_H

#include "case.h"
#include "draw.h"

/* made_book_t: account `a` has legs_least + a * (legs_most - legs_least + 1) /
 * accounts legs, so that neighbours have alike many. */
typedef struct {
    uint32_t instruments; /* at least legs_most */
    uint32_t tiers;
    uint32_t accounts;
    uint32_t legs_least;
    uint32_t legs_most;
    int wide_percent; /* legs of 2^31 lots or more */
    uint64_t seed;
} made_book_t;

/* made_book fills `c`, which holds nothing yet. Instruments are linear, inverse
 * and assets by turns; the verdicts are of all sorts. */
void made_book(case_t *c, const made_book_t *shape);

/* made_book_price prints a price of instrument `number` that is `percent` of its
 * first one. */
void made_book_price(uint32_t number, unsigned percent, case_text_t text);

#endif
