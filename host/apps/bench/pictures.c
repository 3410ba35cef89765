/* SPDX-License-Identifier: Apache-2.0 */
#include "pictures.h"

#include <math.h>
#include <stdio.h>

#include "bench.h"
#include "plot.h"
#include "report_latency.h"
#include "report_sweep.h"

enum { PATH_TEXT = 4096, NAME_TEXT = 48, COSTS = 8 };

/* line_t: what a series points to. */
typedef struct {
    double x[LATE_PERCENTILES];
    double y[LATE_PERCENTILES];
    char name[NAME_TEXT];
} line_t;

_Static_assert((int)BENCH_SIZES_MAX <= (int)LATE_PERCENTILES, "a line has room for either");

static double number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static void add_point(plot_t *plot, line_t *line, const char *name, double x, double y)
{
    plot_series_t *series = &plot->series[plot->count];

    *series = (plot_series_t){name, line->x, line->y, series->count, 1};
    line->x[series->count] = x;
    line->y[series->count++] = y;
}

/* add_sweep adds an engine of the sweeps: nanoseconds of a whole tick. */
static void add_sweep(plot_t *plot, line_t *line, const json_t *sweep, size_t engine, const char *name)
{
    for (size_t i = 0; i < json_array_size(sweep); i++) {
        const json_t *size = json_array_get(sweep, i);
        const double legs = number(size, "legs");
        const json_t *timed = json_array_get(json_object_get(size, "engines"), engine);

        add_point(plot, line, name, legs, number(timed, "ns_per_leg") * legs);
    }
    plot->count += json_array_size(sweep) > 0;
}

static void add_ticks(plot_t *plot, line_t *line, const json_t *ticks, const char *key, const char *name)
{
    for (size_t i = 0; i < json_array_size(ticks); i++) {
        const json_t *size = json_array_get(ticks, i);

        add_point(plot, line, name, number(size, "legs"), number(size, key));
    }
    plot->count += json_array_size(ticks) > 0;
}

static int draw_cost(const char *directory, const json_t *report)
{
    const json_t *sweep = json_object_get(report, "sweep");
    const json_t *ticks = json_object_get(report, "ticks");
    plot_t plot = {.title = "What a tick costs",
                   .note = "one core; every status of every account after each tick",
                   .x_name = "legs",
                   .y_name = "time of a tick",
                   .x_axis = PLOT_COUNT,
                   .y_axis = PLOT_NANOSECONDS};
    line_t line[COSTS];
    char path[PATH_TEXT];

    add_sweep(&plot, &line[0], sweep, TIMED_ENGINE_ONE, "Levee, every account");
    add_sweep(&plot, &line[1], sweep, TIMED_BASELINE, "double, array of structs");
    add_sweep(&plot, &line[2], sweep, TIMED_WIDE, "128 bits, division");
    add_sweep(&plot, &line[3], sweep, TIMED_CONTROL, "double, sorted");
    add_ticks(&plot, &line[4], ticks, "per_symbol_ns", "double, all holders");
    add_ticks(&plot, &line[5], ticks, "gap_ns", "Levee, a gap of 2 %");
    add_ticks(&plot, &line[6], ticks, "indexed_ns", "Levee, index");
    if (plot.count == 0)
        return 0;
    snprintf(path, sizeof path, "%s/cost.svg", directory);
    return plot_write(path, &plot);
}

static void add_latency(plot_t *plot, line_t *line, const json_t *size)
{
    const json_t *late = json_object_get(size, "late_ns");
    const double ticks = number(size, "ticks");

    /* The book has a few legs more than were asked for. */
    const double legs = number(size, "legs");
    const double thousandth = pow(10, floor(log10(legs)) - 2);
    snprintf(line->name, sizeof line->name, "%.0f legs", floor(legs / thousandth) * thousandth);
    for (int i = 0; i < LATE_PERCENTILES; i++) {
        const double share = late_percentiles[i];
        const double tail = share < 1 ? 1 / (1 - share) : ticks;

        if (tail <= ticks)
            add_point(plot, line, line->name, tail, number(late, late_names[i]));
    }
    plot->count++;
}

static int draw_latency(const char *directory, const json_t *report)
{
    const json_t *latency = json_object_get(report, "latency");
    plot_t plot = {.title = "How late verdicts are",
                   .note = "from when a tick was due, waiting behind others included",
                   .x_name = "share of the ticks that are no later",
                   .y_name = "time until the verdicts are there",
                   .x_axis = PLOT_TAIL,
                   .y_axis = PLOT_NANOSECONDS};
    line_t line[BENCH_SIZES_MAX];
    char path[PATH_TEXT];

    for (size_t i = 0; i < json_array_size(latency); i++)
        add_latency(&plot, &line[i], json_array_get(latency, i));
    if (plot.count == 0)
        return 0;
    snprintf(path, sizeof path, "%s/latency.svg", directory);
    return plot_write(path, &plot);
}

int pictures_write(const char *directory, const json_t *report)
{
    return draw_cost(directory, report) != 0 || draw_latency(directory, report) != 0 ? -1 : 0;
}
