/* SPDX-License-Identifier: Apache-2.0
 *
 * host.h: the host that a device model answers, as XRT's emulation shim is one: it
 * listens, has the model started as a process of its own, and asks. */
#ifndef LEVEE_TESTS_HOST_H
#define LEVEE_TESTS_HOST_H

#include "emulation/server.h"
#include "emulation/wire.h"

#include <sys/types.h>

enum { HOST_HEADER = 14, HOST_PATH = 64 };

typedef struct {
    pid_t model;
    int calls;    /* socket */
    int requests; /* the model's own, or -1: only hw_emu has one */
    char directory[HOST_PATH];
    uint8_t *payload; /* of the last answer */
    levee_wire_message_t answer;
} host_t;

/* host_begin starts the model and waits until it has connected. End it with
 * host_end, which hangs up, returns the model's exit code, or -1 where it was
 * killed, and removes what is left. */
void host_begin(host_t *host, levee_device_model_t *model);
int host_end(host_t *host);

/* host_header writes a call's header, and host_send sends any bytes; host_hang_up
 * sends no more. */
void host_header(uint8_t header[HOST_HEADER], uint64_t size, uint32_t call);
void host_send(const host_t *host, const void *bytes, size_t size);
void host_hang_up(const host_t *host);

/* host_ask makes a call and reads host->answer, which lives until the next one.
 * Returns false when none comes. */
bool host_ask(host_t *host, uint32_t call, const levee_wire_out_t *payload);

/* host_hears returns how many bytes come on `socket`, up to `size`, until it is
 * closed or has been silent for long. */
size_t host_hears(int socket, void *bytes, size_t size);

#endif
