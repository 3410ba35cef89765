/* SPDX-License-Identifier: Apache-2.0
 *
 * test_wire.c: messages of XRT's emulation calls: what is read of them, and what
 * is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "emulation/wire.h"

enum { ROUNDS = 200000, LONGEST = 40 };

/* message_t: bytes, and what is to be read of field 1. */
typedef struct {
    const char *bytes;
    size_t size;
    uint64_t number;
    const char *text; /* NULL: it has none */
} message_t;

#define BYTES(text) (text), sizeof(text) - 1

static bool read_copy(levee_wire_message_t *message, const char *bytes, size_t size, uint8_t **copy)
{
    /* Of its very size, so that a sanitizer sees what is read behind it. */
    *copy = malloc(size > 0 ? size : 1);
    assert_non_null(*copy);
    memcpy(*copy, bytes, size);
    return levee_wire_read(message, *copy, size);
}

static void reads_fields(void **state)
{
    static const message_t messages[] = {
        {BYTES(""), 0, NULL},
        {BYTES("\x08\x05"), 5, NULL},
        {BYTES("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), UINT64_MAX, NULL},
        {BYTES("\x08\x81\x80\x80\x80\x80\x80\x80\x80\x80\x00"), 1, NULL},
        {BYTES("\x09\x01\x02\x03\x04\x05\x06\x07\x08"), UINT64_C(0x0807060504030201), NULL},
        {BYTES("\x0d\x01\x02\x03\xff"), 0xff030201, NULL},
        {BYTES("\x0a\x00"), 0, ""},
        {BYTES("\x0a\x03xyz"), 0, "xyz"},
        {BYTES("\x08\x07\x0a\x01x"), 7, "x"},
        /* The last one counts, others do not, nor do fields that nobody asks for. */
        {BYTES("\x08\x07\x08\x09\x10\x03\x1a\x01y"), 9, NULL},
        {BYTES("\x80\x01\x03\x08\x04\xf8\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00"), 4, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        const message_t *wanted = &messages[i];
        levee_wire_message_t message;
        uint8_t *copy = NULL;

        if (!read_copy(&message, wanted->bytes, wanted->size, &copy))
            fail_msg("message %zu is refused", i);
        assert_int_equal(message.number[1], wanted->number);
        assert_int_equal(message.bytes[1].size, wanted->text ? strlen(wanted->text) : 0);
        if (message.bytes[1].size > 0)
            assert_memory_equal(message.bytes[1].at, wanted->text, message.bytes[1].size);
        free(copy);
    }
}

static void refuses_what_is_no_message(void **state)
{
    static const struct {
        const char *name, *bytes;
        size_t size;
    } messages[] = {
        {"a field without a value", BYTES("\x08")},
        {"a number that does not end", BYTES("\x08\x80")},
        {"a number of eleven bytes", BYTES("\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01")},
        {"a tag that does not end", BYTES("\x08\x05\x80")},
        {"seven of eight bytes", BYTES("\x09\x01\x02\x03\x04\x05\x06\x07")},
        {"three of four bytes", BYTES("\x0d\x01\x02\x03")},
        {"a text without a size", BYTES("\x0a")},
        {"a text longer than what is left", BYTES("\x0a\x04xyz")},
        {"a text of 2^64 - 1 bytes", BYTES("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01xyz")},
        {"a group begins", BYTES("\x0b")},
        {"a group ends", BYTES("\x0c")},
        {"there is no type 6", BYTES("\x0e")},
        {"there is no type 7", BYTES("\x0f")},
        {"the same in a field that nobody asks for", BYTES("\x83\x01")},
    };

    (void)state;
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        levee_wire_message_t message;
        uint8_t *copy = NULL;

        if (read_copy(&message, messages[i].bytes, messages[i].size, &copy))
            fail_msg("read: %s", messages[i].name);
        free(copy);
    }
}

static uint64_t draw(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

/* Whatever comes, what is read of it lies inside of it. */
static void stays_inside(void **state)
{
    uint64_t seed = 1;
    uint32_t good = 0;

    (void)state;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const size_t size = draw(&seed) % LONGEST;
        char bytes[LONGEST];
        levee_wire_message_t message;
        uint8_t *copy = NULL;

        for (size_t i = 0; i < size; i++)
            bytes[i] = (char)(draw(&seed) % 3 ? draw(&seed) % 32 : draw(&seed));
        good += read_copy(&message, bytes, size, &copy);
        for (uint32_t f = 0; f < LEVEE_WIRE_FIELDS; f++) {
            const levee_wire_bytes_t field = message.bytes[f];

            if (field.size > 0 && (field.at < copy || field.size > (size_t)(copy + size - field.at)))
                fail_msg("round %u: field %u is outside", round, f);
        }
        free(copy);
    }
    assert_in_range(good, ROUNDS / 100, ROUNDS - ROUNDS / 100);
}

/* What is written is read again, whatever the numbers. */
static void writes_what_it_reads(void **state)
{
    uint64_t seed = 2;

    (void)state;
    for (uint32_t round = 0; round < ROUNDS / 10; round++) {
        const uint64_t number = (draw(&seed) << 33 ^ draw(&seed)) >> draw(&seed) % 64;
        uint8_t wanted[300] = {0};
        const size_t size = draw(&seed) % sizeof wanted;
        const uint8_t byte = (uint8_t)draw(&seed);
        levee_wire_out_t out = {0};
        levee_wire_message_t message = {0};

        levee_wire_number(&out, 15, number);
        uint8_t *to = levee_wire_bytes(&out, 2, size);
        assert_non_null(to);
        memset(to, byte, size);
        levee_wire_number(&out, 1, ~number);
        assert_true(!out.failed && levee_wire_read(&message, out.bytes, out.size));
        assert_true(message.number[15] == number && message.number[1] == ~number);
        assert_int_equal(message.bytes[2].size, size);
        memset(wanted, byte, size);
        assert_memory_equal(message.bytes[2].at, wanted, size);
        free(out.bytes);
    }
}

static void takes_no_more_without_memory(void **state)
{
    levee_wire_out_t out = {0};

    (void)state;
    levee_wire_number(&out, 1, 5);
    assert_null(levee_wire_bytes(&out, 2, SIZE_MAX / 2));
    assert_true(out.failed);
    assert_null(levee_wire_space(&out, 1));
    free(out.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_fields),
        cmocka_unit_test(refuses_what_is_no_message),
        cmocka_unit_test(stays_inside),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(takes_no_more_without_memory),
    };

    return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
