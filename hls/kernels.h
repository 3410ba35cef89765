/* SPDX-License-Identifier: Apache-2.0
 *
 * kernels.h: the two kernels and the records they exchange with the host. */
#ifndef LEVEE_HLS_KERNELS_H
#define LEVEE_HLS_KERNELS_H

#include <stdint.h>

#include "excess.h"
#include "rows.h"

/* levee_constant_t: an account's excess without its legs' rows, per measure. */
typedef struct {
    levee_excess_t measure[LEVEE_MEASURES];
} levee_constant_t;

/* levee_record_t: one account whose status changed, or that was asked for. */
typedef struct {
    uint64_t sequence;
    uint32_t slot; /* slice * LEVEE_LANES + lane */
    uint8_t before;
    uint8_t after;
    uint16_t unused;
    levee_excess_t excess[LEVEE_MEASURES];
} levee_record_t;

/* levee_summary_t: what a sweep came to. Padding counts as healthy accounts. */
typedef struct {
    uint64_t sequence;
    uint32_t slices;
    uint32_t records;
    uint32_t accounts[LEVEE_STATUSES]; /* with each status, after the sweep */
    levee_total_t sum[LEVEE_MEASURES]; /* of all accounts' excesses */
} levee_summary_t;

/* levee_revalue rebuilds the risk tables of the instruments named by
 * updates[0 .. count), table[i] from instruments[i]. Cost: tiers * 6 rows and
 * tiers limits an update. */
void levee_revalue(const levee_instrument_t *instruments, const levee_update_t *updates, uint32_t count,
                   levee_risk_t *table);

/* levee_sweep judges every account of `slices` slices, whose beats follow each
 * other in `legs`, eight words a beat. status[slot] is read and replaced; the
 * accounts whose status changed are written to records, in slot order, room
 * for slices * LEVEE_LANES. Cost: O(beats). */
void levee_sweep(const uint64_t *legs, const levee_constant_t *constants, const levee_risk_t *table, uint32_t slices,
                 uint64_t sequence, uint8_t *status, levee_record_t *records, levee_summary_t *summary);

#endif
