/* SPDX-License-Identifier: Apache-2.0
 *
 * How many cycles commands take. Each answer is held against hls/ on the way. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "case_engine.h"
#include "made_book.h"
#include "models.h"
#include "shadow.h"
#include "watch.h"

enum { LATENCY = 64, PERMILLE = 970, FIRST_RECORD = 64, INSTRUMENTS = 256, TIERS = 8, LEGS = 20000 };

/* Cycles beyond those in which the busiest port is busy, from when the tables
 * stand: the last beat's way through the lanes, and the responses to the records
 * and then to the summary. */
enum { OVERHEAD = 2 * LATENCY + 64 };

/* As much again for what stalls add to these: they are drawn for every channel. */
enum { STALLED_OVERHEAD = 2 * OVERHEAD };

typedef struct {
    shadow_t shadow;
    const char *name;
    uint64_t seed;
    uint32_t groups, measures;
    watch_t watch;
    int stripped; /* the next command is done without prices first, and that is watched */
} bench_t;

#define FAIL(bench, ...) (snprintf((bench)->shadow.message, SHADOW_MESSAGE, __VA_ARGS__), 0)

/* run watches the command. */
static int run(void *context, levee_kernel_t *kernel, levee_card_t *card)
{
    bench_t *bench = context;
    block_saved_t saved = {0};

    if (!bench->stripped)
        return watch_run(&bench->watch, kernel, card);
    block_save(card, &saved);
    const block_t parts = block_parts(card);
    BLOCK_SET(card->command.beat, HEADER, UPDATES, 0);
    block_remove(card, parts.updates, parts.segments - parts.updates);
    int ended = watch_run(&bench->watch, kernel, card);
    block_restore(card, &saved);
    block_saved_free(&saved);
    levee_kernel_start(kernel, card);
    return ended && levee_kernel_finish(kernel, WATCH_CYCLES);
}

/* tick gives `prices` prices, or none, and watches the command. */
static int tick(bench_t *bench, levee_engine_t *engine, const case_t *c, uint32_t prices)
{
    levee_mark_spec_t marks[INSTRUMENTS];
    case_text_t price[INSTRUMENTS] = {""};
    levee_error_t error;

    bench->stripped = prices == 0;
    for (uint32_t i = 0; i < prices || i == 0; i++) {
        made_book_price(i, 101 + (unsigned)(bench->shadow.ticks + i) % 7, price[i]);
        marks[i] = (levee_mark_spec_t){c->instruments[i].symbol, price[i], NULL, 0};
    }
    if (levee_engine_tick(engine, marks, prices == 0 ? 1 : prices, &error) != LEVEE_OK)
        return FAIL(bench, "the engine refuses the tick: %.120s", error.message);
    if (bench->shadow.message[0] == '\0' && bench->watch.faults != 0)
        return FAIL(bench, "faults are %x", bench->watch.faults);
    return bench->shadow.message[0] == '\0';
}

static void set_memory(bench_t *bench, uint32_t latency, uint8_t of_256)
{
    const levee_axi_timing_t timing = {
        .latency = latency, .stall_address = of_256, .stall_read = of_256, .stall_write = of_256};

    for (uint32_t i = 0; i < bench->shadow.kernel.masters; i++)
        bench->shadow.kernel.memory[i].timing = timing;
}

/* open_book has an engine on a book of `legs` legs, `least` to `most` an account. */
static levee_engine_t *open_book(bench_t *bench, case_t *c, uint32_t legs, uint32_t least, uint32_t most)
{
    const made_book_t shape = {.instruments = INSTRUMENTS,
                               .tiers = TIERS,
                               .accounts = legs * 2 / (least + most),
                               .legs_least = least,
                               .legs_most = most,
                               .seed = bench->seed};
    const levee_opener_t opener = {.open = shadow_open, .context = &bench->shadow};
    levee_error_t error = {0};

    made_book(c, &shape);
    levee_engine_t *engine = case_engine_open(c, &opener, &error);
    if (!engine)
        (void)FAIL(bench, "no engine: %.150s", error.message);
    return engine;
}

static void close_book(case_t *c, levee_engine_t *engine)
{
    levee_engine_free(engine);
    case_free(c);
}

/* busiest is the most beats that one port exchanges in the sweep. */
static uint32_t busiest(const bench_t *bench)
{
    uint32_t most = 0;

    for (uint32_t g = 0; g < bench->groups; g++) {
        const uint32_t counts[] = {watch_count(&bench->watch, WATCH_LEGS + 3 * g, WATCH_READ),
                                   watch_count(&bench->watch, WATCH_CONSTANTS + 3 * g, WATCH_READ),
                                   watch_count(&bench->watch, WATCH_RESULTS + 3 * g, WATCH_WRITE)};

        for (uint32_t i = 0; i < 3; i++)
            most = counts[i] > most ? counts[i] : most;
    }
    return most;
}

/* ideal is when ports that lose no cycle but to memory's own stalls would have
 * exchanged all beats since the tables stand. */
static uint32_t ideal(const bench_t *bench)
{
    const watch_t *watch = &bench->watch;
    uint32_t last = 0;

    for (uint32_t g = 0; g < bench->groups; g++) {
        for (uint32_t i = 0; i < 3; i++) {
            const uint32_t master = WATCH_LEGS + i + 3 * g;
            const uint8_t did = i == 2 ? WATCH_WRITE : WATCH_READ;
            const uint8_t stalls = i == 2 ? WATCH_WRITE_STALL : WATCH_READ_STALL;
            const uint32_t end = watch_ideal(watch, master, stalls, watch_count(watch, master, did));

            last = end > last ? end : last;
        }
    }
    return last;
}

/* shape_t: what dominates. */
typedef struct {
    const char *name;
    uint32_t legs; /* of an account */
    int report;
} shape_t;

/* pace wants 0.97 beats a cycle between two sizes of a book, little beyond that,
 * and, where memory stalls, what an ideal port would take. */
static int pace(bench_t *bench, const shape_t *shape)
{
    uint32_t beats[2] = {0}, cycles[2] = {0}, lost = 0;
    int good = 1;

    bench->shadow.report = shape->report;
    for (uint32_t size = 0; size < 2 && good; size++) {
        case_t c = {0};
        levee_engine_t *engine = open_book(bench, &c, (uint32_t)LEGS << size, shape->legs, shape->legs);

        good = engine && tick(bench, engine, &c, 1);
        beats[size] = good ? busiest(bench) : 0;
        cycles[size] = bench->watch.cycles - bench->watch.table_cycles;
        if (good && cycles[size] > beats[size] + OVERHEAD)
            good = FAIL(bench, "%s: %u cycles for %u beats", shape->name, cycles[size], beats[size]);
        for (uint32_t of_256 = 32; of_256 <= 128 && good; of_256 *= 2) {
            set_memory(bench, LATENCY, (uint8_t)of_256);
            good = tick(bench, engine, &c, 1);
            const uint32_t end = bench->watch.end, best = good ? ideal(bench) : end;
            lost = end - best > lost ? end - best : lost;
            if (end > best + STALLED_OVERHEAD)
                good = FAIL(bench, "%s, stalls %u/256: %u cycles after an ideal port", shape->name, of_256, end - best);
        }
        set_memory(bench, LATENCY, 0);
        close_book(&c, engine);
    }
    const uint32_t permille = good ? 1000 * (beats[1] - beats[0]) / (cycles[1] - cycles[0]) : 0;
    if (good)
        printf("%s: %-9s dominate: %u.%03u beats a cycle, %u + %u cycles; stalls: %u behind an ideal port\n",
               bench->name, shape->name, permille / 1000, permille % 1000, beats[0], cycles[0] - beats[0], lost);
    return good && permille < PERMILLE ? FAIL(bench, "%s: 0.%03u beats a cycle", shape->name, permille) : good;
}

/* whole wants 0.97 beats a cycle of a whole command, from ap_start to done, whose
 * memory answers at once. */
static int whole(bench_t *bench, const shape_t *shape)
{
    case_t c = {0};
    levee_engine_t *engine = open_book(bench, &c, LEGS * bench->groups, shape->legs, shape->legs);

    bench->shadow.report = shape->report;
    set_memory(bench, 1, 0);
    int good = engine && tick(bench, engine, &c, 0);
    set_memory(bench, LATENCY, 0);
    if (good) {
        const uint32_t beats = busiest(bench), cycles = bench->watch.cycles;
        const uint32_t permille = (uint32_t)((uint64_t)1000 * beats / cycles);

        printf("%s: %-9s dominate: %u beats in %u cycles from ap_start, memory at once: %u.%03u beats a cycle\n",
               bench->name, shape->name, beats, cycles, permille / 1000, permille % 1000);
        if (permille < PERMILLE)
            good = FAIL(bench, "%s: 0.%03u beats a cycle from ap_start", shape->name, permille);
    }
    close_book(&c, engine);
    return good;
}

/* first_record wants the first record on the bus soon after the last beat that
 * its slice needs. */
static int first_record(bench_t *bench)
{
    case_t c = {0};
    levee_engine_t *engine = open_book(bench, &c, LEGS, 4, 4);

    bench->shadow.report = SHADOW_REPORT_ALL;
    int good = engine && tick(bench, engine, &c, 0);
    for (uint32_t g = 0; g < bench->groups && good; g++) {
        const uint32_t legs = watch_when(&bench->watch, WATCH_LEGS + 3 * g, WATCH_READ, 4);
        const uint32_t constants = watch_when(&bench->watch, WATCH_CONSTANTS + 3 * g, WATCH_READ, 2 * bench->measures);
        const uint32_t record = watch_when(&bench->watch, WATCH_RESULTS + 3 * g, WATCH_WRITE, 1);
        const uint32_t needed = legs > constants ? legs : constants;

        if (needed < bench->watch.stand || record > needed + FIRST_RECORD)
            good = FAIL(bench, "group %u: the first record is on the bus after %u cycles", g, record - needed);
        else if (g == 0)
            printf("%s: the first record is on the bus %u cycles after its slice's last beat\n", bench->name,
                   record - needed);
    }
    close_book(&c, engine);
    return good;
}

/* table prints cycles from start to done; each account has 1 to 7 legs. */
static int table(bench_t *bench)
{
    static const uint32_t legs[] = {1000, 10000, 100000}, prices[] = {0, 1, 16, 256};
    int good = 1;

    bench->shadow.report = SHADOW_REPORT_CHANGED;
    for (uint32_t l = 0; l < 3 && good; l++) {
        case_t c = {0};
        levee_engine_t *engine = open_book(bench, &c, legs[l], 1, 7);

        good = engine != NULL;
        printf("| %u | %u | %zu | %zu |", bench->groups * 8, bench->measures, c.leg_count, c.account_count);
        for (uint32_t p = 0; p < 4 && good; p++) {
            good = tick(bench, engine, &c, prices[p]);
            printf(" %u |", bench->watch.cycles);
        }
        printf("\n");
        close_book(&c, engine);
    }
    return good;
}

static int run_bench(bench_t *bench)
{
    static const shape_t shapes[] = {
        {"legs", 16, SHADOW_REPORT_CHANGED}, {"constants", 1, SHADOW_REPORT_NONE}, {"records", 4, SHADOW_REPORT_ALL}};
    int good = first_record(bench);

    for (uint32_t i = 0; i < 3 && good; i++)
        good = whole(bench, &shapes[i]) && pace(bench, &shapes[i]);
    if (good)
        printf("| lanes | measures | legs | accounts | 0 prices | 1 price | 16 prices | 256 prices |\n"
               "|---|---|---|---|---|---|---|---|\n");
    return good && table(bench);
}

int main(int argc, char **argv)
{
    static const struct option known[] = {
        {"model", required_argument, NULL, 'm'}, {"seed", required_argument, NULL, 's'}, {NULL, 0, NULL, 0}};
    const levee_axi_timing_t timing = {.latency = LATENCY};
    bench_t bench = {.name = "8x3", .seed = 1};

    for (int found; (found = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        if (found == 's')
            bench.seed = strtoull(optarg, NULL, 10);
        else if (found == 'm')
            bench.name = optarg;
    }
    const levee_model_t *model = models_find(bench.name);
    if (!model || !shadow_begin(&bench.shadow, model, &timing, bench.seed)) {
        fprintf(stderr, "usage: test_cycles [--model 8x1|8x3|16x1|16x3|32x1|32x3] [--seed S]\n");
        return 2;
    }
    bench.groups = bench.shadow.parameters.lanes / LEVEE_LANES;
    bench.measures = bench.shadow.parameters.measures;
    bench.shadow.run = run;
    bench.shadow.run_context = &bench;
    const int good = run_bench(&bench);
    if (!good)
        printf("FAILED %s seed %llu: %s\n", bench.name, (unsigned long long)bench.seed, bench.shadow.message);
    shadow_end(&bench.shadow);
    watch_free(&bench.watch);
    return !good;
}
