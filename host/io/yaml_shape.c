/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml_shape.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

/* walk_t: one pass over the events of a text. `at` is the path of the value
 * being read; keys and depth of a schema keep it short. Recursion is as deep as
 * the schema. */
typedef struct {
    levee_yaml_text_t text;
    yaml_parser_t parser;
    yaml_event_t event;
    const levee_yaml_key_t *refused;
    levee_error_t *error;
    char at[128];
    const char *wanted; /* NULL when only checking */
    size_t matched;
    levee_place_t found;
} walk_t;

static levee_place_t place_of(const walk_t *walk, yaml_mark_t mark)
{
    return (levee_place_t){walk->text.path, mark.line + 1, mark.column + 1, walk->at};
}

/* A reader error (bad UTF-8, a control character) has an offset only. */
static yaml_mark_t mark_of_offset(const walk_t *walk, size_t offset)
{
    yaml_mark_t mark = {offset, 0, 0};

    for (size_t k = 0; k < offset && k < walk->text.length; k++) {
        mark.column = walk->text.bytes[k] == '\n' ? 0 : mark.column + 1;
        mark.line += walk->text.bytes[k] == '\n';
    }
    return mark;
}

static levee_result_t fail_to_parse(const walk_t *walk)
{
    const yaml_parser_t *const parser = &walk->parser;
    const char *const problem = parser->problem ? parser->problem : "not YAML";
    yaml_mark_t mark = parser->problem_mark;

    if (parser->error == YAML_MEMORY_ERROR)
        return levee_place_system(walk->text.path, "cannot read", ENOMEM, walk->error);
    if (parser->error == YAML_READER_ERROR)
        mark = mark_of_offset(walk, parser->problem_offset);
    return levee_place_fail(place_of(walk, mark), LEVEE_MALFORMED, NULL, walk->error, "not YAML: %s", problem);
}

static levee_result_t next_event(walk_t *walk)
{
    yaml_event_delete(&walk->event);
    return yaml_parser_parse(&walk->parser, &walk->event) ? LEVEE_OK : fail_to_parse(walk);
}

static levee_result_t fail_at(const walk_t *walk, yaml_mark_t mark, const char *what, const char *name)
{
    char shown[LEVEE_SHOW_TEXT];

    return levee_place_fail(place_of(walk, mark), LEVEE_MALFORMED, NULL, walk->error, "%s%s", what,
                            name ? levee_show(name, shown) : "");
}

/* Keeps the place of the value at `at` when it is `wanted` or lies around it
 * more closely than what was found before. */
static void compare_path(walk_t *walk)
{
    const size_t length = strlen(walk->at);

    if (!walk->wanted || strncmp(walk->wanted, walk->at, length) || length < walk->matched)
        return;
    if (length && !strchr(".[", walk->wanted[length]))
        return;
    walk->matched = length;
    walk->found = place_of(walk, walk->event.start_mark);
    walk->found.name = NULL;
}

static levee_result_t read_value(walk_t *walk, const cyaml_schema_value_t *schema);

/* The current event is a mapping's key. Reads its value too. */
static levee_result_t read_pair(walk_t *walk, const cyaml_schema_field_t *fields, uint64_t *seen)
{
    const yaml_mark_t mark = walk->event.start_mark;
    const char *const key = (const char *)walk->event.data.scalar.value;
    const size_t end = strlen(walk->at);
    levee_result_t result;
    unsigned k = 0;

    if (walk->event.type != YAML_SCALAR_EVENT || strlen(key) != walk->event.data.scalar.length)
        return fail_at(walk, mark, "a key that is no plain text", NULL);
    while (fields[k].key && strcmp(fields[k].key, key))
        k++;
    if (!fields[k].key) {
        for (const levee_yaml_key_t *refused = walk->refused; refused->key; refused++)
            if (!strcmp(refused->key, key))
                return levee_place_fail(place_of(walk, mark), LEVEE_REJECTED, refused->key, walk->error, "%s",
                                        refused->reason);
        return fail_at(walk, mark, "unknown key ", key);
    }
    if (*seen >> k & 1)
        return fail_at(walk, mark, "twice the key ", key);
    *seen |= (uint64_t)1 << k;
    snprintf(walk->at + end, sizeof walk->at - end, "%s%s", end ? "." : "", fields[k].key);
    result = next_event(walk);
    if (!result)
        result = read_value(walk, &fields[k].value);
    walk->at[end] = '\0';
    return result;
}

/* Reads on to the end, or to lists nested so deeply that libyaml gets slow. */
static levee_result_t read_rest(walk_t *walk)
{
    enum { DEEPEST = 32 };
    levee_result_t result = LEVEE_OK;
    int depth = 0;

    while (!result && depth < DEEPEST && walk->event.type != YAML_STREAM_END_EVENT) {
        result = next_event(walk);
        depth += walk->event.type == YAML_SEQUENCE_START_EVENT || walk->event.type == YAML_MAPPING_START_EVENT;
        depth -= walk->event.type == YAML_SEQUENCE_END_EVENT || walk->event.type == YAML_MAPPING_END_EVENT;
    }
    return result;
}

/* Where the indentation is broken, a mapping ends early and what follows is not
 * YAML: that is the better thing to say. */
static levee_result_t fail_for_lack(walk_t *walk, yaml_mark_t start, const char *key)
{
    const levee_result_t result = read_rest(walk);

    return result ? result : fail_at(walk, start, "missing key ", key);
}

static levee_result_t read_mapping(walk_t *walk, const cyaml_schema_field_t *fields)
{
    const yaml_mark_t start = walk->event.start_mark;
    uint64_t seen = 0;
    levee_result_t result;

    while (!(result = next_event(walk)) && walk->event.type != YAML_MAPPING_END_EVENT)
        if ((result = read_pair(walk, fields, &seen)))
            return result;
    for (unsigned k = 0; !result && fields[k].key; k++)
        if (!(seen >> k & 1) && !(fields[k].value.flags & CYAML_FLAG_OPTIONAL))
            return fail_for_lack(walk, start, fields[k].key);
    return result;
}

static levee_result_t read_sequence(walk_t *walk, const cyaml_schema_value_t *entry)
{
    const size_t end = strlen(walk->at);
    levee_result_t result;

    for (size_t k = 0; !(result = next_event(walk)) && walk->event.type != YAML_SEQUENCE_END_EVENT; k++) {
        snprintf(walk->at + end, sizeof walk->at - end, "[%zu]", k);
        if ((result = read_value(walk, entry)))
            return result;
        walk->at[end] = '\0';
    }
    return result;
}

static const char *name_type(cyaml_type_e type)
{
    return type == CYAML_MAPPING ? "a mapping" : type == CYAML_SEQUENCE ? "a list" : "a text";
}

/* The current event starts the value. */
static levee_result_t read_value(walk_t *walk, const cyaml_schema_value_t *schema)
{
    const yaml_mark_t mark = walk->event.start_mark;

    compare_path(walk);
    switch (walk->event.type) {
    case YAML_ALIAS_EVENT:
        return fail_at(walk, mark, "aliases are not accepted; write the value out", NULL);
    case YAML_MAPPING_START_EVENT:
        if (schema->type == CYAML_MAPPING)
            return read_mapping(walk, schema->mapping.fields);
        break;
    case YAML_SEQUENCE_START_EVENT:
        if (schema->type == CYAML_SEQUENCE)
            return read_sequence(walk, schema->sequence.entry);
        break;
    default:
        if (schema->type != CYAML_STRING)
            break;
        if (strlen((const char *)walk->event.data.scalar.value) != walk->event.data.scalar.length)
            return fail_at(walk, mark, "a NUL inside the text", NULL);
        return LEVEE_OK;
    }
    return levee_place_fail(place_of(walk, mark), LEVEE_MALFORMED, NULL, walk->error, "this should be %s",
                            name_type(schema->type));
}

static levee_result_t read_stream(walk_t *walk, const cyaml_schema_value_t *schema)
{
    levee_result_t result;

    while (!(result = next_event(walk)) && walk->event.type != YAML_DOCUMENT_START_EVENT)
        if (walk->event.type == YAML_STREAM_END_EVENT)
            return fail_at(walk, walk->event.start_mark, "the file is empty", NULL);
    if (!result)
        result = next_event(walk);
    if (!result)
        result = read_value(walk, schema);
    while (!result && walk->event.type != YAML_STREAM_END_EVENT) {
        result = next_event(walk);
        if (!result && walk->event.type == YAML_DOCUMENT_START_EVENT)
            return fail_at(walk, walk->event.start_mark, "a second document", NULL);
    }
    return result;
}

static levee_result_t read_text(walk_t *walk, const cyaml_schema_value_t *schema)
{
    levee_result_t result;

    if (!yaml_parser_initialize(&walk->parser))
        return levee_place_system(walk->text.path, "cannot read", ENOMEM, walk->error);
    yaml_parser_set_input_string(&walk->parser, (const unsigned char *)walk->text.bytes, walk->text.length);
    result = read_stream(walk, schema);
    yaml_event_delete(&walk->event);
    yaml_parser_delete(&walk->parser);
    return result;
}

levee_result_t levee_yaml_check(levee_yaml_text_t text, const cyaml_schema_value_t *schema,
                                const levee_yaml_key_t *refused, levee_error_t *error)
{
    walk_t walk = {.text = text, .refused = refused, .error = error};

    return read_text(&walk, schema);
}

levee_place_t levee_yaml_find(levee_yaml_text_t text, const cyaml_schema_value_t *schema, const char *wanted)
{
    static const levee_yaml_key_t none = {NULL, NULL};
    walk_t walk = {.text = text, .refused = &none, .wanted = wanted, .found = {text.path, 1, 1, NULL}};

    read_text(&walk, schema);
    return walk.found;
}
