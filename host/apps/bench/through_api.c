/* SPDX-License-Identifier: Apache-2.0
 *
 * through_api.c: the synthetic book in an engine behind the public interface. */
#include "through_api.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "number_text.h"

enum { WARM_MOST = 20000 };

const char *const THROUGH_API_MODE = "cross";
const char *const THROUGH_API_SETTLE = "USD";

static levee_result_t add_instrument(levee_venue_t *venue, const char *symbol, const synthetic_instrument_t *instrument,
                                     levee_error_t *error)
{
    char text[SYNTHETIC_TIERS][3][NUMBER_TEXT];
    levee_tier_spec_t tiers[SYNTHETIC_TIERS];
    const levee_instrument_spec_t spec = {.symbol = symbol,
                                          .kind = "linear",
                                          .settle = THROUGH_API_SETTLE,
                                          .tick = "0.0001",
                                          .lot = "0.001",
                                          .tiers = tiers,
                                          .tier_count = SYNTHETIC_TIERS};

    for (uint32_t k = 0; k < SYNTHETIC_TIERS; k++) {
        const synthetic_tier_t *tier = &instrument->tier[k];

        tiers[k] = (levee_tier_spec_t){.initial = number_print(tier->initial, 3, text[k][0]),
                                       .maintenance = number_print(tier->maintenance, 3, text[k][1])};
        if (k + 1 < SYNTHETIC_TIERS)
            tiers[k].notional = number_print(tier->bound, SYNTHETIC_DECIMALS, text[k][2]);
    }
    return levee_venue_add_instrument(venue, &spec, error);
}

static levee_result_t build_venue(through_api_t *api, const synthetic_t *book, levee_venue_t **venue,
                                  levee_error_t *error)
{
    char decimals[NUMBER_TEXT];
    levee_result_t result = levee_venue_new("synthetic", venue, error);

    snprintf(decimals, sizeof decimals, "%d", SYNTHETIC_DECIMALS);
    if (result == LEVEE_OK)
        result = levee_venue_add_settlement(*venue, THROUGH_API_SETTLE, decimals, error);
    for (uint32_t i = 0; result == LEVEE_OK && i < SYNTHETIC_INSTRUMENTS; i++) {
        snprintf(api->symbol[i], sizeof api->symbol[i], "S%" PRIu32, i);
        result = add_instrument(*venue, api->symbol[i], &book->instrument[i], error);
    }
    return result;
}

static levee_result_t add_account(through_api_t *api, const synthetic_t *book, uint32_t index, levee_book_t *to,
                                  levee_error_t *error)
{
    const synthetic_account_t *account = &book->account[index];
    char name[NUMBER_TEXT], cash[NUMBER_TEXT], quantity[NUMBER_TEXT], entry[NUMBER_TEXT];
    const levee_account_spec_t spec = {number_print_name('A', index, name), THROUGH_API_MODE, THROUGH_API_SETTLE,
                                       number_print(account->cash, SYNTHETIC_DECIMALS, cash), NULL};
    levee_result_t result;

    result = levee_book_add_account(to, &spec, error);
    for (uint32_t i = account->first; result == LEVEE_OK && i < account->first + account->count; i++) {
        const synthetic_leg_t leg = book->leg[i];
        const levee_leg_spec_t leg_spec = {name, api->symbol[leg.instrument],
                                           number_print(leg.lots, SYNTHETIC_LOT_PLACES, quantity),
                                           number_print(leg.entry, SYNTHETIC_TICK_PLACES, entry), NULL};

        result = levee_book_add_leg(to, &leg_spec, error);
    }
    return result;
}

static levee_result_t fill_book(const void *from, through_api_t *api, levee_book_t *to, levee_error_t *error)
{
    const synthetic_t *book = from;
    levee_result_t result = LEVEE_OK;

    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++) {
        for (uint32_t m = 0; m < SYNTHETIC_MARKETS; m++) {
            char text[NUMBER_TEXT];

            snprintf(api->mark[m][i], sizeof api->mark[m][i], "%.23s",
                     number_print(book->instrument[i].price[m], SYNTHETIC_TICK_PLACES, text));
            api->tick[m][i] = (levee_mark_spec_t){api->symbol[i], api->mark[m][i], NULL, 0};
        }
        if (result == LEVEE_OK)
            result = levee_book_set_mark(to, &api->tick[0][i], error);
    }
    for (uint32_t i = 0; result == LEVEE_OK && i < book->accounts; i++)
        result = add_account(api, book, i, to, error);
    return result;
}

static int explain(levee_result_t result, const levee_error_t *error)
{
    if (result != LEVEE_OK)
        fprintf(stderr, "levee bench: %s: %s\n", error->field, error->message);
    return result == LEVEE_OK ? 0 : -1;
}

static int build(through_api_t *api, const synthetic_t *book, through_api_fill_t *fill, const void *from,
                 const levee_engine_options_t *options)
{
    levee_venue_t *venue = NULL;
    levee_book_t *to = NULL;
    levee_error_t error = {0};
    levee_result_t result = build_venue(api, book, &venue, &error);

    if (result == LEVEE_OK)
        result = levee_book_new(venue, &to, &error);
    if (result != LEVEE_OK) {
        levee_venue_free(venue);
        return explain(result, &error);
    }
    result = fill(from, api, to, &error);
    if (result == LEVEE_OK)
        result = levee_engine_new(to, options, &api->engine, &error);
    if (result != LEVEE_OK)
        levee_book_free(to);
    else
        through_api_follow(api);
    return explain(result, &error);
}

static int make(through_api_t *api, const synthetic_t *book, through_api_fill_t *fill, const void *from,
                const levee_engine_options_t *options)
{
    memset(api, 0, sizeof *api);
    api->status = calloc(book->accounts + 1, 1);
    if (api->status == NULL)
        return -1;
    const size_t held = machine_held();
    const uint64_t start = machine_now();
    const int failed = build(api, book, fill, from, options);

    api->build_ns = machine_now() - start;
    api->held = machine_held() - held;
    return failed;
}

int through_api_new(through_api_t *api, const synthetic_t *book)
{
    return make(api, book, fill_book, book, NULL);
}

int through_api_new_of(through_api_t *api, const synthetic_t *book, through_api_fill_t *fill, const void *from)
{
    return make(api, book, fill, from, NULL);
}

int through_api_new_on(through_api_t *api, const synthetic_t *book, const levee_engine_options_t *options)
{
    return make(api, book, fill_book, book, options);
}

void through_api_free(through_api_t *api)
{
    levee_engine_free(api->engine);
    free(api->status);
}

int through_api_tick(through_api_t *api, uint32_t market)
{
    levee_error_t error = {0};

    return explain(levee_engine_tick(api->engine, api->tick[market], SYNTHETIC_INSTRUMENTS, &error), &error);
}

int through_api_move(through_api_t *api, uint32_t instrument, uint32_t price)
{
    const levee_move_t move = {instrument, price, 0};
    levee_error_t error = {0};

    return explain(levee_engine_move(api->engine, &move, 1, &error), &error);
}

int through_api_place(through_api_t *api, const synthetic_t *book)
{
    uint64_t before = UINT64_MAX;

    for (uint32_t i = 0; i < WARM_MOST; i++) {
        levee_device_report_t report;

        levee_engine_device(api->engine, &report);
        if (report.ticks_swept == before)
            return 0;
        before = report.ticks_swept;
        if (through_api_move(api, 0, book->instrument[0].price[0] + (i + 1) % 2) != 0)
            return -1;
    }
    return 0;
}

void through_api_follow(through_api_t *api)
{
    const levee_verdict_t *verdict = levee_engine_verdicts(api->engine, &api->changes);

    for (size_t i = 0; i < api->changes; i++)
        api->status[verdict[i].account] = (uint8_t)verdict[i].to;
}
