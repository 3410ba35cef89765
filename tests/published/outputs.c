/* SPDX-License-Identifier: Apache-2.0
 *
 * outputs.c: what a row reads of an engine, or derives from what it reads. */
#include "outputs.h"

#include <stdlib.h>
#include <string.h>

#include "rational.h"

void output_init(output_t *output)
{
    output->text = NULL;
    output->against_up = 0;
    output->short_leg = 0;
    mpq_inits(output->value, output->quantum, output->tick, NULL);
}

void output_clear(output_t *output)
{
    mpq_clears(output->value, output->quantum, output->tick, NULL);
}

/* named: whether `key` is `name` alone, or `name` of the second account, which
 * `account` then is. */
static int named(const char *key, const char *name, uint32_t *account)
{
    const size_t length = strlen(name);

    if (strncmp(key, name, length) != 0)
        return 0;
    *account = key[length] == '\0' ? 0 : 1;
    return key[length] == '\0' || strcmp(key + length, ":second_account") == 0;
}

static int read_money(const levee_engine_t *engine, const char *key, output_t *output)
{
    static const char *const names[] = {"equity", "excess", "initial_excess", "available", "initial", "maintenance"};
    levee_account_report_t report;
    levee_money_t money[6];
    uint32_t account = 0;
    size_t found = 0;
    mpq_t initial;

    while (found < 6 && !named(key, names[found], &account))
        found++;
    if (found == 6 || account >= levee_engine_accounts(engine))
        return -1;
    levee_engine_account(engine, account, &report);
    money[0] = money[2] = report.equity;
    money[1] = report.excess;
    money[3] = report.available;
    money[4] = report.initial;
    money[5] = report.maintenance;
    rational_money(output->value, money[found], report.decimals);
    if (found == 2) {
        mpq_init(initial);
        rational_money(initial, report.initial, report.decimals);
        mpq_sub(output->value, output->value, initial);
        mpq_clear(initial);
    }
    output->against_up = found >= 4;
    return 0;
}

static int read_status(const levee_engine_t *engine, const char *key, output_t *output)
{
    levee_account_report_t report;
    uint32_t account = 0;

    if (!named(key, "status", &account) || account >= levee_engine_accounts(engine))
        return -1;
    levee_engine_account(engine, account, &report);
    output->text = levee_status_name(report.status);
    return 0;
}

/* read_tick finds the tick of `symbol` in the engine. */
static int read_tick(const levee_engine_t *engine, const char *symbol, mpq_t tick)
{
    for (uint32_t i = 0; i < levee_engine_instruments(engine); i++) {
        levee_instrument_report_t report;

        levee_engine_instrument(engine, i, &report);
        if (strcmp(report.symbol, symbol) == 0)
            return rational_parse(tick, report.tick);
    }
    return -1;
}

/* read_price: the liquidation or bankruptcy price of account 0's leg. */
static int read_price(const levee_engine_t *engine, const char *symbol, int bankruptcy, output_t *output)
{
    levee_account_report_t account;

    levee_engine_account(engine, 0, &account);
    for (uint32_t leg = 0; leg < account.leg_count; leg++) {
        levee_leg_report_t report;
        levee_price_t price[2];

        levee_engine_leg(engine, 0, leg, &report);
        if (strcmp(report.instrument, symbol) != 0)
            continue;
        levee_engine_prices(engine, 0, leg, &price[0], &price[1]);
        output->short_leg = report.lots < 0;
        output->text = price[bankruptcy].found ? NULL : "none";
        if (read_tick(engine, symbol, output->tick) != 0)
            return -1;
        return price[bankruptcy].found ? rational_parse(output->value, price[bankruptcy].text) : 0;
    }
    return -1;
}

/* source_quantum: a case's `scaling` names the quantum of its quote asset as
 * "quote 1e-N". */
static int source_quantum(const json_t *published, mpq_t quantum)
{
    static const char mark[] = "quote 1e-";
    const char *scaling = json_string_value(json_object_get(published, "scaling"));
    const char *found = scaling != NULL ? strstr(scaling, mark) : NULL;

    if (found == NULL)
        return -1;
    rational_quantum(quantum, (unsigned)strtoul(found + strlen(mark), NULL, 10));
    return 0;
}

static int derive_quote(const row_t *row, const levee_engine_t *engine, output_t *output)
{
    const json_t *inputs = json_object_get(row->published, "inputs");
    const char *market = json_string_value(json_object_get(inputs, "closing_market"));
    mpq_t delta, quantum;
    int result;

    mpq_inits(delta, quantum, NULL);
    result = market == NULL || rational_parse(delta, json_string_value(json_object_get(inputs, "closing_delta"))) ||
             source_quantum(row->published, quantum) || read_price(engine, market, 1, output);
    if (!result && output->text == NULL) {
        mpq_mul(output->value, output->value, delta);
        mpq_neg(output->value, output->value);
        rational_round(output->value, quantum, 1);
        mpq_set_ui(output->tick, 0, 1);
    }
    mpq_clears(delta, quantum, NULL);
    return result ? -1 : 0;
}

static int derive_health_factor(const levee_engine_t *engine, output_t *output)
{
    levee_account_report_t report;
    mpq_t debt;
    int result = -1;

    levee_engine_account(engine, 0, &report);
    mpq_init(debt);
    rational_money(debt, report.cash, report.decimals);
    mpq_neg(debt, debt);
    if (mpq_sgn(debt) > 0) {
        rational_money(output->value, report.excess, report.decimals);
        mpq_add(output->value, output->value, debt);
        mpq_div(output->value, output->value, debt);
        result = 0;
    }
    mpq_clear(debt);
    return result;
}

int output_read(const row_t *row, const levee_engine_t *engine, const char *key, output_t *output)
{
    static const char liquidation[] = "liquidation_price:";
    static const char bankruptcy[] = "bankruptcy_price:";

    output->text = NULL;
    mpq_set_ui(output->tick, 0, 1);
    rational_quantum(output->quantum, (unsigned)json_integer_value(json_object_get(row->inputs, "decimals")));
    if (strncmp(key, liquidation, strlen(liquidation)) == 0)
        return read_price(engine, key + strlen(liquidation), 0, output);
    if (strncmp(key, bankruptcy, strlen(bankruptcy)) == 0)
        return read_price(engine, key + strlen(bankruptcy), 1, output);
    if (strcmp(key, "quote") == 0)
        return derive_quote(row, engine, output);
    if (strcmp(key, "health_factor") == 0)
        return derive_health_factor(engine, output);
    return read_status(engine, key, output) == 0 ? 0 : read_money(engine, key, output);
}
