/* SPDX-License-Identifier: Apache-2.0
 *
 * kernel.h: the kernel in XML, by arguments.h. */
#ifndef LEVEE_XCLBIN_KERNEL_H
#define LEVEE_XCLBIN_KERNEL_H

#include <stdio.h>

#define LEVEE_CONTROL_PORT "s_axi_control"

/* levee_kernel_ports and levee_kernel_arguments print the elements that say which
 * they are, a line each. */
void levee_kernel_ports(FILE *to, const char *indent);
void levee_kernel_arguments(FILE *to, const char *indent);

/* levee_kernel_xml prints the kernel as a package for v++ describes it: what
 * bitstreams/hw/kernel.xml holds. */
void levee_kernel_xml(FILE *to);

#endif
