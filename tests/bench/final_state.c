/* SPDX-License-Identifier: Apache-2.0
 *
 * final_state.c: a book after its changes, and the same book built anew. */
#include "final_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MILLION = 1000000 };

__extension__ typedef __int128 wide_t;

/* whole_units divides money by `quanta`, which must go into it. */
static int whole_units(levee_money_t money, int64_t quanta, int64_t *units)
{
    const wide_t millionths = (wide_t)money.high * ((wide_t)1 << 64) + money.low;
    const wide_t whole = millionths / ((wide_t)quanta * MILLION);

    *units = (int64_t)whole;
    return whole * quanta * MILLION == millionths && *units == whole ? 0 : -1;
}

static uint32_t entry_of(int64_t cost, int64_t lots)
{
    const int64_t price = cost / lots;

    if (price < 1)
        return 1;
    return price > INT32_MAX ? INT32_MAX : (uint32_t)price;
}

static int read_leg(final_state_t *state, const levee_engine_t *engine, const stream_t *stream, uint32_t account,
                    uint32_t leg)
{
    levee_leg_report_t report;
    int64_t *cost = &state->cost[state->book.legs];

    levee_engine_leg(engine, account, leg, &report);
    const uint32_t instrument = (uint32_t)strtoul(report.instrument + 1, NULL, 10);
    if (report.lots != stream_lots(stream, account, instrument) ||
        whole_units(report.cost, SYNTHETIC_TICK_VALUE, cost) != 0)
        return -1;
    state->book.leg[state->book.legs++] =
        (synthetic_leg_t){instrument, (int32_t)report.lots, entry_of(*cost, report.lots)};
    return 0;
}

static int read_account(final_state_t *state, const levee_engine_t *engine, const stream_t *stream, uint32_t account)
{
    levee_account_report_t report;
    synthetic_account_t *to = &state->book.account[account];

    levee_engine_account(engine, account, &report);
    *to = (synthetic_account_t){state->book.legs, report.leg_count, 0};
    if (report.leg_count != stream->count[account] || whole_units(report.cash, 1, &to->cash) != 0)
        return -1;
    for (uint32_t i = 0; i < report.leg_count; i++) {
        if (read_leg(state, engine, stream, account, i) != 0)
            return -1;
    }
    return 0;
}

int final_state_read(final_state_t *state, const levee_engine_t *engine, const stream_t *stream)
{
    size_t legs = 0;

    for (uint32_t a = 0; a < stream->book->accounts; a++)
        legs += stream->count[a];
    state->book = *stream->book;
    state->book.legs = 0;
    state->book.leg = malloc((legs + 1) * sizeof *state->book.leg);
    state->book.account = malloc(((size_t)stream->book->accounts + 1) * sizeof *state->book.account);
    state->cost = malloc((legs + 1) * sizeof *state->cost);
    if (state->book.leg == NULL || state->book.account == NULL || state->cost == NULL)
        return -1;
    for (uint32_t a = 0; a < stream->book->accounts; a++) {
        if (read_account(state, engine, stream, a) != 0) {
            fprintf(stderr, "bench_changes: account %" PRIu32 " is not what its changes add up to\n", a);
            return -1;
        }
    }
    return 0;
}

void final_state_free(final_state_t *state)
{
    synthetic_free(&state->book);
    free(state->cost);
}

/* restore_cost: a book takes an entry price, and the average of many fills need
 * be none, nor above 0. One lot more and back again, at prices that differ by
 * what the cost lacks, leaves that on the leg and nothing else. */
static int restore_cost(const final_state_t *state, const through_api_t *api, const char *account, uint32_t leg)
{
    const synthetic_leg_t held = state->book.leg[leg];
    const int64_t lacking = state->cost[leg] - (int64_t)held.lots * held.entry;
    const int64_t dear = lacking < 0 ? 1 - lacking : 1 + lacking;
    const int buys_dear = lacking > 0;
    const int buys_first = held.lots > 0;
    char one[NUMBER_TEXT], minus_one[NUMBER_TEXT], buy[NUMBER_TEXT], sell[NUMBER_TEXT];
    levee_change_t fills[2];
    levee_error_t error = {0};

    if (lacking == 0)
        return 0;
    fills[!buys_first] = (levee_change_t){.event = "fill",
                                          .account = account,
                                          .instrument = api->symbol[held.instrument],
                                          .quantity = number_print(1, SYNTHETIC_LOT_PLACES, one),
                                          .price = number_print(buys_dear ? dear : 1, SYNTHETIC_TICK_PLACES, buy)};
    fills[buys_first] = fills[!buys_first];
    fills[buys_first].quantity = number_print(-1, SYNTHETIC_LOT_PLACES, minus_one);
    fills[buys_first].price = number_print(buys_dear ? 1 : dear, SYNTHETIC_TICK_PLACES, sell);
    if (levee_engine_changes(api->engine, fills, 2, NULL, &error) == LEVEE_OK)
        return 0;
    fprintf(stderr, "bench_changes: %s: %s: %s\n", account, error.field, error.message);
    return -1;
}

int final_state_restore_costs(const final_state_t *state, const through_api_t *api)
{
    char name[NUMBER_TEXT];

    for (uint32_t a = 0; a < state->book.accounts; a++) {
        const synthetic_account_t *account = &state->book.account[a];

        number_print_name('A', a, name);
        for (uint32_t i = account->first; i < account->first + account->count; i++) {
            if (restore_cost(state, api, name, i) != 0)
                return -1;
        }
    }
    return 0;
}
