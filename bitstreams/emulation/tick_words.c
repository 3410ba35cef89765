/* SPDX-License-Identifier: Apache-2.0
 *
 * tick_words.c: what the C kernel was built with, beside it in the library that
 * sw_emu's model loads: the kernel's read-only words of rtl/map/card.def. */
#include "emulation/tick_words.h"

#include "hls/tick.h"

const uint32_t levee_tick_words[LEVEE_TICK_WORDS] = {LEVEE_CARD_TYPE, LEVEE_CARD_VERSION,     LEVEE_LANES,
                                                     LEVEE_MEASURES,  LEVEE_TICK_INSTRUMENTS, LEVEE_TIERS_MAX,
                                                     LEVEE_TICK_BURST};
