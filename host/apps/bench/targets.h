/* SPDX-License-Identifier: Apache-2.0
 *
 * targets.h: what figures should be at least or at most. */
#ifndef LEVEE_BENCH_TARGETS_H
#define LEVEE_BENCH_TARGETS_H

#include <jansson.h>

enum { TARGETS_MAX = 8 };

typedef enum { AT_MOST, AT_LEAST } target_bound_t;

typedef struct {
    const char *name;
    double figure;
    target_bound_t bound;
    double limit;
} target_t;

typedef struct {
    target_t target[TARGETS_MAX];
    int count;
} targets_t;

/* targets_add adds one of TARGETS_MAX at most. */
void targets_add(targets_t *targets, const char *name, double figure, target_bound_t bound, double limit);

/* targets_print prints a line each; targets_json returns a list of objects. */
void targets_print(const targets_t *targets);
json_t *targets_json(const targets_t *targets);

/* targets_missed counts those not reached in "targets" of each of a list of results. */
int targets_missed(const json_t *results);

#endif
