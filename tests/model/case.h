/* SPDX-License-Identifier: Apache-2.0
 *
 * case.h: a venue, its book and some batches of ticks as text, the form in
 * which the engine and the oracle both receive them. A case can be cut down
 * and printed as a book directory. */
#ifndef LEVEE_TESTS_CASE_H
#define LEVEE_TESTS_CASE_H

#include "exact.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef enum { CASE_LINEAR, CASE_INVERSE, CASE_ASSET } case_kind_t;

enum { CASE_TIERS = 16, CASE_SETTLEMENTS = 4 };

typedef char case_text_t[EXACT_TEXT];

/* Rates: linear and inverse use maintenance and initial; assets haircut,
 * borrow and, where not "", haircut_initial and borrow_initial. */
typedef struct {
    case_text_t notional; /* "" on the last tier */
    case_text_t maintenance;
    case_text_t initial;
    case_text_t haircut;
    case_text_t borrow;
    case_text_t haircut_initial;
    case_text_t borrow_initial;
} case_tier_t;

typedef struct {
    char symbol[16];
    case_kind_t kind;
    unsigned settlement; /* index into the case's settlements */
    case_text_t tick;
    case_text_t lot;
    case_text_t multiplier;
    case_text_t fee;
    unsigned tier_count;
    case_tier_t tiers[CASE_TIERS];
    case_text_t mark; /* "": none is set */
    case_text_t funding;
} case_instrument_t;

typedef struct {
    char name[16];
    int isolated;
    unsigned settlement;
    case_text_t cash;
    case_text_t reserved;
} case_account_t;

typedef struct {
    uint32_t account;
    uint32_t instrument;
    case_text_t quantity;
    case_text_t entry_price;
    case_text_t entry_funding;
} case_leg_t;

/* Ticks of one batch stand together and go to the engine in one call. */
typedef struct {
    uint32_t batch;
    uint32_t instrument;
    case_text_t mark;
    case_text_t funding;
} case_tick_t;

/* One change as a row of changes.csv. */
typedef struct {
    char event[12];
    char account[72];
    char instrument[24];
    case_text_t quantity, price, amount;
} case_change_t;

typedef struct {
    char name[8];
    unsigned decimals;
} case_settlement_t;

typedef struct {
    case_settlement_t settlements[CASE_SETTLEMENTS];
    unsigned settlement_count;
    case_instrument_t *instruments;
    case_account_t *accounts;
    case_leg_t *legs;
    case_tick_t *ticks;
    size_t instrument_count, account_count, leg_count, tick_count;
} case_t;

/* Each of these appends a zeroed element and returns it; the pointer holds
 * until the next one of its sort. */
case_instrument_t *case_add_instrument(case_t *c);
case_account_t *case_add_account(case_t *c);
case_leg_t *case_add_leg(case_t *c);
case_tick_t *case_add_tick(case_t *c);

/* case_copy makes a deep copy in `to`, which holds nothing yet; case_free
 * releases what a case holds and leaves it empty. */
void case_copy(case_t *to, const case_t *from);
void case_free(case_t *c);

/* case_drop_accounts drops accounts [first, first + count) with their legs. */
void case_drop_accounts(case_t *c, size_t first, size_t count);

/* case_drop_legs and case_drop_ticks drop a run of legs and of ticks. */
void case_drop_legs(case_t *c, size_t first, size_t count);
void case_drop_ticks(case_t *c, size_t first, size_t count);

/* case_drop_instruments drops instruments [first, first + count) with their
 * legs and ticks. */
void case_drop_instruments(case_t *c, size_t first, size_t count);

/* case_print writes the case as the files of a book directory and a tick file;
 * a batch is printed as one time. */
void case_print(const case_t *c, FILE *out);

#endif
