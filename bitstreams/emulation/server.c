/* SPDX-License-Identifier: Apache-2.0 */
#include "emulation/server.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arguments.h"
#include "emulation/rpc.h"

/* The calls of XRT 2.13, and the numbers of the fields that each one is asked by. */
enum {
    CLOSE = 1, /* 3 for good: sw_emu closes once before it loads */
    LOAD = 3,  /* 2 file, 5 directory */
    ALLOC = 4, /* 1 address, 2 size */
    FREE = 5,  /* 1 address */
    TO_DEVICE = 6,
    FROM_DEVICE = 7,
    WRITE_RAM = 8, /* 2 address, 4 bytes */
    WRITE_CONTROL = 9,
    READ_RAM = 10, /* 2 address, 3 size */
    READ_CONTROL = 11,
    TIMESTAMP = 17,
    SET_ENVIRONMENT = 20,
    SETUP_INSTANCE = 28,
    WRITE_REGISTER = 51, /* 1 base, 2 offset, 3 bytes */
    READ_REGISTER = 52   /* 1 base, 2 offset, 3 size */
};

enum { CONNECT_SECONDS = 60, SHARED_MAX = 1024, PATH_MAX_BYTES = 4096, READ_MAX = 1 << 26 };

/* server_t: `shared` are the buffers that lie in files. */
typedef struct {
    levee_device_model_t *model;
    int calls;
    int requests; /* the model's own calls to the host: none but the goodbye */
    char directory[PATH_MAX_BYTES];
    struct {
        uint64_t address;
        uint64_t size;
    } shared[SHARED_MAX];
} server_t;

static void shared_name(const server_t *server, uint64_t address, char name[PATH_MAX_BYTES + 32])
{
    snprintf(name, PATH_MAX_BYTES + 32, "%s/buffer-%llx", server->directory, (unsigned long long)address);
}

static bool copy_text(char *to, size_t room, levee_wire_bytes_t text)
{
    if (text.size == 0 || text.size >= room)
        return false;
    memcpy(to, text.at, text.size);
    to[text.size] = '\0';
    return true;
}

static void load(server_t *server, const levee_wire_message_t *ask, levee_wire_out_t *out)
{
    char file[PATH_MAX_BYTES];
    bool good = copy_text(file, sizeof file, ask->bytes[2]);

    if (!copy_text(server->directory, sizeof server->directory, ask->bytes[5]))
        server->directory[0] = '\0';
    good = good && server->model->load && server->model->load(server->model->context, file);
    levee_wire_number(out, 1, good);
}

/* alloc lets sw_emu's host map the buffer instead of sending it, where that works. */
static void alloc(server_t *server, const levee_wire_message_t *ask, levee_wire_out_t *out)
{
    const uint64_t address = ask->number[1];
    const uint64_t size = ask->number[2];
    char name[PATH_MAX_BYTES + 32];
    uint32_t at = 0;

    levee_wire_number(out, 1, levee_bank_at(&server->model->bank, address, size) != NULL);
    if (server->model->emulation != LEVEE_SW_EMU || server->directory[0] == '\0')
        return;
    while (at < SHARED_MAX && server->shared[at].size != 0)
        at++;
    shared_name(server, address, name);
    if (at == SHARED_MAX || size == 0 || !levee_bank_share(&server->model->bank, address, size, name))
        return;
    server->shared[at].address = address;
    server->shared[at].size = size;
    uint8_t *to = levee_wire_bytes(out, 2, strlen(name));
    if (to)
        memcpy(to, name, strlen(name));
}

static void release(server_t *server, uint32_t at)
{
    char name[PATH_MAX_BYTES + 32];

    shared_name(server, server->shared[at].address, name);
    unlink(name);
    (void)levee_bank_unshare(&server->model->bank, server->shared[at].address, server->shared[at].size);
    server->shared[at].size = 0;
}

static void free_buffer(server_t *server, uint64_t address)
{
    for (uint32_t i = 0; i < SHARED_MAX; i++) {
        if (server->shared[i].size != 0 && server->shared[i].address == address)
            release(server, i);
    }
}

/* store copies into the bank; returns how much: all or, outside, nothing. */
static uint64_t store(const server_t *server, uint64_t address, levee_wire_bytes_t bytes)
{
    uint8_t *to = levee_bank_at(&server->model->bank, address, bytes.size);

    if (to && bytes.size > 0)
        memcpy(to, bytes.at, bytes.size);
    return to ? bytes.size : 0;
}

/* fetch answers with `size` bytes of the bank as field 2; outside there are zeros. */
static bool fetch(const server_t *server, uint64_t address, uint64_t size, levee_wire_out_t *out)
{
    const uint8_t *from = levee_bank_at(&server->model->bank, address, size);
    uint8_t *to = size <= READ_MAX ? levee_wire_bytes(out, 2, size) : NULL;

    if (to && from)
        memcpy(to, from, size);
    else if (to)
        memset(to, 0, size);
    return to && from;
}

static uint32_t word_at(levee_wire_bytes_t bytes, size_t at)
{
    uint32_t word;

    memcpy(&word, bytes.at + at, sizeof word);
    return word;
}

/* write_registers writes words from `offset` on, the first one last: sw_emu sends
 * all of the kernel's registers at once, and the first one starts it. */
static bool write_registers(const server_t *server, uint64_t offset, levee_wire_bytes_t bytes)
{
    const levee_device_model_t *model = server->model;

    if (offset >= LEVEE_CU_RANGE || bytes.size < 4 || bytes.size > LEVEE_CU_RANGE - offset)
        return false;
    for (size_t at = 4; at + 4 <= bytes.size; at += 4)
        model->write(model->context, (uint32_t)(offset + at), word_at(bytes, at));
    model->write(model->context, (uint32_t)offset, word_at(bytes, 0));
    return true;
}

static bool read_registers(const server_t *server, uint64_t offset, uint64_t size, levee_wire_out_t *out)
{
    const levee_device_model_t *model = server->model;

    if (offset >= LEVEE_CU_RANGE || size > LEVEE_CU_RANGE - offset)
        return false;
    uint8_t *to = levee_wire_bytes(out, 2, size / 4 * 4);
    for (size_t at = 0; to && at + 4 <= size; at += 4) {
        const uint32_t word = model->read(model->context, (uint32_t)(offset + at));

        memcpy(to + at, &word, sizeof word);
    }
    return to != NULL;
}

static void answer_registers(server_t *server, uint32_t call, const levee_wire_message_t *ask, levee_wire_out_t *out)
{
    const uint64_t offset =
        call == WRITE_CONTROL || call == READ_CONTROL ? ask->number[2] - LEVEE_CU_BASE : ask->number[2];

    if (call == WRITE_CONTROL)
        levee_wire_number(out, 1, write_registers(server, offset, ask->bytes[4]));
    else if (call == WRITE_REGISTER)
        levee_wire_number(out, 1, write_registers(server, offset, ask->bytes[3]));
    else
        levee_wire_number(out, 1, read_registers(server, offset, ask->number[3], out));
}

/* In hw_emu a transfer's place is its address and an offset; sw_emu has already
 * added the two. */
static void answer_memory(server_t *server, uint32_t call, const levee_wire_message_t *ask, levee_wire_out_t *out)
{
    const uint64_t offset = server->model->emulation == LEVEE_HW_EMU ? ask->number[6] : 0;

    if (call == TO_DEVICE) {
        levee_wire_number(out, 1, store(server, ask->number[3] + offset, ask->bytes[4]));
    } else if (call == FROM_DEVICE) {
        const bool held = fetch(server, ask->number[4] + offset, ask->number[5], out);

        levee_wire_number(out, 1, held ? ask->number[5] : 0);
    } else if (call == WRITE_RAM) {
        levee_wire_number(out, 1, store(server, ask->number[2], ask->bytes[4]) == ask->bytes[4].size);
    } else {
        levee_wire_number(out, 1, fetch(server, ask->number[2], ask->number[3], out));
    }
}

/* answer returns whether the card is closed for good. */
static bool answer(server_t *server, uint32_t call, const levee_wire_message_t *ask, levee_wire_out_t *out)
{
    switch (call) {
    case CLOSE:
        levee_wire_number(out, 1, 1);
        return server->model->emulation == LEVEE_HW_EMU || ask->number[3] != 0;
    case LOAD:
        load(server, ask, out);
        break;
    case ALLOC:
        alloc(server, ask, out);
        break;
    case FREE:
        free_buffer(server, ask->number[1]);
        levee_wire_number(out, 1, 1);
        break;
    case TO_DEVICE:
    case FROM_DEVICE:
    case WRITE_RAM:
    case READ_RAM:
        answer_memory(server, call, ask, out);
        break;
    case WRITE_CONTROL:
    case READ_CONTROL:
    case WRITE_REGISTER:
    case READ_REGISTER:
        answer_registers(server, call, ask, out);
        break;
    case TIMESTAMP:
        levee_wire_number(out, 1, server->model->time ? server->model->time(server->model->context) : 0);
        break;
    case SET_ENVIRONMENT:
    case SETUP_INSTANCE:
        levee_wire_number(out, 1, 1);
        break;
    default: /* debug counters and messages: there are none */
        break;
    }
    return false;
}

/* stall keeps the host waiting until it goes away. */
static void stall(int calls)
{
    struct pollfd host = {.fd = calls};

    do {
        (void)poll(&host, 1, -1);
    } while ((host.revents & (POLLHUP | POLLERR)) == 0);
}

static bool serve_calls(server_t *server)
{
    levee_rpc_call_t call = {0};
    levee_wire_out_t out = {0};
    levee_wire_message_t ask;
    bool closed = false;
    bool good = true;

    while (good && !closed && levee_rpc_receive(server->calls, &call)) {
        good = levee_wire_read(&ask, call.bytes, call.size);
        levee_rpc_begin(&out);
        closed = good && answer(server, call.number, &ask, &out);
        if (levee_fault_stalls(&server->model->fault))
            stall(server->calls);
        good = good && levee_rpc_answer(server->calls, &out);
    }
    free(call.bytes);
    free(out.bytes);
    return closed && good;
}

int levee_serve(levee_device_model_t *model)
{
    static server_t server;
    const char *id = getenv("EMULATION_SOCKETID");
    char name[128];

    server = (server_t){.model = model, .requests = -1};
    server.calls = levee_rpc_connect(id && getenv("USER") ? id : "xcl_sock", CONNECT_SECONDS, false);
    if (server.calls < 0) {
        fprintf(stderr, "device model: no host listens\n");
        return 2;
    }
    if (model->emulation == LEVEE_HW_EMU) {
        snprintf(name, sizeof name, "D2X_unix_sock%s%s", id ? "_" : "", id ? id : "");
        server.requests = levee_rpc_connect(name, CONNECT_SECONDS, true);
    }
    const bool closed = serve_calls(&server);
    for (uint32_t i = 0; i < SHARED_MAX; i++) {
        if (server.shared[i].size != 0)
            release(&server, i);
    }
    if (server.requests >= 0) {
        levee_rpc_goodbye(server.requests);
        close(server.requests);
    }
    close(server.calls);
    return closed ? 0 : 1;
}
