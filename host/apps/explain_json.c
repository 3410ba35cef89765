/* SPDX-License-Identifier: Apache-2.0 */
#include "explain.h"

#include <inttypes.h>
#include <stdio.h>

#include <jansson.h>

/* fields_t: an object under construction; a failure sticks, so it is looked at
 * once, at the end. */
typedef struct {
    json_t *object;
    unsigned decimals;
    int failed;
} fields_t;

static fields_t begin(unsigned decimals)
{
    json_t *object = json_object();

    return (fields_t){object, decimals, object == NULL};
}

static void put(fields_t *fields, const char *key, json_t *value)
{
    fields->failed |= json_object_set_new(fields->object, key, value) != 0;
}

static void put_text(fields_t *fields, const char *key, const char *text)
{
    put(fields, key, json_string(text));
}

static void put_number(fields_t *fields, const char *key, int64_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRId64, number);
    put_text(fields, key, text);
}

static void put_money(fields_t *fields, const char *key, levee_money_t money)
{
    char text[LEVEE_MONEY_TEXT];

    put_text(fields, key, levee_money_print(money, fields->decimals, text));
}

static void put_measures(fields_t *fields, const char *key, const levee_money_t money[LEVEE_SHOWN_MEASURES])
{
    fields_t measures = begin(fields->decimals);

    put_money(&measures, "equity", money[0]);
    put_money(&measures, "maintenance", money[1]);
    put_money(&measures, "initial", money[2]);
    fields->failed |= measures.failed;
    put(fields, key, measures.object);
}

static fields_t leg_object(const levee_explained_leg_t *leg, unsigned decimals)
{
    const levee_leg_report_t *terms = &leg->terms;
    fields_t fields = begin(decimals);

    put_text(&fields, "instrument", terms->instrument);
    put_text(&fields, "kind", terms->kind);
    put_text(&fields, "quantity", terms->quantity);
    put_number(&fields, "lots", terms->lots);
    put_text(&fields, "mark", terms->mark);
    put_number(&fields, "tier", (int64_t)terms->tier + 1);
    put_number(&fields, "tiers", terms->tier_count);
    if (terms->tier + 1 < terms->tier_count)
        put_number(&fields, "tier_limit_lots", terms->tier_limit);
    put_number(&fields, "rate_maintenance_ppm", terms->rate_maintenance);
    put_number(&fields, "rate_initial_ppm", terms->rate_initial);
    put_money(&fields, "cost", terms->cost);
    put_money(&fields, "entry_funding", terms->entry_funding);
    put_measures(&fields, "row", terms->row);
    put_measures(&fields, "lots_times_row", terms->rows);
    put_measures(&fields, "deduction", terms->deductions);
    put_measures(&fields, "total", leg->total);
    if (!leg->is_asset) {
        put_text(&fields, "liquidation_price", leg->liquidation.text);
        put_text(&fields, "bankruptcy_price", leg->bankruptcy.text);
    }
    return fields;
}

static void put_legs(fields_t *fields, const levee_explained_t *explained)
{
    json_t *legs = json_array();

    for (uint32_t i = 0; i < explained->report.leg_count; i++) {
        fields_t leg = leg_object(&explained->legs[i], fields->decimals);

        fields->failed |= leg.failed;
        fields->failed |= json_array_append_new(legs, leg.object) != 0;
    }
    put(fields, "legs", legs);
}

int levee_explain_print_json(const levee_explained_t *explained, const levee_moment_t *moment)
{
    const levee_account_report_t *report = &explained->report;
    fields_t fields = begin(report->decimals);

    put_text(&fields, "account", report->account);
    put_text(&fields, "mode", report->mode);
    put_text(&fields, "settle", report->settle);
    put_number(&fields, "decimals", report->decimals);
    put_number(&fields, "seq", (int64_t)moment->seq);
    put_number(&fields, "time_ns", moment->time_ns);
    put_text(&fields, "status", levee_status_name(report->status));
    put_money(&fields, "cash", report->cash);
    put_money(&fields, "reserved", report->reserved);
    put_legs(&fields, explained);
    put_measures(&fields, "excess", explained->sum);
    put_measures(&fields, "engine", explained->engine);
    put_money(&fields, "initial", report->initial);
    put_money(&fields, "maintenance", report->maintenance);
    put_money(&fields, "available", report->available);
    if (!fields.failed && json_dumpf(fields.object, stdout, JSON_INDENT(2)) == 0)
        putchar('\n');
    json_decref(fields.object);
    return fields.failed ? -1 : 0;
}
