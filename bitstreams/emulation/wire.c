/* SPDX-License-Identifier: Apache-2.0 */
#include "emulation/wire.h"

#include <stdlib.h>
#include <string.h>

enum { NUMBER = 0, FIXED_64 = 1, BYTES = 2, FIXED_32 = 5, NUMBER_BYTES = 10, TYPE_BITS = 3 };

/* reader_t: what is left to read. */
typedef struct {
    const uint8_t *at;
    size_t size;
    bool broken;
} reader_t;

static uint64_t read_number(reader_t *reader)
{
    uint64_t value = 0;

    for (uint32_t i = 0; i < NUMBER_BYTES && i < reader->size; i++) {
        value |= (uint64_t)(reader->at[i] & 127) << 7 * i;
        if (reader->at[i] < 128) {
            reader->at += i + 1;
            reader->size -= i + 1;
            return value;
        }
    }
    reader->broken = true;
    return 0;
}

static levee_wire_bytes_t read_bytes(reader_t *reader, uint64_t size)
{
    if (reader->broken || size > reader->size) {
        reader->broken = true;
        return (levee_wire_bytes_t){0};
    }
    const levee_wire_bytes_t bytes = {reader->at, (size_t)size};
    reader->at += size;
    reader->size -= (size_t)size;
    return bytes;
}

/* read_fixed reads a little-endian number of a fixed size. */
static uint64_t read_fixed(reader_t *reader, uint32_t size)
{
    const levee_wire_bytes_t bytes = read_bytes(reader, size);
    uint64_t value = 0;

    for (size_t i = 0; i < bytes.size; i++)
        value |= (uint64_t)bytes.at[i] << 8 * i;
    return value;
}

bool levee_wire_read(levee_wire_message_t *message, const uint8_t *bytes, size_t size)
{
    reader_t reader = {bytes, size, false};

    *message = (levee_wire_message_t){0};
    while (reader.size > 0 && !reader.broken) {
        const uint64_t tag = read_number(&reader);
        const uint64_t field = tag >> TYPE_BITS;
        const uint32_t type = tag & ((1 << TYPE_BITS) - 1);
        levee_wire_bytes_t string = {0};
        uint64_t number = 0;

        if (type == NUMBER)
            number = read_number(&reader);
        else if (type == FIXED_64 || type == FIXED_32)
            number = read_fixed(&reader, type == FIXED_64 ? 8 : 4);
        else if (type == BYTES)
            string = read_bytes(&reader, read_number(&reader));
        else
            reader.broken = true;
        if (field >= LEVEE_WIRE_FIELDS || reader.broken)
            continue;
        if (type == BYTES)
            message->bytes[field] = string;
        else
            message->number[field] = number;
    }
    return !reader.broken;
}

uint8_t *levee_wire_space(levee_wire_out_t *out, size_t size)
{
    if (!out->failed && size > out->room - out->size) {
        const size_t room = out->size + size + out->room;
        uint8_t *bytes = size <= SIZE_MAX / 4 ? realloc(out->bytes, room) : NULL;

        out->failed = !bytes;
        if (bytes) {
            out->bytes = bytes;
            out->room = room;
        }
    }
    if (out->failed)
        return NULL;
    out->size += size;
    return out->bytes + out->size - size;
}

static void put_number(levee_wire_out_t *out, uint64_t value)
{
    uint8_t digits[NUMBER_BYTES];
    size_t count = 0;

    for (; value > 127; value >>= 7)
        digits[count++] = (uint8_t)(value & 127) | 128;
    digits[count++] = (uint8_t)value;
    uint8_t *to = levee_wire_space(out, count);
    if (to)
        memcpy(to, digits, count);
}

void levee_wire_number(levee_wire_out_t *out, uint32_t field, uint64_t value)
{
    put_number(out, (uint64_t)field << TYPE_BITS | NUMBER);
    put_number(out, value);
}

uint8_t *levee_wire_bytes(levee_wire_out_t *out, uint32_t field, size_t size)
{
    put_number(out, (uint64_t)field << TYPE_BITS | BYTES);
    put_number(out, size);
    return levee_wire_space(out, size);
}
