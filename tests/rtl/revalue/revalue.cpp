// SPDX-License-Identifier: Apache-2.0
//
// revalue.cpp: levee_revalue of the hardware against that of hls/. Rounds of
// updates, with and without gaps between them; between rounds some instruments
// get another recipe, and some rounds end in a reset. Every write must be due in
// the very cycle that it comes.
#include "venue.h"
#include "rtl/coverage.h"

#include MODEL_HEADER

#include <cinttypes>
#include <cstdio>
#include <deque>
#include <utility>

static const venue_shape_t shape = {INSTRUMENTS, TIERS, MEASURES};
enum { LATENCY = 81, ROUND = 64 };

/* An update that the hardware has taken, and when. */
struct taken_t {
    uint64_t cycle;
    expected_t expected;
};

struct bench_t {
    MODEL *rtl;
    venue_t *venue;
    draw_t draw;
    uint64_t cycle;
    uint64_t writes;
    std::deque<taken_t> taken;
    uint64_t free_at;      /* when the next update can be taken, at the earliest */
    levee_update_t update; /* on the pins, or the last that was */
    uint64_t offered;
};

/* tick ends a cycle. */
static void tick(bench_t &bench)
{
    bench.rtl->clk = 1;
    bench.rtl->eval();
    bench.rtl->clk = 0;
    bench.rtl->eval();
    bench.cycle++;
}

/* check takes this cycle's write, if any, and sees that it is one that is due. */
static bool check(bench_t &bench)
{
    const MODEL &rtl = *bench.rtl;
    const bool writes = rtl.m_limit_valid || rtl.m_row_valid;
    const bool is_due =
        !bench.taken.empty() && bench.taken.front().cycle + LATENCY + bench.taken.front().expected.seen <= bench.cycle;

    if (writes != is_due || (rtl.m_limit_valid && rtl.m_row_valid)) {
        std::printf("cycle %" PRIu64 ": limit %d, row %d, but %d is due\n", bench.cycle, rtl.m_limit_valid,
                    rtl.m_row_valid, is_due);
        return false;
    }
    if (rtl.idle != bench.taken.empty()) {
        std::printf("cycle %" PRIu64 ": idle %d with %zu updates under way\n", bench.cycle, rtl.idle,
                    bench.taken.size());
        return false;
    }
    if (!writes)
        return true;

    expected_t &expected = bench.taken.front().expected;
    const int64_t value = (int64_t)(rtl.m_row_value << 4) >> 4;
    const bool agrees = rtl.m_limit_valid ? expected_limit(&expected, bench.venue, rtl.m_limit_instrument,
                                                           rtl.m_limit_tier, (int64_t)rtl.m_limit_lots)
                                          : expected_row(&expected, bench.venue, rtl.m_row_instrument, rtl.m_row_tier,
                                                         rtl.m_row_side, rtl.m_row_measure, value);
    bench.writes++;
    if (expected.seen == expected.slots)
        bench.taken.pop_front();
    return agrees;
}

static void put_scale(WData *pins, const levee_scale_t &scale)
{
    for (int k = 0; k < LEVEE_SCALE_LIMBS; k++)
        pins[k] = scale.limb[k];
    pins[LEVEE_SCALE_LIMBS] = scale.inexact;
}

static void load_tier(bench_t &bench, uint32_t number, uint32_t k)
{
    const levee_tier_t &tier = bench.venue->instrument[number].tier[k];
    const uint64_t long_rates[] = {tier.side[0].rate_ppm[1], tier.side[0].rate_ppm[2]};
    const uint64_t short_rates[] = {tier.side[1].rate_ppm[1], tier.side[1].rate_ppm[2]};
    const uint64_t low = long_rates[0] | short_rates[0] << 20 | long_rates[1] << 40 | short_rates[1] << 60;

    bench.rtl->s_tier_valid = 1;
    bench.rtl->s_tier_instrument = (decltype(bench.rtl->s_tier_instrument))number;
    bench.rtl->s_tier_number = (CData)k;
    put_scale(bench.rtl->s_tier_bound, tier.bound);
    bench.rtl->s_tier_rates[0] = (WData)low;
    bench.rtl->s_tier_rates[1] = (WData)(low >> 32);
    bench.rtl->s_tier_rates[2] = (WData)(short_rates[1] >> 4);
}

/* load gives an instrument another recipe, its head with one of the tiers. */
static bool load(bench_t &bench, uint32_t number)
{
    const levee_instrument_t &instrument = bench.venue->instrument[number];

    venue_draw_instrument(&bench.draw, bench.venue, number);
    for (uint32_t k = 0; k < instrument.tier_count; k++) {
        load_tier(bench, number, k);
        bench.rtl->s_header_valid = k + 1 == instrument.tier_count;
        bench.rtl->s_header_instrument = (decltype(bench.rtl->s_header_instrument))number;
        bench.rtl->s_header_kind = (CData)instrument.kind;
        bench.rtl->s_header_tiers = (CData)instrument.tier_count;
        put_scale(bench.rtl->s_header_value, instrument.value);
        bench.rtl->eval();
        if (!check(bench))
            return false;
        tick(bench);
    }
    bench.rtl->s_header_valid = 0;
    bench.rtl->s_tier_valid = 0;
    return true;
}

/* offer puts an update on the pins; one that is there stays. */
static void offer(bench_t &bench)
{
    MODEL &rtl = *bench.rtl;

    if (rtl.s_update_valid)
        return;
    bench.update = venue_draw_update(&bench.draw, bench.venue);
    bench.offered++;
    rtl.s_update_valid = 1;
    rtl.s_update_instrument = (decltype(rtl.s_update_instrument))bench.update.instrument;
    rtl.s_update_price = bench.update.price;
    rtl.s_update_funding_long = (QData)bench.update.funding[LEVEE_LONG] & 0x7ffffffffffffff;
    rtl.s_update_funding_short = (QData)bench.update.funding[LEVEE_SHORT] & 0x7ffffffffffffff;
}

/* step is a cycle, in which an update may be taken. */
static bool step(bench_t &bench)
{
    MODEL &rtl = *bench.rtl;

    rtl.eval();
    if (!check(bench))
        return false;
    if (rtl.s_update_ready != (bench.cycle >= bench.free_at)) {
        std::printf("cycle %" PRIu64 ": ready %d, free at %" PRIu64 "\n", bench.cycle, rtl.s_update_ready,
                    bench.free_at);
        return false;
    }
    const bool takes = rtl.s_update_valid && rtl.s_update_ready;

    if (takes) {
        bench.taken.push_back({bench.cycle, expected_from(bench.venue, bench.update)});
        bench.free_at = bench.cycle + bench.taken.back().expected.slots;
    }
    tick(bench);
    if (takes)
        rtl.s_update_valid = 0;
    return true;
}

/* play_round offers updates until they are taken, and waits for the last write. */
static bool play_round(bench_t &bench)
{
    const uint64_t gap = 1 + draw_below(&bench.draw, 2) * draw_below(&bench.draw, 200);
    const uint64_t until = bench.offered + ROUND;

    while (bench.offered < until || bench.rtl->s_update_valid || !bench.taken.empty()) {
        if (bench.offered < until && draw_below(&bench.draw, gap) == 0)
            offer(bench);
        if (!step(bench))
            return false;
    }
    return true;
}

/* interrupt resets in the middle of updates, of which nothing may come any
 * more; their instruments get recipes again. */
static bool interrupt(bench_t &bench)
{
    for (uint64_t left = draw_below(&bench.draw, 300); left > 0; left--) {
        offer(bench);
        if (!step(bench))
            return false;
    }
    bench.rtl->s_update_valid = 0;
    bench.rtl->rst = 1;
    tick(bench);
    bench.rtl->rst = 0;
    bench.free_at = bench.cycle;

    const std::deque<taken_t> dropped = std::move(bench.taken);
    bool agrees = true;

    bench.taken.clear();
    for (size_t i = 0; i < dropped.size() && agrees; i++)
        agrees = load(bench, dropped[i].expected.update.instrument);
    return agrees;
}

int main(int argc, char **argv)
{
    const bench_options_t options = bench_options(argc, argv, RUNS);
    VerilatedContext context;
    context.randReset(coverage::START);
    context.randSeed((int)(options.seed & 0x7fffffff));
    MODEL rtl{&context};
    bench_t bench = {&rtl, venue_new(shape), {options.seed}, 0, 0, {}, 0, {}, 0};
    bool agrees = bench.venue != nullptr;

    rtl.rst = 1;
    rtl.s_header_valid = rtl.s_tier_valid = rtl.s_update_valid = 0;
    for (int i = 0; i < 3; i++)
        tick(bench);
    rtl.rst = 0;
    rtl.eval();
    for (uint32_t i = 0; i < shape.instruments && agrees; i++)
        agrees = load(bench, i);
    for (uint64_t round = 0; round < options.runs && agrees; round++) {
        agrees = play_round(bench) && (draw_below(&bench.draw, 4) != 0 || interrupt(bench));
        for (uint64_t i = draw_below(&bench.draw, 8); i > 0 && agrees; i--)
            agrees = load(bench, (uint32_t)draw_below(&bench.draw, shape.instruments));
    }
    venue_delete(bench.venue);
    coverage::write(context);
    if (agrees)
        std::printf("%" PRIu64 " writes of %" PRIu64 " updates agree, in %" PRIu64 " cycles\n", bench.writes,
                    bench.offered, bench.cycle);
    return agrees ? 0 : 1;
}
