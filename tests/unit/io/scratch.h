/* SPDX-License-Identifier: Apache-2.0
 *
 * scratch.h: files that a test writes, and the random numbers it draws. */
#ifndef LEVEE_TESTS_SCRATCH_H
#define LEVEE_TESTS_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

/* cmocka.h asks for these first. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { SCRATCH_PATH = 256 };

/* scratch_path returns the path of `name` in this process's own directory,
 * which goes away at exit. It lives until the fourth call from then. */
const char *scratch_path(const char *name);

/* scratch_write writes a file there and returns its path. */
const char *scratch_write(const char *name, const void *bytes, size_t length);

/* scratch_gzip writes `bytes` as gzip data of `members` members into `stored`,
 * of `room` bytes, and returns its length. */
size_t scratch_gzip(const void *bytes, size_t length, unsigned members, unsigned char *stored, size_t room);

/* scratch_pipe starts a process that writes `bytes` into a pipe, `piece` at a
 * time, and returns the path of its reading end. scratch_pipe_end ends both. */
const char *scratch_pipe(const void *bytes, size_t length, size_t piece);
void scratch_pipe_end(void);

/* random_next draws 64 bits and random_below a number below `bound`. The first
 * state is the seed. */
uint64_t random_next(uint64_t *state);
uint64_t random_below(uint64_t *state, uint64_t bound);

#endif
