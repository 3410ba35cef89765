/* SPDX-License-Identifier: Apache-2.0 */
#include "c_kernel.h"

#include "hls/tick.h"

void c_kernel_tick(levee_card_t *card)
{
    levee_tick(card->command.beat->word, card->command_beats, card->legs[0].beat->word, card->constants[0].beat->word,
               card->results[0].beat->word);
}

static int run(void *context, levee_kernel_t *kernel, levee_card_t *card)
{
    (void)context;
    (void)kernel;
    c_kernel_tick(card);
    return 1;
}

void c_kernel_begin(shadow_t *shadow, uint64_t seed)
{
    *shadow = (shadow_t){.random = seed,
                         .parameters = {LEVEE_LANES, LEVEE_MEASURES, LEVEE_TICK_INSTRUMENTS, LEVEE_TIERS_MAX},
                         .run = run};
}
