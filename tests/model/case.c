/* SPDX-License-Identifier: Apache-2.0 */
#include "case.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

/* Returns `elements` with room for one more of `size` bytes after the first `count`, zeroed; grows at powers of two. */
static void *with_room(void *elements, size_t count, size_t size)
{
    if ((count & (count - 1)) == 0)
        elements = memory_grow(elements, (count == 0 ? 1 : 2 * count) * size);
    memset((char *)elements + count * size, 0, size);
    return elements;
}

case_instrument_t *case_add_instrument(case_t *c)
{
    c->instruments = with_room(c->instruments, c->instrument_count, sizeof *c->instruments);
    return &c->instruments[c->instrument_count++];
}

case_account_t *case_add_account(case_t *c)
{
    c->accounts = with_room(c->accounts, c->account_count, sizeof *c->accounts);
    return &c->accounts[c->account_count++];
}

case_leg_t *case_add_leg(case_t *c)
{
    c->legs = with_room(c->legs, c->leg_count, sizeof *c->legs);
    return &c->legs[c->leg_count++];
}

case_tick_t *case_add_tick(case_t *c)
{
    c->ticks = with_room(c->ticks, c->tick_count, sizeof *c->ticks);
    return &c->ticks[c->tick_count++];
}

void case_free(case_t *c)
{
    free(c->instruments);
    free(c->accounts);
    free(c->legs);
    free(c->ticks);
    memset(c, 0, sizeof *c);
}

void case_copy(case_t *to, const case_t *from)
{
    memset(to, 0, sizeof *to);
    memcpy(to->settlements, from->settlements, sizeof to->settlements);
    to->settlement_count = from->settlement_count;
    for (size_t i = 0; i < from->instrument_count; i++)
        *case_add_instrument(to) = from->instruments[i];
    for (size_t i = 0; i < from->account_count; i++)
        *case_add_account(to) = from->accounts[i];
    for (size_t i = 0; i < from->leg_count; i++)
        *case_add_leg(to) = from->legs[i];
    for (size_t i = 0; i < from->tick_count; i++)
        *case_add_tick(to) = from->ticks[i];
}

void case_drop_legs(case_t *c, size_t first, size_t count)
{
    case_t old = *c;
    c->legs = NULL;
    c->leg_count = 0;
    for (size_t i = 0; i < old.leg_count; i++)
        if (i < first || i - first >= count)
            *case_add_leg(c) = old.legs[i];
    free(old.legs);
}

void case_drop_ticks(case_t *c, size_t first, size_t count)
{
    case_t old = *c;
    c->ticks = NULL;
    c->tick_count = 0;
    for (size_t i = 0; i < old.tick_count; i++)
        if (i < first || i - first >= count)
            *case_add_tick(c) = old.ticks[i];
    free(old.ticks);
}

/* The number of an element once [first, first + count) are gone, or -1 when it is one of them. */
static long renumber(size_t number, size_t first, size_t count)
{
    if (number < first)
        return (long)number;
    return number - first < count ? -1 : (long)(number - count);
}

void case_drop_accounts(case_t *c, size_t first, size_t count)
{
    case_t old = *c;
    c->accounts = NULL;
    c->legs = NULL;
    c->account_count = c->leg_count = 0;
    for (size_t i = 0; i < old.account_count; i++)
        if (renumber(i, first, count) >= 0)
            *case_add_account(c) = old.accounts[i];
    for (size_t i = 0; i < old.leg_count; i++) {
        case_leg_t leg = old.legs[i];
        if (renumber(leg.account, first, count) < 0)
            continue;
        leg.account = (uint32_t)renumber(leg.account, first, count);
        *case_add_leg(c) = leg;
    }
    free(old.accounts);
    free(old.legs);
}

void case_drop_instruments(case_t *c, size_t first, size_t count)
{
    case_t old = *c;
    c->instruments = NULL;
    c->legs = NULL;
    c->ticks = NULL;
    c->instrument_count = c->leg_count = c->tick_count = 0;
    for (size_t i = 0; i < old.instrument_count; i++)
        if (renumber(i, first, count) >= 0)
            *case_add_instrument(c) = old.instruments[i];
    for (size_t i = 0; i < old.leg_count; i++) {
        case_leg_t leg = old.legs[i];
        if (renumber(leg.instrument, first, count) < 0)
            continue;
        leg.instrument = (uint32_t)renumber(leg.instrument, first, count);
        *case_add_leg(c) = leg;
    }
    for (size_t i = 0; i < old.tick_count; i++) {
        case_tick_t tick = old.ticks[i];
        if (renumber(tick.instrument, first, count) < 0)
            continue;
        tick.instrument = (uint32_t)renumber(tick.instrument, first, count);
        *case_add_tick(c) = tick;
    }
    free(old.instruments);
    free(old.legs);
    free(old.ticks);
}

static void print_tier(const case_tier_t *tier, FILE *out)
{
    const struct {
        const char *name, *value;
    } keys[] = {{"notional", tier->notional},
                {"initial", tier->initial},
                {"maintenance", tier->maintenance},
                {"haircut", tier->haircut},
                {"borrow", tier->borrow},
                {"haircut_initial", tier->haircut_initial},
                {"borrow_initial", tier->borrow_initial}};
    const char *before = "      - {";
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].value[0] != '\0') {
            fprintf(out, "%s%s: \"%s\"", before, keys[i].name, keys[i].value);
            before = ", ";
        }
    fprintf(out, "}\n");
}

static void print_venue(const case_t *c, FILE *out)
{
    static const char *const kinds[] = {"linear", "inverse", "asset"};
    fprintf(out, "--- venue.yaml\nvenue: example\nsettlement:\n");
    for (unsigned i = 0; i < c->settlement_count; i++)
        fprintf(out, "  - {asset: %s, decimals: %u}\n", c->settlements[i].name, c->settlements[i].decimals);
    fprintf(out, "instruments:\n");
    for (size_t i = 0; i < c->instrument_count; i++) {
        const case_instrument_t *it = &c->instruments[i];
        fprintf(out, "  - symbol: %s\n    kind: %s\n    settle: %s\n", it->symbol, kinds[it->kind],
                c->settlements[it->settlement].name);
        fprintf(out, "    tick: \"%s\"\n    lot: \"%s\"\n", it->tick, it->lot);
        if (it->multiplier[0] != '\0')
            fprintf(out, "    multiplier: \"%s\"\n", it->multiplier);
        if (it->fee[0] != '\0')
            fprintf(out, "    liquidation_fee: \"%s\"\n", it->fee);
        fprintf(out, "    tiers:\n");
        for (unsigned k = 0; k < it->tier_count; k++)
            print_tier(&it->tiers[k], out);
    }
}

void case_print(const case_t *c, FILE *out)
{
    print_venue(c, out);
    fprintf(out, "--- marks.csv\ninstrument,mark,funding\n");
    for (size_t i = 0; i < c->instrument_count; i++)
        if (c->instruments[i].mark[0] != '\0')
            fprintf(out, "%s,%s,%s\n", c->instruments[i].symbol, c->instruments[i].mark, c->instruments[i].funding);
    fprintf(out, "--- accounts.csv\naccount,mode,settle,cash,reserved\n");
    for (size_t i = 0; i < c->account_count; i++) {
        const case_account_t *a = &c->accounts[i];
        fprintf(out, "%s,%s,%s,%s,%s\n", a->name, a->isolated ? "isolated" : "cross",
                c->settlements[a->settlement].name, a->cash, a->reserved);
    }
    fprintf(out, "--- legs.csv\naccount,instrument,quantity,entry_price,entry_funding\n");
    for (size_t i = 0; i < c->leg_count; i++) {
        const case_leg_t *l = &c->legs[i];
        fprintf(out, "%s,%s,%s,%s,%s\n", c->accounts[l->account].name, c->instruments[l->instrument].symbol,
                l->quantity, l->entry_price, l->entry_funding);
    }
    fprintf(out, "--- ticks.csv\ntime_ns,instrument,mark,funding\n");
    for (size_t i = 0; i < c->tick_count; i++)
        fprintf(out, "%u,%s,%s,%s\n", c->ticks[i].batch + 1, c->instruments[c->ticks[i].instrument].symbol,
                c->ticks[i].mark, c->ticks[i].funding);
}
