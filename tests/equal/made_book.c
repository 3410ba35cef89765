/* SPDX-License-Identifier: Apache-2.0 */
#include "made_book.h"

#include <assert.h>
#include <inttypes.h>

/* Prices are of two decimals, lots of three, and money has six. */
enum { PRICE_STEP = 37, PRICE_LEAST = 100, NARROW_LOTS = 2000, WIDE_STEP = 1 << 20 };

static long first_price(uint32_t number)
{
    return PRICE_LEAST + PRICE_STEP * (long)number;
}

void made_book_price(uint32_t number, unsigned percent, case_text_t text)
{
    const long cents = first_price(number) * (long)percent;

    snprintf(text, EXACT_TEXT, "%ld.%02ld", cents / 100, cents % 100);
}

static void make_tiers(case_instrument_t *it, uint32_t tiers)
{
    it->tier_count = tiers;
    for (uint32_t k = 0; k < tiers; k++) {
        case_tier_t *tier = &it->tiers[k];

        if (k + 1 < tiers)
            snprintf(tier->notional, sizeof tier->notional, "%" PRIu32, 40 * (k + 1) * (k + 1));
        if (it->kind == CASE_ASSET) {
            snprintf(tier->haircut, sizeof tier->haircut, "0.%03" PRIu32, 50 + 11 * k);
            snprintf(tier->borrow, sizeof tier->borrow, "0.%03" PRIu32, 60 + 13 * k);
        } else {
            snprintf(tier->maintenance, sizeof tier->maintenance, "0.%03" PRIu32, 10 + 7 * k);
            snprintf(tier->initial, sizeof tier->initial, "0.%03" PRIu32, 20 + 15 * k);
        }
    }
}

static void make_instrument(case_t *c, uint32_t number, uint32_t tiers)
{
    static const case_kind_t kinds[] = {CASE_LINEAR, CASE_LINEAR, CASE_INVERSE, CASE_ASSET};
    case_instrument_t *it = case_add_instrument(c);

    snprintf(it->symbol, sizeof it->symbol, "I%" PRIu32, number);
    it->kind = kinds[number % 4];
    snprintf(it->tick, sizeof it->tick, "0.01");
    snprintf(it->lot, sizeof it->lot, "0.001");
    snprintf(it->multiplier, sizeof it->multiplier, it->kind == CASE_INVERSE ? "100" : "1");
    make_tiers(it, tiers);
    made_book_price(number, 100, it->mark);
}

/* An asset's lots are bought with cash; what the others cost is in their entry price. */
static void make_leg(case_t *c, draw_t *d, uint32_t account, uint32_t instrument, int wide)
{
    case_leg_t *leg = case_add_leg(c);
    long lots = draw_range(d, 1, NARROW_LOTS);
    case_text_t entry = "";

    if (wide)
        lots = (1L << 31) + draw_range(d, 0, 1) * lots * WIDE_STEP + lots;
    made_book_price(instrument, (unsigned)draw_range(d, 90, 110), entry);
    leg->account = account;
    leg->instrument = instrument;
    snprintf(leg->quantity, sizeof leg->quantity, "%s%ld.%03ld", draw_chance(d, 50) ? "-" : "", lots / 1000,
             lots % 1000);
    if (c->instruments[instrument].kind != CASE_ASSET)
        snprintf(leg->entry_price, sizeof leg->entry_price, "%.39s", entry);
}

void made_book(case_t *c, const made_book_t *shape)
{
    draw_t d = {.state = shape->seed};

    assert(shape->instruments > 0);
    c->settlement_count = 1;
    c->settlements[0] = (case_settlement_t){"USD", 6};
    for (uint32_t i = 0; i < shape->instruments; i++)
        make_instrument(c, i, shape->tiers);
    for (uint32_t a = 0; a < shape->accounts; a++) {
        case_account_t *account = case_add_account(c);
        const uint32_t legs =
            shape->legs_least + (uint32_t)((uint64_t)a * (shape->legs_most - shape->legs_least + 1) / shape->accounts);
        const uint32_t first = (uint32_t)draw_range(&d, 0, (long)shape->instruments - 1);

        snprintf(account->name, sizeof account->name, "A%" PRIu32, a);
        snprintf(account->cash, sizeof account->cash, "%ld.000001", draw_range(&d, -20, 60) * (long)(legs + 1));
        for (uint32_t l = 0; l < legs; l++)
            make_leg(c, &d, a, (first + l) % shape->instruments, draw_chance(&d, shape->wide_percent));
    }
}
