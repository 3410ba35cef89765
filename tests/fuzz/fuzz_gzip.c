/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_gzip.c: what ends well as lines is, joined, what zlib's own reader of
 * files makes of it. */
#include "fuzz.h"

#include "lines.h"

#include <string.h>
#include <zlib.h>

enum { LARGEST = 1 << 20 };

/* text_t: `length` is -1 after a fault. */
typedef struct {
    long length;
    char bytes[LARGEST];
} text_t;

static void read_with_zlib(const char *path, text_t *text)
{
    gzFile file = gzopen(path, "rb");
    int fault;

    fuzz_require(file != NULL, "the file opens");
    text->length = gzread(file, text->bytes, sizeof text->bytes);
    gzerror(file, &fault);
    gzclose(file);
    if (fault)
        text->length = -1;
}

static void read_lines(const char *path, text_t *text)
{
    levee_lines_t *lines;
    levee_error_t error = {0};
    const char *line;
    size_t size;
    levee_result_t result;

    text->length = 0;
    fuzz_require(levee_lines_open(path, &lines, &error) == LEVEE_OK, "the file opens");
    while ((result = levee_lines_next(lines, &line, &size, &error)) == LEVEE_OK) {
        fuzz_require(size >= 1 && size <= LEVEE_LINE_MAX, "a line has a length");
        fuzz_require(!memchr(line, '\n', size - 1), "a line ends once");
        if (text->length + (long)size > LARGEST)
            break;
        memcpy(text->bytes + text->length, line, size);
        text->length += (long)size;
    }
    if (result && result != LEVEE_END) {
        fuzz_message(&error, result, path);
        text->length = -1;
    }
    levee_lines_close(lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static text_t ours, theirs;
    const char *const path = fuzz_file(0, bytes, size);
    size_t mark;

    read_lines(path, &ours);
    read_with_zlib(path, &theirs);
    if (ours.length < 0 || theirs.length == LARGEST)
        return 0;
    fuzz_require(theirs.length >= 0, "what zlib finds faulty is faulty");
    mark = theirs.length >= 3 && !memcmp(theirs.bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
    fuzz_require(ours.length == theirs.length - (long)mark, "no byte is lost");
    fuzz_require(!memcmp(ours.bytes, theirs.bytes + mark, (size_t)ours.length), "no byte is changed");
    return 0;
}
