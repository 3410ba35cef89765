/* SPDX-License-Identifier: Apache-2.0
 *
 * sections.c: the kernel, its bank and its clock in the tables that XRT reads. */
#include <stdlib.h>
#include <string.h>
#include <xclbin.h>

#include "arguments.h"
#include "emulation/memory_map.h"
#include "xclbin/xclbin.h"

enum { KIB = 1024, CLOCK_MHZ = 300 };

levee_section_t levee_section_memory(const levee_target_t *target)
{
    struct mem_topology *memory = calloc(1, sizeof *memory);

    if (memory) {
        memory->m_count = 1;
        memory->m_mem_data[0] = (struct mem_data){.m_type = MEM_DDR4,
                                                  .m_used = 1,
                                                  .m_size = LEVEE_EMU_BANK_BYTES / KIB,
                                                  .m_base_address = target->bank_base,
                                                  .m_tag = "bank0"};
    }
    return (levee_section_t){MEM_TOPOLOGY, memory, sizeof *memory};
}

levee_section_t levee_section_connectivity(void)
{
    const size_t size = sizeof(struct connectivity) + (LEVEE_ARGUMENTS - 1) * sizeof(struct connection);
    struct connectivity *all = calloc(1, size);

    for (int32_t i = 0; all && i < LEVEE_ARGUMENTS; i++) {
        if (levee_arguments[i].port)
            all->m_connection[all->m_count++] = (struct connection){.arg_index = i};
    }
    return (levee_section_t){CONNECTIVITY, all,
                             all ? sizeof(struct connectivity) + (size_t)(all->m_count - 1) * sizeof(struct connection)
                                 : 0};
}

levee_section_t levee_section_ip_layout(void)
{
    struct ip_layout *layout = calloc(1, sizeof *layout);

    if (layout) {
        struct ip_data *kernel = &layout->m_ip_data[0];

        layout->m_count = 1;
        kernel->m_type = IP_KERNEL;
        kernel->properties = IP_INT_ENABLE_MASK | AP_CTRL_CHAIN << IP_CONTROL_SHIFT;
        kernel->m_base_address = LEVEE_CU_BASE;
        snprintf((char *)kernel->m_name, sizeof kernel->m_name, "%s:%s", LEVEE_KERNEL_NAME, LEVEE_CU_NAME);
    }
    return (levee_section_t){IP_LAYOUT, layout, sizeof *layout};
}

levee_section_t levee_section_clocks(void)
{
    struct clock_freq_topology *clocks = calloc(1, sizeof *clocks);

    if (clocks) {
        clocks->m_count = 1;
        clocks->m_clock_freq[0] = (struct clock_freq){.m_freq_Mhz = CLOCK_MHZ, .m_type = CT_DATA, .m_name = "DATA_CLK"};
    }
    return (levee_section_t){CLOCK_FREQ_TOPOLOGY, clocks, sizeof *clocks};
}
