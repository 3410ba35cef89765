/* SPDX-License-Identifier: Apache-2.0 */
#include "book/book.h"

#include <stdlib.h>
#include <string.h>

/* |cash| and reserved stay below this many quanta. */
#define CASH_LIMIT ((levee_i128)1 << 70)

/* While a book is read, and when a change is accepted, a position keeps this
 * many times the room that a tick needs, so that a price may move that far
 * before the engine must refuse it. */
enum { SLACK = 4 };

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
        made->largest = calloc(count + 1, sizeof *made->largest);
    }
    if (!made || !made->mark || !made->largest) {
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
    free(book->largest);
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

/* parse_cash reads an amount of the asset numbered `settle` in quanta. */
static levee_result_t parse_cash(const levee_book_t *book, uint32_t settle, const char *text, const char *field,
                                 levee_i128 *quanta, levee_error_t *error)
{
    const unsigned decimals = book->venue->settlement[settle].decimals;
    levee_decimal_t amount;
    const levee_result_t result = levee_decimal_parse(text, field, &amount, error);

    if (result != LEVEE_OK)
        return result;
    if (amount.places > decimals)
        return levee_fail(error, LEVEE_REJECTED, field, "%s has more than the %u decimals of %s", text, decimals,
                          book->venue->settlement[settle].asset);
    if (!levee_decimal_scale(&amount, decimals, quanta) || *quanta >= CASH_LIMIT || *quanta <= -CASH_LIMIT)
        return levee_fail(error, LEVEE_REJECTED, field, "%s reaches 2^70 quanta", text);
    return LEVEE_OK;
}

static levee_result_t make_account_room(levee_book_t *book, levee_error_t *error)
{
    if (levee_book_accounts(book) < book->account_room)
        return LEVEE_OK;
    const uint32_t room = book->account_room ? book->account_room * 2 : 64;
    levee_account_t *account = realloc(book->account, room * sizeof *account);
    if (!account)
        return levee_fail_memory(error, "accounts");
    book->account = account;
    book->account_room = room;
    return LEVEE_OK;
}

/* required returns `text`, or "" for the parser to refuse. */
static const char *required(const char *text)
{
    return text ? text : "";
}

levee_result_t levee_book_add_account(levee_book_t *book, const levee_account_spec_t *spec, levee_error_t *error)
{
    levee_account_t account = {.first_leg = LEVEE_NO_LEG};
    levee_result_t result = levee_names_check(required(spec->account), "account", error);

    if (result == LEVEE_OK)
        result = parse_mode(required(spec->mode), &account.mode, error);
    if (result == LEVEE_OK)
        result = levee_venue_settlement(book->venue, required(spec->settle), "settle", &account.settle, error);
    if (result == LEVEE_OK)
        result = parse_cash(book, account.settle, required(spec->cash), "cash", &account.cash, error);
    if (result == LEVEE_OK && spec->reserved && spec->reserved[0] != '\0')
        result = parse_cash(book, account.settle, spec->reserved, "reserved", &account.reserved, error);
    if (result == LEVEE_OK && account.reserved < 0)
        result = levee_fail(error, LEVEE_REJECTED, "reserved", "%s is below 0", spec->reserved);
    if (result == LEVEE_OK)
        result = make_account_room(book, error);
    if (result == LEVEE_OK)
        result = levee_names_add(&book->names, spec->account, "account", "account", LEVEE_ACCOUNTS_MAX, error);
    if (result == LEVEE_OK)
        book->account[levee_book_accounts(book) - 1] = account;
    return result;
}

/* find_link walks the account's chain to the first leg at or behind
 * `instrument` in venue order and returns the link that leads to it. */
static uint32_t *find_link(levee_book_t *book, uint32_t account, uint32_t instrument)
{
    uint32_t *link = &book->account[account].first_leg;

    while (*link != LEVEE_NO_LEG && book->leg[*link].instrument < instrument)
        link = &book->leg[*link].next;
    return link;
}

static levee_result_t make_leg_room(levee_book_t *book, levee_error_t *error)
{
    if (book->leg_count < book->leg_room)
        return LEVEE_OK;
    if (book->leg_count >= LEVEE_LEGS_MAX)
        return levee_fail(error, LEVEE_REJECTED, "account", "more than %d legs in the book", LEVEE_LEGS_MAX);
    const uint32_t room = book->leg_room ? book->leg_room * 2 : 256;
    levee_leg_t *leg = realloc(book->leg, room * sizeof *leg);
    if (!leg)
        return levee_fail_memory(error, "legs");
    book->leg = leg;
    book->leg_room = room;
    return LEVEE_OK;
}

/* parse_entry reads what the leg cost and its funding at entry: a long entered
 * at floor(x), a short at ceil(x), the sides against the account. */
static levee_result_t parse_entry(const levee_listing_t *listing, const levee_mark_t *mark,
                                  const levee_leg_spec_t *spec, levee_leg_t *leg, levee_error_t *error)
{
    const bool asset = listing->record.kind == LEVEE_ASSET;
    const bool priced = spec->entry_price && spec->entry_price[0] != '\0';
    int64_t funding[LEVEE_SIDES] = {mark->funding[LEVEE_LONG], mark->funding[LEVEE_SHORT]};
    levee_result_t result = LEVEE_OK;
    levee_decimal_t decimal;

    if (asset && priced)
        return levee_fail(error, LEVEE_REJECTED, "entry_price", "an asset takes no entry price; leave it empty");
    if (!asset && !priced)
        return levee_fail(error, LEVEE_MALFORMED, "entry_price", "is missing");
    if (priced) {
        result = levee_decimal_parse(spec->entry_price, "entry_price", &decimal, error);
        if (result == LEVEE_OK)
            result = levee_listing_cost(listing, leg->quantity, &decimal, "entry_price", &leg->cost, error);
    }
    if (result == LEVEE_OK && spec->entry_funding && spec->entry_funding[0] != '\0') {
        result = levee_decimal_parse(spec->entry_funding, "entry_funding", &decimal, error);
        if (result == LEVEE_OK)
            result = levee_listing_funding(listing, &decimal, "entry_funding", funding, error);
    }
    if (result != LEVEE_OK)
        return result;
    /* ceil(x) is kept for longs and floor(x) for shorts: entries take the other one. */
    leg->entry_funding = (levee_i128)leg->quantity * funding[leg->quantity > 0 ? LEVEE_SHORT : LEVEE_LONG];
    const levee_i128 limit = (levee_i128)1 << LEVEE_LEG_BITS;
    if (leg->entry_funding >= limit || leg->entry_funding <= -limit)
        return levee_fail(error, LEVEE_REJECTED, "entry_funding", "quantity times index reaches 2^83 quanta * 10^-6");
    return LEVEE_OK;
}

/* check_holder refuses a leg that the account's mode, asset or size forbids. */
static levee_result_t check_holder(const levee_book_t *book, uint32_t account, const levee_listing_t *listing,
                                   int64_t quantity, levee_error_t *error)
{
    const levee_account_t *holder = &book->account[account];
    const char *name = levee_names_get(&book->names, account);

    if (holder->settle != listing->settle)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "%s settles in %s, account %s in %s", listing->symbol,
                          book->venue->settlement[listing->settle].asset, name,
                          book->venue->settlement[holder->settle].asset);
    if (holder->mode == LEVEE_ISOLATED && holder->leg_count == 1)
        return levee_fail(error, LEVEE_REJECTED, "account", "isolated account %s has a leg already", name);
    if (holder->word_count + levee_leg_words(quantity) > LEVEE_LEG_WORDS_MAX)
        return levee_fail(error, LEVEE_REJECTED, "account",
                          "account %s has more than %d legs (one of 2^31 lots or more counts as two)", name,
                          LEVEE_LEG_WORDS_MAX);
    return LEVEE_OK;
}

static levee_result_t parse_leg(const levee_book_t *book, const levee_leg_spec_t *spec, uint32_t account,
                                levee_leg_t *leg, levee_error_t *error)
{
    const levee_listing_t *listing = &book->venue->listing[leg->instrument];
    const levee_mark_t *mark = &book->mark[leg->instrument];
    levee_decimal_t quantity;
    levee_result_t result;

    if (mark->price == 0)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "%s has no mark", listing->symbol);
    result = levee_decimal_parse(required(spec->quantity), "quantity", &quantity, error);
    if (result == LEVEE_OK)
        result = levee_listing_lots(listing, &quantity, "quantity", &leg->quantity, error);
    if (result == LEVEE_OK)
        result = check_holder(book, account, listing, leg->quantity, error);
    if (result == LEVEE_OK)
        result = levee_listing_fits(listing, leg->quantity < 0 ? -leg->quantity : leg->quantity, mark->price,
                                    mark->funding, SLACK, "quantity", error);
    return result == LEVEE_OK ? parse_entry(listing, mark, spec, leg, error) : result;
}

levee_result_t levee_book_add_leg(levee_book_t *book, const levee_leg_spec_t *spec, levee_error_t *error)
{
    const uint32_t account = levee_names_find(&book->names, required(spec->account));
    levee_leg_t leg = {0};
    levee_result_t result;

    if (account == LEVEE_NO_NAME)
        return levee_fail(error, LEVEE_REJECTED, "account", "the book has no account %.64s", required(spec->account));
    result = levee_venue_instrument(book->venue, required(spec->instrument), "instrument", &leg.instrument, error);
    if (result != LEVEE_OK)
        return result;
    leg.next = *find_link(book, account, leg.instrument);
    if (leg.next != LEVEE_NO_LEG && book->leg[leg.next].instrument == leg.instrument)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "account %s has a leg in %s already", spec->account,
                          spec->instrument);
    result = parse_leg(book, spec, account, &leg, error);
    if (result == LEVEE_OK)
        result = make_leg_room(book, error);
    if (result != LEVEE_OK)
        return result;

    const int64_t magnitude = leg.quantity < 0 ? -leg.quantity : leg.quantity;
    if (magnitude > book->largest[leg.instrument])
        book->largest[leg.instrument] = magnitude;
    book->leg[book->leg_count] = leg;
    *find_link(book, account, leg.instrument) = book->leg_count;
    book->leg_count++;
    book->account[account].leg_count++;
    book->account[account].word_count = (uint16_t)(book->account[account].word_count + levee_leg_words(leg.quantity));
    return LEVEE_OK;
}
