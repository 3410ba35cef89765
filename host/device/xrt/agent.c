/* SPDX-License-Identifier: Apache-2.0
 *
 * agent.c: the engine's side of a card whose runtime lives in a session of its own.
 * Whatever happens there, a tick ends here within its deadline, done or failed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "device/device.h"
#include "device/xrt/child.h"
#include "model/error.h"

/* Deadlines, ms. An emulated kernel takes a second for what a card does in one
 * hundred microseconds, and an OpenCL device may be this very processor. */
enum {
    OPEN_CARD = 30000,
    OPEN_EMULATED = 60000,
    TICK_CARD = 20,
    TICK_EMULATED = 10000,
    CLOSE = 5000,
    BACK_OFF_LEAST = 50,
    BACK_OFF_MOST = 10000
};

enum { POLL_MICROSECONDS = 50 };

typedef enum { AWAY, OPENING, READY } phase_t;

typedef struct {
    levee_device_t device; /* first, so that a device is its agent_t */
    const levee_image_t *image;
    levee_child_plan_t plan;
    levee_child_t child;
    phase_t phase;
    bool hopeless; /* another session would fail alike */
    uint64_t tick_ms;
    uint64_t deadline; /* ns: of what is under way, or when the next session is tried */
    uint64_t back_off;
    levee_card_t card;
    size_t taken; /* bytes of the shared memory */
    uint32_t layout;
    levee_beat_t *answer[LEVEE_CARD_GROUPS_MAX]; /* private copies: what is checked cannot change any more */
    char why[LEVEE_SESSION_TEXT + 64];
} agent_t;

static uint64_t now_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

static uint64_t after_ms(uint64_t milliseconds)
{
    return now_ns() + milliseconds * 1000000U;
}

static bool is_emulated(const agent_t *agent)
{
    return agent->plan.target != LEVEE_TARGET_HW;
}

/* take gives the card's buffers their places in the shared memory, which has more
 * addresses than a book can use and is never used twice. */
static void *take(void *context, size_t bytes)
{
    agent_t *agent = context;
    uint8_t *memory = (uint8_t *)agent->child.shared + agent->taken;

    if (bytes > LEVEE_SESSION_BYTES - agent->taken)
        return NULL;
    agent->taken += bytes;
    return memory;
}

static void give(void *context, void *memory, size_t bytes)
{
    (void)context;
    (void)memory;
    (void)bytes;
}

/* fail notes why the card is given up, and kills its session. */
static void fail(agent_t *agent, const char *why)
{
    if (why != agent->why)
        snprintf(agent->why, sizeof agent->why, "%s", why);
    agent->device.fault = agent->why;
    levee_child_kill(&agent->child);
    agent->phase = AWAY;
    agent->deadline = after_ms(agent->back_off);
    agent->back_off = agent->back_off * 2 > BACK_OFF_MOST ? BACK_OFF_MOST : agent->back_off * 2;
}

static void fail_error(agent_t *agent, const levee_error_t *error)
{
    char text[sizeof agent->why];

    snprintf(text, sizeof text, "%s%s%.240s", error->field, error->field[0] != '\0' ? ": " : "", error->message);
    fail(agent, text);
}

static void leave(agent_t *agent, int milliseconds)
{
    levee_child_end(&agent->child, milliseconds);
    levee_card_close(&agent->card);
    agent->layout = 0;
}

static void begin(agent_t *agent)
{
    levee_error_t error;

    leave(agent, 0);
    if (levee_child_start(&agent->child, &agent->plan, &error) != LEVEE_OK) {
        fail_error(agent, &error);
        return;
    }
    agent->taken = (sizeof *agent->child.shared + 4095) & ~(size_t)4095;
    agent->phase = OPENING;
    agent->deadline = after_ms(is_emulated(agent) ? OPEN_EMULATED : OPEN_CARD);
}

/* session_says copies a text of the session's, which may be anything. */
static void session_says(const char *from, char to[LEVEE_SESSION_TEXT])
{
    memcpy(to, from, LEVEE_SESSION_TEXT - 1);
    to[LEVEE_SESSION_TEXT - 1] = '\0';
    for (char *at = to; *at != '\0'; at++)
        *at = *at >= ' ' && *at <= '~' ? *at : '?';
}

static levee_progress_t take_answer(agent_t *agent)
{
    char text[LEVEE_SESSION_TEXT];

    if (agent->child.shared->failed == 0)
        return LEVEE_DEVICE_DONE;
    session_says(agent->child.shared->text, text);
    fail(agent, text);
    return LEVEE_DEVICE_FAILED;
}

/* answered looks once for the answer to the last request. BUSY: not yet; FAILED:
 * `why` says it. */
static levee_progress_t answered(agent_t *agent)
{
    levee_session_t *shared = agent->child.shared;
    const uint32_t asked = atomic_load_explicit(&shared->asked, memory_order_relaxed);
    const uint32_t seen = atomic_load_explicit(&shared->answered, memory_order_acquire);
    char text[LEVEE_SESSION_TEXT];

    if (seen == asked)
        return take_answer(agent);
    if (now_ns() >= agent->deadline) {
        fail(agent,
             agent->phase == OPENING ? "the card's session does not open in time" : "the card does not answer in time");
        return LEVEE_DEVICE_FAILED;
    }
    if (is_emulated(agent))
        levee_session_wait(&shared->answered, seen, POLL_MICROSECONDS);
    if (!levee_child_exited(&agent->child, text))
        return LEVEE_DEVICE_BUSY;
    /* Its last word may have come meanwhile. */
    if (atomic_load_explicit(&shared->answered, memory_order_acquire) == asked && shared->failed != 0)
        return take_answer(agent);
    fail(agent, text);
    return LEVEE_DEVICE_FAILED;
}

static bool sane(const levee_card_kernel_t *kernel)
{
    return kernel->lanes >= LEVEE_LANES && kernel->lanes % LEVEE_LANES == 0 &&
           kernel->lanes / LEVEE_LANES <= LEVEE_CARD_GROUPS_MAX && kernel->measures == LEVEE_MEASURES &&
           kernel->tiers <= LEVEE_TIERS_MAX;
}

/* arrive readies the card's book once the session is open. */
static bool arrive(agent_t *agent)
{
    const levee_card_kernel_t kernel = agent->child.shared->kernel;
    const levee_card_memory_t memory = {take, give, agent};
    levee_error_t error;

    if (!sane(&kernel)) {
        fail(agent, "the kernel has not all measures, or lanes that the host does not know; give another xclbin");
        return false;
    }
    if (levee_card_open(&agent->card, agent->image, &kernel, &memory, &error) != LEVEE_OK) {
        agent->hopeless = true;
        fail_error(agent, &error);
        return false;
    }
    agent->phase = READY;
    agent->device.fault = NULL;
    return true;
}

static levee_session_buffer_t place_of(const agent_t *agent, const levee_card_buffer_t *buffer)
{
    const uint8_t *start = (const uint8_t *)agent->child.shared;

    return (levee_session_buffer_t){(uint64_t)((const uint8_t *)buffer->beat - start), buffer->beats};
}

/* keep_answers has private room for what each group will have written. */
static bool keep_answers(agent_t *agent)
{
    bool complete = true;

    for (uint32_t g = 0; g < agent->card.groups; g++) {
        free(agent->answer[g]);
        agent->answer[g] = malloc((size_t)agent->card.results[g].beats * sizeof(levee_beat_t));
        complete = complete && agent->answer[g];
        agent->card.answer[g] = agent->answer[g];
    }
    return complete;
}

static void list_copies(agent_t *agent)
{
    levee_session_t *shared = agent->child.shared;
    const levee_card_t *card = &agent->card;

    shared->copy_count = 0;
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        const uint32_t firsts[] = {card->region[r].legs, card->region[r].constants, card->region[r].statuses};

        for (uint32_t g = 0; (card->fresh >> r & 1) != 0 && g < card->groups; g++) {
            for (uint32_t stream = 0; stream < LEVEE_STREAMS; stream++) {
                const uint32_t beats = levee_card_stream_beats(card, r, (levee_stream_t)stream);

                if (beats > 0)
                    shared->copy[shared->copy_count++] =
                        (levee_session_copy_t){1 + 3 * g + stream, firsts[stream], beats};
            }
        }
    }
    agent->card.fresh = 0;
}

static bool describe_layout(agent_t *agent)
{
    levee_session_t *shared = agent->child.shared;
    const levee_card_t *card = &agent->card;

    if (agent->layout == card->layout)
        return true;
    agent->layout = card->layout;
    shared->layout = card->layout;
    shared->buffer[0] = place_of(agent, &card->command);
    for (uint32_t g = 0; g < card->groups; g++) {
        shared->buffer[1 + 3 * g] = place_of(agent, &card->legs[g]);
        shared->buffer[2 + 3 * g] = place_of(agent, &card->constants[g]);
        shared->buffer[3 + 3 * g] = place_of(agent, &card->results[g]);
    }
    shared->records = card->records;
    return keep_answers(agent);
}

static void ask(agent_t *agent, levee_ask_t what)
{
    levee_session_t *shared = agent->child.shared;

    shared->ask = what;
    atomic_fetch_add_explicit(&shared->asked, 1, memory_order_release);
    levee_session_wake(&shared->asked);
}

static void submit(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    agent_t *agent = (agent_t *)device;

    if (agent->phase != READY)
        return;
    if (!levee_card_command(&agent->card, updates, count, sequence) || !describe_layout(agent)) {
        fail(agent, "no memory for the card's book");
        return;
    }
    list_copies(agent);
    agent->child.shared->command_beats = agent->card.command_beats;
    agent->deadline = after_ms(agent->tick_ms);
    ask(agent, LEVEE_ASK_TICK);
}

/* copy_answer takes a group's summary and as many records as it speaks of, and fit. */
static void copy_answer(const agent_t *agent, uint32_t group)
{
    const levee_card_buffer_t *results = &agent->card.results[group];
    levee_beat_t *answer = agent->answer[group];
    const uint32_t room = results->beats - agent->card.records;

    memcpy(answer, results->beat, LEVEE_CARD_SUMMARY_BEATS * sizeof *answer);
    const uint64_t told = LEVEE_GET(answer, SUMMARY, RECORDS);
    memcpy(answer + agent->card.records, results->beat + agent->card.records,
           (told < room ? told : room) * sizeof *answer);
}

static levee_progress_t poll(levee_device_t *device, uint32_t *count)
{
    agent_t *agent = (agent_t *)device;
    const levee_progress_t progress = agent->phase == READY ? answered(agent) : LEVEE_DEVICE_FAILED;

    if (progress != LEVEE_DEVICE_DONE)
        return progress;
    for (uint32_t g = 0; g < agent->card.groups; g++)
        copy_answer(agent, g);
    const char *wrong = levee_card_collect(&agent->card, count);
    if (wrong) {
        fail(agent, wrong);
        return LEVEE_DEVICE_FAILED;
    }
    agent->back_off = BACK_OFF_LEAST;
    return LEVEE_DEVICE_DONE;
}

static bool revive(levee_device_t *device)
{
    agent_t *agent = (agent_t *)device;

    /* The CPU found fault with an answer that all checks here had passed. */
    if (agent->phase == READY)
        fail(agent, agent->why);
    if (agent->phase == AWAY) {
        if (!agent->hopeless && now_ns() >= agent->deadline)
            begin(agent);
        return false;
    }
    return answered(agent) == LEVEE_DEVICE_DONE && arrive(agent);
}

static void close_agent(levee_device_t *device)
{
    agent_t *agent = (agent_t *)device;

    if (agent->phase != AWAY)
        ask(agent, LEVEE_ASK_CLOSE);
    leave(agent, agent->phase != AWAY ? CLOSE : 0);
    for (uint32_t g = 0; g < LEVEE_CARD_GROUPS_MAX; g++)
        free(agent->answer[g]);
    free(agent);
}

/* start plans a session and waits until its card is open; returns whether it is. */
static bool start(agent_t *agent, const levee_session_kind_t *kind, const char *xclbin)
{
    levee_error_t why;

    agent->back_off = BACK_OFF_LEAST;
    if (levee_child_plan(kind, xclbin, &agent->plan, &why) != LEVEE_OK) {
        agent->hopeless = true;
        fail_error(agent, &why);
        return false;
    }
    begin(agent);
    levee_progress_t progress = agent->phase == OPENING ? LEVEE_DEVICE_BUSY : LEVEE_DEVICE_FAILED;
    while (progress == LEVEE_DEVICE_BUSY)
        progress = answered(agent);
    return progress == LEVEE_DEVICE_DONE;
}

levee_result_t levee_session_open(const levee_session_kind_t *kind, const levee_engine_options_t *options,
                                  const levee_image_t *image, levee_device_t **device, levee_error_t *error)
{
    agent_t *agent = calloc(1, sizeof *agent);

    if (!agent)
        return levee_fail_memory(error, "the card's agent");
    agent->device = (levee_device_t){.backend = kind->backend,
                                     .isa = "card",
                                     .submit = submit,
                                     .poll = poll,
                                     .revive = revive,
                                     .close = close_agent};
    agent->image = image;
    *device = &agent->device;
    if (start(agent, kind, options->xclbin))
        (void)arrive(agent);
    agent->tick_ms = options->card_deadline_ms;
    if (agent->tick_ms == 0)
        agent->tick_ms = is_emulated(agent) ? TICK_EMULATED : TICK_CARD;
    return LEVEE_OK;
}

void levee_session_describe(const levee_session_kind_t *kind, levee_backend_report_t *report)
{
    agent_t *agent = calloc(1, sizeof *agent);

    if (!agent) {
        levee_note(report, "no memory to look at it");
        return;
    }
    report->ready = start(agent, kind, NULL);
    if (report->ready) {
        const levee_card_kernel_t kernel = agent->child.shared->kernel;

        report->lanes = kernel.lanes;
        report->measures = kernel.measures;
        report->instruments = kernel.instruments;
        report->tiers = kernel.tiers;
        report->version = LEVEE_CARD_VERSION;
        if (agent->plan.target == LEVEE_TARGET_NONE)
            session_says(agent->child.shared->device, report->note);
        else
            snprintf(report->note, sizeof report->note, "%.200s, for %s", agent->plan.xclbin,
                     levee_target_name(agent->plan.target));
        ask(agent, LEVEE_ASK_CLOSE);
    } else {
        snprintf(report->note, sizeof report->note, "%s", agent->why);
    }
    leave(agent, report->ready ? CLOSE : 0);
    free(agent);
}
