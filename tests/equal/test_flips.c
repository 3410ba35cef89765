/* SPDX-License-Identifier: Apache-2.0
 *
 * Single bits that turn over during a command, in the card's memory and inside
 * the kernel: each must be noticed by what levee_card_collect checks, or change
 * nothing at all of the answer. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "case_engine.h"
#include "flip_model.h"
#include "made_book.h"
#include "shadow.h"

enum { FLIPS = 1000, A_TICK = 50, LATENCY = 64, CYCLES_MAX = 50000 };
enum { LEGS = FLIP_INSIDE, CONSTANTS, STATUSES, SORTS };

static const char *const sort_name[SORTS] = {"rows",         "deductions", "limits",    "products",
                                             "accumulators", "legs",       "constants", "statuses"};

typedef struct {
    shadow_t shadow;
    draw_t d;
    long flips;  /* to do */
    long number; /* of the next */
    long one;    /* -1: all */
    uint32_t noticed[SORTS], harmless[SORTS];
    block_saved_t before, answer;
    uint8_t *status[LEVEE_REGIONS]; /* the host's */
    levee_tally_t tally;
    uint64_t duration; /* cycles of the command */
} bench_t;

_Static_assert(CONSTANTS - LEGS == (int)LEVEE_STREAM_CONSTANTS && STATUSES - LEGS == (int)LEVEE_STREAM_STATUS,
               "streams are sorts in their order");

#define FAIL(bench, ...) (snprintf((bench)->shadow.message, SHADOW_MESSAGE, __VA_ARGS__), 0)

/* keep_statuses puts the host's statuses aside; give_statuses brings them back. */
static void keep_statuses(bench_t *bench, const levee_card_t *card)
{
    bench->tally = card->image->slices->tally;
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        const levee_region_t *region = &card->image->slices->region[r];

        free(bench->status[r]);
        bench->status[r] = malloc(region->room + 1);
        if (!bench->status[r])
            abort();
        if (region->room > 0)
            memcpy(bench->status[r], region->status, region->room);
    }
}

static void give_statuses(const bench_t *bench, const levee_card_t *card)
{
    card->image->slices->tally = bench->tally;
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        levee_region_t *region = &card->image->slices->region[r];

        if (region->room > 0)
            memcpy(region->status, bench->status[r], region->room);
    }
}

/* flip_t: which bit, and when. */
typedef struct {
    uint32_t sort;
    uint64_t bit;
    uint64_t cycle;
    char name[FLIP_NAME];
} flip_t;

/* used_bits is how many bits of a stream the segments judge: two of a byte of
 * statuses, whose last beat may have slices that nobody has. */
static uint64_t used_bits(const levee_card_t *card, uint32_t region, uint32_t sort)
{
    const uint64_t slices = levee_card_slices(card, 0, region);

    if (sort == STATUSES)
        return slices * LEVEE_LANES * 2;
    return slices * 512 * (sort == LEGS ? card->image->slices->region[region].words : 2 * card->kernel.measures);
}

static flip_t draw_flip(bench_t *bench, levee_kernel_t *kernel, const levee_card_t *card)
{
    flip_t flip = {.sort = (uint32_t)bench->number % SORTS};
    uint64_t bits = 0;

    if (flip.sort < FLIP_INSIDE) {
        bits = flip_bits(kernel->instance, (flip_sort_t)flip.sort);
        flip.cycle = draw_next(&bench->d) % bench->duration;
    } else {
        for (uint32_t r = 0; r < LEVEE_REGIONS; r++)
            bits += used_bits(card, r, flip.sort);
    }
    assert(bits > 0);
    flip.bit = draw_next(&bench->d) % bits;
    return flip;
}

static void flip_memory(const levee_card_t *card, flip_t *flip)
{
    const levee_stream_t stream = (levee_stream_t)(flip->sort - LEGS);
    uint64_t bit = flip->bit;
    uint32_t region = 0;

    for (; bit >= used_bits(card, region, flip->sort); region++)
        bit -= used_bits(card, region, flip->sort);
    if (flip->sort == STATUSES)
        bit = bit / 2 * 8 + bit % 2;
    levee_card_place(card, 0, region, stream)[bit / 512].word[bit % 512 / 64] ^= UINT64_C(1) << bit % 64;
    snprintf(flip->name, FLIP_NAME, "%s of region %u, beat %u, bit %u", sort_name[flip->sort], region,
             (unsigned)(bit / 512), (unsigned)(bit % 512));
}

/* run_flipped does the command with the flip in it. Returns whether it ended. */
static int run_flipped(levee_kernel_t *kernel, const levee_card_t *card, flip_t *flip)
{
    if (flip->sort >= FLIP_INSIDE)
        flip_memory(card, flip);
    levee_kernel_start(kernel, card);
    for (uint64_t i = 0; i < flip->cycle && flip->sort < FLIP_INSIDE; i++)
        levee_kernel_cycle(kernel);
    if (flip->sort < FLIP_INSIDE)
        flip_bit(kernel->instance, (flip_sort_t)flip->sort, flip->bit, flip->name);
    return levee_kernel_finish(kernel, CYCLES_MAX);
}

static int judge_flip(bench_t *bench, levee_kernel_t *kernel, levee_card_t *card)
{
    flip_t flip = draw_flip(bench, kernel, card);
    uint32_t records;

    if (bench->one >= 0 && bench->one != bench->number)
        return 1;
    block_restore(card, &bench->before);
    if (!run_flipped(kernel, card, &flip))
        return FAIL(bench, "flip %ld, cycle %u, %.100s: the kernel does not finish", bench->number,
                    (unsigned)flip.cycle, flip.name);
    const char *wrong = levee_card_collect(card, &records);
    const char *differs = block_answer_differs(card, &bench->answer);

    if (bench->one >= 0)
        printf("flip %ld, cycle %u, %s: %s, %s\n", bench->number, (unsigned)flip.cycle, flip.name,
               wrong ? wrong : "not noticed", differs ? differs : "no effect");
    bench->noticed[flip.sort] += wrong != NULL;
    bench->harmless[flip.sort] += !wrong;
    give_statuses(bench, card);
    if (!wrong && differs)
        return FAIL(bench, "flip %ld, cycle %u, %.60s: not noticed, but %.30s differ", bench->number,
                    (unsigned)flip.cycle, flip.name, differs);
    return 1;
}

/* run does the sound command, then flips, then the sound one again. */
static int run(void *context, levee_kernel_t *kernel, levee_card_t *card)
{
    bench_t *bench = context;

    block_save(card, &bench->before);
    keep_statuses(bench, card);
    levee_kernel_start(kernel, card);
    if (!levee_kernel_finish(kernel, CYCLES_MAX))
        return 0;
    bench->duration = levee_kernel_read(kernel, LEVEE_CARD_AT_CYCLES);
    block_save(card, &bench->answer);
    for (int i = 0; i < A_TICK && bench->number < bench->flips && bench->shadow.message[0] == '\0'; i++) {
        (void)judge_flip(bench, kernel, card);
        bench->number++;
    }
    block_restore(card, &bench->before);
    for (uint32_t i = 0; i < kernel->masters; i++)
        kernel->memory[i].broken = NULL;
    levee_kernel_start(kernel, card);
    return levee_kernel_finish(kernel, CYCLES_MAX);
}

static int run_book(bench_t *bench, const case_t *c)
{
    const levee_opener_t opener = {.open = shadow_open, .context = &bench->shadow};
    levee_error_t error = {0};
    levee_engine_t *engine = case_engine_open(c, &opener, &error);
    int good = engine != NULL;

    while (good && bench->number < bench->flips) {
        const uint32_t instrument = (uint32_t)draw_range(&bench->d, 0, (long)c->instrument_count - 1);
        case_text_t price = "";
        const levee_mark_spec_t mark = {c->instruments[instrument].symbol, price, NULL, 0};

        made_book_price(instrument, (unsigned)draw_range(&bench->d, 60, 150), price);
        good = levee_engine_tick(engine, &mark, 1, &error) == LEVEE_OK && bench->shadow.message[0] == '\0';
    }
    if (!good)
        printf("FAILED: %s%s\n", bench->shadow.message, error.message);
    levee_engine_free(engine);
    return good;
}

static void print_counts(const bench_t *bench)
{
    uint32_t noticed = 0, harmless = 0;

    for (uint32_t s = 0; s < SORTS; s++) {
        printf("%-12s %4u noticed, %4u without any effect\n", sort_name[s], bench->noticed[s], bench->harmless[s]);
        noticed += bench->noticed[s];
        harmless += bench->harmless[s];
    }
    printf("%-12s %4u noticed, %4u without any effect\n", "all", noticed, harmless);
}

int main(int argc, char **argv)
{
    static const struct option known[] = {{"seed", required_argument, NULL, 's'},
                                          {"flips", required_argument, NULL, 'n'},
                                          {"flip", required_argument, NULL, 'o'},
                                          {NULL, 0, NULL, 0}};
    const levee_axi_timing_t timing = {.latency = LATENCY};
    made_book_t shape = {
        .instruments = 8, .tiers = 4, .accounts = 300, .legs_least = 1, .legs_most = 6, .wide_percent = 5, .seed = 1};
    bench_t bench = {.flips = FLIPS, .one = -1};
    case_t c = {0};

    for (int found; (found = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        if (found == 's')
            shape.seed = strtoull(optarg, NULL, 10);
        else if (found == 'n')
            bench.flips = strtol(optarg, NULL, 10);
        else if (found == 'o')
            bench.one = strtol(optarg, NULL, 10);
        else
            return 2;
    }
    bench.d.state = shape.seed;
    if (!shadow_begin(&bench.shadow, &levee_model_flips, &timing, shape.seed))
        return 1;
    bench.shadow.run = run;
    bench.shadow.run_context = &bench;
    bench.shadow.whole = 1;
    bench.shadow.report = SHADOW_REPORT_CHANGED;
    made_book(&c, &shape);
    const int good = run_book(&bench, &c);
    print_counts(&bench);
    printf("seed %llu: %ld flips: %s\n", (unsigned long long)shape.seed, bench.number, good ? "passed" : "FAILED");
    shadow_end(&bench.shadow);
    block_saved_free(&bench.before);
    block_saved_free(&bench.answer);
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++)
        free(bench.status[r]);
    case_free(&c);
    return !good;
}
