/* SPDX-License-Identifier: Apache-2.0
 *
 * admit.h: the limits that a book keeps, whether it is read or changed. */
#ifndef LEVEE_BOOK_ADMIT_H
#define LEVEE_BOOK_ADMIT_H

#include "book/legs.h"

/* How many times the room that a position takes today it must have: one that is
 * entered may see its price move fourfold before the engine must refuse a tick;
 * one that is held has moved already. */
enum { LEVEE_SLACK_HELD = 1, LEVEE_SLACK_ENTERED = 4 };

/* levee_entry_funding is the sum of q * F that buying (or selling, negative)
 * `quantity` lots at `funding` adds: a buy enters at floor(x), a sell at
 * ceil(x), against the account. */
levee_i128 levee_entry_funding(int64_t quantity, const int64_t funding[LEVEE_SIDES]);

/* levee_admit_cash reads an amount of the asset numbered `settle` in quanta;
 * refuses more decimals than the asset has, and 2^70 quanta or more. */
levee_result_t levee_admit_cash(const levee_book_t *book, uint32_t settle, const char *text, const char *field,
                                levee_i128 *quanta, levee_error_t *error);

/* levee_admit_balance refuses a cash balance of 2^70 quanta or more. */
levee_result_t levee_admit_balance(levee_i128 quanta, const char *field, levee_error_t *error);

/* levee_admit_leg says whether the account may go from holding `before` of
 * `instrument`, which has a mark, to `after`: its settlement asset and mode,
 * the number of its leg words, the size of cost and entry funding, and, for a
 * leg that grows, `slack` times the room it takes. */
levee_result_t levee_admit_leg(const levee_book_t *book, uint32_t account, uint32_t instrument,
                               const levee_holding_t *before, const levee_holding_t *after, unsigned slack,
                               levee_error_t *error);

#endif
