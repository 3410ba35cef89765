/* SPDX-License-Identifier: Apache-2.0
 *
 * json_as_csv.c: prints a JSON array of objects whose values are strings as
 * CSV, head included, so that a test can compare both forms of an output. An
 * object alone comes out as lines of `key: value`. Anything else is an error. */
#include <stdio.h>
#include <string.h>

#include <jansson.h>

static int print_cells(json_t *object, int keys)
{
    const char *key;
    json_t *value;
    const char *gap = "";

    json_object_foreach(object, key, value)
    {
        if (!json_is_string(value))
            return -1;
        printf("%s%s", gap, keys ? key : json_string_value(value));
        gap = ",";
    }
    putchar('\n');
    return 0;
}

/* Every row has the keys of the first, in the same order. */
static int same_keys(json_t *left, json_t *right)
{
    void *one = json_object_iter(left);
    void *other = json_object_iter(right);

    while (one != NULL && other != NULL && strcmp(json_object_iter_key(one), json_object_iter_key(other)) == 0) {
        one = json_object_iter_next(left, one);
        other = json_object_iter_next(right, other);
    }
    return one == NULL && other == NULL;
}

static int print_rows(json_t *rows)
{
    size_t index;
    json_t *row;

    json_array_foreach(rows, index, row)
    {
        if (!json_is_object(row) || !same_keys(row, json_array_get(rows, 0)))
            return -1;
        if (index == 0 && print_cells(row, 1) != 0)
            return -1;
        if (print_cells(row, 0) != 0)
            return -1;
    }
    return 0;
}

static int print_lines(json_t *object)
{
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value)
    {
        if (!json_is_string(value))
            return -1;
        printf("%s: %s\n", key, json_string_value(value));
    }
    return 0;
}

int main(void)
{
    json_error_t error;
    json_t *root = json_loadf(stdin, JSON_REJECT_DUPLICATES, &error);
    int bad;

    if (root == NULL) {
        fprintf(stderr, "json_as_csv: line %d: %s\n", error.line, error.text);
        return 1;
    }
    bad = json_is_array(root) ? print_rows(root) : json_is_object(root) ? print_lines(root) : -1;
    if (bad)
        fputs("json_as_csv: not an array of objects, or an object, of strings\n", stderr);
    json_decref(root);
    return bad ? 1 : 0;
}
