/* SPDX-License-Identifier: Apache-2.0
 *
 * Random accounts through the engine and the oracle, kind by kind. A failure
 * prints the seed and the smallest case that still fails, as a book. */
#include "compare.h"
#include "draw.h"
#include "generate.h"
#include "shrink.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ACCOUNTS_PER_BOOK = 100, ACCOUNTS = 100000, ACCOUNTS_LONG = 1000000 };

typedef struct {
    uint64_t seed;
    long accounts;
    int kind;      /* -1: all */
    long one_book; /* -1: all */
    int print;     /* print the book, run nothing */
    int brief;     /* do not look for the smallest case */
} options_t;

static void usage(FILE *out)
{
    fprintf(out, "usage: test_oracle [--kind KIND] [--accounts N] [--long] [--seed S] [--book N [--print]] [--brief]\n"
                 "kinds:");
    for (int kind = 0; kind < GENERATE_KINDS; kind++)
        fprintf(out, " %s", generate_kind_name((generate_kind_t)kind));
    fprintf(out, "\n");
}

static int find_kind(const char *name)
{
    for (int kind = 0; kind < GENERATE_KINDS; kind++)
        if (strcmp(name, generate_kind_name((generate_kind_t)kind)) == 0)
            return kind;
    usage(stderr);
    exit(2);
}

static options_t read_options(int count, char **arguments)
{
    static const struct option known[] = {{"kind", required_argument, NULL, 'k'},
                                          {"accounts", required_argument, NULL, 'a'},
                                          {"long", no_argument, NULL, 'l'},
                                          {"seed", required_argument, NULL, 's'},
                                          {"book", required_argument, NULL, 'b'},
                                          {"print", no_argument, NULL, 'p'},
                                          {"brief", no_argument, NULL, 'f'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    options_t options = {.seed = 1, .accounts = ACCOUNTS, .kind = -1, .one_book = -1};
    const char *big = getenv("LEVEE_LONG");
    if (big != NULL && strcmp(big, "1") == 0)
        options.accounts = ACCOUNTS_LONG;
    for (int found; (found = getopt_long(count, arguments, "", known, NULL)) != -1;) {
        if (found == 'k')
            options.kind = find_kind(optarg);
        else if (found == 'a')
            options.accounts = strtol(optarg, NULL, 10);
        else if (found == 'l')
            options.accounts = ACCOUNTS_LONG;
        else if (found == 's')
            options.seed = strtoull(optarg, NULL, 10);
        else if (found == 'b')
            options.one_book = strtol(optarg, NULL, 10);
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

/* Every book has its own seed, so that one can be run alone. */
static uint64_t book_seed(uint64_t seed, int kind, long book)
{
    draw_t d = {.state = seed * 1000003U + (uint64_t)kind};
    d.state = draw_next(&d) + (uint64_t)book;
    return draw_next(&d);
}

/* Kinds that cannot meet a thing: isolated accounts have one leg, assets no prices. */
static int can_meet(int kind, int met)
{
    int asset = kind == GENERATE_ISOLATED_ASSET || kind == GENERATE_CROSS_ASSET;
    if (met == MET_LEGS_17_TO_64 || met == MET_LEGS_OVER_64)
        return kind > GENERATE_ISOLATED_ASSET;
    if (met == MET_PRICES || (met >= MET_PRICE_FOUND && met <= MET_PRICE_SCANS))
        return !asset;
    return 1;
}

/* Prints the counts; a full run must have met everything. */
static int print_coverage(const coverage_t *coverage, int kind, int full)
{
    int all = 1;
    for (int met = 0; met < MET_COUNT; met++) {
        printf("  %s: %llu\n", compare_met_name((met_t)met), (unsigned long long)coverage->met[met]);
        if (full && coverage->met[met] == 0 && can_meet(kind, met)) {
            printf("%s: %s was never met\n", generate_kind_name((generate_kind_t)kind), compare_met_name((met_t)met));
            all = 0;
        }
    }
    return all;
}

static void report_failure(case_t *c, const options_t *options, int kind, long book, char *message)
{
    printf("FAILED: %s\nagain: test_oracle --kind %s --seed %llu --book %ld\n", message,
           generate_kind_name((generate_kind_t)kind), (unsigned long long)options->seed, book);
    if (options->brief)
        return;
    shrink_case(c, message);
    printf("smallest case that still fails: %s\n", message);
    case_print(c, stdout);
}

static int run_book(const options_t *options, int kind, long book, coverage_t *coverage)
{
    char message[COMPARE_MESSAGE] = "";
    case_t c;
    generate_case(&c, (generate_kind_t)kind, book_seed(options->seed, kind, book), ACCOUNTS_PER_BOOK);
    int same = 1;
    if (options->print)
        case_print(&c, stdout);
    else
        same = compare_case(&c, 0, coverage, message);
    if (!same)
        report_failure(&c, options, kind, book, message);
    case_free(&c);
    return same;
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) * 1e-9;
}

static int run_kind(const options_t *options, int kind)
{
    coverage_t coverage = {{0}};
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (options->one_book >= 0)
        return run_book(options, kind, options->one_book, &coverage);
    uint64_t wanted = (uint64_t)options->accounts;
    for (long book = 0; coverage.met[MET_ACCOUNTS] < wanted; book++) {
        if (!run_book(options, kind, book, &coverage))
            return 0;
        if (book % 64 == 0 && isatty(STDERR_FILENO))
            fprintf(stderr, "\r%s: %llu of %llu accounts, %.0f s ", generate_kind_name((generate_kind_t)kind),
                    (unsigned long long)coverage.met[MET_ACCOUNTS], (unsigned long long)wanted, seconds_since(&start));
    }
    printf("%s: seed %llu, no difference in %.1f s\n", generate_kind_name((generate_kind_t)kind),
           (unsigned long long)options->seed, seconds_since(&start));
    return print_coverage(&coverage, kind, options->accounts >= ACCOUNTS);
}

int main(int count, char **arguments)
{
    options_t options = read_options(count, arguments);
    /* So that a failure is on the screen before its case is cut down. */
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0)
        return 2;
    int same = 1;
    for (int kind = 0; kind < GENERATE_KINDS; kind++)
        if (options.kind < 0 || options.kind == kind)
            same = run_kind(&options, kind) && same;
    return same ? 0 : 1;
}
