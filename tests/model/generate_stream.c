/* SPDX-License-Identifier: Apache-2.0 */
#include "generate_stream.h"

#include <stdlib.h>
#include <string.h>

enum { PPM = 1000000, CROWD = 12 };

void generate_emit(maker_t *m, const case_change_t *change)
{
    if (m->together == 0) {
        m->batch++;
        m->together = draw_chance(&m->g.d, 20) ? (int)draw_range(&m->g.d, 2, 12) : 1;
    }
    m->together--;
    step_t *step = stream_add(m->s);
    step->batch = m->batch;
    step->change = *change;
    oracle_change(m->g.o, change);
    m->changes++;
}

long generate_open_account(maker_t *m)
{
    long count = (long)m->g.o->account_count;
    long at = draw_range(&m->g.d, 0, count - 1);
    for (long tries = 0; tries < count; tries++, at = (at + 1) % count)
        if (m->g.o->accounts[at].accepted)
            return at;
    return -1;
}

case_change_t generate_change(const maker_t *m, const char *event, long account)
{
    case_change_t change = {.event = ""};
    memcpy(change.event, event, strlen(event) + 1);
    if (account >= 0)
        memcpy(change.account, m->g.o->accounts[account].name, sizeof change.account);
    return change;
}

/* A change of `quanta`, or nothing where they have no text. */
static void emit_amount(maker_t *m, const char *event, long account, const mpz_t quanta)
{
    case_change_t change = generate_change(m, event, account);
    if (exact_print(change.amount, quanta, (int)m->g.o->decimals[m->g.o->accounts[account].settlement]))
        generate_emit(m, &change);
}

/* The quanta between a measure and zero, rounded away from the account, and at times one more or less. */
static void draw_to_zero(maker_t *m, long account, int measure, mpz_t quanta)
{
    mpz_t units[MEASURES];
    mpz_inits(units[EQUITY], units[MAINTENANCE], units[INITIAL], NULL);
    oracle_account_rounded(m->g.o, &m->g.o->accounts[account], units);
    mpz_fdiv_q_ui(quanta, units[measure], PPM);
    if (draw_chance(&m->g.d, 30))
        mpz_add_ui(quanta, quanta, 1);
    else if (draw_chance(&m->g.d, 20))
        mpz_sub_ui(quanta, quanta, 1);
    mpz_clears(units[EQUITY], units[MAINTENANCE], units[INITIAL], NULL);
}

/* Cash to the point where a measure is zero, or any amount. A withdrawal is tried with one quantum more after. */
static void move_cash(maker_t *m, long account)
{
    mpz_t quanta;
    mpz_init(quanta);
    draw_to_zero(m, account, draw_chance(&m->g.d, 60) ? INITIAL : (int)draw_range(&m->g.d, EQUITY, INITIAL), quanta);
    if (draw_chance(&m->g.d, 30)) {
        draw_mpz(&m->g.d, quanta, draw_chance(&m->g.d, 95) ? 45 : 71);
        if (draw_chance(&m->g.d, 50))
            mpz_neg(quanta, quanta);
    }
    if (mpz_sgn(quanta) < 0) {
        mpz_neg(quanta, quanta);
        emit_amount(m, "deposit", account, quanta);
    } else if (draw_chance(&m->g.d, 20)) {
        emit_amount(m, "fee", account, quanta);
    } else {
        emit_amount(m, "withdraw", account, quanta);
        mpz_set_ui(quanta, 1);
        if (draw_chance(&m->g.d, 50))
            emit_amount(m, "withdraw", account, quanta);
    }
    mpz_clear(quanta);
}

static void move_reserve(maker_t *m, long account)
{
    mpz_t quanta;
    mpz_init(quanta);
    draw_to_zero(m, account, INITIAL, quanta);
    mpz_add(quanta, quanta, m->g.o->accounts[account].reserved);
    if (draw_chance(&m->g.d, 40))
        draw_mpz(&m->g.d, quanta, draw_chance(&m->g.d, 95) ? 45 : 71);
    emit_amount(m, "reserve", account, quanta);
    mpz_clear(quanta);
}

/* Lots of an asset in or out: at times all there are, or one more. */
static void move_asset(maker_t *m, long account)
{
    const oracle_account_t *a = &m->g.o->accounts[account];
    uint32_t count = (uint32_t)m->g.o->instrument_count;
    uint32_t at = (uint32_t)draw_range(&m->g.d, 0, (long)count - 1);
    for (uint32_t tries = 0; tries < count; tries++, at = (at + 1) % count)
        if (m->g.o->instruments[at].kind == CASE_ASSET && m->g.o->instruments[at].settlement == a->settlement)
            break;
    const oracle_instrument_t *it = &m->g.o->instruments[at];
    const oracle_leg_t *leg = oracle_holding(a, at);
    long lots = draw_length(&m->g.d, draw_chance(&m->g.d, 80) ? 9999 : 1L << 40);
    if (it->marked && draw_chance(&m->g.d, 40))
        lots = generate_edge_lots(&m->g, it);
    if (leg != NULL && draw_chance(&m->g.d, 60))
        lots = labs(leg->lots) + (draw_chance(&m->g.d, 50) ? 0 : draw_range(&m->g.d, -1, 1));
    case_change_t change = generate_change(m, draw_chance(&m->g.d, 50) ? "deposit" : "withdraw", account);
    memcpy(change.instrument, it->symbol, sizeof it->symbol);
    generate_quantity(it, lots > 0 ? lots : 1, change.quantity);
    generate_emit(m, &change);
}

static void move_funding(maker_t *m)
{
    uint32_t instrument = (uint32_t)draw_range(&m->g.d, 0, (long)m->g.o->instrument_count - 1);
    const oracle_instrument_t *it = &m->g.o->instruments[instrument];
    case_change_t change = generate_change(m, "funding", -1);
    memcpy(change.instrument, it->symbol, sizeof it->symbol);
    generate_index_text(&m->g, it, draw_chance(&m->g.d, 95) ? 36 : 57, m->g.whole[instrument], change.amount);
    if (change.amount[0] != '\0')
        generate_emit(m, &change);
}

/* Every account first takes a leg in the instrument, at times. */
static void settle(maker_t *m)
{
    uint32_t instrument = (uint32_t)draw_range(&m->g.d, 0, (long)m->g.o->instrument_count - 1);
    const oracle_instrument_t *it = &m->g.o->instruments[instrument];
    int crowd = it->marked && draw_chance(&m->g.d, 60) ? CROWD : 0;
    for (size_t i = 0; i < m->g.o->account_count && crowd > 0; i++) {
        const oracle_account_t *a = &m->g.o->accounts[i];
        if (!a->accepted || a->settlement != it->settlement || oracle_holding(a, instrument) != NULL)
            continue;
        generate_fill_of(m, (long)i, instrument, draw_range(&m->g.d, 1, 99) * (draw_chance(&m->g.d, 50) ? 1 : -1));
        crowd--;
    }
    case_change_t change = generate_change(m, "settle", -1);
    memcpy(change.instrument, it->symbol, sizeof it->symbol);
    exact_copy(change.price, "1");
    if (it->marked)
        generate_entry_price(&m->g, it, m->g.whole[instrument], change.price);
    generate_emit(m, &change);
}

/* A leg in each instrument of the account's asset, as far as they go. */
static void spread(maker_t *m, long account)
{
    unsigned settlement = m->g.o->accounts[account].settlement;
    for (uint32_t i = 0; i < m->g.o->instrument_count; i++)
        if (m->g.o->instruments[i].settlement == settlement && m->g.o->instruments[i].marked &&
            oracle_holding(&m->g.o->accounts[account], i) == NULL)
            generate_fill_of(m, account, i, draw_range(&m->g.d, 1, 99) * (draw_chance(&m->g.d, 50) ? 1 : -1));
}

/* A new account, of a new name or the last one closed. */
static void open_account(maker_t *m)
{
    case_change_t change = generate_change(m, "open", -1);
    unsigned settlement = (unsigned)draw_range(&m->g.d, 0, (long)m->g.o->settlement_count - 1);
    int isolated = m->g.kind <= GENERATE_ISOLATED_ASSET || draw_chance(&m->g.d, 20);
    mpz_t quanta;
    mpz_init(quanta);
    if (m->closed[0] != '\0' && draw_chance(&m->g.d, 70))
        memcpy(change.account, m->closed, sizeof change.account);
    else
        snprintf(change.account, sizeof change.account, "n%u", m->names++);
    snprintf(change.instrument, sizeof change.instrument, "%s:%s", isolated ? "isolated" : "cross",
             m->g.o->settlements[settlement]);
    draw_mpz(&m->g.d, quanta, draw_chance(&m->g.d, 95) ? 50 : 71);
    if (draw_chance(&m->g.d, 30))
        mpz_set_ui(quanta, 0);
    if (exact_print(change.amount, quanta, (int)m->g.o->decimals[settlement]))
        generate_emit(m, &change);
    mpz_clear(quanta);
}

/* Empties an account, closes it and often opens it again. */
static void wind_down(maker_t *m, long account)
{
    const oracle_account_t *a = &m->g.o->accounts[account];
    mpz_t quanta;
    mpz_init(quanta);
    for (unsigned tries = a->leg_count; tries > 0 && a->leg_count > 0; tries--)
        generate_fill_of(m, account, a->legs[0].instrument, -a->legs[0].lots);
    if (mpz_sgn(a->reserved) != 0 && draw_chance(&m->g.d, 80))
        emit_amount(m, "reserve", account, quanta);
    mpz_abs(quanta, a->cash);
    if (mpz_sgn(quanta) != 0 && draw_chance(&m->g.d, 95))
        emit_amount(m, mpz_sgn(a->cash) > 0 ? "withdraw" : "deposit", account, quanta);
    case_change_t change = generate_change(m, "close", account);
    generate_emit(m, &change);
    if (!a->accepted) {
        memcpy(m->closed, change.account, sizeof m->closed);
        for (long more = draw_range(&m->g.d, 0, 2); more > 0; more--)
            open_account(m);
    }
    mpz_clear(quanta);
}

static void tick(maker_t *m)
{
    case_t *book = &m->s->book;
    m->together = 0;
    generate_batch(&m->g, ++m->batch);
    for (size_t i = 0; i < book->tick_count; i++) {
        step_t *step = stream_add(m->s);
        step->is_tick = 1;
        step->batch = m->batch;
        step->tick = book->ticks[i];
    }
    case_drop_ticks(book, 0, book->tick_count);
}

static void step(maker_t *m)
{
    long account = generate_open_account(m), event = draw_range(&m->g.d, 0, 99);
    if (event < 12)
        tick(m);
    else if (event < 15)
        move_funding(m);
    else if (event < 16)
        settle(m);
    else if (event < 18 || account < 0)
        open_account(m);
    else if (event < 21)
        wind_down(m, account);
    else if (event < 32)
        move_cash(m, account);
    else if (event < 37)
        move_reserve(m, account);
    else if (event < 44)
        move_asset(m, account);
    else if (event < 48)
        generate_faulty(m);
    else if (draw_chance(&m->g.d, 1))
        spread(m, account);
    else
        generate_fill(m, account);
}

void generate_stream(stream_t *s, generate_kind_t kind, uint64_t seed, size_t changes)
{
    maker_t m = {.s = s};
    memset(s, 0, sizeof *s);
    draw_t d = {.state = seed};
    size_t accounts = (size_t)draw_range(&d, 1, draw_chance(&d, 80) ? 12 : 40);
    generate_begin(&m.g, &s->book, kind, draw_next(&d), accounts);
    while (m.changes < changes)
        step(&m);
    generate_end(&m.g);
}
