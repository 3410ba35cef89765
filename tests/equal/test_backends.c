/* SPDX-License-Identifier: Apache-2.0
 *
 * Random books, changes and ticks, judged by hls/ and by a backend as a user names
 * it: after every step the same verdicts and the same state hash, and not one tick
 * that the CPU has judged in a card's place. */
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "case_engine.h"
#include "clock.h"
#include "drawn_book.h"

enum { BOOKS = 200, BAD_USAGE = 2, SKIPPED = 77, WRONG = 300 };

typedef struct {
    levee_engine_options_t backend;
    uint64_t seed;
    long books;
    long one; /* -1: all */
} options_t;

typedef struct {
    levee_engine_t *reference, *card;
    uint64_t steps, ticks, verdicts;
    uint64_t swept, looked; /* by the CPU's trigger index */
    uint64_t session_ns;    /* from no card to the first verdicts, and to its end */
    char wrong[WRONG];
} bench_t;

static options_t read_options(int count, char **arguments)
{
    static const struct option known[] = {
        {"backend", required_argument, NULL, 'b'}, {"xclbin", required_argument, NULL, 'x'},
        {"isa", required_argument, NULL, 'i'},     {"threads", required_argument, NULL, 't'},
        {"seed", required_argument, NULL, 's'},    {"books", required_argument, NULL, 'n'},
        {"book", required_argument, NULL, 'o'},    {NULL, 0, NULL, 0}};
    options_t options = {.seed = 1, .books = BOOKS, .one = -1};

    for (int found; (found = getopt_long(count, arguments, "", known, NULL)) != -1;) {
        if (found == 'b')
            options.backend.backend = optarg;
        else if (found == 'x')
            options.backend.xclbin = optarg;
        else if (found == 'i')
            options.backend.isa = optarg;
        else if (found == 't')
            options.backend.threads = (uint32_t)strtoul(optarg, NULL, 10);
        else if (found == 's')
            options.seed = strtoull(optarg, NULL, 10);
        else if (found == 'n')
            options.books = strtol(optarg, NULL, 10);
        else if (found == 'o')
            options.one = strtol(optarg, NULL, 10);
        else
            exit(BAD_USAGE);
    }
    if (!options.backend.backend || optind != count) {
        fprintf(stderr,
                "usage: test_backends --backend NAME [--isa NAME | --xclbin FILE] [--threads N] [--seed S] [--books N] "
                "[--book N]\n");
        exit(BAD_USAGE);
    }
    return options;
}

/* What the reference has been asked: a tick that moves no price goes to no device. */
static struct {
    uint64_t ticks; /* besides engines' starts */
    void (*submit)(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence);
} asked;

static void count_tick(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence)
{
    asked.ticks += sequence != 0;
    asked.submit(device, updates, count, sequence);
}

static levee_result_t open_reference(void *context, const levee_image_t *image, levee_device_t **device,
                                     levee_error_t *error)
{
    const levee_result_t result = levee_reference_open(image, device, error);

    (void)context;
    if (result == LEVEE_OK) {
        asked.submit = (*device)->submit;
        (*device)->submit = count_tick;
    }
    return result;
}

/* compare takes what both say after a step. */
static void compare(bench_t *bench, size_t step)
{
    size_t count = 0;

    (void)levee_engine_verdicts(bench->reference, &count);
    bench->verdicts += count;
    if (!case_engine_same(bench->reference, bench->card))
        snprintf(bench->wrong, WRONG, "after step %zu verdicts or books differ", step);
}

/* compare_ticks sees to it that a card has judged all of them. */
static void compare_ticks(bench_t *bench)
{
    levee_device_report_t report;

    levee_engine_device(bench->card, &report);
    if (strcmp(report.backend, "cpu") == 0)
        report.ticks_on_card = asked.ticks;
    bench->ticks += report.ticks_on_card;
    if (report.faults != 0)
        snprintf(bench->wrong, WRONG, "%s was given up: %.200s", report.backend, report.fault);
    else if (report.ticks_on_card != asked.ticks)
        snprintf(bench->wrong, WRONG, "%s has judged %" PRIu64 " of %" PRIu64 " ticks", report.backend,
                 report.ticks_on_card, asked.ticks);
}

static void run_steps(bench_t *bench, const stream_t *s)
{
    compare(bench, 0);
    for (size_t first = 0, count; first < s->step_count && bench->wrong[0] == '\0'; first += count) {
        count = stream_batch(s, first);
        case_engine_steps(bench->reference, s, first, count);
        case_engine_steps(bench->card, s, first, count);
        compare(bench, first + count);
        bench->steps += count;
    }
    if (bench->wrong[0] == '\0')
        compare_ticks(bench);
}

/* tune has the trigger index of every third book give way to sweeps at once, and place
 * one account beside each, and that of every other third never sweep but to begin. */
static void tune(levee_index_t *index, long number)
{
    if (number % 3 == 1) {
        index->look_accounts = INT32_MAX;
        index->looks_least = 1;
    } else if (number % 3 == 2) {
        index->looks_least = UINT32_MAX;
    }
}

/* run_book takes a book through both; returns whether all is the same. */
static int run_book(bench_t *bench, const options_t *options, long number)
{
    levee_engine_options_t backend = options->backend;
    const levee_opener_t openers[] = {{.open = open_reference}, {.open = case_engine_named, .context = &backend}};
    levee_error_t error = {0};
    stream_t s = {0};

    drawn_book(&s, options->seed, number);
    asked.ticks = 0;
    bench->reference = case_engine_open(&s.book, &openers[0], &error);
    uint64_t begun = clock_ns();
    bench->card = case_engine_open(&s.book, &openers[1], &error);
    bench->session_ns += clock_ns() - begun;
    if (strstr(error.message, "is not on this machine")) {
        printf("skipped: %s\n", error.message);
        exit(SKIPPED);
    }
    if (bench->card)
        tune(&bench->card->index, number);
    if (bench->reference && bench->card)
        run_steps(bench, &s);
    else
        snprintf(bench->wrong, WRONG, "no engine: %.200s", error.message);
    if (bench->card) {
        bench->swept += bench->card->index.swept;
        bench->looked += bench->card->index.looked;
    }
    begun = clock_ns();
    levee_engine_free(bench->card);
    bench->session_ns += clock_ns() - begun;
    levee_engine_free(bench->reference);
    stream_free(&s);
    if (bench->wrong[0] != '\0')
        printf("FAILED: seed %" PRIu64 " book %ld: %s\n", options->seed, number, bench->wrong);
    return bench->wrong[0] == '\0';
}

int main(int argc, char **argv)
{
    const options_t options = read_options(argc, argv);
    const uint64_t begun = clock_ns();
    bench_t bench = {0};
    int same = 1;

    for (long i = 0; i < options.books && same; i++)
        same = options.one >= 0 && options.one != i ? 1 : run_book(&bench, &options, i);
    printf("%s %s: seed %" PRIu64 ", %ld books, %" PRIu64 " steps, %" PRIu64 " ticks on it, %" PRIu64
           " verdicts; %.1f s, of which %.1f s to open and close it: %s\n",
           options.backend.backend, options.backend.isa ? options.backend.isa : "", options.seed, options.books,
           bench.steps, bench.ticks, bench.verdicts, (double)(clock_ns() - begun) / 1e9, (double)bench.session_ns / 1e9,
           same ? "the same bytes" : "DIFFERENT");
    if (bench.swept + bench.looked > 0)
        printf("%" PRIu64 " ticks swept every account, the others looked at %" PRIu64 " accounts\n", bench.swept,
               bench.looked);
    return same && bench.ticks > 0 && bench.verdicts > 0 ? 0 : 1;
}
