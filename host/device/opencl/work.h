/* SPDX-License-Identifier: Apache-2.0
 *
 * work.h: a command block, with what the session does of it by itself: recipes and
 * rows, of which there are hundreds. What is left is for the device. */
#ifndef LEVEE_DEVICE_OPENCL_WORK_H
#define LEVEE_DEVICE_OPENCL_WORK_H

#include "device/card/beat.h"
#include "device/opencl/parts.h"

/* levee_work_t: what the device has to do. Where there are faults, nothing. */
typedef struct {
    uint64_t sequence;
    uint32_t report;
    uint32_t first_record;
    uint32_t first_patch; /* its beat in the block */
    uint32_t patches;
    uint32_t first_changed; /* instruments whose table is another: from here to before end_changed */
    uint32_t end_changed;
    uint32_t runs;
    uint32_t accounts; /* of all runs, padding included */
    levee_run_t run[LEVEE_RUNS_MAX];
    uint32_t faults;
} levee_work_t;

/* levee_work_read does a block of `beats` beats as far as it is not the device's.
 * `room` is how many accounts the device can judge. A block that contradicts itself
 * or has a segment whose slices differ in length is refused with LEVEE_CARD_FAULT_
 * MALFORMED before anything is done. O(beats + rows). */
void levee_work_read(const levee_beat_t *command, uint32_t beats, uint32_t room, levee_work_t *work);

/* levee_work_table is the table of all LEVEE_TICK_INSTRUMENTS instruments. */
const levee_risk_t *levee_work_table(void);

/* levee_work_summarise writes the summary of work that came to `total`. */
void levee_work_summarise(const levee_work_t *work, const levee_part_t *total,
                          levee_beat_t summary[LEVEE_CARD_SUMMARY_BEATS]);

#endif
