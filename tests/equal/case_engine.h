/* SPDX-License-Identifier: Apache-2.0
 *
 * case_engine.h: an engine on the book of a case or a stream, without an oracle
 * beside it. */
#ifndef LEVEE_TESTS_CASE_ENGINE_H
#define LEVEE_TESTS_CASE_ENGINE_H

#include "engine/tick.h"
#include "stream.h"

/* case_engine_open gives the book of `c` to a new engine on `opener`'s device;
 * what the engine refuses of it is left out. Returns NULL, with `error` filled,
 * when there is no engine. */
levee_engine_t *case_engine_open(const case_t *c, const levee_opener_t *opener, levee_error_t *error);

/* case_engine_named is a levee_opener_t's function: opens what the context, a
 * levee_engine_options_t, names. */
levee_result_t case_engine_named(void *context, const levee_image_t *image, levee_device_t **device,
                                 levee_error_t *error);

/* case_engine_steps gives the engine `count` steps of the stream, from `first`
 * on; what it refuses is left out. */
void case_engine_steps(levee_engine_t *engine, const stream_t *s, size_t first, size_t count);

/* case_engine_same returns whether the last verdicts of two engines, and their
 * books, are the same. O(legs). */
int case_engine_same(const levee_engine_t *a, const levee_engine_t *b);

#endif
