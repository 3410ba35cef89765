/* SPDX-License-Identifier: Apache-2.0 */
#include "device/device.h"

#include <assert.h>
#include <string.h>

static levee_result_t open_cpu(const levee_engine_options_t *options, const levee_image_t *image,
                               levee_device_t **device, levee_error_t *error)
{
    return levee_cpu_open(options->isa, options->threads, image, device, error);
}

/* refuse_cpu refuses what only the CPU has a choice of. */
static levee_result_t refuse_cpu(const levee_engine_options_t *options, levee_error_t *error)
{
    if (options->threads > 1)
        return levee_fail(error, LEVEE_REJECTED, "threads", "%u threads are for the backend cpu; %s has no choice",
                          options->threads, options->backend);
    return options->isa ? levee_fail(error, LEVEE_REJECTED, "isa", "\"%.40s\" is for the backend cpu; %s has no choice",
                                     options->isa, options->backend)
                        : LEVEE_OK;
}

static levee_result_t open_verilated(const levee_engine_options_t *options, const levee_image_t *image,
                                     levee_device_t **device, levee_error_t *error)
{
    const levee_result_t result = refuse_cpu(options, error);

    if (result != LEVEE_OK)
        return result;
#ifdef LEVEE_HAS_VERILATED
    return levee_verilated_open(image, device, error);
#else
    (void)image;
    (void)device;
    return levee_fail(error, LEVEE_REJECTED, "backend",
                      "verilated is not in this build; install verilator (scripts/setup test) and build again");
#endif
}

static const levee_session_kind_t xrt = {
    .backend = "xrt", .program = "levee-card", .built_of = "libxrt-dev", .runs_on = "libxrt1"};

static levee_result_t open_xrt(const levee_engine_options_t *options, const levee_image_t *image,
                               levee_device_t **device, levee_error_t *error)
{
    const levee_result_t result = refuse_cpu(options, error);

    return result == LEVEE_OK ? levee_session_open(&xrt, options, image, device, error) : result;
}

static const levee_session_kind_t opencl = {.backend = "opencl",
                                            .program = "levee-card-opencl",
                                            .built_of = "ocl-icd-opencl-dev",
                                            .runs_on = "ocl-icd-libopencl1",
                                            .bare = true};

static levee_result_t open_opencl(const levee_engine_options_t *options, const levee_image_t *image,
                                  levee_device_t **device, levee_error_t *error)
{
    const levee_result_t result = refuse_cpu(options, error);

    return result == LEVEE_OK ? levee_session_open(&opencl, options, image, device, error) : result;
}

/* Backends by name, in the order of levee_backends. */
static const struct {
    const char *name;
    levee_result_t (*open)(const levee_engine_options_t *options, const levee_image_t *image, levee_device_t **device,
                           levee_error_t *error);
} backends[] = {{"cpu", open_cpu}, {"verilated", open_verilated}, {"xrt", open_xrt}, {"opencl", open_opencl}};

enum { BACKENDS = sizeof backends / sizeof backends[0] };

levee_result_t levee_device_open(const levee_engine_options_t *options, const levee_image_t *image,
                                 levee_device_t **device, levee_error_t *error)
{
    static const levee_engine_options_t none = {0};
    const levee_engine_options_t *asked = options ? options : &none;
    const char *backend = asked->backend ? asked->backend : backends[0].name;

    for (uint32_t i = 0; i < BACKENDS; i++) {
        if (strcmp(backends[i].name, backend) == 0)
            return backends[i].open(asked, image, device, error);
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
    levee_note(report, "not in this build; install verilator (scripts/setup test) and build again");
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
    if (backends[index].open == open_xrt || backends[index].open == open_opencl) {
        levee_session_describe(backends[index].open == open_xrt ? &xrt : &opencl, report);
        return;
    }
    levee_cpu_describe(report);
}
