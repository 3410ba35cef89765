/* SPDX-License-Identifier: Apache-2.0 */
#include "watch.h"

#include <stdlib.h>
#include <string.h>

enum { CONTINUE = 16, INTERRUPT_DONE = 1 };

/* note enters what the masters have done since `before`. */
static void note(watch_t *watch, const levee_kernel_t *kernel, uint64_t (*before)[2])
{
    for (uint32_t i = 0; i < kernel->masters; i++) {
        const levee_axi_memory_t *memory = &kernel->memory[i];
        uint8_t did = 0;

        did |= memory->read_beats != before[i][0] ? WATCH_READ : 0;
        did |= memory->write_beats != before[i][1] ? WATCH_WRITE : 0;
        did |= memory->stalled.read ? WATCH_READ_STALL : 0;
        did |= memory->stalled.write ? WATCH_WRITE_STALL : 0;
        watch->did[i][watch->end] = did;
        before[i][0] = memory->read_beats;
        before[i][1] = memory->write_beats;
    }
}

static void read_counts(watch_t *watch, levee_kernel_t *kernel)
{
    watch->cycles = levee_kernel_read(kernel, LEVEE_CARD_AT_CYCLES);
    watch->table_cycles = levee_kernel_read(kernel, LEVEE_CARD_AT_TABLE_CYCLES);
    watch->faults = levee_kernel_read(kernel, LEVEE_CARD_AT_FAULTS);
    watch->leg_stalls = levee_kernel_read(kernel, LEVEE_CARD_AT_LEG_STALLS);
    watch->constant_stalls = levee_kernel_read(kernel, LEVEE_CARD_AT_CONSTANT_STALLS);
    watch->record_stalls = levee_kernel_read(kernel, LEVEE_CARD_AT_RECORD_STALLS);
    watch->stand = watch->end + watch->table_cycles - watch->cycles;
}

int watch_run(watch_t *watch, levee_kernel_t *kernel, const levee_card_t *card)
{
    uint64_t before[LEVEE_MASTERS_MAX][2] = {{0}};

    for (uint32_t i = 0; i < kernel->masters; i++) {
        watch->did[i] = watch->did[i] ? watch->did[i] : malloc(WATCH_CYCLES);
        if (!watch->did[i])
            abort();
    }
    levee_kernel_write(kernel, LEVEE_CARD_AT_GLOBAL_INTERRUPT, 1);
    levee_kernel_write(kernel, LEVEE_CARD_AT_INTERRUPT_ENABLE, INTERRUPT_DONE);
    levee_kernel_start(kernel, card);
    for (uint32_t i = 0; i < kernel->masters; i++) {
        before[i][0] = kernel->memory[i].read_beats;
        before[i][1] = kernel->memory[i].write_beats;
    }
    for (watch->end = 0; watch->end < WATCH_CYCLES && !kernel->pins.control.out.interrupt; watch->end++) {
        levee_kernel_cycle(kernel);
        note(watch, kernel, before);
    }
    if (!kernel->pins.control.out.interrupt)
        return 0;
    read_counts(watch, kernel);
    levee_kernel_write(kernel, LEVEE_CARD_AT_INTERRUPT_ENABLE, 0);
    levee_kernel_write(kernel, LEVEE_CARD_AT_INTERRUPT_STATUS, INTERRUPT_DONE);
    levee_kernel_write(kernel, LEVEE_CARD_AT_CONTROL, CONTINUE);
    return 1;
}

void watch_free(watch_t *watch)
{
    for (uint32_t i = 0; i < LEVEE_MASTERS_MAX; i++)
        free(watch->did[i]);
    *watch = (watch_t){0};
}

uint32_t watch_count(const watch_t *watch, uint32_t master, uint8_t what)
{
    uint32_t count = 0;

    for (uint32_t t = 0; t < watch->end; t++)
        count += (watch->did[master][t] & what) != 0;
    return count;
}

uint32_t watch_when(const watch_t *watch, uint32_t master, uint8_t what, uint32_t number)
{
    uint32_t t = 0;

    for (uint32_t count = 0; t < watch->end; t++) {
        count += (watch->did[master][t] & what) != 0;
        if (count == number)
            break;
    }
    return t;
}

uint32_t watch_ideal(const watch_t *watch, uint32_t master, uint8_t stall, uint32_t beats)
{
    uint32_t t = watch->stand;

    for (uint32_t count = 0; count < beats && t < watch->end; t++)
        count += (watch->did[master][t] & stall) == 0;
    return t;
}
