/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_book.c: the input is venue.yaml, marks.csv, accounts.csv and legs.csv,
 * each but the first behind a line "%". They are a book, which makes an engine
 * whose accounts can all be reported, or they are refused with a place. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const names[FUZZ_FILES] = {"venue.yaml", "marks.csv", "accounts.csv", "legs.csv"};

static char folder[] = "/tmp/levee-fuzz-XXXXXX";

static void remove_folder(void)
{
    for (unsigned k = 0; k < FUZZ_FILES; k++) {
        char path[64];

        snprintf(path, sizeof path, "%s/%s", folder, names[k]);
        unlink(path);
    }
    rmdir(folder);
}

/* The folder holds links to the files in memory, made once. */
static void make_folder(void)
{
    static int made;

    if (made)
        return;
    made = 1;
    fuzz_require(mkdtemp(folder) != NULL, "there is a folder");
    atexit(remove_folder);
    for (unsigned k = 0; k < FUZZ_FILES; k++) {
        char path[64];

        snprintf(path, sizeof path, "%s/%s", folder, names[k]);
        fuzz_require(symlink(fuzz_file(k, NULL, 0), path) == 0, "there are links");
    }
}

/* Writes the part of the input up to the next "%" line; returns what follows. */
static const uint8_t *write_part(unsigned which, const uint8_t *bytes, const uint8_t *end)
{
    const uint8_t *stop = bytes;

    while (stop < end && !(*stop == '%' && (stop == bytes || stop[-1] == '\n')))
        stop++;
    fuzz_file(which, bytes, (size_t)(stop - bytes));
    while (stop < end && *stop != '\n')
        stop++;
    return stop < end ? stop + 1 : stop;
}

static void report(levee_engine_t *engine)
{
    char hash[LEVEE_HASH_TEXT];

    for (uint32_t k = 0; k < levee_engine_accounts(engine); k++) {
        levee_account_report_t account;

        levee_engine_account(engine, k, &account);
        for (uint32_t leg = 0; leg < account.leg_count; leg++) {
            levee_leg_report_t of_leg;

            levee_engine_leg(engine, k, leg, &of_leg);
        }
    }
    levee_engine_hash(engine, hash);
    fuzz_require(strlen(hash) == 32, "a hash has 32 digits");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const uint8_t *const end = bytes + size;
    levee_error_t error = {0};
    levee_book_t *book = NULL;
    levee_engine_t *engine = NULL;
    levee_result_t result;

    make_folder();
    for (unsigned k = 0; k < FUZZ_FILES; k++)
        bytes = write_part(k, bytes, end);
    result = levee_book_read(folder, &book, &error);
    if (result) {
        fuzz_require(!book, "a failed call gives nothing");
        fuzz_message(&error, result, folder);
        return 0;
    }
    if (levee_engine_new(book, NULL, &engine, &error)) {
        levee_book_free(book);
        return 0;
    }
    report(engine);
    levee_engine_free(engine);
    return 0;
}
