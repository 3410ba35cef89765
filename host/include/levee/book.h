/* SPDX-License-Identifier: Apache-2.0
 *
 * book.h: what an engine is made of, on the rules that levee.h begins with: results
 * and errors, money, a venue and its instruments, a book of accounts and legs. */
#ifndef LEVEE_BOOK_H
#define LEVEE_BOOK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Results and errors. */

typedef enum {
    LEVEE_OK = 0,
    LEVEE_END,       /* a reader has no more rows */
    LEVEE_REJECTED,  /* well formed, but it breaks a rule or a limit */
    LEVEE_MALFORMED, /* not of the form the interface asks for */
    LEVEE_SYSTEM,    /* the operating system refused */
    LEVEE_NO_MEMORY
} levee_result_t;

typedef struct {
    levee_result_t result;
    char field[32];    /* the input field at fault, "" when there is none */
    char message[480]; /* one line, without the field's name in front */
} levee_error_t;

/* Money. */

/* levee_money_t: a signed 128-bit amount, high * 2^64 + low, in millionths of
 * a quantum; a quantum is 10^-decimals of the settlement asset. */
typedef struct {
    uint64_t low;
    int64_t high;
} levee_money_t;

enum {
    LEVEE_MONEY_TEXT = 64, /* bytes that hold any printed money, NUL included */
    LEVEE_PRICE_TEXT = 64, /* bytes that hold any printed price or quantity */
    LEVEE_HASH_TEXT = 33   /* bytes that hold a printed state hash */
};

/* levee_money_print writes `money` of an asset with `decimals` (0 to 18) as
 * exact decimal text of up to decimals + 6 places, trailing zeros trimmed,
 * into `text`, which holds LEVEE_MONEY_TEXT bytes. Returns `text`. */
char *levee_money_print(levee_money_t money, unsigned decimals, char *text);

/* levee_decimal_check says whether `text` is a decimal of the form above:
 * LEVEE_OK or LEVEE_MALFORMED. */
levee_result_t levee_decimal_check(const char *text, levee_error_t *error);

/* Venue. */

typedef struct levee_venue levee_venue_t;

/* levee_tier_spec_t: one tier of an instrument. Rates are fractions of at most
 * six places; NULL or "" means absent. `notional` is the tier's upper bound in
 * the settlement asset and is absent on the last tier only. Linear and inverse
 * instruments take initial, maintenance and optionally deduction (checked
 * against the derived one); assets take haircut, borrow and optionally
 * haircut_initial and borrow_initial (default: equal to the former two). */
typedef struct {
    const char *notional;
    const char *initial;
    const char *maintenance;
    const char *deduction;
    const char *haircut;
    const char *borrow;
    const char *haircut_initial;
    const char *borrow_initial;
} levee_tier_spec_t;

/* levee_instrument_spec_t: one instrument; docs/model.md has the units. `kind`
 * is "linear", "inverse" or "asset"; "option" is refused for the time being.
 * `liquidation_fee` (default 0) is added to both rates of every tier; `expiry`
 * (nanoseconds since the epoch, as text) makes a dated future. */
typedef struct {
    const char *symbol;
    const char *kind;
    const char *underlying; /* optional */
    const char *settle;
    const char *tick;
    const char *lot;
    const char *multiplier;      /* optional, default 1 */
    const char *liquidation_fee; /* optional */
    const char *expiry;          /* optional */
    const levee_tier_spec_t *tiers;
    size_t tier_count;
} levee_instrument_spec_t;

/* levee_venue_new makes an empty venue called `name`; free it with
 * levee_venue_free unless a book has taken it. */
levee_result_t levee_venue_new(const char *name, levee_venue_t **venue, levee_error_t *error);
void levee_venue_free(levee_venue_t *venue);

/* levee_venue_add_settlement adds an asset in which accounts may settle, with
 * `decimals` from 0 to 18. */
levee_result_t levee_venue_add_settlement(levee_venue_t *venue, const char *asset, const char *decimals,
                                          levee_error_t *error);

/* levee_venue_add_instrument checks `spec` against every rule of docs/model.md,
 * derives its deductions, price range and scales exactly, and adds it. The
 * texts are copied. A fault inside a tier has the field "tiers[K].NAME". */
levee_result_t levee_venue_add_instrument(levee_venue_t *venue, const levee_instrument_spec_t *spec,
                                          levee_error_t *error);

/* Book. */

typedef struct levee_book levee_book_t;

typedef struct {
    const char *account; /* 1 to 64 bytes, no control character, comma or quote */
    const char *mode;    /* "isolated" or "cross"; "portfolio" is refused for the time being */
    const char *settle;
    const char *cash;     /* may be negative */
    const char *reserved; /* optional, >= 0: counts in the initial excess only */
} levee_account_spec_t;

typedef struct {
    const char *account;
    const char *instrument;
    const char *quantity;      /* signed, in units of the instrument, a multiple of its lot */
    const char *entry_price;   /* required, but for assets, which take none */
    const char *entry_funding; /* optional: default is the instrument's index */
} levee_leg_spec_t;

typedef struct {
    const char *instrument;
    const char *mark;
    const char *funding; /* optional cumulative index: default 0 in a book, unchanged in a tick */
    int64_t time_ns;     /* since the epoch, UTC; 0 when unknown */
} levee_mark_spec_t;

/* levee_book_new makes an empty book on `venue` and takes the venue over when
 * it succeeds: levee_book_free frees both. */
levee_result_t levee_book_new(levee_venue_t *venue, levee_book_t **book, levee_error_t *error);
void levee_book_free(levee_book_t *book);

/* levee_book_set_mark gives an instrument its first mark; an instrument needs
 * one before its first leg. Rounded to the nearest tick, half up. */
levee_result_t levee_book_set_mark(levee_book_t *book, const levee_mark_spec_t *spec, levee_error_t *error);

/* levee_book_add_account and levee_book_add_leg grow the book; amortised O(1).
 * The order of accounts is the order of every output. */
levee_result_t levee_book_add_account(levee_book_t *book, const levee_account_spec_t *spec, levee_error_t *error);
levee_result_t levee_book_add_leg(levee_book_t *book, const levee_leg_spec_t *spec, levee_error_t *error);

/* levee_account_state_t and levee_leg_state_t: an account and a leg as a running
 * engine reports them; what fills have come to, no single entry price need
 * express. */
typedef struct {
    const char *account;
    const char *mode;
    const char *settle;
    levee_money_t cash;     /* whole quanta, as are the others but entry_funding */
    levee_money_t reserved; /* >= 0 */
} levee_account_state_t;

typedef struct {
    const char *account;
    const char *instrument;
    int64_t lots;
    levee_money_t cost; /* 0 of an asset */
    levee_money_t entry_funding;
} levee_leg_state_t;

/* levee_book_restore_account and levee_book_restore_leg add what an engine has
 * reported, exactly: a book made of all marks, accounts and legs of an engine has
 * its state hash. A restored leg needs no room for its price to move. */
levee_result_t levee_book_restore_account(levee_book_t *book, const levee_account_state_t *state, levee_error_t *error);
levee_result_t levee_book_restore_leg(levee_book_t *book, const levee_leg_state_t *state, levee_error_t *error);

#ifdef __cplusplus
}
#endif

#endif
