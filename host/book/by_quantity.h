/* SPDX-License-Identifier: Apache-2.0
 *
 * by_quantity.h: the legs of one instrument and side in order of |quantity|,
 * with running sums: which legs a moving tier limit passes, and how many lots
 * stand on a row. A B+ tree whose nodes come from one pool. */
#ifndef LEVEE_BOOK_BY_QUANTITY_H
#define LEVEE_BOOK_BY_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key is |quantity| << 23 | account: |quantity| has 41 bits, an account 23. */
enum { LEVEE_KEY_ACCOUNT_BITS = 23 };

/* levee_node_pool_t: the nodes of all trees of a book. */
typedef struct levee_node levee_node_t;

typedef struct {
    levee_node_t *node;
    uint32_t used; /* nodes taken so far, freed ones included */
    uint32_t room;
    uint32_t free; /* head of the free list, node number + 1 */
    uint32_t free_count;
} levee_node_pool_t;

/* levee_by_quantity_t: {0} is empty. */
typedef struct {
    uint32_t root; /* node number + 1 */
    uint32_t count;
    uint64_t lots;   /* sum of |quantity| */
    int64_t largest; /* |quantity|; 0 when empty */
} levee_by_quantity_t;

/* levee_node_pool_reserve makes sure that `changes` inserts cannot fail for
 * want of memory. Returns false when memory is refused. */
bool levee_node_pool_reserve(levee_node_pool_t *pool, uint32_t changes);
void levee_node_pool_free(levee_node_pool_t *pool);

/* levee_by_quantity_insert adds a leg that is not there yet; the pool has room
 * (levee_node_pool_reserve). levee_by_quantity_remove takes out one that is.
 * O(log legs). */
void levee_by_quantity_insert(levee_by_quantity_t *tree, levee_node_pool_t *pool, int64_t magnitude, uint32_t account);
void levee_by_quantity_remove(levee_by_quantity_t *tree, levee_node_pool_t *pool, int64_t magnitude, uint32_t account);

/* levee_standing_t: how many legs stand together, and the sum of their |quantity|. */
typedef struct {
    uint64_t lots;
    uint32_t legs;
} levee_standing_t;

/* levee_by_quantity_standing sums the legs with |quantity| <= limit. O(log legs). */
levee_standing_t levee_by_quantity_standing(const levee_by_quantity_t *tree, const levee_node_pool_t *pool,
                                            int64_t limit);

/* levee_by_quantity_list writes the accounts of the legs with
 * above < |quantity| <= limit, in order, to accounts[0 .. room) and returns how
 * many there are, more than `room` perhaps. O(log legs + answer). */
size_t levee_by_quantity_list(const levee_by_quantity_t *tree, const levee_node_pool_t *pool, int64_t above,
                              int64_t limit, uint32_t *accounts, size_t room);

#endif
