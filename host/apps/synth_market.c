/* SPDX-License-Identifier: Apache-2.0 */
#include "synth_market.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "synth_marks.h"

enum { MICRO_PLACES = 6 };

static const uint64_t weight_unit = UINT64_C(1) << 30;

/* The quote currency is what coins are counted in to compare sizes between
 * settlement assets: US dollars, or what passes for them. */
static levee_int128_t micro_quote(const levee_book_t *book, const char *asset)
{
    const levee_scaled_t micro = {1, MICRO_PLACES};
    const char *known = levee_synth_known_price(asset);
    levee_int128_t worth;

    for (uint32_t i = 0; i < levee_book_instruments(book); i++) {
        levee_instrument_report_t instrument;

        levee_book_instrument(book, i, &instrument);
        if (strcmp(instrument.kind, "inverse") != 0 || strcmp(instrument.settle, asset) != 0 ||
            instrument.mark[0] == '\0')
            continue;
        worth = levee_scaled_divide(levee_scaled_parse(instrument.mark), micro);
        return worth > 0 ? worth : 1;
    }
    return levee_scaled_divide(levee_scaled_parse(known == NULL ? "1" : known), micro);
}

static levee_synth_settlement_t *find_settlement(levee_synth_market_t *market, const levee_book_t *book,
                                                 const levee_instrument_report_t *instrument)
{
    levee_synth_settlement_t *settlement = market->settlements;
    const levee_synth_settlement_t *const end = settlement + market->settlement_count;

    while (settlement < end && strcmp(settlement->asset, instrument->settle) != 0)
        settlement++;
    if (settlement < end)
        return settlement;
    settlement->asset = instrument->settle;
    settlement->decimals = instrument->decimals;
    settlement->micro_quote = micro_quote(book, instrument->settle);
    settlement->traded = calloc(market->instrument_count, sizeof *settlement->traded);
    settlement->assets = calloc(market->instrument_count, sizeof *settlement->assets);
    market->settlement_count++;
    return settlement->traded != NULL && settlement->assets != NULL ? settlement : NULL;
}

static levee_result_t add_instrument(levee_synth_market_t *market, const levee_book_t *book, uint32_t index,
                                     uint32_t *rank)
{
    levee_synth_instrument_t *instrument = &market->instruments[index];
    levee_synth_settlement_t *settlement;
    levee_instrument_report_t report;

    levee_book_instrument(book, index, &report);
    snprintf(market->marks[index], sizeof market->marks[index], "%s", report.mark);
    instrument->symbol = report.symbol;
    instrument->mark = market->marks[index];
    instrument->is_asset = strcmp(report.kind, "asset") == 0;
    instrument->tick = levee_scaled_parse(report.tick);
    instrument->lot = levee_scaled_parse(report.lot);
    instrument->lot_value = levee_money_wide(report.lot_value);
    if (report.mark[0] == '\0' || instrument->lot_value <= 0)
        return LEVEE_OK;
    instrument->mark_ticks = levee_scaled_divide(levee_scaled_parse(report.mark), instrument->tick);
    if ((settlement = find_settlement(market, book, &report)) == NULL)
        return LEVEE_NO_MEMORY;
    if (instrument->is_asset) {
        settlement->assets[settlement->asset_count++] = index;
        return LEVEE_OK;
    }
    /* Zipf: the k-th instrument of the venue has 1/k of the interest in the first. */
    instrument->weight = weight_unit / ++*rank;
    settlement->traded[settlement->traded_count++] = index;
    settlement->weight += instrument->weight;
    market->weight += instrument->weight;
    return LEVEE_OK;
}

static levee_synth_market_t *allocate(uint32_t instruments)
{
    levee_synth_market_t *market = calloc(1, sizeof *market);
    const size_t count = instruments + (size_t)1;

    if (market == NULL)
        return NULL;
    market->instrument_count = instruments;
    market->instruments = calloc(count, sizeof *market->instruments);
    market->settlements = calloc(count, sizeof *market->settlements);
    market->marks = calloc(count, sizeof *market->marks);
    if (market->instruments != NULL && market->settlements != NULL && market->marks != NULL)
        return market;
    levee_synth_market_free(market);
    return NULL;
}

static levee_result_t refuse(levee_error_t *error, levee_result_t result, const char *message)
{
    *error = (levee_error_t){.result = result};
    snprintf(error->message, sizeof error->message, "%s", message);
    return result;
}

levee_result_t levee_synth_market_new(const levee_book_t *book, levee_synth_market_t **market, levee_error_t *error)
{
    const uint32_t count = levee_book_instruments(book);
    levee_synth_market_t *made = allocate(count);
    levee_result_t result = made == NULL ? LEVEE_NO_MEMORY : LEVEE_OK;
    uint32_t rank = 0;

    for (uint32_t i = 0; i < count && result == LEVEE_OK; i++)
        result = add_instrument(made, book, i, &rank);
    if (result == LEVEE_OK && rank > 0) {
        *market = made;
        return LEVEE_OK;
    }
    levee_synth_market_free(made);
    if (result != LEVEE_OK)
        return refuse(error, result, "no memory for the venue's instruments");
    return refuse(error, LEVEE_REJECTED, "no instrument but assets has a mark: nothing to hold positions in");
}

void levee_synth_market_free(levee_synth_market_t *market)
{
    if (market == NULL)
        return;
    for (uint32_t i = 0; i < market->settlement_count; i++) {
        free(market->settlements[i].traded);
        free(market->settlements[i].assets);
    }
    free(market->instruments);
    free(market->settlements);
    free(market->marks);
    free(market);
}
