/* SPDX-License-Identifier: Apache-2.0
 *
 * Changes with one thing wrong in them. */
#include "generate_stream.h"

#include <string.h>

enum { FAULTS = 22 };

static void put(char *field, const char *text)
{
    memcpy(field, text, strlen(text) + 1);
}

static const char *bad_number(maker_t *m)
{
    static const char *const numbers[] = {"",     "+1",
                                          "1.",   ".5",
                                          "1e5",  " 1",
                                          "1 ",   "--1",
                                          "0x1",  "nan",
                                          "1,5",  "1234567890123456789",
                                          "-",    "1.1234567890123456789",
                                          "1..2", "0000000000000000001"};
    return numbers[draw_range(&m->g.d, 0, 15)];
}

static const char *dull_number(maker_t *m)
{
    static const char *const numbers[] = {"0", "-0", "-1", "0.000000000000000001", "999999999999999999", "-0.000"};
    return numbers[draw_range(&m->g.d, 0, 5)];
}

/* Spoils a fill that might be accepted. */
static void spoil_fill(maker_t *m, case_change_t *c, long fault)
{
    static const char *const events[] = {"", "FILL", "fil", "fills", "trade"};
    switch (fault) {
    case 0:
        put(c->quantity, bad_number(m));
        break;
    case 1:
        put(c->price, bad_number(m));
        break;
    case 2:
        put(c->quantity, dull_number(m));
        break;
    case 3:
        put(c->price, dull_number(m));
        break;
    case 4:
        put(c->account, draw_chance(&m->g.d, 50) ? "nobody" : "");
        break;
    case 5:
        put(c->instrument, draw_chance(&m->g.d, 50) ? "NOTHING" : "");
        break;
    case 6:
        put(c->event, events[draw_range(&m->g.d, 0, 4)]);
        break;
    default:
        put(c->quantity, "0.333333333333333333");
    }
}

static void spoil_payment(maker_t *m, case_change_t *c, long fault)
{
    static const char *const events[] = {"deposit", "withdraw", "reserve", "fee"};
    put(c->event, events[draw_range(&m->g.d, 0, fault < 10 ? 3 : 1)]);
    put(c->amount, fault == 8 ? bad_number(m) : dull_number(m));
    if (fault < 10) {
        c->instrument[0] = c->quantity[0] = '\0';
        return;
    }
    if (fault != 10)
        c->amount[0] = '\0';
    if (fault == 11)
        c->instrument[0] = '\0';
    if (fault == 12)
        c->quantity[0] = '\0';
    if (fault == 13)
        put(c->quantity, dull_number(m));
}

static void spoil_market(maker_t *m, case_change_t *c, long fault)
{
    put(c->event, fault % 2 == 0 ? "settle" : "funding");
    put(c->amount, fault == 15 ? bad_number(m) : "0.0001");
    if (fault == 14)
        put(c->price, draw_chance(&m->g.d, 50) ? bad_number(m) : "-0.5");
    if (fault < 16)
        c->account[0] = '\0';
}

static const char sixty_five[] = "12345678901234567890123456789012345678901234567890123456789012345";

static void spoil_open(maker_t *m, case_change_t *c, long fault)
{
    static const char *const kinds[] = {"portfolio:USDT", "cross:", "cross", "Cross:USDT", ":USDT", "cross:XXX", ""};
    put(c->event, fault == 21 ? "close" : "open");
    put(c->instrument, fault == 18 ? kinds[draw_range(&m->g.d, 0, 6)] : "cross:USDT");
    put(c->amount, fault == 19 ? (draw_chance(&m->g.d, 50) ? bad_number(m) : dull_number(m)) : "1");
    if (fault < 20)
        snprintf(c->account, sizeof c->account, "f%u", m->names++);
    if (fault == 20 && draw_chance(&m->g.d, 80)) {
        static const char *const names[] = {"", "a,b", "a\"b", "a\nb", "a\177b", sixty_five};
        put(c->account, names[draw_range(&m->g.d, 0, 5)]);
    }
}

void generate_faulty(maker_t *m)
{
    long account = generate_open_account(m), fault = draw_range(&m->g.d, 0, FAULTS - 1);
    if (account < 0)
        return;
    const oracle_account_t *a = &m->g.o->accounts[account];
    case_change_t change = generate_change(m, "fill", account);
    uint32_t instrument = (uint32_t)draw_range(&m->g.d, 0, (long)m->g.o->instrument_count - 1);
    if (a->leg_count > 0)
        instrument = a->legs[0].instrument;
    put(change.instrument, m->g.o->instruments[instrument].symbol);
    generate_quantity(&m->g.o->instruments[instrument], draw_range(&m->g.d, 1, 9), change.quantity);
    put(change.price, "1");
    if (fault < 8)
        spoil_fill(m, &change, fault);
    else if (fault < 14)
        spoil_payment(m, &change, fault);
    else if (fault < 18)
        spoil_market(m, &change, fault);
    else
        spoil_open(m, &change, fault);
    generate_emit(m, &change);
}
