/* SPDX-License-Identifier: Apache-2.0
 *
 * options.c: one command line for all programs of the benchmark. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static int parse_number(const char *program, const char *text, unsigned long least, unsigned long most,
                        unsigned long *number)
{
    char *end = NULL;

    errno = 0;
    *number = strtoul(text, &end, 10);
    if (errno == 0 && text[0] >= '0' && text[0] <= '9' && *end == '\0' && *number >= least && *number <= most)
        return 0;
    fprintf(stderr, "%s: %s: give a number from %lu to %lu\n", program, text, least, most);
    return -1;
}

static int take(const char *program, int option, const char *text, options_t *options)
{
    unsigned long number = 0;
    int failed = 0;

    switch (option) {
    case 'l':
        failed = parse_number(program, text, 1, 33000000, &number);
        options->legs[0] = (uint32_t)number;
        options->sizes = 1;
        return failed;
    case 'r':
        failed = parse_number(program, text, 1, REPETITIONS_MAX, &number);
        options->repetitions = (unsigned)number;
        return failed;
    case 'n':
        failed = parse_number(program, text, 1, 1000000000, &number);
        options->changes = (uint32_t)number;
        return failed;
    case 'w':
        failed = parse_number(program, text, 0, 100, &number);
        options->closing = (uint32_t)number;
        return failed;
    case 'c':
        failed = parse_number(program, text, 0, 1023, &number);
        options->core = (int)number;
        return failed;
    case 'j':
        options->json = 1;
        return 0;
    default:
        return -1;
    }
}

int options_parse(int argc, char **argv, const char *program, options_t *options)
{
    static const struct option known[] = {{"legs", required_argument, NULL, 'l'},
                                          {"repetitions", required_argument, NULL, 'r'},
                                          {"changes", required_argument, NULL, 'n'},
                                          {"closing", required_argument, NULL, 'w'},
                                          {"core", required_argument, NULL, 'c'},
                                          {"json", no_argument, NULL, 'j'},
                                          {NULL, 0, NULL, 0}};
    int failed = 0;
    int option;

    while (!failed && (option = getopt_long(argc, argv, "", known, NULL)) != -1)
        failed = take(program, option, optarg, options);
    if (!failed && optind == argc)
        return 0;
    fprintf(stderr, "usage: %s [--legs N] [--repetitions N] [--changes N] [--closing PERCENT] [--core N] [--json]\n",
            program);
    return -1;
}
