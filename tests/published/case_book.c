/* SPDX-License-Identifier: Apache-2.0
 *
 * case_book.c: the book that a row's levee_inputs describe. */
#include "case_book.h"

#include <stdio.h>
#include <string.h>

#include "rational.h"

enum { TIERS_ROOM = 16 };

static const char SETTLEMENT[] = "USD";
static const char *const ACCOUNTS[2] = {"account", "second_account"};

static const char *text_of(const json_t *object, const char *member)
{
    return json_string_value(json_object_get(object, member));
}

static levee_result_t refuse(levee_error_t *error, const char *field, const char *message)
{
    error->result = LEVEE_MALFORMED;
    snprintf(error->field, sizeof error->field, "%s", field);
    snprintf(error->message, sizeof error->message, "%s", message);
    return LEVEE_MALFORMED;
}

/* known_members refuses members that are not in `known`, a list of names each
 * with a space on both sides. */
static levee_result_t known_members(const json_t *object, const char *known, levee_error_t *error)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)object, name, value)
    {
        char spaced[64];

        snprintf(spaced, sizeof spaced, " %s ", name);
        if (strstr(known, spaced) == NULL)
            return refuse(error, name, "this test knows no such member");
    }
    return LEVEE_OK;
}

static levee_result_t add_instrument(levee_venue_t *venue, const json_t *instrument, levee_error_t *error)
{
    levee_tier_spec_t tiers[TIERS_ROOM];
    const json_t *list = json_object_get(instrument, "tiers");
    const size_t count = json_array_size(list);
    levee_instrument_spec_t spec = {0};
    levee_result_t result = known_members(instrument, " symbol kind tick lot multiplier liquidation_fee tiers ", error);

    if (result == LEVEE_OK && count > TIERS_ROOM)
        result = refuse(error, "tiers", "more tiers than this test has room for");
    for (size_t k = 0; result == LEVEE_OK && k < count; k++) {
        const json_t *tier = json_array_get(list, k);

        result = known_members(tier, " notional initial maintenance deduction haircut borrow ", error);
        tiers[k] = (levee_tier_spec_t){.notional = text_of(tier, "notional"),
                                       .initial = text_of(tier, "initial"),
                                       .maintenance = text_of(tier, "maintenance"),
                                       .deduction = text_of(tier, "deduction"),
                                       .haircut = text_of(tier, "haircut"),
                                       .borrow = text_of(tier, "borrow")};
    }
    if (result != LEVEE_OK)
        return result;
    spec.symbol = text_of(instrument, "symbol");
    spec.kind = text_of(instrument, "kind");
    spec.settle = SETTLEMENT;
    spec.tick = text_of(instrument, "tick");
    spec.lot = text_of(instrument, "lot");
    spec.multiplier = text_of(instrument, "multiplier");
    spec.liquidation_fee = text_of(instrument, "liquidation_fee");
    spec.tiers = tiers;
    spec.tier_count = count;
    return levee_venue_add_instrument(venue, &spec, error);
}

static levee_result_t build_venue(const json_t *inputs, levee_venue_t **venue, levee_error_t *error)
{
    char decimals[16];
    size_t i;
    json_t *instrument;
    levee_result_t result =
        known_members(inputs, " decimals instruments account second_account legs marks read ", error);

    if (result == LEVEE_OK)
        result = levee_venue_new("published", venue, error);
    if (result != LEVEE_OK)
        return result;
    snprintf(decimals, sizeof decimals, "%" JSON_INTEGER_FORMAT,
             json_integer_value(json_object_get(inputs, "decimals")));
    result = levee_venue_add_settlement(*venue, SETTLEMENT, decimals, error);
    json_array_foreach(json_object_get(inputs, "instruments"), i, instrument)
    {
        if (result == LEVEE_OK)
            result = add_instrument(*venue, instrument, error);
    }
    return result;
}

static levee_result_t set_marks(levee_book_t *book, json_t *marks, levee_error_t *error)
{
    const char *symbol;
    json_t *mark;
    levee_result_t result = LEVEE_OK;

    json_object_foreach(marks, symbol, mark)
    {
        const levee_mark_spec_t spec = {symbol, text_of(mark, "mark"), text_of(mark, "funding"), 0};

        if (result == LEVEE_OK)
            result = known_members(mark, " mark funding ", error);
        if (result == LEVEE_OK)
            result = levee_book_set_mark(book, &spec, error);
    }
    return result;
}

/* add_account: the second account has the mode of the first. */
static levee_result_t add_account(levee_book_t *book, const char *name, const char *mode, const json_t *account,
                                  const json_t *legs, levee_error_t *error)
{
    const levee_account_spec_t spec = {name, mode, SETTLEMENT, text_of(account, "cash"), NULL};
    levee_result_t result = known_members(account, " mode cash legs ", error);
    size_t i;
    json_t *leg;

    if (result == LEVEE_OK)
        result = levee_book_add_account(book, &spec, error);
    json_array_foreach(legs, i, leg)
    {
        const levee_leg_spec_t leg_spec = {name, text_of(leg, "instrument"), text_of(leg, "quantity"),
                                           text_of(leg, "entry"), text_of(leg, "entry_funding")};

        if (result == LEVEE_OK)
            result = known_members(leg, " instrument quantity entry entry_funding ", error);
        if (result == LEVEE_OK)
            result = levee_book_add_leg(book, &leg_spec, error);
    }
    return result;
}

static levee_result_t fill_book(levee_book_t *book, const json_t *inputs, levee_error_t *error)
{
    const json_t *account = json_object_get(inputs, ACCOUNTS[0]);
    const json_t *second = json_object_get(inputs, ACCOUNTS[1]);
    const char *mode = text_of(account, "mode");
    levee_result_t result = set_marks(book, json_object_get(inputs, "marks"), error);

    if (result == LEVEE_OK)
        result = add_account(book, ACCOUNTS[0], mode, account, json_object_get(inputs, "legs"), error);
    if (result == LEVEE_OK && second != NULL)
        result = add_account(book, ACCOUNTS[1], mode, second, json_object_get(second, "legs"), error);
    return result;
}

levee_result_t case_engine_new(const json_t *inputs, levee_engine_t **engine, levee_error_t *error)
{
    levee_venue_t *venue = NULL;
    levee_book_t *book = NULL;
    levee_result_t result = build_venue(inputs, &venue, error);

    if (result == LEVEE_OK)
        result = levee_book_new(venue, &book, error);
    if (result != LEVEE_OK) {
        levee_venue_free(venue);
        return result;
    }
    result = fill_book(book, inputs, error);
    if (result == LEVEE_OK)
        result = levee_engine_new(book, NULL, engine, error);
    if (result != LEVEE_OK)
        levee_book_free(book);
    return result;
}

/* last_deduction finds the last tier that states a deduction, or NULL. */
static json_t *last_deduction(const json_t *inputs)
{
    json_t *found = NULL;
    json_t *instrument;
    json_t *tier;
    size_t i, k;

    json_array_foreach(json_object_get(inputs, "instruments"), i, instrument)
    {
        json_array_foreach(json_object_get(instrument, "tiers"), k, tier)
        {
            if (json_object_get(tier, "deduction") != NULL)
                found = tier;
        }
    }
    return found;
}

int case_states_deduction(const json_t *inputs)
{
    return last_deduction(inputs) != NULL;
}

int case_deduction_off(const json_t *inputs)
{
    json_t *altered = json_deep_copy(inputs);
    json_t *tier = last_deduction(altered);
    const json_int_t decimals = json_integer_value(json_object_get(inputs, "decimals"));
    levee_engine_t *engine = NULL;
    levee_error_t error;
    levee_result_t result;
    char text[RATIONAL_TEXT];
    mpq_t deduction, quantum;

    mpq_inits(deduction, quantum, NULL);
    rational_quantum(quantum, (unsigned)decimals);
    if (rational_parse(deduction, text_of(tier, "deduction")) == 0)
        mpq_add(deduction, deduction, quantum);
    json_object_set_new(tier, "deduction", json_string(rational_print(deduction, text)));
    result = case_engine_new(altered, &engine, &error);
    levee_engine_free(engine);
    mpq_clears(deduction, quantum, NULL);
    json_decref(altered);
    return result == LEVEE_REJECTED && strstr(error.field, "deduction") != NULL ? 0 : -1;
}
