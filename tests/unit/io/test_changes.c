/* SPDX-License-Identifier: Apache-2.0
 *
 * test_changes.c: changes as they are written, and what ends or passes a
 * stream of them. */
#include "scratch.h"

#include <levee/files.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { TEXT = 4096 };

#define HEADER "time_ns,account,event,instrument,quantity,price,amount\n"

/* print_changes reads a whole stream as one line a change, "R " in front of
 * rejected ones, and the message that ended it, without the directory. */
static const char *print_changes(const char *path)
{
    static char text[TEXT];
    levee_changes_t *changes = NULL;
    levee_change_t change;
    levee_error_t error = {0};
    size_t used = 0;
    levee_result_t result = levee_changes_open(path, &changes, &error);

    *text = '\0';
    while (!result) {
        result = levee_changes_next(changes, &change, &error);
        if (result != LEVEE_OK && result != LEVEE_REJECTED)
            break;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%" PRId64 "|%s|%s|%s|%s|%s|%s\n",
                                 result ? "R " : "", change.time_ns, change.account, change.event, change.instrument,
                                 change.quantity, change.price, change.amount);
        result = LEVEE_OK;
    }
    if (result != LEVEE_END) {
        const char *const message = strrchr(error.message, '/');

        snprintf(text + used, sizeof text - used, "%s\n", message ? message + 1 : error.message);
        assert_int_equal(error.result, result);
        if (changes)
            assert_int_equal(levee_changes_next(changes, &change, &error), LEVEE_END);
    }
    levee_changes_close(changes);
    return text;
}

static void expect(const char *file, const char *wanted)
{
    assert_string_equal(print_changes(scratch_write("changes.csv", file, strlen(file))), wanted);
}

static void reads_every_event(void **context)
{
    (void)context;
    expect(HEADER "0,a,fill,B,-0.5,120000.25,\n"
                  "1,a,deposit,,,,10\n1,a,withdraw,ETH,2,,\n2,a,fee,,,,0.1\n2,a,reserve,,,,0\n"
                  "3,,funding,B,,,-1.5\n3,,settle,B,,100,\n4,c,open,cross:USDT,,,5\n9223372036854775807,c,close,,,,\n",
           "0|a|fill|B|-0.5|120000.25|\n1|a|deposit||||10\n1|a|withdraw|ETH|2||\n2|a|fee||||0.1\n2|a|reserve||||0\n"
           "3||funding|B|||-1.5\n3||settle|B||100|\n4|c|open|cross:USDT|||5\n9223372036854775807|c|close||||\n");
    expect("amount,price,quantity,instrument,event,account,time_ns\n1,2,3,i,e,a,5\n", "5|a|e|i|3|2|1\n");
    expect(HEADER, "");
}

static void leaves_events_to_the_engine(void **context)
{
    (void)context;
    expect(HEADER "1,,,,,,\n2,a,spill,B,0,-1,-2\n", "1||||||\n2|a|spill|B|0|-1|-2\n");
}

static void rejects_what_is_early(void **context)
{
    levee_changes_t *changes;
    levee_change_t change;
    levee_error_t error;
    char wanted[400];

    (void)context;
    expect(HEADER "5,a,fee,,,,1\n4,a,fee,,,,2\n5,a,fee,,,,3\n3,a,fee,,,,4\n6,a,fee,,,,5\n",
           "5|a|fee||||1\nR 4|a|fee||||2\n5|a|fee||||3\nR 3|a|fee||||4\n6|a|fee||||5\n");
    assert_int_equal(levee_changes_open(scratch_path("changes.csv"), &changes, &error), LEVEE_OK);
    assert_int_equal(levee_changes_next(changes, &change, &error), LEVEE_OK);
    assert_int_equal(levee_changes_next(changes, &change, &error), LEVEE_REJECTED);
    snprintf(wanted, sizeof wanted, "%s:3:1: time_ns: 4 ns is earlier than 5 ns of a row before it",
             scratch_path("changes.csv"));
    assert_string_equal(error.message, wanted);
    levee_changes_close(changes);
}

static void ends_at_a_malformed_row(void **context)
{
#define NO_DECIMAL " is not a decimal number of at most 18 digits each side of the point\n"
    static const char *const cases[][2] = {
        {"x,a,fee,,,,1\n2,a,fee,,,,1\n", "changes.csv:3:1: time_ns: \"x\" is not a whole number from 0\n"},
        {",a,fee,,,,1\n", "changes.csv:3:1: time_ns: \"\" is not a whole number from 0\n"},
        {"-2,a,fee,,,,1\n", "changes.csv:3:1: time_ns: \"-2\" is not a whole number from 0\n"},
        {"9223372036854775808,a,fee,,,,1\n",
         "changes.csv:3:1: time_ns: \"9223372036854775808\" is above 9223372036854775807\n"},
        {"2,a,fill,B,+1,1,\n", "changes.csv:3:5: quantity: \"+1\"" NO_DECIMAL},
        {"2,a,fill,B,1,1e5,\n", "changes.csv:3:6: price: \"1e5\"" NO_DECIMAL},
        {"2,a,fee,,,,0.\n", "changes.csv:3:7: amount: \"0.\"" NO_DECIMAL},
        {"0,a,fee,,,,nan\n", "changes.csv:3:7: amount: \"nan\"" NO_DECIMAL},
        {"2,a,fee,,,1\n", "changes.csv:3:7: the row has 6 cells, the header 7 columns\n"},
    };

    (void)context;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char file[512], wanted[512];

        snprintf(file, sizeof file, HEADER "1,a,fee,,,,1\n%s", cases[k][0]);
        snprintf(wanted, sizeof wanted, "1|a|fee||||1\n%s", cases[k][1]);
        expect(file, wanted);
    }
}

static void needs_every_column(void **context)
{
    (void)context;
    expect("time_ns,account,event,instrument,quantity,price\n",
           "changes.csv:1:7: the header lacks the column \"amount\"\n");
    expect("time_ns,account,event,instrument,quantity,price,amount,note\n",
           "changes.csv:1:8: unknown column \"note\"; the columns are time_ns, account, event, instrument, quantity, "
           "price and amount\n");
    expect("", "changes.csv:1:1: the file is empty; it needs a header\n");
}

static void tells_how_far_it_is(void **context)
{
    static const char file[] = HEADER "1,a,fee,,,,1\n";
    levee_changes_t *changes;
    levee_change_t change;
    levee_error_t error;
    uint64_t total;
    unsigned char stored[512];
    const size_t length = scratch_gzip(file, sizeof file - 1, 1, stored, sizeof stored);

    (void)context;
    assert_int_equal(levee_changes_open(scratch_write("changes.csv.gz", stored, length), &changes, &error), LEVEE_OK);
    assert_int_equal(levee_changes_next(changes, &change, &error), LEVEE_OK);
    assert_int_equal(levee_changes_next(changes, &change, &error), LEVEE_END);
    assert_true(levee_changes_progress(changes, &total) == length && total == length);
    levee_changes_close(changes);
    assert_string_equal(print_changes(scratch_write("cut.csv.gz", stored, length - 1)),
                        "1|a|fee||||1\ncut.csv.gz:3:1: the gzip data is cut short\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_event),     cmocka_unit_test(leaves_events_to_the_engine),
        cmocka_unit_test(rejects_what_is_early), cmocka_unit_test(ends_at_a_malformed_row),
        cmocka_unit_test(needs_every_column),    cmocka_unit_test(tells_how_far_it_is),
    };

    return cmocka_run_group_tests_name("changes", tests, NULL, NULL);
}
