/* SPDX-License-Identifier: Apache-2.0
 *
 * c_kernel.h: the card kernel in C, hls/levee_tick.c, in the place of a simulated
 * one: under the name "c" in the tests that take a model. */
#ifndef LEVEE_TESTS_C_KERNEL_H
#define LEVEE_TESTS_C_KERNEL_H

#include "shadow.h"

#define C_KERNEL "c"

/* c_kernel_begin makes a shadow without a simulated kernel whose commands
 * levee_tick does; shadow_end closes it like any other. */
void c_kernel_begin(shadow_t *shadow, uint64_t seed);

/* c_kernel_tick does the card's command. */
void c_kernel_tick(levee_card_t *card);

#endif
