/* SPDX-License-Identifier: Apache-2.0
 *
 * The events of changes.csv. */
#include "memory.h"
#include "oracle_trade.h"

#include <stdlib.h>
#include <string.h>

enum { PPM = 1000000, DIGITS = 18, NAME_BYTES = 64 };

/* One change as read: `faults` collects what is wrong with it. */
typedef struct {
    oracle_t *o;
    const case_change_t *text;
    int faults;
} reader_t;

/* A number of at most 18 digits each side of the point, else malformed. */
static int read_number(reader_t *r, const char *text, mpq_t number)
{
    const char *whole = text + (text[0] == '-'), *rest = whole + strspn(whole, "0123456789");
    int good = rest > whole && rest - whole <= DIGITS;
    if (good && *rest == '.') {
        size_t places = strspn(rest + 1, "0123456789");
        good = places > 0 && places <= DIGITS;
        rest += 1 + places;
    }
    if (!good || *rest != '\0') {
        r->faults |= ORACLE_MALFORMED;
        return 0;
    }
    exact_parse(number, text);
    return 1;
}

/* Whole quanta below 2^70, of at least `least` in sign: 1 above 0, 0 not below. */
static void read_amount(reader_t *r, unsigned settlement, int least, mpz_t quanta)
{
    mpq_t amount;
    mpq_init(amount);
    if (read_number(r, r->text->amount, amount)) {
        exact_scale(amount, (int)r->o->decimals[settlement]);
        if (mpz_cmp_ui(mpq_denref(amount), 1) != 0 || mpz_sizeinbase(mpq_numref(amount), 2) > 70 ||
            mpq_sgn(amount) < least)
            r->faults |= ORACLE_REFUSED;
        mpz_set(quanta, mpq_numref(amount));
    }
    mpq_clear(amount);
}

static uint32_t read_instrument(reader_t *r)
{
    for (uint32_t i = 0; i < r->o->instrument_count; i++)
        if (r->o->instruments[i].accepted && strcmp(r->o->instruments[i].symbol, r->text->instrument) == 0)
            return i;
    r->faults |= ORACLE_REFUSED;
    return UINT32_MAX;
}

/* The instrument and a whole number of its lots, not 0. */
static uint32_t read_trade(reader_t *r, long *lots)
{
    uint32_t instrument = read_instrument(r);
    mpq_t quantity;
    mpq_init(quantity);
    if (read_number(r, r->text->quantity, quantity) && instrument != UINT32_MAX) {
        mpq_div(quantity, quantity, r->o->instruments[instrument].lot);
        if (mpz_cmp_ui(mpq_denref(quantity), 1) != 0 || mpq_sgn(quantity) == 0 ||
            mpz_sizeinbase(mpq_numref(quantity), 2) > 41)
            r->faults |= ORACLE_REFUSED;
        else
            *lots = mpz_get_si(mpq_numref(quantity));
    }
    mpq_clear(quantity);
    return instrument;
}

static void read_price(reader_t *r, mpq_t price)
{
    if (read_number(r, r->text->price, price) && mpq_sgn(price) <= 0)
        r->faults |= ORACLE_REFUSED;
}

static void fill(reader_t *r, oracle_draft_t *d)
{
    long lots = 0;
    mpq_t price;
    mpq_init(price);
    uint32_t instrument = read_trade(r, &lots);
    read_price(r, price);
    if (r->faults == 0)
        oracle_draft_trade(r->o, d, instrument, lots, price);
    mpq_clear(price);
}

/* Moves cash, or lots of an asset without cost; `sign` is 1 for a deposit. */
static void pay(reader_t *r, oracle_draft_t *d, int sign)
{
    const oracle_account_t *a = &r->o->accounts[d->account];
    mpz_t quanta;
    long lots = 0;
    mpz_init(quanta);
    if (r->text->instrument[0] == '\0' && r->text->quantity[0] == '\0') {
        read_amount(r, a->settlement, 1, quanta);
        mpz_mul_si(quanta, quanta, sign);
        mpz_add(d->cash, d->cash, quanta);
        mpq_set_z(d->exact_cash, quanta);
        mpq_add(d->exact_cash, d->exact_cash, a->exact_cash);
        d->allowed = mpz_sizeinbase(d->cash, 2) <= 70;
    } else {
        uint32_t instrument = read_trade(r, &lots);
        if (r->text->amount[0] != '\0' || lots < 0 ||
            (instrument != UINT32_MAX && r->o->instruments[instrument].kind != CASE_ASSET))
            r->faults |= ORACLE_REFUSED;
        if (r->faults == 0)
            oracle_draft_trade(r->o, d, instrument, sign * lots, NULL);
    }
    mpz_clear(quanta);
}

static void withdraw(reader_t *r, oracle_draft_t *d)
{
    mpz_t excess;
    mpz_init(excess);
    pay(r, d, -1);
    if (r->faults == 0 && d->allowed) {
        oracle_draft_initial(r->o, d, excess);
        d->allowed = mpz_sgn(excess) >= 0;
    }
    mpz_clear(excess);
}

/* Keeps the draft when it may be kept, and books what was paid in or out. */
static void finish(reader_t *r, oracle_draft_t *d)
{
    oracle_account_t *a = &r->o->accounts[d->account];
    if (!d->allowed)
        r->faults |= ORACLE_REFUSED;
    mpz_t *paid = &r->o->ledgers[a->settlement].paid;
    if (r->faults == 0 && !d->trades) {
        mpz_add(*paid, *paid, d->cash);
        mpz_sub(*paid, *paid, a->cash);
    }
    oracle_draft_end(r->o, d, r->faults == 0);
}

static void change_account(reader_t *r)
{
    const char *event = r->text->event;
    long account = oracle_find(r->o, r->text->account);
    if (account < 0) {
        r->faults |= ORACLE_REFUSED;
        return;
    }
    oracle_draft_t d;
    oracle_draft_start(r->o, &d, (uint32_t)account);
    if (strcmp(event, "fill") == 0)
        fill(r, &d);
    else if (strcmp(event, "deposit") == 0)
        pay(r, &d, 1);
    else if (strcmp(event, "withdraw") == 0)
        withdraw(r, &d);
    else if (strcmp(event, "reserve") == 0)
        read_amount(r, r->o->accounts[account].settlement, 0, d.reserved);
    else if (strcmp(event, "fee") == 0)
        pay(r, &d, -1);
    else
        r->faults |= ORACLE_REFUSED;
    finish(r, &d);
}

/* The index moves alone: the mark stays. */
static void change_funding(reader_t *r)
{
    uint32_t instrument = read_instrument(r);
    mpq_t x;
    mpz_t sides[SIDES];
    mpq_init(x);
    mpz_inits(sides[LONG], sides[SHORT], NULL);
    if (r->text->account[0] != '\0')
        r->faults |= ORACLE_REFUSED;
    if (read_number(r, r->text->amount, x) && r->faults == 0) {
        oracle_instrument_t *it = &r->o->instruments[instrument];
        mpq_mul(x, x, it->funding_unit);
        if (!it->marked || !oracle_round_funding(x, sides) ||
            !oracle_size_allowed(it, it->largest, it->price, sides, 1)) {
            r->faults |= ORACLE_REFUSED;
        } else {
            mpq_set(it->x, x);
            oracle_round_funding(x, it->funding);
            for (size_t i = 0; i < r->o->account_count; i++)
                r->o->accounts[i].moved |= oracle_holding(&r->o->accounts[i], instrument) != NULL;
        }
    }
    mpz_clears(sides[LONG], sides[SHORT], NULL);
    mpq_clear(x);
}

/* A trade of -q for every holder; all of them or none. */
static void settle_holders(reader_t *r, uint32_t instrument, const mpq_t price)
{
    oracle_draft_t *drafts = memory_zeroed(r->o->account_count * sizeof *drafts);
    size_t count = 0;
    for (uint32_t i = 0; i < r->o->account_count; i++) {
        const oracle_leg_t *leg = oracle_holding(&r->o->accounts[i], instrument);
        if (leg == NULL)
            continue;
        oracle_draft_start(r->o, &drafts[count], i);
        oracle_draft_trade(r->o, &drafts[count], instrument, -leg->lots, price);
        if (!drafts[count++].allowed)
            r->faults |= ORACLE_REFUSED;
    }
    for (size_t i = 0; i < count; i++)
        oracle_draft_end(r->o, &drafts[i], r->faults == 0);
    free(drafts);
}

static void change_settle(reader_t *r)
{
    uint32_t instrument = read_instrument(r);
    mpq_t price;
    mpq_init(price);
    read_price(r, price);
    if (r->text->account[0] != '\0')
        r->faults |= ORACLE_REFUSED;
    if (r->faults == 0)
        settle_holders(r, instrument, price);
    mpq_clear(price);
}

static int name_allowed(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)name[i] < ' ' || name[i] == 127 || name[i] == ',' || name[i] == '"')
            return 0;
    return length > 0 && length <= NAME_BYTES;
}

/* MODE:ASSET. */
static unsigned read_kind(reader_t *r, int *isolated)
{
    const char *text = r->text->instrument;
    *isolated = strncmp(text, "isolated:", 9) == 0;
    if (*isolated || strncmp(text, "cross:", 6) == 0)
        for (unsigned i = 0; i < r->o->settlement_count; i++)
            if (strcmp(text + (*isolated ? 9 : 6), r->o->settlements[i]) == 0)
                return i;
    r->faults |= ORACLE_REFUSED;
    return 0;
}

static void change_open(reader_t *r)
{
    int isolated;
    unsigned settlement = read_kind(r, &isolated);
    mpz_t cash;
    mpz_init(cash);
    read_amount(r, settlement, 0, cash);
    if (!name_allowed(r->text->account))
        r->faults |= ORACLE_MALFORMED;
    if (oracle_find(r->o, r->text->account) >= 0)
        r->faults |= ORACLE_REFUSED;
    if (r->faults == 0) {
        case_account_t text = {.isolated = isolated, .settlement = settlement};
        exact_copy(text.cash, r->text->amount);
        oracle_add_account(r->o, &text);
        memcpy(r->o->accounts[r->o->account_count - 1].name, r->text->account, ORACLE_NAME);
    }
    mpz_clear(cash);
}

static void change_close(reader_t *r)
{
    long account = oracle_find(r->o, r->text->account);
    oracle_account_t *a = account >= 0 ? &r->o->accounts[account] : NULL;
    if (a == NULL || a->leg_count > 0 || mpz_sgn(a->cash) != 0)
        r->faults |= ORACLE_REFUSED;
    else
        a->accepted = 0;
}

int oracle_change(oracle_t *o, const case_change_t *change)
{
    reader_t r = {.o = o, .text = change};
    if (strcmp(change->event, "funding") == 0)
        change_funding(&r);
    else if (strcmp(change->event, "settle") == 0)
        change_settle(&r);
    else if (strcmp(change->event, "open") == 0)
        change_open(&r);
    else if (strcmp(change->event, "close") == 0)
        change_close(&r);
    else
        change_account(&r);
    return r.faults;
}
