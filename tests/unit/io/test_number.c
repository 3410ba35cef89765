/* SPDX-License-Identifier: Apache-2.0
 *
 * test_number.c: whole numbers at their edges, decimals against GMP. */
#include "scratch.h"

#include "number.h"

#include <levee/levee.h>

#include <gmp.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ROUNDS = 200000, DECIMAL = 40 };

static void reads_whole_numbers(void **context)
{
    static const char *const bad[] = {"",
                                      "-",
                                      "-1",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "1.0",
                                      "1e3",
                                      "0x1",
                                      "9223372036854775808",
                                      "10000000000000000000",
                                      "99999999999999999999999"};
    int64_t value = -1;

    (void)context;
    assert_int_equal(levee_integer_read("0", &value), 0);
    assert_true(value == 0);
    assert_int_equal(levee_integer_read("0009223372036854775807", &value), 0);
    assert_true(value == INT64_MAX);
    value = 7;
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        assert_int_equal(levee_integer_read(bad[k], &value), -1);
    assert_true(value == 7);
}

static void draw_decimal(char text[DECIMAL], uint64_t *state)
{
    const int few = random_below(state, 2) != 0; /* digits, so that equal numbers are likely */
    const unsigned digits = few ? 2 : 10;
    const size_t whole = 1 + random_below(state, 18), places = random_below(state, few ? 4 : 19);
    size_t used = 0;

    if (random_below(state, 3) == 0)
        text[used++] = '-';
    for (size_t k = 0; k < whole; k++)
        text[used++] = (char)('0' + (k + 2 < whole ? 0 : random_below(state, digits)));
    if (places)
        text[used++] = '.';
    for (size_t k = 0; k < places; k++)
        text[used++] = (char)('0' + random_below(state, digits));
    text[used] = '\0';
}

/* to_rational reads the digits without the point over a power of ten. */
static void to_rational(mpq_t value, const char *text)
{
    char digits[DECIMAL];
    const char *const point = strchr(text, '.');
    const size_t places = point ? strlen(point + 1) : 0;
    size_t used = 0;

    for (; *text; text++)
        if (*text != '.')
            digits[used++] = *text;
    digits[used] = '\0';
    mpz_set_str(mpq_numref(value), digits, 10);
    mpz_ui_pow_ui(mpq_denref(value), 10, places);
    mpq_canonicalize(value);
}

static void compares_decimals(void **context)
{
    const uint64_t seed = 20251010;
    uint64_t state = seed;
    unsigned equal = 0;
    mpq_t x, y;

    (void)context;
    mpq_inits(x, y, NULL);
    for (unsigned round = 0; round < ROUNDS; round++) {
        char a[DECIMAL], b[DECIMAL];
        int wanted;

        draw_decimal(a, &state);
        draw_decimal(b, &state);
        assert_int_equal(levee_decimal_check(a, NULL), LEVEE_OK);
        to_rational(x, a);
        to_rational(y, b);
        wanted = mpq_cmp(x, y);
        wanted = (wanted > 0) - (wanted < 0);
        equal += wanted == 0;
        if (levee_decimal_compare(a, b) != wanted)
            fail_msg("seed %" PRIu64 ", round %u: %s against %s is not %d", seed, round, a, b, wanted);
    }
    assert_true(equal > ROUNDS / 1000);
    mpq_clears(x, y, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_whole_numbers),
        cmocka_unit_test(compares_decimals),
    };

    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
