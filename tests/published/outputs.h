/* SPDX-License-Identifier: Apache-2.0
 *
 * outputs.h: what a row reads of an engine, or derives from what it reads. */
#ifndef LEVEE_PUBLISHED_OUTPUTS_H
#define LEVEE_PUBLISHED_OUTPUTS_H

#include <gmp.h>

#include <levee/levee.h>

#include "rows.h"

/* output_t: a number, or a text where `text` is not NULL (a status; "none"
 * for a price that does not exist). */
typedef struct {
    const char *text;
    mpq_t value;
    mpq_t quantum;  /* of the settlement asset */
    int against_up; /* rounding against the account is upward */
    mpq_t tick;     /* of the instrument a price belongs to; 0 for money */
    int short_leg;  /* the price belongs to a short leg */
} output_t;

void output_init(output_t *output);
void output_clear(output_t *output);

/* output_read reads or derives `key` of `row` from `engine`:
 *   equity, excess, initial_excess, available, initial, maintenance, status
 *                         each also KEY:second_account
 *   liquidation_price:X, bankruptcy_price:X
 *   quote                 -(closing_delta of the case) * bankruptcy price of
 *                         its closing_market, rounded up to the source's quantum
 *   health_factor         (excess + debt) / debt, debt being negative cash
 * Returns 0, or -1 when it cannot derive it. */
int output_read(const row_t *row, const levee_engine_t *engine, const char *key, output_t *output);

#endif
