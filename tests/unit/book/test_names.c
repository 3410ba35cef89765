/* SPDX-License-Identifier: Apache-2.0
 *
 * Names that come and go against a plain array. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/names.h"
#include "random.h"

enum { NAMES = 2000, CHANGES = 200000, FEW = 500 };

static void name_of(uint64_t number, char text[LEVEE_NAME_BYTES + 1])
{
    (void)snprintf(text, LEVEE_NAME_BYTES + 1, "%.*s%llu", (int)(number % 40), "a-long-name-that-goes-on-and-on-and-on-",
                   (unsigned long long)number);
}

static void random_names(void **unused)
{
    static uint32_t number_of[NAMES];
    levee_names_t names = {0};
    uint64_t state = random_seed();
    uint32_t alive = 0;

    (void)unused;
    memset(number_of, 0xff, sizeof number_of);
    for (uint32_t i = 0; i < CHANGES; i++) {
        const uint64_t which = random_below(&state, i / 20000 % 2 ? FEW : NAMES);
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

static void the_limit_counts_the_living(void **unused)
{
    levee_names_t names = {0};
    uint32_t first = 0;
    uint32_t number = 0;

    (void)unused;
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
        cmocka_unit_test(random_names),
        cmocka_unit_test(the_limit_counts_the_living),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
