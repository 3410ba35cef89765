/* SPDX-License-Identifier: Apache-2.0
 *
 * test_venue.c: venue.yaml: what it may look like and where it is wrong, to the
 * line and character. */
#include "scratch.h"

#include <levee/files.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 8192 };

static const char good[] = "venue: test\n"
                           "settlement: [{asset: USDT, decimals: 8}]\n"
                           "instruments:\n"
                           "  - symbol: BTCUSDT\n"
                           "    kind: linear\n"
                           "    underlying: BTC\n"
                           "    settle: USDT\n"
                           "    tick: \"0.01\"\n"
                           "    lot: 0.001\n"
                           "    multiplier: '1'\n"
                           "    liquidation_fee: 0\n"
                           "    tiers:\n"
                           "      - {notional: 50000, initial: 0.008, maintenance: 0.004}\n"
                           "      - {initial: 0.01, maintenance: 0.005, deduction: 50}\n"
                           "  - {symbol: ETH, kind: asset, settle: USDT, tick: 0.01, lot: 0.0001,\n"
                           "     tiers: [{haircut: 0.1, borrow: 0.05}]}\n";

/* Replaces the first `from` of the good venue with `to`. */
static const char *edit(const char *from, const char *to, char text[TEXT])
{
    const char *const at = strstr(good, from);

    assert_non_null(at);
    snprintf(text, TEXT, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
    return text;
}

static levee_result_t read_bytes(const char *bytes, size_t length, levee_venue_t **venue, levee_error_t *error)
{
    return levee_venue_read(scratch_write("venue.yaml", bytes, length), venue, error);
}

static void expect_bytes(const char *bytes, size_t length, levee_result_t result, const char *message)
{
    levee_error_t error = {0};
    levee_venue_t *venue = NULL;
    char wanted[sizeof error.message];

    snprintf(wanted, sizeof wanted, "%s%s", scratch_path("venue.yaml"), message);
    assert_int_equal(read_bytes(bytes, length, &venue, &error), result);
    assert_string_equal(error.message, wanted);
    assert_string_equal(error.field, "");
    assert_int_equal(error.result, result);
    assert_null(venue);
}

static void accept(const char *text)
{
    levee_error_t error = {0};
    levee_venue_t *venue = NULL;

    if (read_bytes(text, strlen(text), &venue, &error))
        fail_msg("%s", error.message);
    levee_venue_free(venue);
}

static void accepts_what_yaml_allows(void **context)
{
    char text[TEXT];

    (void)context;
    accept(good);
    accept(edit("venue: test", "# a comment\n--- # and a marker\n\"venue\": \"test\" # more", text));
    accept(edit("     tiers: [{haircut: 0.1, borrow: 0.05}]}\n", "     tiers: [{haircut: 0.1, borrow: 0.05}]}\n...\n",
                text));
    accept(edit("kind: linear", "kind: &anchor linear", text));
    accept(edit("decimals: 8", "decimals: \"8\"", text));
}

typedef struct {
    const char *from, *to;
    levee_result_t result;
    const char *message;
} fault_t;

#define NO_OPTIONS "options are not supported yet; instruments are linear, inverse or asset"
#define NO_PORTFOLIO "portfolio margin is not supported yet; accounts are isolated or cross"

static const fault_t shape_faults[] = {
    {"venue: test", "", LEVEE_MALFORMED, ":2:1: missing key \"venue\""},
    {"venue: test", "venue: test\nvenue: again", LEVEE_MALFORMED, ":2:1: twice the key \"venue\""},
    {"venue: test", "venue: test\nowner: me", LEVEE_MALFORMED, ":2:1: unknown key \"owner\""},
    {"venue: test", "venue: [test]", LEVEE_MALFORMED, ":1:8: venue: this should be a text"},
    {"venue: test", "venue: {a: test}", LEVEE_MALFORMED, ":1:8: venue: this should be a text"},
    {"venue: test", "[1]: test", LEVEE_MALFORMED, ":1:1: a key that is no plain text"},
    {"venue: test", "venue: te\tst: x", LEVEE_MALFORMED,
     ":1:13: not YAML: mapping values are not allowed in this context"},
    {"venue: test", "venue: \"te\\0st\"", LEVEE_MALFORMED, ":1:8: venue: a NUL inside the text"},
    {"venue: test", "\"venue\\0\": test", LEVEE_MALFORMED, ":1:1: a key that is no plain text"},
    {"venue: test", "venue: t\xffst", LEVEE_MALFORMED, ":1:9: not YAML: invalid leading UTF-8 octet"},
    {"venue: test", "venue: t\x01st", LEVEE_MALFORMED, ":1:9: not YAML: control characters are not allowed"},
    {"[{asset: USDT, decimals: 8}]", "{asset: USDT, decimals: 8}", LEVEE_MALFORMED,
     ":2:13: settlement: this should be a list"},
    {"[{asset: USDT, decimals: 8}]", "[USDT]", LEVEE_MALFORMED, ":2:14: settlement[0]: this should be a mapping"},
    {", decimals: 8", "", LEVEE_MALFORMED, ":2:14: settlement[0]: missing key \"decimals\""},
    {"    tick: \"0.01\"\n", "", LEVEE_MALFORMED, ":4:5: instruments[0]: missing key \"tick\""},
    {"    lot: 0.001\n", "    lot: 0.001\n    tick: 1\n", LEVEE_MALFORMED,
     ":10:5: instruments[0]: twice the key \"tick\""},
    {"    lot: 0.001\n", "    lot: 0.001\n    colour: red\n", LEVEE_MALFORMED,
     ":10:5: instruments[0]: unknown key \"colour\""},
    {"maintenance: 0.005", "maintenence: 0.005", LEVEE_MALFORMED,
     ":14:25: instruments[0].tiers[1]: unknown key \"maintenence\""},
    {"lot: 0.001", "lot: &a 0.001\n    multiplier: *a", LEVEE_MALFORMED,
     ":10:17: instruments[0].multiplier: aliases are not accepted; write the value out"},
    {"lot: 0.001", "lot: 0.001\n    strike: 90000", LEVEE_REJECTED, ":10:5: instruments[0]: strike: " NO_OPTIONS},
    {"venue: test", "venue: test\nscenario_sets: []", LEVEE_REJECTED, ":2:1: scenario_sets: " NO_PORTFOLIO},
    {"venue: test", "venue: test\nportfolio: []", LEVEE_REJECTED, ":2:1: portfolio: " NO_PORTFOLIO},
    {"venue: test", "venue: test\nstandard_options: []", LEVEE_REJECTED, ":2:1: standard_options: " NO_OPTIONS},
    {"0.05}]}\n", "0.05}]}\n---\nvenue: other\n", LEVEE_MALFORMED, ":17:1: a second document"},
};

/* Faults that the interface of levee.h finds; what matters here is the place. */
static const fault_t rule_faults[] = {
    {"decimals: 8", "decimals: 19", LEVEE_REJECTED, ":2:38: USDT: decimals: 19 is more than 18"},
    {"kind: linear", "kind: option", LEVEE_REJECTED,
     ":5:11: BTCUSDT: kind: options are not supported yet; linear, inverse and asset are"},
    {"    underlying: BTC\n    settle: USDT", "    settle: EUR", LEVEE_REJECTED,
     ":6:13: BTCUSDT: settle: venue test has no settlement asset EUR"},
    {"tick: \"0.01\"", "tick: \"0,01\"", LEVEE_MALFORMED,
     ":8:11: BTCUSDT: tick: \"0,01\" is not a decimal number of at most 18 digits each side of the point"},
    {"initial: 0.01, maintenance: 0.005", "initial: 0.01, maintenance: 0.0000005", LEVEE_REJECTED,
     ":14:38: BTCUSDT: tiers[1].maintenance: rate 0.0000005 has more than six decimal places"},
    {"initial: 0.01, maintenance: 0.005", "initial: 0.01", LEVEE_MALFORMED,
     ":14:9: BTCUSDT: tiers[1].maintenance: is missing"},
    {"deduction: 50}", "deduction: 51}", LEVEE_REJECTED,
     ":14:56: BTCUSDT: tiers[1].deduction: 51 is not the derived deduction 50"},
    {"symbol: ETH", "symbol: BTCUSDT", LEVEE_REJECTED, ":15:14: BTCUSDT: symbol: instrument BTCUSDT is there already"},
    {"[{asset: USDT, decimals: 8}]", "[{asset: USDT, decimals: 8}, {asset: USDT, decimals: 6}]", LEVEE_REJECTED,
     ":2:50: USDT: asset: settlement asset USDT is there already"},
    {"venue: test", "venue: \"\"", LEVEE_MALFORMED, ":1:8: venue: is empty"},
    {"symbol: ETH", "symbol: \"E\\nTH\"", LEVEE_MALFORMED,
     ":15:14: E?TH: symbol: holds a control character, a comma or a quote at byte 2"},
    {"    tiers:\n      - {notional: 50000, initial: 0.008, maintenance: 0.004}\n"
     "      - {initial: 0.01, maintenance: 0.005, deduction: 50}\n",
     "    tiers: []\n", LEVEE_REJECTED, ":12:12: BTCUSDT: tiers: 0 tiers; an instrument has 1 to 16"},
};

static void names_places_of_shape(void **context)
{
    char text[TEXT];

    (void)context;
    for (size_t k = 0; k < sizeof shape_faults / sizeof *shape_faults; k++) {
        const fault_t *const fault = &shape_faults[k];

        edit(fault->from, fault->to, text);
        expect_bytes(text, strlen(text), fault->result, fault->message);
    }
}

static void names_places_of_rules(void **context)
{
    char text[TEXT];

    (void)context;
    for (size_t k = 0; k < sizeof rule_faults / sizeof *rule_faults; k++) {
        const fault_t *const fault = &rule_faults[k];

        edit(fault->from, fault->to, text);
        expect_bytes(text, strlen(text), fault->result, fault->message);
    }
}

static void refuses_what_is_no_venue(void **context)
{
    (void)context;
    expect_bytes("", 0, LEVEE_MALFORMED, ":1:1: the file is empty");
    expect_bytes("# nothing\n", 10, LEVEE_MALFORMED, ":2:1: the file is empty");
    expect_bytes("---\n", 4, LEVEE_MALFORMED, ":2:1: this should be a mapping");
    expect_bytes("venue\n", 6, LEVEE_MALFORMED, ":1:1: this should be a mapping");
    expect_bytes("[[[[[[", 6, LEVEE_MALFORMED, ":1:1: this should be a mapping");
    expect_bytes("\0", 1, LEVEE_MALFORMED, ":1:1: not YAML: control characters are not allowed");
    expect_bytes("{", 1, LEVEE_MALFORMED, ":2:1: not YAML: did not find expected node content");
}

static void limits_the_size(void **context)
{
    const size_t limit = (size_t)16 << 20, used = sizeof good - 1;
    char *const text = malloc(limit + 1);
    levee_venue_t *venue;
    levee_error_t error;

    (void)context;
    memcpy(text, good, used);
    memset(text + used, '\n', limit + 1 - used);
    assert_int_equal(read_bytes(text, limit, &venue, &error), LEVEE_OK);
    levee_venue_free(venue);
    expect_bytes(text, limit + 1, LEVEE_REJECTED, ": the file is larger than 16 MiB");
    free(text);
}

/* Behind a missing key the text is read on, for broken indentation, but not
 * into nesting in which libyaml would spend minutes. */
static void does_not_follow_deep_nesting(void **context)
{
    enum { DEEP = 200000 };
    const size_t start = (size_t)(strstr(good, "    tick") - good);
    char *const text = malloc(start + DEEP + 10);
    size_t length = start;

    (void)context;
    memcpy(text, good, start);
    length += (size_t)sprintf(text + length, "venue: ");
    memset(text + length, '[', DEEP);
    expect_bytes(text, length + DEEP, LEVEE_MALFORMED, ":4:5: instruments[0]: missing key \"tick\"");
    free(text);
}

/* A list can be as long as the file: the place is found among many. */
static void finds_one_of_many(void **context)
{
    enum { MANY = 300, ROOM = MANY * 160 };
    static char text[ROOM];

    (void)context;
    for (int bad = 0; bad < MANY; bad += 37) {
        size_t length = (size_t)sprintf(text, "venue: many\nsettlement: [{asset: USDT, decimals: 8}]\ninstruments:\n");
        char message[200];

        for (int k = 0; k < MANY; k++)
            length += (size_t)sprintf(text + length,
                                      "  - {symbol: S%d, kind: linear, settle: USDT, tick: 0.01, lot: %s,\n"
                                      "     tiers: [{initial: 0.1, maintenance: 0.05}]}\n",
                                      k, k == bad ? "x" : "0.001");
        sprintf(message, ":%d:%d: S%d: lot: \"x\" is not a decimal number of at most 18 digits each side of the point",
                4 + 2 * bad, 63 + (bad > 9) + (bad > 99), bad);
        expect_bytes(text, length, LEVEE_MALFORMED, message);
    }
}

static void says_that_there_is_no_file(void **context)
{
    levee_venue_t *venue;
    levee_error_t error;
    char long_path[1000];

    (void)context;
    assert_int_equal(levee_venue_read("/nowhere/venue.yaml", &venue, &error), LEVEE_SYSTEM);
    assert_string_equal(error.message, "/nowhere/venue.yaml: cannot open: No such file or directory");
    assert_int_equal(levee_venue_read("/", &venue, &error), LEVEE_SYSTEM);
    assert_string_equal(error.message, "/: cannot read: Is a directory");
    assert_int_equal(levee_venue_read("/nowhere/venue.yaml", &venue, NULL), LEVEE_SYSTEM);
    memset(long_path, 'd', sizeof long_path);
    memcpy(long_path + sizeof long_path - 12, "/venue.yaml", 12);
    assert_int_equal(levee_venue_read(long_path, &venue, &error), LEVEE_SYSTEM);
    assert_memory_equal(error.message, "...ddd", 6);
    assert_non_null(strstr(error.message, "d/venue.yaml: cannot open: File name too long"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_what_yaml_allows), cmocka_unit_test(names_places_of_shape),
        cmocka_unit_test(names_places_of_rules),    cmocka_unit_test(refuses_what_is_no_venue),
        cmocka_unit_test(limits_the_size),          cmocka_unit_test(does_not_follow_deep_nesting),
        cmocka_unit_test(finds_one_of_many),        cmocka_unit_test(says_that_there_is_no_file),
    };

    return cmocka_run_group_tests_name("venue", tests, NULL, NULL);
}
