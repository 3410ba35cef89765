/* SPDX-License-Identifier: Apache-2.0 */
#include "book/propose.h"

#include <assert.h>

levee_proposal_t levee_propose_nothing(const levee_book_t *book, uint32_t account)
{
    const levee_proposal_t proposal = {.account = account,
                                       .instrument = LEVEE_NO_INSTRUMENT,
                                       .cash = book->account[account].cash,
                                       .reserved = book->account[account].reserved};

    return proposal;
}

/* floor_millionths turns quanta * 10^-6 into whole quanta, against the account. */
static levee_i128 floor_millionths(levee_i128 value)
{
    const levee_i128 quotient = value / LEVEE_PPM;

    return value % LEVEE_PPM < 0 ? quotient - 1 : quotient;
}

/* trade adds `lots` that do not cross zero. Without a price they cost nothing. */
static levee_result_t trade(const levee_book_t *book, int64_t lots, const levee_decimal_t *price,
                            levee_proposal_t *proposal, levee_error_t *error)
{
    const levee_listing_t *listing = &book->venue->listing[proposal->instrument];
    levee_holding_t *after = &proposal->after;
    int64_t cost = 0;

    if (price) {
        const levee_result_t result = levee_listing_cost(listing, lots, price, "price", &cost, error);

        if (result != LEVEE_OK)
            return result;
    }
    after->quantity += lots;
    after->entry_funding += levee_entry_funding(lots, book->mark[proposal->instrument].funding);
    if (listing->record.kind == LEVEE_ASSET)
        proposal->cash -= cost;
    else
        after->cost += cost;
    if (after->quantity == 0) {
        proposal->cash += floor_millionths(after->entry_funding - after->cost * LEVEE_PPM);
        *after = (levee_holding_t){0};
    }
    return LEVEE_OK;
}

static levee_result_t propose_trade(const levee_book_t *book, uint32_t account, uint32_t instrument, int64_t lots,
                                    const levee_decimal_t *price, levee_proposal_t *proposal, levee_error_t *error)
{
    const levee_holding_t before = levee_legs_get(book, account, instrument);
    const bool reduces = before.quantity != 0 && (before.quantity < 0) != (lots < 0);
    const int64_t room = before.quantity < 0 ? -before.quantity : before.quantity;
    const bool crosses = reduces && (lots < 0 ? -lots : lots) > room;
    levee_result_t result = LEVEE_OK;

    if (book->mark[instrument].price == 0)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "%s has no mark",
                          book->venue->listing[instrument].symbol);
    *proposal = levee_propose_nothing(book, account);
    proposal->instrument = instrument;
    proposal->before = before;
    proposal->after = before;
    if (crosses) {
        result = trade(book, -before.quantity, price, proposal, error);
        lots += before.quantity;
    }
    if (result == LEVEE_OK)
        result = trade(book, lots, price, proposal, error);
    if (result == LEVEE_OK)
        result = levee_admit_leg(book, account, instrument, &before, &proposal->after, LEVEE_SLACK_ENTERED, error);
    return result == LEVEE_OK ? levee_admit_balance(proposal->cash, price ? "price" : "quantity", error) : result;
}

levee_result_t levee_propose_fill(const levee_book_t *book, uint32_t account, uint32_t instrument, int64_t lots,
                                  const levee_decimal_t *price, levee_proposal_t *proposal, levee_error_t *error)
{
    assert(lots != 0 && price);
    return propose_trade(book, account, instrument, lots, price, proposal, error);
}

levee_result_t levee_propose_transfer(const levee_book_t *book, uint32_t account, uint32_t instrument, int64_t lots,
                                      levee_proposal_t *proposal, levee_error_t *error)
{
    const levee_listing_t *listing = &book->venue->listing[instrument];

    if (listing->record.kind != LEVEE_ASSET)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "%s is not an asset; use fill", listing->symbol);
    return propose_trade(book, account, instrument, lots, NULL, proposal, error);
}

levee_result_t levee_propose_cash(const levee_book_t *book, uint32_t account, levee_i128 quanta,
                                  levee_proposal_t *proposal, levee_error_t *error)
{
    *proposal = levee_propose_nothing(book, account);
    proposal->cash += quanta;
    return levee_admit_balance(proposal->cash, "amount", error);
}

void levee_proposal_commit(levee_book_t *book, const levee_proposal_t *proposal)
{
    book->account[proposal->account].cash = proposal->cash;
    book->account[proposal->account].reserved = proposal->reserved;
    if (proposal->instrument != LEVEE_NO_INSTRUMENT)
        levee_legs_set(book, proposal->account, proposal->instrument, &proposal->after);
}
