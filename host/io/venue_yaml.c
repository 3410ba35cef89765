/* SPDX-License-Identifier: Apache-2.0 */
#include "place.h"
#include "venue_file.h"
#include "yaml_shape.h"

#include <levee/files.h>

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VENUE_SIZE_MAX = 16 << 20, VENUE_SIZE_FIRST = 16 << 10 };

#define REQUIRED_TEXT(key, structure, member)                                                                          \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, structure, member, 0, CYAML_UNLIMITED)
#define OPTIONAL_TEXT(key, structure, member)                                                                          \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, structure, member, 0, CYAML_UNLIMITED)

static const cyaml_schema_field_t settlement_fields[] = {
    REQUIRED_TEXT("asset", levee_venue_settlement_t, asset),
    REQUIRED_TEXT("decimals", levee_venue_settlement_t, decimals),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t settlement_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, levee_venue_settlement_t, settlement_fields)};

static const cyaml_schema_field_t tier_fields[] = {
    OPTIONAL_TEXT("notional", levee_tier_spec_t, notional),
    OPTIONAL_TEXT("initial", levee_tier_spec_t, initial),
    OPTIONAL_TEXT("maintenance", levee_tier_spec_t, maintenance),
    OPTIONAL_TEXT("deduction", levee_tier_spec_t, deduction),
    OPTIONAL_TEXT("haircut", levee_tier_spec_t, haircut),
    OPTIONAL_TEXT("borrow", levee_tier_spec_t, borrow),
    OPTIONAL_TEXT("haircut_initial", levee_tier_spec_t, haircut_initial),
    OPTIONAL_TEXT("borrow_initial", levee_tier_spec_t, borrow_initial),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t tier_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, levee_tier_spec_t, tier_fields)};

static const cyaml_schema_field_t instrument_fields[] = {
    REQUIRED_TEXT("symbol", levee_instrument_spec_t, symbol),
    REQUIRED_TEXT("kind", levee_instrument_spec_t, kind),
    OPTIONAL_TEXT("underlying", levee_instrument_spec_t, underlying),
    REQUIRED_TEXT("settle", levee_instrument_spec_t, settle),
    REQUIRED_TEXT("tick", levee_instrument_spec_t, tick),
    REQUIRED_TEXT("lot", levee_instrument_spec_t, lot),
    OPTIONAL_TEXT("multiplier", levee_instrument_spec_t, multiplier),
    OPTIONAL_TEXT("liquidation_fee", levee_instrument_spec_t, liquidation_fee),
    OPTIONAL_TEXT("expiry", levee_instrument_spec_t, expiry),
    CYAML_FIELD_SEQUENCE_COUNT("tiers", CYAML_FLAG_POINTER, levee_instrument_spec_t, tiers, tier_count, &tier_schema, 0,
                               CYAML_UNLIMITED),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t instrument_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, levee_instrument_spec_t, instrument_fields)};

static const cyaml_schema_field_t venue_fields[] = {
    REQUIRED_TEXT("venue", levee_venue_file_t, venue),
    CYAML_FIELD_SEQUENCE("settlement", CYAML_FLAG_POINTER, levee_venue_file_t, settlement, &settlement_schema, 0,
                         CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT("instruments", CYAML_FLAG_POINTER, levee_venue_file_t, instruments, instrument_count,
                               &instrument_schema, 0, CYAML_UNLIMITED),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t venue_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, levee_venue_file_t, venue_fields)};

#define NO_OPTIONS "options are not supported yet; instruments are linear, inverse or asset"
#define NO_PORTFOLIO "portfolio margin is not supported yet; accounts are isolated or cross"

static const levee_yaml_key_t refused_keys[] = {
    {"right", NO_OPTIONS},           {"strike", NO_OPTIONS},      {"standard_options", NO_OPTIONS},
    {"scenario_sets", NO_PORTFOLIO}, {"portfolio", NO_PORTFOLIO}, {NULL, NULL},
};

static const cyaml_config_t config = {.mem_fn = cyaml_mem, .log_level = CYAML_LOG_ERROR, .flags = CYAML_CFG_NO_ALIAS};

/* Reads up to one byte more than may be there, to see that it is too much. */
static levee_result_t read_all(FILE *file, levee_yaml_text_t *text, levee_error_t *error)
{
    const levee_place_t place = {text->path, 0, 0, NULL};

    for (size_t room = VENUE_SIZE_FIRST; text->length <= VENUE_SIZE_MAX && !feof(file); room *= 2) {
        char *const bytes = realloc(text->bytes, room + 1);

        if (!bytes)
            return levee_place_system(text->path, "cannot read", ENOMEM, error);
        text->bytes = bytes;
        text->length += fread(bytes + text->length, 1, room + 1 - text->length, file);
        if (ferror(file))
            return levee_place_system(text->path, "cannot read", errno, error);
    }
    if (text->length > VENUE_SIZE_MAX)
        return levee_place_fail(place, LEVEE_REJECTED, NULL, error, "the file is larger than 16 MiB");
    return LEVEE_OK;
}

/* The caller frees text->bytes, whatever the result. */
static levee_result_t read_file(levee_yaml_text_t *text, levee_error_t *error)
{
    FILE *const file = fopen(text->path, "rb");
    levee_result_t result;

    if (!file)
        return levee_place_system(text->path, "cannot open", errno, error);
    result = read_all(file, text, error);
    if (fclose(file) && !result)
        result = levee_place_system(text->path, "cannot read", errno, error);
    return result;
}

/* Says where the value is that the interface refused. */
static levee_result_t refuse(levee_yaml_text_t text, const char *list, size_t index, const char *name,
                             const levee_error_t *inner, levee_error_t *error)
{
    char wanted[96];
    levee_place_t place;

    snprintf(wanted, sizeof wanted, "%s[%zu].%s", list, index, inner->field);
    place = levee_yaml_find(text, &venue_schema, wanted);
    place.name = name;
    return levee_place_fail(place, inner->result, inner->field, error, "%s", inner->message);
}

static levee_result_t add_all(levee_yaml_text_t text, const levee_venue_file_t *file, levee_venue_t *venue,
                              levee_error_t *error)
{
    levee_error_t inner = {0};

    for (size_t k = 0; k < file->settlement_count; k++) {
        const levee_venue_settlement_t *const settlement = &file->settlement[k];

        if (levee_venue_add_settlement(venue, settlement->asset, settlement->decimals, &inner))
            return refuse(text, "settlement", k, settlement->asset, &inner, error);
    }
    for (size_t k = 0; k < file->instrument_count; k++) {
        const levee_instrument_spec_t *const instrument = &file->instruments[k];

        if (levee_venue_add_instrument(venue, instrument, &inner))
            return refuse(text, "instruments", k, instrument->symbol, &inner, error);
    }
    return LEVEE_OK;
}

static levee_result_t build(levee_yaml_text_t text, const levee_venue_file_t *file, levee_venue_t **venue,
                            levee_error_t *error)
{
    levee_error_t inner = {0};
    levee_venue_t *made = NULL;
    levee_result_t result;

    if (levee_venue_new(file->venue, &made, &inner))
        return levee_place_fail(levee_yaml_find(text, &venue_schema, "venue"), inner.result, "venue", error, "%s",
                                inner.message);
    result = add_all(text, file, made, error);
    if (result)
        levee_venue_free(made);
    else
        *venue = made;
    return result;
}

static levee_result_t parse(levee_yaml_text_t text, levee_venue_file_t **file, levee_error_t *error)
{
    const levee_place_t place = {text.path, 0, 0, NULL};
    const levee_result_t result = levee_yaml_check(text, &venue_schema, refused_keys, error);
    cyaml_data_t *parsed = NULL;
    cyaml_err_t status;

    if (result)
        return result;
    status = cyaml_load_data((const uint8_t *)text.bytes, text.length, &config, &venue_schema, &parsed, NULL);
    if (status == CYAML_ERR_OOM)
        return levee_place_system(text.path, "cannot read", ENOMEM, error);
    if (status != CYAML_OK)
        return levee_place_fail(place, LEVEE_MALFORMED, NULL, error, "not a venue: %s", cyaml_strerror(status));
    *file = parsed;
    return LEVEE_OK;
}

void levee_venue_file_free(levee_venue_file_t *file)
{
    if (file)
        cyaml_free(&config, &venue_schema, file, 0);
}

levee_result_t levee_venue_file_read(const char *path, levee_venue_file_t **file, levee_venue_t **venue,
                                     levee_error_t *error)
{
    levee_yaml_text_t text = {path, NULL, 0};
    levee_result_t result = read_file(&text, error);

    *file = NULL;
    if (!result)
        result = parse(text, file, error);
    assert(result || *file);
    if (!result)
        result = build(text, *file, venue, error);
    if (result) {
        levee_venue_file_free(*file);
        *file = NULL;
    }
    free(text.bytes);
    return result;
}

levee_result_t levee_venue_read(const char *path, levee_venue_t **venue, levee_error_t *error)
{
    levee_venue_file_t *file;
    const levee_result_t result = levee_venue_file_read(path, &file, venue, error);

    levee_venue_file_free(file);
    return result;
}
