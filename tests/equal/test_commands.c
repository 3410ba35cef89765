/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands that are spoilt in every way, each followed by a sound one that has
 * to be judged as hls/ does: nothing hangs, and everything is told. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "c_kernel.h"
#include "case_engine.h"
#include "made_book.h"
#include "models.h"
#include "scene.h"
#include "shadow.h"

enum {
    LATENCY = 64,
    ACCOUNTS_A_GROUP = 1400,
    INSTRUMENTS = 9,
    TIERS = 8,
    LEGS = 9,
    WIDE_PERCENT = 3,
    LEAST_PERCENT = 50
};

typedef struct {
    const char *name;
    const levee_model_t *model; /* NULL: the kernel in C */
    const char *only;           /* NULL: all */
    uint32_t every;             /* of the variants */
    long variant;               /* -1: all */
    uint64_t seed;
} options_t;

static options_t read_options(int count, char **arguments)
{
    static const struct option known[] = {
        {"model", required_argument, NULL, 'm'}, {"seed", required_argument, NULL, 's'},
        {"only", required_argument, NULL, 'o'},  {"variant", required_argument, NULL, 'v'},
        {"every", required_argument, NULL, 'e'}, {NULL, 0, NULL, 0}};
    options_t options = {.name = "8x3", .every = 1, .variant = -1, .seed = 1};

    for (int found; (found = getopt_long(count, arguments, "", known, NULL)) != -1;) {
        if (found == 'm')
            options.name = optarg;
        else if (found == 's')
            options.seed = strtoull(optarg, NULL, 10);
        else if (found == 'o')
            options.only = optarg;
        else if (found == 'v')
            options.variant = strtol(optarg, NULL, 10);
        else if (found == 'e')
            options.every = (uint32_t)strtoul(optarg, NULL, 10);
        else
            exit(2);
    }
    options.model = models_find(options.name);
    if ((!options.model && strcmp(options.name, C_KERNEL) != 0) || options.every == 0) {
        fprintf(stderr, "usage: test_commands [--model c|8x3] [--every N] [--only NAME [--variant N]] [--seed S]\n");
        exit(2);
    }
    return options;
}

/* stage_t: what the shadow's command is to go through. */
typedef struct {
    shadow_t shadow;
    scene_t scene;
    const scene_spoil_t *spoil;
    uint32_t variant;
    unsigned above[INSTRUMENTS]; /* the last price, percent above the least */
} stage_t;

/* run spoils the command, then has the sound one done. */
static int run(void *context, levee_kernel_t *kernel, levee_card_t *card)
{
    stage_t *stage = context;
    scene_t *scene = &stage->scene;

    scene->kernel = kernel;
    scene->card = card;
    block_save(card, &scene->saved);
    /* Every bit of an address is another one's at times. */
    const uint64_t offset = draw_next(&scene->d) & ~UINT64_C(63);
    for (uint32_t i = 0; i < kernel->masters; i++)
        kernel->memory[i].offset = offset;
    if (!stage->spoil || stage->spoil->spoil(scene, stage->variant)) {
        for (uint32_t i = 0; i < kernel->masters; i++) {
            kernel->memory[i].broken = NULL;
            kernel->memory[i].timing = (levee_axi_timing_t){.latency = LATENCY};
        }
        scene_restore(scene);
        (void)(scene_run(scene) && scene->faults != 0 && scene_fail(scene, "afterwards faults are %x", scene->faults));
    }
    snprintf(stage->shadow.message, SHADOW_MESSAGE, "%s", scene->message);
    return 1;
}

/* tick gives one price; returns whether the commands of it went as they must. */
static int tick(stage_t *stage, levee_engine_t *engine, const case_t *c)
{
    const uint32_t instrument = (uint32_t)draw_range(&stage->scene.d, 0, (long)c->instrument_count - 1);
    case_text_t price = "";
    const levee_mark_spec_t mark = {c->instruments[instrument].symbol, price, NULL, 0};
    const uint64_t ticks = stage->shadow.ticks;
    levee_error_t error;

    /* The same price again would be no tick. */
    stage->above[instrument] = (stage->above[instrument] + (unsigned)draw_range(&stage->scene.d, 1, 100)) % 131;
    made_book_price(instrument, LEAST_PERCENT + stage->above[instrument], price);
    if (levee_engine_tick(engine, &mark, 1, &error) != LEVEE_OK)
        snprintf(stage->shadow.message, SHADOW_MESSAGE, "the engine refuses the tick: %.120s", error.message);
    else if (stage->shadow.ticks == ticks)
        snprintf(stage->shadow.message, SHADOW_MESSAGE, "the engine has no tick judged");
    return stage->shadow.message[0] == '\0';
}

static int run_spoil(stage_t *stage, const options_t *options, levee_engine_t *engine, const case_t *c)
{
    const scene_spoil_t *spoil = stage->spoil;

    for (uint32_t v = 0; v < spoil->variants; v++) {
        if ((options->variant >= 0 && options->variant != (long)v) || (v + options->seed) % options->every != 0)
            continue;
        stage->variant = v;
        if (!tick(stage, engine, c)) {
            printf("FAILED %s seed %llu: --only '%s' --variant %u: %s\n", options->name,
                   (unsigned long long)options->seed, spoil->name, v, stage->shadow.message);
            return 0;
        }
    }
    return 1;
}

/* run_book spoils commands of one book in the ways of the lists, the last of which
 * is NULL. */
static int run_book(stage_t *stage, const options_t *options, const made_book_t *shape,
                    const scene_spoil_t *const *lists)
{
    const levee_opener_t opener = {.open = shadow_open, .context = &stage->shadow};
    levee_error_t error = {0};
    case_t c = {0};

    made_book(&c, shape);
    stage->spoil = NULL;
    for (uint32_t i = 0; i < INSTRUMENTS; i++)
        stage->above[i] = 100 - LEAST_PERCENT;
    levee_engine_t *engine = case_engine_open(&c, &opener, &error);
    int good = engine && stage->shadow.message[0] == '\0';
    if (!good)
        printf("FAILED %s: %u accounts, at the start: %s%s\n", options->name, shape->accounts, stage->shadow.message,
               error.message);
    for (uint32_t l = 0; lists[l]; l++) {
        for (stage->spoil = lists[l]; good && stage->spoil->name; stage->spoil++) {
            if (!options->only || strcmp(options->only, stage->spoil->name) == 0)
                good = run_spoil(stage, options, engine, &c);
        }
    }
    levee_engine_free(engine);
    case_free(&c);
    return good;
}

/* run_books: nobody, one account, many segments of which some are longer than what
 * a group reads ahead. The kernel in C has no registers and no buses to spoil. */
static int run_books(stage_t *stage, const options_t *options)
{
    static const scene_spoil_t *const all[] = {spoil_order, spoil_blocks, spoil_books, spoil_buses, spoil_fields, NULL};
    static const scene_spoil_t *const order[] = {spoil_order, NULL};
    static const scene_spoil_t *const of_c[] = {spoil_blocks, spoil_books, NULL};
    const uint32_t groups = options->model ? options->model->lanes / LEVEE_LANES : 1;
    made_book_t shape = {.instruments = INSTRUMENTS,
                         .tiers = TIERS,
                         .legs_least = 1,
                         .legs_most = LEGS,
                         .wide_percent = WIDE_PERCENT,
                         .seed = options->seed};
    int good = 1;

    for (uint32_t size = options->model ? 0 : 2; size < 3 && good; size++) {
        shape.accounts = size < 2 ? size : ACCOUNTS_A_GROUP * groups;
        good = run_book(stage, options, &shape, !options->model ? of_c : size < 2 ? order : all);
    }
    return good;
}

int main(int argc, char **argv)
{
    const options_t options = read_options(argc, argv);
    const levee_axi_timing_t timing = {.latency = LATENCY};
    stage_t stage = {.scene = {.d = {.state = options.seed}, .is_c = !options.model}};

    if (!options.model)
        c_kernel_begin(&stage.shadow, options.seed);
    else if (!shadow_begin(&stage.shadow, options.model, &timing, options.seed))
        return 1;
    stage.shadow.run = run;
    stage.shadow.run_context = &stage;
    stage.shadow.whole = 1;
    stage.shadow.report = SHADOW_REPORT_CHANGED;
    const int good = run_books(&stage, &options);
    const uint64_t cycles = stage.shadow.kernel.cycles;
    shadow_end(&stage.shadow);
    printf("%s: %llu commands spoilt, each sound one after it the same bytes as hls/, %llu cycles: %s\n", options.name,
           (unsigned long long)stage.shadow.ticks, (unsigned long long)cycles, good ? "passed" : "FAILED");
    block_saved_free(&stage.scene.saved);
    return !good;
}
