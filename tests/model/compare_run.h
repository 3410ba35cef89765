/* SPDX-License-Identifier: Apache-2.0
 *
 * compare_run.h: one running comparison, shared by the files of compare.h. */
#ifndef LEVEE_TESTS_COMPARE_RUN_H
#define LEVEE_TESTS_COMPARE_RUN_H

#include "compare.h"

typedef struct {
    const case_t *c;
    oracle_t *o;
    levee_book_t *book;
    levee_engine_t *engine;
    levee_error_t error;
    int thorough;
    unsigned round, rounds; /* batches given; batches and 1 */
    coverage_t *coverage;
    char *message;
    mpz_t rounded[MEASURES], bound[MEASURES]; /* of the account at hand */
    mpq_t exact[MEASURES];
} run_t;

/* compare_open gives the book of `c` to the engine and the oracle and returns
 * whether both took the same of it; compare_close ends a run either way. */
int compare_open(run_t *run, const case_t *c, coverage_t *coverage, char message[COMPARE_MESSAGE]);
void compare_close(run_t *run);

/* compare_give_instrument adds one instrument to the engine's venue alone. */
levee_result_t compare_give_instrument(run_t *run, levee_venue_t *venue, const case_instrument_t *it);

/* compare_give_batch gives one batch of ticks to both and says in `accepted`
 * whether they took it. A refused one must leave everything as it was, which
 * comparing the accounts again shows. */
int compare_give_batch(run_t *run, const case_tick_t *ticks, size_t count, int *accepted);

/* compare_fail writes the message and returns 0. */
int compare_fail(run_t *run, const char *format, ...);

/* compare_money returns whether `money` is `units`, else fails for `name` and
 * `field`. */
int compare_money(run_t *run, const char *name, const char *field, levee_money_t money, const mpz_t units);

/* compare_status judges the account whose rounded reading is at hand;
 * compare_verdict holds one verdict against that reading. */
levee_status_t compare_status(const run_t *run);
int compare_verdict(run_t *run, const levee_verdict_t *verdict, uint32_t engine_account, const char *name,
                    levee_status_t from, levee_status_t to);

/* compare_account holds the oracle's account `number` against the engine's
 * `engine_account`. */
int compare_account(run_t *run, uint32_t number, uint32_t engine_account);

/* Each of these compares one sort of answer and returns whether it agrees. */
int compare_instruments(run_t *run);
int compare_verdicts(run_t *run, int start);
int compare_accounts(run_t *run);
int compare_leg(run_t *run, const oracle_account_t *a, uint32_t engine_account, uint32_t leg_number, const char *name);
int compare_prices(run_t *run, const oracle_account_t *a, uint32_t engine_account, uint32_t leg_number,
                   const char *name);

#endif
