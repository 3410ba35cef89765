/* SPDX-License-Identifier: Apache-2.0
 *
 * opencl.h: what a session does through OpenCL whether it has an xclbin or not: its
 * one device, the book's buffers, and what is wrong. */
#ifndef LEVEE_DEVICE_OPENCL_OPENCL_H
#define LEVEE_DEVICE_OPENCL_OPENCL_H

#define CL_TARGET_OPENCL_VERSION 120
#include <CL/cl.h>
#include <stdbool.h>

#include "device/xrt/session.h"

enum { LEVEE_OPENCL_PLATFORMS = 16, LEVEE_OPENCL_KERNELS = 4, LEVEE_OPENCL_NAME = 120 };

/* levee_opencl_t: what has been opened so far; NULL where nothing is. */
typedef struct {
    cl_device_id device;
    cl_context context;
    cl_command_queue queue;
    cl_program program;
    cl_kernel kernel[LEVEE_OPENCL_KERNELS];
    cl_mem buffer[LEVEE_SESSION_BUFFERS]; /* in the order of the shared memory's */
    const levee_beat_t *command;          /* the block that was copied last, in the host's memory */
} levee_opencl_t;

extern levee_opencl_t levee_opencl;

/* levee_opencl_say keeps a sentence, and returns it. */
__attribute__((format(printf, 1, 2))) const char *levee_opencl_say(const char *format, ...);

/* levee_opencl_platforms finds how many there are; none is no error. */
cl_uint levee_opencl_platforms(cl_platform_id platforms[LEVEE_OPENCL_PLATFORMS]);
bool levee_opencl_is_xilinx(cl_platform_id platform);

/* levee_opencl_device_text writes what the device says of itself, "" where it does
 * not. */
void levee_opencl_device_text(cl_device_id device, cl_device_info what, char text[LEVEE_OPENCL_NAME]);

/* levee_opencl_open gives the device a context and a queue, in which commands are
 * done in their order. */
const char *levee_opencl_open(cl_device_id device);

/* levee_opencl_make makes a buffer. */
const char *levee_opencl_make(cl_mem *buffer, size_t bytes);

/* levee_opencl_run enqueues a kernel that has its arguments, and waits for nothing. */
const char *levee_opencl_run(cl_kernel kernel, size_t items, size_t group);

/* What levee_runtime_t asks for. levee_opencl_layout makes the book's buffers anew. */
const char *levee_opencl_layout(const levee_session_t *shared);
const char *levee_opencl_copy(const levee_session_copy_t *copy, const void *from);
const char *levee_opencl_fetch(uint32_t buffer, uint32_t first, uint32_t beats, void *to);
void levee_opencl_close(void);

#endif
