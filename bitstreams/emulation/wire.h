/* SPDX-License-Identifier: Apache-2.0
 *
 * wire.h: as much of the protobuf wire format as XRT's emulation calls need:
 * numbers and byte strings under field numbers, the last one of each counting. */
#ifndef LEVEE_EMULATION_WIRE_H
#define LEVEE_EMULATION_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LEVEE_WIRE_FIELDS = 16 };

typedef struct {
    const uint8_t *at;
    size_t size;
} levee_wire_bytes_t;

/* levee_wire_message_t: field f as a number, 0 when absent, and as bytes, which
 * point into what was read. Fields above the last are skipped. */
typedef struct {
    uint64_t number[LEVEE_WIRE_FIELDS];
    levee_wire_bytes_t bytes[LEVEE_WIRE_FIELDS];
} levee_wire_message_t;

/* levee_wire_read returns false when the bytes are no message. */
bool levee_wire_read(levee_wire_message_t *message, const uint8_t *bytes, size_t size);

/* levee_wire_out_t: a message that grows. Without memory it says `failed` and
 * takes no more. Free `bytes` when done. */
typedef struct {
    uint8_t *bytes;
    size_t size;
    size_t room;
    bool failed;
} levee_wire_out_t;

/* levee_wire_space appends `size` bytes for the caller to fill; NULL without memory. */
uint8_t *levee_wire_space(levee_wire_out_t *out, size_t size);

void levee_wire_number(levee_wire_out_t *out, uint32_t field, uint64_t value);

/* levee_wire_bytes begins a byte string of `size` bytes, for the caller to fill. */
uint8_t *levee_wire_bytes(levee_wire_out_t *out, uint32_t field, size_t size);

#endif
