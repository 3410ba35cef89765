/* SPDX-License-Identifier: Apache-2.0
 *
 * case_book.h: the book that a row's levee_inputs describe. */
#ifndef LEVEE_PUBLISHED_CASE_BOOK_H
#define LEVEE_PUBLISHED_CASE_BOOK_H

#include <jansson.h>

#include <levee/levee.h>

/* case_engine_new builds the venue, book and engine of `inputs`: account 0 and,
 * where there is a second_account, account 1. A member it does not know is
 * LEVEE_MALFORMED, so that nothing of a row is passed over. */
levee_result_t case_engine_new(const json_t *inputs, levee_engine_t **engine, levee_error_t *error);

/* case_states_deduction says whether a tier of `inputs` states a deduction. */
int case_states_deduction(const json_t *inputs);

/* case_deduction_off builds the same case with the last stated deduction one
 * quantum too large, which must be refused. Returns 0 when it is refused. */
int case_deduction_off(const json_t *inputs);

#endif
