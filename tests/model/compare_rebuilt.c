/* SPDX-License-Identifier: Apache-2.0
 *
 * The book built anew from what its accounts and legs have come to. */
#include "compare_book.h"

#include <string.h>

enum { MILLION = 1000000 };

typedef struct {
    run_t *run;
    levee_book_t *book;
    uint64_t count;
} rebuild_t;

/* value * units millionths of a quantum. */
static levee_money_t money_of(const mpz_t value, unsigned long units)
{
    levee_money_t money;
    mpz_t low, high;
    mpz_inits(low, high, NULL);
    mpz_mul_ui(low, value, units);
    mpz_fdiv_q_2exp(high, low, 64);
    mpz_fdiv_r_2exp(low, low, 64);
    money.low = mpz_get_ui(low);
    money.high = mpz_get_si(high);
    mpz_clears(low, high, NULL);
    return money;
}

static int add_account(rebuild_t *b, const oracle_account_t *a)
{
    const oracle_t *o = b->run->o;
    const levee_account_state_t account = {a->name, a->isolated ? "isolated" : "cross", o->settlements[a->settlement],
                                           money_of(a->cash, MILLION), money_of(a->reserved, MILLION)};
    levee_result_t result = levee_book_restore_account(b->book, &account, &b->run->error);
    for (unsigned j = a->leg_count; j-- > 0 && result == LEVEE_OK;) {
        const oracle_leg_t *held = &a->legs[j];
        const levee_leg_state_t leg = {a->name, o->instruments[held->instrument].symbol, held->lots,
                                       money_of(held->cost, MILLION), money_of(held->entry, 1)};
        result = levee_book_restore_leg(b->book, &leg, &b->run->error);
    }
    b->count++;
    return result == LEVEE_OK || compare_fail(b->run, "round %u: %s cannot be built anew: %s: %s", b->run->round,
                                              a->name, b->run->error.field, b->run->error.message);
}

/* Today's mark and index, which the engine must have under the same text. */
static int add_mark(rebuild_t *b, uint32_t instrument)
{
    const oracle_instrument_t *it = &b->run->o->instruments[instrument];
    case_text_t mark, funding;
    mpq_t price, index;
    mpq_inits(price, index, NULL);
    mpq_set_si(price, it->price, 1);
    mpq_mul(price, price, it->tick);
    mpq_div(index, it->x, it->funding_unit);
    const levee_mark_spec_t spec = {it->symbol, mark, funding, 0};
    int printed = exact_print_rational(mark, price) && exact_print_rational(funding, index);
    mpq_clears(price, index, NULL);
    if (!printed)
        return compare_fail(b->run, "round %u: the mark of %s is no decimal", b->run->round, it->symbol);
    return levee_book_set_mark(b->book, &spec, &b->run->error) == LEVEE_OK ||
           compare_fail(b->run, "round %u: mark %s of %s: %s", b->run->round, mark, it->symbol, b->run->error.message);
}

/* A venue of the instruments that were taken; the book takes it over. */
static int start_book(rebuild_t *b)
{
    const case_t *c = b->run->c;
    char decimals[16];
    levee_venue_t *venue;
    levee_result_t result = levee_venue_new("example", &venue, &b->run->error);
    for (unsigned i = 0; i < c->settlement_count && result == LEVEE_OK; i++) {
        snprintf(decimals, sizeof decimals, "%u", c->settlements[i].decimals);
        result = levee_venue_add_settlement(venue, c->settlements[i].name, decimals, &b->run->error);
    }
    for (uint32_t i = 0; i < c->instrument_count && result == LEVEE_OK; i++)
        if (b->run->o->instruments[i].accepted)
            result = compare_give_instrument(b->run, venue, &c->instruments[i]);
    if (result == LEVEE_OK)
        result = levee_book_new(venue, &b->book, &b->run->error);
    return result == LEVEE_OK || compare_fail(b->run, "round %u: no book: %s", b->run->round, b->run->error.message);
}

static int compare_engines(rebuild_t *b)
{
    char running[LEVEE_HASH_TEXT], built[LEVEE_HASH_TEXT];
    levee_engine_t *rebuilt;
    if (levee_engine_new(b->book, NULL, &rebuilt, &b->run->error) != LEVEE_OK)
        return compare_fail(b->run, "round %u: built anew: %s", b->run->round, b->run->error.message);
    b->book = NULL;
    levee_engine_hash(b->run->engine, running);
    levee_engine_hash(rebuilt, built);
    levee_engine_free(rebuilt);
    return strcmp(running, built) == 0 ||
           compare_fail(b->run, "round %u: the state hash is %s, built anew %s", b->run->round, running, built);
}

int compare_rebuilt(run_t *run, uint64_t *rebuilt)
{
    const oracle_t *o = run->o;
    rebuild_t b = {.run = run};
    int same = start_book(&b);
    for (uint32_t i = 0; i < o->instrument_count && same; i++)
        if (o->instruments[i].marked)
            same = add_mark(&b, i);
    for (size_t i = 0; i < o->account_count && same; i++)
        if (o->accounts[i].accepted)
            same = add_account(&b, &o->accounts[i]);
    same = same && compare_engines(&b);
    *rebuilt += b.count;
    levee_book_free(b.book);
    return same;
}
