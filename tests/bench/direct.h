/* SPDX-License-Identifier: Apache-2.0
 *
 * direct.h: the kernels of hls/ on the synthetic book, without the engine
 * around them. */
#ifndef LEVEE_BENCH_DIRECT_H
#define LEVEE_BENCH_DIRECT_H

#include "hls/kernels.h"
#include "synthetic.h"

typedef struct {
    levee_instrument_t instrument[SYNTHETIC_INSTRUMENTS];
    levee_update_t update[SYNTHETIC_MARKETS][SYNTHETIC_INSTRUMENTS];
    levee_risk_t table[SYNTHETIC_MARKETS][SYNTHETIC_INSTRUMENTS];
    uint64_t *legs;
    levee_constant_t *constants;
    levee_record_t *records;
    uint8_t *status;
    uint32_t *slot_of; /* account -> slot */
    uint32_t slices;
    levee_summary_t summary;
} direct_t;

/* direct_new lays `book` out in slices and values both markets. Returns 0, or
 * -1 without memory; free with direct_free in each case. */
int direct_new(direct_t *engine, const synthetic_t *book);
void direct_free(direct_t *engine);

/* direct_revalue rebuilds the risk table of `market`; direct_sweep judges every
 * account on it. */
void direct_revalue(direct_t *engine, uint32_t market);
void direct_sweep(direct_t *engine, uint32_t market);

/* direct_sweep_all judges every account on `market` with a record for each
 * slot: records[slot] is the slot's. */
void direct_sweep_all(direct_t *engine, uint32_t market);

#endif
