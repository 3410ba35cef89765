/* SPDX-License-Identifier: Apache-2.0
 *
 * hash.h: the state hash of docs/formats.md. */
#ifndef LEVEE_BOOK_HASH_H
#define LEVEE_BOOK_HASH_H

#include "book/slices.h"

/* levee_book_hash returns the sum modulo 2^128 over all accounts of the
 * XXH3-128 of each one's state and status: it depends neither on the order of
 * accounts nor on how they are split. O(legs). */
levee_u128 levee_book_hash(const levee_book_t *book, const levee_slices_t *slices);

#endif
