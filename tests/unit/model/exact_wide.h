/* SPDX-License-Identifier: Apache-2.0
 *
 * exact_wide.h: GMP's numbers as wide ones. */
#ifndef LEVEE_TESTS_EXACT_WIDE_H
#define LEVEE_TESTS_EXACT_WIDE_H

#include <gmp.h>

#include "model/wide.h"

/* exact_wide converts a number of 0 to 768 bits. */
levee_wide_t exact_wide(mpz_srcptr value);

#endif
