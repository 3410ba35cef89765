/* SPDX-License-Identifier: Apache-2.0 */
#include "device/device.h"

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

levee_result_t levee_device_open(const char *backend, const char *isa, const levee_image_t *image,
                                 levee_device_t **device, levee_error_t *error)
{
    if (!backend || strcmp(backend, "cpu") == 0)
        return open_cpu(isa, image, device, error);
    if (strcmp(backend, "verilated") == 0)
        return open_verilated(isa, image, device, error);
    return levee_fail(error, LEVEE_REJECTED, "backend", "\"%.40s\" is not in this build; cpu and verilated are",
                      backend);
}
