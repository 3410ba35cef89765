/* SPDX-License-Identifier: Apache-2.0
 *
 * test_names.c: the table of names against a plain list. */
#include "../hls/claim.h"

#include "model/names.h"

#include <stdlib.h>
#include <string.h>

enum { SEED, STEPS, LETTERS };
enum { LIMIT = 400, NAME = LEVEE_NAME_BYTES + 1 };

typedef struct {
    uint32_t count;
    char name[LIMIT][NAME];
} list_t;

static uint32_t list_find(const list_t *list, const char *name)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (strcmp(list->name[i], name) == 0)
            return i;
    }
    return LEVEE_NO_NAME;
}

/* draw_name draws from few letters, so that names repeat, or fills all bytes. */
static void draw_name(draw_t *draw, uint64_t letters, char name[NAME])
{
    const size_t length = draw_below(draw, 16) ? 1 + draw_below(draw, 5) : LEVEE_NAME_BYTES;

    for (size_t i = 0; i < length; i++)
        name[i] = (char)('a' + draw_below(draw, letters));
    name[length] = '\0';
}

static void draw_steps(draw_t *draw, claim_case_t *drawn)
{
    mpz_set_ui(drawn->value[SEED], draw_next(draw) >> 1);
    mpz_set_ui(drawn->value[STEPS], draw_bits(draw, 10));
    mpz_set_ui(drawn->value[LETTERS], draw_within(draw, 1, 26));
}

static bool is_steps(const claim_case_t *tried)
{
    return mpz_sgn(tried->value[SEED]) >= 0 && claim_between(tried, STEPS, 0, 1023) &&
           claim_between(tried, LETTERS, 1, 26);
}

/* step does one thing to both; false where they answer differently. */
static bool step(draw_t *draw, uint64_t letters, levee_names_t *names, list_t *list)
{
    levee_error_t error = {0};
    char name[NAME];

    draw_name(draw, letters, name);
    const uint32_t found = list_find(list, name);
    if (levee_names_find(names, name) != found)
        return false;
    if (draw_below(draw, 6) == 0 && list->count > 0) {
        levee_names_drop(names);
        list->count--;
        return levee_names_find(names, list->name[list->count]) == LEVEE_NO_NAME && names->count == list->count;
    }
    const levee_result_t result = levee_names_add(names, name, "account", "account", LIMIT, &error);
    if (found != LEVEE_NO_NAME || list->count == LIMIT)
        return result == LEVEE_REJECTED && names->count == list->count;
    memcpy(list->name[list->count++], name, NAME);
    return result == LEVEE_OK && names->count == list->count && levee_names_find(names, name) + 1 == list->count;
}

static void evaluate_steps(const claim_case_t *tried, claim_result_t *result)
{
    static list_t list;
    draw_t draw = {claim_u64(tried, SEED)};
    levee_names_t names = {0};

    list.count = 0;
    mpz_set(result->want, tried->value[STEPS]);
    for (uint64_t done = 0; done < claim_u64(tried, STEPS); done++) {
        if (!step(&draw, claim_u64(tried, LETTERS), &names, &list))
            break;
        mpz_add_ui(result->got, result->got, 1);
    }
    for (uint32_t i = 0; i < names.count && mpz_cmp(result->got, result->want) == 0; i++) {
        if (strcmp(levee_names_get(&names, i), list.name[i]) != 0 || levee_names_find(&names, list.name[i]) != i)
            mpz_set_si(result->got, -1 - (long)i);
    }
    levee_names_free(&names);
}

static claim_t keeps_names = {{"seed", "steps", "letters"}, 1000, draw_steps, is_steps, evaluate_steps};

static levee_result_t check(const char *name, levee_error_t *error)
{
    *error = (levee_error_t){0};
    return levee_names_check(name, "account", error);
}

/* Every byte in the middle of a name: what a line of text or a quoted field
 * could not carry is refused. */
static void refuses_bytes(void **context)
{
    levee_error_t error;

    (void)context;
    for (unsigned byte = 1; byte < 256; byte++) {
        const char name[] = {'a', (char)byte, 'b', '\0'};
        const bool is_bad = byte < 0x20 || byte == 0x7f || byte == ',' || byte == '"';

        assert_int_equal(check(name, &error), is_bad ? LEVEE_MALFORMED : LEVEE_OK);
        if (is_bad) {
            assert_string_equal(error.field, "account");
            assert_non_null(strstr(error.message, "byte 2"));
        }
    }
}

static void refuses_lengths(void **context)
{
    char name[LEVEE_NAME_BYTES + 2];
    levee_error_t error;

    (void)context;
    memset(name, 'x', sizeof name);
    name[LEVEE_NAME_BYTES + 1] = '\0';
    assert_int_equal(check(name, &error), LEVEE_MALFORMED);
    assert_non_null(strstr(error.message, "longer than 64 bytes"));
    name[LEVEE_NAME_BYTES] = '\0';
    assert_int_equal(check(name, &error), LEVEE_OK);
    assert_int_equal(check("", &error), LEVEE_MALFORMED);
}

static void refuses_to_add(void **context)
{
    levee_names_t names = {0};
    levee_error_t error = {0};

    (void)context;
    assert_int_equal(levee_names_find(&names, "a"), LEVEE_NO_NAME);
    assert_int_equal(levee_names_add(&names, "a,b", "name", "account", 2, &error), LEVEE_MALFORMED);
    assert_int_equal(levee_names_add(&names, "a", "name", "account", 2, &error), LEVEE_OK);
    assert_int_equal(levee_names_add(&names, "a", "name", "account", 2, &error), LEVEE_REJECTED);
    assert_string_equal(error.message, "account a is there already");
    assert_int_equal(levee_names_add(&names, "b", "name", "account", 2, &error), LEVEE_OK);
    assert_int_equal(levee_names_add(&names, "c", "name", "account", 2, &error), LEVEE_REJECTED);
    assert_string_equal(error.message, "more than 2 accounts");
    assert_string_equal(error.field, "name");
    assert_int_equal(names.count, 2);
    levee_names_free(&names);
    assert_int_equal(levee_names_find(&names, "a"), LEVEE_NO_NAME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(keeps_names),
        cmocka_unit_test(refuses_bytes),
        cmocka_unit_test(refuses_lengths),
        cmocka_unit_test(refuses_to_add),
    };

    return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
