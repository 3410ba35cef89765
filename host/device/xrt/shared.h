/* SPDX-License-Identifier: Apache-2.0
 *
 * shared.h: what the engine and a card's session share. The session is a child
 * process that alone calls the card's runtime; the engine puts the card's buffers
 * and its requests into memory that both have mapped, and believes nothing of what
 * comes back that it has not checked. One request is under way at a time. */
#ifndef LEVEE_DEVICE_XRT_SHARED_H
#define LEVEE_DEVICE_XRT_SHARED_H

#include <stdatomic.h>
#include <stdint.h>

#include "device/card/card.h"

enum {
    LEVEE_SESSION_VERSION = 1,
    LEVEE_SESSION_DESCRIPTOR = 3, /* of the memory, in the session */
    LEVEE_SESSION_TEXT = 240,
    LEVEE_SESSION_BUFFERS = 1 + 3 * LEVEE_CARD_GROUPS_MAX,
    LEVEE_SESSION_COPIES = 3 * LEVEE_CARD_GROUPS_MAX * LEVEE_REGIONS
};

/* Room for the control block and all buffers that a book ever has: addresses
 * alone, memory is taken as pages are touched. */
#define LEVEE_SESSION_BYTES (UINT64_C(1) << 38)

typedef enum { LEVEE_ASK_OPEN, LEVEE_ASK_TICK, LEVEE_ASK_CLOSE } levee_ask_t;

/* levee_session_buffer_t: where a buffer lies in the shared memory. Buffers are
 * the command, then legs, constants and results of group 0, of group 1 ... */
typedef struct {
    uint64_t offset;
    uint32_t beats;
} levee_session_buffer_t;

/* levee_session_copy_t: beats of a buffer that the card's memory has to be given. */
typedef struct {
    uint32_t buffer;
    uint32_t first;
    uint32_t beats;
} levee_session_copy_t;

/* levee_session_t: the control block, at the start of the memory. */
typedef struct {
    /* The engine's words. `asked` counts requests, from 1, which is to open. */
    uint32_t version;
    _Atomic uint32_t asked;
    uint32_t ask;
    uint32_t layout; /* another than before: the buffers are others */
    levee_session_buffer_t buffer[LEVEE_SESSION_BUFFERS];
    uint32_t copy_count;
    levee_session_copy_t copy[LEVEE_SESSION_COPIES];
    uint32_t command_beats;
    uint32_t records; /* first beat of the records in a results buffer */

    /* The session's. `answered` is the number of the last request that is done. */
    _Alignas(64) _Atomic uint32_t answered;
    uint32_t failed; /* it was not done: `text` is a sentence that says why */
    levee_card_kernel_t kernel;
    char device[LEVEE_SESSION_TEXT]; /* the card's name */
    char text[LEVEE_SESSION_TEXT];
} levee_session_t;

/* levee_session_wait sleeps until *word is no longer `seen`, or so many
 * microseconds; it may return early. levee_session_wake wakes who waits. */
void levee_session_wait(const _Atomic uint32_t *word, uint32_t seen, uint32_t microseconds);
void levee_session_wake(const _Atomic uint32_t *word);

#endif
