/* SPDX-License-Identifier: Apache-2.0 */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NS UINT64_C(1000000000)

enum { CALLS_PER_LOOK = 64, SHOWN_PER_SECOND = 5 };

uint64_t levee_clock_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

levee_progress_t levee_progress_start(const char *unit)
{
    const uint64_t now = levee_clock_ns();

    return (levee_progress_t){.unit = unit, .started_ns = now, .shown_ns = now, .on = isatty(STDERR_FILENO)};
}

int levee_progress_due(levee_progress_t *progress)
{
    uint64_t now;

    if (!progress->on || ++progress->calls % CALLS_PER_LOOK != 0)
        return 0;
    now = levee_clock_ns();
    if (now - progress->shown_ns < SECOND_NS / SHOWN_PER_SECOND)
        return 0;
    progress->shown_ns = now;
    return 1;
}

void levee_progress_show(levee_progress_t *progress, uint64_t count, uint64_t done, uint64_t total)
{
    const uint64_t elapsed_ms = (progress->shown_ns - progress->started_ns) / 1000000 + 1;
    const uint64_t rate = count / elapsed_ms * 1000 + count % elapsed_ms * 1000 / elapsed_ms;

    fprintf(stderr, "\r%" PRIu64 " %s, %" PRIu64 " %s/s", count, progress->unit, rate, progress->unit);
    if (total > 0 && done > 0 && done <= total) {
        const uint64_t left = elapsed_ms * (total - done) / done / 1000;

        fprintf(stderr, ", %" PRIu64 " %%, %" PRIu64 ":%02" PRIu64 " left", done * 100 / total, left / 60, left % 60);
    }
    fputs("\033[K", stderr);
    progress->visible = 1;
}

void levee_progress_clear(levee_progress_t *progress)
{
    if (progress->visible)
        fputs("\r\033[K", stderr);
    progress->visible = 0;
}
