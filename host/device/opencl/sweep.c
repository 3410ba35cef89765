/* SPDX-License-Identifier: Apache-2.0 */
#include "device/opencl/sweep.h"

#include <stdio.h>
#include <string.h>

#include "device/opencl/choose.h"
#include "device/opencl/opencl.h"
#include "device/opencl/program.h"
#include "device/opencl/trial.h"
#include "device/opencl/work.h"
#include "hls/tick.h"

/* The kernels of sweep.cl. */
enum { PATCH, JUDGE, COUNT, REPORT, KERNELS };

static const char *const names[KERNELS] = {"levee_patch", "levee_judge", "levee_count", "levee_report"};

/* The buffers of a session, and those besides. */
enum { COMMAND = 0, LEGS = 1, CONSTANTS = 2, RESULTS = 3 };

static struct {
    cl_mem runs;
    cl_mem table;
    cl_mem parts;  /* and what they come to, behind the last */
    uint32_t room; /* accounts that there are parts for */
    levee_work_t work;
} sweep;

/* report_build says what the compiler says first. */
static const char *report_build(cl_int code)
{
    char name[LEVEE_OPENCL_NAME];
    static char log[4096];

    levee_opencl_device_text(levee_opencl.device, CL_DEVICE_NAME, name);
    /* A log that is longer is not given at all by some. */
    if (clGetProgramBuildInfo(levee_opencl.program, levee_opencl.device, CL_PROGRAM_BUILD_LOG, sizeof log - 1, log,
                              NULL) != CL_SUCCESS ||
        log[0] == '\0')
        snprintf(log, sizeof log, "OpenCL's error %d", code);
    const char *first = log + strspn(log, "\r\n ");
    return levee_opencl_say("the sweep does not compile for %.30s: %.*s; update its driver, or have "
                            "LEVEE_OPENCL_DEVICE name another device",
                            name, (int)(strcspn(first, "\r\n") > 100 ? 100 : strcspn(first, "\r\n")), first);
}

static const char *build_program(void)
{
    const char *text = (const char *)levee_program;
    cl_int code = CL_SUCCESS;

    levee_opencl.program = clCreateProgramWithSource(levee_opencl.context, 1, &text, &levee_program_bytes, &code);
    if (levee_opencl.program)
        code = clBuildProgram(levee_opencl.program, 1, &levee_opencl.device, "-cl-std=CL1.2 -w", NULL, NULL);
    if (code != CL_SUCCESS)
        return report_build(code);
    for (uint32_t i = 0; i < KERNELS; i++) {
        levee_opencl.kernel[i] = clCreateKernel(levee_opencl.program, names[i], &code);
        if (!levee_opencl.kernel[i])
            return report_build(code);
    }
    return NULL;
}

static const char *open_device(const char *xclbin, levee_session_t *shared)
{
    cl_device_id device = NULL;
    char name[LEVEE_OPENCL_NAME];
    char version[LEVEE_OPENCL_NAME];
    const char *wrong = levee_opencl_choose(&device);

    (void)xclbin;
    if (!wrong)
        wrong = levee_opencl_open(device);
    if (!wrong)
        wrong = build_program();
    if (!wrong)
        wrong = levee_opencl_make(&sweep.runs, sizeof sweep.work.run);
    if (!wrong)
        wrong = levee_opencl_make(&sweep.table, LEVEE_TICK_INSTRUMENTS * sizeof(levee_risk_t));
    if (wrong)
        return wrong;
    levee_opencl_device_text(device, CL_DEVICE_NAME, name);
    levee_opencl_device_text(device, CL_DEVICE_VERSION, version);
    snprintf(shared->device, sizeof shared->device, "%.117s, %.117s", name, version);
    /* Some compile a kernel when it is first run: then this is when. */
    return levee_trial_run(&levee_opencl_sweep, 1, &shared->kernel);
}

/* argument_t: of a kernel, in its order. */
typedef struct {
    size_t bytes;
    const void *value;
} argument_t;

/* run_kernel enqueues a kernel with its first `count` arguments being those. */
static const char *run_kernel(uint32_t kernel, const argument_t *arguments, cl_uint count, size_t items, size_t group)
{
    cl_int code = CL_SUCCESS;

    for (cl_uint i = 0; i < count && code == CL_SUCCESS; i++)
        code = clSetKernelArg(levee_opencl.kernel[kernel], i, arguments[i].bytes, arguments[i].value);
    if (code != CL_SUCCESS)
        return levee_opencl_say("%s does not take its arguments (OpenCL's error %d)", names[kernel], code);
    return levee_opencl_run(levee_opencl.kernel[kernel], items, group);
}

#define BUFFER(which) {sizeof(cl_mem), (const void *)&(which)}
#define NUMBER(which) {sizeof(which), &(which)}

/* lay_out has a part for as many accounts as there is room for records of. */
static const char *lay_out(const levee_session_t *shared)
{
    const char *wrong = levee_opencl_layout(shared);

    if (sweep.parts)
        (void)clReleaseMemObject(sweep.parts);
    sweep.parts = NULL;
    sweep.room = shared->buffer[RESULTS].beats - shared->records;
    if (!wrong)
        wrong = levee_opencl_make(&sweep.parts, (sweep.room / LEVEE_PART_ACCOUNTS + 2) * sizeof(levee_part_t));
    return wrong;
}

/* write_device has something of the session's in the device's memory, for what is
 * enqueued after it. */
static const char *write_device(cl_mem buffer, size_t at, size_t bytes, const void *from)
{
    const cl_int code = clEnqueueWriteBuffer(levee_opencl.queue, buffer, CL_FALSE, at, bytes, from, 0, NULL, NULL);

    return code == CL_SUCCESS
               ? NULL
               : levee_opencl_say("%zu bytes could not be written to the device (OpenCL's error %d)", bytes, code);
}

static const char *write_table(void)
{
    const levee_risk_t *table = levee_work_table() + sweep.work.first_changed;

    if (sweep.work.first_changed >= sweep.work.end_changed)
        return NULL;
    return write_device(sweep.table, sweep.work.first_changed * sizeof *table,
                        (sweep.work.end_changed - sweep.work.first_changed) * sizeof *table, table);
}

static const char *patch(void)
{
    const argument_t arguments[] = {BUFFER(levee_opencl.buffer[COMMAND]), NUMBER(sweep.work.first_patch),
                                    BUFFER(levee_opencl.buffer[LEGS]), BUFFER(levee_opencl.buffer[CONSTANTS]),
                                    BUFFER(levee_opencl.buffer[RESULTS])};

    return run_kernel(PATCH, arguments, sizeof arguments / sizeof arguments[0], sweep.work.patches, 1);
}

/* judge_all stores what all accounts come to, and has what is to be written written. */
static const char *judge_all(levee_part_t *total)
{
    const levee_work_t *work = &sweep.work;
    const uint32_t parts = (work->accounts + LEVEE_PART_ACCOUNTS - 1) / LEVEE_PART_ACCOUNTS;
    const size_t items = (size_t)parts * LEVEE_PART_ACCOUNTS;
    const argument_t count[] = {BUFFER(sweep.parts), NUMBER(parts)};
    /* Those of levee_report, of which levee_judge has all but the last. */
    const argument_t judge[] = {BUFFER(sweep.runs),
                                NUMBER(work->runs),
                                NUMBER(work->accounts),
                                NUMBER(work->report),
                                NUMBER(work->sequence),
                                BUFFER(levee_opencl.buffer[LEGS]),
                                BUFFER(levee_opencl.buffer[CONSTANTS]),
                                BUFFER(levee_opencl.buffer[RESULTS]),
                                BUFFER(sweep.table),
                                BUFFER(sweep.parts),
                                NUMBER(work->first_record)};
    const cl_uint arguments = sizeof judge / sizeof judge[0];
    const char *wrong = write_device(sweep.runs, 0, work->runs * sizeof work->run[0], work->run);

    if (!wrong)
        wrong = run_kernel(JUDGE, judge, arguments - 1, items, LEVEE_PART_ACCOUNTS);
    if (!wrong)
        wrong = run_kernel(COUNT, count, 2, LEVEE_PART_ACCOUNTS, LEVEE_PART_ACCOUNTS);
    if (!wrong && clEnqueueReadBuffer(levee_opencl.queue, sweep.parts, CL_TRUE, parts * sizeof *total, sizeof *total,
                                      total, 0, NULL, NULL) != CL_SUCCESS)
        wrong = levee_opencl_say("the device does not end the sweep as it should");
    if (wrong || total->faults != 0 || (total->changed == 0 && total->records == 0))
        return wrong;
    return run_kernel(REPORT, judge, arguments, items, LEVEE_PART_ACCOUNTS);
}

static const char *run_command(uint32_t command_beats)
{
    static levee_beat_t summary[LEVEE_CARD_SUMMARY_BEATS];
    levee_part_t total = {0};
    const char *wrong = NULL;

    levee_work_read(levee_opencl.command, command_beats, sweep.room, &sweep.work);
    if (sweep.work.faults == 0) {
        wrong = write_table();
        if (!wrong && sweep.work.patches != 0)
            wrong = patch();
        if (!wrong && sweep.work.accounts != 0)
            wrong = judge_all(&total);
    }
    levee_work_summarise(&sweep.work, &total, summary);
    if (!wrong)
        wrong = write_device(levee_opencl.buffer[RESULTS], 0, sizeof summary, summary);
    if (!wrong && clFinish(levee_opencl.queue) != CL_SUCCESS)
        wrong = levee_opencl_say("the device does not end the command as it should");
    return wrong;
}

static void close_device(void)
{
    const cl_mem own[] = {sweep.runs, sweep.table, sweep.parts};

    for (uint32_t i = 0; i < sizeof own / sizeof(cl_mem); i++) {
        if (own[i])
            (void)clReleaseMemObject(own[i]);
    }
    levee_opencl_close();
}

const levee_runtime_t levee_opencl_sweep = {open_device,        lay_out,     levee_opencl_copy, run_command,
                                            levee_opencl_fetch, close_device};
