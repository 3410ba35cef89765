/* SPDX-License-Identifier: Apache-2.0
 *
 * metadata.c: the kernel in XML, as part of an xclbin. */
#include <stdlib.h>
#include <xclbin.h>

#include "arguments.h"
#include "xclbin/kernel.h"
#include "xclbin/xclbin.h"

enum { CLOCK_MHZ = 300 };

static void print_metadata(FILE *to, const levee_target_t *target)
{
    fprintf(to,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<project name=\"levee\">\n"
            " <platform vendor=\"levee\" boardid=\"emulation\" name=\"%s\" featureRomTime=\"0\">\n"
            "  <version major=\"1\" minor=\"0\"/>\n"
            "  <device name=\"fpga0\" fpgaDevice=\"levee:none\" addrWidth=\"0\">\n"
            "   <core name=\"OCL_REGION_0\" target=\"%s\" type=\"clc_region\" clockFreq=\"0MHz\" "
            "numComputeUnits=\"1\">\n"
            "    <kernelClocks><clock port=\"DATA_CLK\" frequency=\"%dMHz\"/></kernelClocks>\n"
            "    <kernel name=\"%s\" language=\"ip_c\" type=\"pl\" attributes=\"\" "
            "preferredWorkGroupSizeMultiple=\"1\" workGroupSize=\"1\" interrupt=\"true\">\n",
            target->name, target->mode == XCLBIN_HW_EMU ? "hw_em" : "csim", CLOCK_MHZ, LEVEE_KERNEL_NAME);
    levee_kernel_ports(to, "     ");
    levee_kernel_arguments(to, "     ");
    fprintf(to,
            "     <compileWorkGroupSize x=\"1\" y=\"1\" z=\"1\"/>\n"
            "     <maxWorkGroupSize x=\"1\" y=\"1\" z=\"1\"/>\n"
            "     <instance name=\"%s\"><addrRemap base=\"%#x\" range=\"%#x\" port=\"%s\"/></instance>\n"
            "    </kernel>\n   </core>\n  </device>\n </platform>\n</project>\n",
            LEVEE_CU_NAME, LEVEE_CU_BASE, LEVEE_CU_RANGE, LEVEE_CONTROL_PORT);
}

levee_section_t levee_section_metadata(const levee_target_t *target)
{
    levee_section_t section = {.kind = EMBEDDED_METADATA};
    char *text = NULL;
    FILE *to = open_memstream(&text, &section.size);

    if (!to)
        return section;
    print_metadata(to, target);
    if (fclose(to) == 0)
        section.bytes = text;
    else
        free(text);
    return section;
}
