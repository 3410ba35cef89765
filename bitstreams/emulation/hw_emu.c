/* SPDX-License-Identifier: Apache-2.0
 *
 * hw_emu.c: the device model of hw_emu: the kernel's hardware description, as
 * Verilator runs it, behind XRT. */
#include <stdio.h>
#include <stdlib.h>

#include "device/verilated/kernel.h"
#include "emulation/memory_map.h"
#include "emulation/server.h"

/* Time passes only while the host asks: a look at a running kernel lets it run on
 * so far, which takes some hundredths of a second. */
enum { CYCLES_A_LOOK = 4096, CYCLES_A_READ = 16, MEMORY_LATENCY = 64 };

enum { START = 1, DONE = 2 };

typedef struct {
    levee_device_model_t model;
    levee_kernel_t kernel;
    uint64_t results; /* address of the results buffer */
    uint32_t faults;  /* that a test asks for, of the last command */
    bool running;
    bool hangs;
} hw_emu_t;

static void write_register(void *context, uint32_t offset, uint32_t value)
{
    hw_emu_t *hw = context;

    if (offset == LEVEE_CARD_AT_RESULTS)
        hw->results = (hw->results & ~(uint64_t)UINT32_MAX) | value;
    else if (offset == LEVEE_CARD_AT_RESULTS + 4)
        hw->results = (hw->results & UINT32_MAX) | (uint64_t)value << 32;
    else if (offset == LEVEE_CARD_AT_CONTROL && (value & START) != 0) {
        hw->running = true;
        hw->faults = 0;
        hw->hangs = levee_fault_start(&hw->model.fault);
        if (hw->hangs)
            return;
    }
    levee_kernel_write(&hw->kernel, offset, value);
}

/* look reads CONTROL of a running kernel, when it is done if that comes soon. */
static uint32_t look(hw_emu_t *hw)
{
    const uint64_t until = hw->kernel.cycles + CYCLES_A_LOOK;
    uint32_t value = levee_kernel_read(&hw->kernel, LEVEE_CARD_AT_CONTROL);

    while (!(value & DONE) && hw->kernel.cycles < until) {
        for (uint32_t i = 0; i < CYCLES_A_READ; i++)
            levee_kernel_cycle(&hw->kernel);
        value = levee_kernel_read(&hw->kernel, LEVEE_CARD_AT_CONTROL);
    }
    if (!(value & DONE))
        return value;
    hw->running = false;
    hw->faults = levee_fault_finish(&hw->model.fault, &hw->model.bank, hw->results);
    if (levee_kernel_broken(&hw->kernel))
        fprintf(stderr, "device model: %s\n", levee_kernel_broken(&hw->kernel));
    return value;
}

static uint32_t read_register(void *context, uint32_t offset)
{
    hw_emu_t *hw = context;

    if (offset == LEVEE_CARD_AT_CONTROL && hw->running)
        return hw->hangs ? START : look(hw);
    const uint32_t value = levee_kernel_read(&hw->kernel, offset);
    if (offset == LEVEE_CARD_AT_FAULTS)
        return value | hw->faults;
    return offset == LEVEE_CARD_AT_KERNEL_VERSION && hw->model.fault.kind == LEVEE_FAULT_VERSION ? value + 1 : value;
}

static uint64_t cycles(void *context)
{
    const hw_emu_t *hw = context;

    return hw->kernel.cycles;
}

/* open_kernel has every master of the kernel see all of the bank. */
static void open_kernel(hw_emu_t *hw)
{
    static const levee_axi_timing_t timing = {.latency = MEMORY_LATENCY};
    const levee_bank_t *bank = &hw->model.bank;

    levee_kernel_open(&hw->kernel, &levee_model_verilated, &timing, 1);
    for (uint32_t i = 0; i < hw->kernel.masters; i++) {
        /* The masters come in the order command, legs, constants, results: the two in the middle only read. */
        hw->kernel.memory[i].range[0] = (levee_axi_range_t){bank->bytes, bank->size, i % 3 == 0};
        hw->kernel.memory[i].offset = bank->base - (uint64_t)(uintptr_t)bank->bytes;
    }
}

int main(void)
{
    static hw_emu_t hw;

    hw.model = (levee_device_model_t){
        .emulation = LEVEE_HW_EMU, .context = &hw, .write = write_register, .read = read_register, .time = cycles};
    levee_fault_read(&hw.model.fault);
    if (!levee_bank_open(&hw.model.bank, LEVEE_HW_EMU_BANK, LEVEE_EMU_BANK_BYTES)) {
        fprintf(stderr, "device model: no addresses for the card's memory\n");
        return 2;
    }
    open_kernel(&hw);
    const int code = levee_serve(&hw.model);
    levee_kernel_close(&hw.kernel);
    return code;
}
