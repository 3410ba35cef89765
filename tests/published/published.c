/* SPDX-License-Identifier: Apache-2.0
 *
 * published.c: numbers that other engines' tests and documents publish, against
 * the public interface. Every comparison is in exact arithmetic.
 *
 *   published           run the must_pass rows, print failures and counts
 *   published --table   print every other row with its reason as well
 *
 * LEVEE_DATA names the folder that holds vectors/ (default ../shared). */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_book.h"
#include "comparison.h"
#include "outputs.h"
#include "rational.h"
#include "rows.h"

typedef struct {
    size_t run[2]; /* must_pass rows without and with outside evidence */
    size_t passed[2];
    size_t outside;
    size_t later;
    size_t deductions; /* stated deductions refused when one quantum off */
} tally_t;

/* reads: whether the row's list `read` names `key`. */
static int reads(const row_t *row, const char *key)
{
    size_t i;
    json_t *name;

    json_array_foreach(json_object_get(row->inputs, "read"), i, name)
    {
        if (json_is_string(name) && strcmp(json_string_value(name), key) == 0)
            return 1;
    }
    return 0;
}

static int judge_key(const row_t *row, const levee_engine_t *engine, const char *key, const char *expected)
{
    char text[RATIONAL_TEXT];
    comparison_t judged;
    output_t output;
    int result = -1;

    output_init(&output);
    if (expected == NULL || !reads(row, key) || output_read(row, engine, key, &output) != 0) {
        printf("FAIL %s: %s is not something this test can read or derive\n", row->field[ROW_ID], key);
    } else {
        judged = comparison_judge(row->field[ROW_COMPARISON], key, expected, &output);
        if (judged == COMPARISON_EQUAL)
            result = 0;
        else
            printf("FAIL %s: %s: expected %s, got %s (%s%s)\n", row->field[ROW_ID], key, expected,
                   output.text != NULL ? output.text : rational_print(output.value, text),
                   judged == COMPARISON_UNKNOWN ? "unknown comparison: " : "", row->field[ROW_COMPARISON]);
    }
    output_clear(&output);
    return result;
}

/* run_row returns 0 when every expected key compares. */
static int run_row(const row_t *row, tally_t *tally)
{
    levee_engine_t *engine = NULL;
    levee_error_t error = {0};
    const char *key;
    json_t *expected;
    int result = 0;

    if (case_engine_new(row->inputs, &engine, &error) != LEVEE_OK) {
        printf("FAIL %s: the book is refused: %s: %s\n", row->field[ROW_ID], error.field, error.message);
        return -1;
    }
    json_object_foreach(row->expected, key, expected)
    {
        if (judge_key(row, engine, key, json_string_value(expected)) != 0)
            result = -1;
    }
    if (json_array_size(json_object_get(row->inputs, "read")) != json_object_size(row->expected)) {
        printf("FAIL %s: `read` and `expected` name different keys\n", row->field[ROW_ID]);
        result = -1;
    }
    levee_engine_free(engine);
    if (case_states_deduction(row->inputs)) {
        if (case_deduction_off(row->inputs) == 0) {
            tally->deductions++;
        } else {
            printf("FAIL %s: a deduction one quantum off is accepted\n", row->field[ROW_ID]);
            result = -1;
        }
    }
    return result;
}

static tally_t run_rows(const rows_t *rows)
{
    tally_t tally = {{0, 0}, {0, 0}, 0, 0, 0};

    for (size_t i = 0; i < rows->count; i++) {
        const row_t *row = &rows->row[i];
        const int evidence = row_has_evidence(row);

        if (row_must_pass(row)) {
            tally.run[evidence]++;
            if (run_row(row, &tally) == 0)
                tally.passed[evidence]++;
        } else if (strcmp(row->field[ROW_VERDICT], "outside") == 0) {
            tally.outside++;
        } else {
            tally.later++;
        }
    }
    return tally;
}

static void print_table(const rows_t *rows)
{
    printf("%-30s %-40s %-8s %s\n", "id", "capability", "verdict", "reason");
    for (size_t i = 0; i < rows->count; i++) {
        const row_t *row = &rows->row[i];

        if (!row_must_pass(row))
            printf("%-30s %-40s %-8s %s\n", row->field[ROW_ID], row->field[ROW_CAPABILITY], row->field[ROW_VERDICT],
                   row->field[ROW_WHY]);
    }
}

static int report(const tally_t *tally)
{
    printf("must pass, with outside evidence:     %zu of %zu pass\n", tally->passed[1], tally->run[1]);
    printf("must pass, from a published rule:     %zu of %zu pass (no outside evidence)\n", tally->passed[0],
           tally->run[0]);
    printf("deductions off by a quantum, refused: %zu\n", tally->deductions);
    printf("outside (another rule on purpose):    %zu\n", tally->outside);
    printf("later (not built yet):                %zu\n", tally->later);
    if (tally->run[1] == 0) {
        printf("FAIL no row with outside evidence was run\n");
        return 1;
    }
    return tally->passed[0] == tally->run[0] && tally->passed[1] == tally->run[1] ? 0 : 1;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"table", no_argument, NULL, 't'}, {NULL, 0, NULL, 0}};
    const char *directory = getenv("LEVEE_DATA");
    rows_t rows;
    tally_t tally;
    int table = 0;
    int option;
    int status;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option != 't')
            return 2;
        table = 1;
    }
    if (directory == NULL || directory[0] == '\0')
        directory = "../shared";
    status = rows_read(directory, &rows);
    if (status > 0)
        printf("skipped: no vectors/mapping.csv and vectors/published_cases.jsonl in %s; LEVEE_DATA names the folder\n",
               directory);
    if (status != 0) {
        rows_free(&rows);
        return status > 0 ? 0 : 2;
    }
    tally = run_rows(&rows);
    if (table)
        print_table(&rows);
    status = report(&tally);
    rows_free(&rows);
    return status;
}
