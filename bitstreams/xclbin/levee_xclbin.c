/* SPDX-License-Identifier: Apache-2.0
 *
 * levee_xclbin.c: packs a device model, or a kernel for one, into the container
 * that XRT loads. It writes emulation targets only: a card's xclbin is v++'s. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <xclbin.h>

#include "emulation/memory_map.h"
#include "xclbin/kernel.h"
#include "xclbin/xclbin.h"

enum { USAGE = 2, SECTIONS = 6 };

static const levee_target_t targets[] = {{"hw_emu", XCLBIN_HW_EMU, LEVEE_HW_EMU_BANK},
                                         {"sw_emu", XCLBIN_SW_EMU, LEVEE_SW_EMU_BANK}};

/* What a bitstream begins with: hw_emu unpacks a zip, sw_emu loads a library. */
static const char *const magics[] = {"PK\3\4", "\177ELF"};
enum { MAGIC_BYTES = 4 };

static int fail(const char *file, const char *what)
{
    fprintf(stderr, "levee_xclbin: %s: %s\n", file, what);
    return 1;
}

/* read_file returns NULL with errno set when it cannot. */
static void *read_file(const char *name, size_t *size)
{
    FILE *file = fopen(name, "rb");
    long end = -1;
    void *bytes = NULL;

    if (!file)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0)
        end = ftell(file);
    if (end >= 0 && fseek(file, 0, SEEK_SET) == 0)
        bytes = malloc((size_t)end + 1);
    const bool whole = bytes && fread(bytes, 1, (size_t)end, file) == (size_t)end;
    if (fclose(file) != 0 || !whole) {
        free(bytes);
        bytes = NULL;
    }
    *size = (size_t)end;
    return bytes;
}

static int write_file(const char *name, const levee_target_t *target, const levee_section_t *sections)
{
    FILE *file = fopen(name, "wb");

    if (!file)
        return fail(name, strerror(errno));
    const bool written = levee_xclbin_write(file, target, sections, SECTIONS);
    if (fclose(file) == 0 && written)
        return 0;
    remove(name);
    return fail(name, "cannot be written");
}

static int pack(const levee_target_t *target, const char *magic, const char *bitstream, const char *output)
{
    size_t size = 0;
    void *bytes = read_file(bitstream, &size);
    int code = 0;

    if (!bytes)
        return fail(bitstream, strerror(errno));
    levee_section_t sections[SECTIONS] = {{BITSTREAM, bytes, size},     levee_section_metadata(target),
                                          levee_section_memory(target), levee_section_connectivity(),
                                          levee_section_ip_layout(),    levee_section_clocks()};
    for (uint32_t i = 0; i < SECTIONS; i++)
        code = sections[i].bytes ? code : fail(output, "no memory");
    if (code == 0 && (size < MAGIC_BYTES || memcmp(bytes, magic, MAGIC_BYTES) != 0))
        code = fail(bitstream, target->mode == XCLBIN_HW_EMU ? "is no zip" : "is no shared library");
    if (code == 0)
        code = write_file(output, target, sections);
    for (uint32_t i = 0; i < SECTIONS; i++)
        free(sections[i].bytes);
    return code;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "kernel-xml") == 0) {
        levee_kernel_xml(stdout);
        return 0;
    }
    for (size_t i = 0; argc == 4 && i < sizeof targets / sizeof targets[0]; i++) {
        if (strcmp(argv[1], targets[i].name) == 0)
            return pack(&targets[i], magics[i], argv[2], argv[3]);
    }
    fprintf(stderr, "usage: levee_xclbin hw_emu ZIP XCLBIN\n"
                    "       levee_xclbin sw_emu LIBRARY XCLBIN\n"
                    "       levee_xclbin kernel-xml\n");
    return USAGE;
}
