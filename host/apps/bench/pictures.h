/* SPDX-License-Identifier: Apache-2.0
 *
 * pictures.h: what was measured, drawn. */
#ifndef LEVEE_BENCH_PICTURES_H
#define LEVEE_BENCH_PICTURES_H

#include <jansson.h>

/* pictures_write writes cost.svg (what a tick costs against the size of the book) and
 * latency.svg into the directory, each where `report` has the parts that it is made of.
 * Returns 0, or -1 after a message. */
int pictures_write(const char *directory, const json_t *report);

#endif
