/* SPDX-License-Identifier: Apache-2.0
 *
 * claim.h: claims about whole numbers, tried on many random cases. A case that
 * refutes its claim is shrunk and printed with the seed. LEVEE_SEED sets the
 * seed. */
#ifndef LEVEE_TESTS_CLAIM_H
#define LEVEE_TESTS_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h> /* for the printing half of gmp.h */

/* cmocka.h asks for these first. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <gmp.h>

#include "draw.h"

enum { CLAIM_FIELDS = 16, CLAIM_NOTE = 200 };

/* claim_case_t: the numbers of one case, in the order of the claim's names. */
typedef struct {
    mpz_t value[CLAIM_FIELDS];
} claim_case_t;

/* claim_result_t: what a case gave and should have given; where they differ,
 * `note` may say more. */
typedef struct {
    mpz_t got;
    mpz_t want;
    char note[CLAIM_NOTE];
} claim_result_t;

typedef struct {
    const char *field[CLAIM_FIELDS]; /* names, as many as a case has numbers */
    uint32_t rounds;
    void (*draw)(draw_t *draw, claim_case_t *drawn);
    /* Whether the case keeps what the code under test asks of its callers. */
    bool (*valid)(const claim_case_t *tried);
    /* Claimed: got = want; both come as 0. */
    void (*evaluate)(const claim_case_t *tried, claim_result_t *result);
} claim_t;

/* CLAIM_TEST is a claim as a cmocka test of the claim's name. */
#define CLAIM_TEST(claim) {#claim, claim_test, NULL, NULL, &(claim)}

/* claim_test tries the claim_t at *context. */
void claim_test(void **context);

/* claim_seed is LEVEE_SEED or, without it, a fixed number. */
uint64_t claim_seed(void);

/* Fields of a case as machine numbers; they must fit. */
uint64_t claim_u64(const claim_case_t *tried, unsigned field);
uint32_t claim_u32(const claim_case_t *tried, unsigned field);
int64_t claim_i64(const claim_case_t *tried, unsigned field);

/* claim_between: low <= field <= high. */
bool claim_between(const claim_case_t *tried, unsigned field, uint64_t low, uint64_t high);

#endif
