/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle.h: what docs/model.md says, computed a second time from the page
 * alone, in unbounded GMP numbers. Two readings of every account:
 *
 *   exact      the textbook definition in rationals: nothing is rounded
 *   rounded    the same with each rounding that docs/model.md defines
 *
 * The engine must equal the rounded reading everywhere, and stay on the safe
 * side of the exact one by less than a bound that is 0 where all is whole.
 * Amounts are units: millionths of a quantum of the settlement asset. */
#ifndef LEVEE_TESTS_ORACLE_H
#define LEVEE_TESTS_ORACLE_H

#include "case.h"

enum { EQUITY, MAINTENANCE, INITIAL, MEASURES };
enum { LONG, SHORT, SIDES };

typedef struct {
    int open;                         /* the last tier has no bound */
    mpz_t bound;                      /* quanta */
    int rate[SIDES][MEASURES];        /* ppm, liquidation fee included */
    mpz_t deduction[SIDES][MEASURES]; /* units */
} oracle_tier_t;

/* One lot at a price of P ticks is worth per_lot * P quanta, for an inverse
 * instrument per_lot / P. */
typedef struct {
    int accepted;
    char symbol[16];
    case_kind_t kind;
    unsigned settlement, decimals;
    mpq_t tick, lot;
    mpq_t per_lot;
    mpq_t entry_unit;   /* quanta per lot and price, inverse: over price */
    mpq_t funding_unit; /* units of x per unit of the index */
    unsigned tier_count;
    oracle_tier_t *tiers;
    int largest_rate;
    long price_min, price_max; /* ticks */
    int marked;
    long price;
    mpq_t x;              /* units per lot, not rounded */
    mpz_t funding[SIDES]; /* F_long, F_short */
    mpz_t largest;        /* the largest |q| held */
} oracle_instrument_t;

typedef struct {
    uint32_t instrument;
    int side;
    long lots;         /* signed */
    mpz_t size;        /* |lots| */
    mpq_t exact_cost;  /* quanta */
    mpz_t cost;        /* quanta, each fill's rounded up */
    mpq_t exact_entry; /* sum of q * x at entry, units */
    mpz_t entry;       /* sum of q * F at entry, units */
    mpz_t lost;        /* what rounding both has taken is less than this, or 0; units */
} oracle_leg_t;

enum { ORACLE_NAME = 72 };

/* A closed account is no longer accepted; an opened one stands behind all others. */
typedef struct {
    int accepted, isolated;
    char name[ORACLE_NAME];
    unsigned settlement;
    mpz_t cash, reserved; /* quanta */
    mpq_t exact_cash;     /* quanta, had closing never been rounded */
    mpz_t lost;           /* what that took is less than this, or 0; units */
    oracle_leg_t *legs;   /* in venue order */
    unsigned leg_count, leg_words;
    levee_status_t status; /* of the last verdict, kept by the comparison, */
    int moved;             /* which looks at it where this says so */
} oracle_account_t;

/* What went through all accounts of one settlement asset, in whole quanta or, with 256 binary places more, exact. */
typedef struct {
    mpz_t paid;           /* in, less out and fees */
    mpz_t realised;       /* exact results of closed legs and of trades of assets */
    mpz_t traded;         /* exact results of all trades, whether closed or not: - cost + q * x */
    mpz_t closing, entry; /* what rounding took: from cash, and from cash and legs together */
    uint64_t terms;       /* summed, each cut by less than 2^-256 */
} oracle_ledger_t;

typedef struct {
    unsigned settlement_count;
    char settlements[CASE_SETTLEMENTS][8];
    unsigned decimals[CASE_SETTLEMENTS];
    oracle_ledger_t ledgers[CASE_SETTLEMENTS];
    oracle_instrument_t *instruments;
    size_t instrument_count;
    oracle_account_t *accounts;
    size_t account_count;
} oracle_t;

/* oracle_new makes an empty oracle with the settlement assets of `c`;
 * oracle_free releases it. */
oracle_t *oracle_new(const case_t *c);
void oracle_free(oracle_t *o);

/* The next four read one element of the case and return whether the rules
 * accept it. Instruments and accounts keep their number, accepted or not. */
int oracle_add_instrument(oracle_t *o, const case_instrument_t *text);
int oracle_set_mark(oracle_t *o, uint32_t instrument, const char *mark, const char *funding);
int oracle_add_account(oracle_t *o, const case_account_t *text);
int oracle_add_leg(oracle_t *o, const case_leg_t *text);

/* oracle_clear_instrument and oracle_clear_leg release what one holds. */
void oracle_clear_instrument(oracle_instrument_t *it);
void oracle_clear_leg(oracle_leg_t *leg);

/* oracle_find returns the number of the open account of that name, or -1;
 * oracle_holding the account's leg in an instrument, or NULL. */
long oracle_find(const oracle_t *o, const char *name);
oracle_leg_t *oracle_holding(const oracle_account_t *a, uint32_t instrument);

/* oracle_keep_leg takes a leg over, in its place in venue order. */
void oracle_keep_leg(oracle_account_t *a, const oracle_leg_t *leg);

/* oracle_leg_words is 2 for a leg of 2^31 lots or more, else 1. */
unsigned oracle_leg_words(const mpz_t size);

/* oracle_size_allowed says whether `size` lots may be held at `price` and
 * funding, R(price) counted `times` times; oracle_round_funding sets F_long
 * and F_short and says whether they are within 2^57. */
int oracle_size_allowed(const oracle_instrument_t *it, const mpz_t size, long price, mpz_t funding[SIDES],
                        unsigned long times);
int oracle_round_funding(const mpq_t x, mpz_t funding[SIDES]);

/* oracle_entry sets what a trade of `lots` adds to the sum of q * F at entry,
 * rounded against the account, and q * x without rounding. */
void oracle_entry(const mpq_t x, long lots, mpz_t entry, mpq_t exact);

/* oracle_cost sets what `lots` cost at `price`, rounded up and exactly. */
void oracle_cost(const oracle_instrument_t *it, long lots, const mpq_t price, mpz_t cost, mpq_t exact);

/* What is wrong with a change; one fault may hide another from the engine. */
enum { ORACLE_MALFORMED = 1, ORACLE_REFUSED = 2 };

/* oracle_change applies a change, or returns its faults and applies nothing. */
int oracle_change(oracle_t *o, const case_change_t *change);

/* oracle_ledger_add adds an exact number of quanta to a sum of the ledger. */
void oracle_ledger_add(oracle_ledger_t *ledger, mpz_t sum, const mpq_t quanta);

/* oracle_tick applies a batch, all of it or nothing. */
int oracle_tick(oracle_t *o, const case_tick_t *ticks, size_t count);

/* oracle_price_tick rounds a price to the nearest tick, half up; -1 when it is
 * outside the instrument's range. */
long oracle_price_tick(const oracle_instrument_t *it, const mpq_t price);

/* oracle_requirement_per_lot sets `units` to R(price), the most one lot can
 * weigh in any row. */
void oracle_requirement_per_lot(const oracle_instrument_t *it, long price, mpz_t units);

/* oracle_tier returns the lowest tier whose bound holds `size` lots at
 * `price`; oracle_tier_lots the most lots whose notional a bound admits. */
unsigned oracle_tier(const oracle_instrument_t *it, const mpz_t size, long price);
void oracle_tier_lots(const oracle_instrument_t *it, unsigned tier, long price, mpz_t lots);

/* oracle_row sets `units` to one lot's entry of the risk table. Returns whether
 * it needed rounding. */
int oracle_row(const oracle_instrument_t *it, unsigned tier, int side, int measure, long price, mpz_t units);

/* oracle_leg_rounded sets `units` to what a leg adds to the account's excess at
 * `price`, everything in it rounded as defined. */
void oracle_leg_rounded(const oracle_t *o, const oracle_leg_t *leg, int measure, long price, mpz_t units);

/* oracle_leg_exact does the same without rounding, and `oracle_leg_bound` says
 * by how much (less than) the two may differ; 0 means not at all. */
void oracle_leg_exact(const oracle_t *o, const oracle_leg_t *leg, int measure, long price, mpq_t units);
void oracle_leg_bound(const oracle_t *o, const oracle_leg_t *leg, int measure, long price, mpz_t units);

/* oracle_account_rounded and oracle_account_exact: the equity and the two
 * excesses of an account at the present marks, with the bound between them. */
void oracle_account_rounded(const oracle_t *o, const oracle_account_t *a, mpz_t units[MEASURES]);
void oracle_account_exact(const oracle_t *o, const oracle_account_t *a, mpq_t units[MEASURES], mpz_t bound[MEASURES]);

/* oracle_status judges by the signs of the three. */
levee_status_t oracle_status(int equity_sign, int maintenance_sign, int initial_sign);

/* Prices. FOUND has the price in ticks; SAFE and UNSAFE are the two kinds of
 * "none": the measure is >= 0, or < 0, on every tick of the range. */
typedef enum { ORACLE_FOUND, ORACLE_SAFE, ORACLE_UNSAFE } oracle_found_t;
typedef struct {
    oracle_found_t found;
    long price;
    int dips; /* oracle_price_rounded: rounding makes a tier's edge beyond the price unsafe again */
} oracle_price_t;

/* oracle_price_rounded searches each tier's price range of the rounded
 * reading; `rest` is the account's excess without the leg. */
oracle_price_t oracle_price_rounded(const oracle_t *o, const oracle_leg_t *leg, int measure, const mpz_t rest);

/* oracle_price_scan looks at every tick of [first, last] in turn instead. */
oracle_price_t oracle_price_scan(const oracle_t *o, const oracle_leg_t *leg, int measure, const mpz_t rest, long first,
                                 long last);

/* oracle_price_exact solves the textbook equation in closed form: the price
 * that satisfies every tier's own line. */
oracle_price_t oracle_price_exact(const oracle_t *o, const oracle_leg_t *leg, int measure, const mpq_t rest);

#endif
