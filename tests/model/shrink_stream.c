/* SPDX-License-Identifier: Apache-2.0 */
#include "shrink_stream.h"

#include <stdlib.h>
#include <string.h>

typedef void (*drop_t)(stream_t *s, size_t first, size_t count);

/* Keeps `smaller` in place of `s` when it fails too; takes it over either way. */
static int keep_if_failing(stream_t *s, stream_t *smaller, char message[COMPARE_MESSAGE])
{
    stream_coverage_t coverage = {{0}, {{0}}};
    char why[COMPARE_MESSAGE];
    int fails = !compare_stream(smaller, 1, &coverage, why);
    if (fails) {
        stream_t old = *s;
        *s = *smaller;
        *smaller = old;
        memcpy(message, why, sizeof why);
    }
    stream_free(smaller);
    return fails;
}

static int drop_runs(stream_t *s, drop_t drop, const size_t *size, char message[COMPARE_MESSAGE])
{
    int dropped = 0;
    for (size_t run = *size; run > 0; run /= 2)
        for (size_t first = 0; first < *size;) {
            stream_t smaller;
            stream_copy(&smaller, s);
            drop(&smaller, first, run);
            if (keep_if_failing(s, &smaller, message))
                dropped = 1;
            else
                first += run;
        }
    return dropped;
}

/* What comes after the first difference cannot matter: the shortest failing beginning, by halving. */
static void cut_tail(stream_t *s, char message[COMPARE_MESSAGE])
{
    for (size_t run = s->step_count; run > 0; run /= 2)
        while (run <= s->step_count) {
            stream_t smaller;
            stream_copy(&smaller, s);
            stream_drop_steps(&smaller, smaller.step_count - run, run);
            if (!keep_if_failing(s, &smaller, message))
                break;
        }
}

/* Gives each change a batch of its own. */
static void take_apart(stream_t *s, char message[COMPARE_MESSAGE])
{
    stream_t single;
    stream_copy(&single, s);
    uint32_t batch = 0;
    for (size_t i = 0; i < single.step_count; i++) {
        int joins = i > 0 && single.steps[i].is_tick && s->steps[i].batch == s->steps[i - 1].batch;
        single.steps[i].batch = joins ? batch : ++batch;
    }
    keep_if_failing(s, &single, message);
}

void shrink_stream(stream_t *s, char message[COMPARE_MESSAGE])
{
    stream_t whole;
    stream_copy(&whole, s);
    if (!keep_if_failing(s, &whole, message))
        return;
    cut_tail(s, message);
    take_apart(s, message);
    int dropped;
    do {
        dropped = drop_runs(s, stream_drop_steps, &s->step_count, message);
        dropped |= drop_runs(s, stream_drop_accounts, &s->book.account_count, message);
        dropped |= drop_runs(s, stream_drop_legs, &s->book.leg_count, message);
        dropped |= drop_runs(s, stream_drop_instruments, &s->book.instrument_count, message);
    } while (dropped);
    take_apart(s, message);
}
