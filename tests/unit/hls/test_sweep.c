/* SPDX-License-Identifier: Apache-2.0
 *
 * test_sweep.c: the kernel levee_sweep on small random books and at its edges. */
#include "claim.h"
#include "exact.h"
#include "sweep_case.h"

#include <stdlib.h>

_Static_assert(sizeof(levee_constant_t) == 48, "three excesses");
_Static_assert(sizeof(levee_record_t) == 64, "a cache line");
_Static_assert(offsetof(levee_record_t, slot) == 8 && offsetof(levee_record_t, before) == 12 &&
                   offsetof(levee_record_t, after) == 13 && offsetof(levee_record_t, excess) == 16,
               "as the host reads it");
_Static_assert(sizeof(levee_summary_t) == 80, "sequence, two counts, a count per status, a sum per measure");
_Static_assert(LEVEE_LANES * sizeof(uint64_t) == 64, "a beat of 512 bits");
_Static_assert((int)SWEEP_NOTE == (int)CLAIM_NOTE, "one note");

static const int64_t wide_min = INT64_C(1) << LEVEE_NARROW_BITS;

static int compare_limits(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

/* draw_risk draws the table of an instrument for legs below 2^quantity_bits,
 * within the limits on |q| * |row| + deduction. Tier 0 deducts nothing. */
static void draw_risk(draw_t *draw, unsigned quantity_bits, levee_risk_t *risk)
{
    const unsigned most = quantity_bits > LEVEE_NARROW_BITS ? LEVEE_ROW_BITS - LEVEE_WIDE_SHIFT : LEVEE_ROW_BITS;
    const unsigned room = LEVEE_LEG_BITS - 1 - quantity_bits;
    const unsigned row_bits = room < most ? room : most;
    const uint32_t tiers = (uint32_t)draw_within(draw, 1, LEVEE_TIERS_MAX);

    for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++)
        risk->limit[k] = k + 1 < tiers ? (int64_t)draw_bits(draw, quantity_bits) : LEVEE_LOTS_MAX;
    qsort(risk->limit, LEVEE_TIERS_MAX, sizeof *risk->limit, compare_limits);
    for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++) {
        for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
            levee_row_t *entry = &risk->row[k][side];

            for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
                entry->row[m] = draw_signed(draw, row_bits);
                entry->deduction_high[m] = k == 0 ? 0 : (int64_t)draw_bits(draw, LEVEE_LEG_BITS - 1 - 28);
                entry->deduction_low[m] = k == 0 ? 0 : (uint32_t)draw_bits(draw, LEVEE_ROW_LOW_BITS);
            }
        }
    }
}

/* draw_quantity draws lots of either sign, often at a limit or one beyond. */
static int64_t draw_quantity(draw_t *draw, unsigned bits, const levee_risk_t *risk)
{
    const int64_t largest = (INT64_C(1) << bits) - 1;
    int64_t quantity = (int64_t)draw_bits(draw, bits);

    if (draw_below(draw, 2))
        quantity = risk->limit[draw_below(draw, LEVEE_TIERS_MAX)] + (int64_t)draw_below(draw, 2);
    quantity = quantity > largest ? largest : quantity;
    return draw_below(draw, 2) ? -quantity : quantity;
}

/* draw_constants draws any, or those that put every excess at zero or a unit
 * off it. */
static void draw_constants(draw_t *draw, sweep_case_t *book, uint32_t slot)
{
    const bool at_zero = draw_below(draw, 2) != 0;

    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        mpz_ptr constant = book->account[slot].constant[m];

        if (at_zero) {
            sweep_case_legs_sum(book, slot, m, constant);
            mpz_neg(constant, constant);
            mpz_add_ui(constant, constant, draw_below(draw, 4));
            mpz_sub_ui(constant, constant, draw_below(draw, 3) == 0);
        } else {
            draw_wide(draw, constant, 92);
            if (draw_below(draw, 3) == 0)
                mpz_neg(constant, constant);
        }
    }
    book->account[slot].status = (uint8_t)draw_below(draw, 4);
}

enum { SEED, SLICES, WORDS, INSTRUMENTS };

static void draw_sweep(draw_t *draw, claim_case_t *drawn)
{
    mpz_set_ui(drawn->value[SEED], draw_next(draw) >> 1);
    mpz_set_ui(drawn->value[SLICES], draw_within(draw, 0, SWEEP_SLICES));
    mpz_set_ui(drawn->value[WORDS], draw_below(draw, 16) ? draw_bits(draw, 5) : LEVEE_LEG_WORDS_MAX);
    mpz_set_ui(drawn->value[INSTRUMENTS], draw_within(draw, 1, SWEEP_INSTRUMENTS));
}

static bool is_sweep(const claim_case_t *tried)
{
    return mpz_sgn(tried->value[SEED]) >= 0 && claim_between(tried, SLICES, 0, SWEEP_SLICES) &&
           claim_between(tried, WORDS, 0, LEVEE_LEG_WORDS_MAX) &&
           claim_between(tried, INSTRUMENTS, 1, SWEEP_INSTRUMENTS);
}

/* transitions[before][after] of all random accounts. */
static uint64_t transitions[4][4];

static void draw_account(draw_t *draw, const unsigned *bits, const claim_case_t *tried, sweep_case_t *book,
                         uint32_t slot)
{
    const uint32_t words = (uint32_t)draw_within(draw, 0, claim_u32(tried, WORDS));
    bool has_room = true;

    while (has_room && book->account[slot].words < words) {
        const uint32_t i = (uint32_t)draw_below(draw, claim_u32(tried, INSTRUMENTS));

        has_room = sweep_case_add(book, slot, i, draw_quantity(draw, bits[i], &book->table[i]));
    }
    draw_constants(draw, book, slot);
}

static void evaluate_sweep(const claim_case_t *tried, claim_result_t *result)
{
    draw_t draw = {claim_u64(tried, SEED)};
    sweep_case_t *book = sweep_case_make(claim_u32(tried, SLICES));
    unsigned bits[SWEEP_INSTRUMENTS] = {0};

    book->sequence = draw_next(&draw);
    for (uint32_t i = 0; i < claim_u32(tried, INSTRUMENTS); i++) {
        bits[i] = 1 + (unsigned)draw_below(&draw, LEVEE_WIDE_BITS);
        draw_risk(&draw, bits[i], &book->table[i]);
    }
    for (uint32_t slot = 0; slot < book->slices * LEVEE_LANES; slot++)
        draw_account(&draw, bits, tried, book, slot);
    mpz_set_ui(result->want, 1);
    mpz_set_ui(result->got, sweep_case_agrees(book, result->note));
    for (uint32_t slot = 0; slot < book->slices * LEVEE_LANES; slot++)
        transitions[book->account[slot].status & 3][book->status[slot] & 3]++;
    sweep_case_free(book);
}

static claim_t sweeps_exactly = {
    {"seed", "slices", "words", "instruments"}, 6000, draw_sweep, is_sweep, evaluate_sweep};

/* Runs after sweeps_exactly: the random accounts went from each status to each. */
static void saw_every_transition(void **context)
{
    (void)context;
    for (unsigned before = 0; before < 4; before++) {
        for (unsigned after = 0; after < 4; after++)
            assert_true(transitions[before][after] > 0);
    }
}

static void assert_agrees(sweep_case_t *book, const char *what, int64_t number)
{
    char note[SWEEP_NOTE];

    if (!sweep_case_agrees(book, note))
        fail_msg("%s %lld: %s", what, (long long)number, note);
    sweep_case_free(book);
}

static void set_rows(sweep_case_t *book, int64_t row)
{
    for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++) {
        for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
            book->table[0].row[k][LEVEE_LONG].row[m] = row;
            book->table[0].row[k][LEVEE_SHORT].row[m] = -row;
        }
    }
}

/* make_extreme makes one account of so many words at the largest product, low
 * limb full, every status wrong, so that a record shows every excess. */
static sweep_case_t *make_extreme(uint32_t words, int64_t quantity, int64_t row)
{
    sweep_case_t *book = sweep_case_make(1);

    set_rows(book, row);
    while (book->account[5].words < words && sweep_case_add(book, 5, 0, quantity))
        ;
    for (uint32_t slot = 0; slot < LEVEE_LANES; slot++)
        book->account[slot].status = LEVEE_STATUS_LIQUIDATE;
    return book;
}

static void carries_in_time(void **context)
{
    static const uint32_t words[] = {0, 1, 14, 15, 16, 17, 29, 30, 31, 45, 46, 254, 255};
    static const int64_t full = (INT64_C(1) << 52) - 1; /* times 2^31 is 2^83 */

    (void)context;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_agrees(make_extreme(words[i], INT32_MAX, full), "words of the largest product", words[i]);
        assert_agrees(make_extreme(words[i], -INT32_MAX, full), "short words of the largest product", words[i]);
        assert_agrees(make_extreme(words[i], INT32_MAX, -full), "words of the least product", words[i]);
        assert_agrees(make_extreme(words[i], LEVEE_LOTS_MAX, (INT64_C(1) << 42) - 1), "wide words", words[i]);
        assert_agrees(make_extreme(words[i], -LEVEE_LOTS_MAX, (INT64_C(1) << 42) - 1), "short wide words", words[i]);
    }
}

/* A wide leg as every word pair of an account, the carry between its words
 * included, and as the last two of 255. */
static void keeps_wide_legs_together(void **context)
{
    (void)context;
    for (uint32_t before = 0; before <= LEVEE_LEG_WORDS_MAX - 2; before++) {
        sweep_case_t *book = make_extreme(before, 3, (INT64_C(1) << 42) - 1);

        assert_true(sweep_case_add(book, 5, 0, wide_min + 1023));
        (void)sweep_case_add(book, 5, 0, -7);
        assert_agrees(book, "wide leg behind words", before);
    }
}

/* Limits at a leg's size and one below it, |q| around each boundary of the leg
 * word: only the rest of a wide leg tells 2^31 from 2^31 + 1. */
static void finds_tiers_at_their_edge(void **context)
{
    static const int64_t sizes[] = {1,
                                    2,
                                    1023,
                                    1024,
                                    INT32_MAX,
                                    INT64_C(1) << 31,
                                    (INT64_C(1) << 31) + 1,
                                    (INT64_C(1) << 31) + 1023,
                                    INT64_C(1) << 40,
                                    LEVEE_LOTS_MAX - 1,
                                    LEVEE_LOTS_MAX};

    (void)context;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (int off = -1; off <= 1; off++) {
            sweep_case_t *book = make_extreme(0, 0, 1);

            for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++) {
                const int64_t limit = sizes[i] + off + (int64_t)(k / 2);

                book->table[0].limit[k] = limit < LEVEE_LOTS_MAX ? limit : LEVEE_LOTS_MAX;
                book->table[0].row[k][LEVEE_LONG].row[LEVEE_EQUITY] = 1000 + k;
                book->table[0].row[k][LEVEE_SHORT].row[LEVEE_EQUITY] = 2000 + k;
                book->table[0].row[k][LEVEE_LONG].deduction_low[LEVEE_INITIAL] = 3000 * k;
                book->table[0].row[k][LEVEE_SHORT].deduction_high[LEVEE_MAINTENANCE] = 4000 * k;
            }
            assert_true(sweep_case_add(book, 2, 0, sizes[i]));
            assert_true(sweep_case_add(book, 3, 0, -sizes[i]));
            assert_agrees(book, "leg at a limit", sizes[i]);
        }
    }
}

/* Every status before and after: sixteen accounts of two slices, with padding
 * where other accounts of the slice have legs. */
static void reports_each_change_once(void **context)
{
    sweep_case_t *book = sweep_case_make(2);
    char note[SWEEP_NOTE];

    (void)context;
    set_rows(book, 10);
    book->sequence = UINT64_MAX;
    for (uint32_t slot = 0; slot < 16; slot++) {
        const uint32_t after = slot % 4;

        book->account[slot].status = (uint8_t)(slot / 4);
        for (uint32_t i = 0; i < slot; i++)
            assert_true(sweep_case_add(book, slot, 0, 1));
        /* Of two slots with the same change, one is at zero and one far off. */
        for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
            mpz_set_si(book->account[slot].constant[m], -10 * (int64_t)slot - (m + after >= LEVEE_MEASURES ? 1 : 0));
    }
    if (!sweep_case_agrees(book, note))
        fail_msg("%s", note);
    assert_int_equal(book->summary.records, 12);
    for (uint32_t slot = 0; slot < 16; slot++)
        assert_int_equal(book->status[slot], slot % 4);
    for (uint32_t i = 1; i < 12; i++)
        assert_true(book->record[i - 1].slot < book->record[i].slot);
    assert_agrees(book, "second sweep", 0);
}

static void sweeps_nothing(void **context)
{
    (void)context;
    assert_agrees(sweep_case_make(0), "slices", 0);
    assert_agrees(sweep_case_make(SWEEP_SLICES), "empty slices", SWEEP_SLICES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(sweeps_exactly),
        cmocka_unit_test(saw_every_transition),
        cmocka_unit_test(carries_in_time),
        cmocka_unit_test(keeps_wide_legs_together),
        cmocka_unit_test(finds_tiers_at_their_edge),
        cmocka_unit_test(reports_each_change_once),
        cmocka_unit_test(sweeps_nothing),
    };

    return cmocka_run_group_tests_name("sweep", tests, NULL, NULL);
}
