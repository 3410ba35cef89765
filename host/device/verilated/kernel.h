/* SPDX-License-Identifier: Apache-2.0
 *
 * kernel.h: a simulated kernel with memory behind its masters, driven as a host
 * drives a card: registers, then polling. */
#ifndef LEVEE_DEVICE_VERILATED_KERNEL_H
#define LEVEE_DEVICE_VERILATED_KERNEL_H

#include "device/card/card.h"
#include "device/verilated/axi_memory.h"

/* A reset shorter than the kernel's pipes are long leaves remains in them. */
enum { LEVEE_KERNEL_RESET_CYCLES = 64 };

typedef struct {
    const levee_model_t *model;
    void *instance;
    uint32_t masters;
    levee_pins_t pins;
    levee_axi_memory_t memory[LEVEE_MASTERS_MAX];
    uint64_t cycles; /* since it was opened */
} levee_kernel_t;

/* levee_kernel_open makes an instance of `model` and resets it; `seed` fills what
 * no reset reaches and moves the stalls of memory. */
void levee_kernel_open(levee_kernel_t *kernel, const levee_model_t *model, const levee_axi_timing_t *timing,
                       uint64_t seed);
void levee_kernel_close(levee_kernel_t *kernel);

/* levee_kernel_reset resets kernel and memory, whatever is under way. The lanes'
 * registers have no reset: what is inside them drains while it is held. */
void levee_kernel_reset(levee_kernel_t *kernel, uint64_t seed);

/* levee_kernel_cycle lets one clock cycle pass. */
void levee_kernel_cycle(levee_kernel_t *kernel);

/* levee_kernel_write and levee_kernel_read access a register. */
void levee_kernel_write(levee_kernel_t *kernel, uint32_t address, uint32_t value);
uint32_t levee_kernel_read(levee_kernel_t *kernel, uint32_t address);

/* levee_kernel_start points the kernel at the card's buffers and starts its
 * command block. */
void levee_kernel_start(levee_kernel_t *kernel, const levee_card_t *card);

/* levee_kernel_finish lets up to `cycles` cycles pass until the command is done
 * and returns whether it is. */
bool levee_kernel_finish(levee_kernel_t *kernel, uint64_t cycles);

/* levee_kernel_broken is a rule of the bus that the kernel broke, or NULL. */
const char *levee_kernel_broken(const levee_kernel_t *kernel);

/* levee_kernel_identify reads the parameters that the kernel was built with;
 * returns whether it is a Levee sweep of this version. */
bool levee_kernel_identify(levee_kernel_t *kernel, levee_card_kernel_t *parameters);

#endif
