/* SPDX-License-Identifier: Apache-2.0
 *
 * The device layout while the book moves: the list of dirty beats turns a copy
 * of the old image into the new one and names few beats too many, the layout
 * says what the book says, and memory follows the book; an account knows the
 * places of its legs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "book/regions.h"
#include "engine/tick.h"
#include "random.h"

enum { INSTRUMENTS = 24, ACCOUNTS = 400, ROUNDS = 6000, STREAM_BYTES = 1 << 22 };

static levee_engine_t *make_engine(void)
{
    const levee_tier_spec_t tiers[] = {{.notional = "1000", .initial = "0.02", .maintenance = "0.01"},
                                       {.initial = "0.1", .maintenance = "0.05"}};
    levee_venue_t *venue = NULL;
    levee_book_t *book = NULL;
    levee_engine_t *engine = NULL;

    assert_int_equal(levee_venue_new("test", &venue, NULL), LEVEE_OK);
    assert_int_equal(levee_venue_add_settlement(venue, "USDT", "8", NULL), LEVEE_OK);
    for (int i = 0; i < INSTRUMENTS; i++) {
        char symbol[8];
        const levee_instrument_spec_t spec = {.symbol = symbol,
                                              .kind = "linear",
                                              .settle = "USDT",
                                              .tick = "0.01",
                                              .lot = "0.00000001",
                                              .tiers = tiers,
                                              .tier_count = 2};

        (void)snprintf(symbol, sizeof symbol, "S%d", i);
        assert_int_equal(levee_venue_add_instrument(venue, &spec, NULL), LEVEE_OK);
    }
    assert_int_equal(levee_book_new(venue, &book, NULL), LEVEE_OK);
    for (int i = 0; i < INSTRUMENTS; i++) {
        char symbol[8];
        const levee_mark_spec_t mark = {symbol, "1", NULL, 0};

        (void)snprintf(symbol, sizeof symbol, "S%d", i);
        assert_int_equal(levee_book_set_mark(book, &mark, NULL), LEVEE_OK);
    }
    /* hls/ leaves the dirty beats, those of statuses too, to whoever follows them. */
    assert_int_equal(levee_engine_new(book, &(levee_engine_options_t){.isa = "reference"}, &engine, NULL), LEVEE_OK);
    return engine;
}

/* The image of one region's stream as the device last saw it. */
typedef struct {
    unsigned char *bytes[LEVEE_REGIONS][LEVEE_STREAMS];
} image_t;

static void make_image(image_t *image)
{
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        for (uint32_t s = 0; s < LEVEE_STREAMS; s++)
            assert_non_null(image->bytes[r][s] = calloc(1, STREAM_BYTES));
    }
}

static void free_image(image_t *image)
{
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        for (uint32_t s = 0; s < LEVEE_STREAMS; s++)
            free(image->bytes[r][s]);
    }
}

/* apply_dirty patches the image and counts, per stream, the listed beats that
 * had not changed. */
static void apply_dirty(const levee_slices_t *slices, image_t *image, uint32_t needless[LEVEE_STREAMS])
{
    for (size_t i = 0; i < slices->dirty_count; i++) {
        const levee_dirty_beat_t dirty = slices->dirty[i];
        unsigned char *at = image->bytes[dirty.region][dirty.stream] + (size_t)dirty.beat * LEVEE_BEAT_BYTES;
        const void *beat = levee_slices_beat(&slices->region[dirty.region], (levee_stream_t)dirty.stream, dirty.beat);

        needless[dirty.stream] += memcmp(at, beat, LEVEE_BEAT_BYTES) == 0;
        memcpy(at, beat, LEVEE_BEAT_BYTES);
    }
}

static void compare_image(const levee_slices_t *slices, const image_t *image)
{
    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        const levee_region_t *region = &slices->region[r];

        for (uint32_t s = 0; s < LEVEE_STREAMS && region->room > 0; s++) {
            const size_t bytes = (size_t)levee_slices_beats(region, (levee_stream_t)s) * LEVEE_BEAT_BYTES;

            assert_true(bytes <= STREAM_BYTES);
            assert_memory_equal(image->bytes[r][s], levee_slices_beat(region, (levee_stream_t)s, 0), bytes);
        }
    }
}

static size_t slices_bytes(const levee_slices_t *slices)
{
    size_t bytes = 0;

    for (uint32_t r = 0; r < LEVEE_REGIONS; r++) {
        for (uint32_t s = 0; s < LEVEE_STREAMS && slices->region[r].room > 0; s++)
            bytes += (size_t)levee_slices_beats(&slices->region[r], (levee_stream_t)s) * LEVEE_BEAT_BYTES;
        bytes += slices->region[r].room * sizeof(uint32_t);
    }
    return bytes;
}

/* compare_chain follows an account's legs, whose first places it must know. */
static void compare_chain(const levee_book_t *book, uint32_t account)
{
    const levee_account_t *holder = &book->account[account];
    uint32_t at = holder->near[0];
    uint32_t count = 0;

    for (; at != LEVEE_NO_LEG; at = book->leg[at].next, count++) {
        assert_int_equal(book->leg[at].account, account);
        if (count < LEVEE_LEGS_NEAR)
            assert_int_equal(holder->near[count], at);
    }
    assert_int_equal(count, holder->leg_count);
    for (; count < LEVEE_LEGS_NEAR; count++)
        assert_int_equal(holder->near[count], LEVEE_NO_LEG);
}

/* compare_fresh lays the same book out anew: every account's lane must hold the
 * same words and constants, and memory must not have crept up. */
static void compare_fresh(const levee_engine_t *engine)
{
    levee_slices_t fresh;

    assert_int_equal(levee_slices_build(engine->book, &fresh, NULL), LEVEE_OK);
    for (uint32_t a = 0; a < levee_book_accounts(engine->book); a++) {
        if (!levee_book_is_open(engine->book, a))
            continue;
        const levee_place_of_t old = engine->slices.place[a];
        const levee_place_of_t new = fresh.place[a];
        const levee_region_t *region = &engine->slices.region[old.region];

        compare_chain(engine->book, a);
        assert_int_equal(old.region, new.region);
        assert_int_equal(region->account_of[old.slot], a);
        for (uint32_t beat = 0; beat < region->words; beat++)
            assert_true(*levee_region_word(region, old.slot, beat) ==
                        *levee_region_word(&fresh.region[new.region], new.slot, beat));
        assert_memory_equal(&region->constants[old.slot], &fresh.region[new.region].constants[new.slot],
                            sizeof(levee_constant_t));
    }
    const size_t floor = 100000; /* a region in use has room for 64 accounts at least */
    assert_true(slices_bytes(&engine->slices) <= slices_bytes(&fresh) * 13 / 10 + floor);
    levee_slices_free(&fresh);
}

/* random_change makes an account come, go, pay or trade; in phases the book
 * fills up and empties. */
static void random_change(levee_engine_t *engine, uint64_t *state, bool filling)
{
    char account[16];
    char symbol[8];
    char quantity[32];
    levee_change_t change = {
        .account = account, .instrument = symbol, .quantity = quantity, .price = "1.5", .amount = "1000"};
    const uint64_t what = random_below(state, 100);

    (void)snprintf(account, sizeof account, "a%llu", (unsigned long long)random_below(state, ACCOUNTS));
    (void)snprintf(symbol, sizeof symbol, "S%llu", (unsigned long long)random_below(state, INSTRUMENTS));
    /* Of 10^-8 lots, so that about one in three is wide. */
    (void)snprintf(quantity, sizeof quantity, "%s%llu.%08llu", random_below(state, 2) ? "-" : "",
                   (unsigned long long)random_below(state, 60), 1 + (unsigned long long)random_below(state, 99999998));
    if (what < 3) {
        change.event = "settle";
        change.account = NULL;
    } else if (what < 8) {
        change.event = "funding";
        change.account = NULL;
        change.amount = what < 5 ? "0.5" : "-0.25";
    } else if (what < 25) {
        change.event = filling ? "open" : "close";
        change.instrument = filling ? "cross:USDT" : NULL;
        change.amount = what < 15 ? "0" : "100";
    } else if (what < 40) {
        change.event = what < 32 ? "deposit" : "fee";
        change.instrument = change.quantity = NULL;
    } else {
        change.event = "fill";
    }
    if (what < 3 && random_below(state, 10) > 0)
        return;
    (void)levee_engine_change(engine, &change, NULL);
}

static void moving_book(void **unused)
{
    levee_engine_t *engine = make_engine();
    uint64_t state = random_seed();
    uint32_t needless[LEVEE_STREAMS] = {0};
    image_t image;
    uint64_t total = 0;
    size_t most = 0;

    (void)unused;
    make_image(&image);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const bool filling = round / 1500 % 2 == 0;
        const uint64_t changes = 1 + random_below(&state, 20);
        uint32_t extra[LEVEE_STREAMS] = {0};

        total += changes;
        for (uint64_t i = 0; i < changes; i++)
            random_change(engine, &state, filling);
        apply_dirty(&engine->slices, &image, extra);
        levee_slices_clean(&engine->slices);
        compare_image(&engine->slices, &image);
        for (uint32_t s = 0; s < LEVEE_STREAMS; s++)
            needless[s] += extra[s];
        most = engine->book->leg_count > most ? engine->book->leg_count : most;
        if (round % 200 == 0)
            compare_fresh(engine);
    }
    print_message("%llu changes, most legs %zu; needless beats: legs %u, constants %u, status %u\n",
                  (unsigned long long)total, most, needless[0], needless[1], needless[2]);
    for (uint32_t s = 0; s < LEVEE_STREAMS; s++)
        assert_true(needless[s] <= total);
    assert_true(most > 2000);
    free_image(&image);
    levee_engine_free(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(moving_book)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
