/* SPDX-License-Identifier: Apache-2.0 */
#include "claim.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

enum { SHRINK_PASSES = 1000 };

uint64_t claim_seed(void)
{
    const char *text = getenv("LEVEE_SEED");

    return text && *text ? strtoull(text, NULL, 0) : UINT64_C(20231117);
}

static unsigned count_fields(const claim_t *claim)
{
    unsigned count = 0;

    while (count < CLAIM_FIELDS && claim->field[count])
        count++;
    return count;
}

static void init_result(claim_result_t *result)
{
    mpz_inits(result->got, result->want, NULL);
}

static void clear_result(claim_result_t *result)
{
    mpz_clears(result->got, result->want, NULL);
}

static bool is_refuted(const claim_t *claim, const claim_case_t *tried, claim_result_t *result)
{
    result->note[0] = '\0';
    mpz_set_ui(result->got, 0);
    mpz_set_ui(result->want, 0);
    claim->evaluate(tried, result);
    return mpz_cmp(result->got, result->want) != 0;
}

/* shrink_field takes as much off one number as leaves the claim refuted: all
 * of it, half, a quarter, and so on. */
static bool shrink_field(const claim_t *claim, claim_case_t *refuted, unsigned field, claim_result_t *result)
{
    bool shrunk = false;
    mpz_t kept, part;

    mpz_init_set(kept, refuted->value[field]);
    mpz_init(part);
    for (unsigned bits = 0; !shrunk; bits++) {
        mpz_tdiv_q_2exp(part, kept, bits);
        if (mpz_sgn(part) == 0)
            break;
        mpz_sub(refuted->value[field], kept, part);
        shrunk = claim->valid(refuted) && is_refuted(claim, refuted, result);
    }
    if (!shrunk)
        mpz_set(refuted->value[field], kept);
    mpz_clears(kept, part, NULL);
    return shrunk;
}

static void print_refuted(const claim_t *claim, claim_case_t *refuted, uint32_t round, claim_result_t *result)
{
    const unsigned fields = count_fields(claim);
    bool shrunk = true;

    for (unsigned pass = 0; shrunk && pass < SHRINK_PASSES; pass++) {
        shrunk = false;
        for (unsigned i = 0; i < fields; i++)
            shrunk = shrink_field(claim, refuted, i, result) || shrunk;
    }
    (void)is_refuted(claim, refuted, result);
    (void)fprintf(stderr, "LEVEE_SEED=%" PRIu64 ", round %" PRIu32 ", shrunk to:", claim_seed(), round);
    for (unsigned i = 0; i < fields; i++)
        (void)gmp_fprintf(stderr, "%s %s %Zd", i ? "," : "", claim->field[i], refuted->value[i]);
    (void)gmp_fprintf(stderr, "\ngot %Zd, want %Zd %s\n", result->got, result->want, result->note);
}

void claim_test(void **context)
{
    const claim_t *claim = *context;
    draw_t draw = {claim_seed()};
    claim_case_t tried;
    claim_result_t result;
    bool refuted = false;

    init_result(&result);
    for (unsigned i = 0; i < CLAIM_FIELDS; i++)
        mpz_init(tried.value[i]);
    for (uint32_t round = 0; round < claim->rounds && !refuted; round++) {
        claim->draw(&draw, &tried);
        if (!claim->valid(&tried))
            fail_msg("LEVEE_SEED=%" PRIu64 ", round %" PRIu32 ": the drawn case is not valid", claim_seed(), round);
        refuted = is_refuted(claim, &tried, &result);
        if (refuted)
            print_refuted(claim, &tried, round, &result);
    }
    for (unsigned i = 0; i < CLAIM_FIELDS; i++)
        mpz_clear(tried.value[i]);
    clear_result(&result);
    assert_false(refuted);
}

uint64_t claim_u64(const claim_case_t *tried, unsigned field)
{
    assert(mpz_fits_ulong_p(tried->value[field]));
    return mpz_get_ui(tried->value[field]);
}

uint32_t claim_u32(const claim_case_t *tried, unsigned field)
{
    assert(claim_u64(tried, field) <= UINT32_MAX);
    return (uint32_t)claim_u64(tried, field);
}

int64_t claim_i64(const claim_case_t *tried, unsigned field)
{
    assert(mpz_fits_slong_p(tried->value[field]));
    return mpz_get_si(tried->value[field]);
}

bool claim_between(const claim_case_t *tried, unsigned field, uint64_t low, uint64_t high)
{
    return mpz_cmp_ui(tried->value[field], low) >= 0 && mpz_cmp_ui(tried->value[field], high) <= 0;
}
