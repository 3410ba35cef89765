/* SPDX-License-Identifier: Apache-2.0 */
#include "roofline.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "machine.h"

enum {
    BLOCK = 256,
    HUGE_PAGE = 1 << 21,
    PASSES = 9,
    READ_AT_LEAST = 1 << 26, /* bytes a pass: long enough to time */
    MEMORY_LEAST = 1 << 28,
    MEMORY_MOST = 1 << 30
};

typedef uint64_t block_t __attribute__((vector_size(64), aligned(64), may_alias));
typedef uint64_t read_t(const void *memory, size_t bytes);

/* Four sums of a line each: the additions wait for no load but their own. */
#define READ(name, attributes)                                                                                         \
    attributes static uint64_t name(const void *memory, size_t bytes)                                                  \
    {                                                                                                                  \
        const block_t *line = memory;                                                                                  \
        block_t sum[4] = {{0}};                                                                                        \
        uint64_t all = 0;                                                                                              \
                                                                                                                       \
        for (size_t i = 0; i < bytes / sizeof *line; i += 4) {                                                         \
            for (size_t k = 0; k < 4; k++)                                                                             \
                sum[k] ^= line[i + k];                                                                                 \
        }                                                                                                              \
        sum[0] ^= sum[1] ^ sum[2] ^ sum[3];                                                                            \
        for (size_t k = 0; k < 8; k++)                                                                                 \
            all ^= sum[0][k];                                                                                          \
        return all;                                                                                                    \
    }

READ(read_portable, )
#ifdef __x86_64__
READ(read_avx2, __attribute__((target("avx2"))))
READ(read_avx512, __attribute__((target("avx512f"))))
#endif

static read_t *best_read(void)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f"))
        return read_avx512;
    if (__builtin_cpu_supports("avx2"))
        return read_avx2;
#endif
    return read_portable;
}

static void *take(size_t bytes)
{
    void *memory = aligned_alloc(HUGE_PAGE, (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);

    if (memory == NULL)
        return NULL;
    (void)madvise(memory, bytes, MADV_HUGEPAGE);
    memset(memory, 1, bytes);
    return memory;
}

double roofline_read(size_t bytes)
{
    const size_t whole = (bytes + BLOCK - 1) / BLOCK * BLOCK;
    const size_t times = READ_AT_LEAST / whole + 1;
    read_t *const read = best_read();
    void *memory = take(whole);
    volatile uint64_t kept = 0;
    double best = 0;

    for (int pass = 0; pass < PASSES && memory != NULL; pass++) {
        const uint64_t begun = machine_now();

        for (size_t i = 0; i < times; i++)
            kept ^= read(memory, whole);
        const double rate = (double)(whole * times) / ((double)(machine_now() - begun) / 1e9);
        best = rate > best ? rate : best;
    }
    free(memory);
    return best;
}

size_t roofline_levels(roofline_t level[ROOFLINE_LEVELS])
{
    static const struct {
        const char *level;
        int name;
    } caches[] = {{"L1", _SC_LEVEL1_DCACHE_SIZE}, {"L2", _SC_LEVEL2_CACHE_SIZE}, {"L3", _SC_LEVEL3_CACHE_SIZE}};
    size_t count = 0;
    size_t memory = MEMORY_LEAST;

    for (size_t i = 0; i < sizeof caches / sizeof caches[0]; i++) {
        const long bytes = sysconf(caches[i].name);

        if (bytes <= 0)
            continue;
        level[count++] = (roofline_t){caches[i].level, (size_t)bytes / 2, 0};
        if ((size_t)bytes > memory / 2)
            memory = (size_t)bytes * 2;
    }
    level[count++] = (roofline_t){"memory", memory < MEMORY_MOST ? memory : MEMORY_MOST, 0};
    for (size_t i = 0; i < count; i++)
        level[i].rate = roofline_read(level[i].bytes);
    return count;
}
