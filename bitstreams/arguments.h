/* SPDX-License-Identifier: Apache-2.0
 *
 * arguments.h: the kernel as XRT sees it: its name, its arguments in order, and
 * where its registers stand. Their offsets are those of rtl/map/card.def. */
#ifndef LEVEE_BITSTREAMS_ARGUMENTS_H
#define LEVEE_BITSTREAMS_ARGUMENTS_H

#include <stdint.h>

#include "rtl/map/card.h"
#include "rtl/map/kernel_name.h"

#define LEVEE_CU_NAME "levee_sweep_1" /* its one instance */

enum {
    LEVEE_CU_BASE = 0x1800000, /* of its registers, in emulation; v++ picks another on a card */
    LEVEE_CU_RANGE = 0x1000
};

/* levee_argument_t: `port` is the bus master of a buffer, or NULL for a number. */
typedef struct {
    const char *name;
    uint32_t offset;
    uint32_t bytes;
    const char *port;
} levee_argument_t;

static const levee_argument_t levee_arguments[] = {
    {"command", LEVEE_CARD_AT_COMMAND, 8, "m_axi_command"},
    {"command_beats", LEVEE_CARD_AT_COMMAND_BEATS, 4, 0},
    {"legs", LEVEE_CARD_AT_LEGS, 8, "m_axi_legs"},
    {"constants", LEVEE_CARD_AT_CONSTANTS, 8, "m_axi_constants"},
    {"results", LEVEE_CARD_AT_RESULTS, 8, "m_axi_results"},
};

enum { LEVEE_ARGUMENTS = sizeof levee_arguments / sizeof levee_arguments[0] };

#endif
