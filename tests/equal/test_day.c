/* SPDX-License-Identifier: Apache-2.0
 *
 * The day on which AVAX fell from 28.6 to 6.02, over 10,000 accounts, judged by
 * the CPU and by a kernel: every verdict's bytes and the state hash. Ticks that
 * change no price are left out. Skipped without the data, which LEVEE_DATA names. */
#include <levee/files.h>

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device/verilated/verilated.h"
#include "engine/tick.h"
#include "models.h"

enum { SKIPPED = 77, MINUTE = 60, BAD_USAGE = 2 };

static const char data_path[] = "data/ticks/binance-delivery_trades_2025-10-10_AVAXUSD_PERP.csv.gz";
static const char symbol[] = "AVAXUSD_PERP";

typedef struct {
    const levee_model_t *model;
    const char *book;
    int64_t from_ns, to_ns;
} options_t;

static options_t read_options(int count, char **arguments)
{
    static const struct option known[] = {{"model", required_argument, NULL, 'm'},
                                          {"book", required_argument, NULL, 'b'},
                                          {"from", required_argument, NULL, 'f'},
                                          {"minutes", required_argument, NULL, 't'},
                                          {NULL, 0, NULL, 0}};
    options_t options = {.model = &levee_model_verilated};
    long long from_s = 0;
    long minutes = 0;

    for (int found; (found = getopt_long(count, arguments, "", known, NULL)) != -1;) {
        if (found == 'm')
            options.model = models_find(optarg);
        else if (found == 'b')
            options.book = optarg;
        else if (found == 'f')
            from_s = strtoll(optarg, NULL, 10);
        else if (found == 't')
            minutes = strtol(optarg, NULL, 10);
        else
            exit(BAD_USAGE);
    }
    if (!options.model || !options.book || from_s < 1 || minutes < 1) {
        fprintf(stderr, "usage: test_day --book DIR --from SECOND --minutes N [--model 8x3|16x3|32x3]\n");
        exit(BAD_USAGE);
    }
    options.from_ns = from_s * 1000000000;
    options.to_ns = options.from_ns + minutes * MINUTE * 1000000000;
    return options;
}

typedef struct {
    const levee_model_t *model;
} choice_t;

static levee_result_t open_card(void *context, const levee_image_t *image, levee_device_t **device,
                                levee_error_t *error)
{
    static const levee_axi_timing_t timing = {.latency = 64};
    const choice_t *choice = context;

    return levee_verilated_open_model(image, choice->model, &timing, device, error);
}

static levee_engine_t *open_engine(const char *path, const levee_model_t *model)
{
    choice_t choice = {model};
    const levee_opener_t opener = {.open = open_card, .context = &choice};
    levee_engine_t *engine = NULL;
    levee_book_t *book;
    levee_error_t error;
    levee_result_t result = levee_book_read(path, &book, &error);

    if (result == LEVEE_OK && model->lanes != 0)
        result = levee_engine_new_on(book, &opener, &engine, &error);
    else if (result == LEVEE_OK)
        result = levee_engine_new(book, NULL, &engine, &error);
    if (result != LEVEE_OK) {
        fprintf(stderr, "%s: %s\n", path, error.message);
        exit(1);
    }
    return engine;
}

/* same_verdicts compares what the last tick of either engine has changed. */
static int same_verdicts(const levee_engine_t *cpu, const levee_engine_t *card, uint64_t *rows)
{
    size_t count, card_count;
    const levee_verdict_t *verdicts = levee_engine_verdicts(cpu, &count);
    const levee_verdict_t *card_verdicts = levee_engine_verdicts(card, &card_count);

    *rows += count;
    return count == card_count && memcmp(verdicts, card_verdicts, count * sizeof *verdicts) == 0;
}

typedef struct {
    levee_engine_t *cpu, *card;
    uint64_t ticks, rows;
} pair_t;

/* give hands one price to both; returns whether both say the same. */
static int give(pair_t *pair, const levee_mark_spec_t *tick)
{
    levee_error_t error;
    levee_device_report_t report;

    if (levee_engine_tick(pair->cpu, tick, 1, &error) != LEVEE_OK ||
        levee_engine_tick(pair->card, tick, 1, &error) != LEVEE_OK) {
        printf("tick %" PRIu64 ": %s\n", pair->ticks, error.message);
        return 0;
    }
    pair->ticks++;
    levee_engine_device(pair->card, &report);
    if (report.fault)
        printf("tick %" PRIu64 ": the card was given up: %s\n", pair->ticks, report.fault);
    else if (!same_verdicts(pair->cpu, pair->card, &pair->rows))
        printf("tick %" PRIu64 " at %s: the verdicts differ\n", pair->ticks, tick->mark);
    else
        return 1;
    return 0;
}

static int run_day(pair_t *pair, const options_t *options, levee_ticks_t *ticks)
{
    char last[LEVEE_PRICE_TEXT] = "";
    levee_mark_spec_t tick;
    levee_error_t error;

    for (;;) {
        const levee_result_t result = levee_ticks_next(ticks, &tick, &error);

        if (result == LEVEE_END)
            return 1;
        if (result != LEVEE_OK || tick.time_ns < options->from_ns || strcmp(tick.mark, last) == 0)
            continue;
        if (tick.time_ns >= options->to_ns)
            return 1;
        snprintf(last, sizeof last, "%s", tick.mark);
        if (!give(pair, &tick))
            return 0;
    }
}

int main(int argc, char **argv)
{
    static const levee_model_t no_model = {0};
    const options_t options = read_options(argc, argv);
    const levee_ticks_options_t format = {.format = LEVEE_TICKS_TARDIS_TRADES, .instrument = symbol};
    const char *folder = getenv("LEVEE_DATA");
    char path[4096], cpu_hash[LEVEE_HASH_TEXT], card_hash[LEVEE_HASH_TEXT];
    levee_ticks_t *ticks;
    levee_error_t error;

    snprintf(path, sizeof path, "%s/%s", folder ? folder : "../shared", data_path);
    if (access(path, R_OK) != 0) {
        printf("skipped: no %s; LEVEE_DATA names the folder that holds it\n", path);
        return SKIPPED;
    }
    if (levee_ticks_open(path, &format, &ticks, &error) != LEVEE_OK) {
        printf("%s\n", error.message);
        return 1;
    }
    pair_t pair = {.cpu = open_engine(options.book, &no_model), .card = open_engine(options.book, options.model)};
    int same = run_day(&pair, &options, ticks);
    levee_engine_hash(pair.cpu, cpu_hash);
    levee_engine_hash(pair.card, card_hash);
    same = same && strcmp(cpu_hash, card_hash) == 0;
    printf("%" PRIu32 " lanes: %" PRIu64 " prices, %" PRIu64 " status rows, hash %s on the CPU, %s on the card: %s\n",
           options.model->lanes, pair.ticks, pair.rows, cpu_hash, card_hash, same ? "the same bytes" : "DIFFERENT");
    levee_ticks_close(ticks);
    levee_engine_free(pair.cpu);
    levee_engine_free(pair.card);
    return same && pair.ticks > 0 && pair.rows > 0 ? 0 : 1;
}
