/* SPDX-License-Identifier: Apache-2.0
 *
 * command.h: a command for levee_group, as streams, and what levee_sweep of
 * hls/ makes of it. */
#ifndef LEVEE_TESTS_COMMAND_H
#define LEVEE_TESTS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/unit/hls/draw.h"
#include "group_model.h"
#include "hls/kernels.h"

__extension__ typedef __int128 wide_t;

enum { COMMAND_SEGMENTS = 16 };
enum { REPORT_CHANGED = 0, REPORT_ALL = 1, REPORT_NONE = 2 };

typedef struct {
    uint8_t byte[GROUP_BEAT];
} beat_t;

/* command_account_t: leg words in order, and constants: `constant` plus, where
 * `balanced`, what makes the excess zero. */
typedef struct {
    uint32_t words;
    uint64_t word[LEVEE_LEG_WORDS_MAX];
    bool balanced;
    wide_t constant[LEVEE_MEASURES];
    uint8_t status;
} command_account_t;

typedef struct {
    uint32_t slices;
    uint64_t address;
    uint32_t beats_before; /* leg beats of the segments before it */
} command_segment_t;

typedef struct {
    uint64_t address;
    beat_t beat;
} command_written_t;

typedef struct {
    /* To be filled before command_seal. */
    const group_model_t *shape;
    const levee_risk_t *table; /* of shape->instruments instruments */
    uint64_t sequence;
    uint32_t report;
    uint32_t slices;
    command_account_t *account; /* slices * LEVEE_LANES */
    uint32_t segments;
    command_segment_t segment[COMMAND_SEGMENTS];
    uint32_t cut;  /* so many slices at the end have no legs */
    uint32_t calm; /* of a hundred accounts, those whose status stays: command_seal sets it */

    /* Streams. */
    uint32_t leg_beats, constant_beats, status_beats;
    beat_t *leg, *constant, *status;
    uint32_t *slice_end; /* leg beats up to the end of each slice */

    /* What must come of it. */
    uint32_t records, written;
    beat_t *record;
    command_written_t *write;
    uint32_t status_count[4];
    wide_t sum[LEVEE_MEASURES];
} command_t;

/* command_make makes a command of empty accounts in one segment; command_free
 * frees it. */
command_t *command_make(const group_model_t *shape, const levee_risk_t *table, uint32_t slices);
void command_free(command_t *command);

/* command_add adds a leg of one or two words; false when there is no room. */
bool command_add(command_t *command, uint32_t slot, uint32_t instrument, int64_t quantity);

/* command_pad adds a word of quantity 0. */
bool command_pad(command_t *command, uint32_t slot, uint32_t instrument);

/* command_seal makes the streams and what must come of them. What the kernel
 * must not look at is drawn. */
void command_seal(command_t *command, draw_t *draw);

/* command_number is the number that hls/ gives to a measure of the model. */
uint32_t command_number(const group_model_t *shape, uint32_t index);

#endif
