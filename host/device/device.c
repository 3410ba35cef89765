/* SPDX-License-Identifier: Apache-2.0 */
#include "device/device.h"

#include <assert.h>
#include <string.h>

static levee_result_t open_cpu(const char *isa, const levee_image_t *image, levee_device_t **device,
                               levee_error_t *error)
{
    if (isa && strcmp(isa, "reference") != 0)
        return levee_fail(error, LEVEE_REJECTED, "isa", "\"%.40s\" is not in this build; reference is", isa);
    return levee_reference_open(image, device, error);
}

static levee_result_t open_verilated(const char *isa, const levee_image_t *image, levee_device_t **device,
                                     levee_error_t *error)
{
    if (isa)
        return levee_fail(error, LEVEE_REJECTED, "isa", "\"%.40s\" is for the backend cpu; verilated has no choice",
                          isa);
#ifdef LEVEE_HAS_VERILATED
    return levee_verilated_open(image, device, error);
#else
    (void)image;
    (void)device;
    return levee_fail(error, LEVEE_REJECTED, "backend",
                      "verilated is not in this build; install verilator (scripts/setup test) and build again");
#endif
}

/* Backends by name, in the order of levee_backends. */
static const struct {
    const char *name;
    levee_result_t (*open)(const char *isa, const levee_image_t *image, levee_device_t **device, levee_error_t *error);
} backends[] = {{"cpu", open_cpu}, {"verilated", open_verilated}};

enum { BACKENDS = sizeof backends / sizeof backends[0] };

levee_result_t levee_device_open(const char *backend, const char *isa, const levee_image_t *image,
                                 levee_device_t **device, levee_error_t *error)
{
    for (uint32_t i = 0; i < BACKENDS; i++) {
        if (strcmp(backends[i].name, backend ? backend : backends[0].name) == 0)
            return backends[i].open(isa, image, device, error);
    }
    return levee_fail(error, LEVEE_REJECTED, "backend", "\"%.40s\" is not in this build; levee devices lists what is",
                      backend);
}

uint32_t levee_backends(void)
{
    return BACKENDS;
}

static void describe_verilated(levee_backend_report_t *report)
{
#ifdef LEVEE_HAS_VERILATED
    levee_verilated_describe(report);
#else
    report->note = "not in this build; install verilator (scripts/setup test) and build again";
#endif
}

void levee_backend(uint32_t index, levee_backend_report_t *report)
{
    assert(index < BACKENDS);
    *report = (levee_backend_report_t){.backend = backends[index].name};
    if (backends[index].open == open_verilated) {
        describe_verilated(report);
        return;
    }
    report->ready = 1;
    report->note = "the reference path, in this process; what finishes a tick that another backend cannot";
}
