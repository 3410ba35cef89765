/* SPDX-License-Identifier: Apache-2.0
 *
 * yaml_shape.h: whether YAML text has the shape of a libcyaml schema, and where
 * in it a value stands. libcyaml loads such text, but names no exact places and
 * lets pass what we refuse: NULs in texts and further documents. */
#ifndef LEVEE_IO_YAML_SHAPE_H
#define LEVEE_IO_YAML_SHAPE_H

#include "place.h"

#include <cyaml/cyaml.h>

/* levee_yaml_key_t: a key outside the schema with a reason of its own. */
typedef struct {
    const char *key;
    const char *reason;
} levee_yaml_key_t;

/* levee_yaml_text_t: a file's content and the path it is called by. */
typedef struct {
    const char *path;
    char *bytes;
    size_t length;
} levee_yaml_text_t;

/* levee_yaml_check checks `text` against `schema`, which may hold mappings,
 * sequences and strings: one document, no alias, no NUL in a text, no key twice,
 * unknown or missing. `refused` ends with a NULL key. LEVEE_MALFORMED with the
 * exact place; LEVEE_NO_MEMORY. O(length). */
levee_result_t levee_yaml_check(levee_yaml_text_t text, const cyaml_schema_value_t *schema,
                                const levee_yaml_key_t *refused, levee_error_t *error);

/* levee_yaml_find returns where the value at `wanted` stands in text that
 * levee_yaml_check accepts, e.g. at "instruments[3].tiers[2].maintenance", or,
 * if it is absent, the value around it. O(length). */
levee_place_t levee_yaml_find(levee_yaml_text_t text, const cyaml_schema_value_t *schema, const char *wanted);

#endif
