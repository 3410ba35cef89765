/* SPDX-License-Identifier: Apache-2.0
 *
 * crew.h: threads that stand ready to share a piece of work, each on a processor of
 * its own where there are enough. */
#ifndef LEVEE_DEVICE_CPU_CREW_H
#define LEVEE_DEVICE_CPU_CREW_H

#include <stdint.h>

#include "levee/levee.h"
#include "model/error.h"

enum { LEVEE_CREW_AWAKE_US = 1000 };

typedef struct levee_crew levee_crew_t;

/* levee_crew_work_t does share `share` of the work, from 0. */
typedef void levee_crew_work_t(void *context, uint32_t share);

/* levee_crew_open starts threads - 1 threads, 1 to LEVEE_THREADS_MAX with the caller's own.
 * They take the processors that the caller may run on in turn, beginning behind the one
 * that it is on. */
levee_result_t levee_crew_open(uint32_t threads, levee_crew_t **crew, levee_error_t *error);

/* levee_crew_close ends the threads and frees the crew; NULL is none. */
void levee_crew_close(levee_crew_t *crew);

uint32_t levee_crew_threads(const levee_crew_t *crew);

/* levee_crew_run has every thread do its share at once, the caller share 0, and returns
 * when all are done. Whoever has had nothing to do for LEVEE_CREW_AWAKE_US sleeps: waking
 * it takes a system call and some tens of microseconds, everything else some hundred
 * nanoseconds and no call. */
void levee_crew_run(levee_crew_t *crew, levee_crew_work_t *work, void *context);

#endif
