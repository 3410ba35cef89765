/* SPDX-License-Identifier: Apache-2.0 */
#include "device/device.h"

#include <string.h>

levee_result_t levee_device_open(const char *backend, const char *isa, const levee_image_t *image,
                                 levee_device_t **device, levee_error_t *error)
{
    if (backend && strcmp(backend, "cpu") != 0)
        return levee_fail(error, LEVEE_REJECTED, "backend", "\"%.40s\" is not in this build; cpu is", backend);
    if (isa && strcmp(isa, "reference") != 0)
        return levee_fail(error, LEVEE_REJECTED, "isa", "\"%.40s\" is not in this build; reference is", isa);
    return levee_reference_open(image, device, error);
}
