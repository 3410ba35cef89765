/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <inttypes.h>
#include <stdio.h>

#include "output.h"

enum { NUMBER_TEXT = 24 };

static const levee_column_t columns[] = {
    {"backend", 0},     {"ready", 0}, {"lanes", 1},   {"measures", 1},
    {"instruments", 1}, {"tiers", 1}, {"version", 1}, {"note", 0},
};

enum { COLUMNS = sizeof columns / sizeof columns[0] };

/* A figure that the backend does not have is empty. */
static const char *print_figure(uint32_t figure, char text[NUMBER_TEXT])
{
    if (figure == 0)
        text[0] = '\0';
    else
        snprintf(text, NUMBER_TEXT, "%" PRIu32, figure);
    return text;
}

static int write_backend(levee_output_t *output, const levee_backend_report_t *report)
{
    char text[5][NUMBER_TEXT];
    const char *const cells[COLUMNS] = {
        report->backend,
        report->ready ? "yes" : "no",
        print_figure(report->lanes, text[0]),
        print_figure(report->measures, text[1]),
        print_figure(report->instruments, text[2]),
        print_figure(report->tiers, text[3]),
        print_figure(report->version, text[4]),
        report->note,
    };

    return levee_output_row(output, cells);
}

static int parse(int argc, char **argv, levee_form_t *form)
{
    static const struct option options[] = {
        {"json", no_argument, NULL, 'j'}, {"table", no_argument, NULL, 't'}, {NULL, 0, NULL, 0}};
    int answer;

    while ((answer = getopt_long(argc, argv, ":", options, NULL)) != -1) {
        if (answer == '?' || answer == ':')
            return levee_option_error(&levee_devices_command, answer, argv);
        *form = answer == 'j' ? LEVEE_JSON : LEVEE_TABLE;
    }
    return optind == argc ? 0
                          : levee_usage_error(&levee_devices_command, "no argument is needed, %d given", argc - optind);
}

static int run(int argc, char **argv)
{
    levee_form_t form = LEVEE_CSV;
    const int status = parse(argc, argv, &form);

    if (status != 0)
        return status;
    levee_output_t *output = levee_output_open(NULL, form, columns, COLUMNS);
    int bad = output == NULL;
    for (uint32_t i = 0; !bad && i < levee_backends(); i++) {
        levee_backend_report_t report;

        levee_backend(i, &report);
        bad = write_backend(output, &report) != 0;
    }
    return levee_output_close(output) != 0 || bad ? LEVEE_EXIT_ERROR : LEVEE_EXIT_DONE;
}

const levee_command_t levee_devices_command = {
    "devices",
    run,
    "List what can judge ticks here",
    "devices [--json | --table]\n",
    "  --json   an array of objects instead of CSV\n"
    "  --table  aligned columns for people\n\n"
    "Prints a row per backend: whether this build can use it, for a kernel what it\n"
    "was built for, as its identity registers or its answers say, and what to do\n"
    "where it cannot.\n",
};
