/* SPDX-License-Identifier: Apache-2.0
 *
 * final_state.c: a book after its changes, and the same book built anew. */
#include "final_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_leg(final_state_t *state, const levee_engine_t *engine, const stream_t *stream, uint32_t account,
                    uint32_t leg)
{
    levee_leg_report_t report;

    levee_engine_leg(engine, account, leg, &report);
    const uint32_t instrument = (uint32_t)strtoul(report.instrument + 1, NULL, 10);
    if (report.lots != stream_lots(stream, account, instrument))
        return -1;
    state->leg[state->legs++] = (final_leg_t){instrument, report.lots, report.cost, report.entry_funding};
    return 0;
}

static int read_account(final_state_t *state, const levee_engine_t *engine, const stream_t *stream, uint32_t account)
{
    levee_account_report_t report;

    levee_engine_account(engine, account, &report);
    if (report.leg_count != stream->count[account])
        return -1;
    state->account[account] = (final_account_t){report.cash, report.reserved, report.leg_count};
    for (uint32_t i = 0; i < report.leg_count; i++) {
        if (read_leg(state, engine, stream, account, i) != 0)
            return -1;
    }
    return 0;
}

static void read_marks(final_state_t *state, const levee_engine_t *engine)
{
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++) {
        levee_instrument_report_t report;

        levee_engine_instrument(engine, i, &report);
        memcpy(state->mark[i], report.mark, sizeof state->mark[i]);
    }
}

int final_state_read(final_state_t *state, const levee_engine_t *engine, const stream_t *stream)
{
    size_t legs = 0;

    for (uint32_t a = 0; a < stream->book->accounts; a++)
        legs += stream->count[a];
    state->accounts = stream->book->accounts;
    state->legs = 0;
    state->leg = malloc((legs + 1) * sizeof *state->leg);
    state->account = malloc(((size_t)state->accounts + 1) * sizeof *state->account);
    if (state->leg == NULL || state->account == NULL)
        return -1;
    read_marks(state, engine);
    for (uint32_t a = 0; a < state->accounts; a++) {
        if (read_account(state, engine, stream, a) != 0) {
            fprintf(stderr, "levee bench: account %" PRIu32 " is not what its changes add up to\n", a);
            return -1;
        }
    }
    return 0;
}

void final_state_free(final_state_t *state)
{
    free(state->account);
    free(state->leg);
}

static levee_result_t restore_account(const final_state_t *state, const through_api_t *api, uint32_t number,
                                      uint32_t first, levee_book_t *to, levee_error_t *error)
{
    const final_account_t *account = &state->account[number];
    char name[NUMBER_TEXT];
    const levee_account_state_t holder = {number_print_name('A', number, name), THROUGH_API_MODE, THROUGH_API_SETTLE,
                                          account->cash, account->reserved};
    levee_result_t result = levee_book_restore_account(to, &holder, error);

    for (uint32_t i = first; result == LEVEE_OK && i < first + account->legs; i++) {
        const final_leg_t *leg = &state->leg[i];
        const levee_leg_state_t held = {name, api->symbol[leg->instrument], leg->lots, leg->cost, leg->entry_funding};

        result = levee_book_restore_leg(to, &held, error);
    }
    return result;
}

static levee_result_t restore(const void *from, through_api_t *api, levee_book_t *to, levee_error_t *error)
{
    const final_state_t *state = from;
    levee_result_t result = LEVEE_OK;
    uint32_t leg = 0;

    for (uint32_t i = 0; result == LEVEE_OK && i < SYNTHETIC_INSTRUMENTS; i++) {
        const levee_mark_spec_t mark = {api->symbol[i], state->mark[i], NULL, 0};

        result = levee_book_set_mark(to, &mark, error);
    }
    for (uint32_t a = 0; result == LEVEE_OK && a < state->accounts; a++) {
        result = restore_account(state, api, a, leg, to, error);
        leg += state->account[a].legs;
    }
    return result;
}

int final_state_build(const final_state_t *state, const synthetic_t *book, through_api_t *api)
{
    return through_api_new_of(api, book, restore, state);
}
