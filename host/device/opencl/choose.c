/* SPDX-License-Identifier: Apache-2.0 */
#include "device/opencl/choose.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DEVICES = 16 };

/* try_drivers has a process of its own load every driver that there is: some abort
 * where they should say what they lack, and cannot be left out. */
static const char *try_drivers(void)
{
    int status = 0;
    const pid_t child = fork();

    if (child == 0) {
        cl_platform_id platforms[LEVEE_OPENCL_PLATFORMS];

        _exit(levee_opencl_platforms(platforms) > LEVEE_OPENCL_PLATFORMS);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status == 0)
        return NULL;
    return levee_opencl_say("an OpenCL driver ends the process that loads it; have OCL_ICD_VENDORS name the *.icd file "
                            "of the one that is wanted");
}

/* rank is 0 for a device that is not wanted; the first of the highest is taken. */
static uint32_t rank(cl_device_id device, const char *wanted)
{
    char name[LEVEE_OPENCL_NAME];
    cl_device_type type = 0;

    levee_opencl_device_text(device, CL_DEVICE_NAME, name);
    if (wanted)
        return strstr(name, wanted) != NULL;
    if (clGetDeviceInfo(device, CL_DEVICE_TYPE, sizeof type, &type, NULL) != CL_SUCCESS)
        return 0;
    return (type & CL_DEVICE_TYPE_GPU) != 0 ? 2 : 1;
}

/* has_version reads "OpenCL 1.2 ..." and the like. */
static bool has_version(const char *version, unsigned long major, unsigned long minor)
{
    static const char begin[] = "OpenCL ";
    char *end = NULL;

    if (strncmp(version, begin, sizeof begin - 1) != 0)
        return false;
    const unsigned long first = strtoul(version + sizeof begin - 1, &end, 10);
    const unsigned long second = *end == '.' ? strtoul(end + 1, NULL, 10) : 0;
    return first > major || (first == major && second >= minor);
}

static const char *check_device(cl_device_id device)
{
    char name[LEVEE_OPENCL_NAME];
    char version[LEVEE_OPENCL_NAME];
    cl_bool little = CL_FALSE;
    cl_bool compiles = CL_FALSE;

    levee_opencl_device_text(device, CL_DEVICE_NAME, name);
    levee_opencl_device_text(device, CL_DEVICE_VERSION, version);
    if (!has_version(version, 1, 2))
        return levee_opencl_say("%.80s has %.20s, the sweep needs 1.2; have LEVEE_OPENCL_DEVICE name another device",
                                name, version);
    if (clGetDeviceInfo(device, CL_DEVICE_COMPILER_AVAILABLE, sizeof compiles, &compiles, NULL) != CL_SUCCESS ||
        clGetDeviceInfo(device, CL_DEVICE_ENDIAN_LITTLE, sizeof little, &little, NULL) != CL_SUCCESS || !compiles ||
        !little)
        return levee_opencl_say("%.80s has no compiler or is not little-endian; have LEVEE_OPENCL_DEVICE name another "
                                "device, or give an xclbin",
                                name);
    return NULL;
}

const char *levee_opencl_choose(cl_device_id *device)
{
    const char *wanted = getenv("LEVEE_OPENCL_DEVICE");
    const char *wrong = try_drivers();
    cl_platform_id platforms[LEVEE_OPENCL_PLATFORMS];
    uint32_t best = 0;

    if (wrong)
        return wrong;
    const cl_uint count = levee_opencl_platforms(platforms);
    if (count == 0)
        return levee_opencl_say("there is no OpenCL platform; install pocl-opencl-icd or the device's own driver, and "
                                "leave OCL_ICD_VENDORS unset");
    for (cl_uint p = 0; p < count; p++) {
        cl_device_id devices[DEVICES];
        cl_uint found = 0;

        /* XRT's take an xclbin only, and without its driver it aborts. */
        if (levee_opencl_is_xilinx(platforms[p]) ||
            clGetDeviceIDs(platforms[p], CL_DEVICE_TYPE_ALL, DEVICES, devices, &found) != CL_SUCCESS)
            continue;
        for (cl_uint d = 0; d < found && d < DEVICES; d++) {
            if (rank(devices[d], wanted) > best) {
                best = rank(devices[d], wanted);
                *device = devices[d];
            }
        }
    }
    if (best == 0 && wanted)
        return levee_opencl_say("no OpenCL device has \"%.80s\" in its name; change LEVEE_OPENCL_DEVICE or unset it",
                                wanted);
    if (best == 0)
        return levee_opencl_say("no OpenCL platform has a device; install pocl-opencl-icd, or give an xclbin");
    return check_device(*device);
}
