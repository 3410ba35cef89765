/* SPDX-License-Identifier: Apache-2.0
 *
 * test_names.c: names that come and go against a plain list. */
#include "../hls/claim.h"

#include "model/names.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES = 2000, CHANGES = 200000, FEW = 500 };

static void name_of(uint64_t number, char text[LEVEE_NAME_BYTES + 1])
{
    (void)snprintf(text, LEVEE_NAME_BYTES + 1, "%.*s%llu", (int)(number % 40),
                   "a-long-name-that-goes-on-and-on-and-on-", (unsigned long long)number);
}

static void random_names(void **context)
{
    static uint32_t number_of[NAMES];
    levee_names_t names = {0};
    draw_t draw = {claim_seed()};
    uint32_t alive = 0;

    (void)context;
    memset(number_of, 0xff, sizeof number_of);
    for (uint32_t i = 0; i < CHANGES; i++) {
        const uint64_t which = draw_below(&draw, i / 20000 % 2 ? FEW : NAMES);
        char text[LEVEE_NAME_BYTES + 1];

        name_of(which, text);
        assert_int_equal(levee_names_find(&names, text), number_of[which]);
        if (number_of[which] == LEVEE_NO_NAME) {
            assert_int_equal(levee_names_add(&names, text, "", "name", NAMES, &number_of[which], NULL), LEVEE_OK);
            alive++;
            assert_string_equal(levee_names_get(&names, number_of[which]), text);
            assert_int_equal(levee_names_add(&names, text, "", "name", NAMES, &(uint32_t){0}, NULL), LEVEE_REJECTED);
        } else {
            levee_names_remove(&names, number_of[which]);
            alive--;
            assert_null(levee_names_get(&names, number_of[which]));
            number_of[which] = LEVEE_NO_NAME;
        }
        assert_int_equal(names.count - names.free_count, alive);
    }
    assert_true(names.count <= NAMES);
    levee_names_free(&names);
}

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
    uint32_t number = 0;

    (void)context;
    assert_int_equal(levee_names_find(&names, "a"), LEVEE_NO_NAME);
    assert_int_equal(levee_names_add(&names, "a,b", "name", "account", 2, &number, &error), LEVEE_MALFORMED);
    assert_int_equal(levee_names_add(&names, "a", "name", "account", 2, &number, &error), LEVEE_OK);
    assert_int_equal(levee_names_add(&names, "a", "name", "account", 2, &number, &error), LEVEE_REJECTED);
    assert_string_equal(error.message, "account a is there already");
    assert_int_equal(levee_names_add(&names, "b", "name", "account", 2, &number, &error), LEVEE_OK);
    assert_int_equal(levee_names_add(&names, "c", "name", "account", 2, &number, &error), LEVEE_REJECTED);
    assert_string_equal(error.message, "more than 2 accounts");
    assert_string_equal(error.field, "name");
    assert_int_equal(names.count, 2);
    levee_names_free(&names);
    assert_int_equal(levee_names_find(&names, "a"), LEVEE_NO_NAME);
}

static void the_limit_counts_the_living(void **context)
{
    levee_names_t names = {0};
    uint32_t first = 0;
    uint32_t number = 0;

    (void)context;
    assert_int_equal(levee_names_add(&names, "a", "", "name", 2, &first, NULL), LEVEE_OK);
    assert_int_equal(levee_names_add(&names, "b", "", "name", 2, &number, NULL), LEVEE_OK);
    assert_int_equal(levee_names_add(&names, "c", "", "name", 2, &number, NULL), LEVEE_REJECTED);
    levee_names_remove(&names, first);
    assert_int_equal(levee_names_add(&names, "a longer one", "", "name", 2, &number, NULL), LEVEE_OK);
    assert_int_equal(number, first);
    assert_string_equal(levee_names_get(&names, number), "a longer one");
    levee_names_free(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_names),   cmocka_unit_test(the_limit_counts_the_living),
        cmocka_unit_test(refuses_bytes),  cmocka_unit_test(refuses_lengths),
        cmocka_unit_test(refuses_to_add),
    };

    return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
