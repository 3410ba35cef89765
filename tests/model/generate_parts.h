/* SPDX-License-Identifier: Apache-2.0
 *
 * generate_parts.h: what the files of generate.h share. */
#ifndef LEVEE_TESTS_GENERATE_PARTS_H
#define LEVEE_TESTS_GENERATE_PARTS_H

#include "draw.h"
#include "generate.h"
#include "oracle.h"

typedef struct {
    case_t *c;
    oracle_t *o; /* holds all that has been generated so far */
    draw_t d;
    generate_kind_t kind;
    int whole_percent;    /* instruments on which nothing needs rounding */
    unsigned char *whole; /* by instrument */
} generator_t;

/* generate_instrument adds one instrument with its first mark. */
void generate_instrument(generator_t *g);

/* generate_price draws a price in ticks within the instrument's range; where
 * `whole`, one that divides the worth of an inverse lot. */
long generate_price(generator_t *g, const oracle_instrument_t *it, int whole);

/* generate_price_text prints a price of `ticks`, at times with digits finer
 * than the tick that round to it. */
void generate_price_text(generator_t *g, const oracle_instrument_t *it, long ticks, case_text_t text);

/* generate_index_text draws a funding index of at most `bits` bits of x; where
 * `whole`, one with x whole. */
void generate_index_text(generator_t *g, const oracle_instrument_t *it, unsigned bits, int whole, case_text_t text);

/* generate_account adds one account with its legs. */
void generate_account(generator_t *g);

/* generate_batch adds one batch of ticks. */
void generate_batch(generator_t *g, uint32_t batch);

/* generate_edge_price returns a price at or next to which the leg changes tier,
 * or -1 when there is none in the range. */
long generate_edge_price(generator_t *g, const oracle_leg_t *leg);

#endif
