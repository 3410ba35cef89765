/* SPDX-License-Identifier: Apache-2.0
 *
 * change_ahead.h: while a change of a batch is applied, memory is asked for what the
 * changes behind it will touch: each step needs what the one before has brought. */
#ifndef LEVEE_ENGINE_CHANGE_AHEAD_H
#define LEVEE_ENGINE_CHANGE_AHEAD_H

#include "engine/tick.h"

enum { LEVEE_CHANGES_AHEAD = 16 };

/* levee_ahead_t: of the changes that are asked for, by their place in the batch modulo
 * LEVEE_CHANGES_AHEAD: the hash of the account's name, and its likely number. */
typedef struct {
    uint64_t hash[LEVEE_CHANGES_AHEAD];
    uint32_t account[LEVEE_CHANGES_AHEAD];
} levee_ahead_t;

/* levee_change_ahead is called before change `at` of `count` is applied, for each in turn
 * from 0. Changes nothing; a wrong guess costs time alone. */
void levee_change_ahead(levee_ahead_t *ahead, const levee_engine_t *engine, const levee_change_t *changes, size_t at,
                        size_t count);

#endif
