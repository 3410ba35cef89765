/* SPDX-License-Identifier: Apache-2.0
 *
 * propose.h: what one event would make of an account, worked out before
 * anything changes. A proposal that is admitted can be put into the book, and
 * one that is not, or is a question only, leaves no trace. */
#ifndef LEVEE_BOOK_PROPOSE_H
#define LEVEE_BOOK_PROPOSE_H

#include "book/admit.h"

#define LEVEE_NO_INSTRUMENT UINT32_MAX

/* levee_proposal_t: the account's cash and reservation, and its holding of one
 * instrument (LEVEE_NO_INSTRUMENT: none is touched), as they would be. */
typedef struct {
    uint32_t account;
    uint32_t instrument;
    levee_i128 cash;
    levee_i128 reserved;
    levee_holding_t before;
    levee_holding_t after;
} levee_proposal_t;

/* levee_propose_nothing is the account as it is. */
levee_proposal_t levee_propose_nothing(const levee_book_t *book, uint32_t account);

/* levee_propose_fill trades `lots`, signed, not 0, at `price`: the cost goes to
 * the leg, for an asset to cash; a leg that reaches zero is closed into cash,
 * and a fill through zero is two fills. Refuses what levee_admit_leg refuses. */
levee_result_t levee_propose_fill(const levee_book_t *book, uint32_t account, uint32_t instrument, int64_t lots,
                                  const levee_decimal_t *price, levee_proposal_t *proposal, levee_error_t *error);

/* levee_propose_transfer moves `lots` of an asset in (or out, negative): a fill
 * that costs nothing. */
levee_result_t levee_propose_transfer(const levee_book_t *book, uint32_t account, uint32_t instrument, int64_t lots,
                                      levee_proposal_t *proposal, levee_error_t *error);

/* levee_propose_cash adds `quanta`, signed, to cash. */
levee_result_t levee_propose_cash(const levee_book_t *book, uint32_t account, levee_i128 quanta,
                                  levee_proposal_t *proposal, levee_error_t *error);

/* levee_proposal_commit puts the proposal into the book; memory for a leg is
 * reserved. */
void levee_proposal_commit(levee_book_t *book, const levee_proposal_t *proposal);

#endif
