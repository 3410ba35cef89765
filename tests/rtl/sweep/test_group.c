/* SPDX-License-Identifier: Apache-2.0
 *
 * test_group.c: levee_group against levee_sweep of hls/, byte for byte.
 * usage: test_rtl_sweep MEASURES [--seed N] [--runs N] */
#include "bench.h"
#include "claim.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const group_model_t *shape;

enum { INSTRUMENTS_MAX = 256, SLICES_MAX = 400, USED_MAX = 24 };

/* market_t: tables, and the instruments of them that legs are in. */
typedef struct {
    levee_risk_t table[INSTRUMENTS_MAX];
    uint32_t used;
    uint32_t instrument[USED_MAX];
    unsigned bits[USED_MAX]; /* a leg's lots are below 2^bits */
    uint8_t write[INSTRUMENTS_MAX];
} market_t;

static int compare_limits(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

/* draw_risk draws a table within the limits on |q| * |row| + deduction for legs
 * below 2^bits lots. Tier 0 deducts nothing. */
static void draw_risk(draw_t *draw, unsigned bits, levee_risk_t *risk)
{
    const unsigned most = bits > LEVEE_NARROW_BITS ? LEVEE_ROW_BITS - LEVEE_WIDE_SHIFT : LEVEE_ROW_BITS;
    const unsigned space = LEVEE_LEG_BITS - 1 - bits;
    const unsigned row_bits = space < most ? space : most;
    const uint32_t tiers = (uint32_t)draw_within(draw, 1, shape->tiers);

    for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++)
        risk->limit[k] = k + 1 < tiers ? (int64_t)draw_bits(draw, bits) : LEVEE_LOTS_MAX;
    qsort(risk->limit, LEVEE_TIERS_MAX, sizeof *risk->limit, compare_limits);
    for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++) {
        for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
            levee_row_t *entry = &risk->row[k][side];

            for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
                const bool deducts = k > 0 && m != LEVEE_EQUITY;

                entry->row[m] = draw_signed(draw, row_bits);
                entry->deduction_high[m] = deducts ? draw_signed(draw, LEVEE_LEG_BITS - 1 - LEVEE_ROW_LOW_BITS) : 0;
                entry->deduction_low[m] = deducts ? (uint32_t)draw_bits(draw, LEVEE_ROW_LOW_BITS) : 0;
            }
        }
    }
}

static void draw_market(draw_t *draw, uint32_t used, market_t *market)
{
    for (uint32_t i = 0; i < INSTRUMENTS_MAX; i++) {
        for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++)
            market->table[i].limit[k] = LEVEE_LOTS_MAX;
    }
    market->used = used;
    for (uint32_t i = 0; i < used; i++) {
        market->instrument[i] = (uint32_t)draw_below(draw, shape->instruments);
        market->bits[i] = 1 + (unsigned)draw_below(draw, LEVEE_WIDE_BITS);
        for (uint32_t j = 0; j < i; j++) {
            if (market->instrument[j] == market->instrument[i])
                market->bits[i] = market->bits[j];
        }
        draw_risk(draw, market->bits[i], &market->table[market->instrument[i]]);
        market->write[market->instrument[i]] = 1;
    }
}

/* draw_quantity draws lots of either sign, often within one of a limit, and
 * wide ones often without a rest. */
static int64_t draw_quantity(draw_t *draw, unsigned bits, const levee_risk_t *risk)
{
    const int64_t largest = (INT64_C(1) << bits) - 1;
    int64_t quantity = (int64_t)draw_bits(draw, bits);

    if (draw_below(draw, 2))
        quantity = risk->limit[draw_below(draw, shape->tiers)] + (int64_t)draw_below(draw, 3) - 1;
    else if (draw_below(draw, 4) == 0)
        quantity &= ~INT64_C(1023);
    quantity = quantity > largest ? largest : quantity < 0 ? 0 : quantity;
    return draw_below(draw, 2) ? -quantity : quantity;
}

static void draw_account(draw_t *draw, const market_t *market, uint32_t words, command_t *command, uint32_t slot)
{
    command_account_t *account = &command->account[slot];
    bool has_room = true;

    while (has_room && account->words < words) {
        const uint32_t i = (uint32_t)draw_below(draw, market->used);
        const uint32_t instrument = market->instrument[i];

        if (draw_below(draw, 8) == 0)
            has_room = command_pad(command, slot, (uint32_t)draw_below(draw, shape->instruments));
        else
            has_room = command_add(command, slot, instrument,
                                   draw_quantity(draw, market->bits[i], &market->table[instrument]));
    }
    account->status = (uint8_t)draw_below(draw, 4);
    account->balanced = draw_below(draw, 2) != 0;
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        const wide_t wide = (wide_t)draw_signed(draw, 60) * ((wide_t)1 << 32) + draw_signed(draw, 32);

        account->constant[m] = account->balanced ? (wide_t)draw_below(draw, 5) - 1 : wide;
    }
}

static void draw_segments(draw_t *draw, uint32_t segments, command_t *command)
{
    uint32_t left = command->slices;

    command->segments = 0;
    while (left > 0) {
        const bool is_final = command->segments + 1 == segments;
        const uint32_t slices = is_final ? left : (uint32_t)draw_within(draw, 1, left);

        command->segment[command->segments++].slices = slices;
        left -= slices;
    }
}

static uint32_t draw_stall(draw_t *draw)
{
    static const uint32_t percent[] = {0, 0, 10, 50, 90};

    return percent[draw_below(draw, sizeof percent / sizeof *percent)];
}

enum { SEED, SLICES, WORDS, INSTRUMENTS, SEGMENTS, STALLS, FAULT };
enum { FAULT_NONE, FAULT_SURPLUS, FAULT_SHORT, FAULTS };

static void draw_case(draw_t *draw, claim_case_t *drawn)
{
    const bool is_long = draw_below(draw, 16) == 0;

    mpz_set_ui(drawn->value[SEED], draw_next(draw) >> 1);
    mpz_set_ui(drawn->value[SLICES], is_long ? SLICES_MAX : draw_within(draw, 0, 40));
    mpz_set_ui(drawn->value[WORDS], is_long ? 2 : draw_below(draw, 16) ? draw_bits(draw, 5) : LEVEE_LEG_WORDS_MAX);
    mpz_set_ui(drawn->value[INSTRUMENTS], draw_within(draw, 1, 8));
    mpz_set_ui(drawn->value[SEGMENTS], draw_within(draw, 1, COMMAND_SEGMENTS));
    mpz_set_ui(drawn->value[STALLS], draw_below(draw, 4) != 0);
    mpz_set_ui(drawn->value[FAULT], draw_below(draw, 4) ? FAULT_NONE : draw_below(draw, FAULTS));
}

static bool is_case(const claim_case_t *tried)
{
    return mpz_sgn(tried->value[SEED]) >= 0 && claim_between(tried, SLICES, 0, SLICES_MAX) &&
           claim_between(tried, WORDS, 0, LEVEE_LEG_WORDS_MAX) && claim_between(tried, INSTRUMENTS, 1, USED_MAX) &&
           claim_between(tried, SEGMENTS, 1, COMMAND_SEGMENTS) && claim_between(tried, STALLS, 0, 1) &&
           claim_between(tried, FAULT, 0, FAULTS - 1);
}

/* What the random commands came to, lest they miss something. */
static uint64_t transitions[4][4];
static uint64_t accounts_seen, legs_seen;

static void look_at(const command_t *command)
{
    for (uint32_t i = 0; i < command->records; i++)
        transitions[command->record[i].byte[12] & 3][command->record[i].byte[13] & 3]++;
    for (uint32_t slot = 0; slot < command->slices * LEVEE_LANES; slot++)
        legs_seen += command->account[slot].words;
    accounts_seen += (uint64_t)command->slices * LEVEE_LANES;
}

static void evaluate_case(const claim_case_t *tried, claim_result_t *result)
{
    draw_t draw = {claim_u64(tried, SEED)};
    bench_t *bench = bench_open(shape, draw_next(&draw));
    market_t *market = calloc(1, sizeof *market);
    const uint32_t fault = claim_u32(tried, FAULT);
    bool agrees = true;

    assert_non_null(market);
    /* Two commands in a row, the second on other prices and without a fault. */
    for (uint32_t i = 0; i < 2 && agrees; i++) {
        bench_pace_t pace = {0, 0, 0, 0, 0, 0};

        memset(market->write, 0, sizeof market->write);
        draw_market(&draw, claim_u32(tried, INSTRUMENTS), market);
        command_t *command = command_make(shape, market->table, claim_u32(tried, SLICES));
        command->sequence = draw_next(&draw);
        command->report = (uint32_t)draw_below(&draw, 4) % 3;
        for (uint32_t slot = 0; slot < command->slices * LEVEE_LANES; slot++)
            draw_account(&draw, market, (uint32_t)draw_within(&draw, 0, claim_u32(tried, WORDS)), command, slot);
        draw_segments(&draw, claim_u32(tried, SEGMENTS), command);
        if (i == 0 && fault == FAULT_SHORT && command->slices > 0)
            command->cut = (uint32_t)draw_within(&draw, 1, command->slices);
        command_seal(command, &draw);
        if (claim_u32(tried, STALLS))
            pace = (bench_pace_t){draw_stall(&draw), draw_stall(&draw), draw_stall(&draw),
                                  draw_stall(&draw), draw_stall(&draw), draw_stall(&draw)};
        agrees = bench_run(bench, command, market->write, &pace,
                           i == 0 && fault == FAULT_SURPLUS ? (uint32_t)draw_within(&draw, 1, 40) : 0);
        look_at(command);
        command_free(command);
    }
    mpz_set_ui(result->want, 1);
    mpz_set_ui(result->got, agrees);
    (void)snprintf(result->note, CLAIM_NOTE, "%s", bench->note);
    free(market);
    bench_close(bench);
}

static claim_t sweeps_like_the_specification = {
    {"seed", "slices", "words", "instruments", "segments", "stalls", "fault"}, 60, draw_case, is_case, evaluate_case};

static void saw_every_transition(void **context)
{
    (void)context;
    print_message("%" PRIu64 " accounts, %" PRIu64 " leg words\n", accounts_seen, legs_seen);
    for (unsigned before = 0; before < 4; before++) {
        for (unsigned after = 0; after < 4; after++) {
            const bool is_possible =
                after == 0 || after == 2 || shape->measures == 3 || (shape->measures == 2 && after == 3);
            assert_true(!is_possible || transitions[before][after] > 0);
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(sweeps_like_the_specification),
        cmocka_unit_test(saw_every_transition),
    };

    for (int i = 2; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--seed") == 0)
            (void)setenv("LEVEE_SEED", argv[i + 1], 1);
        else if (strcmp(argv[i], "--runs") == 0)
            sweeps_like_the_specification.rounds = (uint32_t)strtoul(argv[i + 1], NULL, 0);
    }
    shape = group_model(argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 0) : 0);
    if (!shape) {
        (void)fprintf(stderr, "usage: %s MEASURES [--seed N] [--runs N]\n", argv[0]);
        return 2;
    }
    return cmocka_run_group_tests_name("rtl_sweep", tests, NULL, NULL);
}
