/* SPDX-License-Identifier: Apache-2.0
 *
 * Tiers at today's price: an inverse book through every trade of the day on
 * which AVAX fell from 28.6 to 6.02, so that its notional in coin grew 4.7
 * times and legs crossed tier after tier. Every verdict equals the oracle's;
 * at 1,000 random instants so does every account. Skipped without the data,
 * which LEVEE_DATA names. */
#include "compare_run.h"
#include "draw.h"
#include "memory.h"

#include <levee/files.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ACCOUNTS = 2000, INSTANTS = 1000, SEED = 20251010, FUTURE_EVERY = 997 };

static const char data_path[] = "data/ticks/binance-delivery_trades_2025-10-10_AVAXUSD_PERP.csv.gz";

/* Prices in the order of the file. */
typedef struct {
    case_text_t *prices;
    size_t count, out_of_order;
} day_t;

/* Returns 0 when the file is not there. */
static int read_day(day_t *day)
{
    char path[4096];
    const char *folder = getenv("LEVEE_DATA");
    snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : "../shared", data_path);
    levee_ticks_options_t options = {.format = LEVEE_TICKS_TARDIS_TRADES, .instrument = "PERP"};
    levee_ticks_t *ticks;
    levee_error_t error;
    if (access(path, R_OK) != 0)
        return 0;
    if (levee_ticks_open(path, &options, &ticks, &error) != LEVEE_OK) {
        printf("%s\n", error.message);
        exit(1);
    }
    levee_mark_spec_t tick;
    levee_result_t result;
    while ((result = levee_ticks_next(ticks, &tick, &error)) == LEVEE_OK || result == LEVEE_REJECTED) {
        day->out_of_order += result == LEVEE_REJECTED ? 1 : 0;
        if ((day->count & (day->count - 1)) == 0)
            day->prices = memory_grow(day->prices, (day->count == 0 ? 1 : 2 * day->count) * sizeof *day->prices);
        if (result == LEVEE_OK)
            snprintf(day->prices[day->count++], EXACT_TEXT, "%s", tick.mark);
    }
    levee_ticks_close(ticks);
    if (result != LEVEE_END) {
        printf("%s\n", error.message);
        exit(1);
    }
    return 1;
}

static void add_instrument(case_t *c, const char *symbol, const char *mark)
{
    static const char *const tiers[][3] = {{"2000", "0.01", "0.02"},   {"10000", "0.015", "0.03"},
                                           {"50000", "0.02", "0.05"},  {"250000", "0.05", "0.1"},
                                           {"1000000", "0.1", "0.15"}, {"", "0.15", "0.25"}};
    case_instrument_t *it = case_add_instrument(c);
    it->kind = CASE_INVERSE;
    snprintf(it->symbol, sizeof it->symbol, "%s", symbol);
    exact_copy(it->tick, "0.001");
    exact_copy(it->lot, "1");
    exact_copy(it->multiplier, "10");
    snprintf(it->mark, sizeof it->mark, "%s", mark);
    for (; it->tier_count < 6; it->tier_count++) {
        exact_copy(it->tiers[it->tier_count].notional, tiers[it->tier_count][0]);
        exact_copy(it->tiers[it->tier_count].maintenance, tiers[it->tier_count][1]);
        exact_copy(it->tiers[it->tier_count].initial, tiers[it->tier_count][2]);
    }
}

/* Adds a leg entered within 15 % of 28 and returns its worth in quanta there. */
static long add_leg(case_t *c, draw_t *d, uint32_t instrument)
{
    case_leg_t *leg = case_add_leg(c);
    leg->account = (uint32_t)c->account_count - 1;
    leg->instrument = instrument;
    long contracts = draw_length(d, 1000000), price = draw_range(d, 23800, 32200);
    snprintf(leg->quantity, sizeof leg->quantity, "%s%ld", draw_chance(d, 70) ? "" : "-", contracts);
    snprintf(leg->entry_price, sizeof leg->entry_price, "%ld.%03ld", price / 1000, price % 1000);
    return contracts * 1000000 / price * 1000000;
}

/* Isolated and cross accounts at leverage 1 to 30. */
static void draw_book(case_t *c, const char *mark)
{
    draw_t d = {.state = SEED};
    memset(c, 0, sizeof *c);
    c->settlement_count = 1;
    c->settlements[0] = (case_settlement_t){"AVAX", 8};
    add_instrument(c, "PERP", mark);
    add_instrument(c, "FUTURE", mark);
    for (unsigned i = 0; i < ACCOUNTS; i++) {
        case_account_t *a = case_add_account(c);
        snprintf(a->name, sizeof a->name, "a%u", i);
        a->isolated = draw_chance(&d, 50);
        long quanta = add_leg(c, &d, 0);
        if (!a->isolated && draw_chance(&d, 60))
            quanta += add_leg(c, &d, 1);
        quanta = quanta / draw_range(&d, 1, 30) + 1;
        snprintf(a->cash, sizeof a->cash, "%ld.%08ld", quanta / 100000000, quanta % 100000000);
    }
}

/* Every verdict of a tick, each from the status that the verdicts before it left. */
static int check_verdicts(run_t *run, uint64_t *verdicts)
{
    size_t count;
    const levee_verdict_t *rows = levee_engine_verdicts(run->engine, &count);
    for (size_t i = 0; i < count; i++) {
        uint32_t account = rows[i].account;
        if (account >= ACCOUNTS || (i > 0 && account <= rows[i - 1].account))
            return compare_fail(run, "tick %u: verdict on account number %u is out of order", run->round, account);
        oracle_account_rounded(run->o, &run->o->accounts[account], run->rounded);
        levee_status_t from = run->o->accounts[account].status, to = compare_status(run);
        if (from == to)
            return compare_fail(run, "tick %u: verdict on a%u without a change", run->round, account);
        if (!compare_verdict(run, &rows[i], account, run->c->accounts[account].name, from, to))
            return 0;
        run->o->accounts[account].status = to;
    }
    *verdicts += count;
    return 1;
}

/* Every account, and that the verdicts so far have told of every change. Counts the legs that are not in the tier
 * they started in. */
static int check_instant(run_t *run, const unsigned *first_tiers, uint64_t *crossed)
{
    if (!compare_accounts(run))
        return 0;
    for (uint32_t i = 0; i < ACCOUNTS; i++) {
        const oracle_account_t *a = &run->o->accounts[i];
        oracle_account_rounded(run->o, a, run->rounded);
        if (run->o->accounts[i].status != compare_status(run))
            return compare_fail(run, "tick %u, a%u: the verdicts end in %s, the oracle in %s", run->round, i,
                                levee_status_name(run->o->accounts[i].status), levee_status_name(compare_status(run)));
        const oracle_instrument_t *it = &run->o->instruments[0];
        *crossed += oracle_tier(it, a->legs[0].size, it->price) != first_tiers[i] ? 1 : 0;
    }
    return 1;
}

/* The row's trade; at times the future moves with it, 0.4 % above. */
static size_t make_batch(const day_t *day, size_t row, case_tick_t ticks[2])
{
    memset(ticks, 0, 2 * sizeof *ticks);
    exact_copy(ticks[0].mark, day->prices[row]);
    if (row % FUTURE_EVERY != 0)
        return 1;
    mpq_t price;
    mpq_init(price);
    exact_parse(price, day->prices[row]);
    mpz_mul_ui(mpq_numref(price), mpq_numref(price), 1004);
    mpz_mul_ui(mpq_denref(price), mpq_denref(price), 1000);
    mpq_canonicalize(price);
    ticks[1].instrument = 1;
    exact_print_rational(ticks[1].mark, price);
    mpq_clear(price);
    return 2;
}

static int replay(run_t *run, const day_t *day, const unsigned char *instants)
{
    uint64_t verdicts = 0, crossed = 0, checked = 0;
    unsigned first_tiers[ACCOUNTS];
    for (uint32_t i = 0; i < ACCOUNTS; i++)
        first_tiers[i] =
            oracle_tier(&run->o->instruments[0], run->o->accounts[i].legs[0].size, run->o->instruments[0].price);
    run->rounds = INSTANTS;
    if (!compare_verdicts(run, 1))
        return 0;
    for (size_t row = 0; row < day->count; row++) {
        case_tick_t ticks[2];
        int accepted;
        size_t count = make_batch(day, row, ticks);
        if (!compare_give_batch(run, ticks, count, &accepted) || !check_verdicts(run, &verdicts))
            return 0;
        if (!instants[row])
            continue;
        run->round = (unsigned)checked++;
        if (!check_instant(run, first_tiers, &crossed))
            return 0;
    }
    printf("ticks: %zu\nout_of_order: %zu\naccounts: %d\nverdicts: %llu\ninstants: %llu\nlegs_off_their_first_tier: "
           "%llu\n",
           day->count, day->out_of_order, ACCOUNTS, (unsigned long long)verdicts, (unsigned long long)checked,
           (unsigned long long)crossed);
    return verdicts > 0 && crossed > 0 && checked == INSTANTS;
}

int main(void)
{
    day_t day = {0};
    if (!read_day(&day)) {
        printf("skipped: no %s; LEVEE_DATA names the folder\n", data_path);
        return 0;
    }
    draw_t d = {.state = SEED + 1};
    if (day.count < INSTANTS) {
        printf("only %zu ticks in the file\n", day.count);
        return 1;
    }
    unsigned char *instants = memory_zeroed(day.count);
    for (int chosen = 0; chosen < INSTANTS;) {
        size_t row = (size_t)draw_range(&d, 0, (long)day.count - 1);
        chosen += instants[row] ? 0 : 1;
        instants[row] = 1;
    }
    case_t c;
    coverage_t coverage = {{0}};
    char message[COMPARE_MESSAGE] = "";
    run_t run;
    draw_book(&c, day.prices[0]);
    int same = compare_open(&run, &c, &coverage, message) && replay(&run, &day, instants);
    if (!same)
        printf("FAILED: %s\n", message);
    compare_close(&run);
    case_free(&c);
    free(instants);
    free(day.prices);
    return same ? 0 : 1;
}
