/* SPDX-License-Identifier: Apache-2.0
 *
 * synth_market.h: the venue as synth draws from it: what a lot is worth, how
 * popular an instrument is, what a settlement coin is worth. */
#ifndef LEVEE_APPS_SYNTH_MARKET_H
#define LEVEE_APPS_SYNTH_MARKET_H

#include "scaled.h"

typedef struct {
    const char *symbol;
    const char *mark;
    int is_asset;
    levee_scaled_t tick;
    levee_scaled_t lot;
    levee_int128_t mark_ticks;
    levee_int128_t lot_value; /* at the mark, in the unit of levee_money_t */
    uint64_t weight;          /* of all that settle in the same asset */
} levee_synth_instrument_t;

/* levee_synth_settlement_t: a settlement asset and the instruments that settle
 * in it and have a mark, by their index. */
typedef struct {
    const char *asset;
    unsigned decimals;
    levee_int128_t micro_quote; /* what one is worth, in millionths of the quote currency */
    uint64_t weight;            /* of its traded instruments together */
    uint32_t traded_count;
    uint32_t asset_count;
    uint32_t *traded;
    uint32_t *assets;
} levee_synth_settlement_t;

typedef struct {
    uint32_t instrument_count;
    uint32_t settlement_count;
    uint64_t weight;
    levee_synth_instrument_t *instruments;
    levee_synth_settlement_t *settlements;
    char (*marks)[LEVEE_PRICE_TEXT];
} levee_synth_market_t;

/* levee_synth_market_new reads the market off `book`, which must outlive it.
 * Fails when no instrument can be traded. */
levee_result_t levee_synth_market_new(const levee_book_t *book, levee_synth_market_t **market, levee_error_t *error);
void levee_synth_market_free(levee_synth_market_t *market);

#endif
