/* SPDX-License-Identifier: Apache-2.0
 *
 * Random books, changes and ticks, judged by hls/ and by a kernel beside it. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "c_kernel.h"
#include "case_engine.h"
#include "draw.h"
#include "drawn_book.h"
#include "models.h"
#include "shadow.h"

enum { BOOKS = 2000, KERNEL_BOOKS = 50 };

typedef struct {
    const char *name;
    const levee_model_t *model; /* NULL: the kernel in C */
    uint64_t seed;
    long books;
    long one; /* -1: all */
} options_t;

static options_t read_options(int count, char **arguments)
{
    static const struct option known[] = {{"model", required_argument, NULL, 'm'},
                                          {"seed", required_argument, NULL, 's'},
                                          {"books", required_argument, NULL, 'n'},
                                          {"book", required_argument, NULL, 'o'},
                                          {NULL, 0, NULL, 0}};
    options_t options = {.name = "8x3", .seed = 1, .books = BOOKS, .one = -1};

    for (int found; (found = getopt_long(count, arguments, "", known, NULL)) != -1;) {
        if (found == 'm')
            options.name = optarg;
        else if (found == 's')
            options.seed = strtoull(optarg, NULL, 10);
        else if (found == 'n')
            options.books = strtol(optarg, NULL, 10);
        else if (found == 'o')
            options.one = strtol(optarg, NULL, 10);
        else
            exit(2);
    }
    options.model = models_find(options.name);
    if (!options.model && strcmp(options.name, C_KERNEL) != 0) {
        fprintf(stderr,
                "usage: test_books [--model c|8x1|8x3|16x1|16x3|32x1|32x3] [--seed S] [--books N] [--book N]\n");
        exit(2);
    }
    return options;
}

static void run_steps(shadow_t *shadow, levee_engine_t *engine, const stream_t *s)
{
    for (size_t first = 0, count; first < s->step_count && shadow->message[0] == '\0'; first += count) {
        count = stream_batch(s, first);
        case_engine_steps(engine, s, first, count);
    }
}

/* run_book takes one book through the kernel; returns whether all is the same. */
static int run_book(shadow_t *shadow, const options_t *options, long number)
{
    const levee_opener_t opener = {.open = shadow_open, .context = shadow};
    levee_error_t error = {0};
    stream_t s = {0};

    drawn_book(&s, options->seed, number);
    levee_engine_t *engine = case_engine_open(&s.book, &opener, &error);
    if (!engine)
        snprintf(shadow->message, SHADOW_MESSAGE, "no engine: %.150s", error.message);
    else
        run_steps(shadow, engine, &s);
    levee_engine_free(engine);
    stream_free(&s);
    if (shadow->message[0] != '\0')
        printf("FAILED %s: seed %llu book %ld, tick %llu: %s\n", options->name, (unsigned long long)options->seed,
               number, (unsigned long long)shadow->ticks, shadow->message);
    return shadow->message[0] == '\0';
}

/* timing_of draws how memory behaves: at times it never stalls. */
static levee_axi_timing_t timing_of(uint64_t seed, long number)
{
    draw_t d = {.state = seed + (uint64_t)number * 77};
    const uint64_t bits = draw_next(&d);
    const levee_axi_timing_t timing = {.latency = (uint32_t)(bits & 63),
                                       .stall_address = (uint8_t)(bits >> 8 & 127),
                                       .stall_read = (uint8_t)(bits >> 16 & 127),
                                       .stall_write = (uint8_t)(bits >> 24 & 127)};
    const levee_axi_timing_t smooth = {.latency = (uint32_t)(bits & 63)};

    return bits >> 32 & 1 ? smooth : timing;
}

int main(int argc, char **argv)
{
    const options_t options = read_options(argc, argv);
    uint64_t ticks = 0, records = 0, slices = 0, cycles = 0;
    int same = 1;

    for (long first = 0; first < options.books && same; first += KERNEL_BOOKS) {
        const levee_axi_timing_t timing = timing_of(options.seed, first);
        shadow_t shadow;

        if (options.model)
            same = shadow_begin(&shadow, options.model, &timing, options.seed + (uint64_t)first);
        else
            c_kernel_begin(&shadow, options.seed + (uint64_t)first);
        for (long i = first; i < first + KERNEL_BOOKS && i < options.books && same; i++)
            same = options.one >= 0 && options.one != i ? 1 : run_book(&shadow, &options, i);
        ticks += shadow.ticks;
        records += shadow.records;
        slices += shadow.slices;
        cycles += shadow.kernel.cycles;
        shadow_end(&shadow);
    }
    printf("%s: %ld books, %llu ticks, %llu slices, %llu records, %llu cycles: %s\n", options.name, options.books,
           (unsigned long long)ticks, (unsigned long long)slices, (unsigned long long)records,
           (unsigned long long)cycles, same ? "the same bytes" : "DIFFERENT");
    return !same;
}
