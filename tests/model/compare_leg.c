/* SPDX-License-Identifier: Apache-2.0 */
#include "compare_run.h"

#include <string.h>

enum { SCAN_TICKS = 400, SCAN_EVERY = 8 };

static int compare_number(run_t *run, const char *name, const char *field, long engine, long oracle)
{
    return engine == oracle ||
           compare_fail(run, "round %u, %s, %s: engine %ld, oracle %ld", run->round, name, field, engine, oracle);
}

/* A price in ticks as the engine prints it. */
static void print_price(const oracle_instrument_t *it, long price, char text[LEVEE_PRICE_TEXT])
{
    mpq_t value;
    mpq_init(value);
    mpq_set_si(value, price, 1);
    mpq_mul(value, value, it->tick);
    if (!exact_print_price(text, value))
        memcpy(text, "?", sizeof "?");
    mpq_clear(value);
}

int compare_instruments(run_t *run)
{
    uint32_t engine_instrument = 0;
    for (size_t i = 0; i < run->o->instrument_count; i++) {
        const oracle_instrument_t *it = &run->o->instruments[i];
        if (!it->accepted)
            continue;
        levee_instrument_report_t report;
        levee_engine_instrument(run->engine, engine_instrument++, &report);
        char least[LEVEE_PRICE_TEXT], most[LEVEE_PRICE_TEXT], mark[LEVEE_PRICE_TEXT] = "";
        print_price(it, it->price_min, least);
        print_price(it, it->price_max, most);
        if (it->marked)
            print_price(it, it->price, mark);
        if (strcmp(report.price_min, least) != 0 || strcmp(report.price_max, most) != 0 ||
            strcmp(report.mark, mark) != 0 || strcmp(report.symbol, run->c->instruments[i].symbol) != 0)
            return compare_fail(run, "%s: engine range %s %s mark %s, oracle range %s %s mark %s", report.symbol,
                                report.price_min, report.price_max, report.mark, least, most, mark);
    }
    return compare_number(run, "venue", "instruments", levee_engine_instruments(run->engine), engine_instrument);
}

static int compare_rows(run_t *run, const oracle_leg_t *leg, const levee_leg_report_t *report, unsigned tier,
                        const char *name)
{
    const oracle_instrument_t *it = &run->o->instruments[leg->instrument];
    mpz_t units;
    mpz_init(units);
    int same = 1;
    for (int m = EQUITY; m < MEASURES && same; m++) {
        oracle_row(it, tier, leg->side, m, it->price, units);
        same = compare_money(run, name, "row", report->row[m], units);
        mpz_mul_si(units, units, leg->lots);
        same = same && compare_money(run, name, "rows", report->rows[m], units) &&
               compare_money(run, name, "deduction", report->deductions[m], it->tiers[tier].deduction[leg->side][m]);
    }
    mpz_mul_ui(units, leg->cost, 1000000);
    same = same && compare_money(run, name, "cost", report->cost, units) &&
           compare_money(run, name, "entry funding", report->entry_funding, leg->entry);
    mpz_clear(units);
    return same;
}

/* The tier's limit in lots, which ends where legs do: at 2^41 - 1. */
static int compare_limit(run_t *run, const oracle_leg_t *leg, const levee_leg_report_t *report, unsigned tier,
                         const char *name)
{
    const oracle_instrument_t *it = &run->o->instruments[leg->instrument];
    if (it->tiers[tier].open)
        return compare_number(run, name, "tier limit", report->tier_limit, INT64_MAX);
    mpz_t lots;
    mpz_init(lots);
    oracle_tier_lots(it, tier, it->price, lots);
    if (mpz_cmp(lots, leg->size) == 0)
        run->coverage->met[MET_AT_LIMIT]++;
    long limit = mpz_sizeinbase(lots, 2) <= 41 ? mpz_get_si(lots) : (1L << 41) - 1;
    mpz_clear(lots);
    return compare_number(run, name, "tier limit", report->tier_limit, limit);
}

int compare_leg(run_t *run, const oracle_account_t *a, uint32_t engine_account, uint32_t leg_number, const char *name)
{
    const oracle_leg_t *leg = &a->legs[leg_number];
    const oracle_instrument_t *it = &run->o->instruments[leg->instrument];
    levee_leg_report_t report;
    levee_engine_leg(run->engine, engine_account, leg_number, &report);
    unsigned tier = oracle_tier(it, leg->size, it->price);
    mpz_t below;
    mpz_init(below);
    if (tier > 0) {
        oracle_tier_lots(it, tier - 1, it->price, below);
        mpz_add_ui(below, below, 1);
        run->coverage->met[MET_OVER_LIMIT] += mpz_cmp(below, leg->size) == 0 ? 1 : 0;
    }
    mpz_clear(below);
    run->coverage->met[MET_WIDE_LEGS] += mpz_sizeinbase(leg->size, 2) > 31 ? 1 : 0;
    return compare_number(run, name, "lots", report.lots, leg->lots) &&
           compare_number(run, name, "tier", report.tier, tier) &&
           compare_number(run, name, "tiers", report.tier_count, it->tier_count) &&
           compare_number(run, name, "maintenance rate", report.rate_maintenance,
                          it->tiers[tier].rate[leg->side][MAINTENANCE]) &&
           compare_number(run, name, "initial rate", report.rate_initial, it->tiers[tier].rate[leg->side][INITIAL]) &&
           (strcmp(report.instrument, run->c->instruments[leg->instrument].symbol) == 0 ||
            compare_fail(run, "%s: leg %u is %s", name, leg_number, report.instrument)) &&
           compare_limit(run, leg, &report, tier, name) && compare_rows(run, leg, &report, tier, name);
}

/* What the account's measure is without the leg. */
static void rest_of_account(run_t *run, const oracle_leg_t *leg, int measure, mpz_t rounded, mpq_t exact)
{
    long price = run->o->instruments[leg->instrument].price;
    oracle_leg_rounded(run->o, leg, measure, price, rounded);
    mpz_sub(rounded, run->rounded[measure], rounded);
    oracle_leg_exact(run->o, leg, measure, price, exact);
    mpq_sub(exact, run->exact[measure], exact);
}

/* Whether the textbook measure with the leg at `price` is below the bound between the readings, as it has to be where
 * the engine sees a deficit. */
static int textbook_deficit(run_t *run, const oracle_leg_t *leg, int measure, const mpq_t rest, long price)
{
    mpq_t units;
    mpz_t bound, here;
    mpq_init(units);
    mpz_inits(bound, here, NULL);
    oracle_leg_exact(run->o, leg, measure, price, units);
    mpq_add(units, units, rest);
    oracle_leg_bound(run->o, leg, measure, run->o->instruments[leg->instrument].price, here);
    mpz_sub(bound, run->bound[measure], here);
    oracle_leg_bound(run->o, leg, measure, price, here);
    mpz_add(bound, bound, here);
    int deficit = mpz_sgn(bound) == 0 ? mpq_sgn(units) < 0 : mpq_cmp_z(units, bound) < 0;
    mpz_clears(bound, here, NULL);
    mpq_clear(units);
    return deficit;
}

/* Whether the textbook measure is >= 0 with the leg at `price`. */
static int textbook_safe(run_t *run, const oracle_leg_t *leg, int measure, const mpq_t rest, long price)
{
    mpq_t units;
    mpq_init(units);
    oracle_leg_exact(run->o, leg, measure, price, units);
    mpq_add(units, units, rest);
    int safe = mpq_sgn(units) >= 0;
    mpq_clear(units);
    return safe;
}

/* Whether the closed form is what it claims: the textbook measure turns at its price, or nowhere in the range. */
static int turns_there(run_t *run, const oracle_leg_t *leg, int measure, const mpq_t rest, oracle_price_t textbook)
{
    const oracle_instrument_t *it = &run->o->instruments[leg->instrument];
    long unsafe_end = leg->side == LONG ? it->price_min : it->price_max;
    long safe_end = leg->side == LONG ? it->price_max : it->price_min;
    if (textbook.found == ORACLE_SAFE)
        return textbook_safe(run, leg, measure, rest, unsafe_end);
    if (textbook.found == ORACLE_UNSAFE)
        return !textbook_safe(run, leg, measure, rest, safe_end);
    return textbook_safe(run, leg, measure, rest, textbook.price) &&
           !textbook_safe(run, leg, measure, rest, textbook.price + (leg->side == LONG ? -1 : 1));
}

/* The engine's price, known to be the rounded reading's, against the closed form: never less safe, and a tick nearer
 * the unsafe end not safe by as much as the bound. */
static int safe_side(run_t *run, const oracle_leg_t *leg, int measure, const mpq_t rest, oracle_price_t engine,
                     const char *name)
{
    const oracle_instrument_t *it = &run->o->instruments[leg->instrument];
    oracle_price_t textbook = oracle_price_exact(run->o, leg, measure, rest);
    if (!turns_there(run, leg, measure, rest, textbook))
        return compare_fail(run, "round %u, %s, leg %u: the textbook measure does not turn at %ld", run->round, name,
                            leg->instrument, textbook.price);
    long unsafe = leg->side == LONG ? engine.price - 1 : engine.price + 1;
    int safe = engine.found == ORACLE_UNSAFE || textbook.found == ORACLE_SAFE;
    if (engine.found == ORACLE_FOUND && textbook.found == ORACLE_FOUND)
        safe = leg->side == LONG ? engine.price >= textbook.price : engine.price <= textbook.price;
    int near = engine.found == ORACLE_SAFE;
    if (engine.found == ORACLE_UNSAFE)
        unsafe = leg->side == LONG ? it->price_max : it->price_min;
    if (unsafe < it->price_min || unsafe > it->price_max)
        near = 1;
    near = near || textbook_deficit(run, leg, measure, rest, unsafe);
    return (safe && near) ||
           compare_fail(run, "round %u, %s, leg %u, %s price: engine %d %ld, textbook %d %ld, %s", run->round, name,
                        leg->instrument, measure == EQUITY ? "bankruptcy" : "liquidation", (int)engine.found,
                        engine.price, (int)textbook.found, textbook.price, safe ? "too far" : "less safe");
}

/* Looks at every tick of a short range, or at those around the price found. */
static int scan_agrees(run_t *run, const oracle_leg_t *leg, int measure, const mpz_t rest, oracle_price_t found)
{
    const oracle_instrument_t *it = &run->o->instruments[leg->instrument];
    long first = it->price_min, last = it->price_max;
    int all = last - first < SCAN_TICKS;
    if (!all && found.found == ORACLE_FOUND) {
        first = found.price - SCAN_TICKS / 8 > first ? found.price - SCAN_TICKS / 8 : first;
        last = found.price + SCAN_TICKS / 8 < last ? found.price + SCAN_TICKS / 8 : last;
    } else if (!all) {
        last = first + SCAN_TICKS / 4;
    }
    oracle_price_t scan = oracle_price_scan(run->o, leg, measure, rest, first, last);
    run->coverage->met[MET_PRICE_SCANS]++;
    if (!all && found.found == ORACLE_FOUND && scan.found == ORACLE_SAFE)
        return found.price == (leg->side == LONG ? it->price_min : it->price_max);
    return scan.found == found.found && scan.price == found.price;
}

static int compare_price(run_t *run, const oracle_leg_t *leg, int measure, const levee_price_t *engine,
                         const char *name)
{
    const oracle_instrument_t *it = &run->o->instruments[leg->instrument];
    mpz_t rounded;
    mpq_t exact;
    mpz_init(rounded);
    mpq_init(exact);
    rest_of_account(run, leg, measure, rounded, exact);
    oracle_price_t price = oracle_price_rounded(run->o, leg, measure, rounded);
    char text[LEVEE_PRICE_TEXT] = "none";
    if (price.found == ORACLE_FOUND)
        print_price(it, price.price, text);
    run->coverage->met[MET_PRICE_FOUND + (int)price.found]++;
    run->coverage->met[MET_PRICE_DIPS] += price.dips ? 1 : 0;
    int same = strcmp(engine->text, text) == 0 && (engine->found != 0) == (price.found == ORACLE_FOUND);
    if (!same)
        compare_fail(run, "round %u, %s, %s, %s price: engine %s, oracle %s", run->round, name,
                     run->c->instruments[leg->instrument].symbol, measure == EQUITY ? "bankruptcy" : "liquidation",
                     engine->text, text);
    uint64_t number = run->coverage->met[MET_PRICES];
    if (same && (run->thorough || number % SCAN_EVERY == 0) && !scan_agrees(run, leg, measure, rounded, price))
        same = compare_fail(run, "round %u, %s, %s: a scan of the ticks denies the oracle's %s price %s", run->round,
                            name, run->c->instruments[leg->instrument].symbol,
                            measure == EQUITY ? "bankruptcy" : "liquidation", text);
    same = same && safe_side(run, leg, measure, exact, price, name);
    mpz_clear(rounded);
    mpq_clear(exact);
    return same;
}

int compare_prices(run_t *run, const oracle_account_t *a, uint32_t engine_account, uint32_t leg_number,
                   const char *name)
{
    const oracle_leg_t *leg = &a->legs[leg_number];
    if (run->o->instruments[leg->instrument].kind == CASE_ASSET)
        return 1;
    levee_price_t liquidation, bankruptcy;
    levee_engine_prices(run->engine, engine_account, leg_number, &liquidation, &bankruptcy);
    run->coverage->met[MET_PRICES]++;
    return compare_price(run, leg, MAINTENANCE, &liquidation, name) &&
           compare_price(run, leg, EQUITY, &bankruptcy, name);
}
