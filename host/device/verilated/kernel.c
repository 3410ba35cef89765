/* SPDX-License-Identifier: Apache-2.0 */
#include "device/verilated/kernel.h"

#include <string.h>

enum { START = 1, DONE = 2, CONTINUE = 16, POLL_EVERY = 16 };

void levee_kernel_cycle(levee_kernel_t *kernel)
{
    for (uint32_t i = 0; i < kernel->masters; i++)
        levee_axi_memory_drive(&kernel->memory[i], &kernel->pins.master[i]);
    kernel->model->settle(kernel->instance, &kernel->pins);
    for (uint32_t i = 0; i < kernel->masters; i++) {
        levee_axi_pins_t *pins = &kernel->pins.master[i];

        levee_axi_memory_clock(&kernel->memory[i], pins);
        pins->in.rvalid = pins->in.rvalid && !pins->out.rready;
        pins->in.bvalid = pins->in.bvalid && !pins->out.bready;
    }
    kernel->model->clock(kernel->instance);
    kernel->cycles++;
}

void levee_kernel_reset(levee_kernel_t *kernel, uint64_t seed)
{
    memset(&kernel->pins, 0, sizeof kernel->pins);
    kernel->pins.rst = 1;
    for (int i = 0; i < LEVEE_KERNEL_RESET_CYCLES; i++) {
        kernel->model->settle(kernel->instance, &kernel->pins);
        kernel->model->clock(kernel->instance);
    }
    kernel->pins.rst = 0;
    for (uint32_t i = 0; i < kernel->masters; i++)
        levee_axi_memory_reset(&kernel->memory[i], seed + i);
    levee_kernel_cycle(kernel);
}

void levee_kernel_open(levee_kernel_t *kernel, const levee_model_t *model, const levee_axi_timing_t *timing,
                       uint64_t seed)
{
    memset(kernel, 0, sizeof *kernel);
    kernel->model = model;
    kernel->masters = 1 + 3 * model->lanes / LEVEE_LANES;
    kernel->instance = model->open(seed);
    for (uint32_t i = 0; i < kernel->masters; i++)
        kernel->memory[i].timing = *timing;
    levee_kernel_reset(kernel, seed);
}

void levee_kernel_close(levee_kernel_t *kernel)
{
    if (kernel->instance)
        kernel->model->close(kernel->instance);
    kernel->instance = NULL;
}

void levee_kernel_write(levee_kernel_t *kernel, uint32_t address, uint32_t value)
{
    levee_lite_pins_t *pins = &kernel->pins.control;

    pins->in.awaddr = address;
    pins->in.wdata = value;
    pins->in.wstrb = 15;
    pins->in.awvalid = 1;
    pins->in.wvalid = 1;
    pins->in.bready = 1;
    for (bool answered = false; !answered;) {
        levee_kernel_cycle(kernel);
        answered = pins->out.bvalid;
        pins->in.awvalid = pins->in.awvalid && !pins->out.awready;
        pins->in.wvalid = pins->in.wvalid && !pins->out.wready;
    }
    pins->in.bready = 0;
}

uint32_t levee_kernel_read(levee_kernel_t *kernel, uint32_t address)
{
    levee_lite_pins_t *pins = &kernel->pins.control;

    pins->in.araddr = address;
    pins->in.arvalid = 1;
    pins->in.rready = 1;
    for (bool answered = false; !answered;) {
        levee_kernel_cycle(kernel);
        answered = pins->out.rvalid;
        pins->in.arvalid = pins->in.arvalid && !pins->out.arready;
    }
    pins->in.rready = 0;
    return pins->out.rdata;
}

static void write_address(levee_kernel_t *kernel, uint32_t address, const void *memory)
{
    const uint64_t on_bus = (uint64_t)(uintptr_t)memory + kernel->memory[0].offset;

    levee_kernel_write(kernel, address, (uint32_t)on_bus);
    levee_kernel_write(kernel, address + 4, (uint32_t)(on_bus >> 32));
}

static levee_axi_range_t range_of(const levee_card_buffer_t *buffer, bool writable)
{
    return (levee_axi_range_t){buffer->beat, (size_t)buffer->beats * sizeof(levee_beat_t), writable};
}

/* map gives each master the buffers that it has business with: the command's
 * master patches all of them. */
static void map(levee_kernel_t *kernel, const levee_card_t *card)
{
    levee_axi_range_t *patched = kernel->memory[0].range;

    *patched++ = range_of(&card->command, false);
    for (uint32_t g = 0; g < card->groups; g++) {
        levee_axi_memory_t *memory = &kernel->memory[1 + 3 * g];

        memory[0].range[0] = range_of(&card->legs[g], false);
        memory[1].range[0] = range_of(&card->constants[g], false);
        memory[2].range[0] = range_of(&card->results[g], true);
        *patched++ = range_of(&card->legs[g], true);
        *patched++ = range_of(&card->constants[g], true);
        *patched++ = range_of(&card->results[g], true);
    }
}

void levee_kernel_start(levee_kernel_t *kernel, const levee_card_t *card)
{
    map(kernel, card);
    write_address(kernel, LEVEE_CARD_AT_COMMAND, card->command.beat);
    levee_kernel_write(kernel, LEVEE_CARD_AT_COMMAND_BEATS, card->command_beats);
    for (uint32_t g = 0; g < card->groups; g++) {
        const uint32_t at = g * LEVEE_CARD_GROUP_STRIDE;

        write_address(kernel, at + LEVEE_CARD_AT_LEGS, card->legs[g].beat);
        write_address(kernel, at + LEVEE_CARD_AT_CONSTANTS, card->constants[g].beat);
        write_address(kernel, at + LEVEE_CARD_AT_RESULTS, card->results[g].beat);
    }
    levee_kernel_write(kernel, LEVEE_CARD_AT_CONTROL, START);
}

bool levee_kernel_finish(levee_kernel_t *kernel, uint64_t cycles)
{
    const uint64_t until = kernel->cycles + cycles;

    while (kernel->cycles < until) {
        if (levee_kernel_read(kernel, LEVEE_CARD_AT_CONTROL) & DONE) {
            levee_kernel_write(kernel, LEVEE_CARD_AT_CONTROL, CONTINUE);
            return true;
        }
        for (int i = 0; i < POLL_EVERY; i++)
            levee_kernel_cycle(kernel);
    }
    return false;
}

const char *levee_kernel_broken(const levee_kernel_t *kernel)
{
    for (uint32_t i = 0; i < kernel->masters; i++) {
        if (kernel->memory[i].broken)
            return kernel->memory[i].broken;
    }
    return NULL;
}

bool levee_kernel_identify(levee_kernel_t *kernel, levee_card_kernel_t *parameters)
{
    if (levee_kernel_read(kernel, LEVEE_CARD_AT_KERNEL_TYPE) != LEVEE_CARD_TYPE ||
        levee_kernel_read(kernel, LEVEE_CARD_AT_KERNEL_VERSION) != LEVEE_CARD_VERSION)
        return false;
    *parameters = (levee_card_kernel_t){
        .lanes = levee_kernel_read(kernel, LEVEE_CARD_AT_LANES),
        .measures = levee_kernel_read(kernel, LEVEE_CARD_AT_MEASURES),
        .instruments = levee_kernel_read(kernel, LEVEE_CARD_AT_INSTRUMENTS),
        .tiers = levee_kernel_read(kernel, LEVEE_CARD_AT_TIERS),
    };
    return true;
}
