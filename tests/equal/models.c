/* SPDX-License-Identifier: Apache-2.0 */
#include "models.h"

#include <stddef.h>
#include <string.h>

extern const levee_model_t levee_model_8x1;
extern const levee_model_t levee_model_16x3;
extern const levee_model_t levee_model_32x1;
#ifdef LEVEE_LONG_KERNELS
extern const levee_model_t levee_model_16x1;
extern const levee_model_t levee_model_32x3;
#endif

const levee_model_t *models_find(const char *name)
{
    static const struct {
        const char *name;
        const levee_model_t *model;
    } models[] = {
        {"8x1", &levee_model_8x1},   {"8x3", &levee_model_verilated},
        {"16x3", &levee_model_16x3}, {"32x1", &levee_model_32x1},
#ifdef LEVEE_LONG_KERNELS
        {"16x1", &levee_model_16x1}, {"32x3", &levee_model_32x3},
#endif
    };

    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        if (strcmp(models[i].name, name) == 0)
            return models[i].model;
    }
    return NULL;
}
