/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bench_options_t bench_options(int argc, char **argv, uint64_t runs)
{
    bench_options_t options = {1, runs};

    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        char *end = NULL;
        const uint64_t number = strtoull(value, &end, 10);

        if (*value == '\0' || *end != '\0' || (strcmp(argv[i], "--seed") != 0 && strcmp(argv[i], "--runs") != 0)) {
            (void)fprintf(stderr, "usage: %s [--seed NUMBER] [--runs NUMBER]\n", argv[0]);
            exit(2);
        }
        *(strcmp(argv[i], "--seed") == 0 ? &options.seed : &options.runs) = number;
        i++;
    }
    (void)printf("--seed %" PRIu64 " --runs %" PRIu64 "\n", options.seed, options.runs);
    return options;
}
