/* SPDX-License-Identifier: Apache-2.0 */
#include "device/opencl/opencl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

levee_opencl_t levee_opencl;

const char *levee_opencl_say(const char *format, ...)
{
    static char wrong[LEVEE_SESSION_TEXT];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(wrong, sizeof wrong, format, arguments);
    va_end(arguments);
    return wrong;
}

cl_uint levee_opencl_platforms(cl_platform_id platforms[LEVEE_OPENCL_PLATFORMS])
{
    cl_uint count = 0;

    if (clGetPlatformIDs(LEVEE_OPENCL_PLATFORMS, platforms, &count) != CL_SUCCESS)
        return 0;
    return count < LEVEE_OPENCL_PLATFORMS ? count : LEVEE_OPENCL_PLATFORMS;
}

bool levee_opencl_is_xilinx(cl_platform_id platform)
{
    char name[LEVEE_OPENCL_NAME] = "";

    return clGetPlatformInfo(platform, CL_PLATFORM_NAME, sizeof name - 1, name, NULL) == CL_SUCCESS &&
           strcmp(name, "Xilinx") == 0;
}

void levee_opencl_device_text(cl_device_id device, cl_device_info what, char text[LEVEE_OPENCL_NAME])
{
    memset(text, 0, LEVEE_OPENCL_NAME);
    if (clGetDeviceInfo(device, what, LEVEE_OPENCL_NAME - 1, text, NULL) != CL_SUCCESS)
        text[0] = '\0';
}

const char *levee_opencl_open(cl_device_id device)
{
    char name[LEVEE_OPENCL_NAME];
    cl_int code = CL_SUCCESS;

    levee_opencl_device_text(device, CL_DEVICE_NAME, name);
    levee_opencl.device = device;
    levee_opencl.context = clCreateContext(NULL, 1, &device, NULL, NULL, &code);
    if (levee_opencl.context)
        levee_opencl.queue = clCreateCommandQueue(levee_opencl.context, device, 0, &code);
    if (!levee_opencl.queue)
        return levee_opencl_say("%s cannot be opened (OpenCL's error %d); look whether another process has it", name,
                                code);
    return NULL;
}

const char *levee_opencl_make(cl_mem *buffer, size_t bytes)
{
    cl_int code = CL_SUCCESS;

    *buffer = clCreateBuffer(levee_opencl.context, CL_MEM_READ_WRITE, bytes, NULL, &code);
    if (*buffer)
        return NULL;
    return levee_opencl_say("the device has no %zu bytes in one piece (OpenCL's error %d); take a smaller book", bytes,
                            code);
}

const char *levee_opencl_run(cl_kernel kernel, size_t items, size_t group)
{
    const cl_int code = clEnqueueNDRangeKernel(levee_opencl.queue, kernel, 1, NULL, &items, &group, 0, NULL, NULL);

    return code == CL_SUCCESS ? NULL : levee_opencl_say("the kernel does not start (OpenCL's error %d)", code);
}

static void free_buffers(void)
{
    for (uint32_t i = 0; i < LEVEE_SESSION_BUFFERS; i++) {
        if (levee_opencl.buffer[i])
            (void)clReleaseMemObject(levee_opencl.buffer[i]);
        levee_opencl.buffer[i] = NULL;
    }
}

const char *levee_opencl_layout(const levee_session_t *shared)
{
    const uint32_t buffers = 1 + 3 * shared->kernel.lanes / LEVEE_LANES;
    const char *wrong = NULL;

    free_buffers();
    for (uint32_t i = 0; i < buffers && !wrong; i++)
        wrong = levee_opencl_make(&levee_opencl.buffer[i], (size_t)shared->buffer[i].beats * sizeof(levee_beat_t));
    return wrong;
}

const char *levee_opencl_copy(const levee_session_copy_t *copy, const void *from)
{
    const size_t at = (size_t)copy->first * sizeof(levee_beat_t);
    const size_t bytes = (size_t)copy->beats * sizeof(levee_beat_t);
    const cl_int code = clEnqueueWriteBuffer(levee_opencl.queue, levee_opencl.buffer[copy->buffer], CL_TRUE, at, bytes,
                                             from, 0, NULL, NULL);

    if (copy->buffer == 0)
        levee_opencl.command = from;
    return code == CL_SUCCESS
               ? NULL
               : levee_opencl_say("%zu bytes could not be written to the device (OpenCL's error %d)", bytes, code);
}

const char *levee_opencl_fetch(uint32_t buffer, uint32_t first, uint32_t beats, void *to)
{
    const size_t at = (size_t)first * sizeof(levee_beat_t);
    const size_t bytes = (size_t)beats * sizeof(levee_beat_t);
    const cl_int code =
        clEnqueueReadBuffer(levee_opencl.queue, levee_opencl.buffer[buffer], CL_TRUE, at, bytes, to, 0, NULL, NULL);

    return code == CL_SUCCESS
               ? NULL
               : levee_opencl_say("%zu bytes could not be read from the device (OpenCL's error %d)", bytes, code);
}

void levee_opencl_close(void)
{
    for (uint32_t i = 0; i < LEVEE_OPENCL_KERNELS; i++) {
        if (levee_opencl.kernel[i])
            (void)clReleaseKernel(levee_opencl.kernel[i]);
    }
    free_buffers();
    if (levee_opencl.program)
        (void)clReleaseProgram(levee_opencl.program);
    if (levee_opencl.queue)
        (void)clReleaseCommandQueue(levee_opencl.queue);
    if (levee_opencl.context)
        (void)clReleaseContext(levee_opencl.context);
}
