/* SPDX-License-Identifier: Apache-2.0
 *
 * simd.h: the CPU's own backend, written for the instructions that a machine has. */
#ifndef LEVEE_DEVICE_CPU_SIMD_H
#define LEVEE_DEVICE_CPU_SIMD_H

#include "device/cpu/sweep.h"
#include "device/device.h"

/* levee_isa_t: a sweep by the name of its instructions. */
typedef struct {
    const char *name;
    bool (*present)(void); /* whether this machine has them */
    levee_sweep_run_t *sweep;
} levee_isa_t;

/* levee_simd_open opens a device that sweeps so, on that many threads, 1 to
 * LEVEE_THREADS_MAX, in account order whatever their number. It takes the dirty beats of the
 * image for itself, so that no other device can follow them beside it. Takes all
 * memory that it will use while the book keeps its room. The image must outlive it. */
levee_result_t levee_simd_open(const levee_isa_t *isa, uint32_t threads, const levee_image_t *image,
                               levee_device_t **device, levee_error_t *error);

#endif
