// SPDX-License-Identifier: Apache-2.0
//
// divide.cpp: levee_divide against division of 128 bits, an operation in most
// cycles.
#include "bench.h"
#include "rtl/coverage.h"

#include "divide_rtl.h"

#include <cinttypes>
#include <cstdio>

enum { LATENCY = 62 };

struct entered_t {
    bool valid;
    uint8_t tag;
    divide_case_t drawn;
};

int main(int argc, char **argv)
{
    const bench_options_t options = bench_options(argc, argv, 1000000);
    draw_t draw = {options.seed};
    VerilatedContext context;
    context.randReset(coverage::START);
    context.randSeed((int)(options.seed & 0x7fffffff));
    divide_rtl rtl{&context};
    entered_t entered[LATENCY] = {};
    uint64_t done = 0, over = 0;

    for (uint64_t cycle = 0; done < options.runs; cycle++) {
        const bool resets = cycle < 2;
        entered_t &now = entered[cycle % LATENCY]; // what leaves now entered this many cycles ago

        rtl.rst = resets;
        rtl.eval();
        const bool agrees = divide_agrees(&now.drawn, rtl.m_quotient, rtl.m_over, rtl.m_remainder);
        if (cycle > 0 && (rtl.m_valid != now.valid || (now.valid && (!agrees || rtl.m_tag != now.tag)))) {
            std::printf("wrong at operation %" PRIu64 ": valid %d (want %d), tag %d (want %d)\n", done, rtl.m_valid,
                        now.valid, rtl.m_tag, now.tag);
            divide_print(&now.drawn, rtl.m_quotient, rtl.m_over, rtl.m_remainder);
            return 1;
        }
        done += now.valid;
        over += now.valid && now.drawn.over;

        now.valid = !resets && draw_below(&draw, 8) != 0;
        divide_draw(&draw, &now.drawn);
        now.tag = (uint8_t)draw_bits(&draw, 8);
        rtl.s_valid = now.valid;
        for (int k = 0; k < 3; k++)
            rtl.s_whole[k] = now.drawn.whole.limb[k];
        rtl.s_divisor = now.drawn.divisor;
        rtl.s_bypass = now.drawn.bypass;
        rtl.s_tag = now.tag;
        rtl.clk = 1;
        rtl.eval();
        rtl.clk = 0;
    }
    coverage::write(context);
    std::printf("%" PRIu64 " quotients agree, %" PRIu64 " of them over\n", done, over);
    return over == 0;
}
