/* SPDX-License-Identifier: Apache-2.0
 *
 * memory_map.h: where the emulated card's one memory bank stands. sw_emu finds no
 * kernel unless its bank begins at 0. */
#ifndef LEVEE_EMULATION_MEMORY_MAP_H
#define LEVEE_EMULATION_MEMORY_MAP_H

#include <stdint.h>

#define LEVEE_HW_EMU_BANK UINT64_C(0x4000000000)
#define LEVEE_SW_EMU_BANK UINT64_C(0)
#define LEVEE_EMU_BANK_BYTES (UINT64_C(16) << 30)

#endif
