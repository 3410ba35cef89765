/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep_case.h: a small book and risk table for levee_sweep, and what the sweep
 * must say of it, summed leg by leg in GMP. */
#ifndef LEVEE_TESTS_SWEEP_CASE_H
#define LEVEE_TESTS_SWEEP_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h> /* for the printing half of gmp.h */

#include <gmp.h>

#include "hls/kernels.h"

enum { SWEEP_INSTRUMENTS = 4, SWEEP_SLICES = 3, SWEEP_SLOTS = SWEEP_SLICES * LEVEE_LANES, SWEEP_NOTE = 200 };

/* sweep_leg_t: a leg of `quantity` lots, one word or two; quantity 0 pads. */
typedef struct {
    uint32_t instrument;
    int64_t quantity;
} sweep_leg_t;

typedef struct {
    uint32_t legs;
    uint32_t words;
    sweep_leg_t leg[LEVEE_LEG_WORDS_MAX];
    mpz_t constant[LEVEE_MEASURES];
    uint8_t status; /* before the sweep */
} sweep_account_t;

typedef struct {
    uint32_t slices;
    uint64_t sequence;
    levee_risk_t table[SWEEP_INSTRUMENTS];
    sweep_account_t account[SWEEP_SLOTS];
    /* Filled by the sweep. */
    uint8_t status[SWEEP_SLOTS + 1];
    levee_record_t record[SWEEP_SLOTS + 1];
    levee_summary_t summary;
} sweep_case_t;

/* sweep_case_make makes an empty book over a table of zero rows in which every
 * tier holds everything; sweep_case_free frees it. */
sweep_case_t *sweep_case_make(uint32_t slices);
void sweep_case_free(sweep_case_t *made);

/* sweep_case_add adds a leg; false when the account has no room for it. */
bool sweep_case_add(sweep_case_t *book, uint32_t slot, uint32_t instrument, int64_t quantity);

/* sweep_case_legs_sum is the sum of the account's legs under a measure:
 * quantity times row, and the deduction of the leg's tier. */
void sweep_case_legs_sum(const sweep_case_t *book, uint32_t slot, uint32_t measure, mpz_ptr sum);

/* sweep_case_agrees sweeps the book and compares every status, every record and
 * the summary; what differs first goes into the note. */
bool sweep_case_agrees(sweep_case_t *book, char note[SWEEP_NOTE]);

#endif
