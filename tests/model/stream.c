/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"
#include "stream.h"

#include <stdlib.h>
#include <string.h>

step_t *stream_add(stream_t *s)
{
    if ((s->step_count & (s->step_count - 1)) == 0)
        s->steps = memory_grow(s->steps, (s->step_count == 0 ? 1 : 2 * s->step_count) * sizeof *s->steps);
    step_t *step = &s->steps[s->step_count++];
    memset(step, 0, sizeof *step);
    return step;
}

void stream_copy(stream_t *to, const stream_t *from)
{
    memset(to, 0, sizeof *to);
    case_copy(&to->book, &from->book);
    for (size_t i = 0; i < from->step_count; i++)
        *stream_add(to) = from->steps[i];
}

void stream_free(stream_t *s)
{
    case_free(&s->book);
    free(s->steps);
    memset(s, 0, sizeof *s);
}

size_t stream_batch(const stream_t *s, size_t first)
{
    size_t last = first;
    while (last < s->step_count && s->steps[last].batch == s->steps[first].batch &&
           s->steps[last].is_tick == s->steps[first].is_tick)
        last++;
    return last - first;
}

void stream_drop_steps(stream_t *s, size_t first, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->step_count; i++)
        if (i < first || i - first >= count)
            s->steps[kept++] = s->steps[i];
    stream_t shorter = {.book = s->book};
    for (size_t i = 0; i < kept; i++)
        *stream_add(&shorter) = s->steps[i];
    free(s->steps);
    *s = shorter;
}

void stream_drop_accounts(stream_t *s, size_t first, size_t count)
{
    case_drop_accounts(&s->book, first, count);
}

void stream_drop_legs(stream_t *s, size_t first, size_t count)
{
    case_drop_legs(&s->book, first, count);
}

void stream_drop_instruments(stream_t *s, size_t first, size_t count)
{
    stream_t shorter = {.book = s->book};
    size_t end = first + count;
    for (size_t i = 0; i < s->step_count; i++) {
        step_t step = s->steps[i];
        if (step.is_tick && step.tick.instrument >= first && step.tick.instrument < end)
            continue;
        if (step.is_tick && step.tick.instrument >= end)
            step.tick.instrument -= (uint32_t)count;
        int named = 0;
        for (size_t k = first; k < end && k < s->book.instrument_count && !step.is_tick; k++)
            named = named || strcmp(step.change.instrument, s->book.instruments[k].symbol) == 0;
        if (!named)
            *stream_add(&shorter) = step;
    }
    free(s->steps);
    *s = shorter;
    case_drop_instruments(&s->book, first, count);
}

void stream_print(const stream_t *s, FILE *out)
{
    case_t book = s->book;
    book.ticks = NULL;
    book.tick_count = 0;
    case_print(&book, out);
    for (size_t i = 0; i < s->step_count; i++)
        if (s->steps[i].is_tick)
            fprintf(out, "%u,%s,%s,%s\n", s->steps[i].batch, s->book.instruments[s->steps[i].tick.instrument].symbol,
                    s->steps[i].tick.mark, s->steps[i].tick.funding);
    fprintf(out, "--- changes.csv\ntime_ns,account,event,instrument,quantity,price,amount\n");
    for (size_t i = 0; i < s->step_count; i++) {
        const case_change_t *c = &s->steps[i].change;
        if (!s->steps[i].is_tick)
            fprintf(out, "%u,%s,%s,%s,%s,%s,%s\n", s->steps[i].batch, c->account, c->event, c->instrument, c->quantity,
                    c->price, c->amount);
    }
}
