/* SPDX-License-Identifier: Apache-2.0
 *
 * Crews of several sizes: each share of each turn is done once, on its own thread, and
 * is done when the turn ends, whether the threads were awake or asleep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "device/cpu/crew.h"

enum { TURNS = 20000, NAPS = 20, NAP_NS = 3 * LEVEE_CREW_AWAKE_US * 1000 };

/* The shares write plain words: a turn that ended early, or twice, would show in them. */
typedef struct {
    uint64_t turn;
    uint64_t done[LEVEE_THREADS_MAX];
    uint64_t sum[LEVEE_THREADS_MAX];
} job_t;

static void work(void *context, uint32_t share)
{
    job_t *job = context;

    job->done[share]++;
    job->sum[share] += job->turn * (share + 1);
}

static void take_turns(levee_crew_t *crew, job_t *job, uint32_t threads, uint64_t turns, long nap)
{
    for (uint64_t i = 0; i < turns; i++) {
        job->turn++;
        levee_crew_run(crew, work, job);
        for (uint32_t share = 0; share < threads; share++) {
            assert_int_equal(job->done[share], job->turn);
            assert_int_equal(job->sum[share], job->turn * (job->turn + 1) / 2 * (share + 1));
        }
        if (nap > 0)
            (void)nanosleep(&(struct timespec){0, nap}, NULL);
    }
}

static void check(uint32_t threads, uint64_t turns)
{
    levee_crew_t *crew = NULL;
    job_t job;

    memset(&job, 0, sizeof job);
    assert_int_equal(levee_crew_open(threads, &crew, NULL), LEVEE_OK);
    assert_int_equal(levee_crew_threads(crew), threads);
    take_turns(crew, &job, threads, turns, 0);
    take_turns(crew, &job, threads, NAPS, NAP_NS);
    take_turns(crew, &job, threads, turns, 0);
    for (uint32_t share = threads; share < LEVEE_THREADS_MAX; share++)
        assert_int_equal(job.done[share], 0);
    levee_crew_close(crew);
}

static void one(void **state)
{
    (void)state;
    check(1, TURNS);
}

static void two(void **state)
{
    (void)state;
    check(2, TURNS);
}

/* More than most machines have processors: turns wait for the scheduler. */
static void many(void **state)
{
    (void)state;
    check(5, TURNS / 1000);
    check(LEVEE_THREADS_MAX, 2);
}

/* Crews that are closed at once, before their threads have had a turn. */
static void none(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        levee_crew_t *crew = NULL;

        assert_int_equal(levee_crew_open(3, &crew, NULL), LEVEE_OK);
        levee_crew_close(crew);
    }
    levee_crew_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one), cmocka_unit_test(two), cmocka_unit_test(many),
                                       cmocka_unit_test(none)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
