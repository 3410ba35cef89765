/* SPDX-License-Identifier: Apache-2.0 */
#include "targets.h"

#include <assert.h>
#include <stdio.h>

static const char *const WORDS[] = {"at most", "at least"};

void targets_add(targets_t *targets, const char *name, double figure, target_bound_t bound, double limit)
{
    assert(targets->count < TARGETS_MAX);
    targets->target[targets->count++] = (target_t){name, figure, bound, limit};
}

static int is_reached(const target_t *target)
{
    return target->bound == AT_LEAST ? target->figure >= target->limit : target->figure <= target->limit;
}

void targets_print(const targets_t *targets)
{
    for (int i = 0; i < targets->count; i++) {
        const target_t *target = &targets->target[i];

        printf("  target: %s %s %g: %.4g, %s\n", target->name, WORDS[target->bound], target->limit, target->figure,
               is_reached(target) ? "reached" : "MISSED");
    }
}

json_t *targets_json(const targets_t *targets)
{
    json_t *list = json_array();

    for (int i = 0; i < targets->count; i++) {
        const target_t *target = &targets->target[i];

        json_array_append_new(list, json_pack("{s:s, s:s, s:f, s:f, s:b}", "name", target->name, "wanted",
                                              WORDS[target->bound], "limit", target->limit, "figure", target->figure,
                                              "reached", is_reached(target)));
    }
    return list;
}

int targets_missed(const json_t *results)
{
    int missed = 0;

    for (size_t i = 0; i < json_array_size(results); i++) {
        const json_t *targets = json_object_get(json_array_get(results, i), "targets");

        for (size_t t = 0; t < json_array_size(targets); t++)
            missed += json_is_false(json_object_get(json_array_get(targets, t), "reached"));
    }
    return missed;
}
