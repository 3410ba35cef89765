/* SPDX-License-Identifier: Apache-2.0
 *
 * machine.c: the clock, the core and what the figures depend on. */
#include "machine.h"

#include <malloc.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "figure.h"

enum { READINGS = 10001 };

/* read_value copies the text behind ": " of the first line that starts with
 * `name`, or the first line where `name` is empty. */
static void read_value(const char *path, const char *name, char text[MACHINE_TEXT])
{
    FILE *file = fopen(path, "r");
    char line[1024];

    snprintf(text, MACHINE_TEXT, "unknown");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        const char *value = name[0] == '\0' ? line : strstr(line, ": ");

        if (strncmp(line, name, strlen(name)) == 0 && value != NULL) {
            snprintf(text, MACHINE_TEXT, "%s", value + (name[0] == '\0' ? 0 : 2));
            text[strcspn(text, "\n")] = '\0';
            break;
        }
    }
    if (file != NULL && fclose(file) != 0)
        snprintf(text, MACHINE_TEXT, "unknown");
}

/* allowed: the cores of this thread before it was pinned. */
static cpu_set_t allowed;

int machine_pin(machine_t *machine, int core)
{
    char path[128];
    cpu_set_t set;

    if (CPU_COUNT(&allowed) == 0 && sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return -1;
    machine->core = core < 0 ? sched_getcpu() : core;
    CPU_ZERO(&set);
    CPU_SET((size_t)machine->core, &set);
    if (machine->core < 0 || sched_setaffinity(0, sizeof set, &set) != 0)
        return -1;
    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor", machine->core);
    read_value("/proc/cpuinfo", "model name", machine->processor);
    read_value(path, "", machine->governor);
    read_value("/sys/kernel/mm/transparent_hugepage/enabled", "", machine->huge_pages);
    return 0;
}

uint32_t machine_roam(void)
{
    (void)sched_setaffinity(0, sizeof allowed, &allowed);
    return (uint32_t)CPU_COUNT(&allowed);
}

static uint64_t read_clock(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

uint64_t machine_now(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

uint64_t machine_clock(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

uint32_t machine_clock_cost(void)
{
    static uint32_t times[READINGS];

    for (int i = 0; i < READINGS; i++) {
        const uint64_t start = machine_clock();

        times[i] = (uint32_t)(machine_clock() - start);
    }
    return latency_of(times, READINGS).p50;
}

uint64_t machine_preempted(void)
{
    struct rusage usage;

    return getrusage(RUSAGE_THREAD, &usage) == 0 ? (uint64_t)usage.ru_nivcsw : 0;
}

pid_t machine_child(pid_t parent)
{
    char path[64];
    char text[MACHINE_TEXT];

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)parent, (int)parent);
    read_value(path, "", text);
    return (pid_t)strtol(text, NULL, 10);
}

uint64_t machine_process(pid_t process)
{
    clockid_t clock;

    return process != 0 && clock_getcpuclockid(process, &clock) == 0 ? read_clock(clock) : 0;
}

size_t machine_held(void)
{
    const struct mallinfo2 held = mallinfo2();

    return held.uordblks + held.hblkhd;
}
