/* SPDX-License-Identifier: Apache-2.0 */
#include "device/xrt/xclbin.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "model/error.h"

/* Places in the file, as struct axlf of <xclbin.h> has them, and its modes. */
enum { AT_LENGTH = 304, AT_MODE = 332, HEADER = 456, MODE_HW_EMU = 4, MODE_SW_EMU = 5 };

const char *levee_target_name(levee_target_t target)
{
    static const char *const names[] = {"hw", "hw_emu", "sw_emu", "no xclbin"};

    return names[target];
}

static levee_result_t read_header(const char *path, FILE *file, uint8_t header[HEADER], long *bytes,
                                  levee_error_t *error)
{
    if (fread(header, 1, HEADER, file) != HEADER || memcmp(header, "xclbin2", 8) != 0)
        return levee_fail(error, LEVEE_REJECTED, "xclbin", "%.200s is not an xclbin; build one (docs/xrt.md)", path);
    *bytes = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    return LEVEE_OK;
}

levee_result_t levee_xclbin_target(const char *path, levee_target_t *target, levee_error_t *error)
{
    uint8_t header[HEADER];
    uint64_t length = 0;
    uint16_t mode = 0;
    long bytes = 0;
    FILE *file = fopen(path, "rb");

    if (!file)
        return levee_fail(error, LEVEE_SYSTEM, "xclbin", "cannot read %.200s: %s", path, strerror(errno));
    levee_result_t result = read_header(path, file, header, &bytes, error);
    if (fclose(file) != 0 && result == LEVEE_OK)
        result = levee_fail(error, LEVEE_SYSTEM, "xclbin", "cannot read %.200s: %s", path, strerror(errno));
    if (result != LEVEE_OK)
        return result;
    memcpy(&length, header + AT_LENGTH, sizeof length);
    memcpy(&mode, header + AT_MODE, sizeof mode);
    if (bytes < 0 || length != (uint64_t)bytes)
        return levee_fail(error, LEVEE_REJECTED, "xclbin", "%.200s is cut off: it has %ld of %llu bytes; copy it again",
                          path, bytes, (unsigned long long)length);
    *target = mode == MODE_HW_EMU ? LEVEE_TARGET_HW_EMU : mode == MODE_SW_EMU ? LEVEE_TARGET_SW_EMU : LEVEE_TARGET_HW;
    return LEVEE_OK;
}
