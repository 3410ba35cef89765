/* SPDX-License-Identifier: Apache-2.0 */
#include "emulation/rpc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* A header is protobuf as well, with fixed numbers: size, and the call's number,
 * which an answer leaves out. */
enum {
    TAG_SIZE = 0x09,
    TAG_CALL = 0x15,
    SIZE_AT = 1,
    CALL_TAG_AT = 9,
    CALL_AT = 10,
    CALL_HEADER = 14,
    ANSWER_HEADER = 9,
    GOODBYE = 1,
    TRIES_A_SECOND = 1000
};

/* More than any call carries: transfers come in pieces of 8 MiB. */
static const uint64_t payload_max = UINT64_C(1) << 28;

static bool read_all(int socket, uint8_t *to, size_t size)
{
    while (size > 0) {
        const ssize_t count = recv(socket, to, size, 0);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        to += count;
        size -= (size_t)count;
    }
    return true;
}

static bool write_all(int socket, const uint8_t *from, size_t size)
{
    while (size > 0) {
        const ssize_t count = send(socket, from, size, MSG_NOSIGNAL);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        from += count;
        size -= (size_t)count;
    }
    return true;
}

int levee_rpc_connect(const char *name, uint32_t seconds, bool last)
{
    const char *user = getenv("USER");
    const struct timespec pause = {0, 1000000000 / TRIES_A_SECOND};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const int length =
        snprintf(address.sun_path, sizeof address.sun_path, "/tmp/%s%s%s", user ? user : "", user ? "/" : "", name);

    if (length < 0 || (size_t)length >= sizeof address.sun_path)
        return -1;
    for (uint32_t i = 0; i < seconds * TRIES_A_SECOND; i++) {
        const int found = socket(AF_UNIX, SOCK_STREAM, 0);

        if (found >= 0 && connect(found, (const struct sockaddr *)&address, sizeof address) == 0) {
            if (last)
                unlink(address.sun_path);
            return found;
        }
        if (found >= 0)
            close(found);
        nanosleep(&pause, NULL);
    }
    return -1;
}

bool levee_rpc_receive(int socket, levee_rpc_call_t *call)
{
    uint8_t header[CALL_HEADER];
    uint64_t size;

    if (!read_all(socket, header, sizeof header) || header[0] != TAG_SIZE || header[CALL_TAG_AT] != TAG_CALL)
        return false;
    memcpy(&size, header + SIZE_AT, sizeof size);
    memcpy(&call->number, header + CALL_AT, sizeof call->number);
    if (size > payload_max)
        return false;
    if (size > call->room) {
        uint8_t *bytes = realloc(call->bytes, size);

        if (!bytes)
            return false;
        call->bytes = bytes;
        call->room = size;
    }
    call->size = size;
    return read_all(socket, call->bytes, size);
}

void levee_rpc_begin(levee_wire_out_t *out)
{
    out->size = 0;
    (void)levee_wire_space(out, ANSWER_HEADER);
}

bool levee_rpc_answer(int socket, levee_wire_out_t *out)
{
    const uint64_t size = out->size - ANSWER_HEADER;

    if (out->failed)
        return false;
    out->bytes[0] = TAG_SIZE;
    memcpy(out->bytes + SIZE_AT, &size, sizeof size);
    return write_all(socket, out->bytes, out->size);
}

void levee_rpc_goodbye(int socket)
{
    uint8_t header[CALL_HEADER] = {TAG_SIZE};
    const uint32_t call = GOODBYE;

    header[CALL_TAG_AT] = TAG_CALL;
    memcpy(header + CALL_AT, &call, sizeof call);
    (void)write_all(socket, header, sizeof header);
}
