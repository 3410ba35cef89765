/* SPDX-License-Identifier: Apache-2.0 */
#include "device/opencl/trial.h"

#include <string.h>

/* The buffers: a page each, of which the results begin with the summary. */
enum { BEATS = 64, COMMAND = 0, LEGS = 1, CONSTANTS = 2, RESULTS = 3, STATUSES = LEVEE_CARD_SUMMARY_BEATS };
enum { RECORDS = STATUSES + 1, REPORT_NONE = 2, SEQUENCE = 0x54524941 };

/* Most instruments that a leg word can name. */
enum { INSTRUMENTS_MAX = 1 << LEVEE_LEG_INSTRUMENT_BITS };

static const char unlike[] =
    "the kernel answers a trial otherwise than this build's map has it; build the xclbin again";

typedef struct {
    const levee_runtime_t *runtime;
    levee_beat_t block[BEATS];
    uint32_t beats;
    levee_beat_t answer[LEVEE_CARD_SUMMARY_BEATS];
} trial_t;

static levee_beat_t *next_beat(trial_t *trial)
{
    assert(trial->beats < BEATS);
    levee_beat_t *beat = &trial->block[trial->beats++];
    *beat = (levee_beat_t){{0}};
    return beat;
}

/* begin writes the header; what it promises is to follow. */
static void begin(trial_t *trial, uint32_t updates, uint32_t segments)
{
    trial->beats = 0;
    levee_beat_t *header = next_beat(trial);
    LEVEE_PUT(header, HEADER, SEQUENCE, SEQUENCE);
    LEVEE_PUT(header, HEADER, RECIPES, 1);
    LEVEE_PUT(header, HEADER, UPDATES, updates);
    LEVEE_PUT(header, HEADER, SEGMENTS, segments);
    LEVEE_PUT(header, HEADER, REPORT, REPORT_NONE);
    LEVEE_PUT(header, HEADER, RECORDS, RECORDS);
}

/* put_recipe: an instrument that is worth nothing. The engine's own takes its place. */
static void put_recipe(trial_t *trial, uint32_t instrument, uint32_t tiers)
{
    levee_beat_t *recipe = next_beat(trial);

    LEVEE_PUT(recipe, RECIPE, INSTRUMENT, instrument);
    LEVEE_PUT(recipe, RECIPE, TIERS, tiers);
    for (uint32_t i = 0; i < 2 * tiers; i++)
        (void)next_beat(trial);
}

/* ask has the block done and fetches the summary. */
static const char *ask(trial_t *trial)
{
    const levee_session_copy_t copy = {COMMAND, 0, trial->beats};
    const char *wrong = trial->runtime->copy(&copy, trial->block);

    if (!wrong)
        wrong = trial->runtime->run(trial->beats);
    if (!wrong)
        wrong = trial->runtime->fetch(RESULTS, 0, LEVEE_CARD_SUMMARY_BEATS, trial->answer);
    if (!wrong && LEVEE_GET(trial->answer, SUMMARY, SEQUENCE) != SEQUENCE)
        wrong = unlike;
    return wrong;
}

/* ask_recipe stores whether the kernel has room for a recipe. */
static const char *ask_recipe(trial_t *trial, uint32_t instrument, uint32_t tiers, bool *room)
{
    begin(trial, 0, 0);
    put_recipe(trial, instrument, tiers);
    const char *wrong = ask(trial);
    const uint64_t faults = LEVEE_GET(trial->answer, SUMMARY, FAULTS);
    *room = faults == 0;
    return !wrong && faults != 0 && faults != LEVEE_CARD_FAULT_MALFORMED ? unlike : wrong;
}

/* ask_slice has a slice judged of which every excess is 1. */
static const char *ask_slice(trial_t *trial)
{
    begin(trial, 1, 1);
    put_recipe(trial, 0, 1);
    levee_beat_t *update = next_beat(trial);
    LEVEE_PUT(update, UPDATE, PRICE, 1);
    levee_beat_t *segment = next_beat(trial);
    LEVEE_PUT(segment, SEGMENT, STATUSES, STATUSES);
    LEVEE_PUT(segment, SEGMENT, SLICES, 1);
    LEVEE_PUT(segment, SEGMENT, LEG_BEATS, 1);
    return ask(trial);
}

static const char *read_slice(const trial_t *trial, levee_card_kernel_t *kernel)
{
    const levee_beat_t *summary = trial->answer;
    uint32_t measures = 0;

    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        const levee_u128 sum = levee_beat_get_wide(summary + 1, LEVEE_CARD_SUMS_EQUITY + 128 * m);

        if (sum != 0 && sum != LEVEE_LANES)
            return unlike;
        measures += sum != 0;
    }
    kernel->measures = measures;
    return LEVEE_GET(summary, SUMMARY, SLICES) == 1 && LEVEE_GET(summary, SUMMARY, RECORDS) == 0 &&
                   LEVEE_GET(summary, SUMMARY, HEALTHY) == LEVEE_LANES && LEVEE_GET(summary, SUMMARY, FAULTS) == 0 &&
                   LEVEE_GET(summary, SUMMARY, LEG_BEATS) == 1 &&
                   LEVEE_GET(summary, SUMMARY, CONSTANT_BEATS) == (uint64_t)2 * measures
               ? NULL
               : unlike;
}

/* fill_buffer: eight accounts without legs, whose constants are 1. */
static const char *fill_buffer(const levee_runtime_t *runtime, uint32_t buffer)
{
    static levee_session_copy_t copy = {.beats = BEATS};
    static levee_beat_t content[BEATS];

    copy.buffer = buffer;
    memset(content, 0, sizeof content);
    for (uint32_t lane = 0; buffer == LEGS && lane < LEVEE_LANES; lane++)
        content[0].word[lane] = UINT64_C(1) << LEVEE_LEG_LAST_SHIFT;
    for (uint32_t value = 0; buffer == CONSTANTS && value < LEVEE_LANES * LEVEE_MEASURES; value++)
        content[2 * value / LEVEE_BEAT_WORDS].word[2 * value % LEVEE_BEAT_WORDS] = 1;
    return runtime->copy(&copy, content);
}

static const char *fill_buffers(const levee_runtime_t *runtime, uint32_t groups)
{
    static levee_session_t shared;
    const char *wrong = NULL;

    shared.kernel.lanes = groups * LEVEE_LANES;
    shared.records = RECORDS;
    for (uint32_t i = 0; i < LEVEE_SESSION_BUFFERS; i++)
        shared.buffer[i].beats = BEATS;
    wrong = runtime->layout(&shared);
    for (uint32_t i = LEGS; i < 1 + 3 * groups && !wrong; i++)
        wrong = fill_buffer(runtime, i);
    return wrong;
}

/* ask_room halves until the kernel has room. */
static const char *ask_room(trial_t *trial, levee_card_kernel_t *kernel)
{
    bool room = false;
    const char *wrong = NULL;

    for (kernel->tiers = 2 * LEVEE_TIERS_MAX; !wrong && !room && kernel->tiers > 1;) {
        kernel->tiers /= 2;
        wrong = ask_recipe(trial, 0, kernel->tiers, &room);
    }
    if (!wrong && !room)
        wrong = unlike;
    room = false;
    for (kernel->instruments = 2 * INSTRUMENTS_MAX; !wrong && !room && kernel->instruments > 1;) {
        kernel->instruments /= 2;
        wrong = ask_recipe(trial, kernel->instruments - 1, 1, &room);
    }
    return wrong;
}

const char *levee_trial_run(const levee_runtime_t *runtime, uint32_t groups, levee_card_kernel_t *kernel)
{
    static trial_t trial;
    const char *wrong = fill_buffers(runtime, groups);

    trial.runtime = runtime;
    *kernel = (levee_card_kernel_t){.lanes = groups * LEVEE_LANES};
    if (!wrong)
        wrong = ask_slice(&trial);
    if (!wrong)
        wrong = read_slice(&trial, kernel);
    return wrong ? wrong : ask_room(&trial, kernel);
}
