/* SPDX-License-Identifier: Apache-2.0
 *
 * ledger.c: what a vault holds and owes, as the plain sum over its records. */
#include "ledger.h"

#include <gmp.h>
#include <stdio.h>
#include <stdlib.h>

static const int64_t one_rate = INT64_C(1000000000000000000); /* of 10^-18 */
static const int64_t one_eth = INT64_C(100000000000);         /* of 10^-ETH_PLACES */
/* Recorded amounts have 9 places or a few more, so that what is taken or paid
 * back may come to a little more than there was. */
static const int64_t eth_slack = 10000, debt_slack = 1000; /* 10^-7 ETH, 10^-7 DAI */

int64_t ledger_product(int64_t a, int64_t b, int64_t divisor, int up)
{
    mpz_t product;
    int64_t result;

    if (divisor <= 0) {
        fprintf(stderr, "the records divide by an amount that is not above 0\n");
        exit(1);
    }
    mpz_init_set_si(product, a);
    mpz_mul_si(product, product, b);
    if (up)
        mpz_cdiv_q_ui(product, product, (unsigned long)divisor);
    else
        mpz_fdiv_q_ui(product, product, (unsigned long)divisor);
    if (!mpz_fits_slong_p(product)) {
        fprintf(stderr, "an amount is too large for this test\n");
        exit(1);
    }
    result = mpz_get_si(product);
    mpz_clear(product);
    return result;
}

int64_t ledger_owed(const ledger_t *ledger, int64_t rate)
{
    return ledger_product(ledger->debt, rate, one_rate, 1);
}

int64_t ledger_ratio(const ledger_t *ledger, int64_t price, int64_t rate)
{
    const int64_t owed = ledger_owed(ledger, rate);

    return owed == 0 ? 0 : ledger_product(ledger->eth, price, owed, 0);
}

int ledger_whole(const ledger_t *ledger, const vault_record_t *record)
{
    return llabs(ledger->eth - record->eth) <= one_eth / 2;
}

int64_t ledger_part(const ledger_t *ledger, const vault_record_t *record)
{
    const int64_t debt = ledger_product(record->dai, one_rate, record->rate, 0);

    return ledger_product(ledger->eth, debt, ledger->debt, 1);
}

static void liquidate(ledger_t *ledger, const vault_record_t *record)
{
    if (ledger_whole(ledger, record)) {
        ledger->eth = ledger->debt = ledger->principal = 0;
        return;
    }
    ledger->eth -= ledger_part(ledger, record);
    ledger->debt -= ledger_product(record->dai, one_rate, record->rate, 0);
    ledger->principal -= record->dai;
}

/* close_rest looks at what an act of the owner left. The venue asks for no debt
 * at all or at least its smallest, and for collateral: what is below is the fee
 * that we count and the venue, which books it only now and then, did not. */
static void close_rest(ledger_t *ledger, const vault_record_t *record)
{
    const int64_t owed = ledger_owed(ledger, record->rate);

    if (owed == 0)
        return;
    if (owed < record->least)
        ledger->closing = CLOSING_REST;
    else if (ledger->eth == 0)
        ledger->closing = CLOSING_LACKING;
    else
        return;
    ledger->rest = owed;
    ledger->debt = ledger->principal = 0;
}

/* check_block looks at the sums when a block is whole: in between, a loan of the
 * same block may have been paid back before it was taken. */
static void check_block(ledger_t *ledger, const vault_record_t *record)
{
    if (ledger->eth < 0 && ledger->eth >= -eth_slack)
        ledger->eth = 0;
    if (ledger->debt < 0) {
        ledger->overpaid = ledger->debt < -debt_slack;
        ledger->debt = 0;
    }
    if (ledger->eth < 0) {
        fprintf(stderr, "%s, vault %s: more ETH taken than there was\n", record->time, record->vault);
        exit(1);
    }
}

void ledger_add(ledger_t *ledger, const vault_record_t *record)
{
    int64_t owed;

    ledger->closing = CLOSING_NONE;
    ledger->overpaid = 0;
    if (ledger->debt == 0)
        ledger->most = 0;
    if (record->kind == VAULT_DEPOSIT)
        ledger->eth += record->eth;
    if (record->kind == VAULT_WITHDRAW)
        ledger->eth -= record->eth;
    if (record->kind == VAULT_BORROW) {
        ledger->debt += ledger_product(record->dai, one_rate, record->rate, 1);
        ledger->principal += record->dai;
    }
    if (record->kind == VAULT_REPAY) {
        ledger->debt -= ledger_product(record->dai, one_rate, record->rate, 0);
        ledger->principal -= record->dai;
    }
    if (record->kind == VAULT_LIQUIDATE)
        liquidate(ledger, record);
    if (record->ends_block)
        check_block(ledger, record);
    owed = ledger_owed(ledger, record->rate);
    ledger->most = owed > ledger->most ? owed : ledger->most;
    if (record->ends_block && record->kind != VAULT_LIQUIDATE)
        close_rest(ledger, record);
}
