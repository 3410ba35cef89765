/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/tick.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void levee_engine_free(levee_engine_t *engine)
{
    if (!engine)
        return;
    if (engine->fallback.device)
        engine->fallback.device->close(engine->fallback.device);
    if (engine->fallback.cpu)
        engine->fallback.cpu->close(engine->fallback.cpu);
    free(engine->fallback.answer);
    levee_slices_free(&engine->slices);
    levee_book_free(engine->book);
    free(engine->instruments);
    free(engine->staged);
    free(engine->staged_instrument);
    free(engine->staged_by);
    free(engine->updates);
    free(engine->listed);
    free(engine->table);
    free(engine->fresh);
    levee_index_free(&engine->index);
    free(engine->listed_accounts);
    free(engine->image.records);
    free(engine->verdicts);
    free(engine->order);
    free(engine->merge);
    free(engine->touched);
    free(engine->touched_by);
    free(engine);
}

/* regrow is realloc that keeps the old memory and clears *complete when more is
 * refused. */
static void *regrow(void *old, size_t bytes, bool *complete)
{
    void *memory = realloc(old, bytes);

    if (memory)
        return memory;
    *complete = false;
    return old;
}

levee_result_t levee_engine_reserve(levee_engine_t *engine, uint32_t accounts, levee_error_t *error)
{
    const size_t room = (size_t)accounts + accounts / 8 + 64;
    bool complete = true;

    if (accounts <= engine->account_room)
        return LEVEE_OK;
    engine->image.records = regrow(engine->image.records, room * sizeof *engine->image.records, &complete);
    engine->verdicts = regrow(engine->verdicts, room * sizeof *engine->verdicts, &complete);
    engine->order = regrow(engine->order, room * sizeof *engine->order, &complete);
    engine->merge = regrow(engine->merge, room * sizeof *engine->merge, &complete);
    engine->touched = regrow(engine->touched, room * sizeof *engine->touched, &complete);
    engine->listed_accounts = regrow(engine->listed_accounts, room * sizeof *engine->listed_accounts, &complete);
    engine->touched_by = regrow(engine->touched_by, room * sizeof *engine->touched_by, &complete);
    engine->index.owed = regrow(engine->index.owed, room * sizeof *engine->index.owed, &complete);
    engine->index.is_owed = regrow(engine->index.is_owed, room * sizeof *engine->index.is_owed, &complete);
    if (engine->fallback.cpu)
        engine->fallback.answer = regrow(engine->fallback.answer, room * sizeof *engine->fallback.answer, &complete);
    if (!complete)
        return levee_fail_memory(error, "accounts");
    for (size_t a = engine->account_room; a < room; a++) {
        engine->touched_by[a] = 0;
        engine->index.is_owed[a] = false;
    }
    engine->account_room = (uint32_t)room;
    return LEVEE_OK;
}

static levee_result_t take_memory(levee_engine_t *engine, const levee_book_t *book, levee_error_t *error)
{
    const size_t instruments = (size_t)levee_venue_count(book->venue) + 1;

    engine->instruments = malloc(instruments * sizeof *engine->instruments);
    engine->staged = malloc(instruments * sizeof *engine->staged);
    engine->staged_instrument = malloc(instruments * sizeof *engine->staged_instrument);
    engine->staged_by = calloc(instruments, sizeof *engine->staged_by);
    engine->updates = malloc(instruments * sizeof *engine->updates);
    engine->listed = calloc(instruments, sizeof *engine->listed);
    engine->table = aligned_alloc(sizeof(levee_row_t), instruments * sizeof *engine->table);
    engine->fresh = calloc(instruments, sizeof *engine->fresh);
    if (!engine->listed || !engine->table || !engine->fresh || !engine->instruments || !engine->staged ||
        !engine->staged_instrument || !engine->staged_by || !engine->updates)
        return levee_fail_memory(error, "an engine");
    memset(engine->table, 0, instruments * sizeof *engine->table);
    for (uint32_t i = 0; i < levee_venue_count(book->venue); i++)
        engine->instruments[i] = book->venue->listing[i].record;
    return levee_engine_reserve(engine, levee_book_accounts(book), error);
}

/* list_update has the instrument's mark told to the device with the next tick that it
 * judges: once, however often it moves until then. */
static void list_update(levee_engine_t *engine, uint32_t instrument)
{
    if (engine->listed[instrument] == 0)
        engine->listed[instrument] = ++engine->update_count;
    engine->updates[engine->listed[instrument] - 1] = levee_engine_update(engine, instrument);
    engine->fresh[instrument] = 0;
}

void levee_engine_sweep(levee_engine_t *engine)
{
    for (uint32_t i = 0; i < engine->update_count; i++)
        (void)levee_engine_risk(engine, engine->updates[i].instrument);
    levee_engine_judge(engine);
    for (uint32_t i = 0; i < engine->update_count; i++)
        engine->listed[engine->updates[i].instrument] = 0;
    engine->update_count = 0;
}

static void describe_image(levee_engine_t *engine, const levee_book_t *book)
{
    engine->image.instruments = engine->instruments;
    engine->image.instrument_count = levee_venue_count(book->venue);
    engine->image.book = book;
    engine->image.slices = &engine->slices;
    engine->image.table = engine->table;
}

/* open_devices has the CPU stand by where the device is another: the reference, as a card follows the dirty beats. */
static levee_result_t open_devices(levee_engine_t *engine, const levee_opener_t *opener, levee_error_t *error)
{
    levee_fallback_t *fallback = &engine->fallback;
    levee_result_t result = opener->open(opener->context, &engine->image, &fallback->device, error);

    fallback->log = opener->log;
    if (result != LEVEE_OK || strcmp(fallback->device->backend, "cpu") == 0)
        return result;
    fallback->answer = malloc(engine->account_room * sizeof *fallback->answer);
    if (!fallback->answer)
        return levee_fail_memory(error, "the answers of a card");
    return levee_reference_open(&engine->image, &fallback->cpu, error);
}

/* index_ticks has ticks look at few accounts, where the device may be passed by. */
static levee_result_t index_ticks(levee_engine_t *engine, const levee_opener_t *opener, levee_error_t *error)
{
    return opener->sweep_always || !engine->fallback.device->spared ? LEVEE_OK : levee_index_open(engine, error);
}

levee_result_t levee_engine_new_on(levee_book_t *book, const levee_opener_t *opener, levee_engine_t **engine,
                                   levee_error_t *error)
{
    levee_engine_t *made = calloc(1, sizeof *made);

    if (!made)
        return levee_fail_memory(error, "an engine");
    levee_result_t result = take_memory(made, book, error);
    if (result == LEVEE_OK)
        result = levee_slices_build(book, &made->slices, error);
    describe_image(made, book);
    if (result == LEVEE_OK)
        result = open_devices(made, opener, error);
    if (result != LEVEE_OK) {
        levee_engine_free(made);
        return result;
    }
    made->book = book;
    result = index_ticks(made, opener, error);
    if (result != LEVEE_OK) {
        made->book = NULL;
        levee_engine_free(made);
        return result;
    }
    for (uint32_t i = 0; i < levee_venue_count(book->venue); i++) {
        if (book->mark[i].price != 0)
            list_update(made, i);
    }
    levee_engine_sweep(made);
    *engine = made;
    return LEVEE_OK;
}

static levee_result_t open_named(void *context, const levee_image_t *image, levee_device_t **device,
                                 levee_error_t *error)
{
    return levee_device_open(context, image, device, error);
}

levee_result_t levee_engine_new(levee_book_t *book, const levee_engine_options_t *options, levee_engine_t **engine,
                                levee_error_t *error)
{
    levee_engine_options_t named = options ? *options : (levee_engine_options_t){0};
    const levee_opener_t opener = {open_named, &named, named.log, named.sweep_always != 0};

    return levee_engine_new_on(book, &opener, engine, error);
}

/* begin_stage checks that the batch may move an instrument at this time. */
static levee_result_t begin_stage(const levee_engine_t *engine, uint32_t instrument, int64_t time_ns, size_t at,
                                  levee_error_t *error)
{
    const levee_listing_t *listing = &engine->book->venue->listing[instrument];

    if (at > 0 && engine->staged_by[instrument] == engine->sequence + 1)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "%s comes twice in one batch", listing->symbol);
    if (listing->expiry_ns != 0 && time_ns >= listing->expiry_ns)
        return levee_fail(error, LEVEE_REJECTED, "time_ns", "%s has expired", listing->symbol);
    engine->staged[at] = engine->book->mark[instrument];
    return LEVEE_OK;
}

/* end_stage keeps what the batch would change, where legs and limits allow it. */
static levee_result_t end_stage(levee_engine_t *engine, uint32_t instrument, size_t at, levee_error_t *error)
{
    const levee_mark_t *mark = &engine->staged[at];
    const levee_result_t result =
        levee_listing_fits(&engine->book->venue->listing[instrument], levee_legs_largest(engine->book, instrument),
                           mark->price, mark->funding, LEVEE_SLACK_HELD, "mark", error);

    if (result != LEVEE_OK)
        return result;
    engine->staged_instrument[at] = instrument;
    engine->staged_by[instrument] = engine->sequence + 1;
    return LEVEE_OK;
}

static levee_result_t stage_tick(levee_engine_t *engine, const void *ticks, size_t at, levee_error_t *error)
{
    const levee_mark_spec_t *tick = (const levee_mark_spec_t *)ticks + at;
    const levee_venue_t *venue = engine->book->venue;
    uint32_t instrument = 0;
    levee_result_t result =
        levee_venue_instrument(venue, tick->instrument ? tick->instrument : "", "instrument", &instrument, error);

    if (result == LEVEE_OK)
        result = begin_stage(engine, instrument, tick->time_ns, at, error);
    if (result == LEVEE_OK)
        result = levee_mark_parse(&venue->listing[instrument], tick, &engine->staged[at], error);
    return result == LEVEE_OK ? end_stage(engine, instrument, at, error) : result;
}

static levee_result_t stage_move(levee_engine_t *engine, const void *moves, size_t at, levee_error_t *error)
{
    const levee_move_t *move = (const levee_move_t *)moves + at;
    const levee_venue_t *venue = engine->book->venue;

    if (move->instrument >= levee_venue_count(venue))
        return levee_fail(error, LEVEE_REJECTED, "instrument", "%u is not below %u, the number of instruments",
                          move->instrument, levee_venue_count(venue));
    levee_result_t result = begin_stage(engine, move->instrument, move->time_ns, at, error);
    if (result == LEVEE_OK)
        result = levee_listing_in_range(&venue->listing[move->instrument], move->price, "price", error);
    if (result != LEVEE_OK)
        return result;
    engine->staged[at].price = move->price;
    engine->staged[at].time_ns = move->time_ns;
    return end_stage(engine, move->instrument, at, error);
}

/* unstage forgets a rejected batch, so that its number can be used again. */
static void unstage(levee_engine_t *engine, size_t count)
{
    for (size_t i = 0; i < count; i++)
        engine->staged_by[engine->staged_instrument[i]] = 0;
}

bool levee_engine_move_mark(levee_engine_t *engine, uint32_t instrument, const levee_mark_t *next)
{
    levee_mark_t *mark = &engine->book->mark[instrument];
    const bool moved = mark->price != next->price || mark->funding[LEVEE_LONG] != next->funding[LEVEE_LONG] ||
                       mark->funding[LEVEE_SHORT] != next->funding[LEVEE_SHORT];

    *mark = *next;
    if (moved)
        list_update(engine, instrument);
    return moved;
}

static bool move_by_tick(levee_engine_t *engine, uint32_t instrument, const levee_mark_t *next)
{
    const levee_mark_t before = engine->book->mark[instrument];
    const bool moved = levee_engine_move_mark(engine, instrument, next);

    if (moved && engine->index.on)
        levee_index_move(engine, instrument,
                         before.price == 0 || before.funding[LEVEE_LONG] != next->funding[LEVEE_LONG] ||
                             before.funding[LEVEE_SHORT] != next->funding[LEVEE_SHORT]);
    return moved;
}

/* run_batch stages all of a batch, and then has it judged. */
static levee_result_t run_batch(levee_engine_t *engine, const void *batch, size_t count,
                                levee_result_t (*stage)(levee_engine_t *engine, const void *batch, size_t at,
                                                        levee_error_t *error),
                                levee_error_t *error)
{
    const uint32_t instruments = levee_venue_count(engine->book->venue);
    bool moved = false;

    if (count > instruments)
        return levee_fail(error, LEVEE_REJECTED, "", "%zu ticks in a batch for %u instruments", count, instruments);
    for (size_t i = 0; i < count; i++) {
        const levee_result_t result = stage(engine, batch, i, error);

        if (result != LEVEE_OK) {
            unstage(engine, i);
            return result;
        }
    }
    engine->sequence++;
    engine->verdict_count = 0;
    engine->touched_count = 0;
    for (size_t i = 0; i < count; i++)
        moved = move_by_tick(engine, engine->staged_instrument[i], &engine->staged[i]) || moved;
    /* The same rows give the same verdicts: then there is nothing to judge. */
    if (moved && engine->index.on)
        levee_index_judge(engine);
    else if (moved)
        levee_engine_sweep(engine);
    return LEVEE_OK;
}

levee_result_t levee_engine_tick(levee_engine_t *engine, const levee_mark_spec_t *ticks, size_t count,
                                 levee_error_t *error)
{
    return run_batch(engine, ticks, count, stage_tick, error);
}

levee_result_t levee_engine_move(levee_engine_t *engine, const levee_move_t *moves, size_t count, levee_error_t *error)
{
    return run_batch(engine, moves, count, stage_move, error);
}

const levee_verdict_t *levee_engine_verdicts(const levee_engine_t *engine, size_t *count)
{
    *count = engine->verdict_count;
    return engine->verdicts;
}
