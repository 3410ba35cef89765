/* SPDX-License-Identifier: Apache-2.0
 *
 * group_model.h: the Verilated levee_group in C, one model a parameter set. */
#ifndef LEVEE_TESTS_GROUP_MODEL_H
#define LEVEE_TESTS_GROUP_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { GROUP_BEAT = 64 };

/* group_in_t, group_out_t: the ports; a beat is bytes, the lowest first. */
typedef struct {
    bool rst, clear, admit;
    bool limit_valid, row_valid, deduction_valid;
    uint8_t limit_instrument, limit_tier;
    uint64_t limit_lots;
    uint8_t row_instrument, row_tier, row_side, row_measure;
    int64_t row_value;
    uint8_t deduction_instrument, deduction_tier, deduction_side, deduction_measure;
    int64_t deduction_high;
    uint32_t deduction_low;
    uint64_t sequence;
    uint8_t report;
    bool leg_valid, constant_valid, status_valid, segment_valid;
    uint8_t leg[GROUP_BEAT], constant[GROUP_BEAT], status[GROUP_BEAT];
    uint32_t segment_slices;
    uint64_t segment_address;
    bool record_ready, written_ready;
} group_in_t;

typedef struct {
    bool leg_ready, constant_ready, status_ready, segment_ready;
    bool record_valid, written_valid;
    uint8_t record[GROUP_BEAT], written[GROUP_BEAT];
    uint64_t written_address;
    uint32_t slices, records, status_count[4], leg_beats, constant_beats;
    uint32_t stall_constant, stall_record, stall_status;
    uint8_t sum[3 * 16];
    bool error, idle;
    uint32_t missing;
} group_out_t;

typedef struct {
    uint32_t measures, tiers, instruments;
    /* make leaves the clock low and every register at a bit drawn from seed. */
    void *(*make)(uint32_t seed);
    void (*free)(void *model);
    /* cycle shows the outputs that the inputs meet and then clocks both in. */
    void (*cycle)(void *model, const group_in_t *in, group_out_t *out);
} group_model_t;

/* The model that computes so many measures, 1 to 3. */
const group_model_t *group_model(uint32_t measures);

#ifdef __cplusplus
}
#endif

#endif
