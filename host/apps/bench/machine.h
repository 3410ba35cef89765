/* SPDX-License-Identifier: Apache-2.0
 *
 * machine.h: the clock, the core and what the figures depend on. */
#ifndef LEVEE_BENCH_MACHINE_H
#define LEVEE_BENCH_MACHINE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { MACHINE_TEXT = 256 };

typedef struct {
    char processor[MACHINE_TEXT];
    char governor[MACHINE_TEXT];   /* "unknown" where the kernel does not say */
    char huge_pages[MACHINE_TEXT]; /* likewise: when memory comes in huge pages, the choice in brackets */
    int core;
} machine_t;

/* machine_pin keeps this thread on `core`, or on the one it is on when `core`
 * is negative, and describes the machine. Returns 0, or -1 when the core is not
 * to be had. */
int machine_pin(machine_t *machine, int core);

/* machine_roam lets this thread onto every core that it was allowed before machine_pin, so
 * that threads which it starts may take them; returns how many these are. */
uint32_t machine_roam(void);

/* machine_now: nanoseconds this thread has run, which leaves out what others
 * do on the core meanwhile. */
uint64_t machine_now(void);

/* machine_clock: nanoseconds of a clock that is read in user space, for single
 * calls; it counts what others do on the core meanwhile. */
uint64_t machine_clock(void);

/* machine_clock_cost: what lies between two readings of machine_clock in a row,
 * most of the time. */
uint32_t machine_clock_cost(void);

/* machine_preempted: how often others have taken the core from this thread. */
uint64_t machine_preempted(void);

/* machine_child: the process that `parent` has started, or 0; where there are
 * several, one of them. */
pid_t machine_child(pid_t parent);

/* machine_process: nanoseconds that all threads of another process have run, 0
 * where it is gone. */
uint64_t machine_process(pid_t process);

/* machine_held: bytes that malloc has given out and not got back, its own words
 * in front of each block included; 0 where another malloc is in the way, as
 * under a sanitizer. */
size_t machine_held(void);

#endif
