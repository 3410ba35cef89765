/* SPDX-License-Identifier: Apache-2.0
 *
 * test_excess.c: leg words, the accumulator and the verdict, against GMP. */
#include "claim.h"
#include "exact.h"

#include <stdio.h>

_Static_assert(sizeof(levee_excess_t) == 16 && offsetof(levee_excess_t, high) == 8, "128 bits, low half first");
_Static_assert(sizeof(levee_sum_t) == 16, "two limbs");
_Static_assert(LEVEE_LEG_INSTRUMENT_SHIFT == 32, "quantity i32");
_Static_assert(LEVEE_LEG_LOW_SHIFT - LEVEE_LEG_INSTRUMENT_SHIFT == LEVEE_LEG_INSTRUMENT_BITS, "instrument u20");
_Static_assert(LEVEE_LEG_WIDE_SHIFT - LEVEE_LEG_LOW_SHIFT == LEVEE_WIDE_SHIFT, "low u10");
_Static_assert(LEVEE_LEG_LAST_SHIFT == 63 && LEVEE_LEG_WIDE_SHIFT == 62, "wide, last");
_Static_assert(LEVEE_NARROW_BITS + LEVEE_WIDE_SHIFT == LEVEE_WIDE_BITS, "two words hold 41 bits");
_Static_assert(LEVEE_STATUS_HEALTHY == 0 && LEVEE_STATUS_RESTRICTED == 1 && LEVEE_STATUS_LIQUIDATE == 2 &&
                   LEVEE_STATUS_BANKRUPT == 3,
               "statuses rise with danger");

enum { LOW_LIMB = 1 << LEVEE_ROW_LOW_BITS };

/* Leg words. What is read back goes into one number, field beside field. */
enum { QUANTITY, INSTRUMENT, LOW, WIDE, LAST };

static void draw_word(draw_t *draw, claim_case_t *drawn)
{
    mpz_set_si(drawn->value[QUANTITY], draw_signed(draw, LEVEE_NARROW_BITS));
    if (draw_below(draw, 16) == 0)
        mpz_set_si(drawn->value[QUANTITY], INT32_MIN);
    mpz_set_ui(drawn->value[INSTRUMENT], draw_bits(draw, LEVEE_LEG_INSTRUMENT_BITS));
    mpz_set_ui(drawn->value[LOW], draw_bits(draw, LEVEE_WIDE_SHIFT));
    mpz_set_ui(drawn->value[WIDE], draw_below(draw, 2));
    mpz_set_ui(drawn->value[LAST], draw_below(draw, 2));
}

static bool is_word(const claim_case_t *tried)
{
    return mpz_cmp_si(tried->value[QUANTITY], INT32_MIN) >= 0 && mpz_cmp_si(tried->value[QUANTITY], INT32_MAX) <= 0 &&
           claim_between(tried, INSTRUMENT, 0, (1 << LEVEE_LEG_INSTRUMENT_BITS) - 1) &&
           claim_between(tried, LOW, 0, 1023) && claim_between(tried, WIDE, 0, 1) && claim_between(tried, LAST, 0, 1);
}

static void append_field(mpz_ptr number, int64_t field)
{
    mpz_t part;

    mpz_init_set_si(part, field);
    mpz_mul_2exp(number, number, 64);
    mpz_add(number, number, part);
    mpz_clear(part);
}

static void evaluate_word(const claim_case_t *tried, claim_result_t *result)
{
    const int64_t quantity = claim_i64(tried, QUANTITY);
    const int64_t magnitude = quantity < 0 ? -quantity : quantity;
    const uint64_t word = (uint64_t)(uint32_t)quantity | claim_u64(tried, INSTRUMENT) << 32 |
                          claim_u64(tried, LOW) << 52 | claim_u64(tried, WIDE) << 62 | claim_u64(tried, LAST) << 63;

    append_field(result->got, levee_leg_quantity(word));
    append_field(result->got, levee_leg_instrument(word));
    append_field(result->got, levee_leg_wide(word));
    append_field(result->got, levee_leg_last(word));
    append_field(result->got, levee_leg_magnitude(word));
    append_field(result->want, quantity);
    append_field(result->want, claim_i64(tried, INSTRUMENT));
    append_field(result->want, claim_i64(tried, WIDE));
    append_field(result->want, claim_i64(tried, LAST));
    append_field(result->want, claim_u64(tried, WIDE) ? magnitude * 1024 + claim_i64(tried, LOW) : magnitude);
}

static claim_t reads_leg_words = {
    {"quantity", "instrument", "low", "wide", "last"}, 100000, draw_word, is_word, evaluate_word};

/* The accumulator over a whole account, drawn from a seed: up to 255 words
 * whose products reach their limits, of one sign or of both. */
enum { SEED, WORDS, SIGNS };

typedef struct {
    int32_t quantity;
    int64_t row;
    levee_deduction_t deduction;
} addend_t;

/* draw_addend keeps |quantity * row + deduction| <= 2^83 + 2^59. */
static addend_t draw_addend(draw_t *draw, uint64_t signs)
{
    const unsigned quantity_bits = 24 + (unsigned)draw_below(draw, 8);
    const unsigned row_bits =
        LEVEE_LEG_BITS - quantity_bits < LEVEE_ROW_BITS ? LEVEE_LEG_BITS - quantity_bits : (unsigned)LEVEE_ROW_BITS;
    addend_t addend = {(int32_t)draw_signed(draw, quantity_bits), draw_signed(draw, row_bits), {0, 0}};

    if (draw_below(draw, 2)) { /* the largest low limb there is */
        addend.quantity = addend.quantity < 0 ? -INT32_MAX : INT32_MAX;
        addend.row = (addend.row >> (row_bits - 51)) | (LOW_LIMB - 1);
    }
    if (signs == 0) {
        addend.quantity = addend.quantity < 0 ? -addend.quantity : addend.quantity;
        addend.row = addend.row < 0 ? -addend.row : addend.row;
    } else if (signs == 1) {
        addend.quantity = addend.quantity > 0 ? -addend.quantity : addend.quantity;
        addend.row = addend.row < 0 ? -addend.row : addend.row;
    }
    addend.deduction.high = (int64_t)draw_bits(draw, LEVEE_ROW_BITS - LEVEE_ROW_LOW_BITS) - 1;
    addend.deduction.high = addend.deduction.high < 0 ? 0 : addend.deduction.high;
    addend.deduction.low = (uint32_t)draw_bits(draw, LEVEE_ROW_LOW_BITS);
    return addend;
}

static void draw_account(draw_t *draw, claim_case_t *drawn)
{
    mpz_set_ui(drawn->value[SEED], draw_next(draw) >> 1);
    mpz_set_ui(drawn->value[WORDS], draw_within(draw, 0, LEVEE_LEG_WORDS_MAX));
    mpz_set_ui(drawn->value[SIGNS], draw_below(draw, 3));
}

static bool is_account(const claim_case_t *tried)
{
    return mpz_sgn(tried->value[SEED]) >= 0 && claim_between(tried, WORDS, 0, LEVEE_LEG_WORDS_MAX) &&
           claim_between(tried, SIGNS, 0, 2);
}

static void evaluate_account(const claim_case_t *tried, claim_result_t *result)
{
    draw_t draw = {claim_u64(tried, SEED)};
    levee_sum_t sum = {0, 0};
    mpz_t term;

    mpz_init(term);
    for (uint32_t word = 0; word < claim_u32(tried, WORDS); word++) {
        const addend_t addend = draw_addend(&draw, claim_u64(tried, SIGNS));

        if (word % LEVEE_NORMALISE_LEGS == 0)
            sum = levee_sum_normalise(sum);
        sum = levee_sum_add(sum, addend.quantity, addend.row, addend.deduction.high, addend.deduction.low);
        mpz_set_si(term, addend.row);
        mpz_mul_si(term, term, addend.quantity);
        mpz_add(result->want, result->want, term);
        exact_from_parts(term, addend.deduction.high, addend.deduction.low);
        mpz_add(result->want, result->want, term);
    }
    sum = levee_sum_normalise(sum);
    exact_from_parts(result->got, sum.high, sum.low);
    if (sum.low < 0 || sum.low >= LOW_LIMB) {
        (void)snprintf(result->note, CLAIM_NOTE, "(low limb %lld is not normal)", (long long)sum.low);
        mpz_add_ui(result->got, result->want, 1);
    }
    mpz_clear(term);
}

static claim_t sums_accounts = {{"seed", "words", "signs"}, 20000, draw_account, is_account, evaluate_account};

/* levee_sum_add and levee_sum_normalise by themselves. */
enum { SUM_HIGH, SUM_LOW, ADD_QUANTITY, ADD_ROW, ADD_HIGH, ADD_LOW };

static void draw_add(draw_t *draw, claim_case_t *drawn)
{
    const unsigned bits = (unsigned)draw_below(draw, 32);

    mpz_set_si(drawn->value[SUM_HIGH], draw_signed(draw, 62));
    mpz_set_si(drawn->value[SUM_LOW], draw_signed(draw, 62));
    mpz_set_si(drawn->value[ADD_QUANTITY], draw_signed(draw, bits));
    mpz_set_si(drawn->value[ADD_ROW],
               draw_signed(draw, LEVEE_LEG_BITS - bits < LEVEE_ROW_BITS ? LEVEE_LEG_BITS - bits : LEVEE_ROW_BITS));
    mpz_set_ui(drawn->value[ADD_HIGH], draw_bits(draw, LEVEE_ROW_BITS - LEVEE_ROW_LOW_BITS));
    mpz_set_ui(drawn->value[ADD_LOW], draw_bits(draw, LEVEE_ROW_LOW_BITS));
}

static bool is_signed_bits(const claim_case_t *tried, unsigned field, unsigned bits)
{
    return mpz_sizeinbase(tried->value[field], 2) <= bits;
}

static bool is_add(const claim_case_t *tried)
{
    return is_signed_bits(tried, SUM_HIGH, 62) && is_signed_bits(tried, SUM_LOW, 62) &&
           is_signed_bits(tried, ADD_QUANTITY, 31) && is_signed_bits(tried, ADD_ROW, LEVEE_ROW_BITS) &&
           mpz_sizeinbase(tried->value[ADD_QUANTITY], 2) + mpz_sizeinbase(tried->value[ADD_ROW], 2) <=
               LEVEE_LEG_BITS + 1 &&
           claim_between(tried, ADD_HIGH, 0, (UINT64_C(1) << (LEVEE_ROW_BITS - LEVEE_ROW_LOW_BITS)) - 1) &&
           claim_between(tried, ADD_LOW, 0, LOW_LIMB - 1);
}

static void evaluate_add(const claim_case_t *tried, claim_result_t *result)
{
    const levee_sum_t before = {claim_i64(tried, SUM_HIGH), claim_i64(tried, SUM_LOW)};
    const levee_sum_t after = levee_sum_add(before, (int32_t)claim_i64(tried, ADD_QUANTITY), claim_i64(tried, ADD_ROW),
                                            claim_i64(tried, ADD_HIGH), claim_u32(tried, ADD_LOW));
    mpz_t term;

    mpz_init(term);
    exact_from_parts(result->got, after.high, after.low);
    exact_from_parts(result->want, before.high, before.low);
    mpz_addmul(result->want, tried->value[ADD_QUANTITY], tried->value[ADD_ROW]);
    exact_from_parts(term, claim_i64(tried, ADD_HIGH), claim_i64(tried, ADD_LOW));
    mpz_add(result->want, result->want, term);
    mpz_clear(term);
}

static claim_t adds_exactly = {
    {"high", "low", "quantity", "row", "deduction high", "deduction low"}, 200000, draw_add, is_add, evaluate_add};

static void draw_sum(draw_t *draw, claim_case_t *drawn)
{
    mpz_set_si(drawn->value[SUM_HIGH], draw_signed(draw, 62));
    mpz_set_si(drawn->value[SUM_LOW], draw_signed(draw, 63));
}

static bool is_sum(const claim_case_t *tried)
{
    return is_signed_bits(tried, SUM_HIGH, 62) && mpz_fits_slong_p(tried->value[SUM_LOW]);
}

/* Both limbs are determined: the low one is the value modulo 2^28. */
static void evaluate_normalise(const claim_case_t *tried, claim_result_t *result)
{
    const levee_sum_t before = {claim_i64(tried, SUM_HIGH), claim_i64(tried, SUM_LOW)};
    const levee_sum_t after = levee_sum_normalise(before);
    mpz_t value, low;

    mpz_inits(value, low, NULL);
    append_field(result->got, after.high);
    append_field(result->got, after.low);
    exact_from_parts(value, before.high, before.low);
    mpz_fdiv_r_2exp(low, value, LEVEE_ROW_LOW_BITS);
    mpz_fdiv_q_2exp(result->want, value, LEVEE_ROW_LOW_BITS);
    append_field(result->want, mpz_get_si(low));
    mpz_clears(value, low, NULL);
}

static claim_t normalises_exactly = {{"high", "low"}, 100000, draw_sum, is_sum, evaluate_normalise};

/* levee_excess_close; `low` is normal. */
enum { CONSTANT, CLOSE_HIGH, CLOSE_LOW };

static void draw_close(draw_t *draw, claim_case_t *drawn)
{
    mpz_t sum;

    mpz_init(sum);
    mpz_set_si(drawn->value[CLOSE_HIGH], draw_signed(draw, 63));
    mpz_set_ui(drawn->value[CLOSE_LOW], draw_bits(draw, LEVEE_ROW_LOW_BITS));
    draw_wide(draw, drawn->value[CONSTANT], 94);
    if (draw_below(draw, 2))
        mpz_neg(drawn->value[CONSTANT], drawn->value[CONSTANT]);
    if (draw_below(draw, 2)) { /* next to zero, or to a carry */
        exact_from_parts(sum, claim_i64(drawn, CLOSE_HIGH), claim_i64(drawn, CLOSE_LOW));
        mpz_fdiv_q_2exp(drawn->value[CONSTANT], drawn->value[CONSTANT], 64);
        mpz_mul_2exp(drawn->value[CONSTANT], drawn->value[CONSTANT], draw_below(draw, 2) ? 64 : 0);
        mpz_sub(drawn->value[CONSTANT], drawn->value[CONSTANT], sum);
    }
    mpz_clear(sum);
}

static bool is_close(const claim_case_t *tried)
{
    return is_signed_bits(tried, CONSTANT, 96) && mpz_fits_slong_p(tried->value[CLOSE_HIGH]) &&
           claim_between(tried, CLOSE_LOW, 0, LOW_LIMB - 1);
}

static void evaluate_close(const claim_case_t *tried, claim_result_t *result)
{
    const levee_sum_t sum = {claim_i64(tried, CLOSE_HIGH), claim_i64(tried, CLOSE_LOW)};

    exact_from_excess(result->got, levee_excess_close(exact_to_excess(tried->value[CONSTANT]), sum));
    exact_from_parts(result->want, sum.high, sum.low);
    mpz_add(result->want, result->want, tried->value[CONSTANT]);
}

static claim_t closes_exactly = {{"constant", "high", "low"}, 200000, draw_close, is_close, evaluate_close};

static void draw_verdict(draw_t *draw, claim_case_t *drawn)
{
    for (unsigned m = 0; m < LEVEE_MEASURES; m++) {
        draw_wide(draw, drawn->value[m], 95);
        if (draw_below(draw, 2))
            mpz_neg(drawn->value[m], drawn->value[m]);
    }
}

static bool is_verdict(const claim_case_t *tried)
{
    return is_signed_bits(tried, 0, 96) && is_signed_bits(tried, 1, 96) && is_signed_bits(tried, 2, 96);
}

static void evaluate_verdict(const claim_case_t *tried, claim_result_t *result)
{
    mpz_set_ui(result->got, levee_excess_status(exact_to_excess(tried->value[0]), exact_to_excess(tried->value[1]),
                                                exact_to_excess(tried->value[2])));
    if (mpz_sgn(tried->value[0]) < 0)
        mpz_set_ui(result->want, LEVEE_STATUS_BANKRUPT);
    else if (mpz_sgn(tried->value[1]) < 0)
        mpz_set_ui(result->want, LEVEE_STATUS_LIQUIDATE);
    else if (mpz_sgn(tried->value[2]) < 0)
        mpz_set_ui(result->want, LEVEE_STATUS_RESTRICTED);
    else
        mpz_set_ui(result->want, LEVEE_STATUS_HEALTHY);
}

static claim_t judges_signs = {{"equity", "maintenance", "initial"}, 50000, draw_verdict, is_verdict, evaluate_verdict};

/* levee_total_add: totals of excesses, modulo 2^128. */
static void draw_total(draw_t *draw, claim_case_t *drawn)
{
    for (unsigned i = 0; i < 2; i++) {
        draw_wide(draw, drawn->value[i], 127);
        if (draw_below(draw, 2))
            mpz_neg(drawn->value[i], drawn->value[i]);
    }
    if (draw_below(draw, 2)) { /* next to a carry */
        mpz_neg(drawn->value[1], drawn->value[0]);
        mpz_sub_ui(drawn->value[1], drawn->value[1], draw_below(draw, 2));
    }
}

static bool is_total(const claim_case_t *tried)
{
    return is_signed_bits(tried, 0, 128) && is_signed_bits(tried, 1, 128);
}

static void append_total(mpz_ptr number, levee_total_t total)
{
    mpz_set_ui(number, total.high);
    mpz_mul_2exp(number, number, 64);
    mpz_add_ui(number, number, total.low);
}

static void evaluate_total(const claim_case_t *tried, claim_result_t *result)
{
    append_total(result->got, levee_total_add(levee_total_of(exact_to_excess(tried->value[0])),
                                              levee_total_of(exact_to_excess(tried->value[1]))));
    mpz_add(result->want, tried->value[0], tried->value[1]);
    mpz_fdiv_r_2exp(result->want, result->want, 128);
}

static claim_t adds_totals = {{"a", "b"}, 100000, draw_total, is_total, evaluate_total};

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(reads_leg_words),    CLAIM_TEST(sums_accounts),  CLAIM_TEST(adds_exactly),
        CLAIM_TEST(normalises_exactly), CLAIM_TEST(closes_exactly), CLAIM_TEST(judges_signs),
        CLAIM_TEST(adds_totals),
    };

    return cmocka_run_group_tests_name("excess", tests, NULL, NULL);
}
