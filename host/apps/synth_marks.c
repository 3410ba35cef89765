/* SPDX-License-Identifier: Apache-2.0 */
#include "synth_marks.h"

#include <string.h>

#include "scaled.h"
#include "synth_random.h"

typedef struct {
    const char *coin;
    const char *price;
} known_t;

/* Typical prices of 2025-10-10 00:00 UTC, in US dollars. */
static const known_t known_prices[] = {
    {"1000PEPE", "0.0094"}, {"1000SHIB", "0.0121"}, {"AAVE", "277"},   {"ADA", "0.817"}, {"APT", "5.15"},
    {"ARB", "0.43"},        {"ATOM", "4.05"},       {"AVAX", "28.41"}, {"BCH", "578"},   {"BNB", "1255"},
    {"BTC", "121700"},      {"DAI", "1"},           {"DOGE", "0.248"}, {"DOT", "4.11"},  {"ENA", "0.55"},
    {"ETC", "19.3"},        {"ETH", "4370"},        {"EUR", "1.157"},  {"FDUSD", "1"},   {"FIL", "2.25"},
    {"HBAR", "0.216"},      {"HYPE", "43.5"},       {"INJ", "12.6"},   {"LDO", "1.17"},  {"LINK", "22.3"},
    {"LTC", "117"},         {"NEAR", "2.93"},       {"OP", "0.71"},    {"PAXG", "3990"}, {"PEPE", "0.0000094"},
    {"SEI", "0.275"},       {"SHIB", "0.0000121"},  {"SOL", "221"},    {"SUI", "3.47"},  {"TIA", "1.46"},
    {"TON", "2.72"},        {"TRX", "0.338"},       {"UNI", "7.9"},    {"USD", "1"},     {"USDC", "1"},
    {"USDT", "1"},          {"WLD", "1.2"},         {"XLM", "0.383"},  {"XRP", "2.81"},
};

enum {
    KNOWN_PRICES = sizeof known_prices / sizeof known_prices[0],
    SEEDED_BITS_LEAST = 10, /* a seeded price is between 2^10 and 2^20 ticks */
    SEEDED_BITS_SPREAD = 10
};

const char *levee_synth_known_price(const char *coin)
{
    for (size_t i = 0; i < KNOWN_PRICES; i++)
        if (strcmp(known_prices[i].coin, coin) == 0)
            return known_prices[i].price;
    return NULL;
}

/* The longest known coin that `symbol` starts with. */
static const char *price_by_prefix(const char *symbol)
{
    size_t longest = 0;
    const char *price = NULL;

    for (size_t i = 0; i < KNOWN_PRICES; i++) {
        const size_t length = strlen(known_prices[i].coin);

        if (length > longest && strncmp(symbol, known_prices[i].coin, length) == 0) {
            longest = length;
            price = known_prices[i].price;
        }
    }
    return price;
}

static uint64_t stream_of(const char *symbol)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

    for (; *symbol != '\0'; symbol++)
        hash = (hash ^ (unsigned char)*symbol) * UINT64_C(0x100000001b3);
    return hash;
}

static levee_int128_t seeded_ticks(const char *symbol, uint64_t seed)
{
    levee_random_t random = levee_random_new(seed, stream_of(symbol));
    const uint64_t spread = levee_random_below(&random, (uint64_t)SEEDED_BITS_SPREAD << LEVEE_EXPONENT_BITS);

    return levee_exp2_times(1 << SEEDED_BITS_LEAST, (int32_t)spread);
}

static void first_mark(const levee_instrument_report_t *instrument, uint64_t seed, char *text)
{
    const levee_scaled_t tick = levee_scaled_parse(instrument->tick);
    const levee_int128_t least = levee_scaled_divide(levee_scaled_parse(instrument->price_min), tick);
    const levee_int128_t most = levee_scaled_divide(levee_scaled_parse(instrument->price_max), tick);
    const char *price = levee_synth_known_price(instrument->underlying);
    levee_int128_t ticks;

    if (price == NULL && instrument->underlying[0] == '\0')
        price = price_by_prefix(instrument->symbol);
    ticks =
        price == NULL ? seeded_ticks(instrument->symbol, seed) : levee_scaled_divide(levee_scaled_parse(price), tick);
    if (ticks < least)
        ticks = least;
    if (ticks > most)
        ticks = most;
    levee_scaled_print((levee_scaled_t){ticks * tick.mantissa, tick.places}, text);
}

levee_result_t levee_synth_set_marks(levee_book_t *book, uint64_t seed, levee_error_t *error)
{
    levee_result_t result = LEVEE_OK;

    for (uint32_t i = 0; i < levee_book_instruments(book) && result == LEVEE_OK; i++) {
        levee_instrument_report_t instrument;
        char text[LEVEE_PRICE_TEXT];

        levee_book_instrument(book, i, &instrument);
        first_mark(&instrument, seed, text);
        result = levee_book_set_mark(book, &(levee_mark_spec_t){instrument.symbol, text, NULL, 0}, error);
    }
    return result;
}
