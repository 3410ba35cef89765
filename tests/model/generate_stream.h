/* SPDX-License-Identifier: Apache-2.0
 *
 * generate_stream.h: random streams, adversarial to their book. */
#ifndef LEVEE_TESTS_GENERATE_STREAM_H
#define LEVEE_TESTS_GENERATE_STREAM_H

#include "generate_parts.h"
#include "stream.h"

typedef struct {
    generator_t g;
    stream_t *s;
    uint32_t batch;
    size_t changes;           /* so far */
    int together;             /* changes that still join the present batch */
    uint32_t names;           /* given to opened accounts so far */
    char closed[ORACLE_NAME]; /* the last account that was closed, or "" */
} maker_t;

/* generate_stream fills `s`, which holds nothing yet, with a book and at least
 * `changes` changes, interleaved with ticks. A function of kind and seed. */
void generate_stream(stream_t *s, generate_kind_t kind, uint64_t seed, size_t changes);

/* generate_emit adds one change and tells the generator's own oracle. */
void generate_emit(maker_t *m, const case_change_t *change);

/* generate_open_account draws an open account, or -1 when there is none;
 * generate_change starts a change of it. */
long generate_open_account(maker_t *m);
case_change_t generate_change(const maker_t *m, const char *event, long account);

/* generate_fill draws a fill of the account; generate_fill_of one of an
 * instrument, of `lots`. */
void generate_fill(maker_t *m, long account);
void generate_fill_of(maker_t *m, long account, uint32_t instrument, long lots);

/* generate_faulty draws a change that is likely to be refused for its form. */
void generate_faulty(maker_t *m);

#endif
