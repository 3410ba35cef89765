/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "engine/change_propose.h"

static levee_margin_t margin_of(const levee_engine_t *engine, const levee_excesses_t *excess, uint32_t instrument,
                                int64_t quantity)
{
    const levee_i128 equity = excess->measure[LEVEE_EQUITY];
    const levee_i128 maintenance = excess->measure[LEVEE_MAINTENANCE];
    const levee_i128 initial = excess->measure[LEVEE_INITIAL];
    levee_margin_t margin = {
        .status = (levee_status_t)levee_excesses_status(excess),
        .equity = levee_money_from(equity),
        .initial = levee_money_from(equity - initial),
        .maintenance = levee_money_from(equity - maintenance),
        .excess = levee_money_from(maintenance),
        .available = levee_money_from(initial > 0 ? initial : 0),
        .liquidation = {0, "none"},
    };

    if (quantity != 0 && engine->book->venue->listing[instrument].record.kind != LEVEE_ASSET)
        levee_engine_search(engine, instrument, quantity, LEVEE_MAINTENANCE,
                            maintenance - levee_engine_term(engine, instrument, quantity, LEVEE_MAINTENANCE),
                            &margin.liquidation);
    return margin;
}

/* priced_instrument is the one whose liquidation price is asked for: that of the
 * order or, where cash alone moves, of the account's only contract. */
static uint32_t priced_instrument(const levee_book_t *book, const levee_proposal_t *proposal)
{
    uint32_t found = LEVEE_NO_INSTRUMENT;

    if (proposal->instrument != LEVEE_NO_INSTRUMENT)
        return proposal->instrument;
    for (uint32_t i = book->account[proposal->account].near[0]; i != LEVEE_NO_LEG; i = book->leg[i].next) {
        const uint32_t instrument = book->leg[i].instrument;

        if (book->venue->listing[instrument].record.kind == LEVEE_ASSET)
            continue;
        if (found != LEVEE_NO_INSTRUMENT)
            return LEVEE_NO_INSTRUMENT;
        found = instrument;
    }
    return found;
}

levee_result_t levee_engine_whatif(const levee_engine_t *engine, const levee_change_t *change, levee_margin_t *before,
                                   levee_margin_t *after, levee_error_t *error)
{
    levee_proposal_t proposal;
    const char *event = change->event ? change->event : "";

    if (strcmp(event, "fill") != 0 && strcmp(event, "withdraw") != 0)
        return levee_fail(error, LEVEE_REJECTED, "event", "\"%.40s\" is not fill or withdraw", event);
    const levee_result_t result = levee_change_propose(engine->book, change, NULL, &proposal, error);
    if (result != LEVEE_OK)
        return result;
    const levee_excesses_t now = levee_engine_excess(engine, proposal.account);
    const levee_excesses_t then = levee_engine_excess_if(engine, &proposal, &now);
    const uint32_t priced = priced_instrument(engine->book, &proposal);
    levee_holding_t held = proposal.before;

    if (priced != proposal.instrument)
        held = levee_legs_get(engine->book, proposal.account, priced);
    *before = margin_of(engine, &now, priced, held.quantity);
    *after = margin_of(engine, &then, priced, priced == proposal.instrument ? proposal.after.quantity : held.quantity);
    return LEVEE_OK;
}
