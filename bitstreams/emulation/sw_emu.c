/* SPDX-License-Identifier: Apache-2.0
 *
 * sw_emu.c: the device model of sw_emu: the C kernel of the xclbin's library
 * behind the registers that the hardware has. It does a command while the call
 * that starts it is answered; what only hardware can count stays 0. */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "emulation/memory_map.h"
#include "emulation/server.h"
#include "emulation/tick_words.h"
#include "rtl/map/card.h"

enum { START = 1, DONE = 2, IDLE = 4, READY = 8, CONTINUE = 16 };

enum { REGISTERS = (LEVEE_CARD_AT_RESULTS + 8) / 4, BEAT_BYTES = 64 };

typedef void (*tick_t)(const uint64_t *command, uint32_t command_beats, uint64_t *legs, uint64_t *constants,
                       uint64_t *results);

typedef struct {
    levee_device_model_t model;
    tick_t tick;
    const uint32_t *words;
    uint32_t argument[REGISTERS];
    uint32_t control; /* as it is read */
    uint32_t commands;
    uint32_t faults;
} sw_emu_t;

/* load looks for the kernel in the library that came with the xclbin. */
static bool load(void *context, const char *file)
{
    sw_emu_t *sw = context;
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    void *tick = library ? dlsym(library, "levee_tick") : NULL;

    sw->words = library ? dlsym(library, "levee_tick_words") : NULL;
    /* ISO C has no conversion from an object's address to a function's; POSIX has this one. */
    memcpy((void *)&sw->tick, (const void *)&tick, sizeof sw->tick);
    if (tick && sw->words)
        return true;
    fprintf(stderr, "device model: %s\n", dlerror());
    return false;
}

static uint64_t address_at(const sw_emu_t *sw, uint32_t offset)
{
    return (uint64_t)sw->argument[offset / 4 + 1] << 32 | sw->argument[offset / 4];
}

/* buffer_at is the bank's memory behind an argument; at least a page of it. */
static uint64_t *buffer_at(const sw_emu_t *sw, uint32_t offset)
{
    uint8_t *bytes = levee_bank_at(&sw->model.bank, address_at(sw, offset), LEVEE_BANK_PAGE);

    return (uintptr_t)bytes % BEAT_BYTES == 0 ? (void *)bytes : NULL;
}

static void run(sw_emu_t *sw)
{
    const uint64_t *command = buffer_at(sw, LEVEE_CARD_AT_COMMAND);
    uint64_t *legs = buffer_at(sw, LEVEE_CARD_AT_LEGS);
    uint64_t *constants = buffer_at(sw, LEVEE_CARD_AT_CONSTANTS);
    uint64_t *results = buffer_at(sw, LEVEE_CARD_AT_RESULTS);

    sw->faults = LEVEE_CARD_FAULT_COMMAND_READ;
    if (sw->tick && command && legs && constants && results) {
        sw->tick(command, sw->argument[LEVEE_CARD_AT_COMMAND_BEATS / 4], legs, constants, results);
        sw->faults = (uint32_t)results[LEVEE_CARD_SUMMARY_FAULTS / 64];
    }
    sw->faults |= levee_fault_finish(&sw->model.fault, &sw->model.bank, address_at(sw, LEVEE_CARD_AT_RESULTS));
    sw->commands++;
    sw->control = DONE | IDLE | READY;
}

static void write_register(void *context, uint32_t offset, uint32_t value)
{
    sw_emu_t *sw = context;

    if (offset != LEVEE_CARD_AT_CONTROL) {
        if (offset / 4 < REGISTERS)
            sw->argument[offset / 4] = value;
        return;
    }
    if (value & CONTINUE)
        sw->control &= ~(uint32_t)DONE;
    if (!(value & START))
        return;
    sw->control = START;
    if (!levee_fault_start(&sw->model.fault))
        run(sw);
}

static uint32_t read_register(void *context, uint32_t offset)
{
    sw_emu_t *sw = context;
    const uint32_t control = sw->control;
    const uint32_t word = (offset - LEVEE_CARD_WORDS_ADDRESS) / 4;

    if (offset == LEVEE_CARD_AT_CONTROL) {
        sw->control &= ~(uint32_t)READY;
        return control;
    }
    if (offset == LEVEE_CARD_AT_COMMANDS)
        return sw->commands;
    if (offset == LEVEE_CARD_AT_FAULTS)
        return sw->faults;
    if (offset == LEVEE_CARD_AT_KERNEL_VERSION && sw->model.fault.kind == LEVEE_FAULT_VERSION)
        return LEVEE_CARD_VERSION + 1;
    if (offset >= LEVEE_CARD_WORDS_ADDRESS)
        return sw->words && word < LEVEE_TICK_WORDS ? sw->words[word] : 0;
    return offset / 4 < REGISTERS ? sw->argument[offset / 4] : 0;
}

int main(void)
{
    static sw_emu_t sw;

    sw.control = IDLE;
    sw.model = (levee_device_model_t){
        .emulation = LEVEE_SW_EMU, .context = &sw, .load = load, .write = write_register, .read = read_register};
    levee_fault_read(&sw.model.fault);
    if (!levee_bank_open(&sw.model.bank, LEVEE_SW_EMU_BANK, LEVEE_EMU_BANK_BYTES)) {
        fprintf(stderr, "device model: no addresses for the card's memory\n");
        return 2;
    }
    return levee_serve(&sw.model);
}
