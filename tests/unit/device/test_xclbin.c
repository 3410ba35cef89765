/* SPDX-License-Identifier: Apache-2.0
 *
 * test_xclbin.c: which target a file is for, and with which words one is refused
 * that is no xclbin, or not all of one. */
#include "../io/scratch.h"

#include "device/xrt/xclbin.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Places and modes as <xclbin.h> of XRT has them. */
enum { AT_LENGTH = 304, AT_MODE = 332, HEADER = 456, MODE_FLAT = 0, MODE_HW_EMU = 4, MODE_SW_EMU = 5 };
enum { MADE = 500, ROUNDS = 2000 };

/* make writes a header that is all right for a file of `length` bytes. */
static void make(uint8_t bytes[MADE], uint16_t mode, uint64_t length)
{
    memset(bytes, 0xff, MADE);
    memcpy(bytes, "xclbin2", 8);
    memcpy(bytes + AT_LENGTH, &length, sizeof length);
    memcpy(bytes + AT_MODE, &mode, sizeof mode);
}

static void tells_targets(void **state)
{
    static const struct {
        uint16_t mode;
        levee_target_t target;
        const char *name;
    } cases[] = {{MODE_FLAT, LEVEE_TARGET_HW, "hw"},
                 {1, LEVEE_TARGET_HW, "hw"},
                 {MODE_HW_EMU, LEVEE_TARGET_HW_EMU, "hw_emu"},
                 {MODE_SW_EMU, LEVEE_TARGET_SW_EMU, "sw_emu"}};
    uint8_t bytes[MADE];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        levee_target_t target = LEVEE_TARGET_HW;
        levee_error_t error = {0};

        /* The shortest is a header alone. */
        for (size_t length = HEADER; length <= MADE; length += MADE - HEADER) {
            make(bytes, cases[i].mode, length);
            const char *path = scratch_write("good.xclbin", bytes, length);

            assert_int_equal(levee_xclbin_target(path, &target, &error), LEVEE_OK);
            assert_int_equal(target, cases[i].target);
            assert_string_equal(levee_target_name(target), cases[i].name);
        }
    }
}

/* refused expects a message that is `path` between two texts. */
static void refused(const char *path, levee_result_t result, const char *before, const char *after)
{
    levee_target_t target = LEVEE_TARGET_SW_EMU;
    levee_error_t error = {0};
    char wanted[sizeof error.message];

    snprintf(wanted, sizeof wanted, "%s%.200s%s", before, path, after);
    assert_int_equal(levee_xclbin_target(path, &target, &error), result);
    assert_int_equal(error.result, result);
    assert_string_equal(error.field, "xclbin");
    assert_string_equal(error.message, wanted);
    assert_int_equal(target, LEVEE_TARGET_SW_EMU);
}

static void refuses_what_is_none(void **state)
{
    static const char none[] = " is not an xclbin; build one (docs/xrt.md)";
    uint8_t bytes[MADE];
    char path[SCRATCH_PATH];

    (void)state;
    refused(scratch_path("nowhere.xclbin"), LEVEE_SYSTEM, "cannot read ", ": No such file or directory");
    /* A directory can be opened, and not read. */
    snprintf(path, sizeof path, "%s", scratch_path("x"));
    *strrchr(path, '/') = '\0';
    refused(path, LEVEE_REJECTED, "", none);
    make(bytes, MODE_HW_EMU, MADE);
    refused(scratch_write("empty.xclbin", bytes, 0), LEVEE_REJECTED, "", none);
    refused(scratch_write("magic.xclbin", bytes, 8), LEVEE_REJECTED, "", none);
    refused(scratch_write("header.xclbin", bytes, HEADER - 1), LEVEE_REJECTED, "", none);
    for (size_t i = 0; i < 8; i++) {
        make(bytes, MODE_HW_EMU, MADE);
        bytes[i] ^= 1;
        refused(scratch_write("other.xclbin", bytes, MADE), LEVEE_REJECTED, "", none);
    }
}

static void refuses_a_part(void **state)
{
    static const struct {
        uint64_t told;
        size_t length;
        const char *message;
    } cases[] = {
        {MADE, MADE - 1, " is cut off: it has 499 of 500 bytes; copy it again"},
        {MADE, HEADER, " is cut off: it has 456 of 500 bytes; copy it again"},
        {MADE - 1, MADE, " is cut off: it has 500 of 499 bytes; copy it again"},
        {0, MADE, " is cut off: it has 500 of 0 bytes; copy it again"},
        {UINT64_MAX, MADE, " is cut off: it has 500 of 18446744073709551615 bytes; copy it again"},
        {(UINT64_C(1) << 32) + MADE, MADE, " is cut off: it has 500 of 4294967796 bytes; copy it again"},
    };
    uint8_t bytes[MADE];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        make(bytes, MODE_SW_EMU, cases[i].told);
        refused(scratch_write("part.xclbin", bytes, cases[i].length), LEVEE_REJECTED, "", cases[i].message);
    }
}

/* Nothing but magic, length and mode decides. */
static void reads_no_other_byte(void **state)
{
    uint64_t seed = 1;
    uint8_t bytes[MADE];

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        levee_target_t target = LEVEE_TARGET_HW;
        levee_error_t error = {0};
        const size_t at = 8 + random_below(&seed, MADE - 8);

        make(bytes, MODE_SW_EMU, MADE);
        bytes[at] ^= (uint8_t)(1 + random_below(&seed, 255));
        const bool decides = (at >= AT_LENGTH && at < AT_LENGTH + 8) || at / 2 == AT_MODE / 2;
        const levee_result_t result = levee_xclbin_target(scratch_write("byte.xclbin", bytes, MADE), &target, &error);
        if ((result == LEVEE_OK && target == LEVEE_TARGET_SW_EMU) == decides)
            fail_msg("byte %zu %s", at, decides ? "counts for nothing" : "is read");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_targets),
        cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(refuses_a_part),
        cmocka_unit_test(reads_no_other_byte),
    };

    return cmocka_run_group_tests_name("xclbin", tests, NULL, NULL);
}
