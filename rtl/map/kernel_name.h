/* SPDX-License-Identifier: Apache-2.0
 *
 * kernel_name.h: what every xclbin calls the kernel, and every host asks for. */
#ifndef LEVEE_RTL_MAP_KERNEL_NAME_H
#define LEVEE_RTL_MAP_KERNEL_NAME_H

#define LEVEE_KERNEL_NAME "levee_sweep"

#endif
