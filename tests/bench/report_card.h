/* SPDX-License-Identifier: Apache-2.0
 *
 * report_card.h: what a card's way costs, for people and for programs. */
#ifndef LEVEE_BENCH_REPORT_CARD_H
#define LEVEE_BENCH_REPORT_CARD_H

#include "figure.h"
#include "machine.h"

/* carded_t: a tick of the whole book on the CPU and on the card, and the card's way
 * alone: a command that asks for nothing. Of such a command, ns of the processor
 * that the session spends, XRT in it, and an emulated card's model. */
typedef struct {
    uint32_t legs;
    uint32_t accounts;
    latency_t cpu;
    latency_t card;
    latency_t noop;
    double session_ns;
    double model_ns;
} carded_t;

/* report_card_table takes the card's file and its target, "hw" for a card that is
 * there. */
void report_card_table(const machine_t *machine, const char *xclbin, const char *target, const carded_t *result);

/* report_card_json returns 0, or -1 without memory. */
int report_card_json(const machine_t *machine, const char *xclbin, const char *target, const carded_t *result);

#endif
