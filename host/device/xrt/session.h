/* SPDX-License-Identifier: Apache-2.0
 *
 * session.h: the process that has a card: takes requests out of the shared memory
 * and hands them to the card's runtime. */
#ifndef LEVEE_DEVICE_XRT_SESSION_H
#define LEVEE_DEVICE_XRT_SESSION_H

#include "device/xrt/shared.h"

/* levee_session_says_t: room for a sentence about what went wrong. */
typedef char levee_session_says_t[LEVEE_SESSION_TEXT];

/* levee_runtime_t: a runtime that drives cards. Each function returns NULL, or says
 * what is wrong and how to mend it; after that, nothing but close may follow. */
typedef struct {
    /* open loads the card with an xclbin and reads the kernel's identity. */
    const char *(*open)(const char *xclbin, levee_session_t *shared);

    /* layout gives the card buffers like those in the shared memory; copy brings
     * beats of one to the card. `from` is where they are. */
    const char *(*layout)(const levee_session_t *shared);
    const char *(*copy)(const levee_session_copy_t *copy, const void *from);

    /* run has the kernel do the command block, which the card has been given;
     * fetch brings beats of a results buffer back. */
    const char *(*run)(uint32_t command_beats);
    const char *(*fetch)(uint32_t buffer, uint32_t first, uint32_t beats, void *to);

    void (*close)(void);
} levee_runtime_t;

/* levee_session_serve is the whole life of a session: the main function of a
 * program that has `runtime`. Returns its exit status. */
int levee_session_serve(const levee_runtime_t *runtime, int argc, char **argv);

#endif
