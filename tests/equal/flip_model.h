/* SPDX-License-Identifier: Apache-2.0
 *
 * flip_model.h: a kernel whose registers and memories can be reached one by one. */
#ifndef LEVEE_TESTS_FLIP_MODEL_H
#define LEVEE_TESTS_FLIP_MODEL_H

#include "device/verilated/model.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FLIP_NAME = 160 };

/* Sorts of bits inside the kernel. */
typedef enum { FLIP_ROWS, FLIP_DEDUCTIONS, FLIP_LIMITS, FLIP_PRODUCTS, FLIP_ACCUMULATORS, FLIP_INSIDE } flip_sort_t;

/* levee_model_flips: 8 lanes, 3 measures, 8 instruments of 4 tiers. */
extern const levee_model_t levee_model_flips;

/* flip_bits returns how many bits of a sort the instance has; flip_bit turns one
 * over, between two cycles, and writes its name. */
uint64_t flip_bits(void *kernel, flip_sort_t sort);
void flip_bit(void *kernel, flip_sort_t sort, uint64_t number, char name[FLIP_NAME]);

/* flip_word returns 32 bits of a register, to be read or set between two cycles;
 * `scope` is how its scope's name ends, `index` which of its words, the lowest
 * first. NULL: there is no such register, or more than one. */
uint32_t *flip_word(void *kernel, const char *scope, const char *name, uint32_t index);

#ifdef __cplusplus
}
#endif

#endif
