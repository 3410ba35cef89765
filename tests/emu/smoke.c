/* SPDX-License-Identifier: Apache-2.0
 *
 * smoke.c: a kernel in XRT's emulation, by XRT's native C API alone: its
 * registers, a command that asks for nothing, one that contradicts itself, and
 * the same once more on the card opened anew.
 *
 *   smoke XCLBIN [SECONDS]     SECONDS: how long a command may take */
#include <ert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xrt/xrt_bo.h>
#include <xrt/xrt_device.h>
#include <xrt/xrt_kernel.h>

#include "bitstreams/arguments.h"
#include "device/card/beat.h"

enum { BUFFER_BYTES = 1 << 16, SECONDS = 10, RECORDS = 4, ROUNDS = 2, NEVER = 3 };

typedef struct {
    xrtDeviceHandle device;
    xrtKernelHandle kernel;
    xrtRunHandle run;
    xrtBufferHandle buffer[LEVEE_ARGUMENTS]; /* NULL for a number */
    levee_beat_t *beat[LEVEE_ARGUMENTS];
    double seconds;
} session_t;

enum { COMMAND = 0, COMMAND_BEATS = 1, RESULTS = 4 };

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* check prints what is wrong and ends the process as it is: XRT's own handlers
 * would wait for a device model that may be gone. */
static void check(int good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "smoke: %s\n", what);
    fflush(stderr);
    _Exit(1);
}

static uint32_t reg(const session_t *s, uint32_t offset)
{
    uint32_t value = 0;

    check(xrtKernelReadRegister(s->kernel, offset, &value) == 0, "a register cannot be read");
    return value;
}

static void check_identity(const session_t *s)
{
    check(reg(s, LEVEE_CARD_AT_KERNEL_TYPE) == LEVEE_CARD_TYPE, "the kernel is no Levee sweep");
    check(reg(s, LEVEE_CARD_AT_KERNEL_VERSION) == LEVEE_CARD_VERSION, "the kernel is of another version");
    check(reg(s, LEVEE_CARD_AT_LANES) == 8 && reg(s, LEVEE_CARD_AT_MEASURES) == 3 &&
              reg(s, LEVEE_CARD_AT_INSTRUMENTS) == 512 && reg(s, LEVEE_CARD_AT_TIERS) == 16,
          "the kernel has not the size that it was built with");
}

static void open_session(session_t *s, const char *xclbin)
{
    xuid_t uuid;

    s->device = xrtDeviceOpen(0);
    check(s->device != NULL, "no device");
    check(xrtDeviceLoadXclbinFile(s->device, xclbin) == 0, "the xclbin cannot be loaded");
    check(xrtDeviceGetXclbinUUID(s->device, uuid) == 0, "no uuid");
    s->kernel = xrtPLKernelOpenExclusive(s->device, uuid, LEVEE_KERNEL_NAME);
    check(s->kernel != NULL, "no kernel");
    s->run = xrtRunOpen(s->kernel);
    check(s->run != NULL, "no run");
    for (int i = 0; i < LEVEE_ARGUMENTS; i++) {
        if (!levee_arguments[i].port)
            continue;
        const int group = xrtKernelArgGroupId(s->kernel, i);
        check(group >= 0, "an argument has no memory");
        s->buffer[i] = xrtBOAlloc(s->device, BUFFER_BYTES, XRT_BO_FLAGS_NONE, (xrtMemoryGroup)group);
        check(s->buffer[i] != NULL, "no buffer");
        s->beat[i] = xrtBOMap(s->buffer[i]);
        check(s->beat[i] != NULL, "a buffer cannot be mapped");
        memset(s->beat[i], 0, BUFFER_BYTES);
        check(xrtBOSync(s->buffer[i], XCL_BO_SYNC_BO_TO_DEVICE, BUFFER_BYTES, 0) == 0, "a buffer cannot be sent");
        check(xrtRunSetArg(s->run, i, s->buffer[i]) == 0, "a buffer is no argument");
    }
}

static void close_session(session_t *s)
{
    check(xrtRunClose(s->run) == 0, "the run does not close");
    for (int i = 0; i < LEVEE_ARGUMENTS; i++)
        check(!s->buffer[i] || xrtBOFree(s->buffer[i]) == 0, "a buffer cannot be freed");
    check(xrtKernelClose(s->kernel) == 0, "the kernel does not close");
    check(xrtDeviceClose(s->device) == 0, "the device does not close");
}

/* run has the command block done and fetches what was written. */
static void run(const session_t *s, uint32_t beats)
{
    const double until = now() + s->seconds;
    enum ert_cmd_state state = ERT_CMD_STATE_NEW;

    check(xrtBOSync(s->buffer[COMMAND], XCL_BO_SYNC_BO_TO_DEVICE, BUFFER_BYTES, 0) == 0, "a buffer cannot be sent");
    check(xrtRunSetArg(s->run, COMMAND_BEATS, beats) == 0, "a number is no argument");
    check(xrtRunStart(s->run) == 0, "the command does not start");
    while (state != ERT_CMD_STATE_COMPLETED) {
        state = xrtRunState(s->run);
        check(state == ERT_CMD_STATE_COMPLETED || now() < until, "the command does not end");
    }
    check(xrtBOSync(s->buffer[RESULTS], XCL_BO_SYNC_BO_FROM_DEVICE, BUFFER_BYTES, 0) == 0, "no results come");
}

/* command writes a header that promises `segments` segments, and nothing else. */
static uint64_t command(const session_t *s, uint64_t sequence, uint64_t segments)
{
    levee_beat_t *header = s->beat[COMMAND];

    *header = (levee_beat_t){{0}};
    LEVEE_PUT(header, HEADER, SEQUENCE, sequence);
    LEVEE_PUT(header, HEADER, SEGMENTS, segments);
    LEVEE_PUT(header, HEADER, RECORDS, RECORDS);
    run(s, 1);
    check(LEVEE_GET(s->beat[RESULTS], SUMMARY, SEQUENCE) == sequence, "the summary is not the command's");
    check(LEVEE_GET(s->beat[RESULTS], SUMMARY, SLICES) == 0, "something was judged");
    return LEVEE_GET(s->beat[RESULTS], SUMMARY, FAULTS);
}

int main(int argc, char **argv)
{
    static session_t s;

    check(argc == 2 || argc == 3, "usage: smoke XCLBIN [SECONDS]");
    for (uint64_t round = 0; round < ROUNDS; round++) {
        const double from = now();

        s = (session_t){.seconds = argc == 3 ? strtod(argv[2], NULL) : (double)SECONDS};
        open_session(&s, argv[1]);
        check_identity(&s);
        const double opened = now();
        check(command(&s, 77 + round, 0) == 0, "a command that asks for nothing has faults");
        const double done = now();
        check(command(&s, 88 + round, 1) == LEVEE_CARD_FAULT_MALFORMED, "a command that lacks a segment has not");
        check(reg(&s, LEVEE_CARD_AT_FAULTS) == LEVEE_CARD_FAULT_MALFORMED, "the register does not tell of it");
        check(command(&s, 99 + round, 0) == 0, "the command behind it has faults");
        check(reg(&s, LEVEE_CARD_AT_COMMANDS) == NEVER, "commands are counted wrong");
        const double closing = now();
        close_session(&s);
        printf("opened in %.0f ms, a command in %.2f ms, closed in %.0f ms\n", (opened - from) * 1e3,
               (done - opened) * 1e3, (now() - closing) * 1e3);
        fflush(stdout);
    }
    return 0;
}
