/* SPDX-License-Identifier: Apache-2.0
 *
 * comparison.c: whether an output is what a row expects, in exact arithmetic. */
#include "comparison.h"

#include <stdio.h>
#include <string.h>

#include "rational.h"

enum { RULE_TEXT = 128 };

/* rule_of copies the comparison that `rule` has for `key`. */
static void rule_of(const char *rule, const char *key, char own[RULE_TEXT])
{
    const size_t length = strlen(key);

    snprintf(own, RULE_TEXT, "%s", rule);
    for (const char *part = rule; part != NULL; part = strstr(part, "; ")) {
        part += part != rule ? 2 : 0;
        if (strncmp(part, key, length) == 0 && strncmp(part + length, ": ", 2) == 0) {
            snprintf(own, RULE_TEXT, "%s", part + length + 2);
            own[strcspn(own, ";")] = '\0';
            return;
        }
    }
}

static int same_when_rounded(const mpq_t expected, output_t *output)
{
    rational_round(output->value, output->quantum, output->against_up);
    return mpq_equal(output->value, expected);
}

static int within_tick(const mpq_t expected, const output_t *output)
{
    mpq_t beyond;
    int within;

    mpq_init(beyond);
    mpq_sub(beyond, output->value, expected);
    if (output->short_leg)
        mpq_neg(beyond, beyond);
    within = mpq_sgn(beyond) >= 0 && mpq_cmp(beyond, output->tick) <= 0;
    mpq_clear(beyond);
    return within;
}

static int within_bound(const mpq_t expected, const output_t *output, const char *bound_text, int relative)
{
    mpq_t difference, bound;
    int within = 0;

    mpq_inits(difference, bound, NULL);
    if (rational_parse(bound, bound_text) == 0) {
        if (relative)
            mpq_mul(bound, bound, expected);
        mpq_abs(bound, bound);
        mpq_sub(difference, output->value, expected);
        mpq_abs(difference, difference);
        within = mpq_cmp(difference, bound) <= 0;
    }
    mpq_clears(difference, bound, NULL);
    return within;
}

/* judge_number returns whether the numbers compare under `own`, or -1 when that
 * is no comparison for them. */
static int judge_number(const char *own, const mpq_t expected, output_t *output)
{
    if (strcmp(own, "exact") == 0)
        return same_when_rounded(expected, output);
    if (strcmp(own, "within one tick, on the safe side") == 0 && mpq_sgn(output->tick) > 0)
        return within_tick(expected, output);
    if (strncmp(own, "abs ", 4) == 0 || strncmp(own, "rel ", 4) == 0)
        return within_bound(expected, output, own + 4, own[0] == 'r');
    return -1;
}

comparison_t comparison_judge(const char *rule, const char *key, const char *expected, output_t *output)
{
    char own[RULE_TEXT];
    mpq_t value;
    int equal = -1;

    if (output->text != NULL)
        return strcmp(output->text, expected) == 0 ? COMPARISON_EQUAL : COMPARISON_DIFFERENT;
    rule_of(rule, key, own);
    mpq_init(value);
    if (rational_parse(value, expected) == 0)
        equal = judge_number(own, value, output);
    mpq_clear(value);
    if (equal < 0)
        return COMPARISON_UNKNOWN;
    return equal ? COMPARISON_EQUAL : COMPARISON_DIFFERENT;
}
