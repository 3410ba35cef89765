/* SPDX-License-Identifier: Apache-2.0
 *
 * plot.h: lines over two logarithmic axes, as SVG. */
#ifndef LEVEE_BENCH_PLOT_H
#define LEVEE_BENCH_PLOT_H

#include <stddef.h>

enum { PLOT_SERIES_MAX = 10 };

/* plot_axis_t: what the decades of an axis are called. PLOT_TAIL is 1/(1 - share),
 * and reads 90 %, 99 % and so on. */
typedef enum { PLOT_COUNT, PLOT_NANOSECONDS, PLOT_TAIL } plot_axis_t;

typedef struct {
    const char *name;
    const double *x; /* above 0, as y */
    const double *y;
    size_t count;
    int marked; /* points are drawn, not only lines */
} plot_series_t;

typedef struct {
    const char *title;
    const char *note; /* below the title */
    const char *x_name;
    const char *y_name;
    plot_axis_t x_axis;
    plot_axis_t y_axis;
    plot_series_t series[PLOT_SERIES_MAX];
    size_t count;
} plot_t;

/* plot_write writes the plot. Series are told apart by colour, and named at the side in the
 * order of their last points. Returns 0, or -1 after a message. */
int plot_write(const char *path, const plot_t *plot);

#endif
