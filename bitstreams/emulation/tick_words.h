/* SPDX-License-Identifier: Apache-2.0
 *
 * tick_words.h: what sw_emu's model looks for in a kernel's library: `levee_tick`,
 * as hls/tick.h has it, and the words that it was built with. */
#ifndef LEVEE_EMULATION_TICK_WORDS_H
#define LEVEE_EMULATION_TICK_WORDS_H

#include <stdint.h>

/* Type to burst, in the order of the registers. */
enum { LEVEE_TICK_WORDS = 7 };

extern const uint32_t levee_tick_words[LEVEE_TICK_WORDS];

#endif
