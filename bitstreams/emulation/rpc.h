/* SPDX-License-Identifier: Apache-2.0
 *
 * rpc.h: the sockets between XRT's emulation shims and a device model. The host
 * listens and asks, the model connects and answers, one call at a time. */
#ifndef LEVEE_EMULATION_RPC_H
#define LEVEE_EMULATION_RPC_H

#include "emulation/wire.h"

/* levee_rpc_call_t: `bytes` is the payload, kept from call to call. */
typedef struct {
    uint32_t number;
    uint8_t *bytes;
    size_t size;
    size_t room;
} levee_rpc_call_t;

/* levee_rpc_connect connects to the socket of that name below XRT's directory,
 * waiting for it to be there up to `seconds`, and removes the name where `last`
 * says that nobody else will need it. Returns -1 when there is none. */
int levee_rpc_connect(const char *name, uint32_t seconds, bool last);

/* levee_rpc_receive waits for the next call; false at the end or when what comes
 * is none. */
bool levee_rpc_receive(int socket, levee_rpc_call_t *call);

/* levee_rpc_begin empties `out` but for the room of an answer's header, and
 * levee_rpc_answer sends it. */
void levee_rpc_begin(levee_wire_out_t *out);
bool levee_rpc_answer(int socket, levee_wire_out_t *out);

/* levee_rpc_goodbye tells the host that the model asks for nothing more: without
 * it XRT waits five seconds before it closes the device. */
void levee_rpc_goodbye(int socket);

#endif
