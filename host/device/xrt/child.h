/* SPDX-License-Identifier: Apache-2.0
 *
 * child.h: the session's process and all that belongs to it: its process group,
 * the shared memory and, where the card is emulated, a directory of its own for
 * what the runtime leaves behind. */
#ifndef LEVEE_DEVICE_XRT_CHILD_H
#define LEVEE_DEVICE_XRT_CHILD_H

#include <limits.h>
#include <sys/types.h>

#include "device/xrt/shared.h"
#include "device/xrt/xclbin.h"

typedef struct {
    const levee_session_kind_t *kind;
    pid_t process; /* 0: none */
    levee_session_t *shared;
    char scratch[64]; /* "" for a card that is there */
} levee_child_t;

/* levee_child_plan_t: what to start. */
typedef struct {
    const levee_session_kind_t *kind;
    char xclbin[PATH_MAX]; /* "" for none */
    levee_target_t target;
} levee_child_plan_t;

/* levee_child_plan fills the plan for an xclbin, NULL for LEVEE_XCLBIN of the
 * environment, and refuses what cannot go well: each message says how to mend it. */
levee_result_t levee_child_plan(const levee_session_kind_t *kind, const char *xclbin, levee_child_plan_t *plan,
                                levee_error_t *error);

/* levee_child_start maps fresh memory and starts the session, which opens the card
 * and then answers request 1. Does not wait. End it with levee_child_end. */
levee_result_t levee_child_start(levee_child_t *child, const levee_child_plan_t *plan, levee_error_t *error);

/* levee_child_exited says whether the process is gone, without waiting. Then
 * `text` says how it ended. */
int levee_child_exited(levee_child_t *child, char text[LEVEE_SESSION_TEXT]);

/* levee_child_kill kills the process and all it has started, and does not wait:
 * nothing of it is believed any more. */
void levee_child_kill(const levee_child_t *child);

/* levee_child_end waits up to `milliseconds` for the process to leave by itself,
 * then kills its whole group; releases memory and directory. */
void levee_child_end(levee_child_t *child, int milliseconds);

#endif
