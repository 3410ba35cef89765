/* SPDX-License-Identifier: Apache-2.0
 *
 * market.h: random tables and accounts within the limits of hls/. */
#ifndef LEVEE_TESTS_MARKET_H
#define LEVEE_TESTS_MARKET_H

#include "command.h"

enum { MARKET_INSTRUMENTS = 256, MARKET_USED = 24 };

/* market_t: tables, and the instruments of them that legs are in. */
typedef struct {
    levee_risk_t table[MARKET_INSTRUMENTS];
    uint32_t used;
    uint32_t instrument[MARKET_USED];
    unsigned bits[MARKET_USED];        /* a leg's lots are below 2^bits */
    uint8_t write[MARKET_INSTRUMENTS]; /* 1: an instrument of those */
} market_t;

/* market_make makes tables of zero rows in which every tier holds everything;
 * free() frees it. */
market_t *market_make(void);

/* draw_market draws new tables for so many random instruments, up to
 * MARKET_USED. */
void draw_market(draw_t *draw, const group_model_t *shape, uint32_t used, market_t *market);

/* draw_account gives an account `words` leg words or one more, with padding
 * between them, a status, and constants: any, or those that put every excess
 * within a few units of zero. */
void draw_account(draw_t *draw, const market_t *market, uint32_t words, command_t *command, uint32_t slot);

/* draw_segments cuts the command's slices into at most so many segments. */
void draw_segments(draw_t *draw, uint32_t segments, command_t *command);

#endif
