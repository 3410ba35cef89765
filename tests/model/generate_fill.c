/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills: to zero, through zero, across the bounds of tiers and of sizes. */
#include "generate_stream.h"

#include <stdlib.h>
#include <string.h>

static const long lots_limit = (1L << 41) - 1;

/* Cuts a decimal to three digits that count, so that an inverse instrument's exact costs share denominators. */
static void shorten(case_text_t text)
{
    unsigned counted = 0;
    char *point = strchr(text, '.');
    for (char *c = text; *c != '\0'; c++) {
        if (*c == '.' || (counted == 0 && *c == '0'))
            continue;
        if (++counted <= 3)
            continue;
        if (point != NULL && c > point) {
            *(c - 1 == point ? point : c) = '\0';
            return;
        }
        *c = '0';
    }
}

static void draw_price(maker_t *m, uint32_t instrument, case_text_t text)
{
    static const char *const extremes[] = {"0.000000000000000001", "999999999999999999", "1", "0", "-1"};
    const oracle_instrument_t *it = &m->g.o->instruments[instrument];
    if (draw_chance(&m->g.d, 1) || !it->marked) {
        exact_copy(text, extremes[draw_range(&m->g.d, 0, 4)]);
        return;
    }
    generate_entry_price(&m->g, it, m->g.whole[instrument], text);
    if (it->kind == CASE_INVERSE && draw_chance(&m->g.d, 85))
        shorten(text);
}

void generate_fill_of(maker_t *m, long account, uint32_t instrument, long lots)
{
    case_change_t change = generate_change(m, "fill", account);
    memcpy(change.instrument, m->g.o->instruments[instrument].symbol, sizeof m->g.o->instruments[instrument].symbol);
    generate_quantity(&m->g.o->instruments[instrument], lots, change.quantity);
    draw_price(m, instrument, change.price);
    generate_emit(m, &change);
}

/* The size that a leg of `held` lots is to have, signed. */
static long draw_target(maker_t *m, const oracle_instrument_t *it, long held)
{
    draw_t *d = &m->g.d;
    long most = generate_most_lots(it), lots;
    switch (draw_range(d, 0, 11)) {
    case 0:
    case 1:
        return 0;
    case 2:
        return held > 0 ? -1 : 1;
    case 3:
        return -held;
    case 4:
        return held / 2;
    case 5:
    case 6:
    case 7:
        lots = generate_edge_lots(&m->g, it);
        break;
    case 8:
        lots = draw_chance(d, 30) ? most + draw_range(d, -1, 1) : (1L << 31) + draw_range(d, -2, 2);
        break;
    case 9:
        return held + draw_range(d, -3, 3);
    default:
        lots = draw_length(d, most > 0 ? (draw_chance(d, 70) && most > 99999 ? 99999 : most) : 1);
    }
    lots = lots > lots_limit ? lots_limit : lots;
    return draw_chance(d, 50) ? lots : -lots;
}

static uint32_t draw_instrument(maker_t *m, const oracle_account_t *a)
{
    uint32_t count = (uint32_t)m->g.o->instrument_count;
    uint32_t at = (uint32_t)draw_range(&m->g.d, 0, (long)count - 1);
    if (a->leg_count > 0 && draw_chance(&m->g.d, 65))
        return a->legs[draw_range(&m->g.d, 0, a->leg_count - 1)].instrument;
    if (draw_chance(&m->g.d, 98))
        for (uint32_t tries = 0; tries < count && m->g.o->instruments[at].settlement != a->settlement; tries++)
            at = (at + 1) % count;
    return at;
}

void generate_fill(maker_t *m, long account)
{
    const oracle_account_t *a = &m->g.o->accounts[account];
    uint32_t instrument = draw_instrument(m, a);
    const oracle_instrument_t *it = &m->g.o->instruments[instrument];
    const oracle_leg_t *leg = oracle_holding(a, instrument);
    long held = leg != NULL ? leg->lots : 0, lots = 1;
    if (it->marked)
        lots = draw_target(m, it, held) - held;
    if (lots == 0 && draw_chance(&m->g.d, 95))
        lots = held != 0 ? -held : 1;
    generate_fill_of(m, account, instrument, lots);
}
