/* SPDX-License-Identifier: Apache-2.0
 *
 * watch.h: a command cycle by cycle: what every master has exchanged, and when
 * memory would not. */
#ifndef LEVEE_TESTS_WATCH_H
#define LEVEE_TESTS_WATCH_H

#include "device/verilated/kernel.h"

enum { WATCH_CYCLES = 200000, WATCH_COMMAND = 0, WATCH_LEGS = 1, WATCH_CONSTANTS = 2, WATCH_RESULTS = 3 };

/* What a master did in a cycle. */
enum { WATCH_READ = 1, WATCH_WRITE = 2, WATCH_READ_STALL = 4, WATCH_WRITE_STALL = 8 };

typedef struct {
    uint8_t *did[LEVEE_MASTERS_MAX]; /* per cycle from about the start on */
    uint32_t end;                    /* cycles until the interrupt */
    uint32_t stand;                  /* the cycle from which beats may enter the lanes */
    /* the kernel's own count */
    uint32_t cycles, table_cycles, faults, leg_stalls, constant_stalls, record_stalls;
} watch_t;

/* watch_run starts the command and sees it to its interrupt, within
 * WATCH_CYCLES. Returns whether it came. */
int watch_run(watch_t *watch, levee_kernel_t *kernel, const levee_card_t *card);
void watch_free(watch_t *watch);

/* watch_count is how often a master did `what`; watch_when the cycle in which it
 * did so for the `number`th time, from 1, or the end. */
uint32_t watch_count(const watch_t *watch, uint32_t master, uint8_t what);
uint32_t watch_when(const watch_t *watch, uint32_t master, uint8_t what, uint32_t number);

/* watch_ideal is the cycle in which a port that exchanges a beat in every cycle
 * that memory does not stall has exchanged `beats` of them since the tables
 * stand; `stall` says which stalls. */
uint32_t watch_ideal(const watch_t *watch, uint32_t master, uint8_t stall, uint32_t beats);

#endif
