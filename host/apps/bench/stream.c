/* SPDX-License-Identifier: Apache-2.0
 *
 * stream.c: seeded changes that keep a book moving. */
#include "stream.h"

#include <stdlib.h>
#include <string.h>

enum { ASKED_LEGS = 4, LOTS_MAX = 1 << 30, CENTS = 2, PERCENT = 100 };

typedef enum { ADD, REDUCE, FLIP, OPEN, CLOSE } trade_t;

int stream_new(stream_t *stream, const synthetic_t *book, const through_api_t *api, uint32_t closing, uint64_t seed)
{
    memset(stream, 0, sizeof *stream);
    stream->book = book;
    stream->api = api;
    stream->closing = closing;
    stream->random.state = seed;
    stream->leg = calloc(book->accounts, sizeof *stream->leg);
    stream->count = calloc(book->accounts, 1);
    stream->asked = calloc(book->accounts, sizeof *stream->asked);
    if (stream->leg == NULL || stream->count == NULL || stream->asked == NULL)
        return -1;
    for (uint32_t a = 0; a < book->accounts; a++) {
        const synthetic_account_t *account = &book->account[a];

        stream->count[a] = (uint8_t)account->count;
        for (uint32_t i = 0; i < account->count; i++)
            stream->leg[a][i] =
                (stream_leg_t){book->leg[account->first + i].instrument, book->leg[account->first + i].lots};
    }
    return 0;
}

void stream_free(stream_t *stream)
{
    free(stream->leg);
    free(stream->count);
    free(stream->asked);
}

static stream_leg_t *find_leg(const stream_t *stream, uint32_t account, uint32_t instrument)
{
    for (uint32_t i = 0; i < stream->count[account]; i++) {
        if (stream->leg[account][i].instrument == instrument)
            return &stream->leg[account][i];
    }
    return NULL;
}

int32_t stream_lots(const stream_t *stream, uint32_t account, uint32_t instrument)
{
    const stream_leg_t *leg = find_leg(stream, account, instrument);

    return leg == NULL ? 0 : leg->lots;
}

/* follow_fill keeps what the account holds. */
static void follow_fill(stream_t *stream, uint32_t account, uint32_t instrument, int32_t lots)
{
    stream_leg_t *leg = find_leg(stream, account, instrument);

    if (leg == NULL) {
        stream->leg[account][stream->count[account]++] = (stream_leg_t){instrument, lots};
        return;
    }
    leg->lots += lots;
    if (leg->lots == 0)
        *leg = stream->leg[account][--stream->count[account]];
}

/* draw_trade keeps the number of legs and their sizes about the same over a
 * long stream, unless the book is to be wound down. */
static trade_t draw_trade(stream_t *stream, uint32_t account)
{
    const uint32_t point = random_below(&stream->random, PERCENT);

    if (stream->count[account] == 0)
        return OPEN;
    if (stream->closing > 0 && random_below(&stream->random, PERCENT) < stream->closing)
        return CLOSE;
    if (point < 30)
        return ADD;
    if (point < 60)
        return REDUCE;
    if (point < 70)
        return FLIP;
    return point < 85 && stream->count[account] < SYNTHETIC_LEGS_MAX ? OPEN : CLOSE;
}

/* draw_lots returns what to trade of a leg that is there. */
static int32_t draw_lots(stream_t *stream, trade_t trade, const stream_leg_t *leg)
{
    const int32_t size = leg->lots < 0 ? -leg->lots : leg->lots;
    const int32_t more = abs(synthetic_draw_leg(stream->book, &stream->random, leg->instrument).lots);
    int32_t lots = -size;

    if (trade == ADD && size < LOTS_MAX)
        lots = more / 2 + 1;
    else if (trade == REDUCE)
        lots = -1 - (int32_t)random_below(&stream->random, (uint32_t)size);
    else if (trade == FLIP)
        lots = -size - more;
    return leg->lots < 0 ? -lots : lots;
}

/* draw_fill chooses an instrument and lots for the account. */
static stream_leg_t draw_fill(stream_t *stream, uint32_t account)
{
    const trade_t trade = draw_trade(stream, account);

    if (trade == OPEN) {
        uint32_t instrument = synthetic_draw_instrument(stream->book, &stream->random);

        while (find_leg(stream, account, instrument) != NULL)
            instrument = synthetic_draw_instrument(stream->book, &stream->random);
        return (stream_leg_t){instrument, synthetic_draw_leg(stream->book, &stream->random, instrument).lots};
    }
    const stream_leg_t *leg = &stream->leg[account][random_below(&stream->random, stream->count[account])];
    return (stream_leg_t){leg->instrument, draw_lots(stream, trade, leg)};
}

/* write_fill prices the fill within half a percent of the mark. */
static void write_fill(stream_t *stream, uint32_t at, stream_leg_t fill)
{
    const int64_t mark = stream->book->instrument[fill.instrument].price[0];
    stream_text_t *text = &stream->text[at];

    stream->change[at] = (levee_change_t){.event = "fill",
                                          .account = text->account,
                                          .instrument = stream->api->symbol[fill.instrument],
                                          .quantity = number_print(fill.lots, SYNTHETIC_LOT_PLACES, text->quantity),
                                          .price = number_print(mark * (995 + random_below(&stream->random, 11)) / 1000,
                                                                SYNTHETIC_TICK_PLACES, text->price)};
}

static void write_payment(stream_t *stream, uint32_t at, const char *event, uint32_t cents)
{
    stream_text_t *text = &stream->text[at];

    stream->change[at] = (levee_change_t){
        .event = event, .account = text->account, .amount = number_print(1 + cents, CENTS, text->price)};
}

void stream_draw(stream_t *stream, uint32_t count)
{
    for (uint32_t at = 0; at < count; at++) {
        const uint32_t account = random_below(&stream->random, stream->book->accounts);
        const uint32_t point = random_below(&stream->random, PERCENT);

        number_print_name('A', account, stream->text[at].account);
        if (point < 4) {
            write_payment(stream, at, "deposit", random_below(&stream->random, 100000));
        } else if (point < 7) {
            write_payment(stream, at, "withdraw", random_below(&stream->random, 20000));
        } else if (point < 10) {
            write_payment(stream, at, "fee", random_below(&stream->random, 1000));
        } else {
            const stream_leg_t fill = draw_fill(stream, account);

            write_fill(stream, at, fill);
            follow_fill(stream, account, fill.instrument, fill.lots);
        }
    }
}

void stream_list_asked(stream_t *stream)
{
    stream->asked_count = 0;
    for (uint32_t a = 0; a < stream->book->accounts; a++) {
        if (stream->count[a] == ASKED_LEGS)
            stream->asked[stream->asked_count++] = a;
    }
}

void stream_ask(stream_t *stream, uint32_t count)
{
    for (uint32_t at = 0; at < count; at++) {
        const uint32_t account = stream->asked[random_below(&stream->random, stream->asked_count)];

        number_print_name('A', account, stream->text[at].account);
        if (random_below(&stream->random, 8) == 0)
            write_payment(stream, at, "withdraw", random_below(&stream->random, 20000));
        else
            write_fill(stream, at, draw_fill(stream, account));
    }
}
