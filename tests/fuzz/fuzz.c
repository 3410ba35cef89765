/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

_Noreturn void fuzz_fail(const char *promise)
{
    fprintf(stderr, "broken: %s\n", promise);
    abort();
}

const char *fuzz_file(unsigned which, const uint8_t *bytes, size_t size)
{
    static char paths[FUZZ_FILES][32];
    static int files[FUZZ_FILES];
    char *const path = paths[which];

    if (!*path) {
        files[which] = memfd_create("input", 0);
        fuzz_require(files[which] >= 0, "there are files in memory");
        snprintf(path, sizeof paths[which], "/proc/self/fd/%d", files[which]);
    }
    fuzz_require(ftruncate(files[which], 0) == 0, "the file can be emptied");
    fuzz_require(pwrite(files[which], bytes, size, 0) == (ssize_t)size, "the file can be written");
    return path;
}

void fuzz_message(const levee_error_t *error, levee_result_t result, const char *path)
{
    const size_t length = strlen(path);

    fuzz_require(result != LEVEE_OK && result != LEVEE_END, "a failure has a result");
    fuzz_require(result != LEVEE_SYSTEM && result != LEVEE_NO_MEMORY, "the input alone is to blame");
    fuzz_require(error->result == result, "the error tells the result");
    fuzz_require(!strncmp(error->message, path, length), "the message starts with the file");
    fuzz_require(strlen(error->message) > length + 2, "the message says something");
    for (const char *c = error->message; *c; c++)
        fuzz_require((unsigned char)*c >= ' ' && *c != 0x7f, "the message is one line of text");
}
