/* SPDX-License-Identifier: Apache-2.0 */
#include "plot.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = 860,
    HEIGHT = 480,
    LEFT = 80,
    RIGHT = 620, /* names stand to the right of it */
    TOP = 70,
    BOTTOM = 425,
    NAME_STEP = 18,
    LABEL_TEXT = 32
};

/* Told apart by people who do not see red and green apart (Okabe and Ito). */
static const char *const COLOURS[PLOT_SERIES_MAX] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00",
                                                     "#56b4e9", "#000000", "#7f7f7f", "#8c6d31", "#5254a3"};

/* range_t: of decades. */
typedef struct {
    int least;
    int most;
} range_t;

static range_t range_of(const plot_t *plot, int of_y)
{
    double least = INFINITY;
    double most = -INFINITY;

    for (size_t s = 0; s < plot->count; s++) {
        const double *value = of_y ? plot->series[s].y : plot->series[s].x;

        for (size_t i = 0; i < plot->series[s].count; i++) {
            least = fmin(least, log10(value[i]));
            most = fmax(most, log10(value[i]));
        }
    }
    /* What passes a decade by next to nothing gets no other one. */
    return (range_t){(int)floor(least), (int)fmax(ceil(most - 0.01), floor(least) + 1)};
}

/* share_of is how far along the axis a value stands, 0 to 1. */
static double share_of(range_t range, double value)
{
    return (log10(value) - range.least) / (range.most - range.least);
}

static double place_x(range_t range, double value)
{
    return (double)LEFT + share_of(range, value) * (double)(RIGHT - LEFT);
}

static double place_y(range_t range, double value)
{
    return (double)BOTTOM - share_of(range, value) * (double)(BOTTOM - TOP);
}

static const char *name_duration(int decade, char text[LABEL_TEXT])
{
    static const char *const units[] = {"ns", "µs", "ms", "s"};
    const int unit = decade < 0 ? 0 : decade / 3 > 3 ? 3 : decade / 3;

    snprintf(text, LABEL_TEXT, "%g %s", pow(10, decade - 3 * unit), units[unit]);
    return text;
}

static const char *name_tail(int decade, char text[LABEL_TEXT])
{
    if (decade == 0)
        snprintf(text, LABEL_TEXT, "0 %%");
    else
        snprintf(text, LABEL_TEXT, "%.*f %%", decade > 2 ? decade - 2 : 0, 100 - pow(10, 2 - decade));
    return text;
}

static const char *name_decade(plot_axis_t axis, int decade, char text[LABEL_TEXT])
{
    if (axis == PLOT_NANOSECONDS)
        return name_duration(decade, text);
    if (axis == PLOT_TAIL)
        return name_tail(decade, text);
    snprintf(text, LABEL_TEXT, decade < 6 ? "%.0f" : "10^%.0f", decade < 6 ? pow(10, decade) : decade);
    return text;
}

static void write_text(FILE *file, double x, double y, const char *more, const char *text)
{
    fprintf(file, "<text x=\"%.1f\" y=\"%.1f\"%s>%s</text>\n", x, y, more, text);
}

static void write_axes(FILE *file, const plot_t *plot, range_t x, range_t y)
{
    char text[LABEL_TEXT];

    fputs("<g stroke=\"#dddddd\">\n", file);
    for (int d = x.least; d <= x.most; d++)
        fprintf(file, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n", place_x(x, pow(10, d)), TOP,
                place_x(x, pow(10, d)), BOTTOM);
    for (int d = y.least; d <= y.most; d++)
        fprintf(file, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>\n", LEFT, place_y(y, pow(10, d)), RIGHT,
                place_y(y, pow(10, d)));
    fputs("</g>\n", file);
    for (int d = x.least; d <= x.most; d++)
        write_text(file, place_x(x, pow(10, d)), BOTTOM + 18, " text-anchor=\"middle\"",
                   name_decade(plot->x_axis, d, text));
    for (int d = y.least; d <= y.most; d++)
        write_text(file, LEFT - 8, place_y(y, pow(10, d)) + 4, " text-anchor=\"end\"",
                   name_decade(plot->y_axis, d, text));
    write_text(file, (LEFT + RIGHT) / 2.0, BOTTOM + 42, " text-anchor=\"middle\"", plot->x_name);
    fprintf(file, "<text transform=\"translate(18 %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
            (TOP + BOTTOM) / 2.0, plot->y_name);
}

static void write_series(FILE *file, const plot_series_t *series, const char *colour, range_t x, range_t y)
{
    fprintf(file, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"", colour);
    for (size_t i = 0; i < series->count; i++)
        fprintf(file, "%s%.1f,%.1f", i == 0 ? "" : " ", place_x(x, series->x[i]), place_y(y, series->y[i]));
    fputs("\"/>\n", file);
    for (size_t i = 0; i < series->count && series->marked; i++)
        fprintf(file, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n", place_x(x, series->x[i]),
                place_y(y, series->y[i]), colour);
}

/* label_t: where a series' name would stand. */
typedef struct {
    double y;
    size_t series;
} label_t;

static int compare_labels(const void *a, const void *b)
{
    const double left = ((const label_t *)a)->y;
    const double right = ((const label_t *)b)->y;

    return (left > right) - (left < right);
}

/* write_names puts each name beside its line's end, and moves apart those that would meet. */
static void write_names(FILE *file, const plot_t *plot, range_t y)
{
    label_t label[PLOT_SERIES_MAX] = {{0}};
    double least = TOP;

    for (size_t s = 0; s < plot->count; s++)
        label[s] = (label_t){place_y(y, plot->series[s].y[plot->series[s].count - 1]), s};
    qsort(label, plot->count, sizeof label[0], compare_labels);
    for (size_t i = 0; i < plot->count; i++) {
        const double room = BOTTOM - NAME_STEP * (int)(plot->count - 1 - i);
        char more[64];

        least = fmin(fmax(label[i].y, least), room);
        snprintf(more, sizeof more, " fill=\"%s\"", COLOURS[label[i].series]);
        write_text(file, RIGHT + 10, least + 4, more, plot->series[label[i].series].name);
        least += (double)NAME_STEP;
    }
}

static void write_plot(FILE *file, const plot_t *plot)
{
    const range_t x = range_of(plot, 0);
    const range_t y = range_of(plot, 1);

    fprintf(file,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
            "font-family=\"sans-serif\" font-size=\"13\" fill=\"#222222\">\n"
            "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n",
            WIDTH, HEIGHT, WIDTH, HEIGHT, WIDTH, HEIGHT);
    write_text(file, LEFT, 28, " font-size=\"17\" font-weight=\"bold\"", plot->title);
    write_text(file, LEFT, 50, " fill=\"#555555\"", plot->note);
    write_axes(file, plot, x, y);
    for (size_t s = 0; s < plot->count; s++)
        write_series(file, &plot->series[s], COLOURS[s], x, y);
    write_names(file, plot, y);
    fputs("</svg>\n", file);
}

int plot_write(const char *path, const plot_t *plot)
{
    FILE *file = fopen(path, "w");

    if (file != NULL) {
        write_plot(file, plot);
        if (ferror(file) == 0 && fclose(file) == 0)
            return 0;
    }
    fprintf(stderr, "levee bench: %s: %s\n", path, strerror(errno));
    return -1;
}
