/* SPDX-License-Identifier: Apache-2.0
 *
 * verilated.c: the backend of that name: the kernel's hardware description, as
 * Verilator runs it, in this process. */
#include <stdlib.h>

#include "device/verilated/verilated.h"

/* Cycles from an address to its data, about those of a card's memory. */
enum { MEMORY_LATENCY = 64 };

/* A tick must end within this many cycles for each beat that it reads. */
enum { CYCLES_A_BEAT = 64, CYCLES_AT_LEAST = 1 << 20, CYCLES_A_POLL = 1 << 16 };

typedef struct {
    levee_device_t device; /* first, so that a device is its verilated_t */
    levee_card_t card;
    levee_kernel_t kernel;
    uint64_t deadline; /* cycle */
} verilated_t;

static void submit(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    verilated_t *verilated = (verilated_t *)device;
    levee_card_t *card = &verilated->card;
    uint64_t beats = 0;

    if (!levee_card_command(card, updates, count, sequence)) {
        device->fault = "no memory for the card's book";
        return;
    }
    for (uint32_t g = 0; g < card->groups; g++)
        beats += (uint64_t)card->legs[g].beats + card->constants[g].beats + card->results[g].beats;
    verilated->deadline = verilated->kernel.cycles + CYCLES_AT_LEAST + CYCLES_A_BEAT * (beats + card->command_beats);
    levee_kernel_start(&verilated->kernel, card);
}

static levee_progress_t poll(levee_device_t *device, uint32_t *count)
{
    verilated_t *verilated = (verilated_t *)device;

    if (device->fault)
        return LEVEE_DEVICE_FAILED;
    if (levee_kernel_finish(&verilated->kernel, CYCLES_A_POLL)) {
        device->fault = levee_kernel_broken(&verilated->kernel);
        if (!device->fault)
            device->fault = levee_card_collect(&verilated->card, count);
        return device->fault ? LEVEE_DEVICE_FAILED : LEVEE_DEVICE_DONE;
    }
    if (verilated->kernel.cycles < verilated->deadline)
        return LEVEE_DEVICE_BUSY;
    device->fault = "the kernel does not finish";
    return LEVEE_DEVICE_FAILED;
}

static void close_verilated(levee_device_t *device)
{
    verilated_t *verilated = (verilated_t *)device;

    levee_kernel_close(&verilated->kernel);
    levee_card_close(&verilated->card);
    free(verilated);
}

levee_result_t levee_verilated_open_model(const levee_image_t *image, const levee_model_t *model,
                                          const levee_axi_timing_t *timing, levee_device_t **device,
                                          levee_error_t *error)
{
    levee_card_kernel_t parameters;
    verilated_t *verilated = calloc(1, sizeof *verilated);
    levee_result_t result = LEVEE_OK;

    if (!verilated)
        return levee_fail_memory(error, "the verilated kernel");
    verilated->device = (levee_device_t){
        .backend = "verilated", .isa = "rtl", .submit = submit, .poll = poll, .close = close_verilated};
    levee_kernel_open(&verilated->kernel, model, timing, 1);
    if (!levee_kernel_identify(&verilated->kernel, &parameters))
        result = levee_fail(error, LEVEE_SYSTEM, "backend", "the verilated kernel is of another version; build anew");
    if (result == LEVEE_OK)
        result = levee_card_open(&verilated->card, image, &parameters, NULL, error);
    if (result != LEVEE_OK) {
        close_verilated(&verilated->device);
        return result;
    }
    *device = &verilated->device;
    return LEVEE_OK;
}

levee_result_t levee_verilated_open(const levee_image_t *image, levee_device_t **device, levee_error_t *error)
{
    static const levee_axi_timing_t timing = {.latency = MEMORY_LATENCY};

    return levee_verilated_open_model(image, &levee_model_verilated, &timing, device, error);
}

void levee_verilated_describe(levee_backend_report_t *report)
{
    static const levee_axi_timing_t timing = {.latency = MEMORY_LATENCY};
    levee_card_kernel_t parameters = {0};
    levee_kernel_t *kernel = malloc(sizeof *kernel);

    if (!kernel) {
        levee_note(report, "no memory to look at it");
        return;
    }
    levee_kernel_open(kernel, &levee_model_verilated, &timing, 1);
    report->ready = levee_kernel_identify(kernel, &parameters);
    levee_kernel_close(kernel);
    free(kernel);
    report->lanes = parameters.lanes;
    report->measures = parameters.measures;
    report->instruments = parameters.instruments;
    report->tiers = parameters.tiers;
    report->version = report->ready ? LEVEE_CARD_VERSION : 0;
    levee_note(report, report->ready ? "the kernel's hardware description, simulated in this process: slow, for tests"
                                     : "of another version than this build; build again");
}
