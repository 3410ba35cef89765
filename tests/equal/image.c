/* SPDX-License-Identifier: Apache-2.0 */
#include "image.h"

#include <string.h>

static int stream_is_same(const levee_card_t *card, uint32_t group, uint32_t region, levee_stream_t stream)
{
    const levee_beat_t *held = levee_card_place(card, group, region, stream);
    levee_beat_t expected;

    for (uint32_t at = 0; at < levee_card_stream_beats(card, region, stream); at++) {
        levee_card_beat(card, group, region, stream, at, &expected);
        if (memcmp(&held[at], &expected, sizeof expected) != 0)
            return 0;
    }
    return 1;
}

const char *image_differs(const levee_card_t *card)
{
    static const char *const names[] = {"legs", "constants", "statuses"};
    const uint32_t streams = card->kernel.measures == LEVEE_MEASURES ? LEVEE_STREAMS : LEVEE_STREAM_STATUS;

    for (uint32_t g = 0; g < card->groups; g++) {
        for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
            for (uint32_t s = 0; s < streams; s++) {
                if (!stream_is_same(card, g, r, s))
                    return names[s];
            }
        }
    }
    return NULL;
}
