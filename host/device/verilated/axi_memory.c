/* SPDX-License-Identifier: Apache-2.0 */
#include "device/verilated/axi_memory.h"

#include <string.h>

enum { BEAT_BYTES = 64, PAGE_BYTES = 4096, OKAY = 0, SLVERR = 2, DECERR = 3 };

/* draw_stalls draws for every channel, whether something waits there or not:
 * the stalls are a function of seed and cycle, whatever the kernel does. */
static void draw_stalls(levee_axi_memory_t *memory)
{
    const levee_axi_timing_t *timing = &memory->timing;

    memory->random = memory->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    memory->stalled.read_address = (memory->random >> 56) < timing->stall_address;
    memory->stalled.write_address = (memory->random >> 48 & 255) < timing->stall_address;
    memory->stalled.read = (memory->random >> 40 & 255) < timing->stall_read;
    memory->stalled.write = (memory->random >> 32 & 255) < timing->stall_write;
}

static void push(levee_axi_queue_t *queue, levee_axi_burst_t burst)
{
    queue->burst[(queue->first + queue->count++) % LEVEE_AXI_QUEUE] = burst;
}

static levee_axi_burst_t *head(levee_axi_queue_t *queue)
{
    return &queue->burst[queue->first];
}

static void pop(levee_axi_queue_t *queue)
{
    queue->first = (queue->first + 1) % LEVEE_AXI_QUEUE;
    queue->count--;
}

/* find returns the memory at an address, or NULL when the master may not go there. */
static unsigned char *find(const levee_axi_memory_t *memory, uint64_t address, bool write)
{
    for (uint32_t i = 0; i < LEVEE_AXI_RANGES; i++) {
        const levee_axi_range_t *range = &memory->range[i];
        const uint64_t start = (uint64_t)(uintptr_t)range->bytes + memory->offset;

        if (address >= start && address - start + BEAT_BYTES <= range->size && (range->writable || !write))
            return (unsigned char *)range->bytes + (address - start);
    }
    return NULL;
}

static void check_address(levee_axi_memory_t *memory, uint64_t address, uint32_t beats)
{
    if (address % BEAT_BYTES != 0)
        memory->broken = "an address is not that of a beat";
    if (address % PAGE_BYTES + (uint64_t)beats * BEAT_BYTES > PAGE_BYTES)
        memory->broken = "a burst crosses 4 KiB";
}

void levee_axi_memory_reset(levee_axi_memory_t *memory, uint64_t seed)
{
    levee_axi_memory_t fresh = {.timing = memory->timing, .offset = memory->offset, .random = seed};

    memcpy(fresh.range, memory->range, sizeof fresh.range);
    *memory = fresh;
}

/* error_response is one of the two that there are. */
static uint8_t error_response(const levee_axi_memory_t *memory)
{
    return memory->random >> 31 & 1 ? DECERR : SLVERR;
}

static void drive_read(levee_axi_memory_t *memory, levee_axi_pins_t *pins)
{
    const levee_axi_burst_t *burst = head(&memory->reads);

    /* A beat that was offered stays until it is taken. */
    if (pins->in.rvalid)
        return;
    if (memory->reads.count == 0 || burst->ready_at > memory->cycle || memory->stalled.read)
        return;
    const unsigned char *from = find(memory, burst->address, false);
    const bool fails = memory->read_beats + 1 == memory->timing.fail_read_at;
    if (from)
        memcpy(pins->in.rdata, from, BEAT_BYTES);
    else
        memory->broken = "a read outside the buffers";
    pins->in.rvalid = 1;
    pins->in.rlast = burst->beats == 1;
    pins->in.rresp = from && !fails ? OKAY : error_response(memory);
}

void levee_axi_memory_drive(levee_axi_memory_t *memory, levee_axi_pins_t *pins)
{
    draw_stalls(memory);
    drive_read(memory, pins);
    pins->in.arready = memory->reads.count < LEVEE_AXI_QUEUE && !memory->stalled.read_address;
    pins->in.awready = memory->writes.count < LEVEE_AXI_QUEUE && memory->responses.count < LEVEE_AXI_QUEUE / 2 &&
                       !memory->stalled.write_address;
    pins->in.wready = memory->writes.count > 0 && !memory->stalled.write;
    if (!pins->in.bvalid && memory->responses.count > 0 && head(&memory->responses)->ready_at <= memory->cycle) {
        pins->in.bvalid = 1;
        pins->in.bresp = head(&memory->responses)->beats == 0 ? OKAY : error_response(memory);
    }
}

static void clock_read(levee_axi_memory_t *memory, const levee_axi_pins_t *pins)
{
    if (pins->in.rvalid && pins->out.rready) {
        levee_axi_burst_t *burst = head(&memory->reads);

        memory->read_beats++;
        burst->address += BEAT_BYTES;
        if (--burst->beats == 0)
            pop(&memory->reads);
    }
    if (pins->out.arvalid && pins->in.arready) {
        check_address(memory, pins->out.araddr, pins->out.arlen + 1u);
        push(&memory->reads,
             (levee_axi_burst_t){pins->out.araddr, memory->cycle + memory->timing.latency, pins->out.arlen + 1u});
    }
}

/* take_beat writes one beat and, with the burst's last, owes its response, whose
 * `beats` says that it is an error. */
static void take_beat(levee_axi_memory_t *memory, const levee_axi_pins_t *pins)
{
    levee_axi_burst_t *burst = head(&memory->writes);
    unsigned char *to = find(memory, burst->address, true);

    memory->write_beats++;
    if (to && pins->out.wstrb == UINT64_MAX)
        memcpy(to, pins->out.wdata, BEAT_BYTES);
    else
        memory->broken = to ? "a write of half a beat" : "a write outside the buffers";
    if ((burst->beats == 1) != (pins->out.wlast != 0))
        memory->broken = "wlast is not at the burst's last beat";
    burst->address += BEAT_BYTES;
    if (--burst->beats > 0)
        return;
    pop(&memory->writes);
    memory->write_bursts++;
    push(&memory->responses, (levee_axi_burst_t){0, memory->cycle + memory->timing.latency,
                                                 memory->write_bursts == memory->timing.fail_write_at});
}

void levee_axi_memory_clock(levee_axi_memory_t *memory, const levee_axi_pins_t *pins)
{
    clock_read(memory, pins);
    if (pins->in.bvalid && pins->out.bready)
        pop(&memory->responses);
    if (pins->out.wvalid && pins->in.wready)
        take_beat(memory, pins);
    if (pins->out.awvalid && pins->in.awready) {
        check_address(memory, pins->out.awaddr, pins->out.awlen + 1u);
        push(&memory->writes, (levee_axi_burst_t){pins->out.awaddr, 0, pins->out.awlen + 1u});
    }
    memory->cycle++;
}
