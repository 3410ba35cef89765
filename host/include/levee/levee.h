/* SPDX-License-Identifier: Apache-2.0
 *
 * levee.h: the public interface of the risk engine. A venue (assets and
 * instruments) becomes a book (accounts, legs, marks), both of levee/book.h, a book
 * becomes an engine, and an engine turns ticks into verdicts.
 *
 * Text in, integers out. Prices, quantities, rates and money enter as decimal
 * text (`-?[0-9]+(\.[0-9]+)?`, at most 18 digits each side of the point), so
 * no caller rounds before the engine does; money leaves as levee_money_t.
 *
 * Every function that can fail returns a levee_result_t and, where `error` is
 * not NULL, says there what was wrong, in which field and how to mend it. A
 * call that fails changes nothing. Nothing here is global: handles of
 * different books may be used by different threads at once, one handle by one
 * thread at a time. Text that a handle returns lives as long as the handle, the
 * names of accounts until the next account is opened or closed. */
#ifndef LEVEE_LEVEE_H
#define LEVEE_LEVEE_H

#include <levee/book.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Engine. */

typedef struct levee_engine levee_engine_t;

typedef enum {
    LEVEE_HEALTHY = 0,
    LEVEE_RESTRICTED = 1, /* initial excess < 0 */
    LEVEE_LIQUIDATE = 2,  /* maintenance excess < 0 */
    LEVEE_BANKRUPT = 3,   /* equity < 0 */
    LEVEE_NO_STATUS = 4   /* before the first verdict */
} levee_status_t;

/* levee_status_name returns "healthy", "restricted", "liquidate", "bankrupt"
 * or "none". */
const char *levee_status_name(levee_status_t status);

/* levee_log_t: takes one line of text, without its end, about a card that was given
 * up or is trusted again. `line` may be NULL. */
typedef struct {
    void (*line)(void *context, const char *text);
    void *context;
} levee_log_t;

enum { LEVEE_THREADS_MAX = 64 };

/* levee_engine_options_t: NULL and 0 mean the default. */
typedef struct {
    const char *backend;       /* "cpu"; "verilated": the kernel's hardware description, simulated; "xrt": a card;
                                  "opencl": a card, or without an xclbin any OpenCL device */
    const char *isa;           /* of "cpu": "avx512", "avx2", "portable" or "reference"; NULL: the best there is */
    uint32_t threads;          /* of "cpu", but not of "reference": how many sweep, the caller's included, at most
                                  LEVEE_THREADS_MAX; 0: one. Those that have had nothing to do for a millisecond sleep */
    int sweep_always;          /* of "cpu": not 0: a tick judges every account, as if each could change */
    const char *xclbin;        /* what a card is loaded with; NULL: what LEVEE_XCLBIN of the environment names */
    uint32_t card_deadline_ms; /* after which the CPU finishes a tick; 0: 20, for what is no card 10,000 */
    levee_log_t log;
} levee_engine_options_t;

/* levee_engine_new lays `book` out in slices, takes all memory a run needs,
 * gives every account its first verdict and takes the book over when it
 * succeeds. `options` may be NULL. O(legs + accounts log accounts). */
levee_result_t levee_engine_new(levee_book_t *book, const levee_engine_options_t *options, levee_engine_t **engine,
                                levee_error_t *error);
void levee_engine_free(levee_engine_t *engine);

/* levee_verdict_t: one change of status. Accounts count from 0 in book order. */
typedef struct {
    uint32_t account;
    levee_status_t from;
    levee_status_t to;
    levee_money_t equity;
    levee_money_t maintenance; /* equity - maintenance excess */
    levee_money_t excess;      /* maintenance excess */
} levee_verdict_t;

/* levee_engine_tick applies `count` ticks as one: marks and funding indices
 * move together, then every account is judged. All of them apply or none: a
 * tick that names no instrument of the venue, leaves its price range, expires
 * or breaks a limit rejects the batch, and the last good prices stay.
 * `count` is at most the venue's number of instruments. O(accounts whose status could
 * change); O(legs) where these are many, or the backend sweeps. */
levee_result_t levee_engine_tick(levee_engine_t *engine, const levee_mark_spec_t *ticks, size_t count,
                                 levee_error_t *error);

/* levee_move_t: an instrument's new mark, in numbers: which one of the venue, from 0
 * in its order, and the price in its ticks. */
typedef struct {
    uint32_t instrument;
    uint32_t price;
    int64_t time_ns;
} levee_move_t;

/* levee_engine_move does what levee_engine_tick does, without reading text; funding
 * indices stay. */
levee_result_t levee_engine_move(levee_engine_t *engine, const levee_move_t *moves, size_t count, levee_error_t *error);

/* levee_engine_verdicts returns the changes of status of the last levee_engine_tick
 * or levee_engine_move that succeeded, or of the last levee_engine_change(s) whatever
 * became of it, in book order, or, before the first, of the start: every account that
 * is not healthy, `from` = LEVEE_NO_STATUS. Valid until the next tick. */
const levee_verdict_t *levee_engine_verdicts(const levee_engine_t *engine, size_t *count);

/* levee_engine_verdicts_by_severity puts these verdicts into another order first: the
 * largest shortfall for its requirement (maintenance excess over maintenance, exactly)
 * comes first, the first in book order where two are the same, and before all others
 * who is short without a requirement. They stay in that order. O(count log count). */
const levee_verdict_t *levee_engine_verdicts_by_severity(levee_engine_t *engine, size_t *count);

/* levee_device_report_t: what judges ticks, and what has. */
typedef struct {
    const char *backend;
    const char *isa;
    uint64_t ticks_on_card;      /* whose verdicts came from another backend than "cpu" */
    uint64_t ticks_swept;        /* by "cpu", where it need not have: too many accounts could change */
    uint64_t accounts_looked_at; /* by the other ticks of "cpu" */
    uint64_t faults;             /* how often that backend was given up, and the CPU finished the tick */
    uint64_t rearmed;            /* how often it was trusted again */
    const char *fault;           /* why it was given up last, or NULL */
} levee_device_report_t;

void levee_engine_device(const levee_engine_t *engine, levee_device_report_t *report);

/* levee_price_t: a liquidation or bankruptcy price, or none. */
typedef struct {
    int found;
    char text[LEVEE_PRICE_TEXT]; /* the price, or "none" */
} levee_price_t;

/* levee_change_t: one event of docs/formats.md ("Changes"). What an event does
 * not use is NULL or "". */
typedef struct {
    const char *event; /* fill, deposit, withdraw, fee, reserve, funding, settle, open or close */
    const char *account;
    const char *instrument;
    const char *quantity;
    const char *price;
    const char *amount;
    int64_t time_ns;
} levee_change_t;

/* levee_engine_change applies one change to the book and judges the accounts it
 * touches, whose changes of status levee_engine_verdicts then returns. Rejects
 * what breaks a rule or a limit, and then nothing has changed. O(legs of the
 * account + log legs of the instrument), amortised; `funding` sweeps every
 * account, `settle` is O(holders). */
levee_result_t levee_engine_change(levee_engine_t *engine, const levee_change_t *change, levee_error_t *error);

/* levee_engine_changes applies `count` changes one after the other and judges
 * each touched account once, at the end. results[i], where `results` is not
 * NULL, says what became of change i. Returns LEVEE_OK when all were applied,
 * else the result of the first that was not, with its error; the others are
 * applied all the same, but for the end of memory. */
levee_result_t levee_engine_changes(levee_engine_t *engine, const levee_change_t *changes, size_t count,
                                    levee_result_t *results, levee_error_t *error);

/* levee_margin_t: an account's margin, as it is or as an order would make it. */
typedef struct {
    levee_status_t status;
    levee_money_t equity;
    levee_money_t initial;
    levee_money_t maintenance;
    levee_money_t excess;
    levee_money_t available;
    levee_price_t liquidation; /* of the order's instrument, or of the only contract where cash alone moves */
} levee_margin_t;

/* levee_engine_whatif says what `change`, a fill or a withdrawal, would make of
 * its account; nothing changes. A withdrawal that would be rejected for lack of
 * margin is answered all the same. O(legs of the account). */
levee_result_t levee_engine_whatif(const levee_engine_t *engine, const levee_change_t *change, levee_margin_t *before,
                                   levee_margin_t *after, levee_error_t *error);

/* levee_account_report_t: an account at the current marks. */
typedef struct {
    const char *account;
    const char *mode;
    const char *settle;
    unsigned decimals;
    levee_status_t status;
    uint32_t leg_count;
    levee_money_t cash;
    levee_money_t reserved;
    levee_money_t equity;      /* at marks, without haircuts */
    levee_money_t initial;     /* equity - initial excess */
    levee_money_t maintenance; /* equity - maintenance excess */
    levee_money_t excess;      /* maintenance excess */
    levee_money_t available;   /* max(0, initial excess) */
} levee_account_report_t;

/* levee_leg_report_t: a leg's terms. For each measure (equity, maintenance,
 * initial) the account's excess is exactly
 *   cash - reserved (initial only) + sum over legs (-cost + entry_funding + rows[m] + deductions[m]). */
typedef struct {
    const char *instrument;
    const char *kind;
    char quantity[LEVEE_PRICE_TEXT];
    char mark[LEVEE_PRICE_TEXT];
    int64_t lots;
    uint32_t tier; /* from 0 */
    uint32_t tier_count;
    int64_t tier_limit;          /* most lots this tier holds at the mark; INT64_MAX on the last */
    uint32_t rate_maintenance;   /* ppm of the leg's side and tier, liquidation fee included */
    uint32_t rate_initial;       /* ppm, likewise */
    levee_money_t row[3];        /* risk-table entries, per lot */
    levee_money_t cost;          /* whole quanta */
    levee_money_t entry_funding; /* sum of q * F at entry */
    levee_money_t rows[3];       /* lots * row */
    levee_money_t deductions[3];
} levee_leg_report_t;

/* levee_engine_accounts returns the bound of account numbers; once accounts
 * have been closed, some below it belong to none. */
uint32_t levee_engine_accounts(const levee_engine_t *engine);

/* levee_engine_find finds an account by name: LEVEE_OK, or LEVEE_REJECTED when
 * the book has none of that name. O(1). */
levee_result_t levee_engine_find(const levee_engine_t *engine, const char *account, uint32_t *index,
                                 levee_error_t *error);

/* levee_engine_account reports account `index`, below levee_engine_accounts.
 * Asks each leg once. report->account is NULL, and nothing else is set, when
 * that account is closed: its number is given to one that is opened later. */
void levee_engine_account(const levee_engine_t *engine, uint32_t index, levee_account_report_t *report);

/* levee_engine_account_name is the account's name, NULL when it is closed, and stores
 * the decimals of what it settles in. Asks no leg. */
const char *levee_engine_account_name(const levee_engine_t *engine, uint32_t index, unsigned *decimals);

/* levee_engine_leg reports leg `leg` of account `index`, in venue order, leg
 * below the account's leg_count. */
void levee_engine_leg(const levee_engine_t *engine, uint32_t index, uint32_t leg, levee_leg_report_t *report);

/* levee_engine_prices finds the liquidation and the bankruptcy price of a leg,
 * everything else fixed: the lowest (long) or highest (short) price in the
 * instrument's range at which the maintenance excess (the equity) is >= 0;
 * none when the sign is the same over the whole range. The leg must not be an
 * asset. O(tiers * 31) evaluations of a row. */
void levee_engine_prices(const levee_engine_t *engine, uint32_t index, uint32_t leg, levee_price_t *liquidation,
                         levee_price_t *bankruptcy);

/* levee_engine_hash writes the state hash of the book and its statuses as 32
 * hex digits and a NUL. O(legs). */
void levee_engine_hash(const levee_engine_t *engine, char text[LEVEE_HASH_TEXT]);

/* Instruments, as the engine holds them. */

typedef struct {
    const char *symbol;
    const char *kind;
    const char *underlying; /* "" when not stated */
    const char *settle;
    unsigned decimals; /* of the settlement asset */
    const char *tick;
    const char *lot;
    char price_min[LEVEE_PRICE_TEXT]; /* range of accepted prices */
    char price_max[LEVEE_PRICE_TEXT];
    char mark[LEVEE_PRICE_TEXT]; /* "" before the first mark */
    int64_t time_ns;             /* of the mark; 0 when unknown */
    levee_money_t lot_value;     /* one lot at the mark, absolute; 0 before the first mark */
} levee_instrument_report_t;

/* levee_engine_instruments returns how many instruments the venue has;
 * levee_engine_instrument reports instrument `index`, in venue order. */
uint32_t levee_engine_instruments(const levee_engine_t *engine);
void levee_engine_instrument(const levee_engine_t *engine, uint32_t index, levee_instrument_report_t *report);

/* levee_book_instruments and levee_book_instrument: the same of a book that is
 * not an engine yet. */
uint32_t levee_book_instruments(const levee_book_t *book);
void levee_book_instrument(const levee_book_t *book, uint32_t index, levee_instrument_report_t *report);

/* Backends. */

/* levee_backend_report_t: one name that levee_engine_options_t.backend takes. For
 * a kernel the figures are those of its identity registers, or what its answers to
 * commands tell, else 0. */
typedef struct {
    const char *backend;
    int ready;      /* whether this build can use it here */
    uint32_t lanes; /* accounts judged side by side */
    uint32_t measures;
    uint32_t instruments; /* most that a venue may list */
    uint32_t tiers;       /* most that an instrument may have */
    uint32_t version;     /* of the map of registers and records */
    char note[320];       /* what it is, or what to do to have it */
} levee_backend_report_t;

/* levee_backends returns how many there are; levee_backend reports one. A kernel
 * is opened for it, which takes some milliseconds, and a card longer. */
uint32_t levee_backends(void);
void levee_backend(uint32_t index, levee_backend_report_t *report);

/* levee_version returns the release, e.g. "0.1.0"; levee_build names the
 * source revision, compiler and flags of this build. */
const char *levee_version(void);
const char *levee_build(void);

#ifdef __cplusplus
}
#endif

#endif
