/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/fallback.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "engine/tick.h"

enum { TRIAL_TICKS = 16, SAMPLE = 32 };

static levee_progress_t run_tick(levee_engine_t *engine, levee_device_t *device, uint32_t *count)
{
    levee_progress_t progress = LEVEE_DEVICE_BUSY;

    device->submit(device, engine->updates, engine->update_count, engine->sequence);
    while (progress == LEVEE_DEVICE_BUSY)
        progress = device->poll(device, count);
    return progress;
}

static uint32_t run_cpu(levee_engine_t *engine)
{
    const levee_fallback_t *fallback = &engine->fallback;
    uint32_t count = 0;
    const levee_progress_t progress = run_tick(engine, fallback->cpu ? fallback->cpu : fallback->device, &count);

    assert(progress == LEVEE_DEVICE_DONE);
    (void)progress;
    return count;
}

/* tell gives the log one line. */
static void tell(const levee_fallback_t *fallback, const char *what, const char *why)
{
    char line[LEVEE_FAULT_TEXT + 80];

    if (!fallback->log.line)
        return;
    snprintf(line, sizeof line, "%s: %s%s", fallback->device->backend, why, what);
    fallback->log.line(fallback->log.context, line);
}

static void give_up(levee_fallback_t *fallback, const char *why)
{
    snprintf(fallback->fault, sizeof fallback->fault, "%s", why);
    fallback->trust = LEVEE_CARD_DOWN;
    fallback->faults++;
    tell(fallback, "; the CPU finishes the tick", fallback->fault);
}

/* put_back undoes what the records have done to the host's statuses. */
static void put_back(levee_engine_t *engine, const levee_record_t *records, uint32_t count)
{
    levee_slot_walk_t walk = {0, 0};

    for (uint32_t i = 0; i < count; i++) {
        const uint32_t slot = levee_slices_walk(&engine->slices, records[i].slot, &walk);

        engine->slices.region[walk.region].status[slot] = records[i].before;
        levee_tally_move(&engine->slices.tally, records[i].after, records[i].before);
    }
}

/* record_is_right works an account's excesses out from its legs. */
static bool record_is_right(const levee_engine_t *engine, uint32_t account, const levee_record_t *record)
{
    const levee_excesses_t excess = levee_engine_excess(engine, account);

    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        if (levee_excess_value(record->excess[m]) != excess.measure[m])
            return false;
    }
    return record->after == levee_excesses_status(&excess);
}

/* sample_is_right looks at some of the records, and at the statuses of some
 * accounts, others with every tick: what neither sums nor counts can show. */
static bool sample_is_right(levee_engine_t *engine, uint32_t count)
{
    const levee_record_t *records = engine->image.records;
    const uint32_t accounts = levee_book_accounts(engine->book);
    const uint32_t first = count > SAMPLE ? (uint32_t)(engine->sequence * SAMPLE % (count - SAMPLE + 1)) : 0;
    levee_slot_walk_t walk = {0, 0};

    for (uint32_t i = first; i < count && i < first + SAMPLE; i++) {
        const uint32_t slot = levee_slices_walk(&engine->slices, records[i].slot, &walk);

        if (slot >= engine->slices.region[walk.region].used ||
            !record_is_right(engine, engine->slices.region[walk.region].account_of[slot], &records[i]))
            return false;
    }
    for (uint32_t i = 0; i < SAMPLE && i < accounts; i++) {
        const uint32_t account = engine->fallback.next++ % accounts;

        if (levee_book_is_open(engine->book, account)) {
            const levee_excesses_t excess = levee_engine_excess(engine, account);

            if (levee_excesses_status(&excess) != levee_slices_status(&engine->slices, account))
                return false;
        }
    }
    return true;
}

/* judge_beside has the CPU judge what the card has judged, and compares. The CPU's
 * records are the ones that count. */
static uint32_t judge_beside(levee_engine_t *engine, uint32_t count)
{
    levee_fallback_t *fallback = &engine->fallback;

    memcpy(fallback->answer, engine->image.records, count * sizeof *fallback->answer);
    put_back(engine, fallback->answer, count);
    const uint32_t right = run_cpu(engine);
    if (right != count || memcmp(fallback->answer, engine->image.records, count * sizeof *fallback->answer) != 0) {
        give_up(fallback, "on trial, it answers otherwise than the CPU");
    } else if (--fallback->trial == 0) {
        fallback->trust = LEVEE_CARD_TRUSTED;
        fallback->rearmed++;
        tell(fallback, "", "has proved itself on live ticks and judges again");
    }
    return right;
}

/* revive puts a card on trial that has come back. */
static void revive(levee_fallback_t *fallback)
{
    if (fallback->trust != LEVEE_CARD_DOWN || !fallback->device->revive || !fallback->device->revive(fallback->device))
        return;
    fallback->trust = LEVEE_CARD_ON_TRIAL;
    fallback->trial = TRIAL_TICKS;
}

uint32_t levee_engine_run(levee_engine_t *engine)
{
    levee_fallback_t *fallback = &engine->fallback;
    uint32_t count = 0;

    if (!fallback->cpu)
        return run_cpu(engine);
    revive(fallback);
    if (fallback->trust == LEVEE_CARD_DOWN)
        return run_cpu(engine);
    if (run_tick(engine, fallback->device, &count) == LEVEE_DEVICE_FAILED) {
        give_up(fallback, fallback->device->fault);
        return run_cpu(engine);
    }
    assert(count <= engine->account_room);
    if (fallback->trust == LEVEE_CARD_ON_TRIAL)
        return judge_beside(engine, count);
    if (!sample_is_right(engine, count)) {
        put_back(engine, engine->image.records, count);
        give_up(fallback, "a sample of its verdicts is wrong");
        return run_cpu(engine);
    }
    fallback->ticks_on_card += engine->sequence != 0 ? 1 : 0;
    return count;
}
