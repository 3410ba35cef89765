/* SPDX-License-Identifier: Apache-2.0
 *
 * change.c: the events that move a book. Each is worked out before anything
 * changes, admitted, and only then put into the book. */
#include "engine/change_ahead.h"
#include "engine/change_propose.h"

#include <assert.h>
#include <string.h>

typedef levee_result_t (*apply_t)(levee_engine_t *engine, const levee_change_t *change, levee_error_t *error);

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static bool given(const char *text)
{
    return text && text[0] != '\0';
}

/* words_after is the account's number of leg words once `proposal` is in force. */
static uint32_t words_after(const levee_book_t *book, const levee_proposal_t *proposal)
{
    const uint32_t words = book->account[proposal->account].word_count;

    if (proposal->instrument == LEVEE_NO_INSTRUMENT)
        return words;
    return words - (proposal->before.quantity != 0 ? levee_leg_words(proposal->before.quantity) : 0) +
           (proposal->after.quantity != 0 ? levee_leg_words(proposal->after.quantity) : 0);
}

static levee_result_t reserve(levee_engine_t *engine, const levee_proposal_t *proposal, levee_error_t *error)
{
    const levee_result_t result = levee_legs_reserve(engine->book, 1, error);

    return result == LEVEE_OK
               ? levee_slices_reserve(&engine->slices, proposal->account, words_after(engine->book, proposal), error)
               : result;
}

static void commit(levee_engine_t *engine, const levee_proposal_t *proposal)
{
    levee_proposal_commit(engine->book, proposal);
    levee_slices_update(&engine->slices, engine->book, proposal->account);
    levee_engine_touch(engine, proposal->account);
}

/* keeps_initial says whether a withdrawal leaves the initial margin. */
static bool keeps_initial(const levee_engine_t *engine, const levee_proposal_t *withdrawal)
{
    const levee_excesses_t now = levee_engine_excess(engine, withdrawal->account);

    return levee_engine_excess_if(engine, withdrawal, &now).measure[LEVEE_INITIAL] >= 0;
}

static levee_result_t apply_to_account(levee_engine_t *engine, const levee_change_t *change, levee_error_t *error)
{
    levee_proposal_t proposal;
    levee_result_t result = levee_change_propose(engine->book, change, engine->slices.place, &proposal, error);

    if (result == LEVEE_OK && strcmp(change->event, "withdraw") == 0 && !keeps_initial(engine, &proposal))
        return levee_fail(error, LEVEE_REJECTED, given(change->amount) ? "amount" : "quantity",
                          "the withdrawal would leave less than the initial margin");
    if (result != LEVEE_OK)
        return result;
    __builtin_prefetch(&engine->touched_by[proposal.account], 1);
    levee_slices_fetch(&engine->slices, proposal.account);
    result = reserve(engine, &proposal, error);
    if (result == LEVEE_OK)
        commit(engine, &proposal);
    return result;
}

static levee_result_t refuse_account(const levee_change_t *change, levee_error_t *error)
{
    if (given(change->account))
        return levee_fail(error, LEVEE_REJECTED, "account", "%s concerns every holder; leave the account empty",
                          change->event);
    return LEVEE_OK;
}

static levee_result_t apply_funding(levee_engine_t *engine, const levee_change_t *change, levee_error_t *error)
{
    const levee_book_t *book = engine->book;
    uint32_t instrument = 0;
    levee_decimal_t index;
    levee_result_t result = refuse_account(change, error);

    if (result == LEVEE_OK)
        result = levee_venue_instrument(book->venue, or_empty(change->instrument), "instrument", &instrument, error);
    if (result == LEVEE_OK)
        result = levee_decimal_parse(or_empty(change->amount), "amount", &index, error);
    if (result != LEVEE_OK)
        return result;
    const levee_listing_t *listing = &book->venue->listing[instrument];
    levee_mark_t mark = book->mark[instrument];
    if (mark.price == 0)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "%s has no mark", listing->symbol);
    result = levee_listing_funding(listing, &index, "amount", mark.funding, error);
    if (result == LEVEE_OK)
        result = levee_listing_fits(listing, levee_legs_largest(book, instrument), mark.price, mark.funding,
                                    LEVEE_SLACK_HELD, "amount", error);
    if (result != LEVEE_OK || !levee_engine_move_mark(engine, instrument, &mark))
        return result;
    const size_t count = levee_legs_holders(book, instrument, engine->listed_accounts);
    for (size_t i = 0; i < count; i++)
        levee_engine_touch(engine, engine->listed_accounts[i]);
    return LEVEE_OK;
}

/* settle_leg works out the fill that closes a holder's leg. */
static levee_result_t settle_leg(const levee_book_t *book, uint32_t account, uint32_t instrument,
                                 const levee_decimal_t *price, levee_proposal_t *proposal, levee_error_t *error)
{
    const levee_holding_t held = levee_legs_get(book, account, instrument);

    assert(held.quantity != 0);
    return levee_propose_fill(book, account, instrument, -held.quantity, price, proposal, error);
}

/* settle_holders closes every leg, or, unless `close`, only finds out whether
 * each one can be: all or none. */
static levee_result_t settle_holders(levee_engine_t *engine, uint32_t instrument, const levee_decimal_t *price,
                                     bool close, levee_error_t *error)
{
    const size_t count = levee_legs_holders(engine->book, instrument, engine->listed_accounts);
    levee_proposal_t proposal;
    levee_result_t result = LEVEE_OK;

    for (size_t i = 0; i < count && result == LEVEE_OK; i++) {
        result = settle_leg(engine->book, engine->listed_accounts[i], instrument, price, &proposal, error);
        if (result == LEVEE_OK && close) {
            result = reserve(engine, &proposal, error);
            if (result == LEVEE_OK)
                commit(engine, &proposal);
        }
    }
    return result;
}

static levee_result_t apply_settle(levee_engine_t *engine, const levee_change_t *change, levee_error_t *error)
{
    uint32_t instrument = 0;
    levee_decimal_t price;
    levee_result_t result = refuse_account(change, error);

    if (result == LEVEE_OK)
        result =
            levee_venue_instrument(engine->book->venue, or_empty(change->instrument), "instrument", &instrument, error);
    if (result == LEVEE_OK)
        result = levee_decimal_parse(or_empty(change->price), "price", &price, error);
    if (result != LEVEE_OK)
        return result;
    if (price.negative || price.digits == 0)
        return levee_fail(error, LEVEE_REJECTED, "price", "price is not above 0");
    result = settle_holders(engine, instrument, &price, false, error);
    return result == LEVEE_OK ? settle_holders(engine, instrument, &price, true, error) : result;
}

/* open_account adds the account to the book and its layout, or to neither. */
static levee_result_t open_account(levee_engine_t *engine, const levee_account_spec_t *spec, levee_error_t *error)
{
    levee_book_t *book = engine->book;
    levee_result_t result = levee_engine_reserve(engine, levee_book_accounts(book) + 1, error);

    if (result == LEVEE_OK)
        result = levee_book_add_account(book, spec, error);
    if (result != LEVEE_OK)
        return result;
    const uint32_t account = levee_names_find(&book->names, spec->account);
    if (book->account[account].cash < 0)
        result = levee_fail(error, LEVEE_REJECTED, "amount", "%s is below 0", spec->cash);
    if (result == LEVEE_OK)
        result = levee_slices_reserve(&engine->slices, account, 0, error);
    if (result != LEVEE_OK) {
        levee_names_remove(&book->names, account);
        return result;
    }
    levee_slices_update(&engine->slices, book, account);
    levee_index_add(&engine->index, account);
    return LEVEE_OK;
}

/* apply_open reads `instrument` as MODE:ASSET. */
static levee_result_t apply_open(levee_engine_t *engine, const levee_change_t *change, levee_error_t *error)
{
    const char *kind = or_empty(change->instrument);
    const size_t length = strcspn(kind, ":");
    char mode[16];

    if (kind[length] != ':' || length >= sizeof mode)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "\"%.40s\" is not MODE:ASSET, such as cross:USDT", kind);
    memcpy(mode, kind, length);
    mode[length] = '\0';
    const levee_account_spec_t spec = {or_empty(change->account), mode, kind + length + 1, or_empty(change->amount),
                                       NULL};
    const levee_result_t result = open_account(engine, &spec, error);
    /* An account's fields stand in other columns of a change. */
    if (result != LEVEE_OK && error && (strcmp(error->field, "mode") == 0 || strcmp(error->field, "settle") == 0))
        memcpy(error->field, "instrument", sizeof "instrument");
    if (result != LEVEE_OK && error && strcmp(error->field, "cash") == 0)
        memcpy(error->field, "amount", sizeof "amount");
    return result;
}

static levee_result_t apply_close(levee_engine_t *engine, const levee_change_t *change, levee_error_t *error)
{
    uint32_t account = 0;
    levee_result_t result = levee_engine_find(engine, or_empty(change->account), &account, error);

    if (result == LEVEE_OK)
        result = levee_book_close(engine->book, account, error);
    if (result == LEVEE_OK)
        levee_slices_remove(&engine->slices, account);
    return result;
}

static levee_result_t apply(levee_engine_t *engine, const levee_change_t *change, levee_error_t *error)
{
    static const struct {
        const char *event;
        apply_t apply;
    } events[] = {
        {"funding", apply_funding},
        {"settle", apply_settle},
        {"open", apply_open},
        {"close", apply_close},
    };

    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        if (strcmp(events[i].event, or_empty(change->event)) == 0)
            return events[i].apply(engine, change, error);
    }
    return apply_to_account(engine, change, error);
}

levee_result_t levee_engine_changes(levee_engine_t *engine, const levee_change_t *changes, size_t count,
                                    levee_result_t *results, levee_error_t *error)
{
    levee_result_t first = LEVEE_OK;
    levee_ahead_t ahead;

    engine->sequence++;
    engine->touched_count = 0;
    for (size_t i = 0; i < count; i++) {
        levee_change_ahead(&ahead, engine, changes, i, count);
        const levee_result_t result = apply(engine, &changes[i], first == LEVEE_OK ? error : NULL);

        if (results)
            results[i] = result;
        if (first == LEVEE_OK)
            first = result;
    }
    levee_engine_judge_touched(engine);
    return first;
}

levee_result_t levee_engine_change(levee_engine_t *engine, const levee_change_t *change, levee_error_t *error)
{
    return levee_engine_changes(engine, change, 1, NULL, error);
}
