/* SPDX-License-Identifier: Apache-2.0 */
#include "book/admit.h"

/* |cash| and reserved stay below this many quanta. */
#define CASH_LIMIT ((levee_i128)1 << 70)

levee_i128 levee_entry_funding(int64_t quantity, const int64_t funding[LEVEE_SIDES])
{
    /* ceil(x) is kept for longs and floor(x) for shorts: entries take the other one. */
    return (levee_i128)quantity * funding[quantity > 0 ? LEVEE_SHORT : LEVEE_LONG];
}

levee_result_t levee_admit_balance(levee_i128 quanta, const char *field, levee_error_t *error)
{
    if (quanta >= CASH_LIMIT || quanta <= -CASH_LIMIT)
        return levee_fail(error, LEVEE_REJECTED, field, "the balance reaches 2^70 quanta");
    return LEVEE_OK;
}

levee_result_t levee_admit_cash(const levee_book_t *book, uint32_t settle, const char *text, const char *field,
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

/* check_holder refuses a leg that the account's mode, asset or size forbids. */
static levee_result_t check_holder(const levee_book_t *book, uint32_t account, const levee_listing_t *listing,
                                   int64_t before, int64_t after, levee_error_t *error)
{
    const levee_account_t *holder = &book->account[account];
    const char *name = levee_names_get(&book->names, account);
    const int words = holder->word_count - (before != 0 ? levee_leg_words(before) : 0) + levee_leg_words(after);

    if (holder->settle != listing->settle)
        return levee_fail(error, LEVEE_REJECTED, "instrument", "%s settles in %s, account %s in %s", listing->symbol,
                          book->venue->settlement[listing->settle].asset, name,
                          book->venue->settlement[holder->settle].asset);
    if (holder->mode == LEVEE_ISOLATED && before == 0 && holder->leg_count == 1)
        return levee_fail(error, LEVEE_REJECTED, "account", "isolated account %s has a leg already", name);
    if (words > LEVEE_LEG_WORDS_MAX)
        return levee_fail(error, LEVEE_REJECTED, "account",
                          "account %s has more than %d legs (one of 2^31 lots or more counts as two)", name,
                          LEVEE_LEG_WORDS_MAX);
    return LEVEE_OK;
}

static levee_i128 magnitude(levee_i128 value)
{
    return value < 0 ? -value : value;
}

levee_result_t levee_admit_leg(const levee_book_t *book, uint32_t account, uint32_t instrument,
                               const levee_holding_t *before, const levee_holding_t *after, unsigned slack,
                               levee_error_t *error)
{
    const levee_listing_t *listing = &book->venue->listing[instrument];
    const levee_mark_t *mark = &book->mark[instrument];
    const int64_t lots = (int64_t)magnitude(after->quantity);
    levee_result_t result = LEVEE_OK;

    if (after->quantity != 0)
        result = check_holder(book, account, listing, before->quantity, after->quantity, error);
    if (result == LEVEE_OK && lots > LEVEE_LOTS_MAX)
        return levee_fail(error, LEVEE_REJECTED, "quantity", "the position in %s exceeds 2^41 - 1 lots of %s",
                          listing->symbol, listing->lot_text);
    if (result == LEVEE_OK && lots > magnitude(before->quantity))
        result = levee_listing_fits(listing, lots, mark->price, mark->funding, slack, "quantity", error);
    if (result != LEVEE_OK)
        return result;
    if (magnitude(after->cost) > INT64_MAX)
        return levee_fail(error, LEVEE_REJECTED, "price", "the cost of the position in %s reaches 2^63 quanta",
                          listing->symbol);
    if (magnitude(after->entry_funding) >= (levee_i128)1 << LEVEE_LEG_BITS)
        return levee_fail(error, LEVEE_REJECTED, "quantity",
                          "quantity times funding index at entry reaches 2^83 quanta * 10^-6 in %s", listing->symbol);
    return LEVEE_OK;
}
