/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "engine/change_propose.h"

typedef levee_result_t (*propose_t)(const levee_book_t *book, const levee_change_t *change, uint32_t account,
                                    levee_proposal_t *proposal, levee_error_t *error);

static bool given(const char *text)
{
    return text && text[0] != '\0';
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* read_trade reads instrument and quantity. */
static levee_result_t read_trade(const levee_book_t *book, const levee_change_t *change, uint32_t *instrument,
                                 int64_t *lots, levee_error_t *error)
{
    levee_decimal_t quantity;
    levee_result_t result =
        levee_venue_instrument(book->venue, or_empty(change->instrument), "instrument", instrument, error);

    if (result == LEVEE_OK)
        result = levee_decimal_parse(or_empty(change->quantity), "quantity", &quantity, error);
    if (result == LEVEE_OK)
        result = levee_listing_lots(&book->venue->listing[*instrument], &quantity, "quantity", lots, error);
    return result;
}

/* find_account finds the account whose name has this hash and asks memory for its legs. */
static levee_result_t find_account(const levee_book_t *book, const levee_change_t *change, uint64_t hash,
                                   uint32_t *account, levee_error_t *error)
{
    *account = levee_names_search(&book->names, or_empty(change->account), hash);
    if (*account == LEVEE_NO_NAME)
        return levee_fail(error, LEVEE_REJECTED, "account", "the book has no account %.64s", or_empty(change->account));
    levee_legs_fetch(book, *account);
    return LEVEE_OK;
}

/* propose_fill reads the order while memory looks for the account, whose name it
 * reports first all the same. */
static levee_result_t propose_fill(const levee_book_t *book, const levee_change_t *change, uint64_t hash,
                                   const levee_place_of_t *place, levee_proposal_t *proposal, levee_error_t *error)
{
    uint32_t account = 0;
    uint32_t instrument = 0;
    int64_t lots = 0;
    levee_decimal_t price;
    levee_result_t read = levee_decimal_parse(or_empty(change->price), "price", &price, error);
    const uint32_t guess = levee_names_guess(&book->names, hash);

    if (guess != LEVEE_NO_NAME)
        __builtin_prefetch(&book->account[guess]);
    if (guess != LEVEE_NO_NAME && place)
        __builtin_prefetch(&place[guess]);
    if (read == LEVEE_OK)
        read = read_trade(book, change, &instrument, &lots, error);
    const levee_result_t result = find_account(book, change, hash, &account, error);
    if (result != LEVEE_OK || read != LEVEE_OK)
        return result != LEVEE_OK ? result : read;
    return levee_propose_fill(book, account, instrument, lots, &price, proposal, error);
}

/* propose_amount adds `sign` times the amount, above 0, to cash. */
static levee_result_t propose_amount(const levee_book_t *book, const levee_change_t *change, uint32_t account, int sign,
                                     levee_proposal_t *proposal, levee_error_t *error)
{
    levee_i128 quanta = 0;
    const levee_result_t result =
        levee_admit_cash(book, book->account[account].settle, or_empty(change->amount), "amount", &quanta, error);

    if (result != LEVEE_OK)
        return result;
    if (quanta <= 0)
        return levee_fail(error, LEVEE_REJECTED, "amount", "%s is not above 0", change->amount);
    return levee_propose_cash(book, account, sign * quanta, proposal, error);
}

static levee_result_t propose_payment(const levee_book_t *book, const levee_change_t *change, uint32_t account,
                                      int sign, levee_proposal_t *proposal, levee_error_t *error)
{
    uint32_t instrument = 0;
    int64_t lots = 0;

    if (!given(change->instrument) && !given(change->quantity))
        return propose_amount(book, change, account, sign, proposal, error);
    if (given(change->amount))
        return levee_fail(error, LEVEE_REJECTED, "amount", "is given beside an instrument's quantity; give either");
    const levee_result_t result = read_trade(book, change, &instrument, &lots, error);
    if (result != LEVEE_OK)
        return result;
    if (lots < 0)
        return levee_fail(error, LEVEE_REJECTED, "quantity", "%s is not above 0", change->quantity);
    return levee_propose_transfer(book, account, instrument, sign * lots, proposal, error);
}

static levee_result_t propose_deposit(const levee_book_t *book, const levee_change_t *change, uint32_t account,
                                      levee_proposal_t *proposal, levee_error_t *error)
{
    return propose_payment(book, change, account, 1, proposal, error);
}

static levee_result_t propose_withdraw(const levee_book_t *book, const levee_change_t *change, uint32_t account,
                                       levee_proposal_t *proposal, levee_error_t *error)
{
    return propose_payment(book, change, account, -1, proposal, error);
}

static levee_result_t propose_fee(const levee_book_t *book, const levee_change_t *change, uint32_t account,
                                  levee_proposal_t *proposal, levee_error_t *error)
{
    return propose_amount(book, change, account, -1, proposal, error);
}

static levee_result_t propose_reserve(const levee_book_t *book, const levee_change_t *change, uint32_t account,
                                      levee_proposal_t *proposal, levee_error_t *error)
{
    levee_i128 quanta = 0;
    const levee_result_t result =
        levee_admit_cash(book, book->account[account].settle, or_empty(change->amount), "amount", &quanta, error);

    if (result != LEVEE_OK)
        return result;
    if (quanta < 0)
        return levee_fail(error, LEVEE_REJECTED, "amount", "%s is below 0", change->amount);
    *proposal = levee_propose_nothing(book, account);
    proposal->reserved = quanta;
    return LEVEE_OK;
}

levee_result_t levee_change_propose(const levee_book_t *book, const levee_change_t *change,
                                    const levee_place_of_t *place, levee_proposal_t *proposal, levee_error_t *error)
{
    static const struct {
        const char *event;
        propose_t propose;
    } events[] = {
        {"deposit", propose_deposit},
        {"withdraw", propose_withdraw},
        {"fee", propose_fee},
        {"reserve", propose_reserve},
    };
    const uint64_t hash = levee_names_hash(or_empty(change->account));

    levee_names_fetch(&book->names, hash);
    if (strcmp("fill", or_empty(change->event)) == 0)
        return propose_fill(book, change, hash, place, proposal, error);
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        uint32_t account = 0;

        if (strcmp(events[i].event, or_empty(change->event)) != 0)
            continue;
        const levee_result_t result = find_account(book, change, hash, &account, error);
        return result == LEVEE_OK ? events[i].propose(book, change, account, proposal, error) : result;
    }
    return levee_fail(error, LEVEE_REJECTED, "event",
                      "\"%.40s\" is not fill, deposit, withdraw, fee, reserve, funding, settle, open or close",
                      or_empty(change->event));
}
