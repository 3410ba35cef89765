/* SPDX-License-Identifier: Apache-2.0
 *
 * axi_memory.h: memory behind one AXI4 master of the simulated kernel. The
 * kernel's addresses are the host's own, and what a test adds to them. */
#ifndef LEVEE_DEVICE_VERILATED_AXI_MEMORY_H
#define LEVEE_DEVICE_VERILATED_AXI_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "device/verilated/model.h"

enum { LEVEE_AXI_QUEUE = 256, LEVEE_AXI_RANGES = LEVEE_MASTERS_MAX };

/* levee_axi_timing_t: how memory behaves. Chances are out of 256. */
typedef struct {
    uint32_t latency;       /* cycles from an accepted address to its first beat, or from a last beat to its response */
    uint8_t stall_address;  /* chance that an address channel is not ready */
    uint8_t stall_read;     /* that no read beat comes */
    uint8_t stall_write;    /* that no write beat is taken */
    uint64_t fail_read_at;  /* the read beat, from 1, that carries an error; 0: none */
    uint64_t fail_write_at; /* the write burst likewise */
} levee_axi_timing_t;

/* levee_axi_range_t: memory that the master may touch; on the bus it stands
 * `offset` bytes above the host's address, modulo 2^64. */
typedef struct {
    void *bytes;
    size_t size;
    bool writable;
} levee_axi_range_t;

typedef struct {
    uint64_t address;
    uint64_t ready_at; /* the cycle from which it may go on */
    uint32_t beats;
} levee_axi_burst_t;

typedef struct {
    levee_axi_burst_t burst[LEVEE_AXI_QUEUE];
    uint32_t first;
    uint32_t count;
} levee_axi_queue_t;

typedef struct {
    levee_axi_timing_t timing;
    levee_axi_range_t range[LEVEE_AXI_RANGES];
    uint64_t offset;
    levee_axi_queue_t reads;
    levee_axi_queue_t writes;
    levee_axi_queue_t responses;
    uint64_t cycle;
    uint64_t random;
    struct {
        bool read_address, write_address, read, write;
    } stalled;           /* in this cycle */
    uint64_t read_beats; /* so far */
    uint64_t write_beats;
    uint64_t write_bursts;
    const char *broken; /* a rule of the bus that the kernel broke, or NULL */
} levee_axi_memory_t;

/* levee_axi_memory_reset forgets what is under way; ranges and timing stay. */
void levee_axi_memory_reset(levee_axi_memory_t *memory, uint64_t seed);

/* levee_axi_memory_drive sets the pins that memory drives this cycle;
 * levee_axi_memory_clock takes what was exchanged, at the rising edge. */
void levee_axi_memory_drive(levee_axi_memory_t *memory, levee_axi_pins_t *pins);
void levee_axi_memory_clock(levee_axi_memory_t *memory, const levee_axi_pins_t *pins);

#endif
