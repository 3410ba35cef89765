/* SPDX-License-Identifier: Apache-2.0 */
#include "brackets.h"

#include "number.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

enum { MILLION = 1000000 };

struct levee_brackets {
    char *path;
    json_t *root;
    void *next; /* of the object's members */
};

static levee_result_t load(levee_brackets_t *brackets, levee_error_t *error)
{
    const char *const path = brackets->path;
    FILE *const file = fopen(path, "rb");
    json_error_t fault;

    if (!file)
        return levee_place_system(path, "cannot open", errno, error);
    brackets->root = json_loadf(file, JSON_REJECT_DUPLICATES, &fault);
    if (fclose(file))
        return levee_place_system(path, "cannot read", errno, error);
    if (!brackets->root) {
        const levee_place_t place = {path, (uint64_t)fault.line, (uint64_t)fault.column, NULL};

        return levee_place_fail(place, LEVEE_MALFORMED, NULL, error, "not JSON: %s", fault.text);
    }
    if (!json_is_object(brackets->root)) {
        const levee_place_t place = {path, 0, 0, NULL};

        return levee_place_fail(place, LEVEE_MALFORMED, NULL, error, "not an object of symbols");
    }
    brackets->next = json_object_iter(brackets->root);
    return LEVEE_OK;
}

levee_result_t levee_brackets_open(const char *path, levee_brackets_t **brackets, levee_error_t *error)
{
    levee_brackets_t *const made = calloc(1, sizeof *made);
    levee_result_t result;

    if (!made)
        return levee_place_system(path, "cannot open", ENOMEM, error);
    made->path = strdup(path);
    result = made->path ? load(made, error) : levee_place_system(path, "cannot open", ENOMEM, error);
    if (result)
        levee_brackets_close(made);
    else
        *brackets = made;
    return result;
}

void levee_brackets_close(levee_brackets_t *brackets)
{
    if (!brackets)
        return;
    json_decref(brackets->root);
    free(brackets->path);
    free(brackets);
}

size_t levee_brackets_count(const levee_brackets_t *brackets)
{
    return json_object_size(brackets->root);
}

static levee_result_t fail(const levee_brackets_t *brackets, const char *key, size_t k, const char *field,
                           levee_result_t result, levee_error_t *error, const char *message)
{
    char where[64] = "";

    if (field)
        snprintf(where, sizeof where, "bracket %zu: %s", k + 1, field);
    return levee_place_fail((levee_place_t){brackets->path, 0, 0, key}, result, field ? where : NULL, error, "%s",
                            message);
}

/* Copies what stands before `end` in `from`; 0 when it is empty or too long. */
static int copy_part(const char *from, const char *end, char to[LEVEE_BRACKET_NAME])
{
    const size_t length = (size_t)(end - from);

    if (length == 0 || length >= LEVEE_BRACKET_NAME)
        return 0;
    memcpy(to, from, length);
    to[length] = '\0';
    return 1;
}

/* Days from 1970 to a day of the years 2000 to 2099, of which every fourth has
 * a 29th of February. */
static int64_t days_of(unsigned year, unsigned month, unsigned day)
{
    static const unsigned before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

    return 10957 + 365 * (int64_t)year + (year + 3) / 4 + before[month - 1] + (month > 2 && year % 4 == 0) + day - 1;
}

/* Dated contracts are delivered at 8:00 UTC. */
static int read_date(const char *text, char expiry[24])
{
    unsigned part[3];

    if (strlen(text) != 6 || strspn(text, "0123456789") != 6)
        return 0;
    for (size_t k = 0; k < 3; k++)
        part[k] = (unsigned)(text[2 * k] - '0') * 10 + (unsigned)(text[2 * k + 1] - '0');
    if (part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31)
        return 0;
    snprintf(expiry, 24, "%" PRId64, (days_of(part[0], part[1], part[2]) * 24 + 8) * 3600 * INT64_C(1000000000));
    return 1;
}

/* BASE/QUOTE:SETTLE or BASE/QUOTE:SETTLE-YYMMDD. */
static int split_key(const char *key, levee_bracket_list_t *list)
{
    const char *const slash = strchr(key, '/');
    const char *const colon = slash ? strchr(slash, ':') : NULL;
    const char *const dash = colon ? strchr(colon, '-') : NULL;
    int length;

    if (!colon || !copy_part(key, slash, list->base) || !copy_part(slash + 1, colon, list->quote) ||
        !copy_part(colon + 1, dash ? dash : colon + strlen(colon), list->settle))
        return 0;
    list->expiry[0] = '\0';
    if (dash && !read_date(dash + 1, list->expiry))
        return 0;
    length = snprintf(list->symbol, sizeof list->symbol, "%s%s%s%s", list->base, list->quote, dash ? "_" : "",
                      dash ? dash + 1 : "");
    return length < (int)sizeof list->symbol;
}

/* A decimal is a text here: a JSON number would pass through binary floating point. */
static levee_result_t read_decimal(const levee_brackets_t *brackets, const char *key, size_t k, const json_t *info,
                                   const char *field, const char **text, levee_error_t *error)
{
    levee_error_t inner;

    *text = json_string_value(json_object_get(info, field));
    if (!*text)
        return fail(brackets, key, k, field, LEVEE_MALFORMED, error, "is missing, or no text");
    if (levee_decimal_check(*text, &inner))
        return fail(brackets, key, k, field, LEVEE_MALFORMED, error, inner.message);
    return LEVEE_OK;
}

/* initial = ceil(10^6 / leverage) ppm. */
static levee_result_t read_leverage(const levee_brackets_t *brackets, const char *key, size_t k, const json_t *info,
                                    char initial[LEVEE_BRACKET_RATE], levee_error_t *error)
{
    const json_t *const value = json_object_get(info, "initialLeverage");
    int64_t leverage = json_is_integer(value) ? json_integer_value(value) : 0;
    size_t length;
    unsigned ppm;

    if (json_is_string(value) && levee_integer_read(json_string_value(value), &leverage))
        leverage = 0;
    if (leverage < 1 || leverage > MILLION)
        return fail(brackets, key, k, "initialLeverage", LEVEE_MALFORMED, error,
                    "is not a whole number from 1 to 1000000");
    ppm = (unsigned)((MILLION + leverage - 1) / leverage);
    length = (size_t)snprintf(initial, LEVEE_BRACKET_RATE, "%u.%06u", ppm / MILLION, ppm % MILLION);
    while (initial[length - 1] == '0')
        initial[--length] = '\0';
    if (initial[length - 1] == '.')
        initial[length - 1] = '\0';
    return LEVEE_OK;
}

/* Every bracket starts where the one before it ends, the first at 0. The last
 * tier is open: how much a venue lets one hold is no matter of margin, and some
 * files write 2^63 - 1 there. */
static levee_result_t read_bracket(const levee_brackets_t *brackets, const json_t *members, size_t k, const char **cap,
                                   levee_bracket_list_t *list, levee_error_t *error)
{
    const json_t *const info = json_object_get(json_array_get(members, k), "info");
    levee_tier_spec_t *const tier = &list->tiers[k];
    const char *floor = NULL;
    const char *const joint = *cap;
    const int last = k + 1 == list->count;
    levee_result_t result = read_leverage(brackets, list->key, k, info, list->initial[k], error);

    tier->initial = list->initial[k];
    if (!result)
        result = read_decimal(brackets, list->key, k, info, "notionalFloor", &floor, error);
    if (!result && !last)
        result = read_decimal(brackets, list->key, k, info, "notionalCap", cap, error);
    if (!result)
        result = read_decimal(brackets, list->key, k, info, "maintMarginRatio", &tier->maintenance, error);
    if (!result)
        result = read_decimal(brackets, list->key, k, info, "cum", &tier->deduction, error);
    if (result)
        return result;
    tier->notional = last ? NULL : *cap;
    if (levee_decimal_compare(floor, joint) != 0)
        return fail(brackets, list->key, k, "notionalFloor", LEVEE_REJECTED, error,
                    k ? "is not the cap of the bracket before" : "the first bracket does not start at 0");
    return LEVEE_OK;
}

levee_result_t levee_brackets_next(levee_brackets_t *brackets, levee_bracket_list_t *list, levee_error_t *error)
{
    const json_t *members;
    const char *cap = "0";
    levee_result_t result = LEVEE_OK;

    memset(list, 0, sizeof *list);
    if (!brackets->next)
        return LEVEE_END;
    list->key = json_object_iter_key(brackets->next);
    members = json_object_iter_value(brackets->next);
    brackets->next = json_object_iter_next(brackets->root, brackets->next);
    if (!split_key(list->key, list))
        return fail(brackets, list->key, 0, NULL, LEVEE_MALFORMED, error,
                    "the symbol is not BASE/QUOTE:SETTLE or BASE/QUOTE:SETTLE-YYMMDD");
    list->count = json_array_size(members);
    if (list->count == 0 || list->count > LEVEE_BRACKETS_MAX)
        return fail(brackets, list->key, 0, NULL, LEVEE_MALFORMED, error, "not a list of 1 to 256 brackets");
    list->tiers = calloc(list->count, sizeof *list->tiers);
    list->initial = calloc(list->count, sizeof *list->initial);
    if (!list->tiers || !list->initial) {
        levee_bracket_list_free(list);
        return levee_place_system(brackets->path, "cannot read", ENOMEM, error);
    }
    for (size_t k = 0; k < list->count && !result; k++)
        result = read_bracket(brackets, members, k, &cap, list, error);
    if (result)
        levee_bracket_list_free(list);
    return result;
}

void levee_bracket_list_free(levee_bracket_list_t *list)
{
    free(list->tiers);
    free(list->initial);
    list->tiers = NULL;
    list->initial = NULL;
}
