/* SPDX-License-Identifier: Apache-2.0
 *
 * Counters that are large already when a command begins: whatever they begin
 * with, every summary, checksum and register says by that much more than without,
 * and records go where they went. */
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "case_engine.h"
#include "flip_model.h"
#include "made_book.h"
#include "shadow.h"

enum { TICKS = 40, LATENCY = 64, CYCLES_MAX = 50000, CLEARED = 8 };

/* counter_t: a counter, and where it is seen. */
typedef struct {
    const char *scope;
    const char *name;
    uint32_t index;
    uint32_t low;   /* of the summary's field; NOWHERE: none */
    uint32_t shown; /* address of a register; 0: none */
} counter_t;

enum { NOWHERE = 512 };

#define SUMMARY(index, field, shown) {".totals", "count_reg", index, LEVEE_CARD_SUMMARY_##field, shown}
#define STATUS(number, field) {".status[" #number "]", "total_reg", 0, LEVEE_CARD_SUMMARY_##field, 0}

static const counter_t counters[] = {
    SUMMARY(0, SLICES, 0),
    SUMMARY(1, RECORDS, 0),
    SUMMARY(2, LEG_BEATS, 0),
    SUMMARY(3, CONSTANT_BEATS, 0),
    SUMMARY(4, CONSTANT_STALLS, LEVEE_CARD_AT_CONSTANT_STALLS),
    SUMMARY(5, RECORD_STALLS, LEVEE_CARD_AT_RECORD_STALLS),
    SUMMARY(6, STATUS_STALLS, LEVEE_CARD_AT_CONSTANT_STALLS),
    STATUS(0, HEALTHY),
    STATUS(1, RESTRICTED),
    STATUS(2, LIQUIDATE),
    STATUS(3, BANKRUPT),
    {".channel", "leg_stalls", 0, NOWHERE, LEVEE_CARD_AT_LEG_STALLS},
    {".levee_sweep", "cycles_reg", 0, NOWHERE, LEVEE_CARD_AT_CYCLES},
    {".levee_sweep", "table_cycles_reg", 0, NOWHERE, LEVEE_CARD_AT_TABLE_CYCLES},
    {".levee_sweep", "commands_reg", 0, NOWHERE, LEVEE_CARD_AT_COMMANDS},
};
enum { COUNTERS = sizeof counters / sizeof counters[0] };

static const uint32_t registers[] = {LEVEE_CARD_AT_COMMANDS,        LEVEE_CARD_AT_CYCLES,
                                     LEVEE_CARD_AT_TABLE_CYCLES,    LEVEE_CARD_AT_LEG_STALLS,
                                     LEVEE_CARD_AT_CONSTANT_STALLS, LEVEE_CARD_AT_RECORD_STALLS};
enum { REGISTERS = sizeof registers / sizeof registers[0] };

typedef struct {
    shadow_t shadow;
    draw_t d;
    block_saved_t before, answer;
} bench_t;

#define FAIL(bench, ...) (snprintf((bench)->shadow.message, SHADOW_MESSAGE, __VA_ARGS__), 0)

static void read_registers(levee_kernel_t *kernel, uint32_t shown[REGISTERS])
{
    for (uint32_t i = 0; i < REGISTERS; i++)
        shown[i] = levee_kernel_read(kernel, registers[i]);
}

/* expected_t: what is to be seen: of the answer, and of the registers; records
 * count so many slices more. */
typedef struct {
    levee_beat_t summary, sums;
    uint32_t slices;
    uint32_t shown[REGISTERS];
} expected_t;

static int set_counter(bench_t *bench, levee_kernel_t *kernel, const counter_t *counter, expected_t *expected)
{
    uint32_t *word = flip_word(kernel->instance, counter->scope, counter->name, counter->index);
    const uint32_t more = (uint32_t)draw_next(&bench->d);

    if (!word)
        return FAIL(bench, "there is no counter %s %s", counter->scope, counter->name);
    *word += more;
    if (counter->low != NOWHERE)
        block_set(&expected->summary, counter->low, 32,
                  (uint32_t)levee_beat_get(&expected->summary, counter->low, 32) + more);
    for (uint32_t i = 0; i < REGISTERS; i++)
        expected->shown[i] += registers[i] == counter->shown ? more : 0;
    return 1;
}

/* set_sum adds to a measure's checksum, which has two registers of 64 bits. */
static int set_sum(bench_t *bench, levee_kernel_t *kernel, uint32_t measure, expected_t *expected)
{
    char scope[] = ".measure[0].checksum";
    levee_u128 more = 0;

    scope[strlen(".measure[")] = (char)('0' + measure);
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t *word = flip_word(kernel->instance, scope, i < 2 ? "low_reg" : "high_reg", i % 2);

        if (!word)
            return FAIL(bench, "there is no checksum %s", scope);
        *word = (uint32_t)draw_next(&bench->d);
        more |= (levee_u128)*word << 32 * i;
    }
    const levee_u128 sum = levee_beat_get_wide(&expected->sums, 128 * measure) + more;
    expected->sums.word[2 * measure] = (uint64_t)sum;
    expected->sums.word[2 * measure + 1] = (uint64_t)(sum >> 64);
    return 1;
}

/* set_all sets every counter. */
static int set_all(bench_t *bench, levee_kernel_t *kernel, expected_t *expected)
{
    uint32_t *slice = flip_word(kernel->instance, ".group", "slice_reg", 0);
    int good = slice ? 1 : FAIL(bench, "there is no counter of slices");

    for (uint32_t i = 0; i < COUNTERS && good; i++)
        good = set_counter(bench, kernel, &counters[i], expected);
    for (uint32_t measure = 0; measure < LEVEE_MEASURES && good; measure++)
        good = set_sum(bench, kernel, measure, expected);
    if (good)
        *slice = expected->slices;
    return good;
}

static int check(bench_t *bench, levee_kernel_t *kernel, const levee_card_t *card, const expected_t *expected)
{
    const levee_beat_t *results = card->results[0].beat;
    const levee_beat_t *answer = bench->answer.beat[3];
    const uint64_t end = card->records + LEVEE_GET(answer, SUMMARY, RECORDS);
    uint32_t shown[REGISTERS];

    read_registers(kernel, shown);
    for (uint32_t i = 0; i < REGISTERS; i++) {
        if (shown[i] != expected->shown[i])
            return FAIL(bench, "register %x is %x, not %x", registers[i], shown[i], expected->shown[i]);
    }
    if (memcmp(&results[0], &expected->summary, sizeof *results) != 0)
        return FAIL(bench, "the summary differs");
    if (memcmp(&results[1], &expected->sums, sizeof *results) != 0)
        return FAIL(bench, "the sums differ");
    if (memcmp(&results[2], &answer[2], (card->records - 2) * sizeof *results) != 0)
        return FAIL(bench, "the statuses differ");
    for (uint64_t i = card->records; i < end; i++) {
        levee_beat_t record = answer[i];

        BLOCK_SET(&record, RECORD, SLOT, LEVEE_GET(&record, RECORD, SLOT) + (uint64_t)LEVEE_LANES * expected->slices);
        if (memcmp(&results[i], &record, sizeof record) != 0)
            return FAIL(bench, "record %u differs", (unsigned)(i - card->records));
    }
    return 1;
}

static int do_command(levee_kernel_t *kernel, levee_card_t *card)
{
    levee_kernel_start(kernel, card);
    return levee_kernel_finish(kernel, CYCLES_MAX);
}

/* run does the command, again with counters that are set once it has cleared
 * them, and once more as it is. */
static int run(void *context, levee_kernel_t *kernel, levee_card_t *card)
{
    bench_t *bench = context;
    expected_t expected = {.slices = (uint32_t)draw_next(&bench->d) >> 3};

    block_save(card, &bench->before);
    if (!do_command(kernel, card))
        return 0;
    read_registers(kernel, expected.shown);
    expected.shown[0]++;
    block_save(card, &bench->answer);
    expected.summary = card->results[0].beat[0];
    expected.sums = card->results[0].beat[1];
    block_restore(card, &bench->before);
    levee_kernel_start(kernel, card);
    for (int i = 0; i < CLEARED; i++)
        levee_kernel_cycle(kernel);
    if (!set_all(bench, kernel, &expected) || !levee_kernel_finish(kernel, CYCLES_MAX) ||
        !check(bench, kernel, card, &expected))
        return 1;
    block_restore(card, &bench->before);
    return do_command(kernel, card);
}

static int run_book(bench_t *bench, const case_t *c)
{
    const levee_opener_t opener = {.open = shadow_open, .context = &bench->shadow};
    levee_error_t error = {0};
    levee_engine_t *engine = case_engine_open(c, &opener, &error);
    int good = engine != NULL;

    for (uint32_t i = 0; i < TICKS && good; i++) {
        const uint32_t instrument = i % (uint32_t)c->instrument_count;
        case_text_t price = "";
        const levee_mark_spec_t mark = {c->instruments[instrument].symbol, price, NULL, 0};

        made_book_price(instrument, 60 + 2 * i, price);
        good = levee_engine_tick(engine, &mark, 1, &error) == LEVEE_OK && bench->shadow.message[0] == '\0';
    }
    if (!good)
        printf("FAILED: %s%s\n", bench->shadow.message, error.message);
    levee_engine_free(engine);
    return good;
}

int main(void)
{
    const levee_axi_timing_t timing = {.latency = LATENCY};
    const made_book_t shape = {
        .instruments = 8, .tiers = 4, .accounts = 300, .legs_least = 1, .legs_most = 6, .wide_percent = 5, .seed = 1};
    bench_t bench = {.d = {.state = 1}};
    case_t c = {0};

    if (!shadow_begin(&bench.shadow, &levee_model_flips, &timing, shape.seed))
        return 1;
    bench.shadow.run = run;
    bench.shadow.run_context = &bench;
    bench.shadow.whole = 1;
    bench.shadow.report = SHADOW_REPORT_ALL;
    made_book(&c, &shape);
    const int good = run_book(&bench, &c);
    printf("%llu commands, %u counters: %s\n", (unsigned long long)bench.shadow.ticks, (unsigned)COUNTERS,
           good ? "passed" : "FAILED");
    shadow_end(&bench.shadow);
    block_saved_free(&bench.before);
    block_saved_free(&bench.answer);
    case_free(&c);
    return !good;
}
