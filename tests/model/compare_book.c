/* SPDX-License-Identifier: Apache-2.0 */
#include "compare_book.h"
#include "memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { PPM = 1000000, FIXED_BITS = 256 };

typedef struct {
    unsigned char *bytes;
    size_t used;
} state_t;

static void put_bytes(state_t *s, const void *bytes, size_t count)
{
    s->bytes = memory_grow(s->bytes, s->used + count + 1);
    memcpy(s->bytes + s->used, bytes, count);
    s->used += count;
}

/* The low `count` bytes of a number in two's complement, least first. */
static void put_number(state_t *s, const mpz_t number, unsigned count)
{
    unsigned char bytes[16] = {0};
    mpz_t low;
    mpz_init(low);
    mpz_fdiv_r_2exp(low, number, 8 * count);
    mpz_export(bytes, NULL, -1, 1, 0, 0, low);
    put_bytes(s, bytes, count);
    mpz_clear(low);
}

static void put_count(state_t *s, unsigned long value, unsigned count)
{
    mpz_t number;
    mpz_init_set_ui(number, value);
    put_number(s, number, count);
    mpz_clear(number);
}

static void put_text(state_t *s, const char *text)
{
    put_count(s, strlen(text), 4);
    put_bytes(s, text, strlen(text));
}

static void put_leg(state_t *s, const char *symbol, const oracle_leg_t *leg)
{
    mpz_t lots;
    mpz_init_set_si(lots, leg->lots);
    put_text(s, symbol);
    put_number(s, lots, 8);
    put_number(s, leg->cost, 16);
    put_number(s, leg->entry, 16);
    mpz_clear(lots);
}

/* Legs come in byte order of their symbols: the next one is the least above the last. */
static void put_legs(state_t *s, const oracle_t *o, const oracle_account_t *a)
{
    const char *last = "";
    for (unsigned count = 0; count < a->leg_count; count++) {
        const oracle_leg_t *next = NULL;
        for (unsigned j = 0; j < a->leg_count; j++) {
            const char *symbol = o->instruments[a->legs[j].instrument].symbol;
            if (strcmp(symbol, last) > 0 &&
                (next == NULL || strcmp(symbol, o->instruments[next->instrument].symbol) < 0))
                next = &a->legs[j];
        }
        assert(next != NULL);
        last = o->instruments[next->instrument].symbol;
        put_leg(s, last, next);
    }
}

static void hash_account(const oracle_t *o, const oracle_account_t *a, mpz_t hash)
{
    state_t s = {0};
    put_text(&s, a->name);
    put_count(&s, a->isolated ? 0 : 1, 1);
    put_text(&s, o->settlements[a->settlement]);
    put_number(&s, a->cash, 16);
    put_number(&s, a->reserved, 16);
    put_count(&s, a->leg_count, 4);
    put_legs(&s, o, a);
    put_count(&s, (unsigned long)a->status, 1);
    XXH128_hash_t found = XXH3_128bits_withSeed(s.bytes, s.used, 0);
    mpz_set_ui(hash, found.high64);
    mpz_mul_2exp(hash, hash, 64);
    mpz_add_ui(hash, hash, found.low64);
    free(s.bytes);
}

/* The state hash of docs/formats.md from the oracle's open accounts. */
static void hash_book(const oracle_t *o, char text[LEVEE_HASH_TEXT])
{
    mpz_t sum, hash;
    mpz_inits(sum, hash, NULL);
    for (size_t i = 0; i < o->account_count; i++) {
        if (!o->accounts[i].accepted)
            continue;
        hash_account(o, &o->accounts[i], hash);
        mpz_add(sum, sum, hash);
    }
    mpz_fdiv_r_2exp(sum, sum, 128);
    gmp_snprintf(text, LEVEE_HASH_TEXT, "%032Zx", sum);
    mpz_clears(sum, hash, NULL);
}

int compare_hash(run_t *run)
{
    char engine[LEVEE_HASH_TEXT], oracle[LEVEE_HASH_TEXT];
    levee_engine_hash(run->engine, engine);
    hash_book(run->o, oracle);
    return strcmp(engine, oracle) == 0 ||
           compare_fail(run, "round %u: state hash: engine %s, oracle %s", run->round, engine, oracle);
}

/* The engine's cash of one settlement asset, and with it what its legs have cost and entered at, in units. */
static void sum_accounts(run_t *run, const char *settlement, mpz_t cash, mpz_t worth)
{
    mpz_t units;
    mpz_init(units);
    for (uint32_t i = 0; i < levee_engine_accounts(run->engine); i++) {
        levee_account_report_t account;
        levee_engine_account(run->engine, i, &account);
        if (account.account == NULL || strcmp(account.settle, settlement) != 0)
            continue;
        exact_money(units, account.cash);
        mpz_add(cash, cash, units);
        mpz_add(worth, worth, units);
        for (uint32_t j = 0; j < account.leg_count; j++) {
            levee_leg_report_t leg;
            levee_engine_leg(run->engine, i, j, &leg);
            exact_money(units, leg.entry_funding);
            mpz_add(worth, worth, units);
            exact_money(units, leg.cost);
            mpz_sub(worth, worth, units);
        }
    }
    mpz_clear(units);
}

/* Whether `units` are what was paid and `gained`, less what rounding took, but for the ledger's own cuts. */
static int balances(run_t *run, const char *settlement, const char *what, const mpz_t units,
                    const oracle_ledger_t *ledger, const mpz_t gained, const mpz_t taken)
{
    mpz_t owed, off;
    mpz_init_set(owed, gained);
    mpz_init(off);
    mpz_sub(owed, owed, taken);
    mpz_mul_2exp(off, ledger->paid, FIXED_BITS);
    mpz_add(owed, owed, off);
    mpz_mul_ui(owed, owed, PPM);
    mpz_mul_2exp(off, units, FIXED_BITS);
    mpz_sub(off, off, owed);
    mpz_tdiv_q_ui(off, off, PPM);
    int same = mpz_cmpabs_ui(off, ledger->terms + 1) <= 0;
    if (!same)
        compare_fail(run,
                     "round %u, %s: all %s is %Zd * 10^-6 quanta, %Zd * 2^-256 quanta off what was paid and traded",
                     run->round, settlement, what, units, off);
    mpz_clears(owed, off, NULL);
    return same && (mpz_sgn(taken) >= 0 || compare_fail(run, "%s: rounding favoured accounts", settlement));
}

int compare_ledgers(run_t *run)
{
    mpz_t cash, worth;
    mpz_inits(cash, worth, NULL);
    int same = 1;
    for (unsigned i = 0; i < run->o->settlement_count && same; i++) {
        const oracle_ledger_t *ledger = &run->o->ledgers[i];
        const char *settlement = run->o->settlements[i];
        mpz_set_ui(cash, 0);
        mpz_set_ui(worth, 0);
        sum_accounts(run, settlement, cash, worth);
        same = balances(run, settlement, "cash", cash, ledger, ledger->realised, ledger->closing) &&
               balances(run, settlement, "cash and legs", worth, ledger, ledger->traded, ledger->entry);
    }
    mpz_clears(cash, worth, NULL);
    return same;
}
