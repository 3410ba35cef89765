/* SPDX-License-Identifier: Apache-2.0
 *
 * tick.h: the loop. Market -> risk table -> verdicts, one direction. */
#ifndef LEVEE_ENGINE_TICK_H
#define LEVEE_ENGINE_TICK_H

#include "book/propose.h"
#include "engine/fallback.h"
#include "engine/index.h"
#include "model/money.h"

struct levee_engine {
    levee_book_t *book;
    levee_slices_t slices;
    levee_instrument_t *instruments; /* what revalue reads, one per listing */
    levee_image_t image;
    levee_fallback_t fallback;
    levee_index_t index;
    uint64_t sequence; /* of the last tick or change; 0 is the start */

    /* One batch under way: marks that are not in force yet, and which tick
     * staged an instrument last, so that none comes twice. */
    levee_mark_t *staged;
    uint32_t *staged_instrument;
    uint64_t *staged_by;

    /* The risk tables, what of them is at the mark (risk.c), and what the device has
     * not been told of them yet. */
    levee_risk_t *table;
    uint64_t *fresh;
    levee_update_t *updates;
    uint32_t *listed; /* per instrument: its update's number + 1, 0: none */
    uint32_t update_count;

    /* Per account: room for the verdicts of one tick or change, in book order,
     * for sorting them, and for the accounts that a change touches. */
    uint32_t account_room;
    levee_verdict_t *verdicts;
    uint64_t *order; /* account order << 24 | index, and room to merge */
    uint64_t *merge;
    uint32_t *touched;
    uint32_t *listed_accounts; /* room to list some: the holders of an instrument, those to judge */
    uint64_t *touched_by;
    size_t verdict_count;
    size_t touched_count;
};

/* levee_opener_t: makes the device that judges an engine's ticks. */
typedef struct {
    levee_result_t (*open)(void *context, const levee_image_t *image, levee_device_t **device, levee_error_t *error);
    void *context;
    levee_log_t log;
    bool sweep_always;
} levee_opener_t;

/* levee_engine_new_on is levee_engine_new with a device of the caller's. */
levee_result_t levee_engine_new_on(levee_book_t *book, const levee_opener_t *opener, levee_engine_t **engine,
                                   levee_error_t *error);

/* levee_engine_reserve takes the memory that `accounts` accounts need. */
levee_result_t levee_engine_reserve(levee_engine_t *engine, uint32_t accounts, levee_error_t *error);

/* levee_engine_run has a tick of engine->updates judged, by the card or, where
 * that fails, by the CPU. Returns how many records are in engine->image.records. */
uint32_t levee_engine_run(levee_engine_t *engine);

/* levee_engine_judge does so and turns the records into verdicts in book order. */
void levee_engine_judge(levee_engine_t *engine);

/* levee_engine_sweep has every account judged at the marks that are in force. O(legs). */
void levee_engine_sweep(levee_engine_t *engine);

/* levee_engine_touch notes an account for levee_engine_judge_touched, which
 * judges the noted ones by their excesses and leaves their verdicts, in book
 * order, of those whose status changed. O(legs of the account). */
void levee_engine_touch(levee_engine_t *engine, uint32_t account);
void levee_engine_judge_touched(levee_engine_t *engine);

/* levee_engine_fetch_ahead asks memory for what judging the accounts behind `at` of a
 * list of `count` will read and write. To be called for each of them in turn. */
void levee_engine_fetch_ahead(const levee_engine_t *engine, const uint32_t *accounts, size_t at, size_t count);

/* levee_engine_move_mark puts a mark that may be applied into force; judges nobody.
 * Returns whether anything moved. */
bool levee_engine_move_mark(levee_engine_t *engine, uint32_t instrument, const levee_mark_t *mark);

/* levee_excesses_t: an account's excess of each measure, quanta * 10^-6. */
struct levee_excesses {
    levee_i128 measure[LEVEE_MEASURES];
};

/* levee_engine_excess is the account's excess as it is, summed over its legs and
 * the risk tables in 128 bits. O(its legs). */
levee_excesses_t levee_engine_excess(const levee_engine_t *engine, uint32_t account);

/* levee_engine_excess_if is the excess as `proposal` would make it, where it is
 * `now`. O(1). */
levee_excesses_t levee_engine_excess_if(const levee_engine_t *engine, const levee_proposal_t *proposal,
                                        const levee_excesses_t *now);

/* levee_excesses_status is the verdict on an account. */
uint8_t levee_excesses_status(const levee_excesses_t *excess);

/* levee_engine_term is what a holding adds to the excess of `measure` besides
 * its cost and entry funding: rows and deduction of its tier. */
levee_i128 levee_engine_term(const levee_engine_t *engine, uint32_t instrument, int64_t quantity, uint32_t measure);

/* levee_engine_update is what revalue is told of the instrument's mark. */
levee_update_t levee_engine_update(const levee_engine_t *engine, uint32_t instrument);

/* levee_engine_risk is the instrument's risk table at its mark. */
const levee_risk_t *levee_engine_risk(const levee_engine_t *engine, uint32_t instrument);

/* levee_engine_entry returns the risk-table entry that `quantity` lots of an
 * instrument take now and, where `tier` is not NULL, their tier. */
const levee_row_t *levee_engine_entry(const levee_engine_t *engine, uint32_t instrument, int64_t quantity,
                                      uint32_t *tier);

/* levee_engine_find_leg returns leg `leg` of the account, in venue order. */
const levee_leg_t *levee_engine_find_leg(const levee_engine_t *engine, uint32_t account, uint32_t leg);

/* levee_engine_search finds the lowest (long) or highest (short) price of the
 * instrument at which the excess of `measure` is >= 0, where `rest` is that
 * excess without the leg's term. */
void levee_engine_search(const levee_engine_t *engine, uint32_t instrument, int64_t quantity, uint32_t measure,
                         levee_i128 rest, levee_price_t *price);

/* levee_excess_value and levee_excess_split convert between 128 bits and the two
 * words of the kernels' excesses. */
static inline levee_i128 levee_excess_value(levee_excess_t excess)
{
    return (levee_i128)((levee_u128)(uint64_t)excess.high << 64 | excess.low);
}

static inline levee_excess_t levee_excess_split(levee_i128 value)
{
    const levee_excess_t excess = {(uint64_t)value, (int64_t)(value >> 64)};

    return excess;
}

#endif
