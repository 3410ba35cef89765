/* SPDX-License-Identifier: Apache-2.0
 *
 * memory.h: memory that is there or ends the test. */
#ifndef LEVEE_TESTS_MEMORY_H
#define LEVEE_TESTS_MEMORY_H

#include <stddef.h>

/* memory_grow resizes `elements`, which may be NULL, to `size` bytes. */
void *memory_grow(void *elements, size_t size);

/* memory_zeroed returns `size` bytes of zeroes, to be freed. */
void *memory_zeroed(size_t size);

#endif
