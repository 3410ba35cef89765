/* SPDX-License-Identifier: Apache-2.0
 *
 * test_server.c: a device model's answers to XRT's emulation calls: what is not all
 * inside of bank and registers is refused and changes nothing, and what is no call
 * ends the model without an answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arguments.h"
#include "host.h"

/* The calls of XRT 2.13. */
enum {
    CLOSE = 1,
    LOAD = 3,
    ALLOC = 4,
    FREE = 5,
    TO_DEVICE = 6,
    FROM_DEVICE = 7,
    WRITE_RAM = 8,
    WRITE_CONTROL = 9,
    READ_RAM = 10,
    READ_CONTROL = 11,
    MESSAGES = 19,
    WRITE_REGISTER = 51,
    READ_REGISTER = 52,
    NO_CALL = 99
};

enum { BASE = 0x10000, SIZE = 0x10000, END = BASE + SIZE, READ_MAX = 1 << 26, NUMBERS = 7 };

/* model_t: registers that hold what is written, but the first, which holds how many
 * have been written before it. */
typedef struct {
    uint32_t written;
    uint32_t word[LEVEE_CU_RANGE / 4];
} model_t;

static bool load(void *context, const char *file)
{
    (void)context;
    return strcmp(file, "kernel.so") == 0;
}

static void write_register(void *context, uint32_t offset, uint32_t value)
{
    model_t *model = context;

    model->word[offset / 4] = offset == 0 ? model->written : value;
    model->written++;
}

static uint32_t read_register(void *context, uint32_t offset)
{
    return ((model_t *)context)->word[offset / 4];
}

static void begin(host_t *host, levee_emulation_t emulation)
{
    static model_t model;
    static levee_device_model_t device;

    model = (model_t){0};
    device = (levee_device_model_t){
        .emulation = emulation, .context = &model, .load = load, .write = write_register, .read = read_register};
    assert_true(levee_bank_open(&device.bank, BASE, SIZE));
    host_begin(host, &device);
}

/* call_t: a call by its fields, and what is to be field 1 and the size of field 2
 * of the answer. */
typedef struct {
    const char *name;
    uint32_t call;
    uint64_t number[NUMBERS]; /* of fields 0 and up; 0: left out */
    uint32_t text_field;
    const char *text;
    size_t text_size;
    uint64_t result;
    size_t bytes;
} call_t;

#define TEXT(field, text) (field), (text), sizeof(text) - 1
#define NONE 0, NULL, 0

static void check_call(host_t *host, const call_t *call)
{
    const levee_wire_message_t *answer = &host->answer;
    levee_wire_out_t payload = {0};

    for (uint32_t f = 1; f < NUMBERS; f++) {
        if (call->number[f] != 0)
            levee_wire_number(&payload, f, call->number[f]);
    }
    if (call->text_field != 0)
        memcpy(levee_wire_bytes(&payload, call->text_field, call->text_size), call->text, call->text_size);
    if (!host_ask(host, call->call, &payload))
        fail_msg("%s: no answer", call->name);
    free(payload.bytes);
    if (answer->number[1] != call->result || answer->bytes[2].size != call->bytes)
        fail_msg("%s: answered %llu and %zu bytes", call->name, (unsigned long long)answer->number[1],
                 answer->bytes[2].size);
}

/* says compares what the last answer carries. */
static void says(const host_t *host, const char *text, size_t size)
{
    assert_int_equal(host->answer.bytes[2].size, size);
    assert_memory_equal(host->answer.bytes[2].at, text, size);
}

static void check_calls(host_t *host, const call_t *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_call(host, &calls[i]);
}

#define CHECK(host, calls) check_calls((host), (calls), sizeof(calls) / sizeof(calls)[0])

static void keeps_to_its_bank(void **state)
{
    static const call_t writes[] = {
        {"a buffer", ALLOC, {0, BASE, 4096}, NONE, 1, 0},
        {"the whole bank", ALLOC, {0, BASE, SIZE}, NONE, 1, 0},
        {"a byte too many", ALLOC, {0, BASE, SIZE + 1}, NONE, 0, 0},
        {"a byte too early", ALLOC, {0, BASE - 1, 1}, NONE, 0, 0},
        {"all there is", ALLOC, {0, BASE, UINT64_MAX}, NONE, 0, 0},
        {"what nobody has", FREE, {0, 77}, NONE, 1, 0},
        {"four bytes", TO_DEVICE, {0, 0, 0, BASE}, TEXT(4, "abcd"), 4, 0},
        {"the last bytes", WRITE_RAM, {0, 0, END - 4}, TEXT(4, "wxyz"), 1, 0},
        {"a byte behind", TO_DEVICE, {0, 0, 0, END - 3}, TEXT(4, "1234"), 0, 0},
        {"a byte before", TO_DEVICE, {0, 0, 0, BASE - 1}, TEXT(4, "1234"), 0, 0},
        {"a byte behind, to RAM", WRITE_RAM, {0, 0, END - 3}, TEXT(4, "1234"), 0, 0},
        {"the end of all addresses", TO_DEVICE, {0, 0, 0, UINT64_MAX}, TEXT(4, "1234"), 0, 0},
    };
    static const call_t outside[] = {
        {"zeros for a byte behind", FROM_DEVICE, {0, 0, 0, 0, END - 3, 4}, NONE, 0, 4},
        {"zeros for a byte before", READ_RAM, {0, 0, BASE - 1, 4}, NONE, 0, 4},
        {"more than is read at once", FROM_DEVICE, {0, 0, 0, 0, BASE, READ_MAX + 1}, NONE, 0, 0},
        {"more than there is", READ_RAM, {0, 0, BASE, UINT64_MAX}, NONE, 0, 0},
        {"it goes on", READ_RAM, {0, 0, BASE, 1}, NONE, 1, 1},
    };
    static const call_t first = {"the first bytes", FROM_DEVICE, {0, 0, 0, 0, BASE, 4}, NONE, 4, 4};
    static const call_t last = {"the last bytes", READ_RAM, {0, 0, END - 4, 4}, NONE, 1, 4};
    host_t host;

    (void)state;
    begin(&host, LEVEE_SW_EMU);
    CHECK(&host, writes);
    check_call(&host, &first);
    says(&host, "abcd", 4);
    check_call(&host, &last);
    says(&host, "wxyz", 4);
    check_call(&host, &outside[0]);
    says(&host, "\0\0\0\0", 4);
    CHECK(&host, outside);
    assert_int_equal(host_end(&host), 1);
}

static void keeps_to_its_registers(void **state)
{
    static const call_t calls[] = {
        {"two registers", WRITE_REGISTER, {0, 0, 0x10}, TEXT(3, "abcdefgh"), 1, 0},
        {"the last register", WRITE_REGISTER, {0, 0, LEVEE_CU_RANGE - 4}, TEXT(3, "wxyz"), 1, 0},
        {"one behind", WRITE_REGISTER, {0, 0, LEVEE_CU_RANGE}, TEXT(3, "1234"), 0, 0},
        {"the second behind", WRITE_REGISTER, {0, 0, LEVEE_CU_RANGE - 4}, TEXT(3, "12345678"), 0, 0},
        {"half a register", WRITE_REGISTER, {0, 0, 0x10}, TEXT(3, "123"), 0, 0},
        {"no register", WRITE_REGISTER, {0, 0, 0x10}, NONE, 0, 0},
        {"the end of all", WRITE_REGISTER, {0, 0, UINT64_MAX - 3}, TEXT(3, "1234"), 0, 0},
        {"below the kernel", WRITE_CONTROL, {0, 0, LEVEE_CU_BASE - 4}, TEXT(4, "1234"), 0, 0},
        {"another kernel", WRITE_CONTROL, {0, 0, LEVEE_CU_BASE + LEVEE_CU_RANGE}, TEXT(4, "1234"), 0, 0},
        {"the kernel", WRITE_CONTROL, {0, 0, LEVEE_CU_BASE + 0x18}, TEXT(4, "ijkl"), 1, 0},
        {"read one behind", READ_REGISTER, {0, 0, LEVEE_CU_RANGE, 4}, NONE, 0, 0},
        {"read the second behind", READ_REGISTER, {0, 0, LEVEE_CU_RANGE - 4, 8}, NONE, 0, 0},
        {"read all there is", READ_REGISTER, {0, 0, 0x10, UINT64_MAX}, NONE, 0, 0},
        {"read below the kernel", READ_CONTROL, {0, 0, LEVEE_CU_BASE - 4, 4}, NONE, 0, 0},
        {"read the last register", READ_REGISTER, {0, 0, LEVEE_CU_RANGE - 4, 4}, NONE, 1, 4},
    };
    static const call_t three = {"read three", READ_CONTROL, {0, 0, LEVEE_CU_BASE + 0x10, 12}, NONE, 1, 12};
    /* From the first register on, as sw_emu starts a kernel: that one is written last. */
    static const call_t start = {"start", WRITE_REGISTER, {0}, TEXT(3, "....abcdefgh"), 1, 0};
    static const call_t count = {"what came before", READ_REGISTER, {0, 0, 0, 4}, NONE, 1, 4};
    host_t host;

    (void)state;
    begin(&host, LEVEE_SW_EMU);
    CHECK(&host, calls);
    says(&host, "wxyz", 4);
    check_call(&host, &three);
    says(&host, "abcdefghijkl", 12);
    check_call(&host, &start);
    check_call(&host, &count);
    says(&host, "\6\0\0\0", 4);
    assert_int_equal(host_end(&host), 1);
}

static void loads_what_there_is(void **state)
{
    static char longest[5000];
    const call_t calls[] = {
        {"a file", LOAD, {0}, TEXT(2, "kernel.so"), 1, 0},
        {"another", LOAD, {0}, TEXT(2, "other.so"), 0, 0},
        {"none", LOAD, {0}, NONE, 0, 0},
        {"a name without end", LOAD, {0}, 2, longest, sizeof longest, 0, 0},
        {"messages, of which there are none", MESSAGES, {0, 1, 1}, NONE, 0, 0},
        {"a call that there is not", NO_CALL, {0, 1, 1}, NONE, 0, 0},
    };
    host_t host;

    (void)state;
    memset(longest, 'x', sizeof longest);
    begin(&host, LEVEE_SW_EMU);
    CHECK(&host, calls);
    assert_int_equal(host_end(&host), 1);
}

/* sw_emu is closed once before it is loaded, and once for good. */
static void closes(void **state)
{
    static const call_t sw_calls[] = {{"for a moment", CLOSE, {0}, NONE, 1, 0},
                                      {"a file", LOAD, {0}, TEXT(2, "kernel.so"), 1, 0},
                                      {"for good", CLOSE, {0, 0, 0, 1}, NONE, 1, 0}};
    /* hw_emu's places are two numbers, of which the sum counts. */
    static const call_t hw_calls[] = {
        {"to an offset", TO_DEVICE, {0, 0, 0, BASE, 0, 0, 8}, TEXT(4, "abcd"), 4, 0},
        {"around all addresses", TO_DEVICE, {0, 0, 0, BASE, 0, 0, UINT64_MAX}, TEXT(4, "1234"), 0, 0},
        {"where it is", READ_RAM, {0, 0, BASE + 8, 4}, NONE, 1, 4}};
    static const call_t close_hw = {"for good", CLOSE, {0}, NONE, 1, 0};
    uint8_t goodbye[HOST_HEADER], heard[HOST_HEADER + 1];
    host_t host;

    (void)state;
    begin(&host, LEVEE_SW_EMU);
    CHECK(&host, sw_calls);
    assert_int_equal(host_end(&host), 0);
    begin(&host, LEVEE_HW_EMU);
    CHECK(&host, hw_calls);
    says(&host, "abcd", 4);
    check_call(&host, &close_hw);
    host_header(goodbye, 0, CLOSE);
    assert_int_equal(host_hears(host.requests, heard, sizeof heard), sizeof goodbye);
    assert_memory_equal(heard, goodbye, sizeof goodbye);
    assert_int_equal(host_end(&host), 0);
}

/* no_call sends a header that is changed in one byte, and `sent` bytes of a payload
 * of `size`, and expects the model to end without a word. */
static void no_call(const char *name, uint32_t byte, uint64_t size, const char *payload, size_t sent)
{
    uint8_t call[HOST_HEADER + 8];
    uint8_t heard = 0;
    host_t host;

    begin(&host, LEVEE_SW_EMU);
    host_header(call, size, READ_RAM);
    if (byte < HOST_HEADER)
        call[byte] ^= 1;
    if (sent > 0)
        memcpy(call + HOST_HEADER, payload, sent);
    /* At once: the model may hang up before it has read all. */
    host_send(&host, call, HOST_HEADER + sent);
    host_hang_up(&host);
    if (host_hears(host.calls, &heard, 1) != 0)
        fail_msg("%s is answered", name);
    if (host_end(&host) != 1)
        fail_msg("%s: the model ends otherwise", name);
}

static void ends_at_what_is_no_call(void **state)
{
    host_t host;
    uint8_t heard = 0;

    (void)state;
    no_call("a header without its size", 0, 0, NULL, 0);
    no_call("a header without its call", 9, 0, NULL, 0);
    no_call("more than a call carries", HOST_HEADER, (UINT64_C(1) << 28) + 1, "1234", 4);
    no_call("the largest size", HOST_HEADER, UINT64_MAX, "1234", 4);
    /* What is missing is the text of a field, which may be anything. */
    no_call("half a payload", HOST_HEADER, 8, "\10\1\32\4", 4);
    no_call("a payload that is no message", HOST_HEADER, 2, "\10\200", 2);
    begin(&host, LEVEE_SW_EMU);
    host_send(&host, "\11\0\0\0", 4);
    host_hang_up(&host);
    assert_int_equal(host_hears(host.calls, &heard, 1), 0);
    assert_int_equal(host_end(&host), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_to_its_bank),       cmocka_unit_test(keeps_to_its_registers),
        cmocka_unit_test(loads_what_there_is),     cmocka_unit_test(closes),
        cmocka_unit_test(ends_at_what_is_no_call),
    };

    return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
