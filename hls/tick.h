/* SPDX-License-Identifier: Apache-2.0
 *
 * tick.h: the card kernel in C: the same command block, buffers and results as
 * the SystemVerilog kernel with eight lanes and three measures, by the map that
 * host and kernel share. */
#ifndef LEVEE_HLS_TICK_H
#define LEVEE_HLS_TICK_H

#include <stdint.h>

#include "limits.h"
#include "rtl/map/card.h"

enum {
    LEVEE_TICK_INSTRUMENTS = 512,              /* that the tables hold */
    LEVEE_TICK_BURST = 16,                     /* beats of the longest burst that is asked for */
    LEVEE_LINE_WORDS = 8,                      /* words of a beat */
    LEVEE_SLICE_CONSTANTS = 2 * LEVEE_MEASURES /* beats of a slice's constants */
};

/* levee_tick does one command: `command` is its block of `command_beats` beats,
 * the others are the group's buffers as docs/card-map.md has them. Tables stay
 * from one command to the next. A block that contradicts itself, or one that the
 * kernel has no room for, is refused before anything of it is done; the summary
 * tells of it, and of legs that hold more or fewer slices than the segments say.
 * Nobody but the host knows how long the buffers are: that every place which the
 * block names is in them, and what levee_revalue and levee_sweep ask for, is for
 * the host to see to. Cost: O(beats). */
void levee_tick(const uint64_t *command, uint32_t command_beats, uint64_t *legs, uint64_t *constants,
                uint64_t *results);

#endif
