/* SPDX-License-Identifier: Apache-2.0
 *
 * legs.h: the legs of all accounts: chained per account in venue order, packed
 * without holes, and listed per instrument and side in order of |quantity|. */
#ifndef LEVEE_BOOK_LEGS_H
#define LEVEE_BOOK_LEGS_H

#include "book/book.h"

/* levee_holding_t: what an account holds of one instrument. Quantity 0 is no
 * leg, and then the rest is 0 too. */
typedef struct {
    int64_t quantity;         /* lots, signed */
    levee_i128 cost;          /* whole quanta; a leg's stays below 2^63 */
    levee_i128 entry_funding; /* sum of q * F at entry, quanta * 10^-6 */
} levee_holding_t;

/* levee_legs_fetch asks memory for the account's first legs, before they are needed. */
static inline void levee_legs_fetch(const levee_book_t *book, uint32_t account)
{
    const uint32_t *near = book->account[account].near;

    for (uint32_t i = 0; i < LEVEE_LEGS_NEAR && near[i] != LEVEE_NO_LEG; i++) {
        const levee_leg_t *leg = &book->leg[near[i]];

        __builtin_prefetch(&leg->instrument);
        __builtin_prefetch(&leg->entry_funding);
    }
}

/* levee_legs_find returns the account's leg in `instrument`, or LEVEE_NO_LEG.
 * O(its legs). */
uint32_t levee_legs_find(const levee_book_t *book, uint32_t account, uint32_t instrument);

/* levee_legs_get returns what the account holds of `instrument`. */
levee_holding_t levee_legs_get(const levee_book_t *book, uint32_t account, uint32_t instrument);

/* levee_legs_reserve takes the memory that `count` new legs need, so that
 * levee_legs_set cannot fail. */
levee_result_t levee_legs_reserve(levee_book_t *book, uint32_t count, levee_error_t *error);

/* levee_legs_set replaces what the account holds of `instrument`; the leg comes
 * and goes with its quantity. Memory for a new one is reserved. O(legs of the
 * account + log legs of the instrument). */
void levee_legs_set(levee_book_t *book, uint32_t account, uint32_t instrument, const levee_holding_t *holding);

/* levee_legs_watch takes the memory for triggers of all legs; none waits for anything
 * yet. From then on the triggers follow the legs as they come, move and go. O(legs). */
levee_result_t levee_legs_watch(levee_book_t *book, levee_error_t *error);

/* levee_legs_largest returns the largest |quantity| that any account holds of
 * `instrument`. O(1). */
int64_t levee_legs_largest(const levee_book_t *book, uint32_t instrument);

/* levee_legs_holders lists the accounts that hold `instrument`, room for every
 * account, and returns how many. O(holders). */
size_t levee_legs_holders(const levee_book_t *book, uint32_t instrument, uint32_t *accounts);

#endif
