/* SPDX-License-Identifier: Apache-2.0
 *
 * comparison.h: whether an output is what a row expects, in exact arithmetic. */
#ifndef LEVEE_PUBLISHED_COMPARISON_H
#define LEVEE_PUBLISHED_COMPARISON_H

#include "outputs.h"

typedef enum { COMPARISON_EQUAL, COMPARISON_DIFFERENT, COMPARISON_UNKNOWN } comparison_t;

/* comparison_judge compares `output` with the text `expected` under what
 * `rule` says of `key`: one comparison for all keys, or a list
 * "KEY: comparison; KEY: comparison". The comparisons are
 *   exact              equal once rounded against the account to the settlement quantum
 *   within one tick, on the safe side
 *                      long: expected <= price <= expected + tick; short the mirror image
 *   abs X              |output - expected| <= X
 *   rel X              |output - expected| <= X * |expected|
 * Texts must be equal. `output` is rounded in place. */
comparison_t comparison_judge(const char *rule, const char *key, const char *expected, output_t *output);

#endif
