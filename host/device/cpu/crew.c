/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* pthread_attr_setaffinity_np, sched_getcpu */
#include "device/cpu/crew.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

enum { LINE = 64, LOOKS_A_CLOCK = 256, LOOKS_A_YIELD = 1 << 16 };

/* member_t: one of the threads; a line each, so that none waits for another's. */
typedef struct {
    _Alignas(LINE) _Atomic uint32_t done; /* the last turn that it has finished */
    levee_crew_t *crew;
    uint32_t share;
    pthread_t thread;
} member_t;

struct levee_crew {
    _Alignas(LINE) _Atomic uint32_t turn; /* which work this is; the rest of it is written before */
    levee_crew_work_t *work;              /* NULL: to end */
    void *context;
    uint32_t threads;
    uint32_t started;
    _Alignas(LINE) _Atomic uint32_t asleep;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    member_t member[LEVEE_THREADS_MAX];
};

static void pause_briefly(void)
{
#ifdef __x86_64__
    __builtin_ia32_pause();
#endif
}

static uint64_t microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* sleep_until waits where it costs nothing. Who gives work sets the turn and then looks
 * for sleepers; who sleeps says so and then looks at the turn: one of the two sees the other. */
static void sleep_until(levee_crew_t *crew, uint32_t seen)
{
    (void)pthread_mutex_lock(&crew->mutex);
    atomic_fetch_add(&crew->asleep, 1);
    while (atomic_load(&crew->turn) == seen)
        (void)pthread_cond_wait(&crew->wake, &crew->mutex);
    atomic_fetch_sub(&crew->asleep, 1);
    (void)pthread_mutex_unlock(&crew->mutex);
}

/* await returns the turn that follows `seen`. */
static uint32_t await(levee_crew_t *crew, uint32_t seen)
{
    const uint64_t begun = microseconds();

    for (uint32_t look = 1;; look++) {
        const uint32_t turn = atomic_load(&crew->turn);

        if (turn != seen)
            return turn;
        pause_briefly();
        if (look % LOOKS_A_CLOCK == 0 && microseconds() - begun >= LEVEE_CREW_AWAKE_US)
            sleep_until(crew, seen);
    }
}

static void *serve(void *context)
{
    member_t *member = context;
    levee_crew_t *crew = member->crew;

    for (uint32_t turn = 0;;) {
        turn = await(crew, turn);
        if (crew->work == NULL)
            return NULL;
        crew->work(crew->context, member->share);
        atomic_store(&member->done, turn);
    }
}

/* begin_turn publishes what is to be done. */
static void begin_turn(levee_crew_t *crew, levee_crew_work_t *work, void *context)
{
    crew->work = work;
    crew->context = context;
    atomic_fetch_add(&crew->turn, 1);
    if (atomic_load(&crew->asleep) == 0)
        return;
    (void)pthread_mutex_lock(&crew->mutex);
    (void)pthread_cond_broadcast(&crew->wake);
    (void)pthread_mutex_unlock(&crew->mutex);
}

/* next_processor is the processor behind `cpu` that the set has, in a circle; -1: it has none. */
static int next_processor(const cpu_set_t *set, int cpu)
{
    for (int i = 1; i <= CPU_SETSIZE; i++) {
        const int next = (cpu + i) % CPU_SETSIZE;

        if (CPU_ISSET((size_t)next, set))
            return next;
    }
    return -1;
}

/* start starts a thread on `cpu`, or anywhere where that is refused. */
static bool start(member_t *member, int cpu)
{
    pthread_attr_t attributes;
    cpu_set_t one;

    if (pthread_attr_init(&attributes) != 0)
        return false;
    CPU_ZERO(&one);
    if (cpu >= 0) {
        CPU_SET((size_t)cpu, &one);
        (void)pthread_attr_setaffinity_np(&attributes, sizeof one, &one);
    }
    const bool pinned = pthread_create(&member->thread, &attributes, serve, member) == 0;
    (void)pthread_attr_destroy(&attributes);
    return pinned || pthread_create(&member->thread, NULL, serve, member) == 0;
}

static levee_result_t start_all(levee_crew_t *crew, levee_error_t *error)
{
    cpu_set_t allowed;
    int cpu = sched_getcpu();

    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        CPU_ZERO(&allowed);
    for (uint32_t i = 1; i < crew->threads; i++) {
        cpu = next_processor(&allowed, cpu < 0 ? 0 : cpu);
        crew->member[i] = (member_t){.crew = crew, .share = i};
        if (!start(&crew->member[i], cpu))
            return levee_fail(error, LEVEE_SYSTEM, "threads", "the system has no room for %u threads; ask for fewer",
                              crew->threads);
        crew->started++;
    }
    return LEVEE_OK;
}

levee_result_t levee_crew_open(uint32_t threads, levee_crew_t **crew, levee_error_t *error)
{
    assert(threads >= 1 && threads <= LEVEE_THREADS_MAX);
    levee_crew_t *made = aligned_alloc(LINE, sizeof *made);

    if (!made)
        return levee_fail_memory(error, "threads");
    *made = (levee_crew_t){.threads = threads};
    if (pthread_mutex_init(&made->mutex, NULL) != 0 || pthread_cond_init(&made->wake, NULL) != 0) {
        free(made);
        return levee_fail_memory(error, "threads");
    }
    const levee_result_t result = start_all(made, error);
    if (result != LEVEE_OK) {
        levee_crew_close(made);
        return result;
    }
    *crew = made;
    return LEVEE_OK;
}

void levee_crew_close(levee_crew_t *crew)
{
    if (!crew)
        return;
    begin_turn(crew, NULL, NULL);
    for (uint32_t i = 1; i <= crew->started; i++)
        (void)pthread_join(crew->member[i].thread, NULL);
    (void)pthread_cond_destroy(&crew->wake);
    (void)pthread_mutex_destroy(&crew->mutex);
    free(crew);
}

uint32_t levee_crew_threads(const levee_crew_t *crew)
{
    return crew->threads;
}

void levee_crew_run(levee_crew_t *crew, levee_crew_work_t *work, void *context)
{
    assert(work);
    begin_turn(crew, work, context);
    const uint32_t turn = atomic_load(&crew->turn);

    work(context, 0);
    for (uint32_t i = 1; i < crew->threads; i++) {
        /* Where there are fewer processors than threads, one of them may need this one's. */
        for (uint32_t look = 1; atomic_load(&crew->member[i].done) != turn; look++) {
            pause_briefly();
            if (look % LOOKS_A_YIELD == 0)
                (void)sched_yield();
        }
    }
}
