/* SPDX-License-Identifier: Apache-2.0 */
#include "device/opencl/card.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device/opencl/opencl.h"
#include "device/opencl/trial.h"
#include "rtl/map/kernel_name.h"

/* The kernel's arguments in their order: the command, its beats, then each group's
 * buffers. */
enum { COMMAND_BEATS = 1, BEFORE_GROUPS = 2 };

static const char *find_card(cl_device_id *device)
{
    cl_platform_id platforms[LEVEE_OPENCL_PLATFORMS];
    const cl_uint count = levee_opencl_platforms(platforms);
    cl_uint devices = 0;

    for (cl_uint i = 0; i < count; i++) {
        if (!levee_opencl_is_xilinx(platforms[i]))
            continue;
        if (clGetDeviceIDs(platforms[i], CL_DEVICE_TYPE_ACCELERATOR, 1, device, &devices) != CL_SUCCESS || devices == 0)
            return levee_opencl_say("XRT has no device; look with `xbutil examine` whether card and driver are there");
        return NULL;
    }
    return levee_opencl_say("OpenCL has no platform of Xilinx; install libxrt1 and have OCL_ICD_VENDORS name a "
                            "directory with a file *.icd that says libxilinxopencl.so.2");
}

/* read_file returns the whole file, NULL with errno set when it cannot. */
static unsigned char *read_file(const char *name, size_t *bytes)
{
    FILE *file = fopen(name, "rb");
    unsigned char *content = NULL;
    long end = -1;

    if (!file)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0)
        end = ftell(file);
    if (end > 0 && fseek(file, 0, SEEK_SET) == 0)
        content = malloc((size_t)end);
    const bool whole = content && fread(content, 1, (size_t)end, file) == (size_t)end;
    if (fclose(file) != 0 || !whole) {
        free(content);
        content = NULL;
    }
    *bytes = (size_t)end;
    return content;
}

static const char *load_xclbin(const char *xclbin)
{
    size_t bytes = 0;
    unsigned char *content = read_file(xclbin, &bytes);
    const unsigned char *binary = content;
    cl_int status = CL_SUCCESS;
    cl_int code = CL_SUCCESS;

    if (!content)
        return levee_opencl_say("cannot read %.120s: %s", xclbin, strerror(errno));
    levee_opencl.program =
        clCreateProgramWithBinary(levee_opencl.context, 1, &levee_opencl.device, &bytes, &binary, &status, &code);
    free(content);
    if (levee_opencl.program)
        code = clBuildProgram(levee_opencl.program, 1, &levee_opencl.device, NULL, NULL, NULL);
    if (code != CL_SUCCESS)
        return levee_opencl_say("XRT does not load %.120s (OpenCL's error %d); was it built for this card?", xclbin,
                                code);
    levee_opencl.kernel[0] = clCreateKernel(levee_opencl.program, LEVEE_KERNEL_NAME, &code);
    if (!levee_opencl.kernel[0])
        return levee_opencl_say("there is no kernel %s in %.120s; give another xclbin", LEVEE_KERNEL_NAME, xclbin);
    return NULL;
}

static const char *open_card(const char *xclbin, levee_session_t *shared)
{
    cl_device_id device = NULL;
    cl_uint arguments = 0;

    /* Without its driver XRT aborts where it should say so. */
    if (!getenv("XCL_EMULATION_MODE") && access("/sys/bus/pci/drivers/xocl", F_OK) != 0)
        return levee_opencl_say(
            "there is no card's driver; put the card in, install xrt-dkms and load it with `modprobe xocl`");
    const char *wrong = find_card(&device);
    if (!wrong)
        wrong = levee_opencl_open(device);
    if (!wrong)
        wrong = load_xclbin(xclbin);
    if (wrong)
        return wrong;
    levee_opencl_device_text(device, CL_DEVICE_NAME, shared->device);
    if (clGetKernelInfo(levee_opencl.kernel[0], CL_KERNEL_NUM_ARGS, sizeof arguments, &arguments, NULL) != CL_SUCCESS ||
        arguments <= BEFORE_GROUPS || (arguments - BEFORE_GROUPS) % LEVEE_STREAMS != 0 ||
        (arguments - BEFORE_GROUPS) / LEVEE_STREAMS > LEVEE_CARD_GROUPS_MAX)
        return levee_opencl_say("%s has %u arguments, this build knows %d and %d a group; build the xclbin again",
                                LEVEE_KERNEL_NAME, arguments, BEFORE_GROUPS, LEVEE_STREAMS);
    return levee_trial_run(&levee_opencl_card, (arguments - BEFORE_GROUPS) / LEVEE_STREAMS, &shared->kernel);
}

/* XRT puts a buffer into the memory that its argument is connected to, when it first
 * learns of the argument. */
static const char *lay_out(const levee_session_t *shared)
{
    const char *wrong = levee_opencl_layout(shared);

    for (cl_uint i = 0; i < LEVEE_SESSION_BUFFERS && levee_opencl.buffer[i] && !wrong; i++) {
        const cl_uint argument = i == 0 ? 0 : i + BEFORE_GROUPS - 1;
        const cl_int code =
            clSetKernelArg(levee_opencl.kernel[0], argument, sizeof(cl_mem), (const void *)&levee_opencl.buffer[i]);

        if (code != CL_SUCCESS)
            wrong = levee_opencl_say("the card's memory for the kernel's argument %u cannot be used (OpenCL's error "
                                     "%d); take a smaller book or more groups",
                                     argument, code);
    }
    return wrong;
}

static const char *run_command(uint32_t command_beats)
{
    const char *wrong = NULL;

    if (clSetKernelArg(levee_opencl.kernel[0], COMMAND_BEATS, sizeof command_beats, &command_beats) != CL_SUCCESS)
        return levee_opencl_say("XRT does not start %s", LEVEE_KERNEL_NAME);
    wrong = levee_opencl_run(levee_opencl.kernel[0], 1, 1);
    if (!wrong && clFinish(levee_opencl.queue) != CL_SUCCESS)
        wrong = levee_opencl_say("the kernel does not end as it should");
    return wrong;
}

const levee_runtime_t levee_opencl_card = {open_card,          lay_out,           levee_opencl_copy, run_command,
                                           levee_opencl_fetch, levee_opencl_close};
