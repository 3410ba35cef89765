/* SPDX-License-Identifier: Apache-2.0
 *
 * change_propose.h: the events on one account, read from text into proposals. */
#ifndef LEVEE_ENGINE_CHANGE_PROPOSE_H
#define LEVEE_ENGINE_CHANGE_PROPOSE_H

#include "engine/tick.h"

/* levee_change_propose works out a fill, deposit, withdraw, fee or reserve.
 * MALFORMED for a text that is no decimal, REJECTED for what breaks a rule; the
 * margin that a withdrawal leaves is not looked at. Any other event is REJECTED.
 * Asks memory for the account's entry of `place`, unless that is NULL. */
levee_result_t levee_change_propose(const levee_book_t *book, const levee_change_t *change,
                                    const levee_place_of_t *place, levee_proposal_t *proposal, levee_error_t *error);

#endif
