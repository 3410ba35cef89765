/* SPDX-License-Identifier: Apache-2.0
 *
 * vaults_engine.c: the vaults in an engine. */
#include "vaults_engine.h"

#include <gmp.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* With 9 decimals of DAI a lot of ETH is worth 0.1 quanta a tick and a lot of
 * debt 10^-4: every row of the risk table is whole, so nothing is rounded. */
enum { LOT_ETH = 10000, LOT_DEBT = 1000000, ETH_LOTS = 7, DEBT_LOTS = 4, MILLION = 1000000 };
static const char eth[] = "ETH", debt[] = "DEBT";

static void need(levee_result_t result, const levee_error_t *error, const char *what)
{
    if (result == LEVEE_OK)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, error->field, error->message);
    exit(1);
}

/* print_places writes value * 10^-places. */
static void print_places(int64_t value, int places, char text[LEVEE_PRICE_TEXT])
{
    int64_t unit = 1;

    for (int i = 0; i < places; i++)
        unit *= 10;
    snprintf(text, LEVEE_PRICE_TEXT, "%" PRId64 ".%0*" PRId64, value / unit, places, value % unit);
}

void vaults_engine_new(vaults_engine_t *vaults, int64_t ratio)
{
    char haircut[LEVEE_PRICE_TEXT];
    const levee_tier_spec_t collateral = {.haircut = haircut, .borrow = "0"}, loan = {.haircut = "0", .borrow = "0"};
    const levee_instrument_spec_t instruments[] = {
        {.symbol = eth,
         .kind = "asset",
         .settle = "DAI",
         .tick = "0.001",
         .lot = "0.0000001",
         .tiers = &collateral,
         .tier_count = 1},
        {.symbol = debt,
         .kind = "asset",
         .settle = "DAI",
         .tick = "0.000000001",
         .lot = "0.0001",
         .tiers = &loan,
         .tier_count = 1},
    };
    levee_venue_t *venue;
    levee_book_t *book;
    levee_error_t error;

    memset(vaults, 0, sizeof *vaults);
    /* 1 - 1/ratio, rounded up: against the account. */
    print_places(ledger_product(ratio - MILLION, MILLION, ratio, 1), 6, haircut);
    vaults->ratio = ratio;
    need(levee_venue_new("maker-eth-b", &venue, &error), &error, "venue");
    need(levee_venue_add_settlement(venue, "DAI", "9", &error), &error, "DAI");
    for (size_t i = 0; i < sizeof instruments / sizeof instruments[0]; i++)
        need(levee_venue_add_instrument(venue, &instruments[i], &error), &error, instruments[i].symbol);
    need(levee_book_new(venue, &book, &error), &error, "book");
    need(levee_engine_new(book, NULL, &vaults->engine, &error), &error, "engine");
}

void vaults_engine_free(vaults_engine_t *vaults)
{
    levee_engine_free(vaults->engine);
}

static void change(vaults_engine_t *vaults, const levee_change_t *what)
{
    levee_error_t error;

    need(levee_engine_change(vaults->engine, what, &error), &error, what->event);
    vaults->changes++;
}

uint32_t vaults_engine_open(vaults_engine_t *vaults, const char *name)
{
    levee_error_t error;
    uint32_t index;

    change(vaults, &(levee_change_t){.event = "open", .account = name, .instrument = "cross:DAI", .amount = "0"});
    need(levee_engine_find(vaults->engine, name, &index, &error), &error, name);
    return index;
}

int vaults_engine_tick(vaults_engine_t *vaults, int64_t price, int64_t rate)
{
    const int64_t mark = ledger_product(rate, 1, INT64_C(1000000000), 1);
    char price_text[LEVEE_PRICE_TEXT], rate_text[LEVEE_PRICE_TEXT];
    levee_mark_spec_t marks[] = {{.instrument = debt, .mark = rate_text}, {.instrument = eth, .mark = price_text}};
    levee_error_t error;

    if (price == 0 && mark == vaults->rate)
        return 0;
    vaults->rate = mark;
    print_places(mark, 9, rate_text);
    print_places(price, PRICE_PLACES, price_text);
    need(levee_engine_tick(vaults->engine, marks, price == 0 ? 1 : 2, &error), &error, "tick");
    return 1;
}

holding_t vaults_engine_holding(const ledger_t *ledger)
{
    return (holding_t){.eth = ledger_product(ledger->eth, 1, LOT_ETH, 0),
                       .debt = ledger_product(ledger->debt, 1, LOT_DEBT, 1)};
}

/* put_in adds `lots` to a leg; take_out takes them, and makes the debt a loan. */
static void put_in(vaults_engine_t *vaults, const char *account, const char *instrument, int64_t lots, int places)
{
    char quantity[LEVEE_PRICE_TEXT];

    if (lots <= 0)
        return;
    print_places(lots, places, quantity);
    change(vaults,
           &(levee_change_t){.event = "deposit", .account = account, .instrument = instrument, .quantity = quantity});
}

static void take_out(vaults_engine_t *vaults, const char *account, const char *instrument, int64_t lots, int places)
{
    char quantity[LEVEE_PRICE_TEXT], sold[LEVEE_PRICE_TEXT + 1];
    const levee_change_t withdraw = {
        .event = "withdraw", .account = account, .instrument = instrument, .quantity = quantity};
    levee_error_t error;
    levee_result_t result;

    if (lots <= 0)
        return;
    print_places(lots, places, quantity);
    result = levee_engine_change(vaults->engine, &withdraw, &error);
    if (result != LEVEE_REJECTED) {
        need(result, &error, "withdraw");
        vaults->changes++;
        return;
    }
    /* The venue knew a better price. A sale and a fee are not asked for margin:
     * sold at 1, and what that brings taken away, the leg alone has moved. */
    snprintf(sold, sizeof sold, "-%s", quantity);
    change(vaults, &(levee_change_t){
                       .event = "fill", .account = account, .instrument = instrument, .quantity = sold, .price = "1"});
    change(vaults, &(levee_change_t){.event = "fee", .account = account, .amount = quantity});
    vaults->forced++;
}

void vaults_engine_put(vaults_engine_t *vaults, const char *account, holding_t from, holding_t to)
{
    put_in(vaults, account, eth, to.eth - from.eth, ETH_LOTS);
    put_in(vaults, account, debt, from.debt - to.debt, DEBT_LOTS);
    take_out(vaults, account, debt, to.debt - from.debt, DEBT_LOTS);
    take_out(vaults, account, eth, from.eth - to.eth, ETH_LOTS);
}

static int same(levee_money_t money, const mpz_t want)
{
    mpz_t got;
    int equal;

    mpz_init_set_si(got, money.high);
    mpz_mul_2exp(got, got, 64);
    mpz_add_ui(got, got, money.low);
    equal = mpz_cmp(got, want) == 0;
    mpz_clear(got);
    return equal;
}

int vaults_engine_equals(const vaults_engine_t *vaults, const levee_account_report_t *report, holding_t holding,
                         int64_t price, int64_t rate)
{
    /* What a lot counts for, of 1/ratio of its worth: like the haircut, in
     * millionths, and cut. */
    const int64_t counted = ledger_product(MILLION, MILLION, vaults->ratio, 0);
    const int64_t row = ledger_product(price, counted, 10, 0);
    mpz_t owed, equity, excess;
    int equal;

    /* Millionths of a quantum: 10^-15 DAI. */
    mpz_init_set_si(owed, holding.debt);
    mpz_mul_si(owed, owed, ledger_product(rate, 1, INT64_C(1000000000), 1));
    mpz_mul_ui(owed, owed, 100);
    mpz_init_set_si(equity, holding.eth);
    mpz_init_set(excess, equity);
    mpz_mul_si(equity, equity, price);
    mpz_mul_ui(equity, equity, MILLION / 10);
    mpz_mul_si(excess, excess, row);
    mpz_sub(equity, equity, owed);
    mpz_sub(excess, excess, owed);
    equal = same(report->equity, equity) && same(report->excess, excess);
    mpz_clears(owed, equity, excess, NULL);
    return equal;
}
