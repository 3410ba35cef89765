/* SPDX-License-Identifier: Apache-2.0
 *
 * report.c: accounts, legs and instruments as they stand, term by term. Sums
 * in 128 bits, apart from the sweep's limbs, so that either checks the other. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "book/hash.h"
#include "engine/tick.h"

static levee_i128 tier_deduction(const levee_engine_t *engine, uint32_t instrument, int64_t quantity, uint32_t tier,
                                 uint32_t measure)
{
    const levee_listing_t *listing = &engine->book->venue->listing[instrument];

    return listing->deduction[tier][quantity < 0 ? LEVEE_SHORT : LEVEE_LONG][measure];
}

levee_i128 levee_engine_term(const levee_engine_t *engine, uint32_t instrument, int64_t quantity, uint32_t measure)
{
    uint32_t tier = 0;
    const levee_row_t *entry = levee_engine_entry(engine, instrument, quantity, &tier);

    return (levee_i128)quantity * entry->row[measure] + tier_deduction(engine, instrument, quantity, tier, measure);
}

const levee_leg_t *levee_engine_find_leg(const levee_engine_t *engine, uint32_t account, uint32_t leg)
{
    const levee_book_t *book = engine->book;
    uint32_t at;

    assert(account < levee_book_accounts(book) && leg < book->account[account].leg_count);
    at = book->account[account].near[0];
    for (uint32_t i = 0; i < leg; i++)
        at = book->leg[at].next;
    return &book->leg[at];
}

/* held_deduction is the exact deduction of a tier that a leg is in: the table
 * saturates beyond those only (docs/model.md, "Deductions"). It stands in the line
 * of the row; the listing's would be one more to fetch. */
static levee_i128 held_deduction(const levee_row_t *entry, uint32_t measure)
{
    return (levee_i128)entry->deduction_high[measure] * (1 << LEVEE_ROW_LOW_BITS) + entry->deduction_low[measure];
}

/* add_holding adds all that one holding contributes. */
static void add_holding(const levee_engine_t *engine, uint32_t instrument, const levee_holding_t *holding,
                        levee_excesses_t *excess)
{
    const levee_i128 constant = holding->entry_funding - holding->cost * LEVEE_PPM;
    const levee_row_t *entry = levee_engine_entry(engine, instrument, holding->quantity, NULL);

    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        excess->measure[m] += constant + (levee_i128)holding->quantity * entry->row[m] + held_deduction(entry, m);
}

levee_excesses_t levee_engine_excess(const levee_engine_t *engine, uint32_t account)
{
    const levee_book_t *book = engine->book;
    const levee_account_t *holder = &book->account[account];
    const levee_i128 cash = holder->cash * LEVEE_PPM;
    levee_excesses_t excess = {{cash, cash, cash - holder->reserved * LEVEE_PPM}};

    for (uint32_t i = holder->near[0]; i != LEVEE_NO_LEG; i = book->leg[i].next) {
        const levee_leg_t *leg = &book->leg[i];
        const levee_holding_t held = {leg->quantity, leg->cost, leg->entry_funding};

        add_holding(engine, leg->instrument, &held, &excess);
    }
    return excess;
}

levee_excesses_t levee_engine_excess_if(const levee_engine_t *engine, const levee_proposal_t *proposal,
                                        const levee_excesses_t *now)
{
    const levee_account_t *holder = &engine->book->account[proposal->account];
    levee_excesses_t before = {{0}};
    levee_excesses_t after = {{0}};
    levee_excesses_t excess = *now;

    if (proposal->before.quantity != 0)
        add_holding(engine, proposal->instrument, &proposal->before, &before);
    if (proposal->after.quantity != 0)
        add_holding(engine, proposal->instrument, &proposal->after, &after);
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        excess.measure[m] += after.measure[m] - before.measure[m] + (proposal->cash - holder->cash) * LEVEE_PPM;
    excess.measure[LEVEE_INITIAL] -= (proposal->reserved - holder->reserved) * LEVEE_PPM;
    return excess;
}

uint8_t levee_excesses_status(const levee_excesses_t *excess)
{
    return levee_excess_status(levee_excess_split(excess->measure[LEVEE_EQUITY]),
                               levee_excess_split(excess->measure[LEVEE_MAINTENANCE]),
                               levee_excess_split(excess->measure[LEVEE_INITIAL]));
}

void levee_engine_device(const levee_engine_t *engine, levee_device_report_t *report)
{
    const levee_fallback_t *fallback = &engine->fallback;

    *report = (levee_device_report_t){
        .backend = fallback->device->backend,
        .isa = fallback->device->isa,
        .ticks_on_card = fallback->ticks_on_card,
        .ticks_swept = engine->index.swept,
        .accounts_looked_at = engine->index.looked,
        .faults = fallback->faults,
        .rearmed = fallback->rearmed,
        .fault = fallback->faults != 0 ? fallback->fault : NULL,
    };
}

uint32_t levee_engine_accounts(const levee_engine_t *engine)
{
    return levee_book_accounts(engine->book);
}

levee_result_t levee_engine_find(const levee_engine_t *engine, const char *account, uint32_t *index,
                                 levee_error_t *error)
{
    *index = levee_names_find(&engine->book->names, account);
    if (*index == LEVEE_NO_NAME)
        return levee_fail(error, LEVEE_REJECTED, "account", "the book has no account %.64s", account);
    return LEVEE_OK;
}

void levee_engine_account(const levee_engine_t *engine, uint32_t index, levee_account_report_t *report)
{
    const levee_book_t *book = engine->book;
    const levee_account_t *holder = &book->account[index];
    const levee_settlement_t *settle = &book->venue->settlement[holder->settle];

    assert(index < levee_book_accounts(book));
    *report = (levee_account_report_t){0};
    if (!levee_book_is_open(book, index))
        return;
    const levee_excesses_t excess = levee_engine_excess(engine, index);
    const levee_i128 equity = excess.measure[LEVEE_EQUITY];
    const levee_i128 maintenance = excess.measure[LEVEE_MAINTENANCE];
    const levee_i128 initial = excess.measure[LEVEE_INITIAL];
    *report = (levee_account_report_t){
        .account = levee_names_get(&book->names, index),
        .mode = levee_mode_name((levee_mode_t)holder->mode),
        .settle = settle->asset,
        .decimals = settle->decimals,
        .status = (levee_status_t)levee_slices_status(&engine->slices, index),
        .leg_count = holder->leg_count,
        .cash = levee_money_from(holder->cash * LEVEE_PPM),
        .reserved = levee_money_from(holder->reserved * LEVEE_PPM),
        .equity = levee_money_from(equity),
        .initial = levee_money_from(equity - initial),
        .maintenance = levee_money_from(equity - maintenance),
        .excess = levee_money_from(maintenance),
        .available = levee_money_from(initial > 0 ? initial : 0),
    };
}

const char *levee_engine_account_name(const levee_engine_t *engine, uint32_t index, unsigned *decimals)
{
    const levee_book_t *book = engine->book;

    assert(index < levee_book_accounts(book));
    *decimals = book->venue->settlement[book->account[index].settle].decimals;
    return levee_names_get(&book->names, index);
}

void levee_engine_leg(const levee_engine_t *engine, uint32_t index, uint32_t leg, levee_leg_report_t *report)
{
    const levee_leg_t *held = levee_engine_find_leg(engine, index, leg);
    const levee_listing_t *listing = &engine->book->venue->listing[held->instrument];
    const uint32_t side = held->quantity < 0 ? LEVEE_SHORT : LEVEE_LONG;
    uint32_t tier = 0;
    const levee_row_t *entry = levee_engine_entry(engine, held->instrument, held->quantity, &tier);
    const uint32_t *rates = listing->record.tier[tier].side[side].rate_ppm;
    const int64_t limit = levee_engine_risk(engine, held->instrument)->limit[tier];

    *report = (levee_leg_report_t){
        .instrument = listing->symbol,
        .kind = levee_listing_kind_name(listing),
        .lots = held->quantity,
        .tier = tier,
        .tier_count = listing->record.tier_count,
        .tier_limit = tier + 1 < listing->record.tier_count ? limit : INT64_MAX,
        .rate_maintenance = rates[LEVEE_MAINTENANCE],
        .rate_initial = rates[LEVEE_INITIAL],
        .cost = levee_money_from((levee_i128)held->cost * LEVEE_PPM),
        .entry_funding = levee_money_from(held->entry_funding),
    };
    (void)levee_listing_quantity_text(listing, held->quantity, report->quantity);
    (void)levee_listing_price_text(listing, engine->book->mark[held->instrument].price, report->mark);
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        report->row[m] = levee_money_from(entry->row[m]);
        report->rows[m] = levee_money_from((levee_i128)held->quantity * entry->row[m]);
        report->deductions[m] = levee_money_from(tier_deduction(engine, held->instrument, held->quantity, tier, m));
    }
}

uint32_t levee_book_instruments(const levee_book_t *book)
{
    return levee_venue_count(book->venue);
}

void levee_book_instrument(const levee_book_t *book, uint32_t index, levee_instrument_report_t *report)
{
    const levee_listing_t *listing = &book->venue->listing[index];
    const levee_mark_t *mark = &book->mark[index];

    assert(index < levee_venue_count(book->venue));
    *report = (levee_instrument_report_t){
        .symbol = listing->symbol,
        .kind = levee_listing_kind_name(listing),
        .underlying = listing->underlying,
        .settle = book->venue->settlement[listing->settle].asset,
        .decimals = listing->decimals,
        .tick = listing->tick_text,
        .lot = listing->lot_text,
        .time_ns = mark->time_ns,
    };
    (void)levee_listing_price_text(listing, listing->price_min, report->price_min);
    (void)levee_listing_price_text(listing, listing->price_max, report->price_max);
    if (mark->price == 0)
        return;
    (void)levee_listing_price_text(listing, mark->price, report->mark);
    const int64_t value = levee_row_price_part(listing->record.kind, LEVEE_LONG, listing->record.value, mark->price, 0);
    report->lot_value = levee_money_from(value < 0 ? -value : value);
}

uint32_t levee_engine_instruments(const levee_engine_t *engine)
{
    return levee_book_instruments(engine->book);
}

void levee_engine_instrument(const levee_engine_t *engine, uint32_t index, levee_instrument_report_t *report)
{
    levee_book_instrument(engine->book, index, report);
}

void levee_engine_hash(const levee_engine_t *engine, char text[LEVEE_HASH_TEXT])
{
    const levee_u128 hash = levee_book_hash(engine->book, &engine->slices);

    (void)snprintf(text, LEVEE_HASH_TEXT, "%016llx%016llx", (unsigned long long)(hash >> 64), (unsigned long long)hash);
}
