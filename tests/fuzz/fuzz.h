/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz.h: what the fuzz targets share. A target is one function of the input's
 * bytes that aborts when the code under test breaks a promise. */
#ifndef LEVEE_TESTS_FUZZ_H
#define LEVEE_TESTS_FUZZ_H

#include <levee/files.h>

#include <stdint.h>

/* LLVMFuzzerTestOneInput is the name libFuzzer asks for. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { FUZZ_FILES = 4 };

/* fuzz_file makes `bytes` the content of the file in memory `which`, below
 * FUZZ_FILES, and returns its path, which never changes. */
const char *fuzz_file(unsigned which, const uint8_t *bytes, size_t size);

/* fuzz_fail aborts, naming the broken `promise`; fuzz_require does unless it
 * `holds`. */
_Noreturn void fuzz_fail(const char *promise);
static inline void fuzz_require(int holds, const char *promise)
{
    if (!holds)
        fuzz_fail(promise);
}

/* fuzz_message requires of a failed call an error that tells the result, says
 * something on one line of text and starts with `path`. */
void fuzz_message(const levee_error_t *error, levee_result_t result, const char *path);

#endif
