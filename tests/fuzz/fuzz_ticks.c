/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_ticks.c: any bytes are ticks up to some row. One target a format, chosen
 * by FUZZ_FORMAT, a levee_ticks_format_t, and FUZZ_OHLC. */
#include "fuzz.h"

#include <string.h>

/* A venue that lists every other symbol. */
static int is_known(void *context, const char *symbol)
{
    (void)context;
    return (int)(strlen(symbol) & 1);
}

static void check_tick(const levee_mark_spec_t *tick, levee_result_t result, int64_t *newest)
{
    fuzz_require(tick->time_ns >= 0, "times are not negative");
    fuzz_require((tick->time_ns < *newest) == (result == LEVEE_REJECTED), "exactly early rows are rejected");
    fuzz_require(tick->instrument && *tick->instrument, "a tick names an instrument");
    fuzz_require(levee_decimal_check(tick->mark, NULL) == LEVEE_OK, "a mark is a decimal");
    fuzz_require(!tick->funding || levee_decimal_check(tick->funding, NULL) == LEVEE_OK, "so is an index");
    if (*newest < tick->time_ns)
        *newest = tick->time_ns;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const levee_ticks_options_t options = {(levee_ticks_format_t)FUZZ_FORMAT, FUZZ_OHLC, "GIVEN", is_known, NULL};
    const char *const path = fuzz_file(0, bytes, size);
    levee_error_t error = {0};
    levee_ticks_t *ticks = NULL;
    levee_mark_spec_t tick;
    int64_t newest = 0;
    uint64_t total;
    levee_result_t result = levee_ticks_open(path, &options, &ticks, &error);

    while (!result) {
        result = levee_ticks_next(ticks, &tick, &error);
        if (result == LEVEE_OK || result == LEVEE_REJECTED) {
            check_tick(&tick, result, &newest);
            result = LEVEE_OK;
        }
    }
    if (result != LEVEE_END)
        fuzz_message(&error, result, path);
    if (ticks) {
        fuzz_require(levee_ticks_next(ticks, &tick, &error) == LEVEE_END, "a stream stays ended");
        fuzz_require(levee_ticks_progress(ticks, &total) <= total && total == size, "progress is within the file");
    }
    levee_ticks_close(ticks);
    return 0;
}
