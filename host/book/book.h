/* SPDX-License-Identifier: Apache-2.0
 *
 * book.h: who holds what. Accounts in the order they came, legs chained per
 * account in venue order. */
#ifndef LEVEE_BOOK_BOOK_H
#define LEVEE_BOOK_BOOK_H

#include "book/by_quantity.h"
#include "book/triggers.h"
#include "market/marks.h"

enum { LEVEE_ACCOUNTS_MAX = 1 << LEVEE_KEY_ACCOUNT_BITS, LEVEE_LEGS_MAX = 1 << 28 };

enum { LEVEE_LEGS_NEAR = 5 }; /* legs whose places stand in the account itself */

#define LEVEE_NO_LEG UINT32_MAX

typedef enum { LEVEE_ISOLATED = 0, LEVEE_CROSS = 1 } levee_mode_t;

/* levee_leg_t: one position, collateral balance or loan. */
typedef struct {
    uint32_t instrument;
    uint32_t account;
    uint32_t next;            /* leg of the same account, LEVEE_NO_LEG at the end */
    int64_t quantity;         /* lots, signed, not 0 */
    int64_t cost;             /* whole quanta */
    levee_i128 entry_funding; /* sum of q * F at entry, quanta * 10^-6 */
} levee_leg_t;

/* levee_account_t: accounts are numbered; a closed one's number is given to a
 * later account, `order` never is. A cache line: the places of the first legs
 * spare waiting for one leg to learn where the next one is. */
typedef struct {
    levee_i128 cash;                /* quanta */
    levee_i128 reserved;            /* quanta, >= 0 */
    uint64_t order;                 /* of accounts.csv, then of opening */
    uint32_t near[LEVEE_LEGS_NEAR]; /* the first legs, LEVEE_NO_LEG behind the last */
    uint8_t leg_count;
    uint8_t word_count; /* leg words: a wide leg counts as two */
    uint8_t settle;
    uint8_t mode; /* levee_mode_t */
} levee_account_t;

_Static_assert(sizeof(levee_account_t) == 64 && LEVEE_LEG_WORDS_MAX <= UINT8_MAX && LEVEE_SETTLEMENTS_MAX <= 256,
               "an account is a cache line");

struct levee_book {
    levee_venue_t *venue;
    levee_mark_t *mark;                              /* per instrument */
    levee_by_quantity_t (*by_quantity)[LEVEE_SIDES]; /* per instrument: its legs in order of |q| */
    levee_node_pool_t nodes;
    levee_triggers_t triggers; /* of the legs; of none unless levee_legs_watch was called */
    levee_names_t names;       /* number = account */
    levee_account_t *account;
    uint32_t account_room;
    uint64_t opened;  /* accounts so far, closed ones included */
    levee_leg_t *leg; /* packed: leg[0 .. leg_count) */
    uint32_t leg_count;
    uint32_t leg_room;
};

/* levee_book_accounts returns the bound of account numbers: some below it may
 * belong to closed accounts. */
static inline uint32_t levee_book_accounts(const levee_book_t *book)
{
    return book->names.count;
}

/* levee_book_is_open says whether the number belongs to an account. */
static inline bool levee_book_is_open(const levee_book_t *book, uint32_t account)
{
    return levee_names_get(&book->names, account) != NULL;
}

/* levee_book_open adds an account of this name and stores its number;
 * levee_book_close removes one that has no legs and no cash. */
levee_result_t levee_book_open(levee_book_t *book, const char *name, const levee_account_t *account, uint32_t *number,
                               levee_error_t *error);
levee_result_t levee_book_close(levee_book_t *book, uint32_t account, levee_error_t *error);

/* levee_leg_words is 1, or 2 for a wide leg. */
static inline uint16_t levee_leg_words(int64_t quantity)
{
    return (quantity < 0 ? -quantity : quantity) >> LEVEE_NARROW_BITS != 0 ? 2 : 1;
}

/* levee_mode_name returns "isolated" or "cross". */
const char *levee_mode_name(levee_mode_t mode);

#endif
