/* SPDX-License-Identifier: Apache-2.0
 *
 * fees.h: what one unit of debt of the venue's first second has grown to. */
#ifndef LEVEE_HISTORY_FEES_H
#define LEVEE_HISTORY_FEES_H

#include <gmp.h>
#include <stdint.h>

enum { RATE_PLACES = 18, DUTY_PLACES = 18 };

/* fees_t: the venue compounds by the second, in units of 10^-27. */
typedef struct {
    mpz_t rate;
    mpz_t a_second; /* by what the rate grows in one */
    int64_t seconds;
} fees_t;

/* fees_start begins at 1 and without a fee; free with fees_end. */
void fees_start(fees_t *fees, int64_t seconds);
void fees_end(fees_t *fees);

/* fees_advance grows the rate to `seconds`, which may not run backwards, and
 * returns it in 10^-RATE_PLACES, rounded up like each step on the way. */
int64_t fees_advance(fees_t *fees, int64_t seconds);

/* fees_change sets the fee from now on: `duty` a year, in 10^-DUTY_PLACES. */
void fees_change(fees_t *fees, int64_t duty);

#endif
