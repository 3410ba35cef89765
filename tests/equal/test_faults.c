/* SPDX-License-Identifier: Apache-2.0
 *
 * An emulated card that fails in every way there is, at random moments: the verdicts
 * are those of the CPU, and the card comes back. Needs the session's program beside
 * this one. */
#include <getopt.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "case_engine.h"
#include "clock.h"
#include "device/xrt/shared.h"
#include "draw.h"
#include "made_book.h"

enum { INSTRUMENTS = 6, ACCOUNTS = 60, MOMENTS = 10, LATEST = 40, DEADLINE_MS = 250, PATIENCE_MS = 20000, AFTER = 5 };

/* What happens: the device model does it by itself at its n-th command, or this test
 * does it to a process or to the shared memory before the n-th tick. */
typedef enum { BY_MODEL, TO_SESSION, TO_MODEL, TO_MEMORY } sort_t;

static const struct {
    const char *name;
    sort_t sort;
    const char *model; /* LEVEE_EMU_FAULT, of the command's number */
    int signal;
    size_t word; /* of the control block */
} kinds[] = {
    {"device model ends", BY_MODEL, "die@%u", 0, 0},
    {"device model falls silent", BY_MODEL, "stall@%u", 0, 0},
    {"kernel hangs", BY_MODEL, "hang@%u", 0, 0},
    {"kernel tells of a fault", BY_MODEL, "error@%u", 0, 0},
    {"a sum is wrong", BY_MODEL, "flip@%u", 0, 0},
    {"a count of statuses is wrong", BY_MODEL, "flip@%u+17", 0, 0},
    {"the number of the tick is wrong", BY_MODEL, "flip@%u+0", 0, 0},
    {"the count of records is wrong", BY_MODEL, "flip@%u+14", 0, 0},
    {"session is killed", TO_SESSION, NULL, SIGKILL, 0},
    {"session crashes", TO_SESSION, NULL, SIGSEGV, 0},
    {"session stops", TO_SESSION, NULL, SIGSTOP, 0},
    {"device model is killed", TO_MODEL, NULL, SIGKILL, 0},
    {"device model stops", TO_MODEL, NULL, SIGSTOP, 0},
    {"memory: the command's place is overwritten", TO_MEMORY, NULL, 0, offsetof(levee_session_t, buffer)},
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

typedef struct {
    const char *xclbin;
    const char *backend;
    uint32_t own; /* commands that a session gives when it opens its card */
    case_t book;
    draw_t d;
    levee_engine_t *cpu, *card;
    uint64_t ticks;
    uint64_t worst_ns; /* of a tick at which the card failed */
} bench_t;

/* only_child is the one process that `parent` has started, or 0. */
static pid_t only_child(pid_t parent)
{
    char path[64];
    int child = 0;

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)parent, (int)parent);
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "%d", &child) != 1)
        child = 0;
    if (file && fclose(file) != 0)
        child = 0;
    return child;
}

/* shared_memory finds what the engine shares with its session. */
static uint8_t *shared_memory(void)
{
    FILE *file = fopen("/proc/self/maps", "r");
    char line[512];
    unsigned long start = 0;

    while (file && fgets(line, sizeof line, file)) {
        if (strstr(line, "memfd:levee-card"))
            start = strtoul(line, NULL, 16);
    }
    if (file && fclose(file) != 0)
        start = 0;
    return (uint8_t *)start; /* NOLINT(performance-no-int-to-ptr) */
}

static int strike(bench_t *bench, uint32_t kind)
{
    const pid_t session = only_child(getpid());
    const pid_t model = session ? only_child(session) : 0;
    uint8_t *memory = shared_memory();
    const uint32_t drawn = (uint32_t)draw_next(&bench->d);

    if (kinds[kind].sort == TO_SESSION)
        return session && kill(session, kinds[kind].signal) == 0;
    if (kinds[kind].sort == TO_MODEL)
        return model && kill(model, kinds[kind].signal) == 0;
    if (kinds[kind].sort == TO_MEMORY && memory)
        memcpy(memory + kinds[kind].word, &drawn, sizeof drawn);
    return kinds[kind].sort == BY_MODEL || memory;
}

/* tick moves a price on both sides; returns whether the verdicts are the same. */
static int tick(bench_t *bench)
{
    const uint32_t instrument = (uint32_t)draw_range(&bench->d, 0, INSTRUMENTS - 1);
    case_text_t price = "";
    const levee_mark_spec_t mark = {bench->book.instruments[instrument].symbol, price, NULL, 0};
    levee_device_report_t before, after;

    made_book_price(instrument, (unsigned)draw_range(&bench->d, 60, 150), price);
    bench->ticks++;
    if (levee_engine_tick(bench->cpu, &mark, 1, NULL) != LEVEE_OK)
        return 0;
    levee_engine_device(bench->card, &before);
    const uint64_t begun = clock_ns();
    if (levee_engine_tick(bench->card, &mark, 1, NULL) != LEVEE_OK)
        return 0;
    const uint64_t lasted = clock_ns() - begun;
    levee_engine_device(bench->card, &after);
    if (after.faults > before.faults && lasted > bench->worst_ns)
        bench->worst_ns = lasted;
    return case_engine_same(bench->cpu, bench->card);
}

/* run_moment has one fault happen, and waits until the card is back. Returns NULL or
 * what is wrong. */
static const char *run_moment(bench_t *bench, uint32_t kind, uint32_t moment)
{
    const struct timespec pause = {.tv_nsec = 1000000};
    levee_device_report_t report = {0};

    for (uint32_t i = 1; i < moment; i++) {
        if (!tick(bench))
            return "verdicts differ before the fault";
    }
    levee_engine_device(bench->card, &report);
    if (report.faults != 0)
        return "the card fails before its time";
    if (!strike(bench, kind))
        return "there is nobody to do it to";
    for (int waited = 0; waited < PATIENCE_MS && report.rearmed == 0; waited++) {
        if (!tick(bench))
            return "verdicts differ";
        levee_engine_device(bench->card, &report);
        if (report.faults != 0)
            (void)nanosleep(&pause, NULL);
        else if (waited > LATEST)
            return "the card does not fail";
    }
    for (int i = 0; i < AFTER && report.rearmed != 0; i++) {
        if (!tick(bench))
            return "verdicts differ after it is back";
    }
    return report.rearmed == 0 ? "the card does not come back" : NULL;
}

static int run_kind(bench_t *bench, uint32_t kind, uint32_t moments)
{
    const char *wrong = NULL;
    uint32_t done = 0;

    bench->worst_ns = 0;
    for (; done < moments && !wrong; done++) {
        const uint32_t moment = (uint32_t)draw_range(&bench->d, 2, LATEST);
        levee_engine_options_t options[] = {
            {.backend = "cpu"}, {.backend = bench->backend, .xclbin = bench->xclbin, .card_deadline_ms = DEADLINE_MS}};
        const levee_opener_t openers[] = {{.open = case_engine_named, .context = &options[0]},
                                          {.open = case_engine_named, .context = &options[1]}};
        char fault[32];

        if (kinds[kind].sort == BY_MODEL) {
            /* Its first command after those of the session is the engine's start. */
            snprintf(fault, sizeof fault, kinds[kind].model, bench->own + moment + 1);
            (void)setenv("LEVEE_EMU_FAULT", fault, 1);
        }
        bench->cpu = case_engine_open(&bench->book, &openers[0], NULL);
        bench->card = case_engine_open(&bench->book, &openers[1], NULL);
        (void)unsetenv("LEVEE_EMU_FAULT");
        wrong = bench->cpu && bench->card ? run_moment(bench, kind, moment) : "no engine";
        levee_engine_free(bench->cpu);
        levee_engine_free(bench->card);
        if (wrong)
            printf("FAILED: %s before tick %u: %s\n", kinds[kind].name, moment, wrong);
    }
    printf("%-44s %3u times, the longest tick %6.1f ms\n", kinds[kind].name, done, (double)bench->worst_ns / 1e6);
    return wrong == NULL;
}

int main(int argc, char **argv)
{
    const made_book_t shape = {
        .instruments = INSTRUMENTS, .tiers = 3, .accounts = ACCOUNTS, .legs_least = 1, .legs_most = 5, .seed = 7};
    uint64_t seed = 1;
    long moments = MOMENTS;
    bench_t bench = {.backend = "xrt"};
    int good = 1;

    for (int found; (found = getopt(argc, argv, "s:n:b:c:")) != -1;) {
        if (found == 's')
            seed = strtoull(optarg, NULL, 10);
        else if (found == 'n')
            moments = strtol(optarg, NULL, 10);
        else if (found == 'b')
            bench.backend = optarg;
        else if (found == 'c')
            bench.own = (uint32_t)strtoul(optarg, NULL, 10);
    }
    if (optind + 1 != argc) {
        fprintf(stderr, "usage: test_faults [-s SEED] [-n MOMENTS] [-b BACKEND] [-c COMMANDS] XCLBIN\n");
        return 2;
    }
    bench.xclbin = argv[optind];
    bench.d.state = seed;
    made_book(&bench.book, &shape);
    for (uint32_t kind = 0; kind < KINDS && good; kind++)
        good = run_kind(&bench, kind, (uint32_t)moments);
    printf("seed %llu: %llu ticks, the card's deadline is %d ms: %s\n", (unsigned long long)seed,
           (unsigned long long)bench.ticks, DEADLINE_MS, good ? "passed" : "FAILED");
    case_free(&bench.book);
    return !good;
}
