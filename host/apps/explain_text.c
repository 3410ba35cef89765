/* SPDX-License-Identifier: Apache-2.0 */
#include "explain.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LABEL_WIDTH = 24, GAP = 3, LEG_LINES = 6, SUM_LINES = 4 };

/* figures_t: lines of three amounts in one asset, to be printed with their
 * points in one column. */
typedef struct {
    char label[LABEL_WIDTH + 1];
    char cell[LEVEE_SHOWN_MEASURES][LEVEE_MONEY_TEXT];
} line_t;

typedef struct {
    const char *unit;
    unsigned decimals;
    size_t count;
    line_t *lines;
} figures_t;

static void add_line(figures_t *figures, const char *label, const levee_money_t money[LEVEE_SHOWN_MEASURES])
{
    line_t *line = &figures->lines[figures->count++];

    snprintf(line->label, sizeof line->label, "%.*s", LABEL_WIDTH, label);
    for (int m = 0; m < LEVEE_SHOWN_MEASURES; m++)
        levee_money_print(money[m], figures->decimals, line->cell[m]);
}

/* The same amount in every measure. */
static void add_same(figures_t *figures, const char *label, levee_money_t money)
{
    add_line(figures, label, (levee_money_t[LEVEE_SHOWN_MEASURES]){money, money, money});
}

static int whole_width(const char *cell)
{
    return (int)strcspn(cell, ".");
}

static void print_figures(const figures_t *figures, const char *const heads[LEVEE_SHOWN_MEASURES])
{
    int whole[LEVEE_SHOWN_MEASURES] = {0};
    int fraction[LEVEE_SHOWN_MEASURES] = {0};

    printf("  %-*s", LABEL_WIDTH, figures->unit);
    for (int m = 0; m < LEVEE_SHOWN_MEASURES; m++) {
        for (size_t i = 0; i < figures->count; i++) {
            const char *cell = figures->lines[i].cell[m];
            const int left = whole_width(cell);
            const int right = (int)strlen(cell) - left;

            whole[m] = left > whole[m] ? left : whole[m];
            fraction[m] = right > fraction[m] ? right : fraction[m];
        }
        if (whole[m] + fraction[m] < (int)strlen(heads[m]))
            whole[m] = (int)strlen(heads[m]) - fraction[m];
        printf("%*s%*s", GAP, "", whole[m] + fraction[m], heads[m]);
    }
    putchar('\n');
    for (size_t i = 0; i < figures->count; i++) {
        int owed = 0; /* blanks after the cell before: none at the end of a line */

        printf("  %-*s", LABEL_WIDTH, figures->lines[i].label);
        for (int m = 0; m < LEVEE_SHOWN_MEASURES; m++) {
            const char *cell = figures->lines[i].cell[m];
            const int left = whole_width(cell);

            printf("%*s%s", owed + GAP + whole[m] - left, "", cell);
            owed = fraction[m] - ((int)strlen(cell) - left);
        }
        putchar('\n');
    }
}

/* ppm as per cent, exactly. */
static char *percent(uint32_t ppm, char *text, size_t size)
{
    const size_t length = (size_t)snprintf(text, size, "%" PRIu32 ".%04" PRIu32, ppm / 10000, ppm % 10000);

    for (size_t i = length; i > 0 && (text[i - 1] == '0' || text[i - 1] == '.'); i--) {
        const int point = text[i - 1] == '.';

        text[i - 1] = '\0';
        if (point)
            break;
    }
    return text;
}

static void print_tier(const levee_leg_report_t *terms)
{
    printf("  tier               %" PRIu32 " of %" PRIu32, terms->tier + 1, terms->tier_count);
    if (terms->tier + 1 < terms->tier_count)
        printf(", which holds up to %" PRId64 " lots at this mark\n", terms->tier_limit);
    else
        puts(terms->tier_count > 1 ? ", without an upper limit" : "");
}

static void print_rates(const levee_explained_leg_t *leg)
{
    char maintenance[16];
    char initial[16];
    const char *name = leg->terms.lots < 0 ? "borrow" : "haircut";

    percent(leg->terms.rate_maintenance, maintenance, sizeof maintenance);
    percent(leg->terms.rate_initial, initial, sizeof initial);
    if (leg->is_asset)
        printf("  %-19s%s %%, %s %% in the initial margin\n", name, maintenance, initial);
    else
        printf("  rates              maintenance %s %%, initial %s %%, liquidation fee included\n", maintenance,
               initial);
}

static void print_leg_head(const levee_explained_t *explained, uint32_t index)
{
    const levee_explained_leg_t *leg = &explained->legs[index];
    const levee_leg_report_t *terms = &leg->terms;
    const char *coin = leg->underlying[0] != '\0' ? leg->underlying : "units";
    const char *unit = leg->is_asset ? terms->instrument : leg->is_inverse ? "contracts" : coin;
    const char *side = terms->lots < 0 ? "short" : "long";

    if (leg->is_asset)
        side = terms->lots < 0 ? "loan" : "collateral";
    printf("\nLeg %" PRIu32 " of %" PRIu32 ": %s, %s, %s\n", index + 1, explained->report.leg_count, terms->instrument,
           terms->kind, side);
    printf("  quantity           %s %s = %" PRId64 " lots\n", terms->quantity, unit, terms->lots);
    if (leg->is_inverse)
        printf("  mark               %s a coin, settled in %s\n", terms->mark, explained->report.settle);
    else
        printf("  mark               %s %s\n", terms->mark, explained->report.settle);
    print_tier(terms);
    print_rates(leg);
    if (!leg->is_asset)
        printf("  liquidation price  %s\n  bankruptcy price   %s\n", leg->liquidation.text, leg->bankruptcy.text);
}

static void print_leg(const levee_explained_t *explained, uint32_t index)
{
    static const char *const heads[LEVEE_SHOWN_MEASURES] = {"equity", "maintenance", "initial"};
    const levee_explained_leg_t *leg = &explained->legs[index];
    line_t lines[LEG_LINES];
    figures_t figures = {explained->report.settle, explained->report.decimals, 0, lines};
    char label[64];

    print_leg_head(explained, index);
    add_line(&figures, "row, of one lot", leg->terms.row);
    snprintf(label, sizeof label, "%" PRId64 " x row", leg->terms.lots);
    add_line(&figures, label, leg->terms.rows);
    add_same(&figures, "less cost", levee_money_negate(leg->terms.cost));
    add_same(&figures, "entry funding", leg->terms.entry_funding);
    add_line(&figures, "deduction of the tier", leg->terms.deductions);
    add_line(&figures, "leg total", leg->total);
    print_figures(&figures, heads);
}

static int print_sums(const levee_explained_t *explained)
{
    static const char *const heads[LEVEE_SHOWN_MEASURES] = {"equity", "maintenance excess", "initial excess"};
    const levee_account_report_t *report = &explained->report;
    const levee_money_t none = {0, 0};
    const levee_money_t reserved[LEVEE_SHOWN_MEASURES] = {none, none, levee_money_negate(report->reserved)};
    figures_t figures = {report->settle, report->decimals, 0, NULL};
    char label[128];

    figures.lines = malloc((report->leg_count + (size_t)SUM_LINES) * sizeof(line_t));
    if (figures.lines == NULL)
        return -1;
    add_same(&figures, "cash", report->cash);
    add_line(&figures, "less reserved", reserved);
    for (uint32_t leg = 0; leg < report->leg_count; leg++) {
        snprintf(label, sizeof label, "leg %" PRIu32 ", %s", leg + 1, explained->legs[leg].terms.instrument);
        add_line(&figures, label, explained->legs[leg].total);
    }
    add_line(&figures, "sum", explained->sum);
    add_line(&figures, "the engine's figure", explained->engine);
    puts("\nThe account");
    print_figures(&figures, heads);
    free(figures.lines);
    return 0;
}

static void print_time(int64_t time_ns)
{
    const time_t seconds = (time_t)(time_ns / 1000000000);
    struct tm utc;
    char text[32];

    if (time_ns < 0 || gmtime_r(&seconds, &utc) == NULL || strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &utc) == 0)
        printf("%" PRId64 " ns", time_ns);
    else
        printf("%s.%09" PRId64 " UTC", text, time_ns % 1000000000);
}

static void print_head(const levee_explained_t *explained, const levee_moment_t *moment)
{
    const levee_account_report_t *report = &explained->report;
    char quantum[LEVEE_MONEY_TEXT];

    levee_money_print((levee_money_t){1000000, 0}, report->decimals, quantum);
    printf("Account %s, %s, settled in %s (1 quantum = %s %s)\n", report->account, report->mode, report->settle,
           quantum, report->settle);
    if (moment->seq == 0) {
        puts("At the start");
    } else {
        printf("After row %" PRIu64 ", ", moment->seq);
        print_time(moment->time_ns);
        printf(", %s%s\n", moment->row, moment->rejected ? ", rejected" : "");
    }
    printf("Status: %s\n", levee_status_name(report->status));
}

int levee_explain_print_text(const levee_explained_t *explained, const levee_moment_t *moment)
{
    print_head(explained, moment);
    for (uint32_t leg = 0; leg < explained->report.leg_count; leg++)
        print_leg(explained, leg);
    return print_sums(explained);
}
