/* SPDX-License-Identifier: Apache-2.0 */
#include "book/by_quantity.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { LEAF_KEYS = 31, INNER_CHILDREN = 10, DEPTH_MAX = 12, FETCHED_BYTES = 64 };

/* A node is 256 bytes: a leaf of keys, or children each with its first key and
 * what stands below it. Numbers of nodes count from 1. */
struct levee_node {
    uint16_t count;
    uint16_t level; /* 0 is a leaf */
    uint32_t next_free;
    union {
        uint64_t key[LEAF_KEYS];
        struct {
            uint64_t first[INNER_CHILDREN];
            uint64_t lots[INNER_CHILDREN];
            uint32_t legs[INNER_CHILDREN];
            uint32_t child[INNER_CHILDREN];
        };
    };
};

_Static_assert(sizeof(levee_node_t) == 256, "four cache lines");

static levee_node_t *node_at(const levee_node_pool_t *pool, uint32_t number)
{
    assert(number > 0 && number <= pool->used);
    return &pool->node[number - 1];
}

bool levee_node_pool_reserve(levee_node_pool_t *pool, uint32_t changes)
{
    /* An insert splits at most every level and adds a root. */
    const uint64_t needed = (uint64_t)changes * DEPTH_MAX;

    if (pool->room - pool->used + pool->free_count >= needed)
        return true;
    const uint64_t room = pool->used + needed + pool->used / 8;
    levee_node_t *node = room < UINT32_MAX ? realloc(pool->node, room * sizeof *node) : NULL;
    if (!node)
        return false;
    pool->node = node;
    pool->room = (uint32_t)room;
    return true;
}

void levee_node_pool_free(levee_node_pool_t *pool)
{
    free(pool->node);
    *pool = (levee_node_pool_t){0};
}

static uint32_t take_node(levee_node_pool_t *pool, uint16_t level)
{
    uint32_t number = pool->free;

    if (number != 0) {
        pool->free = node_at(pool, number)->next_free;
        pool->free_count--;
    } else {
        assert(pool->used < pool->room);
        number = ++pool->used;
    }
    *node_at(pool, number) = (levee_node_t){.level = level};
    return number;
}

static void give_node(levee_node_pool_t *pool, uint32_t number)
{
    node_at(pool, number)->next_free = pool->free;
    pool->free = number;
    pool->free_count++;
}

static uint16_t capacity(const levee_node_t *node)
{
    return node->level == 0 ? LEAF_KEYS : INNER_CHILDREN;
}

static uint64_t first_key(const levee_node_t *node)
{
    return node->level == 0 ? node->key[0] : node->first[0];
}

static uint64_t key_lots(uint64_t key)
{
    return key >> LEVEE_KEY_ACCOUNT_BITS;
}

/* add_entries adds what the first `count` entries of a node stand for. */
static void add_entries(levee_standing_t *sum, const levee_node_t *node, uint16_t count)
{
    for (uint16_t i = 0; i < count; i++) {
        sum->lots += node->level == 0 ? key_lots(node->key[i]) : node->lots[i];
        sum->legs += node->level == 0 ? 1 : node->legs[i];
    }
}

/* copy_entries copies `count` entries of `from` to `to`; both are of one level
 * and may be the same node. */
static void copy_entries(levee_node_t *to, uint16_t to_at, const levee_node_t *from, uint16_t from_at, uint16_t count)
{
    if (to->level == 0) {
        memmove(to->key + to_at, from->key + from_at, count * sizeof *to->key);
        return;
    }
    memmove(to->first + to_at, from->first + from_at, count * sizeof *to->first);
    memmove(to->lots + to_at, from->lots + from_at, count * sizeof *to->lots);
    memmove(to->legs + to_at, from->legs + from_at, count * sizeof *to->legs);
    memmove(to->child + to_at, from->child + from_at, count * sizeof *to->child);
}

/* refresh renews what an inner node says of child `at`. */
static void refresh(levee_node_t *node, const levee_node_pool_t *pool, uint16_t at)
{
    const levee_node_t *child = node_at(pool, node->child[at]);

    levee_standing_t sum = {0};

    add_entries(&sum, child, child->count);
    node->first[at] = first_key(child);
    node->lots[at] = sum.lots;
    node->legs[at] = sum.legs;
}

/* find_slot returns the last entry whose key (or first key) is <= `key`, or 0. */
static uint16_t find_slot(const levee_node_t *node, uint64_t key)
{
    const uint64_t *keys = node->level == 0 ? node->key : node->first;
    uint16_t at = 0;

    while (at + 1 < node->count && keys[at + 1] <= key)
        at++;
    return at;
}

static void open_gap(levee_node_t *node, uint16_t at)
{
    copy_entries(node, (uint16_t)(at + 1), node, at, (uint16_t)(node->count - at));
    node->count++;
}

static void close_gap(levee_node_t *node, uint16_t at)
{
    node->count--;
    copy_entries(node, at, node, (uint16_t)(at + 1), (uint16_t)(node->count - at));
}

/* split moves the upper half of a full child to a new one behind it. */
static void split(levee_node_t *parent, levee_node_pool_t *pool, uint16_t at)
{
    levee_node_t *left = node_at(pool, parent->child[at]);
    const uint32_t number = take_node(pool, left->level);
    levee_node_t *right = node_at(pool, number);
    const uint16_t kept = left->count / 2;

    right->count = (uint16_t)(left->count - kept);
    copy_entries(right, 0, left, kept, right->count);
    left->count = kept;
    open_gap(parent, (uint16_t)(at + 1));
    parent->child[at + 1] = number;
    refresh(parent, pool, at);
    refresh(parent, pool, (uint16_t)(at + 1));
}

/* fetch_child asks memory for all of a child, whose keys are looked at in turn. */
static void fetch_child(const levee_node_pool_t *pool, uint32_t number)
{
    const unsigned char *byte = (const unsigned char *)node_at(pool, number);

    for (size_t at = 0; at < sizeof(levee_node_t); at += FETCHED_BYTES)
        __builtin_prefetch(byte + at, 1);
}

/* insert_below walks down, splitting every full child before it is entered, so
 * that there is always room for one more entry above. */
static void insert_below(levee_node_pool_t *pool, uint32_t number, uint64_t key)
{
    levee_node_t *node = node_at(pool, number);

    while (node->level > 0) {
        uint16_t at = find_slot(node, key);

        fetch_child(pool, node->child[at]);
        if (node_at(pool, node->child[at])->count == capacity(node_at(pool, node->child[at]))) {
            split(node, pool, at);
            at = find_slot(node, key);
        }
        node->lots[at] += key_lots(key);
        node->legs[at]++;
        if (key < node->first[at])
            node->first[at] = key;
        node = node_at(pool, node->child[at]);
    }
    uint16_t at = 0;
    while (at < node->count && node->key[at] < key)
        at++;
    assert(at == node->count || node->key[at] != key);
    open_gap(node, at);
    node->key[at] = key;
}

static uint64_t make_key(int64_t magnitude, uint32_t account)
{
    assert(magnitude > 0 && magnitude >> 41 == 0 && account >> LEVEE_KEY_ACCOUNT_BITS == 0);
    return (uint64_t)magnitude << LEVEE_KEY_ACCOUNT_BITS | account;
}

void levee_by_quantity_insert(levee_by_quantity_t *tree, levee_node_pool_t *pool, int64_t magnitude, uint32_t account)
{
    if (tree->root == 0)
        tree->root = take_node(pool, 0);
    if (node_at(pool, tree->root)->count == capacity(node_at(pool, tree->root))) {
        const uint32_t root = take_node(pool, (uint16_t)(node_at(pool, tree->root)->level + 1));
        levee_node_t *node = node_at(pool, root);

        assert(node->level < DEPTH_MAX);
        node->count = 1;
        node->child[0] = tree->root;
        refresh(node, pool, 0);
        split(node, pool, 0);
        tree->root = root;
    }
    insert_below(pool, tree->root, make_key(magnitude, account));
    tree->count++;
    tree->lots += (uint64_t)magnitude;
    if (tree->largest < magnitude)
        tree->largest = magnitude;
}

/* balance merges child `at` with a neighbour when both fit into one node, or
 * else shares their entries evenly. */
static void balance(levee_node_t *parent, levee_node_pool_t *pool, uint16_t at)
{
    const uint16_t left_at = at > 0 ? (uint16_t)(at - 1) : 0;
    const uint16_t right_at = (uint16_t)(left_at + 1);

    if (right_at == parent->count)
        return;
    levee_node_t *left = node_at(pool, parent->child[left_at]);
    levee_node_t *right = node_at(pool, parent->child[right_at]);
    const uint16_t total = (uint16_t)(left->count + right->count);
    if (total <= capacity(left) - capacity(left) / 4) {
        copy_entries(left, left->count, right, 0, right->count);
        left->count = total;
        give_node(pool, parent->child[right_at]);
        close_gap(parent, right_at);
        refresh(parent, pool, left_at);
        return;
    }
    const uint16_t half = total / 2;
    if (left->count < half) {
        const uint16_t moved = (uint16_t)(half - left->count);
        copy_entries(left, left->count, right, 0, moved);
        copy_entries(right, 0, right, moved, (uint16_t)(right->count - moved));
    } else {
        const uint16_t moved = (uint16_t)(left->count - half);
        copy_entries(right, moved, right, 0, right->count);
        copy_entries(right, 0, left, half, moved);
    }
    left->count = half;
    right->count = (uint16_t)(total - half);
    refresh(parent, pool, left_at);
    refresh(parent, pool, right_at);
}

/* remove_below recurses once a level, at most DEPTH_MAX deep. */
static void remove_below(levee_node_pool_t *pool, uint32_t number, uint64_t key)
{
    levee_node_t *node = node_at(pool, number);
    const uint16_t at = find_slot(node, key);

    if (node->level == 0) {
        assert(node->count > 0 && node->key[at] == key);
        close_gap(node, at);
        return;
    }
    fetch_child(pool, node->child[at]);
    remove_below(pool, node->child[at], key);
    const levee_node_t *child = node_at(pool, node->child[at]);
    node->lots[at] -= key_lots(key);
    node->legs[at]--;
    if (child->count > 0)
        node->first[at] = first_key(child);
    if (child->count < capacity(child) / 3)
        balance(node, pool, at);
}

static int64_t find_largest(const levee_by_quantity_t *tree, const levee_node_pool_t *pool)
{
    if (tree->root == 0)
        return 0;
    const levee_node_t *node = node_at(pool, tree->root);
    while (node->level > 0)
        node = node_at(pool, node->child[node->count - 1]);
    return (int64_t)key_lots(node->key[node->count - 1]);
}

void levee_by_quantity_remove(levee_by_quantity_t *tree, levee_node_pool_t *pool, int64_t magnitude, uint32_t account)
{
    assert(tree->count > 0);
    remove_below(pool, tree->root, make_key(magnitude, account));
    tree->count--;
    tree->lots -= (uint64_t)magnitude;
    const levee_node_t *root = node_at(pool, tree->root);
    if (root->level > 0 && root->count == 1) {
        const uint32_t child = root->child[0];
        give_node(pool, tree->root);
        tree->root = child;
    } else if (tree->count == 0) {
        give_node(pool, tree->root);
        tree->root = 0;
    }
    if (tree->largest == magnitude)
        tree->largest = find_largest(tree, pool);
}

/* last_key is the largest key of any leg with |quantity| <= limit. */
static uint64_t last_key(int64_t limit)
{
    return ((uint64_t)limit << LEVEE_KEY_ACCOUNT_BITS) | ((1u << LEVEE_KEY_ACCOUNT_BITS) - 1);
}

levee_standing_t levee_by_quantity_standing(const levee_by_quantity_t *tree, const levee_node_pool_t *pool,
                                            int64_t limit)
{
    const uint64_t key = last_key(limit);
    levee_standing_t sum = {0};
    uint16_t in = 0;

    if (tree->root == 0)
        return sum;
    const levee_node_t *node = node_at(pool, tree->root);
    while (node->level > 0) {
        const uint16_t at = find_slot(node, key);

        add_entries(&sum, node, at);
        node = node_at(pool, node->child[at]);
    }
    while (in < node->count && node->key[in] <= key)
        in++;
    add_entries(&sum, node, in);
    return sum;
}

typedef struct {
    uint64_t after; /* keys above this one */
    uint64_t until; /* and up to this one */
    uint32_t *accounts;
    size_t room;
    size_t count;
} range_t;

static void list_below(const levee_node_pool_t *pool, uint32_t number, range_t *range)
{
    const levee_node_t *node = node_at(pool, number);

    for (uint16_t i = find_slot(node, range->after); i < node->count; i++) {
        const uint64_t key = node->level == 0 ? node->key[i] : node->first[i];

        if (key > range->until)
            return;
        if (node->level > 0) {
            list_below(pool, node->child[i], range);
        } else if (key > range->after) {
            if (range->count < range->room)
                range->accounts[range->count] = (uint32_t)key & ((1u << LEVEE_KEY_ACCOUNT_BITS) - 1);
            range->count++;
        }
    }
}

size_t levee_by_quantity_list(const levee_by_quantity_t *tree, const levee_node_pool_t *pool, int64_t above,
                              int64_t limit, uint32_t *accounts, size_t room)
{
    range_t range = {last_key(above), last_key(limit), accounts, room, 0};

    if (tree->root != 0)
        list_below(pool, tree->root, &range);
    return range.count;
}
