/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* syscall */
#include "device/xrt/shared.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

void levee_session_wait(const _Atomic uint32_t *word, uint32_t seen, uint32_t microseconds)
{
    const struct timespec most = {.tv_sec = microseconds / 1000000, .tv_nsec = (long)(microseconds % 1000000) * 1000};

    (void)syscall(SYS_futex, word, FUTEX_WAIT, seen, &most, NULL, 0);
}

void levee_session_wake(const _Atomic uint32_t *word)
{
    (void)syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}
