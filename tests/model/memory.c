/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"

#include <stdlib.h>

void *memory_grow(void *elements, size_t size)
{
    void *grown = realloc(elements, size);
    if (grown == NULL)
        abort();
    return grown;
}

void *memory_zeroed(size_t size)
{
    void *memory = calloc(size > 0 ? size : 1, 1);
    if (memory == NULL)
        abort();
    return memory;
}
