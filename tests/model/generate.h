/* SPDX-License-Identifier: Apache-2.0
 *
 * generate.h: random cases. A case is a function of its kind and seed. */
#ifndef LEVEE_TESTS_GENERATE_H
#define LEVEE_TESTS_GENERATE_H

#include "case.h"

typedef enum {
    GENERATE_ISOLATED_LINEAR,
    GENERATE_ISOLATED_INVERSE,
    GENERATE_ISOLATED_ASSET,
    GENERATE_CROSS_LINEAR,
    GENERATE_CROSS_INVERSE,
    GENERATE_CROSS_ASSET,
    GENERATE_CROSS_MIXED,
    GENERATE_KINDS
} generate_kind_t;

/* generate_kind_name names a kind as the command line does. */
const char *generate_kind_name(generate_kind_t kind);

/* generate_case fills `c`, which holds nothing yet, with a venue, `accounts`
 * accounts and a few batches of ticks. A small part of it breaks a limit of
 * docs/model.md on purpose. */
void generate_case(case_t *c, generate_kind_t kind, uint64_t seed, size_t accounts);

#endif
