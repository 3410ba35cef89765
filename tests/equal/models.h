/* SPDX-License-Identifier: Apache-2.0
 *
 * models.h: the kernels that are held against the reference. */
#ifndef LEVEE_TESTS_MODELS_H
#define LEVEE_TESTS_MODELS_H

#include "device/verilated/model.h"

/* models_find returns the kernel called LANESxMEASURES, such as "16x3", or NULL. */
const levee_model_t *models_find(const char *name);

#endif
