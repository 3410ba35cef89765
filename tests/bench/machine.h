/* SPDX-License-Identifier: Apache-2.0
 *
 * machine.h: the clock, the core and what the figures depend on. */
#ifndef LEVEE_BENCH_MACHINE_H
#define LEVEE_BENCH_MACHINE_H

#include <stdint.h>

enum { MACHINE_TEXT = 256 };

typedef struct {
    char processor[MACHINE_TEXT];
    char governor[MACHINE_TEXT]; /* "unknown" where the kernel does not say */
    int core;
} machine_t;

/* machine_pin keeps this thread on `core`, or on the one it is on when `core`
 * is negative, and describes the machine. Returns 0, or -1 when the core is not
 * to be had. */
int machine_pin(machine_t *machine, int core);

/* machine_now: nanoseconds this thread has run, which leaves out what others
 * do on the core meanwhile. */
uint64_t machine_now(void);

#endif
