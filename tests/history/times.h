/* SPDX-License-Identifier: Apache-2.0
 *
 * times.h: the times that the records carry. */
#ifndef LEVEE_HISTORY_TIMES_H
#define LEVEE_HISTORY_TIMES_H

#include <stdint.h>

/* times_parse reads a date, "T" or " ", a time of day and exactly `tail`, as
 * seconds since the epoch, UTC. Returns 0, or -1 when `text` is none. */
int times_parse(const char *text, const char *tail, int64_t *seconds);

#endif
