/* SPDX-License-Identifier: Apache-2.0
 *
 * number.h: whole numbers in files, such as times, and the order of decimals. */
#ifndef LEVEE_IO_NUMBER_H
#define LEVEE_IO_NUMBER_H

#include <stddef.h>
#include <stdint.h>

/* levee_integer_read reads `text`, decimal digits alone, as 0 to 2^63 - 1.
 * Returns 0, or -1 when it is something else. */
int levee_integer_read(const char *text, int64_t *value);

/* levee_integer_explain writes into `message` why levee_integer_read refused
 * `text`. */
void levee_integer_explain(const char *text, char *message, size_t size);

/* levee_decimal_compare returns the sign of a - b, exactly, for two texts that
 * levee_decimal_check accepts. */
int levee_decimal_compare(const char *a, const char *b);

#endif
