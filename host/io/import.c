/* SPDX-License-Identifier: Apache-2.0
 *
 * import.c: brackets and a pattern venue make a venue. */
#include "brackets.h"
#include "venue_file.h"

#include <levee/files.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *path; /* of the brackets */
    const levee_venue_file_t *pattern;
    levee_bracket_list_t *lists; /* one for each imported instrument */
    levee_venue_file_t venue;
    levee_import_report_t report;
} import_t;

static int is_linear(const levee_instrument_spec_t *instrument)
{
    return strcmp(instrument->kind, "linear") == 0;
}

static int has_settlement(const levee_venue_file_t *pattern, const char *asset)
{
    for (size_t k = 0; k < pattern->settlement_count; k++)
        if (strcmp(pattern->settlement[k].asset, asset) == 0)
            return 1;
    return 0;
}

/* What the brackets do not say comes from the linear instrument of the same
 * symbol, else from the first of the same settlement asset, else from the first. */
static const levee_instrument_spec_t *choose_pattern(const levee_venue_file_t *pattern,
                                                     const levee_bracket_list_t *list)
{
    const levee_instrument_spec_t *best = NULL;
    int best_fit = 0;

    for (size_t k = 0; k < pattern->instrument_count; k++) {
        const levee_instrument_spec_t *const instrument = &pattern->instruments[k];
        const int same = strcmp(instrument->symbol, list->symbol) == 0;
        const int fit = same ? 3 : strcmp(instrument->settle, list->settle) == 0 ? 2 : 1;

        if (is_linear(instrument) && fit > best_fit) {
            best = instrument;
            best_fit = fit;
        }
    }
    return best;
}

static void skip(import_t *import, const levee_bracket_list_t *list, const char *format, const char *asset)
{
    char why[LEVEE_BRACKET_NAME + 80];

    snprintf(why, sizeof why, format, asset);
    import->report.skips++;
    if (import->report.skipped)
        import->report.skipped(import->report.context, list->key, why);
}

static levee_instrument_spec_t make_spec(const levee_instrument_spec_t *pattern, const levee_bracket_list_t *list)
{
    levee_instrument_spec_t spec = *pattern;
    const int same = strcmp(pattern->symbol, list->symbol) == 0;

    spec.symbol = list->symbol;
    spec.underlying = list->base;
    spec.settle = list->settle;
    if (!same || !pattern->expiry)
        spec.expiry = list->expiry;
    spec.tiers = list->tiers;
    spec.tier_count = list->count;
    return spec;
}

/* Takes `list` over, whether it becomes an instrument or is skipped. */
static void add_list(import_t *import, levee_bracket_list_t *list)
{
    const levee_instrument_spec_t *const pattern = choose_pattern(import->pattern, list);

    if (strcmp(list->settle, list->quote) != 0) {
        skip(import, list, "it settles in %s and not in what it is quoted in, so it is not linear", list->settle);
    } else if (!has_settlement(import->pattern, list->settle)) {
        skip(import, list, "the template does not list the settlement asset %s", list->settle);
    } else if (!pattern) {
        skip(import, list, "the template has no %s instrument to take tick and lot from", "linear");
    } else {
        const size_t at = import->venue.instrument_count++;

        import->lists[at] = *list;
        import->venue.instruments[at] = make_spec(pattern, &import->lists[at]);
        import->report.instruments++;
        import->report.brackets += list->count;
        return;
    }
    levee_bracket_list_free(list);
}

static levee_result_t add_lists(import_t *import, levee_brackets_t *brackets, levee_error_t *error)
{
    const size_t most = levee_brackets_count(brackets);
    levee_bracket_list_t list;
    levee_result_t result;

    import->lists = calloc(most + 1, sizeof *import->lists);
    import->venue.instruments = calloc(most + import->pattern->instrument_count + 1, sizeof(levee_instrument_spec_t));
    if (!import->lists || !import->venue.instruments)
        return levee_place_system(import->path, "cannot read", ENOMEM, error);
    while (!(result = levee_brackets_next(brackets, &list, error)))
        add_list(import, &list);
    return result == LEVEE_END ? LEVEE_OK : result;
}

/* Linear instruments of the pattern are patterns; the others belong to the venue. */
static void keep_others(import_t *import)
{
    for (size_t k = 0; k < import->pattern->instrument_count; k++)
        if (!is_linear(&import->pattern->instruments[k]))
            import->venue.instruments[import->venue.instrument_count++] = import->pattern->instruments[k];
}

/* The venue's own rules decide, the stated deductions among them. */
static levee_result_t check(const import_t *import, levee_error_t *error)
{
    const levee_venue_file_t *const file = &import->venue;
    const levee_place_t place = {import->path, 0, 0, NULL};
    levee_venue_t *venue = NULL;
    levee_error_t inner = {0};
    levee_result_t result = levee_venue_new(file->venue, &venue, &inner);

    for (size_t k = 0; k < file->settlement_count && !result; k++)
        result = levee_venue_add_settlement(venue, file->settlement[k].asset, file->settlement[k].decimals, &inner);
    if (result)
        levee_place_fail(place, result, inner.field, error, "%s", inner.message);
    for (size_t k = 0; k < file->instrument_count && !result; k++) {
        result = levee_venue_add_instrument(venue, &file->instruments[k], &inner);
        if (result)
            levee_place_fail((levee_place_t){import->path, 0, 0, file->instruments[k].symbol}, result, inner.field,
                             error, "%s", inner.message);
    }
    levee_venue_free(venue);
    return result;
}

static levee_result_t run(import_t *import, levee_brackets_t *brackets, const char *out, levee_error_t *error)
{
    levee_result_t result;

    import->venue = *import->pattern;
    import->venue.instruments = NULL;
    import->venue.instrument_count = 0;
    result = add_lists(import, brackets, error);
    if (!result) {
        keep_others(import);
        result = check(import, error);
    }
    if (!result)
        result = levee_venue_file_write(out, &import->venue, error);
    for (size_t k = 0; k < import->report.instruments; k++)
        levee_bracket_list_free(&import->lists[k]);
    free(import->lists);
    free(import->venue.instruments);
    return result;
}

levee_result_t levee_brackets_import(const char *brackets, const char *pattern, const char *out,
                                     levee_import_report_t *report, levee_error_t *error)
{
    import_t import = {.path = brackets};
    levee_brackets_t *read = NULL;
    levee_venue_file_t *file = NULL;
    levee_venue_t *venue = NULL;
    levee_result_t result = levee_venue_file_read(pattern, &file, &venue, error);

    if (!result)
        result = levee_brackets_open(brackets, &read, error);
    if (report) {
        import.report.skipped = report->skipped;
        import.report.context = report->context;
    }
    import.pattern = file;
    if (!result)
        result = run(&import, read, out, error);
    if (!result && report)
        *report = import.report;
    levee_brackets_close(read);
    levee_venue_free(venue);
    levee_venue_file_free(file);
    return result;
}
