/* SPDX-License-Identifier: Apache-2.0
 *
 * metadata.c: the kernel in XML: as part of an xclbin, and as a package for v++. */
#include <stdlib.h>
#include <xclbin.h>

#include "arguments.h"
#include "xclbin/xclbin.h"

enum { BUS_BITS = 512, CONTROL_BITS = 32, CLOCK_MHZ = 300 };

#define CONTROL_PORT "s_axi_control"

static void print_ports(FILE *to, const char *indent)
{
    fprintf(
        to,
        "%s<port name=\"%s\" mode=\"slave\" range=\"%#x\" dataWidth=\"%d\" portType=\"addressable\" base=\"0x0\"/>\n",
        indent, CONTROL_PORT, LEVEE_CU_RANGE, CONTROL_BITS);
    for (int i = 0; i < LEVEE_ARGUMENTS; i++) {
        if (levee_arguments[i].port)
            fprintf(to,
                    "%s<port name=\"%s\" mode=\"master\" range=\"0xFFFFFFFFFFFFFFFF\" dataWidth=\"%d\" "
                    "portType=\"addressable\" base=\"0x0\"/>\n",
                    indent, levee_arguments[i].port, BUS_BITS);
    }
}

static void print_arguments(FILE *to, const char *indent)
{
    for (int i = 0; i < LEVEE_ARGUMENTS; i++) {
        const levee_argument_t *argument = &levee_arguments[i];

        fprintf(to,
                "%s<arg name=\"%s\" addressQualifier=\"%d\" id=\"%d\" port=\"%s\" size=\"%#x\" offset=\"%#x\" "
                "hostOffset=\"0x0\" hostSize=\"%#x\" type=\"%s\"/>\n",
                indent, argument->name, argument->port ? 1 : 0, i, argument->port ? argument->port : CONTROL_PORT,
                argument->bytes, argument->offset, argument->bytes, argument->port ? "void*" : "uint");
    }
}

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
    print_ports(to, "     ");
    print_arguments(to, "     ");
    fprintf(to,
            "     <compileWorkGroupSize x=\"1\" y=\"1\" z=\"1\"/>\n"
            "     <maxWorkGroupSize x=\"1\" y=\"1\" z=\"1\"/>\n"
            "     <instance name=\"%s\"><addrRemap base=\"%#x\" range=\"%#x\" port=\"%s\"/></instance>\n"
            "    </kernel>\n   </core>\n  </device>\n </platform>\n</project>\n",
            LEVEE_CU_NAME, LEVEE_CU_BASE, LEVEE_CU_RANGE, CONTROL_PORT);
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

void levee_kernel_xml(FILE *to)
{
    fprintf(to,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<root versionMajor=\"1\" versionMinor=\"6\">\n"
            "  <kernel name=\"%s\" language=\"ip_c\" vlnv=\"levee:kernel:%s:1.0\" attributes=\"\" "
            "preferredWorkGroupSizeMultiple=\"0\" workGroupSize=\"1\" interrupt=\"true\" "
            "hwControlProtocol=\"ap_ctrl_chain\">\n    <ports>\n",
            LEVEE_KERNEL_NAME, LEVEE_KERNEL_NAME);
    print_ports(to, "      ");
    fprintf(to, "    </ports>\n    <args>\n");
    print_arguments(to, "      ");
    fprintf(to, "    </args>\n  </kernel>\n</root>\n");
}
