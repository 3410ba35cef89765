/* SPDX-License-Identifier: Apache-2.0
 *
 * slices.h: the book in device layout (sliced ELLPACK, eight accounts a slice).
 * Accounts of similar leg count share a slice; the arrays are the device's. */
#ifndef LEVEE_BOOK_SLICES_H
#define LEVEE_BOOK_SLICES_H

#include "book/book.h"
#include "hls/kernels.h"

/* levee_slices_t: legs[beat * 8 + lane]; slot = slice * 8 + lane. Slots past
 * the last account are padding: no legs, constant 0. */
typedef struct {
    uint32_t slices;
    uint64_t beats;
    uint64_t *legs;
    levee_constant_t *constants; /* per slot */
    uint8_t *status;             /* per slot: the last verdict */
    uint32_t *account_of;        /* slot -> account, LEVEE_NO_ACCOUNT for padding */
    uint32_t *slot_of;           /* account -> slot */
} levee_slices_t;

#define LEVEE_NO_ACCOUNT UINT32_MAX

/* levee_slices_build lays `book` out; every status starts as healthy. Free
 * with levee_slices_free, also after failure. O(legs + accounts). */
levee_result_t levee_slices_build(const levee_book_t *book, levee_slices_t *slices, levee_error_t *error);
void levee_slices_free(levee_slices_t *slices);

#endif
