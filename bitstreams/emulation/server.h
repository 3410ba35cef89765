/* SPDX-License-Identifier: Apache-2.0
 *
 * server.h: answers the calls of XRT's emulation shims for a device model. */
#ifndef LEVEE_EMULATION_SERVER_H
#define LEVEE_EMULATION_SERVER_H

#include "emulation/bank.h"
#include "emulation/fault.h"

typedef enum { LEVEE_HW_EMU, LEVEE_SW_EMU } levee_emulation_t;

/* levee_device_model_t: what answers. `offset` counts from the kernel's registers;
 * `load` gets the file that came as the xclbin's bitstream, in sw_emu only. */
typedef struct {
    levee_emulation_t emulation;
    levee_bank_t bank;
    levee_fault_t fault;
    void *context;
    bool (*load)(void *context, const char *file);
    void (*write)(void *context, uint32_t offset, uint32_t value);
    uint32_t (*read)(void *context, uint32_t offset);
    uint64_t (*time)(void *context);
} levee_device_model_t;

/* levee_serve connects to the host and answers until it closes the card or goes
 * away. Returns the model's exit code. */
int levee_serve(levee_device_model_t *model);

#endif
