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

/* generate_begin draws venue and book; generate_end releases all but the case. */
void generate_begin(generator_t *g, case_t *c, generate_kind_t kind, uint64_t seed, size_t accounts);
void generate_end(generator_t *g);

/* generate_most_lots returns the most lots a new leg may have; it can be 0. */
long generate_most_lots(const oracle_instrument_t *it);

/* generate_edge_lots draws lots that fill a tier, one more or one less. */
long generate_edge_lots(generator_t *g, const oracle_instrument_t *it);

/* generate_quantity prints `lots` as a quantity, fewer if text cannot hold
 * them; generate_entry_price draws a price around the mark: on a tick where
 * `whole`, else of any precision. */
void generate_quantity(const oracle_instrument_t *it, long lots, case_text_t text);
void generate_entry_price(generator_t *g, const oracle_instrument_t *it, int whole, case_text_t text);

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
