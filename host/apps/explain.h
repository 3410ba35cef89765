/* SPDX-License-Identifier: Apache-2.0
 *
 * explain.h: the two ways of showing an explained account. */
#ifndef LEVEE_APPS_EXPLAIN_H
#define LEVEE_APPS_EXPLAIN_H

#include "explain_terms.h"

enum { LEVEE_ROW_SHOWN = 256 };

/* levee_moment_t: when the account is looked at: after row `seq` of the ticks
 * and changes, or at the start when seq is 0. */
typedef struct {
    uint64_t seq;
    int64_t time_ns;           /* of row `seq`, and what it says */
    char row[LEVEE_ROW_SHOWN]; /* cut when long */
    int rejected;              /* it changed nothing */
} levee_moment_t;

/* levee_explain_print_text writes to standard output for a person; figures of
 * one column line up at the point. Returns 0, or -1 when memory is short. */
int levee_explain_print_text(const levee_explained_t *explained, const levee_moment_t *moment);

/* levee_explain_print_json writes one JSON object, values as strings. Returns
 * 0, or -1 when memory is short or a name is not UTF-8. */
int levee_explain_print_json(const levee_explained_t *explained, const levee_moment_t *moment);

#endif
