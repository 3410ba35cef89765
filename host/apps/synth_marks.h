/* SPDX-License-Identifier: Apache-2.0
 *
 * synth_marks.h: first marks for a venue that comes without. */
#ifndef LEVEE_APPS_SYNTH_MARKS_H
#define LEVEE_APPS_SYNTH_MARKS_H

#include <levee/levee.h>

/* levee_synth_known_price returns the typical price of a coin in US dollars,
 * as text, or NULL. */
const char *levee_synth_known_price(const char *coin);

/* levee_synth_set_marks gives every instrument of `book` a first mark inside
 * its range: the typical price of its underlying, else one drawn from `seed`. */
levee_result_t levee_synth_set_marks(levee_book_t *book, uint64_t seed, levee_error_t *error);

#endif
