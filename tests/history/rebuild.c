/* SPDX-License-Identifier: Apache-2.0
 *
 * rebuild.c: the liquidated accounts, rebuilt change by change in an engine. */
#include "rebuild.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* coin_t: sizes have some places and prices the rest of six, the venue's
 * published rule. Its maintenance rate is published too, 1/(2 * maximum
 * leverage). That leverage was 50 for every coin, by the records: accounts
 * opened ETH, SOL, OP and ARB at about 50 times their equity, one of them OP
 * at 51 five times over, and in all 30 liquidations the account value is less
 * than 1 % of the notional, at most 0.99990 % and in 18 of them above 0.9 %. */
typedef struct {
    const char *symbol, *tick, *lot;
    unsigned price_places;
} coin_t;

static const coin_t coins[] = {
    {"BTC", "0.1", "0.00001", 1}, {"ETH", "0.01", "0.0001", 2},   {"BNB", "0.001", "0.001", 3},
    {"SOL", "0.0001", "0.01", 4}, {"AVAX", "0.0001", "0.01", 4},  {"ATOM", "0.0001", "0.01", 4},
    {"LTC", "0.0001", "0.01", 4}, {"MATIC", "0.00001", "0.1", 5}, {"DYDX", "0.00001", "0.1", 5},
    {"APE", "0.00001", "0.1", 5}, {"OP", "0.00001", "0.1", 5},    {"ARB", "0.00001", "0.1", 5},
    {"INJ", "0.00001", "0.1", 5}, {"DOGE", "0.000001", "1", 6},
};
enum { COINS = sizeof coins / sizeof coins[0] };

static const levee_tier_spec_t tier = {.initial = "0.02", .maintenance = "0.01"};

static void need(levee_result_t result, const levee_error_t *error, const char *what)
{
    if (result == LEVEE_OK)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, error->field, error->message);
    exit(1);
}

void rebuild_new(rebuild_t *rebuild)
{
    levee_venue_t *venue;
    levee_book_t *book;
    levee_error_t error;

    memset(rebuild, 0, sizeof *rebuild);
    need(levee_venue_new("hyperliquid-2023", &venue, &error), &error, "venue");
    need(levee_venue_add_settlement(venue, "USDC", "6", &error), &error, "USDC");
    for (size_t i = 0; i < COINS; i++) {
        const levee_instrument_spec_t spec = {.symbol = coins[i].symbol,
                                              .kind = "linear",
                                              .settle = "USDC",
                                              .tick = coins[i].tick,
                                              .lot = coins[i].lot,
                                              .tiers = &tier,
                                              .tier_count = 1};
        need(levee_venue_add_instrument(venue, &spec, &error), &error, spec.symbol);
    }
    need(levee_book_new(venue, &book, &error), &error, "book");
    need(levee_engine_new(book, NULL, &rebuild->engine, &error), &error, "engine");
}

void rebuild_free(rebuild_t *rebuild)
{
    levee_engine_free(rebuild->engine);
}

unsigned rebuild_price_places(const char *coin)
{
    for (size_t i = 0; i < COINS; i++)
        if (strcmp(coins[i].symbol, coin) == 0)
            return coins[i].price_places;
    fprintf(stderr, "no coin %s\n", coin);
    exit(1);
}

static void change(rebuild_t *rebuild, const levee_change_t *what)
{
    levee_error_t error;

    need(levee_engine_change(rebuild->engine, what, &error), &error, what->event);
}

static void open_once(rebuild_t *rebuild, const char *user)
{
    uint32_t index;

    if (levee_engine_find(rebuild->engine, user, &index, NULL) != LEVEE_OK)
        change(rebuild, &(levee_change_t){.event = "open", .account = user, .instrument = "cross:USDC", .amount = "0"});
}

static void tick(rebuild_t *rebuild, const char *coin, const char *price)
{
    const levee_mark_spec_t mark = {.instrument = coin, .mark = price};
    levee_error_t error;

    need(levee_engine_tick(rebuild->engine, &mark, 1, &error), &error, coin);
}

void rebuild_mark(rebuild_t *rebuild, const char *coin, int64_t ticks)
{
    const unsigned places = rebuild_price_places(coin);
    char text[LEVEE_PRICE_TEXT];
    int64_t unit = 1;

    for (unsigned i = 0; i < places; i++)
        unit *= 10;
    snprintf(text, sizeof text, "%lld.%0*lld", (long long)(ticks / unit), (int)places, (long long)(ticks % unit));
    tick(rebuild, coin, text);
}

void rebuild_trade(rebuild_t *rebuild, const record_t *trade, int books)
{
    char quantity[TABLE_CELL + 1];

    tick(rebuild, trade->coin, trade->price);
    if (!books)
        return;
    open_once(rebuild, trade->user);
    snprintf(quantity, sizeof quantity, "%s%s", trade->sells ? "-" : "", trade->size);
    change(rebuild, &(levee_change_t){.event = "fill",
                                      .account = trade->user,
                                      .instrument = trade->coin,
                                      .quantity = quantity,
                                      .price = trade->price});
    rebuild->fills++;
}

void rebuild_ledger(rebuild_t *rebuild, const record_t *ledger)
{
    const int out = ledger->amount[0] == '-';
    levee_change_t what = {
        .event = out ? "withdraw" : "deposit", .account = ledger->user, .amount = ledger->amount + out};
    levee_error_t error;

    open_once(rebuild, ledger->user);
    rebuild->deposits += out ? 0 : 1;
    rebuild->withdrawals += out ? 1 : 0;
    if (out && levee_engine_change(rebuild->engine, &what, &error) == LEVEE_REJECTED) {
        /* The venue paid it, so the account had more than the records say. */
        what.event = "fee";
        rebuild->forced++;
        change(rebuild, &what);
    } else if (!out) {
        change(rebuild, &what);
    }
}

uint32_t rebuild_find(const rebuild_t *rebuild, const char *user)
{
    levee_error_t error;
    uint32_t index;

    need(levee_engine_find(rebuild->engine, user, &index, &error), &error, user);
    return index;
}
