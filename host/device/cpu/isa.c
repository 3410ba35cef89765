/* SPDX-License-Identifier: Apache-2.0
 *
 * isa.c: the instructions that the CPU's sweep is written for, and which of them
 * this machine has. */
#include <string.h>

#include "device/cpu/simd.h"

static const char reference[] = "reference";

static bool is_present(void)
{
    return true;
}

#ifdef LEVEE_X86
static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("bmi2");
}

static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2");
}
#endif

/* The best first; every machine has the last. */
static const levee_isa_t isas[] = {
#ifdef LEVEE_X86
    {"avx512", has_avx512, levee_sweep_avx512},
    {"avx2", has_avx2, levee_sweep_avx2},
#endif
    {"portable", is_present, levee_sweep_portable},
};

enum { ISAS = sizeof isas / sizeof isas[0], NAMES = 80 };

/* list_present lists what this machine can be asked for, the best first. */
static void list_present(char names[NAMES])
{
    size_t length = 0;

    for (uint32_t i = 0; i < ISAS; i++) {
        if (isas[i].present())
            length += (size_t)snprintf(names + length, NAMES - length, "%s, ", isas[i].name);
    }
    snprintf(names + length, NAMES - length, "%s", reference);
}

levee_result_t levee_cpu_open(const char *isa, uint32_t threads, const levee_image_t *image, levee_device_t **device,
                              levee_error_t *error)
{
    char names[NAMES];

    if (threads > LEVEE_THREADS_MAX)
        return levee_fail(error, LEVEE_REJECTED, "threads", "%u threads are more than %d", threads, LEVEE_THREADS_MAX);
    if (isa && strcmp(isa, reference) == 0)
        return threads > 1 ? levee_fail(error, LEVEE_REJECTED, "threads", "the reference runs on one thread, not on %u",
                                        threads)
                           : levee_reference_open(image, device, error);
    for (uint32_t i = 0; i < ISAS; i++) {
        if (isas[i].present() && (!isa || strcmp(isa, isas[i].name) == 0))
            return levee_simd_open(&isas[i], threads > 1 ? threads : 1, image, device, error);
    }
    list_present(names);
    return levee_fail(error, LEVEE_REJECTED, "isa",
                      "\"%.40s\" is not on this machine or not in this build; there are %s", isa, names);
}

void levee_cpu_describe(levee_backend_report_t *report)
{
    char names[NAMES];

    list_present(names);
    report->ready = 1;
    snprintf(report->note, sizeof report->note, "in this process; instructions, the best first: %s", names);
}
