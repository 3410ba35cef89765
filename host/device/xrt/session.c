/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* prctl's neighbours in <unistd.h> */
#include "device/xrt/session.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { WAIT_MICROSECONDS = 1000000, SPINS = 2000 };

/* answer says that the request is done, or why it is not. */
static void answer(levee_session_t *shared, uint32_t number, const char *wrong)
{
    shared->failed = wrong != NULL;
    if (wrong)
        snprintf(shared->text, sizeof shared->text, "%s", wrong);
    atomic_store_explicit(&shared->answered, number, memory_order_release);
    levee_session_wake(&shared->answered);
}

static levee_beat_t *beat_of(levee_session_t *shared, uint32_t buffer, uint32_t beat)
{
    return (levee_beat_t *)((uint8_t *)shared + shared->buffer[buffer].offset) + beat;
}

/* fetch_answer brings a group's summary back, and as many records as it speaks of. */
static const char *fetch_answer(const levee_runtime_t *runtime, levee_session_t *shared, uint32_t group)
{
    const uint32_t buffer = 3 + 3 * group;
    levee_beat_t *summary = beat_of(shared, buffer, 0);
    const uint32_t room = shared->buffer[buffer].beats - shared->records;
    const char *wrong = runtime->fetch(buffer, 0, LEVEE_CARD_SUMMARY_BEATS, summary);
    const uint64_t told = LEVEE_GET(summary, SUMMARY, RECORDS);
    const uint32_t records = told < room ? (uint32_t)told : room;

    if (wrong || records == 0)
        return wrong;
    return runtime->fetch(buffer, shared->records, records, beat_of(shared, buffer, shared->records));
}

static const char *do_tick(const levee_runtime_t *runtime, levee_session_t *shared, uint32_t *layout)
{
    const levee_session_copy_t command = {0, 0, shared->command_beats};
    const char *wrong = shared->layout != *layout ? runtime->layout(shared) : NULL;

    *layout = shared->layout;
    for (uint32_t i = 0; i < shared->copy_count && !wrong; i++)
        wrong = runtime->copy(&shared->copy[i], beat_of(shared, shared->copy[i].buffer, shared->copy[i].first));
    if (!wrong)
        wrong = runtime->copy(&command, beat_of(shared, 0, 0));
    if (!wrong)
        wrong = runtime->run(shared->command_beats);
    for (uint32_t g = 0; g < shared->kernel.lanes / LEVEE_LANES && !wrong; g++)
        wrong = fetch_answer(runtime, shared, g);
    return wrong;
}

/* next_request waits for the one after `number`: at first awake, then asleep. */
static void next_request(const levee_session_t *shared, uint32_t number)
{
    for (int i = 0; i < SPINS; i++) {
        if (atomic_load_explicit(&shared->asked, memory_order_acquire) != number)
            return;
    }
    while (atomic_load_explicit(&shared->asked, memory_order_acquire) == number)
        levee_session_wait(&shared->asked, number, WAIT_MICROSECONDS);
}

static int serve(const levee_runtime_t *runtime, levee_session_t *shared, const char *xclbin)
{
    uint32_t number = 1;
    uint32_t layout = 0;
    const char *wrong = runtime->open(xclbin, shared);

    answer(shared, number, wrong);
    while (!wrong) {
        next_request(shared, number++);
        if (shared->ask != LEVEE_ASK_TICK)
            break;
        wrong = do_tick(runtime, shared, &layout);
        answer(shared, number, wrong);
    }
    /* The engine has what it wants: whatever the runtime does now is its own affair. */
    runtime->close();
    return wrong != NULL;
}

int levee_session_serve(const levee_runtime_t *runtime, int argc, char **argv)
{
    levee_session_t *shared = MAP_FAILED;
    char scratch[PATH_MAX];

    /* A session without its engine has nothing to do. */
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (argc == 2)
        shared = mmap(NULL, LEVEE_SESSION_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE,
                      LEVEE_SESSION_DESCRIPTOR, 0);
    if (shared == MAP_FAILED || shared->version != LEVEE_SESSION_VERSION) {
        fprintf(stderr, "%s is started by levee, with memory to share, not by hand\n", argv[0]);
        return 2;
    }
    (void)madvise(shared, LEVEE_SESSION_BYTES, MADV_DONTDUMP);
    (void)close(LEVEE_SESSION_DESCRIPTOR);
    if ((getenv("XCL_EMULATION_MODE") || argv[1][0] == '\0') && getcwd(scratch, sizeof scratch))
        fprintf(stderr, "scratch: %s\n", scratch);
    return serve(runtime, shared, argv[1]);
}
