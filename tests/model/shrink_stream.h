/* SPDX-License-Identifier: Apache-2.0
 *
 * shrink_stream.h: the shortest stream that still fails. */
#ifndef LEVEE_TESTS_SHRINK_STREAM_H
#define LEVEE_TESTS_SHRINK_STREAM_H

#include "compare_stream.h"

/* shrink_stream drops steps, accounts, legs and instruments from a failing
 * stream, and takes batches apart, for as long as it fails in some way, and
 * leaves the last failure in `message`. */
void shrink_stream(stream_t *s, char message[COMPARE_MESSAGE]);

#endif
