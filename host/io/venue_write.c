/* SPDX-License-Identifier: Apache-2.0 */
#include "place.h"
#include "venue_file.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include <yaml.h>

/* writer_t: an emitter whose first failure sticks, to be looked at at the end. */
typedef struct {
    yaml_emitter_t emitter;
    int failed;
} writer_t;

static void emit(writer_t *writer, yaml_event_t *event, int made)
{
    if (!made || writer->failed)
        writer->failed = 1;
    else
        writer->failed = !yaml_emitter_emit(&writer->emitter, event);
}

static void put_scalar(writer_t *writer, const char *text, yaml_scalar_style_t style)
{
    yaml_event_t event;

    emit(writer, &event, yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text, -1, 1, 1, style));
}

static void put_key(writer_t *writer, const char *key)
{
    put_scalar(writer, key, YAML_PLAIN_SCALAR_STYLE);
}

/* Quoted, so that no reader takes it for a number; absent ones are left out. */
static void put_value(writer_t *writer, const char *key, const char *value)
{
    if (!value || !*value)
        return;
    put_key(writer, key);
    put_scalar(writer, value, YAML_DOUBLE_QUOTED_SCALAR_STYLE);
}

static void begin_mapping(writer_t *writer, yaml_mapping_style_t style)
{
    yaml_event_t event;

    emit(writer, &event, yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, style));
}

static void end_mapping(writer_t *writer)
{
    yaml_event_t event;

    emit(writer, &event, yaml_mapping_end_event_initialize(&event));
}

static void begin_sequence(writer_t *writer, const char *key)
{
    yaml_event_t event;

    put_key(writer, key);
    emit(writer, &event, yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE));
}

static void end_sequence(writer_t *writer)
{
    yaml_event_t event;

    emit(writer, &event, yaml_sequence_end_event_initialize(&event));
}

static void put_tier(writer_t *writer, const levee_tier_spec_t *tier)
{
    begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
    put_value(writer, "notional", tier->notional);
    put_value(writer, "initial", tier->initial);
    put_value(writer, "maintenance", tier->maintenance);
    put_value(writer, "deduction", tier->deduction);
    put_value(writer, "haircut", tier->haircut);
    put_value(writer, "borrow", tier->borrow);
    put_value(writer, "haircut_initial", tier->haircut_initial);
    put_value(writer, "borrow_initial", tier->borrow_initial);
    end_mapping(writer);
}

static void put_instrument(writer_t *writer, const levee_instrument_spec_t *instrument)
{
    begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
    put_value(writer, "symbol", instrument->symbol);
    put_value(writer, "kind", instrument->kind);
    put_value(writer, "underlying", instrument->underlying);
    put_value(writer, "settle", instrument->settle);
    put_value(writer, "tick", instrument->tick);
    put_value(writer, "lot", instrument->lot);
    put_value(writer, "multiplier", instrument->multiplier);
    put_value(writer, "liquidation_fee", instrument->liquidation_fee);
    put_value(writer, "expiry", instrument->expiry);
    begin_sequence(writer, "tiers");
    for (size_t k = 0; k < instrument->tier_count; k++)
        put_tier(writer, &instrument->tiers[k]);
    end_sequence(writer);
    end_mapping(writer);
}

static void put_venue(writer_t *writer, const levee_venue_file_t *file)
{
    begin_mapping(writer, YAML_BLOCK_MAPPING_STYLE);
    put_value(writer, "venue", file->venue);
    begin_sequence(writer, "settlement");
    for (size_t k = 0; k < file->settlement_count; k++) {
        begin_mapping(writer, YAML_FLOW_MAPPING_STYLE);
        put_value(writer, "asset", file->settlement[k].asset);
        put_value(writer, "decimals", file->settlement[k].decimals);
        end_mapping(writer);
    }
    end_sequence(writer);
    begin_sequence(writer, "instruments");
    for (size_t k = 0; k < file->instrument_count; k++)
        put_instrument(writer, &file->instruments[k]);
    end_sequence(writer);
    end_mapping(writer);
}

static int put_file(FILE *stream, const levee_venue_file_t *file)
{
    writer_t writer = {.failed = 0};
    yaml_event_t event;

    if (!yaml_emitter_initialize(&writer.emitter))
        return -1;
    yaml_emitter_set_output_file(&writer.emitter, stream);
    yaml_emitter_set_unicode(&writer.emitter, 1);
    yaml_emitter_set_width(&writer.emitter, -1);
    emit(&writer, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
    emit(&writer, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
    put_venue(&writer, file);
    emit(&writer, &event, yaml_document_end_event_initialize(&event, 1));
    emit(&writer, &event, yaml_stream_end_event_initialize(&event));
    yaml_emitter_delete(&writer.emitter);
    return writer.failed ? -1 : 0;
}

levee_result_t levee_venue_file_write(const char *path, const levee_venue_file_t *file, levee_error_t *error)
{
    FILE *const stream = fopen(path, "w");
    int code = 0;

    if (!stream)
        return levee_place_system(path, "cannot open", errno, error);
    errno = 0;
    if (put_file(stream, file))
        code = errno ? errno : EIO;
    if (fclose(stream) && !code)
        code = errno;
    if (!code)
        return LEVEE_OK;
    unlink(path);
    return levee_place_system(path, "cannot write", code, error);
}
