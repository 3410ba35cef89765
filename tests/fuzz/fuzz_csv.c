/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_csv.c: a table reads the same from plain text and from the same text
 * gzipped in two members, to the place of each cell and the last message. */
#define ZLIB_CONST
#include "fuzz.h"

#include "table.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { LARGEST = 1 << 18 };

static const levee_column_t columns[] = {{"a", 1}, {"b", 0}, {"c", 0}};
static const levee_table_form_t forms[] = {{columns, 3, 0}, {columns, 3, 1}};

static size_t zip(const uint8_t *bytes, size_t size, uint8_t *stored, size_t room)
{
    z_stream deflater = {0};

    fuzz_require(deflateInit2(&deflater, 1, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib works");
    deflater.next_in = bytes;
    deflater.avail_in = (uInt)size;
    deflater.next_out = stored;
    deflater.avail_out = (uInt)room;
    fuzz_require(deflate(&deflater, Z_FINISH) == Z_STREAM_END, "zlib works");
    deflateEnd(&deflater);
    return room - deflater.avail_out;
}

static const char *make_zipped(const uint8_t *bytes, size_t size)
{
    static uint8_t stored[2 * LARGEST];
    const size_t half = size / 3;
    const size_t used = zip(bytes, half, stored, sizeof stored);

    return fuzz_file(1, stored, used + zip(bytes + half, size - half, stored + used, sizeof stored - used));
}

static void compare_rows(const levee_table_t *plain, const char *const *x, const levee_table_t *zipped,
                         const char *const *y)
{
    for (size_t k = 0; k < 3; k++) {
        const levee_place_t p = levee_table_place(plain, k), q = levee_table_place(zipped, k);

        fuzz_require(!x[k] == !y[k] && (!x[k] || !strcmp(x[k], y[k])), "cells are equal");
        fuzz_require(p.line == q.line && p.column == q.column, "places are equal");
        fuzz_require(p.line >= 2 && p.column >= 1, "rows stand behind the header");
    }
}

static void compare_errors(const levee_error_t *x, const levee_error_t *y, levee_result_t result, const char *plain,
                           const char *zipped)
{
    fuzz_message(x, result, plain);
    fuzz_message(y, result, zipped);
    fuzz_require(!strcmp(x->message + strlen(plain), y->message + strlen(zipped)), "messages are equal");
}

static void compare(const levee_table_form_t *form, const char *plain_path, const char *zipped_path)
{
    levee_table_t *plain = NULL, *zipped = NULL;
    const char *const *x, *const *y;
    levee_error_t of_plain = {0}, of_zipped = {0};
    levee_result_t result = levee_table_open(plain_path, form, &plain, &of_plain);

    fuzz_require(levee_table_open(zipped_path, form, &zipped, &of_zipped) == result, "headers are equal");
    while (!result) {
        result = levee_table_next(plain, &x, &of_plain);
        fuzz_require(levee_table_next(zipped, &y, &of_zipped) == result, "results are equal");
        if (!result)
            compare_rows(plain, x, zipped, y);
    }
    if (result != LEVEE_END)
        compare_errors(&of_plain, &of_zipped, result, plain_path, zipped_path);
    fuzz_require(!plain || levee_table_next(plain, &x, NULL) == LEVEE_END, "a table stays ended");
    levee_table_close(plain);
    levee_table_close(zipped);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *plain, *zipped;

    if (size > LARGEST || (size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b))
        return 0;
    plain = fuzz_file(0, bytes, size);
    zipped = make_zipped(bytes, size);
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        compare(&forms[k], plain, zipped);
    return 0;
}
