/* SPDX-License-Identifier: Apache-2.0
 *
 * fault.h: what a device model does wrong when a test asks for it, by
 * LEVEE_EMU_FAULT in its environment. Commands count from 1 in every process of
 * the model, so that a card that is opened anew fails anew.
 *
 *   die@N       the model exits when command N starts
 *   stall@N     the model answers no more calls from the start of command N on
 *   hang@N      command N, and all behind it, never end
 *   flip@N[+B]  a bit of byte B of the results is turned over when command N
 *               ends; without B it is one of the sums
 *   error@N     command N ends with the fault LEGS_READ
 *   version@0   the kernel is of another version
 *
 * An unknown value ends the model at once. */
#ifndef LEVEE_EMULATION_FAULT_H
#define LEVEE_EMULATION_FAULT_H

#include "emulation/bank.h"

typedef enum {
    LEVEE_FAULT_NONE,
    LEVEE_FAULT_DIE,
    LEVEE_FAULT_STALL,
    LEVEE_FAULT_HANG,
    LEVEE_FAULT_FLIP,
    LEVEE_FAULT_ERROR,
    LEVEE_FAULT_VERSION
} levee_fault_kind_t;

typedef struct {
    levee_fault_kind_t kind;
    uint64_t at;
    uint64_t byte;
    uint64_t commands; /* started so far */
} levee_fault_t;

void levee_fault_read(levee_fault_t *fault);

/* levee_fault_start counts a command, and may end the process. Returns whether
 * the command is to hang. */
bool levee_fault_start(levee_fault_t *fault);

/* levee_fault_stalls returns whether no call is to be answered any more. */
bool levee_fault_stalls(const levee_fault_t *fault);

/* levee_fault_finish spoils the results of a command that has ended. Returns the
 * faults that the kernel is to tell of besides. */
uint32_t levee_fault_finish(const levee_fault_t *fault, const levee_bank_t *bank, uint64_t results);

#endif
