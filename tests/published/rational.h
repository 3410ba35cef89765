/* SPDX-License-Identifier: Apache-2.0
 *
 * rational.h: exact numbers from decimal text and from money, and back. */
#ifndef LEVEE_PUBLISHED_RATIONAL_H
#define LEVEE_PUBLISHED_RATIONAL_H

#include <gmp.h>

#include <levee/levee.h>

enum { RATIONAL_TEXT = 128 };

/* rational_parse reads `-?[0-9]+(\.[0-9]+)?` of fewer than 96 digits. Returns
 * 0, or -1 when `text` is NULL or not of that form. */
int rational_parse(mpq_t value, const char *text);

/* rational_money sets `value` to `money` of an asset with `decimals`. */
void rational_money(mpq_t value, levee_money_t money, unsigned decimals);

/* rational_quantum sets `value` to 10^-decimals. */
void rational_quantum(mpq_t value, unsigned decimals);

/* rational_round rounds `value` to a multiple of `quantum`, up or down. */
void rational_round(mpq_t value, const mpq_t quantum, int up);

/* rational_print writes `value` with at most 24 places, cut off toward zero,
 * trailing zeros trimmed, into `text` of RATIONAL_TEXT bytes. Returns `text`. */
char *rational_print(const mpq_t value, char *text);

#endif
