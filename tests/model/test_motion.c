/* SPDX-License-Identifier: Apache-2.0
 *
 * Random streams of changes and ticks through the engine and the oracle. A
 * failure prints the seed and the shortest stream that still fails. */
#include "compare_stream.h"
#include "draw.h"
#include "generate_stream.h"
#include "shrink_stream.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { STREAMS = 500, STREAMS_LONG = 10000, CHANGES = 1000, PERIOD = 20 };

typedef struct {
    uint64_t seed;
    long streams;
    size_t changes;
    long one; /* -1: all */
    int print, brief;
} options_t;

static void usage(FILE *out)
{
    fprintf(out,
            "usage: test_motion [--streams N] [--changes N] [--long] [--seed S] [--stream N [--print]] [--brief]\n");
}

static options_t read_options(int count, char **arguments)
{
    static const struct option known[] = {{"streams", required_argument, NULL, 'n'},
                                          {"changes", required_argument, NULL, 'c'},
                                          {"long", no_argument, NULL, 'l'},
                                          {"seed", required_argument, NULL, 's'},
                                          {"stream", required_argument, NULL, 'o'},
                                          {"print", no_argument, NULL, 'p'},
                                          {"brief", no_argument, NULL, 'f'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    options_t options = {.seed = 1, .streams = STREAMS, .changes = CHANGES, .one = -1};
    const char *big = getenv("LEVEE_LONG");
    if (big != NULL && strcmp(big, "1") == 0)
        options.streams = STREAMS_LONG;
    for (int found; (found = getopt_long(count, arguments, "", known, NULL)) != -1;) {
        if (found == 'n')
            options.streams = strtol(optarg, NULL, 10);
        else if (found == 'c')
            options.changes = strtoul(optarg, NULL, 10);
        else if (found == 'l')
            options.streams = STREAMS_LONG;
        else if (found == 's')
            options.seed = strtoull(optarg, NULL, 10);
        else if (found == 'o')
            options.one = strtol(optarg, NULL, 10);
        else if (found == 'p')
            options.print = 1;
        else if (found == 'f')
            options.brief = 1;
        else {
            usage(found == 'h' ? stdout : stderr);
            exit(found == 'h' ? 0 : 2);
        }
    }
    return options;
}

/* Every stream has its own seed, so that one can be run alone. Half of them are mixed. */
static void make_stream(stream_t *s, const options_t *options, long number)
{
    draw_t d = {.state = options->seed * 1000003U};
    d.state = draw_next(&d) + (uint64_t)number;
    generate_kind_t kind = GENERATE_CROSS_MIXED;
    if (number % 2 == 1)
        kind = (generate_kind_t)(number / 2 % GENERATE_KINDS);
    generate_stream(s, kind, draw_next(&d), options->changes);
}

static int run_stream(const options_t *options, long number, stream_coverage_t *coverage)
{
    char message[COMPARE_MESSAGE] = "";
    stream_t s;
    make_stream(&s, options, number);
    int same = 1;
    if (options->print)
        stream_print(&s, stdout);
    else
        same = compare_stream(&s, PERIOD, coverage, message);
    if (!same) {
        printf("FAILED: %s\nagain: test_motion --seed %llu --changes %zu --stream %ld\n", message,
               (unsigned long long)options->seed, options->changes, number);
        if (!options->brief) {
            shrink_stream(&s, message);
            printf("shortest stream that still fails: %s\n", message);
            stream_print(&s, stdout);
        }
    }
    stream_free(&s);
    return same;
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) * 1e-9;
}

/* Prints the counts; a full run must have met everything that streams can meet. */
static int print_coverage(const stream_coverage_t *coverage, int full)
{
    int all = 1;
    for (int met = 0; met < STREAM_COUNT; met++) {
        printf("  %s: %llu\n", compare_stream_name((stream_met_t)met), (unsigned long long)coverage->met[met]);
        if (full && coverage->met[met] == 0) {
            printf("FAILED: %s was never met\n", compare_stream_name((stream_met_t)met));
            all = 0;
        }
    }
    for (int met = MET_JUDGEMENTS; met < MET_REFUSED_INSTRUMENTS; met++)
        if (met != MET_LEGS_17_TO_64 && met != MET_LEGS_OVER_64)
            printf("  %s: %llu\n", compare_met_name((met_t)met), (unsigned long long)coverage->accounts.met[met]);
    return all;
}

int main(int count, char **arguments)
{
    options_t options = read_options(count, arguments);
    stream_coverage_t coverage = {{0}, {{0}}};
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    /* So that a failure is on the screen before its stream is cut down. */
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0)
        return 2;
    if (options.one >= 0)
        return run_stream(&options, options.one, &coverage) ? 0 : 1;
    for (long number = 0; number < options.streams; number++) {
        if (!run_stream(&options, number, &coverage))
            return 1;
        if (isatty(STDERR_FILENO))
            fprintf(stderr, "\r%ld of %ld streams, %.0f s ", number + 1, options.streams, seconds_since(&start));
    }
    printf("%ld streams: seed %llu, no difference in %.1f s\n", options.streams, (unsigned long long)options.seed,
           seconds_since(&start));
    return print_coverage(&coverage, options.streams >= STREAMS && options.changes >= CHANGES) ? 0 : 1;
}
