/* SPDX-License-Identifier: Apache-2.0
 *
 * corpus.c: runs a fuzz target over every file of a folder, in builds without
 * libFuzzer. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static void run_file(const char *path)
{
    enum { LARGEST = 1 << 20 };
    FILE *const file = fopen(path, "rb");
    uint8_t *const bytes = malloc(LARGEST);
    size_t size;
    int bad;

    fuzz_require(file && bytes, path);
    size = fread(bytes, 1, LARGEST, file);
    bad = ferror(file);
    bad |= fclose(file);
    fuzz_require(!bad, path);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
}

int main(int argc, char **argv)
{
    DIR *const folder = argc == 2 ? opendir(argv[1]) : NULL;
    struct dirent *entry;
    char path[4096];
    unsigned count = 0;

    fuzz_require(folder != NULL, "the argument is a folder");
    while ((entry = readdir(folder))) {
        if (*entry->d_name == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        run_file(path);
        count++;
    }
    closedir(folder);
    fuzz_require(count > 0, "the folder has files");
    printf("%u inputs\n", count);
    return 0;
}
