/* SPDX-License-Identifier: Apache-2.0 */
#include "generate_parts.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

enum { BATCHES = 3, MOST_INSTRUMENTS = 260 };

const char *generate_kind_name(generate_kind_t kind)
{
    static const char *const names[GENERATE_KINDS] = {"isolated-linear", "isolated-inverse", "isolated-asset",
                                                      "cross-linear",    "cross-inverse",    "cross-asset",
                                                      "cross-mixed"};
    return names[kind];
}

static void draw_settlements(generator_t *g)
{
    static const char *const names[CASE_SETTLEMENTS] = {"USDT", "BTC", "ETH", "USDC"};
    static const unsigned usual[] = {8, 8, 8, 8, 6, 2, 0, 18};
    g->c->settlement_count = draw_chance(&g->d, 60) ? 1 : (unsigned)draw_range(&g->d, 2, CASE_SETTLEMENTS);
    for (unsigned i = 0; i < g->c->settlement_count; i++) {
        case_settlement_t *s = &g->c->settlements[i];
        snprintf(s->name, sizeof s->name, "%s", names[i]);
        s->decimals = draw_chance(&g->d, 80) ? usual[draw_range(&g->d, 0, 7)] : (unsigned)draw_range(&g->d, 0, 18);
    }
}

static size_t draw_instrument_count(generator_t *g)
{
    if (g->kind <= GENERATE_ISOLATED_ASSET)
        return (size_t)draw_range(&g->d, 1, 12);
    long size = draw_range(&g->d, 0, 99);
    if (size < 2)
        return MOST_INSTRUMENTS;
    if (size < 35)
        return (size_t)draw_range(&g->d, 17, 80);
    return (size_t)draw_range(&g->d, 1, size < 70 ? 4 : 16);
}

void generate_begin(generator_t *g, case_t *c, generate_kind_t kind, uint64_t seed, size_t accounts)
{
    static const int whole_percents[] = {0, 50, 100};
    *g = (generator_t){.c = c, .d = {.state = seed}, .kind = kind};
    memset(c, 0, sizeof *c);
    draw_settlements(g);
    g->o = oracle_new(c);
    g->whole_percent = whole_percents[draw_range(&g->d, 0, 2)];
    size_t instruments = draw_instrument_count(g);
    g->whole = memory_zeroed(instruments);
    for (size_t i = 0; i < instruments; i++)
        generate_instrument(g);
    for (size_t i = 0; i < accounts; i++)
        generate_account(g);
}

void generate_end(generator_t *g)
{
    free(g->whole);
    oracle_free(g->o);
}

void generate_case(case_t *c, generate_kind_t kind, uint64_t seed, size_t accounts)
{
    generator_t g;
    generate_begin(&g, c, kind, seed, accounts);
    for (uint32_t batch = 0; batch < BATCHES; batch++)
        generate_batch(&g, batch);
    generate_end(&g);
}
