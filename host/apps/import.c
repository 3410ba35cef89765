/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <stdio.h>
#include <string.h>

#include "summary.h"

typedef struct {
    const char *brackets;
    const char *pattern;
    const char *out;
} request_t;

static int parse(int argc, char **argv, request_t *request)
{
    static const struct option options[] = {
        {"template", required_argument, NULL, 't'},
        {"out", required_argument, NULL, 'o'},
        {NULL, 0, NULL, 0},
    };
    int answer;

    while ((answer = getopt_long(argc, argv, ":", options, NULL)) != -1) {
        if (answer == 't')
            request->pattern = optarg;
        else if (answer == 'o')
            request->out = optarg;
        else
            return levee_option_error(&levee_import_command, answer, argv);
    }
    if (optind + 2 != argc)
        return levee_usage_error(&levee_import_command, "a format and a FILE are needed, %d given", argc - optind);
    if (strcmp(argv[optind], "binance-brackets") != 0)
        return levee_usage_error(&levee_import_command, "no format '%s'; binance-brackets is one", argv[optind]);
    if (request->pattern == NULL || request->out == NULL)
        return levee_usage_error(&levee_import_command, "--template and --out are needed");
    request->brackets = argv[optind + 1];
    return 0;
}

static void say_skipped(void *context, const char *symbol, const char *why)
{
    (void)context;
    fprintf(stderr, "skipped: %s: %s\n", symbol, why);
}

static int run(int argc, char **argv)
{
    request_t request = {NULL, NULL, NULL};
    levee_import_report_t report = {.skipped = say_skipped};
    levee_summary_t summary;
    levee_error_t error;
    const int status = parse(argc, argv, &request);

    if (status != 0)
        return status;
    if (levee_brackets_import(request.brackets, request.pattern, request.out, &report, &error) != LEVEE_OK)
        return levee_complain_error(&error);
    summary = levee_summary_begin(0);
    levee_summary_count(&summary, "instruments", report.instruments);
    levee_summary_count(&summary, "brackets", report.brackets);
    levee_summary_count(&summary, "skipped_symbols", report.skips);
    levee_summary_end(&summary);
    return LEVEE_EXIT_DONE;
}

const levee_command_t levee_import_command = {
    "import",
    run,
    "Import a venue's published margin brackets as a venue file",
    "import binance-brackets FILE --template VENUE.yaml --out VENUE.yaml\n",
    "  --template VENUE.yaml  what the brackets do not say: settlement assets, and\n"
    "                         the tick, lot, multiplier and liquidation fee of the\n"
    "                         linear instrument of the same symbol, else of the\n"
    "                         first one with the same settlement asset, else of the\n"
    "                         first; assets and inverse contracts are kept\n"
    "  --out VENUE.yaml       where the venue goes\n\n"
    "A symbol that is not linear, or settles in an asset that the template does not\n"
    "list, is skipped and named on standard error. Each bracket's `cum` must equal\n"
    "the deduction that follows from the brackets below it.\n",
};
