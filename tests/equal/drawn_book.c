/* SPDX-License-Identifier: Apache-2.0 */
#include "drawn_book.h"

#include "draw.h"
#include "generate_stream.h"

enum { CHANGES = 60 };

static size_t accounts_of(long number)
{
    static const size_t sizes[] = {0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 71, 127, 128, 129, 300};

    if (number % 1000 == 500)
        return 3000;
    return sizes[(size_t)(number / 4) % (sizeof sizes / sizeof sizes[0])];
}

/* tick_by_tick has the ticks of the case come as steps, one at a time. */
static void tick_by_tick(stream_t *s)
{
    for (size_t i = 0; i < s->book.tick_count; i++) {
        step_t *step = stream_add(s);

        step->batch = (uint32_t)i + 1;
        step->is_tick = 1;
        step->tick = s->book.ticks[i];
    }
    case_drop_ticks(&s->book, 0, s->book.tick_count);
}

void drawn_book(stream_t *s, uint64_t seed, long number)
{
    draw_t d = {.state = seed * 1000003U + (uint64_t)number};
    const generate_kind_t kind = number % 2 ? (generate_kind_t)(number / 2 % GENERATE_KINDS) : GENERATE_CROSS_MIXED;

    if (number % 4 != 0) {
        generate_stream(s, kind, draw_next(&d), number % 40 == 1 ? 20 * CHANGES : CHANGES);
        return;
    }
    /* The generator draws from its accounts: none are left after it. */
    generate_case(&s->book, kind, draw_next(&d), accounts_of(number) + 1);
    case_drop_accounts(&s->book, accounts_of(number), 1);
    tick_by_tick(s);
}
