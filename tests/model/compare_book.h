/* SPDX-License-Identifier: Apache-2.0
 *
 * compare_book.h: the engine's whole book against the oracle's. */
#ifndef LEVEE_TESTS_COMPARE_BOOK_H
#define LEVEE_TESTS_COMPARE_BOOK_H

#include "compare_run.h"

/* compare_hash holds the engine's state hash against the oracle's. */
int compare_hash(run_t *run);

/* compare_ledgers holds the cash and the legs of all accounts together against
 * what was paid, realised and traded, less what rounding took. */
int compare_ledgers(run_t *run);

/* compare_rebuilt builds every account anew from the quantity, cost and entry
 * funding of each leg, starts an engine on them and compares its state hash with
 * the running engine's; adds their number to `rebuilt`. */
int compare_rebuilt(run_t *run, uint64_t *rebuilt);

#endif
