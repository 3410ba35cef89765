/* SPDX-License-Identifier: Apache-2.0
 *
 * bench.h: what the benches of rtl/revalue share: their options, and the cases
 * they draw, with the answers of hls/. */
#ifndef LEVEE_TESTS_RTL_REVALUE_BENCH_H
#define LEVEE_TESTS_RTL_REVALUE_BENCH_H

#include <stdbool.h>
#include <stdint.h>

#include <gmp.h>

#include "hls/kernels.h"

#ifdef __cplusplus
extern "C" {
#endif

#include "tests/unit/hls/draw.h"

typedef struct {
    uint64_t seed;
    uint64_t runs;
} bench_options_t;

/* bench_options reads --seed and --runs, prints both, and ends the program
 * when there is anything else. */
bench_options_t bench_options(int argc, char **argv, uint64_t runs);

/* multiply_case_t: x times a scale, and the whole that hls/limbs.h makes of it. */
typedef struct {
    uint64_t x;
    levee_scale_t scale;
    uint32_t up;
    levee_whole_t want;
} multiply_case_t;

void multiply_draw(draw_t *draw, multiply_case_t *drawn);
void multiply_print(const multiply_case_t *drawn, levee_whole_t got);

/* divide_case_t: a division and its answer; quotient and remainder count only
 * when it is not over 2^59, or bypassed. */
typedef struct {
    levee_whole_t whole;
    uint32_t divisor;
    bool bypass;
    bool over;
    bool remainder;
    uint64_t quotient;
} divide_case_t;

void divide_draw(draw_t *draw, divide_case_t *drawn);
bool divide_agrees(const divide_case_t *drawn, uint64_t quotient, bool over, bool remainder);
void divide_print(const divide_case_t *drawn, uint64_t quotient, bool over, bool remainder);

#ifdef __cplusplus
}
#endif

#endif
