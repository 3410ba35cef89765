/* SPDX-License-Identifier: Apache-2.0
 *
 * verilated.h: the backend on a kernel and memory of the caller's choice. */
#ifndef LEVEE_DEVICE_VERILATED_VERILATED_H
#define LEVEE_DEVICE_VERILATED_VERILATED_H

#include "device/verilated/kernel.h"

/* levee_verilated_open_model is levee_verilated_open with another build of the
 * kernel, which must have three measures, and other memory. */
levee_result_t levee_verilated_open_model(const levee_image_t *image, const levee_model_t *model,
                                          const levee_axi_timing_t *timing, levee_device_t **device,
                                          levee_error_t *error);

#endif
