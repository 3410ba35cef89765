/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/tick.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void levee_engine_free(levee_engine_t *engine)
{
    if (!engine)
        return;
    if (engine->device)
        engine->device->close(engine->device);
    levee_slices_free(&engine->slices);
    levee_book_free(engine->book);
    free(engine->instruments);
    free(engine->staged);
    free(engine->staged_instrument);
    free(engine->staged_by);
    free(engine->updates);
    free(engine->verdicts);
    free(engine->order);
    free(engine->merge);
    free(engine);
}

static levee_result_t take_memory(levee_engine_t *engine, const levee_book_t *book, levee_error_t *error)
{
    const size_t instruments = (size_t)levee_venue_count(book->venue) + 1;
    const size_t accounts = (size_t)levee_book_accounts(book) + 1;

    engine->instruments = malloc(instruments * sizeof *engine->instruments);
    engine->staged = malloc(instruments * sizeof *engine->staged);
    engine->staged_instrument = malloc(instruments * sizeof *engine->staged_instrument);
    engine->staged_by = calloc(instruments, sizeof *engine->staged_by);
    engine->updates = malloc(instruments * sizeof *engine->updates);
    engine->verdicts = malloc(accounts * sizeof *engine->verdicts);
    engine->order = malloc(accounts * sizeof *engine->order);
    engine->merge = malloc(accounts * sizeof *engine->merge);
    if (!engine->instruments || !engine->staged || !engine->staged_instrument || !engine->staged_by ||
        !engine->updates || !engine->verdicts || !engine->order || !engine->merge)
        return levee_fail_memory(error, "an engine");
    for (uint32_t i = 0; i < levee_venue_count(book->venue); i++)
        engine->instruments[i] = book->venue->listing[i].record;
    return LEVEE_OK;
}

/* sort_by_account orders keys by merging runs of doubling width; the memory
 * was taken at the start. Returns the sorted array. */
static const uint64_t *sort_by_account(uint64_t *keys, uint64_t *room, size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            const size_t middle = start + width < count ? start + width : count;
            const size_t end = start + 2 * width < count ? start + 2 * width : count;
            size_t left = start;
            size_t right = middle;

            for (size_t at = start; at < end; at++)
                room[at] = left < middle && (right == end || keys[left] < keys[right]) ? keys[left++] : keys[right++];
        }
        uint64_t *const swap = keys;
        keys = room;
        room = swap;
    }
    return keys;
}

static levee_i128 excess_value(levee_excess_t excess)
{
    return (levee_i128)((levee_u128)(uint64_t)excess.high << 64 | excess.low);
}

static levee_verdict_t verdict_of(const levee_record_t *record, uint32_t account, bool first)
{
    const levee_i128 equity = excess_value(record->excess[LEVEE_EQUITY]);
    const levee_i128 excess = excess_value(record->excess[LEVEE_MAINTENANCE]);
    const levee_verdict_t verdict = {
        .account = account,
        .from = first ? LEVEE_NO_STATUS : (levee_status_t)record->before,
        .to = (levee_status_t)record->after,
        .equity = levee_money_from(equity),
        .maintenance = levee_money_from(equity - excess),
        .excess = levee_money_from(excess),
    };

    return verdict;
}

/* judge runs one tick on the device and turns its records, in slot order, into
 * verdicts in account order. */
static void judge(levee_engine_t *engine, uint32_t update_count)
{
    const levee_record_t *records = NULL;
    uint32_t count = 0;

    engine->device->submit(engine->device, engine->updates, update_count, engine->sequence);
    while (!records)
        records = engine->device->poll(engine->device, &count);
    assert(count <= levee_book_accounts(engine->book));
    for (uint32_t i = 0; i < count; i++) {
        assert(records[i].sequence == engine->sequence && records[i].before != records[i].after);
        engine->order[i] = (uint64_t)engine->slices.account_of[records[i].slot] << 32 | i;
    }
    const uint64_t *sorted = sort_by_account(engine->order, engine->merge, count);
    for (uint32_t i = 0; i < count; i++) {
        const levee_record_t *record = &records[sorted[i] & UINT32_MAX];

        engine->verdicts[i] = verdict_of(record, (uint32_t)(sorted[i] >> 32), engine->sequence == 0);
    }
    engine->verdict_count = count;
}

static levee_update_t update_of(uint32_t instrument, const levee_mark_t *mark)
{
    const levee_update_t update = {instrument, mark->price, {mark->funding[LEVEE_LONG], mark->funding[LEVEE_SHORT]}};

    return update;
}

levee_result_t levee_engine_new(levee_book_t *book, const levee_engine_options_t *options, levee_engine_t **engine,
                                levee_error_t *error)
{
    levee_engine_t *made = calloc(1, sizeof *made);
    uint32_t updates = 0;

    if (!made)
        return levee_fail_memory(error, "an engine");
    levee_result_t result = take_memory(made, book, error);
    if (result == LEVEE_OK)
        result = levee_slices_build(book, &made->slices, error);
    if (result == LEVEE_OK) {
        made->image = (levee_image_t){made->instruments, levee_venue_count(book->venue), &made->slices};
        result = levee_device_open(options ? options->backend : NULL, options ? options->isa : NULL, &made->image,
                                   &made->device, error);
    }
    if (result != LEVEE_OK) {
        levee_engine_free(made);
        return result;
    }
    made->book = book;
    for (uint32_t i = 0; i < levee_venue_count(book->venue); i++) {
        if (book->mark[i].price != 0)
            made->updates[updates++] = update_of(i, &book->mark[i]);
    }
    judge(made, updates);
    *engine = made;
    return LEVEE_OK;
}

/* stage checks one tick of a batch and keeps what it would change. */
static levee_result_t stage(levee_engine_t *engine, const levee_mark_spec_t *tick, size_t at, levee_error_t *error)
{
    const levee_book_t *book = engine->book;
    const uint64_t batch = engine->sequence + 1;
    uint32_t instrument = 0;
    levee_result_t result =
        levee_venue_instrument(book->venue, tick->instrument ? tick->instrument : "", "instrument", &instrument, error);

    if (result != LEVEE_OK)
        return result;
    const levee_listing_t *listing = &book->venue->listing[instrument];
    levee_mark_t *mark = &engine->staged[at];
    if (at > 0 && engine->staged_by[instrument] == batch)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "%s comes twice in one batch", listing->symbol);
    if (listing->expiry_ns != 0 && tick->time_ns >= listing->expiry_ns)
        return levee_fail(error, LEVEE_REJECTED, "time_ns", "%s has expired", listing->symbol);
    *mark = book->mark[instrument];
    result = levee_mark_parse(listing, tick, mark, error);
    if (result == LEVEE_OK)
        result = levee_listing_fits(listing, book->largest[instrument], mark->price, mark->funding, 1, "mark", error);
    if (result != LEVEE_OK)
        return result;
    engine->staged_instrument[at] = instrument;
    engine->staged_by[instrument] = batch;
    return LEVEE_OK;
}

/* unstage forgets a rejected batch, so that its number can be used again. */
static void unstage(levee_engine_t *engine, size_t count)
{
    for (size_t i = 0; i < count; i++)
        engine->staged_by[engine->staged_instrument[i]] = 0;
}

levee_result_t levee_engine_tick(levee_engine_t *engine, const levee_mark_spec_t *ticks, size_t count,
                                 levee_error_t *error)
{
    levee_book_t *book = engine->book;
    uint32_t updates = 0;

    if (count > levee_venue_count(book->venue))
        return levee_fail(error, LEVEE_REJECTED, "", "%zu ticks in a batch for %u instruments", count,
                          levee_venue_count(book->venue));
    for (size_t i = 0; i < count; i++) {
        const levee_result_t result = stage(engine, &ticks[i], i, error);

        if (result != LEVEE_OK) {
            unstage(engine, i);
            return result;
        }
    }
    engine->sequence++;
    engine->verdict_count = 0;
    for (size_t i = 0; i < count; i++) {
        levee_mark_t *mark = &book->mark[engine->staged_instrument[i]];
        const levee_mark_t *next = &engine->staged[i];

        if (mark->price != next->price || mark->funding[LEVEE_LONG] != next->funding[LEVEE_LONG] ||
            mark->funding[LEVEE_SHORT] != next->funding[LEVEE_SHORT])
            engine->updates[updates++] = update_of(engine->staged_instrument[i], next);
        *mark = *next;
    }
    /* The same rows give the same verdicts: nothing to judge. */
    if (updates > 0)
        judge(engine, updates);
    return LEVEE_OK;
}

const levee_verdict_t *levee_engine_verdicts(const levee_engine_t *engine, size_t *count)
{
    *count = engine->verdict_count;
    return engine->verdicts;
}
