/* SPDX-License-Identifier: Apache-2.0
 *
 * shrink.h: the smallest case that still fails. */
#ifndef LEVEE_TESTS_SHRINK_H
#define LEVEE_TESTS_SHRINK_H

#include "compare.h"

/* shrink_case drops batches, accounts, legs, instruments, tiers and optional
 * texts from a failing case for as long as it fails in some way, and leaves
 * the last failure in `message`. */
void shrink_case(case_t *c, char message[COMPARE_MESSAGE]);

#endif
