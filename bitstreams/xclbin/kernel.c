/* SPDX-License-Identifier: Apache-2.0 */
#include "xclbin/kernel.h"

#include "arguments.h"

enum { BUS_BITS = 512, CONTROL_BITS = 32 };

void levee_kernel_ports(FILE *to, const char *indent)
{
    fprintf(
        to,
        "%s<port name=\"%s\" mode=\"slave\" range=\"%#x\" dataWidth=\"%d\" portType=\"addressable\" base=\"0x0\"/>\n",
        indent, LEVEE_CONTROL_PORT, LEVEE_CU_RANGE, CONTROL_BITS);
    for (int i = 0; i < LEVEE_ARGUMENTS; i++) {
        if (levee_arguments[i].port)
            fprintf(to,
                    "%s<port name=\"%s\" mode=\"master\" range=\"0xFFFFFFFFFFFFFFFF\" dataWidth=\"%d\" "
                    "portType=\"addressable\" base=\"0x0\"/>\n",
                    indent, levee_arguments[i].port, BUS_BITS);
    }
}

void levee_kernel_arguments(FILE *to, const char *indent)
{
    for (int i = 0; i < LEVEE_ARGUMENTS; i++) {
        const levee_argument_t *argument = &levee_arguments[i];

        fprintf(to,
                "%s<arg name=\"%s\" addressQualifier=\"%d\" id=\"%d\" port=\"%s\" size=\"%#x\" offset=\"%#x\" "
                "hostOffset=\"0x0\" hostSize=\"%#x\" type=\"%s\"/>\n",
                indent, argument->name, argument->port ? 1 : 0, i, argument->port ? argument->port : LEVEE_CONTROL_PORT,
                argument->bytes, argument->offset, argument->bytes, argument->port ? "void*" : "uint");
    }
}

void levee_kernel_xml(FILE *to)
{
    fprintf(to,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
            "<!-- Printed by levee_xclbin kernel-xml; do not edit. -->\n"
            "<root versionMajor=\"1\" versionMinor=\"6\">\n"
            "  <kernel name=\"%s\" language=\"ip_c\" vlnv=\"levee:kernel:%s:1.0\" attributes=\"\" "
            "preferredWorkGroupSizeMultiple=\"0\" workGroupSize=\"1\" interrupt=\"true\" "
            "hwControlProtocol=\"ap_ctrl_chain\">\n    <ports>\n",
            LEVEE_KERNEL_NAME, LEVEE_KERNEL_NAME);
    levee_kernel_ports(to, "      ");
    fprintf(to, "    </ports>\n    <args>\n");
    levee_kernel_arguments(to, "      ");
    fprintf(to, "    </args>\n  </kernel>\n</root>\n");
}
