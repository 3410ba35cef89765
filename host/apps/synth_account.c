/* SPDX-License-Identifier: Apache-2.0 */
#include "synth_account.h"

#include "synth_random.h"

enum {
    PERCENT_ISOLATED = 30,
    PERCENT_LONG = 55,
    PERCENT_COLLATERAL = 25, /* of cross accounts, where the venue has assets */
    PERCENT_LOAN = 4,
    PERCENT_RESERVED = 3,
    PERCENT_ROUND = 60, /* legs of a round number of lots */
    PER_MILLE_RESTRICTED = 5,

    TRADES_MAX = 30,  /* legs but for collateral and loan */
    PICK_TRIES = 200, /* draws that meet instruments already held, before the next free one is taken */

    MEDIAN_CENTS = 150000,      /* of the notional an account trades with */
    ACCOUNT_SPREAD = 2 * 65536, /* standard deviation of its base-2 logarithm, 2^-16 */
    LEG_SPREAD = 65536,
    CROSS_LEVERAGE = 2 * 65536, /* base-2 logarithm of the median */
    CROSS_SPREAD = 78643,
    CROSS_LEVERAGE_MAX = 7 * 65536,

    ENTRY_PPM_MAX = 300000,   /* how far an entry price is from the mark */
    ENTRY_PPM_SPREAD = 40000, /* standard deviation, at most */
    PPM = 1000000
};

/* What traders choose for isolated positions: base-2 logarithm in 2^-16, and
 * how many of a hundred choose it. */
typedef struct {
    int32_t exponent;
    uint32_t percent;
} leverage_t;

static const leverage_t popular[] = {
    {0, 3},      {65536, 6},  {103872, 9}, {152170, 16}, {217706, 25}, {283242, 20}, /* 1 2 3 5 10 20 */
    {304340, 6}, {369876, 8}, {408212, 2}, {435412, 4},  {456510, 1},                /* 25 50 75 100 125 */
};

static int chance(levee_random_t *random, uint32_t percent)
{
    return levee_random_below(random, 100) < percent;
}

/* A normal draw with standard deviation `spread`, in the unit of `spread`. */
static int32_t spread_draw(levee_random_t *random, int32_t spread)
{
    return (int32_t)((int64_t)levee_random_normal(random) * spread / (1 << LEVEE_NORMAL_BITS));
}

static uint32_t pick_settlement(const levee_synth_market_t *market, levee_random_t *random)
{
    uint64_t place = levee_random_below(random, market->weight);
    uint32_t index = 0;

    while (place >= market->settlements[index].weight)
        place -= market->settlements[index++].weight;
    return index;
}

static uint32_t pick_traded(const levee_synth_market_t *market, const levee_synth_settlement_t *settlement,
                            levee_random_t *random)
{
    uint64_t place = levee_random_below(random, settlement->weight);
    uint32_t index = 0;

    while (place >= market->instruments[settlement->traded[index]].weight)
        place -= market->instruments[settlement->traded[index++]].weight;
    return settlement->traded[index];
}

static int holds(const levee_synth_plan_t *plan, uint32_t instrument)
{
    for (uint32_t i = 0; i < plan->leg_count; i++)
        if (plan->legs[i].instrument == instrument)
            return 1;
    return 0;
}

static uint32_t pick_new(const levee_synth_market_t *market, const levee_synth_settlement_t *settlement,
                         const levee_synth_plan_t *plan, levee_random_t *random)
{
    for (int i = 0; i < PICK_TRIES; i++) {
        const uint32_t instrument = pick_traded(market, settlement, random);

        if (!holds(plan, instrument))
            return instrument;
    }
    for (uint32_t i = 0;; i++)
        if (!holds(plan, settlement->traded[i]))
            return settlement->traded[i];
}

/* Kept in venue order, which is the order of every report. */
static void insert_leg(levee_synth_plan_t *plan, levee_synth_leg_t leg)
{
    uint32_t place = plan->leg_count++;

    for (; place > 0 && plan->legs[place - 1].instrument > leg.instrument; place--)
        plan->legs[place] = plan->legs[place - 1];
    plan->legs[place] = leg;
}

/* Two digits and zeros, as people order. */
static int64_t round_lots(int64_t lots)
{
    int64_t unit = 1;

    while (lots / unit >= 100)
        unit *= 10;
    return lots / unit * unit;
}

static int64_t lots_of(const levee_synth_instrument_t *instrument, levee_int128_t value)
{
    const levee_int128_t most = INT64_C(1) << 40;
    const levee_int128_t lots = value / instrument->lot_value;

    if (lots < 1)
        return 1;
    return (int64_t)(lots < most ? lots : most);
}

/* An entry price near the mark; the nearer, the higher the leverage, since the
 * others no longer exist. */
static levee_int128_t draw_entry(const levee_synth_instrument_t *instrument, int32_t leverage, levee_random_t *random)
{
    const levee_int128_t margin_ppm = levee_exp2_times(PPM / 2, -leverage);
    const int32_t spread = margin_ppm < ENTRY_PPM_SPREAD ? (int32_t)margin_ppm : ENTRY_PPM_SPREAD;
    const int32_t steps = instrument->tick.places + 2 <= 18 ? 100 : 1;
    int32_t away = spread_draw(random, spread);
    levee_int128_t entry;

    if (away > ENTRY_PPM_MAX)
        away = ENTRY_PPM_MAX;
    if (away < -ENTRY_PPM_MAX)
        away = -ENTRY_PPM_MAX;
    entry = instrument->mark_ticks * steps * (PPM + away) / PPM;
    return entry > 0 ? entry : 1;
}

static levee_int128_t money_of_cents(const levee_synth_settlement_t *settlement, levee_int128_t cents)
{
    return cents * levee_power_of_ten(settlement->decimals + 10) / settlement->micro_quote;
}

static void draw_trade(const levee_synth_market_t *market, levee_synth_plan_t *plan, levee_int128_t cents,
                       int32_t leverage, levee_random_t *random)
{
    const levee_int128_t cents_max = INT64_C(20000000000);
    const levee_synth_settlement_t *settlement = &market->settlements[plan->settlement];
    const uint32_t index = pick_new(market, settlement, plan, random);
    const levee_synth_instrument_t *instrument = &market->instruments[index];
    levee_synth_leg_t leg = {index, 0, 0};

    cents = levee_exp2_times(cents, spread_draw(random, LEG_SPREAD));
    leg.lots = lots_of(instrument, money_of_cents(settlement, cents < cents_max ? cents : cents_max));
    if (chance(random, PERCENT_ROUND))
        leg.lots = round_lots(leg.lots);
    leg.entry = draw_entry(instrument, leverage, random);
    plan->margin += levee_exp2_times(leg.lots * instrument->lot_value, -leverage);
    if (!chance(random, PERCENT_LONG))
        leg.lots = -leg.lots;
    insert_leg(plan, leg);
}

/* Collateral worth 10 to 100 % of the margin, or a loan of 5 to 30 % of it. */
static void draw_asset(const levee_synth_market_t *market, levee_synth_plan_t *plan, int loan, levee_random_t *random)
{
    const levee_synth_settlement_t *settlement = &market->settlements[plan->settlement];
    const uint32_t index = settlement->assets[levee_random_below(random, settlement->asset_count)];
    const uint32_t percent =
        (uint32_t)(loan ? 5 + levee_random_below(random, 26) : 10 + levee_random_below(random, 91));
    const levee_int128_t value = plan->margin / 100 * percent;
    const int64_t lots = lots_of(&market->instruments[index], value);

    if (value >= market->instruments[index].lot_value && !holds(plan, index))
        insert_leg(plan, (levee_synth_leg_t){index, loan ? -lots : lots, 0});
}

static int32_t draw_isolated_leverage(levee_random_t *random)
{
    uint32_t place = (uint32_t)levee_random_below(random, 100);
    uint32_t index = 0;

    while (place >= popular[index].percent)
        place -= popular[index++].percent;
    return popular[index].exponent;
}

static int32_t draw_cross_leverage(levee_random_t *random)
{
    const int32_t leverage = CROSS_LEVERAGE + spread_draw(random, CROSS_SPREAD);

    if (leverage < 0)
        return 0;
    return leverage < CROSS_LEVERAGE_MAX ? leverage : CROSS_LEVERAGE_MAX;
}

void levee_synth_draw(const levee_synth_market_t *market, uint64_t seed, uint32_t index, levee_synth_plan_t *plan)
{
    levee_random_t random = levee_random_new(seed, index);
    const levee_synth_settlement_t *settlement;
    uint32_t trades = 1;
    levee_int128_t cents;
    int32_t leverage;

    *plan = (levee_synth_plan_t){.settlement = pick_settlement(market, &random)};
    settlement = &market->settlements[plan->settlement];
    plan->isolated = chance(&random, PERCENT_ISOLATED);
    leverage = plan->isolated ? draw_isolated_leverage(&random) : draw_cross_leverage(&random);
    while (!plan->isolated && trades < TRADES_MAX && chance(&random, 75))
        trades++;
    if (trades > settlement->traded_count)
        trades = settlement->traded_count;
    cents = levee_exp2_times(MEDIAN_CENTS, spread_draw(&random, ACCOUNT_SPREAD));
    for (uint32_t i = 0; i < trades; i++)
        draw_trade(market, plan, cents, leverage, &random);
    plan->factor_ppm = (uint32_t)(PPM + 20000 + levee_random_below(&random, 300000));
    if (levee_random_below(&random, 1000) < PER_MILLE_RESTRICTED)
        plan->restricted_ppm = (uint32_t)(300000 + levee_random_below(&random, 600000));
    if (plan->isolated)
        return;
    if (settlement->asset_count > 0 && chance(&random, PERCENT_COLLATERAL))
        draw_asset(market, plan, 0, &random);
    if (settlement->asset_count > 0 && chance(&random, PERCENT_LOAN))
        draw_asset(market, plan, 1, &random);
    if (chance(&random, PERCENT_RESERVED))
        plan->reserved =
            plan->margin / 100 * (levee_int128_t)(5 + levee_random_below(&random, 36)) / LEVEE_QUANTUM * LEVEE_QUANTUM;
}

levee_int128_t levee_synth_cash(const levee_synth_plan_t *plan, const levee_account_report_t *report)
{
    const levee_int128_t initial = levee_money_wide(report->initial);
    const levee_int128_t maintenance = levee_money_wide(report->maintenance);
    levee_int128_t equity = initial * plan->factor_ppm / PPM;
    levee_int128_t missing;

    if (plan->restricted_ppm > 0)
        equity = maintenance + (initial - maintenance) * plan->restricted_ppm / PPM;
    else if (equity < plan->margin)
        equity = plan->margin;
    missing = equity - levee_money_wide(report->equity);
    return missing > 0 ? (missing + LEVEE_QUANTUM - 1) / LEVEE_QUANTUM : 0;
}

char *levee_synth_quantity(const levee_synth_instrument_t *instrument, int64_t lots, char *text)
{
    return levee_scaled_print((levee_scaled_t){instrument->lot.mantissa * lots, instrument->lot.places}, text);
}

char *levee_synth_entry(const levee_synth_instrument_t *instrument, levee_int128_t entry, char *text)
{
    const unsigned places = instrument->tick.places;

    text[0] = '\0';
    if (entry == 0)
        return text;
    return levee_scaled_print(
        (levee_scaled_t){instrument->tick.mantissa * entry, places + 2 <= 18 ? places + 2 : places}, text);
}
