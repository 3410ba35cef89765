/* SPDX-License-Identifier: Apache-2.0 */
#include "device/xrt/environment.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/error.h"

extern char **environ;

enum { NAME_MAX_BYTES = 32 };

/* What a session of an emulated card is given where the user has not set it, below
 * the directory of the xclbin. */
static const struct {
    const char *name;
    const char *below;
} defaults[] = {{"XILINX_XRT", "/xrt"},
                {"XILINX_VITIS", "/vitis"},
                {"XRT_INI_PATH", "/xrt.ini"},
                {"EMCONFIG_PATH", ""},
                {"OCL_ICD_VENDORS", "/icd"}};

enum { DEFAULTS = sizeof defaults / sizeof defaults[0], ADDED = DEFAULTS + 5 };

static const char interposer[] = "/liblevee_xrt_interpose.so";

/* directory_of writes the directory that the file is in. */
static void directory_of(const char *file, char directory[PATH_MAX])
{
    const char *slash = strrchr(file, '/');

    snprintf(directory, PATH_MAX, "%.*s", slash ? (int)(slash - file) : 1, slash ? file : ".");
}

/* value_of is what the session will see of a variable, or "". */
static const char *value_of(const char *xclbin, uint32_t index, char path[PATH_MAX])
{
    const char *set = getenv(defaults[index].name);

    if (set && set[0] != '\0')
        return set;
    char directory[PATH_MAX];
    directory_of(xclbin, directory);
    const int length = snprintf(path, PATH_MAX, "%s%s", directory, defaults[index].below);
    return length < PATH_MAX ? path : "";
}

static int on_path(const char *program)
{
    const char *path = getenv("PATH");
    char file[PATH_MAX];

    for (const char *at = path ? path : ""; *at != '\0';) {
        const size_t length = strcspn(at, ":");

        snprintf(file, sizeof file, "%.*s/%s", (int)length, at, program);
        if (access(file, X_OK) == 0)
            return 1;
        at += length + (at[length] == ':');
    }
    return 0;
}

static levee_result_t check_runtime(const char *xclbin, levee_target_t target, levee_error_t *error)
{
    char path[PATH_MAX];
    char file[PATH_MAX];
    const char *root = value_of(xclbin, 0, path);
    const char *library = target == LEVEE_TARGET_HW_EMU ? "libxrt_hwemu.so.2" : "libxrt_swemu.so.2";

    snprintf(file, sizeof file, "%.3000s/lib/%s", root, library);
    if (access(file, R_OK) != 0)
        return levee_fail(
            error, LEVEE_SYSTEM, "XILINX_XRT",
            "%.200s/lib has no %s; install libxrt1 and have XILINX_XRT name a directory whose lib is a link "
            "to where it is, or unset it",
            root, library);
    return LEVEE_OK;
}

static levee_result_t check_vitis(const char *xclbin, levee_error_t *error)
{
    static const char model[] = "data/emulation/unified/cpu_em/generic_pcie/model/genericpciemodel";
    char path[PATH_MAX];
    char file[PATH_MAX];
    const char *root = value_of(xclbin, 1, path);

    snprintf(file, sizeof file, "%.3000s/%s", root, model);
    if (access(file, X_OK) != 0)
        return levee_fail(error, LEVEE_SYSTEM, "XILINX_VITIS",
                          "%.200s has no %s; have XILINX_VITIS name the tree beside the xclbin, or unset it", root,
                          model);
    return LEVEE_OK;
}

levee_result_t levee_environment_check(const char *xclbin, levee_target_t target, levee_error_t *error)
{
    const char *mode = getenv("XCL_EMULATION_MODE");
    const char *name = levee_target_name(target);
    levee_result_t result = LEVEE_OK;

    if (mode && mode[0] != '\0' && strcmp(mode, name) != 0)
        return levee_fail(error, LEVEE_REJECTED, "XCL_EMULATION_MODE", "it is \"%.40s\", the xclbin is for %s; %s",
                          mode, name, target == LEVEE_TARGET_HW ? "unset it" : "unset it, or give another xclbin");
    if (target == LEVEE_TARGET_HW)
        return LEVEE_OK;
    if (target == LEVEE_TARGET_HW_EMU && !on_path("unzip"))
        return levee_fail(error, LEVEE_SYSTEM, "PATH", "hw_emu needs unzip, which is not on PATH; install it");
    result = check_runtime(xclbin, target, error);
    return result == LEVEE_OK && target == LEVEE_TARGET_SW_EMU ? check_vitis(xclbin, error) : result;
}

/* join makes "NAME=VALUE", NULL when memory is refused. */
static char *join(const char *name, const char *value)
{
    const size_t bytes = strlen(name) + strlen(value) + 2;
    char *text = malloc(bytes);

    if (text)
        snprintf(text, bytes, "%s=%s", name, value);
    return text;
}

/* takes_over says whether the session's own value of a variable replaces it. */
static int takes_over(const char *variable, char *const *made, size_t count)
{
    const size_t length = strcspn(variable, "=");

    for (size_t i = 0; i < count; i++) {
        if (strncmp(variable, made[i], length) == 0 && made[i][length] == '=')
            return 1;
    }
    return 0;
}

/* preload_of has the interposer that lies beside the xclbin loaded before what the
 * user loads. Returns "" where there is none. */
static const char *preload_of(const char *xclbin, char text[2 * PATH_MAX])
{
    const char *own = getenv("LD_PRELOAD");
    char directory[PATH_MAX];
    char file[PATH_MAX];

    directory_of(xclbin, directory);
    snprintf(file, sizeof file, "%.3000s%s", directory, interposer);
    if (access(file, R_OK) != 0)
        return "";
    snprintf(text, (size_t)2 * PATH_MAX, "%s%s%s", file, own ? ":" : "", own ? own : "");
    return text;
}

/* emulated writes the variables of an emulated card; returns how many. */
static size_t emulated(const char *xclbin, levee_target_t target, const char *scratch, char *made[ADDED])
{
    char path[PATH_MAX];
    char preload[2 * PATH_MAX];
    size_t count = 0;

    for (uint32_t i = 0; i < DEFAULTS; i++)
        made[count++] = join(defaults[i].name, value_of(xclbin, i, path));
    made[count++] = join("XCL_EMULATION_MODE", levee_target_name(target));
    /* The runtime's sockets lie in /tmp/$USER: that is the session's directory. */
    made[count++] = join("USER", strrchr(scratch, '/') + 1);
    made[count++] = join("SDACCEL_EM_RUN_DIR", scratch);
    if (preload_of(xclbin, preload)[0] != '\0')
        made[count++] = join("LD_PRELOAD", preload);
    return count;
}

/* bare writes the variables of an OpenCL device: what PoCL compiles goes where all
 * of the session goes, unless the user keeps it. Returns how many. */
static size_t bare(const char *scratch, char *made[ADDED])
{
    static const char name[] = "POCL_CACHE_DIR";
    const char *kept = getenv(name);

    made[0] = join(name, kept && kept[0] != '\0' ? kept : scratch);
    return 1;
}

char **levee_environment_make(const char *xclbin, levee_target_t target, const char *scratch)
{
    size_t own = 0;
    size_t count = 0;
    int complete = 1;

    while (environ[own])
        own++;
    char **made = (char **)calloc(own + ADDED + 1, sizeof *made);
    if (!made)
        return NULL;
    if (target == LEVEE_TARGET_NONE)
        count = bare(scratch, made);
    else if (target != LEVEE_TARGET_HW)
        count = emulated(xclbin, target, scratch, made);
    const size_t added = count;
    for (size_t i = 0; i < added; i++)
        complete = complete && made[i];
    for (size_t i = 0; i < own && complete; i++) {
        if (takes_over(environ[i], made, added))
            continue;
        made[count] = strdup(environ[i]);
        complete = made[count++] != NULL;
    }
    if (complete)
        return made;
    levee_environment_free(made);
    return NULL;
}

void levee_environment_free(char **environment)
{
    for (size_t i = 0; environment && environment[i]; i++)
        free(environment[i]);
    free((void *)environment);
}
