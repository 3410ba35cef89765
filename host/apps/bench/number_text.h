/* SPDX-License-Identifier: Apache-2.0
 *
 * number_text.h: integers as the decimal text that the public interface reads. */
#ifndef LEVEE_BENCH_NUMBER_TEXT_H
#define LEVEE_BENCH_NUMBER_TEXT_H

#include <stdint.h>

enum { NUMBER_TEXT = 32 };

/* number_print writes `units` of 10^-places, `places` at most 8, and returns
 * `text`. By hand: printf would take longer than the engine needs for a leg. */
const char *number_print(int64_t units, unsigned places, char text[NUMBER_TEXT]);

/* number_print_name writes a letter and a number, as accounts are called. */
const char *number_print_name(char letter, uint32_t number, char text[NUMBER_TEXT]);

#endif
