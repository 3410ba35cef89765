/* SPDX-License-Identifier: Apache-2.0
 *
 * xclbin.h: the container that XRT loads, written by the structs of its own
 * <xclbin.h>. */
#ifndef LEVEE_XCLBIN_XCLBIN_H
#define LEVEE_XCLBIN_XCLBIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* levee_target_t: what an xclbin is for. */
typedef struct {
    const char *name;
    uint16_t mode;      /* XCLBIN_HW_EMU or XCLBIN_SW_EMU */
    uint64_t bank_base; /* of the one memory bank */
} levee_target_t;

/* levee_section_t: contents of a section, owned by whoever made it. */
typedef struct {
    uint32_t kind;
    void *bytes;
    size_t size;
} levee_section_t;

/* levee_xclbin_write writes sections in the order given. Its uuid and unique id
 * are a hash of them, its time a constant: the same contents are the same bytes.
 * Returns false when the file cannot be written. */
bool levee_xclbin_write(FILE *file, const levee_target_t *target, const levee_section_t *sections, uint32_t count);

/* What the kernel is to XRT; each returns a section of which `bytes` is to be
 * freed, or NULL without memory. */
levee_section_t levee_section_memory(const levee_target_t *target);
levee_section_t levee_section_connectivity(void);
levee_section_t levee_section_ip_layout(void);
levee_section_t levee_section_clocks(void);
levee_section_t levee_section_metadata(const levee_target_t *target);

#endif
