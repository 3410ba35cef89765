/* SPDX-License-Identifier: Apache-2.0 */
#include "models.h"

#include <stddef.h>
#include <string.h>

/* LEVEE_MODELS: the kernels of this build besides the backend's, MODEL(8x1) ... */
#ifndef LEVEE_MODELS
#define LEVEE_MODELS
#endif

#define MODEL(shape) extern const levee_model_t levee_model_##shape;
LEVEE_MODELS
#undef MODEL

const levee_model_t *models_find(const char *name)
{
#define MODEL(shape) {#shape, &levee_model_##shape},
    static const struct {
        const char *name;
        const levee_model_t *model;
    } models[] = {LEVEE_MODELS{"8x3", &levee_model_verilated}};

    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        if (strcmp(models[i].name, name) == 0)
            return models[i].model;
    }
    return NULL;
}
