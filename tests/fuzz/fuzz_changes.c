/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_changes.c: any bytes are changes up to some row. */
#include "fuzz.h"

static void check_decimal(const char *text)
{
    fuzz_require(text && (!*text || levee_decimal_check(text, NULL) == LEVEE_OK), "a filled cell is a decimal");
}

static void check_change(const levee_change_t *change, levee_result_t result, int64_t *newest)
{
    fuzz_require(change->time_ns >= 0, "times are not negative");
    fuzz_require((change->time_ns < *newest) == (result == LEVEE_REJECTED), "exactly early rows are rejected");
    fuzz_require(change->event && change->account && change->instrument, "texts are there, if empty");
    check_decimal(change->quantity);
    check_decimal(change->price);
    check_decimal(change->amount);
    if (*newest < change->time_ns)
        *newest = change->time_ns;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *const path = fuzz_file(0, bytes, size);
    levee_error_t error = {0};
    levee_changes_t *changes = NULL;
    levee_change_t change;
    int64_t newest = 0;
    uint64_t total;
    levee_result_t result = levee_changes_open(path, &changes, &error);

    while (!result) {
        result = levee_changes_next(changes, &change, &error);
        if (result == LEVEE_OK || result == LEVEE_REJECTED) {
            check_change(&change, result, &newest);
            result = LEVEE_OK;
        }
    }
    if (result != LEVEE_END)
        fuzz_message(&error, result, path);
    if (changes) {
        fuzz_require(levee_changes_next(changes, &change, &error) == LEVEE_END, "a stream stays ended");
        fuzz_require(levee_changes_progress(changes, &total) <= total && total == size, "progress is within the file");
    }
    levee_changes_close(changes);
    return 0;
}
