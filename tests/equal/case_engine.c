/* SPDX-License-Identifier: Apache-2.0 */
#include "case_engine.h"

#include <string.h>

#include "compare_run.h"

static const char *optional(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

static levee_venue_t *make_venue(run_t *run)
{
    levee_venue_t *venue = NULL;

    if (levee_venue_new("case", &venue, &run->error) != LEVEE_OK)
        return NULL;
    for (unsigned i = 0; i < run->c->settlement_count; i++) {
        char decimals[12];

        snprintf(decimals, sizeof decimals, "%u", run->c->settlements[i].decimals);
        (void)levee_venue_add_settlement(venue, run->c->settlements[i].name, decimals, &run->error);
    }
    for (size_t i = 0; i < run->c->instrument_count; i++)
        (void)compare_give_instrument(run, venue, &run->c->instruments[i]);
    return venue;
}

static void fill_book(const case_t *c, levee_book_t *book)
{
    for (size_t i = 0; i < c->instrument_count; i++) {
        const case_instrument_t *it = &c->instruments[i];
        const levee_mark_spec_t mark = {it->symbol, it->mark, optional(it->funding), 0};

        if (it->mark[0] != '\0')
            (void)levee_book_set_mark(book, &mark, NULL);
    }
    for (size_t i = 0; i < c->account_count; i++) {
        const case_account_t *a = &c->accounts[i];
        const levee_account_spec_t account = {a->name, a->isolated ? "isolated" : "cross",
                                              c->settlements[a->settlement].name, a->cash, optional(a->reserved)};

        (void)levee_book_add_account(book, &account, NULL);
    }
    for (size_t i = 0; i < c->leg_count; i++) {
        const case_leg_t *l = &c->legs[i];
        const levee_leg_spec_t leg = {c->accounts[l->account].name, c->instruments[l->instrument].symbol, l->quantity,
                                      optional(l->entry_price), optional(l->entry_funding)};

        (void)levee_book_add_leg(book, &leg, NULL);
    }
}

levee_engine_t *case_engine_open(const case_t *c, const levee_opener_t *opener, levee_error_t *error)
{
    run_t run = {.c = c};
    levee_engine_t *engine = NULL;
    levee_book_t *book = NULL;
    levee_venue_t *venue = make_venue(&run);

    if (!venue || levee_book_new(venue, &book, error) != LEVEE_OK) {
        levee_venue_free(venue);
        return NULL;
    }
    fill_book(c, book);
    if (levee_engine_new_on(book, opener, &engine, error) != LEVEE_OK) {
        levee_book_free(book);
        return NULL;
    }
    return engine;
}

levee_result_t case_engine_named(void *context, const levee_image_t *image, levee_device_t **device,
                                 levee_error_t *error)
{
    return levee_device_open(context, image, device, error);
}

void case_engine_steps(levee_engine_t *engine, const stream_t *s, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        const case_change_t *change = &s->steps[i].change;
        const case_tick_t *tick = &s->steps[i].tick;
        const levee_change_t given = {
            change->event, change->account, change->instrument, change->quantity, change->price, change->amount, 0};
        const levee_mark_spec_t mark = {s->book.instruments[tick->instrument].symbol, tick->mark,
                                        optional(tick->funding), 0};

        if (s->steps[i].is_tick)
            (void)levee_engine_tick(engine, &mark, 1, NULL);
        else
            (void)levee_engine_change(engine, &given, NULL);
    }
}

static int same_money(levee_money_t a, levee_money_t b)
{
    return a.low == b.low && a.high == b.high;
}

int case_engine_same(const levee_engine_t *a, const levee_engine_t *b)
{
    size_t count = 0, other = 0;
    const levee_verdict_t *x = levee_engine_verdicts(a, &count), *y = levee_engine_verdicts(b, &other);
    char hash[2][LEVEE_HASH_TEXT];

    if (count != other)
        return 0;
    for (size_t i = 0; i < count; i++) {
        if (x[i].account != y[i].account || x[i].from != y[i].from || x[i].to != y[i].to ||
            !same_money(x[i].equity, y[i].equity) || !same_money(x[i].maintenance, y[i].maintenance) ||
            !same_money(x[i].excess, y[i].excess))
            return 0;
    }
    levee_engine_hash(a, hash[0]);
    levee_engine_hash(b, hash[1]);
    return strcmp(hash[0], hash[1]) == 0;
}
