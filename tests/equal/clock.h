/* SPDX-License-Identifier: Apache-2.0
 *
 * clock.h: what tests tell the time by. */
#ifndef LEVEE_TESTS_CLOCK_H
#define LEVEE_TESTS_CLOCK_H

#include <stdint.h>
#include <time.h>

/* clock_ns: nanoseconds since some moment. */
static inline uint64_t clock_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

#endif
