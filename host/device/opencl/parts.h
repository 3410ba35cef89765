/* SPDX-License-Identifier: Apache-2.0
 *
 * parts.h: what the session and the OpenCL C share of a sweep. A part is as many
 * accounts as a work-group judges; <stdint.h> only, for both read it. */
#ifndef LEVEE_DEVICE_OPENCL_PARTS_H
#define LEVEE_DEVICE_OPENCL_PARTS_H

#include "hls/excess.h"

enum {
    LEVEE_PART_ACCOUNTS = 64, /* a power of two that every device has room for */
    LEVEE_RUNS_MAX = 32       /* segments of a command */
};

/* levee_run_t: the slices of a segment, which have as many beats each. */
typedef struct {
    uint32_t accounts; /* eight a slice */
    uint32_t words;    /* beats of a slice */
    uint32_t legs;     /* first beats */
    uint32_t constants;
    uint32_t statuses;
} levee_run_t;

/* levee_part_t: what some accounts come to; sums as in levee_summary_t. */
typedef struct {
    levee_total_t sum[LEVEE_MEASURES];
    uint32_t accounts[LEVEE_STATUSES];
    uint32_t changed; /* accounts whose status is another than before */
    uint32_t records; /* that are to be written */
    uint32_t first;   /* records of all parts before this one */
    uint32_t faults;
} levee_part_t;

#endif
