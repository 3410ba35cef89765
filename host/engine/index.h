/* SPDX-License-Identifier: Apache-2.0
 *
 * index.h: the trigger index: which accounts a tick need not look at. An account is
 * placed when it has been judged: each of its legs then waits for the price that
 * could change a sign of the account's excesses (docs/model.md, "Triggers"). A tick
 * judges the accounts that have a leg whose price has been passed; where these are
 * too many, every account is swept, and some are placed anew beside each sweep. */
#ifndef LEVEE_ENGINE_INDEX_H
#define LEVEE_ENGINE_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "levee/levee.h"

/* A tick that sweeps, and has rows and tiers repaired, takes as long as looks at one
 * account of about a hundred: measured with four legs an account, 0.7 to 1 us a look
 * against 1.8 to 3.3 ms at 1e6 legs, 23 to 33 ms at 1e7. LEVEE_LOOKS_LEAST are taken
 * in any book: they end within 0.1 ms. */
enum { LEVEE_LOOK_ACCOUNTS = 128, LEVEE_LOOKS_LEAST = 64 };

/* levee_index_t: {0} is off: every tick sweeps. */
typedef struct {
    bool on;
    uint32_t look_accounts;
    uint32_t looks_least;
    uint32_t unplaced; /* accounts from this one on are still to be placed */
    uint32_t *owed;    /* accounts that a sweep has given another status since they were placed */
    bool *is_owed;     /* per account */
    uint32_t owed_count;
    uint32_t *moved; /* instruments whose price may have passed legs that nobody has looked at */
    bool *has_moved; /* per instrument: is in `moved` */
    uint32_t move_count;
    uint64_t swept;  /* ticks that swept every account */
    uint64_t looked; /* accounts that ticks have looked at instead */
} levee_index_t;

typedef struct levee_excesses levee_excesses_t;

/* levee_index_open takes the memory and begins with nobody placed; free it with
 * levee_index_free, also after failure. O(legs). */
levee_result_t levee_index_open(levee_engine_t *engine, levee_error_t *error);
void levee_index_free(levee_index_t *index);

/* levee_index_add notes a new account, which has no legs. */
void levee_index_add(levee_index_t *index, uint32_t account);

/* levee_index_move notes that an instrument's mark has moved, by a tick. `anew`: and
 * not in proportion: with its funding index, or from no price at all. */
void levee_index_move(levee_engine_t *engine, uint32_t instrument, bool anew);

/* levee_index_judge judges a tick whose moves have been noted, as levee_engine_sweep
 * would, and leaves the verdicts. O(accounts looked at), or one sweep and a quarter as
 * long again. */
void levee_index_judge(levee_engine_t *engine);

/* levee_index_place has the legs of an account wait for the prices that could change
 * a sign of its excesses, which are `excess` at the present marks. O(its legs). */
void levee_index_place(levee_engine_t *engine, uint32_t account, const levee_excesses_t *excess);

#endif
