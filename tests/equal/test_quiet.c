/* SPDX-License-Identifier: Apache-2.0
 *
 * Between its first and its last tick an engine takes no memory and calls the kernel
 * for nothing: random books, with ticks that look at few accounts and ticks that sweep,
 * under counted allocation and a filter of system calls. */
#include <errno.h>
#include <inttypes.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "case_engine.h"
#include "drawn_book.h"

enum { BOOKS = 60, ENGINES = 2 * BOOKS, BATCH_MOST = 256 };

typedef struct {
    stream_t stream;
    levee_engine_t *engine;
} run_t;

static uint64_t allocations;
static volatile sig_atomic_t calls, last_call;
static int counting;

/* The linker has malloc and the others come here first, under these names (--wrap). */
void *real_malloc(size_t bytes) __asm__("__real_malloc");
void *real_calloc(size_t count, size_t bytes) __asm__("__real_calloc");
void *real_realloc(void *old, size_t bytes) __asm__("__real_realloc");
void *real_aligned_alloc(size_t alignment, size_t bytes) __asm__("__real_aligned_alloc");
void *counted_malloc(size_t bytes) __asm__("__wrap_malloc");
void *counted_calloc(size_t count, size_t bytes) __asm__("__wrap_calloc");
void *counted_realloc(void *old, size_t bytes) __asm__("__wrap_realloc");
void *counted_aligned_alloc(size_t alignment, size_t bytes) __asm__("__wrap_aligned_alloc");

void *counted_malloc(size_t bytes)
{
    allocations += (uint64_t)counting;
    return real_malloc(bytes);
}

void *counted_calloc(size_t count, size_t bytes)
{
    allocations += (uint64_t)counting;
    return real_calloc(count, bytes);
}

void *counted_realloc(void *old, size_t bytes)
{
    allocations += (uint64_t)counting;
    return real_realloc(old, bytes);
}

void *counted_aligned_alloc(size_t alignment, size_t bytes)
{
    allocations += (uint64_t)counting;
    return real_aligned_alloc(alignment, bytes);
}

static void count_call(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    calls++;
    last_call = info->si_syscall;
}

/* forbid_calls has every system call but the ends of this program counted instead of
 * made. There is no way back. */
static int forbid_calls(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    struct sigaction action = {.sa_sigaction = count_call, .sa_flags = SA_SIGINFO};

    if (sigaction(SIGSYS, &action, NULL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -1;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void open_run(run_t *run, long number, int sweep_always)
{
    levee_engine_options_t options = {.backend = "cpu"};
    const levee_opener_t opener = {.open = case_engine_named, .context = &options, .sweep_always = sweep_always != 0};
    levee_error_t error = {0};

    drawn_book(&run->stream, 1, 4 * number); /* every fourth has ticks alone */
    run->engine = case_engine_open(&run->stream.book, &opener, &error);
    if (!run->engine) {
        printf("FAILED: book %ld: %s\n", number, error.message);
        exit(1);
    }
}

/* tick_all gives an engine its ticks; what it refuses is left out. Returns how many
 * verdicts there were. */
static uint64_t tick_all(const run_t *run)
{
    static levee_mark_spec_t batch[BATCH_MOST];
    uint64_t verdicts = 0;

    for (size_t first = 0, count; first < run->stream.step_count; first += count) {
        size_t changed = 0;

        count = stream_batch(&run->stream, first);
        for (size_t i = 0; i < count && i < BATCH_MOST; i++) {
            const step_t *step = &run->stream.steps[first + i];

            batch[i] = (levee_mark_spec_t){run->stream.book.instruments[step->tick.instrument].symbol, step->tick.mark,
                                           step->tick.funding, 0};
        }
        (void)levee_engine_tick(run->engine, batch, count, NULL);
        (void)levee_engine_verdicts(run->engine, &changed);
        verdicts += changed;
    }
    return verdicts;
}

int main(void)
{
    static run_t runs[ENGINES];
    char line[200];
    uint64_t ticks = 0, verdicts = 0, swept = 0, looked = 0;

    for (long i = 0; i < ENGINES; i++)
        open_run(&runs[i], i / 2, (int)(i % 2));
    if (forbid_calls() != 0) {
        printf("skipped: no filter of system calls here: %s\n", strerror(errno));
        return 77;
    }
    counting = 1;
    for (long i = 0; i < ENGINES; i++) {
        verdicts += tick_all(&runs[i]);
        ticks += runs[i].stream.step_count;
    }
    counting = 0;
    const int made = calls;
    for (long i = 0; i < ENGINES; i++) {
        swept += runs[i].engine->index.swept;
        looked += runs[i].engine->index.looked;
    }
    const int length = snprintf(line, sizeof line,
                                "%" PRIu64 " ticks, %" PRIu64 " verdicts, %" PRIu64 " index sweeps, %" PRIu64
                                " looks: %" PRIu64 " allocations, %d system calls (the last %d)\n",
                                ticks, verdicts, swept, looked, allocations, made, made != 0 ? (int)last_call : -1);
    if (write(STDOUT_FILENO, line, (size_t)length) != length)
        _exit(1);
    _exit(allocations == 0 && made == 0 && verdicts > 0 && looked > 0 && swept > 0 ? 0 : 1);
}
