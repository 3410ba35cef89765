/* SPDX-License-Identifier: Apache-2.0
 *
 * test_group.c: levee_group against levee_sweep of hls/, byte for byte.
 * usage: test_rtl_sweep MEASURES [--seed N] [--runs N] [--brief], where brief is without times */
#include "bench.h"
#include "market.h"
#include "tests/unit/hls/claim.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const group_model_t *shape;

enum { SLICES_MAX = 400 };

static uint32_t draw_percent(draw_t *draw)
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
           claim_between(tried, WORDS, 0, LEVEE_LEG_WORDS_MAX) && claim_between(tried, INSTRUMENTS, 1, MARKET_USED) &&
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
    market_t *market = market_make();
    const uint32_t fault = claim_u32(tried, FAULT);
    bool agrees = true;

    /* Two commands in a row, the second on other prices and without a fault. */
    for (uint32_t i = 0; i < 2 && agrees; i++) {
        bench_pace_t pace = {0};

        draw_market(&draw, shape, claim_u32(tried, INSTRUMENTS), market);
        command_t *command = command_make(shape, market->table, claim_u32(tried, SLICES));
        command->sequence = draw_next(&draw);
        command->report = (uint32_t)draw_below(&draw, 4) % 3;
        for (uint32_t slot = 0; slot < command->slices * LEVEE_LANES; slot++)
            draw_account(&draw, market, (uint32_t)draw_within(&draw, 0, claim_u32(tried, WORDS)), command, slot);
        draw_segments(&draw, claim_u32(tried, SEGMENTS), command);
        command->calm = draw_below(&draw, 2) ? 98 + (uint32_t)draw_below(&draw, 3) : draw_percent(&draw);
        if (i == 0 && fault == FAULT_SHORT && command->slices > 0)
            command->cut = (uint32_t)draw_within(&draw, 1, command->slices);
        command_seal(command, &draw);
        if (claim_u32(tried, STALLS))
            pace = (bench_pace_t){.leg = draw_percent(&draw),
                                  .constant = draw_percent(&draw),
                                  .status = draw_percent(&draw),
                                  .segment = draw_below(&draw, 2) ? 99 : draw_percent(&draw),
                                  .record = draw_percent(&draw),
                                  .written = draw_below(&draw, 4) ? draw_percent(&draw) : 99};
        if (draw_below(&draw, 2))
            bench_lose(bench, &draw);
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
    {"seed", "slices", "words", "instruments", "segments", "stalls", "fault"}, 100, draw_case, is_case, evaluate_case};

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

static command_t *make_command(const market_t *market, uint32_t slices)
{
    command_t *command = command_make(shape, market->table, slices);

    command->sequence = UINT64_MAX;
    command->report = REPORT_ALL;
    return command;
}

/* run_alone runs a command on a model of its own. */
static void run_alone(const market_t *market, command_t *command, const char *what)
{
    const bench_pace_t pace = {0};
    draw_t draw = {claim_seed()};
    bench_t *bench = bench_open(shape, claim_seed());

    command_seal(command, &draw);
    if (!bench_run(bench, command, market->write, &pace, 0))
        fail_msg("%s: %s", what, bench->note);
    command_free(command);
    bench_close(bench);
}

/* set_rows puts every leg into tier 1: tier 0 deducts nothing. */
static void set_rows(market_t *market, uint32_t instrument, int64_t row, int64_t deduction)
{
    market->write[instrument] = 1;
    market->table[instrument].limit[0] = 0;
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
            levee_row_t *entry = &market->table[instrument].row[1][side];

            entry->row[m] = side == LEVEE_LONG ? row : -row;
            entry->deduction_high[m] = m == LEVEE_EQUITY ? 0 : deduction >> 28;
            entry->deduction_low[m] = m == LEVEE_EQUITY ? 0 : (uint32_t)(deduction & 0xfffffff);
        }
    }
}

/* A lane each: the largest products of one word and of two, and the largest
 * row, with either sign of quantity and of row. */
static void holds_the_largest_sums(void **context)
{
    static const int64_t rows[] = {(INT64_C(1) << 52) - 1, (INT64_C(1) << 42) - 1, (INT64_C(1) << 59) - 1};
    static const int64_t lots[] = {INT32_MAX, LEVEE_LOTS_MAX, INT64_C(1) << 24};
    static const uint32_t words[] = {1, 2, 14, 15, 16, 254, 255};

    (void)context;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        market_t *market = market_make();
        command_t *command = make_command(market, 2);

        for (uint32_t slot = 0; slot < 12; slot++) {
            const int64_t row = rows[slot % 3];

            set_rows(market, slot, slot & 4 ? row : -row, INT64_MAX / 2);
            while (command->account[slot].words < words[i] &&
                   command_add(command, slot, slot, slot >= 8 || slot & 1 ? lots[slot % 3] : -lots[slot % 3]))
                ;
        }
        run_alone(market, command, "the largest sums");
        free(market);
    }
}

/* Every limit, one lot less and one lot more, long and short; limits of one
 * word, around the first wide leg, and up to the most lots there are. */
static void finds_tiers_at_their_edge(void **context)
{
    const int64_t lowest[] = {1, (INT64_C(1) << 31) - 3, LEVEE_LOTS_MAX - 5 * LEVEE_TIERS_MAX};
    const int64_t step[] = {1, 1, 5};
    market_t *market = market_make();
    command_t *command = make_command(market, 3 * 3 * LEVEE_SIDES * LEVEE_TIERS_MAX / LEVEE_LANES);
    uint32_t slot = 0;

    (void)context;
    for (uint32_t i = 0; i < 3; i++) {
        levee_risk_t *risk = &market->table[i];

        market->write[i] = 1;
        for (uint32_t k = 0; k + 1 < shape->tiers; k++)
            risk->limit[k] = lowest[i] + step[i] * k;
        for (uint32_t k = 0; k < shape->tiers; k++) {
            for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
                risk->row[k][LEVEE_LONG].row[m] = 1000 * (m + 1) + k;
                risk->row[k][LEVEE_SHORT].row[m] = 5000 * (m + 1) + k;
                risk->row[k][LEVEE_LONG].deduction_high[m] = m == LEVEE_EQUITY ? 0 : k << m;
                risk->row[k][LEVEE_SHORT].deduction_low[m] = m == LEVEE_EQUITY ? 0 : k << m;
            }
        }
        for (uint32_t k = 0; k < shape->tiers; k++) {
            for (int off = -1; off <= 1; off++, slot += 2) {
                const int64_t quantity = risk->limit[k] + off > LEVEE_LOTS_MAX ? LEVEE_LOTS_MAX : risk->limit[k] + off;

                assert_true(command_add(command, slot, i, quantity));
                assert_true(command_add(command, slot + 1, i, -quantity));
            }
        }
    }
    run_alone(market, command, "edges");
    free(market);
}

/* run_pace runs a command without a stop over tables that were written before;
 * returns the cycles it took. */
static bench_times_t run_pace(uint32_t slices, uint32_t words, const bench_pace_t *pace, uint32_t report,
                              uint64_t *work, group_out_t *out)
{
    const bench_pace_t none = {0};
    const uint8_t nothing[MARKET_INSTRUMENTS] = {0};
    draw_t draw = {claim_seed()};
    bench_t *bench = bench_open(shape, claim_seed());
    market_t *market = market_make();

    draw_market(&draw, shape, MARKET_USED, market);
    command_t *prices = command_make(shape, market->table, 0);
    command_t *command = command_make(shape, market->table, slices);
    for (uint32_t slot = 0; slot < slices * LEVEE_LANES; slot++) {
        draw_account(&draw, market, 0, command, slot);
        while (command->account[slot].words < words)
            (void)command_add(command, slot, market->instrument[draw_below(&draw, market->used)], 1);
    }
    draw_segments(&draw, 3, command);
    command->report = report;
    command_seal(prices, &draw);
    command_seal(command, &draw);
    if (!bench_run(bench, prices, market->write, &none, 0) || !bench_run(bench, command, nothing, pace, 0))
        fail_msg("pace of %u words: %s", words, bench->note);
    const bench_times_t times = bench->times;
    *work = command->leg_beats > command->constant_beats ? command->leg_beats : command->constant_beats;
    *work = command->records > *work ? command->records : *work;
    *out = bench->out;
    command_free(prices);
    command_free(command);
    bench_close(bench);
    free(market);
    return times;
}

/* Where legs, constants or records, or two of them, are most: 97 in a hundred
 * cycles move one. */
static void keeps_pace(void **context)
{
    const uint32_t balance = 2 * shape->measures;
    const struct {
        const char *most;
        uint32_t slices, words, report;
    } loads[] = {
        {"legs", 500, 20, REPORT_CHANGED},
        {"constants", 2600, 1, REPORT_NONE},
        {"legs and constants", 2600, balance, REPORT_NONE},
        {"records", 1300, 2, REPORT_ALL},
        {"legs and records", 500, LEVEE_LANES, REPORT_ALL},
    };

    (void)context;
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        const bench_pace_t pace = {0};
        group_out_t out;
        uint64_t work;
        const bench_times_t times = run_pace(loads[i].slices, loads[i].words, &pace, loads[i].report, &work, &out);

        assert_true(loads[i].slices * loads[i].words * LEVEE_LANES >= 20000);
        print_message("%s: %" PRIu64 " in %" PRIu64 " cycles, %.3f a cycle\n", loads[i].most, work, times.cycles,
                      (double)work / (double)times.cycles);
        assert_true(100 * work >= 97 * times.cycles);
    }
}

/* A slice that finds nothing in its way. */
static void answers_in_time(void **context)
{
    const bench_pace_t pace = {.lead = 40};
    uint64_t work;
    group_out_t out;

    (void)context;
    for (uint32_t words = 1; words < 4; words++) {
        const bench_times_t times = run_pace(1, words, &pace, REPORT_ALL, &work, &out);

        if (words == 1)
            print_message("first record valid %" PRIu64 " cycles after the slice's last beat was taken\n",
                          times.latency);
        assert_true(times.latency > 0 && times.latency <= 45);
    }
}

/* Each cause is counted alone. */
static void counts_what_it_waits_for(void **context)
{
    const bench_pace_t pace[] = {{.constant = 80}, {.record = 80}, {.status = 99}};
    uint64_t work;
    group_out_t out;

    (void)context;
    for (uint32_t i = 0; i < 3; i++) {
        const bench_times_t times = run_pace(400, 1, &pace[i], i == 1 ? REPORT_ALL : REPORT_NONE, &work, &out);
        const uint32_t stall[] = {out.stall_constant, out.stall_record, out.stall_status};

        print_message("of %" PRIu64 " cycles waited for constants %u, records %u, statuses %u\n", times.cycles,
                      stall[0], stall[1], stall[2]);
        for (uint32_t j = 0; j < 3; j++)
            assert_true(j == i ? stall[j] > times.cycles / 4 : stall[j] <= times.cycles / 4);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(sweeps_like_the_specification),
        cmocka_unit_test(saw_every_transition),
        cmocka_unit_test(holds_the_largest_sums),
        cmocka_unit_test(finds_tiers_at_their_edge),
    };
    const struct CMUnitTest times[] = {
        cmocka_unit_test(keeps_pace),
        cmocka_unit_test(answers_in_time),
        cmocka_unit_test(counts_what_it_waits_for),
    };
    bool is_brief = false;

    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--brief") == 0)
            is_brief = true;
        else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
            (void)setenv("LEVEE_SEED", argv[++i], 1);
        else if (strcmp(argv[i], "--runs") == 0 && i + 1 < argc)
            sweeps_like_the_specification.rounds = (uint32_t)strtoul(argv[++i], NULL, 0);
    }
    shape = group_model(argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 0) : 0);
    if (!shape) {
        (void)fprintf(stderr, "usage: %s MEASURES [--seed N] [--runs N] [--brief]\n", argv[0]);
        return 2;
    }
    const int failed = cmocka_run_group_tests_name("rtl_sweep", tests, NULL, NULL);
    return failed || (!is_brief && cmocka_run_group_tests_name("rtl_sweep times", times, NULL, NULL));
}
