/* SPDX-License-Identifier: Apache-2.0
 *
 * test_revalue.c: the kernel levee_revalue on small random venues. */
#include "claim.h"
#include "exact.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

_Static_assert(LEVEE_TIERS_MAX == 16 && LEVEE_SIDES == 2 && LEVEE_MEASURES == 3, "the table's dimensions");

enum { INSTRUMENTS_MAX = 4, UPDATES_MAX = 6, UNTOUCHED = 0xa5 };

/* Rows without funding stay below this. */
static const uint64_t row_limit = (UINT64_C(1) << LEVEE_ROW_BITS) - (UINT64_C(1) << LEVEE_FUNDING_BITS);

typedef struct {
    mpz_t numerator;
    mpz_t denominator;
} ratio_t;

/* An instrument as rationals, and as what the kernel reads of it. */
typedef struct {
    ratio_t value;
    ratio_t bound[LEVEE_TIERS_MAX];
    uint32_t price_low, price_high;
} contract_t;

typedef struct {
    contract_t contract[INSTRUMENTS_MAX];
    levee_instrument_t instrument[INSTRUMENTS_MAX];
    levee_update_t update[UPDATES_MAX];
    levee_risk_t table[INSTRUMENTS_MAX];
} venue_t;

static void each_ratio(venue_t *venue, void (*act)(mpz_ptr, ...))
{
    for (uint32_t i = 0; i < INSTRUMENTS_MAX; i++) {
        act(venue->contract[i].value.numerator, venue->contract[i].value.denominator, NULL);
        for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++)
            act(venue->contract[i].bound[k].numerator, venue->contract[i].bound[k].denominator, NULL);
    }
}

static void draw_tier(draw_t *draw, uint32_t kind, uint32_t price, ratio_t *bound, levee_tier_t *tier)
{
    mpz_t most;

    mpz_init_set_ui(most, 1);
    mpz_mul_2exp(most, most, 10 + draw_below(draw, LEVEE_WIDE_BITS));
    if (kind == LEVEE_INVERSE) { /* fine enough for every price */
        mpz_mul_ui(most, most, LEVEE_PRICE_MAX / price);
        draw_ratio(draw, LEVEE_PRICE_MAX, most, bound->numerator, bound->denominator);
        tier->bound = exact_scale(bound->numerator, bound->denominator);
    } else {
        mpz_mul_ui(most, most, price);
        draw_ratio(draw, 1, most, bound->numerator, bound->denominator);
        tier->bound = exact_whole_bound(bound->numerator, bound->denominator);
    }
    for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
        for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
            tier->side[side].rate_ppm[m] = (uint32_t)draw_within(draw, 0, LEVEE_RATE_MAX_PPM);
            tier->side[side].deduction[m].high = (int64_t)draw_bits(draw, 55);
            tier->side[side].deduction[m].low = (uint32_t)draw_bits(draw, LEVEE_ROW_LOW_BITS);
        }
    }
    mpz_clear(most);
}

/* draw_instrument draws a value whose rows fit from one price on: down from it
 * for linear instruments and assets, up from it for inverse ones. */
static void draw_instrument(draw_t *draw, contract_t *contract, levee_instrument_t *instrument)
{
    const uint32_t kind = (uint32_t)draw_below(draw, 3);
    const uint32_t price = (uint32_t)draw_within(draw, 1, LEVEE_PRICE_MAX);
    const bool is_inverse = kind == LEVEE_INVERSE;
    const uint64_t finest = is_inverse ? 2 * LEVEE_PPM : UINT64_C(2) * LEVEE_PPM * LEVEE_PRICE_MAX;
    mpz_t most;

    mpz_init_set_ui(most, row_limit - 1);
    mpz_mul_ui(most, most, is_inverse ? price : LEVEE_PRICE_MAX / price);
    draw_ratio(draw, finest, most, contract->value.numerator, contract->value.denominator);
    instrument->kind = kind;
    instrument->tier_count = (uint32_t)draw_within(draw, 1, LEVEE_TIERS_MAX);
    instrument->value = exact_scale(contract->value.numerator, contract->value.denominator);
    for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++)
        draw_tier(draw, kind, price, &contract->bound[k], &instrument->tier[k]);
    contract->price_low = is_inverse ? price : 1;
    contract->price_high = is_inverse ? LEVEE_PRICE_MAX : price;
    mpz_clear(most);
}

static void draw_updates(draw_t *draw, uint32_t instruments, uint32_t updates, venue_t *venue)
{
    for (uint32_t u = 0; u < updates; u++) {
        levee_update_t *update = &venue->update[u];

        update->instrument = (uint32_t)draw_below(draw, instruments);
        const contract_t *contract = &venue->contract[update->instrument];
        update->price = (uint32_t)draw_within(draw, contract->price_low, contract->price_high);
        for (uint32_t side = 0; side < LEVEE_SIDES; side++)
            update->funding[side] = draw_signed(draw, LEVEE_FUNDING_BITS);
    }
}

static bool row_agrees(const venue_t *venue, const levee_update_t *update, uint32_t k, uint32_t side,
                       claim_result_t *result)
{
    const levee_instrument_t *instrument = &venue->instrument[update->instrument];
    const levee_side_rates_t *rates = &instrument->tier[k].side[side];
    const levee_row_t *entry = &venue->table[update->instrument].row[k][side];
    const ratio_t *value = &venue->contract[update->instrument].value;
    bool agrees = true;

    for (uint32_t m = 0; m < LEVEE_MEASURES && agrees; m++) {
        mpz_set_si(result->got, entry->row[m]);
        exact_price_part(result->want, instrument->kind, side, value->numerator, value->denominator, update->price,
                         rates->rate_ppm[m]);
        if (update->funding[side] < 0)
            mpz_add_ui(result->want, result->want, (uint64_t)-update->funding[side]);
        else
            mpz_sub_ui(result->want, result->want, (uint64_t)update->funding[side]);
        agrees = mpz_cmp(result->got, result->want) == 0;
        if (agrees) {
            exact_from_parts(result->got, entry->deduction_high[m], entry->deduction_low[m]);
            exact_from_parts(result->want, rates->deduction[m].high, rates->deduction[m].low);
            agrees = mpz_cmp(result->got, result->want) == 0;
        }
    }
    return agrees;
}

/* update_agrees compares the entries of one instrument after its last update:
 * those of its tiers, and that the others were left alone. */
static bool update_agrees(const venue_t *venue, const levee_update_t *update, claim_result_t *result)
{
    const levee_instrument_t *instrument = &venue->instrument[update->instrument];
    const contract_t *contract = &venue->contract[update->instrument];
    const levee_risk_t *risk = &venue->table[update->instrument];
    levee_risk_t untouched;

    memset(&untouched, UNTOUCHED, sizeof untouched);
    for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++) {
        (void)snprintf(result->note, CLAIM_NOTE,
                       "(instrument %" PRIu32 ", kind %" PRIu32 ", price %" PRIu32 ", tier %" PRIu32 ")",
                       update->instrument, instrument->kind, update->price, k);
        mpz_set_si(result->got, risk->limit[k]);
        if (k >= instrument->tier_count)
            mpz_set_si(result->want, untouched.limit[k]);
        else if (k + 1 == instrument->tier_count)
            mpz_set_si(result->want, LEVEE_LOTS_MAX);
        else
            exact_limit(result->want, instrument->kind, contract->bound[k].numerator, contract->bound[k].denominator,
                        update->price);
        if (mpz_cmp(result->got, result->want) != 0)
            return false;
        for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
            if (k < instrument->tier_count && !row_agrees(venue, update, k, side, result))
                return false;
            mpz_set_ui(result->want, 0);
            mpz_set_ui(result->got, k >= instrument->tier_count && memcmp(&risk->row[k][side], &untouched.row[k][side],
                                                                          sizeof untouched.row[k][side]) != 0);
            if (mpz_sgn(result->got) != 0)
                return false;
        }
    }
    return true;
}

enum { SEED, INSTRUMENTS, UPDATES };

static void draw_venue(draw_t *draw, claim_case_t *drawn)
{
    mpz_set_ui(drawn->value[SEED], draw_next(draw) >> 1);
    mpz_set_ui(drawn->value[INSTRUMENTS], draw_within(draw, 1, INSTRUMENTS_MAX));
    mpz_set_ui(drawn->value[UPDATES], draw_within(draw, 0, UPDATES_MAX));
}

static bool is_venue(const claim_case_t *tried)
{
    return mpz_sgn(tried->value[SEED]) >= 0 && claim_between(tried, INSTRUMENTS, 1, INSTRUMENTS_MAX) &&
           claim_between(tried, UPDATES, 0, UPDATES_MAX);
}

static void compare_venue(const venue_t *venue, uint32_t updates, claim_result_t *result)
{
    levee_risk_t untouched;

    memset(&untouched, UNTOUCHED, sizeof untouched);
    for (uint32_t i = 0; i < INSTRUMENTS_MAX; i++) {
        const levee_update_t *last = NULL;

        for (uint32_t u = 0; u < updates; u++)
            last = venue->update[u].instrument == i ? &venue->update[u] : last;
        if (last) {
            if (!update_agrees(venue, last, result))
                return;
        } else if (memcmp(&venue->table[i], &untouched, sizeof untouched) != 0) {
            (void)snprintf(result->note, CLAIM_NOTE, "(instrument %" PRIu32 " was touched without an update)", i);
            mpz_add_ui(result->got, result->want, 1);
            return;
        }
    }
    mpz_set(result->got, result->want);
}

static void evaluate_venue(const claim_case_t *tried, claim_result_t *result)
{
    static venue_t venue;
    draw_t draw = {claim_u64(tried, SEED)};
    const uint32_t instruments = claim_u32(tried, INSTRUMENTS), updates = claim_u32(tried, UPDATES);

    each_ratio(&venue, mpz_inits);
    memset(venue.table, UNTOUCHED, sizeof venue.table);
    for (uint32_t i = 0; i < instruments; i++)
        draw_instrument(&draw, &venue.contract[i], &venue.instrument[i]);
    draw_updates(&draw, instruments, updates, &venue);
    levee_revalue(venue.instrument, venue.update, updates, venue.table);
    compare_venue(&venue, updates, result);
    each_ratio(&venue, mpz_clears);
}

static claim_t revalues_exactly = {{"seed", "instruments", "updates"}, 6000, draw_venue, is_venue, evaluate_venue};

/* Two tiers of a linear contract, v = 2: 100 lots at price 50 are worth
 * exactly the bound of 10,000; one tick more, and only 98 are. */
static void keeps_a_leg_at_its_bound(void **context)
{
    levee_instrument_t instrument = {LEVEE_LINEAR, 2, {{0}, 0}, {{{{0}, 0}, {{{0}, {{0, 0}}}}}}};
    levee_update_t update = {0, 50, {3, -3}};
    levee_risk_t risk;

    (void)context;
    memset(&risk, UNTOUCHED, sizeof risk);
    instrument.value.limb[LEVEE_SCALE_FRACTION_LIMBS] = 2;
    instrument.tier[0].bound.limb[LEVEE_SCALE_FRACTION_LIMBS] = 5000;
    instrument.tier[1].side[LEVEE_SHORT].rate_ppm[LEVEE_MAINTENANCE] = 10000;
    levee_revalue(&instrument, &update, 1, &risk);
    assert_true(risk.limit[0] == 100 && risk.limit[1] == LEVEE_LOTS_MAX);
    assert_true(risk.row[0][LEVEE_LONG].row[LEVEE_EQUITY] == 100 * LEVEE_PPM - 3);
    assert_true(risk.row[1][LEVEE_SHORT].row[LEVEE_MAINTENANCE] == 101 * LEVEE_PPM + 3);
    update.price = 51;
    levee_revalue(&instrument, &update, 1, &risk);
    assert_true(risk.limit[0] == 98);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(revalues_exactly),
        cmocka_unit_test(keeps_a_leg_at_its_bound),
    };

    return cmocka_run_group_tests_name("revalue", tests, NULL, NULL);
}
