// SPDX-License-Identifier: Apache-2.0
//
// multiply.cpp: levee_multiply against hls/limbs.h, an operation in most cycles.
#include "bench.h"
#include "rtl/coverage.h"

#include "multiply_rtl.h"

#include <cinttypes>
#include <cstdio>

enum { LATENCY = 11 };

struct entered_t {
    bool valid;
    uint8_t tag;
    multiply_case_t drawn;
};

int main(int argc, char **argv)
{
    const bench_options_t options = bench_options(argc, argv, 1200000);
    draw_t draw = {options.seed};
    VerilatedContext context;
    context.randReset(coverage::START);
    context.randSeed((int)(options.seed & 0x7fffffff));
    multiply_rtl rtl{&context};
    entered_t entered[LATENCY] = {};
    uint64_t done = 0, saturated = 0;

    for (uint64_t cycle = 0; done < options.runs; cycle++) {
        const bool resets = cycle < 2;
        entered_t &now = entered[cycle % LATENCY]; // what leaves now entered this many cycles ago

        rtl.rst = resets;
        rtl.eval();
        const levee_whole_t got = {{rtl.m_whole[0], rtl.m_whole[1], rtl.m_whole[2]}};
        const levee_whole_t &want = now.drawn.want;
        const bool agrees = got.limb[0] == want.limb[0] && got.limb[1] == want.limb[1] && got.limb[2] == want.limb[2];
        if (cycle > 0 && (rtl.m_valid != now.valid || (now.valid && (!agrees || rtl.m_tag != now.tag)))) {
            std::printf("wrong at operation %" PRIu64 ": valid %d (want %d), tag %d (want %d)\n", done, rtl.m_valid,
                        now.valid, rtl.m_tag, now.tag);
            multiply_print(&now.drawn, got);
            return 1;
        }
        done += now.valid;
        saturated += now.valid && (want.limb[0] & want.limb[1] & want.limb[2]) == UINT32_MAX;

        now.valid = !resets && draw_below(&draw, 8) != 0;
        multiply_draw(&draw, &now.drawn);
        now.tag = (uint8_t)draw_bits(&draw, 8);
        rtl.s_valid = now.valid;
        rtl.s_x = now.drawn.x;
        for (int k = 0; k < LEVEE_SCALE_LIMBS; k++)
            rtl.s_scale[k] = now.drawn.scale.limb[k];
        rtl.s_scale[LEVEE_SCALE_LIMBS] = now.drawn.scale.inexact;
        rtl.s_up = now.drawn.up != 0;
        rtl.s_tag = now.tag;
        rtl.clk = 1;
        rtl.eval();
        rtl.clk = 0;
    }
    coverage::write(context);
    std::printf("%" PRIu64 " products agree, %" PRIu64 " of them saturated\n", done, saturated);
    return saturated == 0;
}
