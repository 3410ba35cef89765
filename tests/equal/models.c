/* SPDX-License-Identifier: Apache-2.0 */
#include "models.h"

#include <stddef.h>
#include <string.h>

extern const levee_model_t levee_model_8_1;
extern const levee_model_t levee_model_16_1;
extern const levee_model_t levee_model_16_3;
extern const levee_model_t levee_model_32_1;
extern const levee_model_t levee_model_32_3;

const levee_model_t *models_find(const char *name)
{
    static const struct {
        const char *name;
        const levee_model_t *model;
    } models[] = {{"8x1", &levee_model_8_1},   {"8x3", &levee_model_verilated}, {"16x1", &levee_model_16_1},
                  {"16x3", &levee_model_16_3}, {"32x1", &levee_model_32_1},     {"32x3", &levee_model_32_3}};

    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        if (strcmp(models[i].name, name) == 0)
            return models[i].model;
    }
    return NULL;
}
