/* SPDX-License-Identifier: Apache-2.0
 *
 * runtime.c: a session on XRT's native interface, the same for cards and for their
 * emulation. */
#include <ert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <xrt/xrt_bo.h>
#include <xrt/xrt_device.h>
#include <xrt/xrt_kernel.h>

#include "device/xrt/session.h"
#include "rtl/map/kernel_name.h"

/* The kernel's arguments in their order: the command, its beats, then each group's
 * buffers. */
enum { COMMAND_BEATS = 1 };

static struct {
    xrtDeviceHandle device;
    xrtKernelHandle kernel;
    xrtRunHandle run;
    xrtBufferHandle buffer[LEVEE_SESSION_BUFFERS];
    levee_beat_t *map[LEVEE_SESSION_BUFFERS];
    uint32_t buffers;
    bool patient; /* an emulated card: others need the processor, too */
    char wrong[LEVEE_SESSION_TEXT];
} card;

__attribute__((format(printf, 1, 2))) static const char *say(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(card.wrong, sizeof card.wrong, format, arguments);
    va_end(arguments);
    return card.wrong;
}

static const char *identify(levee_session_t *shared)
{
    const struct {
        uint32_t address;
        uint32_t *value;
    } words[] = {{LEVEE_CARD_AT_LANES, &shared->kernel.lanes},
                 {LEVEE_CARD_AT_MEASURES, &shared->kernel.measures},
                 {LEVEE_CARD_AT_INSTRUMENTS, &shared->kernel.instruments},
                 {LEVEE_CARD_AT_TIERS, &shared->kernel.tiers}};
    uint32_t type = 0;
    uint32_t version = 0;

    if (xrtKernelReadRegister(card.kernel, LEVEE_CARD_AT_KERNEL_TYPE, &type) != 0 ||
        xrtKernelReadRegister(card.kernel, LEVEE_CARD_AT_KERNEL_VERSION, &version) != 0)
        return say("the registers of %s cannot be read", LEVEE_KERNEL_NAME);
    if (type != LEVEE_CARD_TYPE || version != LEVEE_CARD_VERSION)
        return say("the kernel is %08x of version %u, this build wants %08x of version %u; build the xclbin again",
                   type, version, LEVEE_CARD_TYPE, LEVEE_CARD_VERSION);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (xrtKernelReadRegister(card.kernel, words[i].address, words[i].value) != 0)
            return say("the registers of %s cannot be read", LEVEE_KERNEL_NAME);
    }
    if (shared->kernel.lanes / LEVEE_LANES > LEVEE_CARD_GROUPS_MAX)
        return say("the kernel has %u lanes, this build knows %d", shared->kernel.lanes,
                   LEVEE_CARD_GROUPS_MAX * LEVEE_LANES);
    return NULL;
}

static const char *open_card(const char *xclbin, levee_session_t *shared)
{
    xuid_t uuid;

    card.patient = getenv("XCL_EMULATION_MODE") != NULL;
    /* Without its driver XRT aborts where it should say so. */
    if (!card.patient && access("/sys/bus/pci/drivers/xocl", F_OK) != 0)
        return say("there is no card's driver; put the card in, install xrt-dkms and load it with `modprobe xocl`");
    card.device = xrtDeviceOpen(0);
    if (!card.device)
        return say("XRT has no device 0; look with `xbutil examine` whether card and driver are there");
    if (xrtDeviceLoadXclbinFile(card.device, xclbin) != 0)
        return say("XRT does not load %.120s; was it built for this card?", xclbin);
    if (xrtDeviceGetXclbinUUID(card.device, uuid) != 0)
        return say("the card does not say what it is loaded with; reset it with `xbutil reset`");
    card.kernel = xrtPLKernelOpenExclusive(card.device, uuid, LEVEE_KERNEL_NAME);
    if (!card.kernel)
        return say("there is no kernel %s in %.120s, or another process has it", LEVEE_KERNEL_NAME, xclbin);
    card.run = xrtRunOpen(card.kernel);
    if (!card.run)
        return say("XRT does not run %s", LEVEE_KERNEL_NAME);
    return identify(shared);
}

static void free_buffers(void)
{
    for (uint32_t i = 0; i < card.buffers; i++)
        (void)xrtBOFree(card.buffer[i]);
    card.buffers = 0;
}

/* argument_of is the kernel's argument for a buffer. */
static int argument_of(uint32_t buffer)
{
    return buffer == 0 ? 0 : (int)buffer + 1;
}

static const char *make_buffer(const levee_session_t *shared, uint32_t number)
{
    const size_t bytes = (size_t)shared->buffer[number].beats * sizeof(levee_beat_t);
    const int argument = argument_of(number);
    const int memory = xrtKernelArgGroupId(card.kernel, argument);
    xrtBufferHandle made = memory < 0 ? NULL : xrtBOAlloc(card.device, bytes, 0, (xrtMemoryGroup)memory);

    if (!made)
        return say("the card has no %zu bytes for the kernel's argument %d; take a smaller book or more groups", bytes,
                   argument);
    card.buffer[number] = made;
    card.buffers = number + 1;
    card.map[number] = xrtBOMap(made);
    if (!card.map[number] || xrtRunSetArg(card.run, argument, made) != 0)
        return say("the card's memory for the kernel's argument %d cannot be used", argument);
    return NULL;
}

static const char *lay_out(const levee_session_t *shared)
{
    const uint32_t buffers = 1 + 3 * shared->kernel.lanes / LEVEE_LANES;
    const char *wrong = NULL;

    free_buffers();
    for (uint32_t i = 0; i < buffers && !wrong; i++)
        wrong = make_buffer(shared, i);
    return wrong;
}

static const char *copy_beats(const levee_session_copy_t *copy, const void *from)
{
    const size_t at = (size_t)copy->first * sizeof(levee_beat_t);
    const size_t bytes = (size_t)copy->beats * sizeof(levee_beat_t);

    memcpy(card.map[copy->buffer] + copy->first, from, bytes);
    if (xrtBOSync(card.buffer[copy->buffer], XCL_BO_SYNC_BO_TO_DEVICE, bytes, at) != 0)
        return say("%zu bytes could not be written to the card; look at dmesg", bytes);
    return NULL;
}

/* Completion is polled: XRT's own waiting has no deadline in emulation. The engine
 * has one, and kills this process. */
static const char *run_command(uint32_t command_beats)
{
    static const struct timespec pause = {.tv_nsec = 20000};
    enum ert_cmd_state state = ERT_CMD_STATE_NEW;

    if (xrtRunSetArg(card.run, COMMAND_BEATS, command_beats) != 0 || xrtRunStart(card.run) != 0)
        return say("XRT does not start %s", LEVEE_KERNEL_NAME);
    while ((state = (enum ert_cmd_state)xrtRunState(card.run)) < ERT_CMD_STATE_COMPLETED) {
        if (card.patient)
            (void)nanosleep(&pause, NULL);
    }
    return state == ERT_CMD_STATE_COMPLETED ? NULL : say("the kernel ended in state %d", (int)state);
}

static const char *fetch_beats(uint32_t buffer, uint32_t first, uint32_t beats, void *to)
{
    const size_t at = (size_t)first * sizeof(levee_beat_t);
    const size_t bytes = (size_t)beats * sizeof(levee_beat_t);

    if (xrtBOSync(card.buffer[buffer], XCL_BO_SYNC_BO_FROM_DEVICE, bytes, at) != 0)
        return say("%zu bytes could not be read from the card; look at dmesg", bytes);
    memcpy(to, card.map[buffer] + first, bytes);
    return NULL;
}

/* XRT wants what it gave back in this order; left open, its own exit fails. */
static void close_card(void)
{
    if (card.run)
        (void)xrtRunClose(card.run);
    free_buffers();
    if (card.kernel)
        (void)xrtKernelClose(card.kernel);
    if (card.device)
        (void)xrtDeviceClose(card.device);
}

int main(int argc, char **argv)
{
    static const levee_runtime_t xrt = {open_card, lay_out, copy_beats, run_command, fetch_beats, close_card};

    return levee_session_serve(&xrt, argc, argv);
}
