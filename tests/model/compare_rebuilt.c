/* SPDX-License-Identifier: Apache-2.0
 *
 * The book built anew: what legs came to is stated as an entry price and an
 * entry index wherever there are such. */
#include "compare_book.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = 18 };

typedef struct {
    run_t *run;
    levee_book_t *book;
    unsigned char *marked; /* by instrument */
    unsigned char *chosen; /* by the oracle's account */
    uint64_t count;
} rebuild_t;

/* Prints value * 10^18, cut, plus `step` in the last place; 0 when it does not fit or is not a number. */
static int print_near(case_text_t text, const mpq_t value, unsigned step)
{
    mpz_t digits;
    mpz_init(digits);
    mpz_ui_pow_ui(digits, 10, PLACES);
    mpz_mul(digits, digits, mpq_numref(value));
    mpz_fdiv_q(digits, digits, mpq_denref(value));
    mpz_add_ui(digits, digits, step);
    int fits = exact_print(text, digits, PLACES);
    mpz_clear(digits);
    return fits;
}

/* A price at which the leg's lots cost what it has cost. */
static int state_price(const oracle_instrument_t *it, const oracle_leg_t *leg, case_text_t text)
{
    int found = it->kind == CASE_ASSET;
    mpq_t price, exact;
    mpz_t cost;
    mpq_inits(price, exact, NULL);
    mpz_init(cost);
    text[0] = '\0';
    for (unsigned step = 0; step < 2 && !found; step++) {
        mpq_set_si(price, leg->lots, 1);
        mpq_mul(price, price, it->entry_unit);
        mpq_set_z(exact, leg->cost);
        if (it->kind == CASE_INVERSE)
            mpq_neg(exact, exact);
        if (it->kind == CASE_INVERSE && mpq_sgn(exact) == 0)
            break;
        if (it->kind == CASE_INVERSE)
            mpq_div(price, price, exact);
        else
            mpq_div(price, exact, price);
        if (!print_near(text, price, step))
            break;
        exact_parse(price, text);
        if (mpq_sgn(price) <= 0)
            continue;
        oracle_cost(it, leg->lots, price, cost, exact);
        found = mpz_cmp(cost, leg->cost) == 0;
    }
    mpq_clears(price, exact, NULL);
    mpz_clear(cost);
    return found;
}

/* An index at which the leg's lots enter with what they have entered with. */
static int state_index(const oracle_instrument_t *it, const oracle_leg_t *leg, case_text_t text)
{
    int found = 0;
    mpq_t x, exact;
    mpz_t entry, sides[SIDES];
    mpq_inits(x, exact, NULL);
    mpz_inits(entry, sides[LONG], sides[SHORT], NULL);
    for (unsigned step = 0; step < 2 && !found && mpz_divisible_p(leg->entry, leg->size); step++) {
        mpz_divexact(entry, leg->entry, leg->size);
        mpz_mul_si(entry, entry, leg->lots < 0 ? -1 : 1);
        mpq_set_z(x, entry);
        mpq_div(x, x, it->funding_unit);
        if (!print_near(text, x, step))
            break;
        exact_parse(x, text);
        mpq_mul(x, x, it->funding_unit);
        oracle_entry(x, leg->lots, entry, exact);
        found = mpz_cmp(entry, leg->entry) == 0 && oracle_round_funding(x, sides);
    }
    mpq_clears(x, exact, NULL);
    mpz_clears(entry, sides[LONG], sides[SHORT], NULL);
    return found;
}

/* Whether the leg's specification could be written, with room for its price to move. */
static int state_leg(const rebuild_t *b, const oracle_leg_t *leg, case_text_t quantity, case_text_t price,
                     case_text_t index)
{
    const oracle_instrument_t *it = &b->run->o->instruments[leg->instrument];
    mpq_t lots;
    mpz_t sides[SIDES];
    mpq_init(lots);
    mpz_init_set(sides[LONG], it->funding[LONG]);
    mpz_init_set(sides[SHORT], it->funding[SHORT]);
    mpq_set_si(lots, leg->lots, 1);
    mpq_mul(lots, lots, it->lot);
    int stated = b->marked[leg->instrument] && exact_print_rational(quantity, lots) && state_price(it, leg, price) &&
                 state_index(it, leg, index) && oracle_size_allowed(it, leg->size, it->price, sides, 4);
    mpz_clears(sides[LONG], sides[SHORT], NULL);
    mpq_clear(lots);
    return stated;
}

static int add_account(rebuild_t *b, const oracle_account_t *a)
{
    const oracle_t *o = b->run->o;
    case_text_t quantity, price, index, cash, reserved;
    for (unsigned j = 0; j < a->leg_count; j++)
        if (!state_leg(b, &a->legs[j], quantity, price, index))
            return 1;
    if (!exact_print(cash, a->cash, (int)o->decimals[a->settlement]) ||
        !exact_print(reserved, a->reserved, (int)o->decimals[a->settlement]))
        return 1;
    const levee_account_spec_t spec = {a->name, a->isolated ? "isolated" : "cross", o->settlements[a->settlement], cash,
                                       reserved};
    levee_result_t result = levee_book_add_account(b->book, &spec, &b->run->error);
    for (unsigned j = a->leg_count; j-- > 0 && result == LEVEE_OK;) {
        state_leg(b, &a->legs[j], quantity, price, index);
        const levee_leg_spec_t leg = {a->name, o->instruments[a->legs[j].instrument].symbol, quantity, price, index};
        result = levee_book_add_leg(b->book, &leg, &b->run->error);
    }
    b->chosen[a - o->accounts] = 1;
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
    b->marked[instrument] = exact_print_rational(mark, price) && exact_print_rational(funding, index);
    mpq_clears(price, index, NULL);
    return !b->marked[instrument] || levee_book_set_mark(b->book, &spec, &b->run->error) == LEVEE_OK ||
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
    char engine[LEVEE_HASH_TEXT], oracle[LEVEE_HASH_TEXT];
    levee_engine_t *rebuilt;
    if (levee_engine_new(b->book, NULL, &rebuilt, &b->run->error) != LEVEE_OK)
        return compare_fail(b->run, "round %u: built anew: %s", b->run->round, b->run->error.message);
    b->book = NULL;
    levee_engine_hash(rebuilt, engine);
    levee_engine_free(rebuilt);
    compare_hash_book(b->run->o, b->chosen, oracle);
    return strcmp(engine, oracle) == 0 ||
           compare_fail(b->run, "round %u: built anew, the state hash is %s, the oracle's %s", b->run->round, engine,
                        oracle);
}

int compare_rebuilt(run_t *run, uint64_t *rebuilt)
{
    const oracle_t *o = run->o;
    rebuild_t b = {.run = run};
    b.marked = memory_zeroed(o->instrument_count);
    b.chosen = memory_zeroed(o->account_count);
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
    free(b.marked);
    free(b.chosen);
    return same;
}
