/* SPDX-License-Identifier: Apache-2.0 */
#include "book/admit.h"
#include "model/money.h"

#include <stdlib.h>
#include <string.h>

const char *levee_mode_name(levee_mode_t mode)
{
    return mode == LEVEE_ISOLATED ? "isolated" : "cross";
}

levee_result_t levee_book_new(levee_venue_t *venue, levee_book_t **book, levee_error_t *error)
{
    const uint32_t count = levee_venue_count(venue);
    levee_book_t *made = calloc(1, sizeof *made);

    if (made) {
        made->mark = calloc(count + 1, sizeof *made->mark);
        made->by_quantity = calloc(count + 1, sizeof *made->by_quantity);
    }
    if (!made || !made->mark || !made->by_quantity) {
        levee_book_free(made);
        return levee_fail_memory(error, "a book");
    }
    made->venue = venue;
    *book = made;
    return LEVEE_OK;
}

void levee_book_free(levee_book_t *book)
{
    if (!book)
        return;
    levee_venue_free(book->venue);
    levee_names_free(&book->names);
    free(book->mark);
    free(book->by_quantity);
    levee_node_pool_free(&book->nodes);
    levee_triggers_free(&book->triggers);
    free(book->account);
    free(book->leg);
    free(book);
}

levee_result_t levee_book_set_mark(levee_book_t *book, const levee_mark_spec_t *spec, levee_error_t *error)
{
    uint32_t instrument = 0;
    levee_result_t result =
        levee_venue_instrument(book->venue, spec->instrument ? spec->instrument : "", "instrument", &instrument, error);

    if (result != LEVEE_OK)
        return result;
    if (book->mark[instrument].price != 0)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "%s has a mark already", spec->instrument);
    return levee_mark_parse(&book->venue->listing[instrument], spec, &book->mark[instrument], error);
}

static levee_result_t parse_mode(const char *text, levee_mode_t *mode, levee_error_t *error)
{
    if (strcmp(text, "isolated") == 0)
        *mode = LEVEE_ISOLATED;
    else if (strcmp(text, "cross") == 0)
        *mode = LEVEE_CROSS;
    else if (strcmp(text, "portfolio") == 0)
        return levee_fail(error, LEVEE_REJECTED, "mode",
                          "portfolio margin is not supported yet; isolated and cross are");
    else
        return levee_fail(error, LEVEE_REJECTED, "mode", "\"%.40s\" is not isolated, cross or portfolio", text);
    return LEVEE_OK;
}

static levee_result_t make_account_room(levee_book_t *book, levee_error_t *error)
{
    if (levee_book_accounts(book) < book->account_room)
        return LEVEE_OK;
    const uint32_t room = book->account_room + book->account_room / 8 + 64;
    levee_account_t *account = aligned_alloc(sizeof *account, room * sizeof *account);
    if (!account)
        return levee_fail_memory(error, "accounts");
    if (book->account_room > 0)
        memcpy(account, book->account, book->account_room * sizeof *account);
    free(book->account);
    book->account = account;
    book->account_room = room;
    return LEVEE_OK;
}

/* required returns `text`, or "" for the parser to refuse. */
static const char *required(const char *text)
{
    return text ? text : "";
}

levee_result_t levee_book_open(levee_book_t *book, const char *name, const levee_account_t *account, uint32_t *number,
                               levee_error_t *error)
{
    levee_result_t result = make_account_room(book, error);

    if (result == LEVEE_OK)
        result = levee_names_add(&book->names, name, "account", "account", LEVEE_ACCOUNTS_MAX, number, error);
    if (result != LEVEE_OK)
        return result;
    book->account[*number] = *account;
    book->account[*number].order = book->opened++;
    return LEVEE_OK;
}

levee_result_t levee_book_close(levee_book_t *book, uint32_t account, levee_error_t *error)
{
    const levee_account_t *holder = &book->account[account];
    const char *name = levee_names_get(&book->names, account);

    if (holder->leg_count != 0)
        return levee_fail(error, LEVEE_REJECTED, "account", "account %s has legs", name);
    if (holder->cash != 0)
        return levee_fail(error, LEVEE_REJECTED, "account", "account %s has cash that is not 0", name);
    levee_names_remove(&book->names, account);
    return LEVEE_OK;
}

/* parse_holder reads what an account is, apart from its money. */
static levee_result_t parse_holder(const levee_book_t *book, const char *name, const char *mode, const char *settle,
                                   levee_account_t *account, levee_error_t *error)
{
    levee_result_t result = levee_names_check(required(name), "account", error);
    levee_mode_t parsed = LEVEE_ISOLATED;
    uint32_t asset = 0;

    *account = (levee_account_t){0};
    for (uint32_t i = 0; i < LEVEE_LEGS_NEAR; i++)
        account->near[i] = LEVEE_NO_LEG;
    if (result == LEVEE_OK)
        result = parse_mode(required(mode), &parsed, error);
    if (result == LEVEE_OK)
        result = levee_venue_settlement(book->venue, required(settle), "settle", &asset, error);
    account->mode = (uint8_t)parsed;
    account->settle = (uint8_t)asset;
    return result;
}

levee_result_t levee_book_add_account(levee_book_t *book, const levee_account_spec_t *spec, levee_error_t *error)
{
    levee_account_t account;
    uint32_t number = 0;
    levee_result_t result = parse_holder(book, spec->account, spec->mode, spec->settle, &account, error);

    if (result == LEVEE_OK)
        result = levee_admit_cash(book, account.settle, required(spec->cash), "cash", &account.cash, error);
    if (result == LEVEE_OK && spec->reserved && spec->reserved[0] != '\0')
        result = levee_admit_cash(book, account.settle, spec->reserved, "reserved", &account.reserved, error);
    if (result == LEVEE_OK && account.reserved < 0)
        result = levee_fail(error, LEVEE_REJECTED, "reserved", "%s is below 0", spec->reserved);
    return result == LEVEE_OK ? levee_book_open(book, spec->account, &account, &number, error) : result;
}

/* parse_entry reads what the leg cost and its funding at entry. */
static levee_result_t parse_entry(const levee_listing_t *listing, const levee_mark_t *mark,
                                  const levee_leg_spec_t *spec, levee_holding_t *holding, levee_error_t *error)
{
    const bool asset = listing->record.kind == LEVEE_ASSET;
    const bool priced = spec->entry_price && spec->entry_price[0] != '\0';
    int64_t funding[LEVEE_SIDES] = {mark->funding[LEVEE_LONG], mark->funding[LEVEE_SHORT]};
    levee_result_t result = LEVEE_OK;
    levee_decimal_t decimal;
    int64_t cost = 0;

    if (asset && priced)
        return levee_fail(error, LEVEE_REJECTED, "entry_price", "an asset takes no entry price; leave it empty");
    if (!asset && !priced)
        return levee_fail(error, LEVEE_MALFORMED, "entry_price", "is missing");
    if (priced) {
        result = levee_decimal_parse(spec->entry_price, "entry_price", &decimal, error);
        if (result == LEVEE_OK)
            result = levee_listing_cost(listing, holding->quantity, &decimal, "entry_price", &cost, error);
        holding->cost = cost;
    }
    if (result == LEVEE_OK && spec->entry_funding && spec->entry_funding[0] != '\0') {
        result = levee_decimal_parse(spec->entry_funding, "entry_funding", &decimal, error);
        if (result == LEVEE_OK)
            result = levee_listing_funding(listing, &decimal, "entry_funding", funding, error);
    }
    if (result == LEVEE_OK)
        holding->entry_funding = levee_entry_funding(holding->quantity, funding);
    return result;
}

static levee_result_t parse_leg(const levee_book_t *book, const levee_leg_spec_t *spec, uint32_t instrument,
                                levee_holding_t *holding, levee_error_t *error)
{
    const levee_listing_t *listing = &book->venue->listing[instrument];
    levee_decimal_t quantity;
    levee_result_t result;

    result = levee_decimal_parse(required(spec->quantity), "quantity", &quantity, error);
    if (result == LEVEE_OK)
        result = levee_listing_lots(listing, &quantity, "quantity", &holding->quantity, error);
    return result == LEVEE_OK ? parse_entry(listing, &book->mark[instrument], spec, holding, error) : result;
}

/* find_place finds where a new leg goes: an account that has none yet in an
 * instrument that has a mark. */
static levee_result_t find_place(const levee_book_t *book, const char *name, const char *symbol, uint32_t *account,
                                 uint32_t *instrument, levee_error_t *error)
{
    levee_result_t result;

    *account = levee_names_find(&book->names, required(name));
    if (*account == LEVEE_NO_NAME)
        return levee_fail(error, LEVEE_REJECTED, "account", "the book has no account %.64s", required(name));
    result = levee_venue_instrument(book->venue, required(symbol), "instrument", instrument, error);
    if (result != LEVEE_OK)
        return result;
    if (levee_legs_find(book, *account, *instrument) != LEVEE_NO_LEG)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "account %s has a leg in %s already", name, symbol);
    if (book->mark[*instrument].price == 0)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "%s has no mark", symbol);
    return LEVEE_OK;
}

static levee_result_t add_leg(levee_book_t *book, uint32_t account, uint32_t instrument, const levee_holding_t *holding,
                              unsigned slack, levee_error_t *error)
{
    const levee_holding_t none = {0};
    levee_result_t result = levee_admit_leg(book, account, instrument, &none, holding, slack, error);

    if (result == LEVEE_OK)
        result = levee_legs_reserve(book, 1, error);
    if (result == LEVEE_OK)
        levee_legs_set(book, account, instrument, holding);
    return result;
}

levee_result_t levee_book_add_leg(levee_book_t *book, const levee_leg_spec_t *spec, levee_error_t *error)
{
    levee_holding_t holding = {0};
    uint32_t account = 0;
    uint32_t instrument = 0;
    levee_result_t result = find_place(book, spec->account, spec->instrument, &account, &instrument, error);

    if (result == LEVEE_OK)
        result = parse_leg(book, spec, instrument, &holding, error);
    return result == LEVEE_OK ? add_leg(book, account, instrument, &holding, LEVEE_SLACK_ENTERED, error) : result;
}

/* whole_quanta turns reported money into quanta. */
static levee_result_t whole_quanta(levee_money_t money, const char *field, levee_i128 *quanta, levee_error_t *error)
{
    const levee_i128 value = levee_money_value(money);

    *quanta = value / LEVEE_PPM;
    return value % LEVEE_PPM == 0 ? LEVEE_OK : levee_fail(error, LEVEE_MALFORMED, field, "is not whole quanta");
}

static levee_result_t balance(levee_money_t money, const char *field, levee_i128 *quanta, levee_error_t *error)
{
    const levee_result_t result = whole_quanta(money, field, quanta, error);

    return result == LEVEE_OK ? levee_admit_balance(*quanta, field, error) : result;
}

levee_result_t levee_book_restore_account(levee_book_t *book, const levee_account_state_t *state, levee_error_t *error)
{
    levee_account_t account;
    uint32_t number = 0;
    levee_result_t result = parse_holder(book, state->account, state->mode, state->settle, &account, error);

    if (result == LEVEE_OK)
        result = balance(state->cash, "cash", &account.cash, error);
    if (result == LEVEE_OK)
        result = balance(state->reserved, "reserved", &account.reserved, error);
    if (result == LEVEE_OK && account.reserved < 0)
        result = levee_fail(error, LEVEE_REJECTED, "reserved", "is below 0");
    return result == LEVEE_OK ? levee_book_open(book, state->account, &account, &number, error) : result;
}

levee_result_t levee_book_restore_leg(levee_book_t *book, const levee_leg_state_t *state, levee_error_t *error)
{
    levee_holding_t holding = {.quantity = state->lots, .entry_funding = levee_money_value(state->entry_funding)};
    uint32_t account = 0;
    uint32_t instrument = 0;
    levee_result_t result = find_place(book, state->account, state->instrument, &account, &instrument, error);

    if (result == LEVEE_OK && state->lots == 0)
        result = levee_fail(error, LEVEE_REJECTED, "lots", "a leg of 0 lots is none; leave it out");
    if (result == LEVEE_OK)
        result = whole_quanta(state->cost, "cost", &holding.cost, error);
    if (result == LEVEE_OK && holding.cost != 0 && book->venue->listing[instrument].record.kind == LEVEE_ASSET)
        result = levee_fail(error, LEVEE_REJECTED, "cost", "an asset has none: what it cost went through cash");
    return result == LEVEE_OK ? add_leg(book, account, instrument, &holding, LEVEE_SLACK_HELD, error) : result;
}
