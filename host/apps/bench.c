/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/bench.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/pictures.h"
#include "bench/targets.h"
#include "options.h"

enum { LEGS_MOST = 33000000, CHANGES_MOST = 1000000000, CORE_MOST = 1023, PACE_MOST = 1000000, PATH_TEXT = 4096 };

enum { PERCENT = 100, PACE_UNLESS_TOLD = 1000, THREADS_UNLESS_TOLD = 2, REPETITIONS_UNLESS_TOLD = 21 };

static const bench_part_t *const parts[] = {&bench_sweep, &bench_ticks, &bench_changes, &bench_latency};

enum { PARTS = sizeof parts / sizeof parts[0] };

typedef struct {
    bench_options_t options;
    const bench_part_t *only; /* NULL: all of them */
} request_t;

/* Options without a short form; those about ticks are options.h's. */
enum {
    LEGS = 'l',
    THREADS = 't',
    ISA = 'a',
    REPETITIONS = 'r',
    CHANGES = 'n',
    CLOSING = 'w',
    CORE = 'c',
    TICKS = 'i',
    PACE = 'p',
    OUT = 'o',
    JSON = 'j',
    ONLY = 'y'
};

static int take_number(const char *option, const char *text, uint64_t least, uint64_t most, uint32_t *number)
{
    uint64_t whole;

    if (levee_parse_whole(text, least, most, &whole) != 0)
        return levee_usage_error(&levee_bench_command,
                                 "%s takes a whole number from %" PRIu64 " to %" PRIu64 ", not '%s'", option, least,
                                 most, text);
    *number = (uint32_t)whole;
    return 0;
}

static int take_part(const char *name, request_t *request)
{
    for (size_t i = 0; i < PARTS; i++) {
        if (strcmp(parts[i]->name, name) == 0) {
            request->only = parts[i];
            return 0;
        }
    }
    return levee_usage_error(&levee_bench_command, "--only is sweep, ticks, changes or latency, not '%s'", name);
}

static int take(int option, const char *text, request_t *request)
{
    bench_options_t *options = &request->options;
    uint32_t core = 0;
    int status;

    switch (option) {
    case LEGS:
        options->sizes = 1;
        return take_number("--legs", text, 1, LEGS_MOST, &options->legs[0]);
    case THREADS:
        return take_number("--threads", text, 1, LEVEE_THREADS_MAX, &options->threads);
    case ISA:
        options->isa = text;
        return 0;
    case REPETITIONS:
        return take_number("--repetitions", text, 1, BENCH_REPETITIONS_MAX, &options->repetitions);
    case CHANGES:
        return take_number("--changes", text, 1, CHANGES_MOST, &options->changes);
    case CLOSING:
        return take_number("--closing", text, 0, PERCENT, &options->closing);
    case CORE:
        status = take_number("--core", text, 0, CORE_MOST, &core);
        options->core = (int)core;
        return status;
    case PACE:
        return take_number("--pace", text, 1, PACE_MOST, &options->pace);
    case TICKS:
        options->ticks = text;
        return 0;
    case OUT:
        options->output = text;
        return 0;
    case JSON:
        options->quiet = 1;
        return 0;
    case ONLY:
        return take_part(text, request);
    default:
        return levee_tick_options_parse(&levee_bench_command, option, text, &options->ticks_options);
    }
}

static int parse(int argc, char **argv, request_t *request)
{
    static const struct option known[] = {{"legs", required_argument, NULL, LEGS},
                                          {"only", required_argument, NULL, ONLY},
                                          {"threads", required_argument, NULL, THREADS},
                                          {"isa", required_argument, NULL, ISA},
                                          {"repetitions", required_argument, NULL, REPETITIONS},
                                          {"changes", required_argument, NULL, CHANGES},
                                          {"closing", required_argument, NULL, CLOSING},
                                          {"core", required_argument, NULL, CORE},
                                          {"ticks", required_argument, NULL, TICKS},
                                          {"ticks-format", required_argument, NULL, LEVEE_OPTION_FORMAT},
                                          {"pace", required_argument, NULL, PACE},
                                          {"out", required_argument, NULL, OUT},
                                          {"json", no_argument, NULL, JSON},
                                          {NULL, 0, NULL, 0}};
    int answer;

    while ((answer = getopt_long(argc, argv, ":", known, NULL)) != -1) {
        int status;

        if (answer == '?' || answer == ':')
            return levee_option_error(&levee_bench_command, answer, argv);
        if ((status = take(answer, optarg, request)) != 0)
            return status;
    }
    return optind == argc ? 0
                          : levee_usage_error(&levee_bench_command, "no argument is needed, %d given", argc - optind);
}

static json_t *describe(const machine_t *machine)
{
    return json_pack("{s:s, s:i, s:s, s:s, s:s}", "processor", machine->processor, "core", machine->core, "governor",
                     machine->governor, "huge_pages", machine->huge_pages, "build", levee_build());
}

static void print_head(const machine_t *machine)
{
    printf("processor   %s, core %d, governor %s\n", machine->processor, machine->core, machine->governor);
    printf("huge pages  %s\n", machine->huge_pages);
    printf("build       %s\n", levee_build());
}

/* write_report writes what was measured, and its pictures, into the directory. */
static int write_report(const char *directory, const json_t *report)
{
    char path[PATH_TEXT];

    snprintf(path, sizeof path, "%s/bench.json", directory);
    if (json_dump_file(report, path, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) != 0)
        return levee_complain("%s: %s", path, strerror(errno));
    return pictures_write(directory, report) == 0 ? 0 : LEVEE_EXIT_ERROR;
}

/* measure_part measures all sizes; returns the results as a list, or NULL. */
static json_t *measure_part(const bench_part_t *part, const bench_options_t *options)
{
    json_t *list = json_array();

    if (!options->quiet)
        part->print_head(options);
    for (size_t i = 0; i < options->sizes; i++) {
        if (json_array_append_new(list, part->measure(options, options->legs[i])) == 0)
            continue;
        fprintf(stderr, "levee bench: %s of %" PRIu32 " legs failed\n", part->name, options->legs[i]);
        json_decref(list);
        return NULL;
    }
    return list;
}

static int measure(const request_t *request, json_t *report, int *missed)
{
    for (size_t i = 0; i < PARTS; i++) {
        if (request->only != NULL && request->only != parts[i])
            continue;
        json_t *results = measure_part(parts[i], &request->options);
        if (json_object_set_new(report, parts[i]->name, results) != 0)
            return LEVEE_EXIT_ERROR;
        *missed += targets_missed(results);
    }
    if (request->options.output != NULL)
        return write_report(request->options.output, report);
    return 0;
}

/* check_files: what is wrong with them is said before anything is measured. */
static int check_files(const bench_options_t *options)
{
    levee_ticks_t *ticks = NULL;
    levee_error_t error;

    if (options->ticks != NULL && levee_ticks_open(options->ticks, &options->ticks_options, &ticks, &error) != LEVEE_OK)
        return levee_complain_error(&error);
    levee_ticks_close(ticks);
    if (options->output != NULL && mkdir(options->output, 0777) != 0 && errno != EEXIST)
        return levee_complain("%s: %s", options->output, strerror(errno));
    return 0;
}

static int run(int argc, char **argv)
{
    request_t request = {.options = {.legs = {10000, 100000, 1000000, 10000000},
                                     .sizes = 4,
                                     .repetitions = REPETITIONS_UNLESS_TOLD,
                                     .threads = THREADS_UNLESS_TOLD,
                                     .core = -1,
                                     .pace = PACE_UNLESS_TOLD}};
    machine_t machine;
    int missed = 0;
    int status = parse(argc, argv, &request);

    if (status != 0)
        return status;
    if (machine_pin(&machine, request.options.core) != 0)
        return levee_complain("core %d is not available to this process", machine.core);
    if ((status = check_files(&request.options)) != 0)
        return status;
    json_t *report = describe(&machine);
    if (!request.options.quiet)
        print_head(&machine);
    status = measure(&request, report, &missed);
    if (status == 0 && request.options.quiet &&
        (json_dumpf(report, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) != 0 || puts("") == EOF))
        status = levee_complain("the report could not be written");
    json_decref(report);
    if (status == 0 && missed > 0) {
        fprintf(stderr, "levee bench: %d targets missed\n", missed);
        return LEVEE_EXIT_FOUND;
    }
    return status;
}

const levee_command_t levee_bench_command = {
    "bench",
    run,
    "Measure what ticks, changes and questions cost on this machine",
    "bench [--legs N] [--only PART] [--core N] [--isa NAME]\n"
    "                   [--threads N] [--repetitions N] [--changes N]\n"
    "                   [--closing PERCENT]\n"
    "                   [--ticks FILE [--ticks-format F] [--pace N]]\n"
    "                   [--out DIRECTORY] [--json]\n",
    "  --legs N            one book of that size, not 10,000 to 10,000,000 legs,\n"
    "                      which take 3 GB and some minutes\n"
    "  --only PART         sweep, ticks, changes or latency, not all four\n"
    "  --core N            stay on that core\n"
    "  --isa NAME          avx512, avx2 or portable, not the best there is\n"
    "  --threads N         that share a sweep, beside one alone (2)\n"
    "  --repetitions N     of what is timed over the whole book (21)\n"
    "  --changes N         of the stream; by default about one a leg\n"
    "  --closing PERCENT   of its fills close a leg, to wind the book down\n"
    "  --ticks FILE        latency of ticks at the times and with the moves of that\n"
    "                      file, not at random times\n"
    "  --ticks-format F    levee, tardis-trades or binance-klines\n"
    "  --pace N            how much faster they come than the file says (1000)\n"
    "  --out DIRECTORY     write bench.json, cost.svg, latency.svg and a .hgrm of\n"
    "                      each book's latency there\n"
    "  --json              print JSON instead of tables\n\n"
    "Books are made, not read: 256 linear instruments of five tiers, four legs an\n"
    "account, held by popularity. Beside the engine stand, in the same run and held\n"
    "to the same statuses, a plain engine in double precision, one in 128 bits, a\n"
    "sorted one in double precision, one that moves all holders of a mark, and what\n"
    "the core can read. Exit status 1: a target was missed, as the tables say.\n",
};
