// SPDX-License-Identifier: Apache-2.0
//
// model.cpp: pins of the class that Verilator writes, as model.h has them. The
// build says which: LEVEE_MODEL_CLASS, its header, and the name of the levee_model_t.
#include <verilated.h>

#include LEVEE_MODEL_HEADER

#include <cstddef>
#include <memory>

#include "rtl/coverage.h"
#include "device/verilated/model.h"

namespace
{

using top_t = LEVEE_MODEL_CLASS;

struct kernel_t {
    VerilatedContext context;
    std::unique_ptr<top_t> top;
};

// Ports of several groups lie side by side. Up to 64 bits they are an integer ...
template <typename T> uint64_t get_bits(const T &port, unsigned low, unsigned width)
{
    return width == 64 ? port : (port >> low) & ((UINT64_C(1) << width) - 1);
}

template <typename T> void put_bits(T &port, unsigned low, unsigned width, uint64_t value)
{
    const uint64_t mask = width == 64 ? ~UINT64_C(0) : ((UINT64_C(1) << width) - 1);

    port = static_cast<T>((port & ~(mask << low)) | (value & mask) << low);
}

// ... and beyond that words of 32 bits.
template <size_t N> uint64_t get_bits(const VlWide<N> &port, unsigned low, unsigned)
{
    return port[low / 32] | static_cast<uint64_t>(port[low / 32 + 1]) << 32;
}

template <typename T> void put_beat(T &port, unsigned group, const uint64_t *words)
{
    for (unsigned i = 0; i < 2 * LEVEE_BUS_WORDS; i++)
        port[group * 2 * LEVEE_BUS_WORDS + i] = static_cast<uint32_t>(words[i / 2] >> 32 * (i % 2));
}

template <typename T> void get_beat(const T &port, unsigned group, uint64_t *words)
{
    for (unsigned i = 0; i < LEVEE_BUS_WORDS; i++)
        words[i] = get_bits(port, (group * LEVEE_BUS_WORDS + i) * 64, 64);
}

#define READ_IN(NAME, GROUP, PINS)                                                                                     \
    put_bits(top.m_axi_##NAME##_arready, GROUP, 1, (PINS).arready);                                                    \
    put_bits(top.m_axi_##NAME##_rvalid, GROUP, 1, (PINS).rvalid);                                                      \
    put_bits(top.m_axi_##NAME##_rlast, GROUP, 1, (PINS).rlast);                                                        \
    put_bits(top.m_axi_##NAME##_rresp, 2 * (GROUP), 2, (PINS).rresp);                                                  \
    put_beat(top.m_axi_##NAME##_rdata, GROUP, (PINS).rdata)

#define WRITE_IN(NAME, GROUP, PINS)                                                                                    \
    put_bits(top.m_axi_##NAME##_awready, GROUP, 1, (PINS).awready);                                                    \
    put_bits(top.m_axi_##NAME##_wready, GROUP, 1, (PINS).wready);                                                      \
    put_bits(top.m_axi_##NAME##_bvalid, GROUP, 1, (PINS).bvalid);                                                      \
    put_bits(top.m_axi_##NAME##_bresp, 2 * (GROUP), 2, (PINS).bresp)

#define READ_OUT(NAME, GROUP, PINS)                                                                                    \
    (PINS).araddr = get_bits(top.m_axi_##NAME##_araddr, 64 * (GROUP), 64);                                             \
    (PINS).arlen = static_cast<uint8_t>(get_bits(top.m_axi_##NAME##_arlen, 8 * (GROUP), 8));                           \
    (PINS).arvalid = static_cast<uint8_t>(get_bits(top.m_axi_##NAME##_arvalid, GROUP, 1));                             \
    (PINS).rready = static_cast<uint8_t>(get_bits(top.m_axi_##NAME##_rready, GROUP, 1))

#define WRITE_OUT(NAME, GROUP, PINS)                                                                                   \
    (PINS).awaddr = get_bits(top.m_axi_##NAME##_awaddr, 64 * (GROUP), 64);                                             \
    (PINS).awlen = static_cast<uint8_t>(get_bits(top.m_axi_##NAME##_awlen, 8 * (GROUP), 8));                           \
    (PINS).awvalid = static_cast<uint8_t>(get_bits(top.m_axi_##NAME##_awvalid, GROUP, 1));                             \
    (PINS).wvalid = static_cast<uint8_t>(get_bits(top.m_axi_##NAME##_wvalid, GROUP, 1));                               \
    (PINS).wlast = static_cast<uint8_t>(get_bits(top.m_axi_##NAME##_wlast, GROUP, 1));                                 \
    (PINS).bready = static_cast<uint8_t>(get_bits(top.m_axi_##NAME##_bready, GROUP, 1));                               \
    (PINS).wstrb = get_bits(top.m_axi_##NAME##_wstrb, 64 * (GROUP), 64);                                               \
    if ((PINS).wvalid)                                                                                                 \
    get_beat(top.m_axi_##NAME##_wdata, GROUP, (PINS).wdata)

void control_in(top_t &top, const levee_lite_pins_t &pins)
{
    top.s_axi_control_awaddr = static_cast<uint16_t>(pins.in.awaddr);
    top.s_axi_control_awvalid = pins.in.awvalid;
    top.s_axi_control_wdata = pins.in.wdata;
    top.s_axi_control_wstrb = pins.in.wstrb;
    top.s_axi_control_wvalid = pins.in.wvalid;
    top.s_axi_control_bready = pins.in.bready;
    top.s_axi_control_araddr = static_cast<uint16_t>(pins.in.araddr);
    top.s_axi_control_arvalid = pins.in.arvalid;
    top.s_axi_control_rready = pins.in.rready;
}

void control_out(const top_t &top, levee_lite_pins_t &pins)
{
    pins.out.awready = top.s_axi_control_awready;
    pins.out.wready = top.s_axi_control_wready;
    pins.out.bvalid = top.s_axi_control_bvalid;
    pins.out.arready = top.s_axi_control_arready;
    pins.out.rvalid = top.s_axi_control_rvalid;
    pins.out.rdata = top.s_axi_control_rdata;
    // A word of its own for Verilator, and the name that XRT gives the port.
    pins.out.interrupt = top.__SYM__interrupt;
}

void *open_kernel(uint64_t seed)
{
    auto *kernel = new kernel_t;

    kernel->context.randReset(coverage::START);
    kernel->context.randSeed(static_cast<int>(seed & 0x7fffffff) | 1);
    kernel->top = std::make_unique<top_t>(&kernel->context);
    return kernel;
}

void settle(void *opaque, levee_pins_t *pins)
{
    top_t &top = *static_cast<kernel_t *>(opaque)->top;

    top.clk = 0;
    top.rst = pins->rst;
    control_in(top, pins->control);
    READ_IN(command, 0, pins->master[0].in);
    WRITE_IN(command, 0, pins->master[0].in);
    for (unsigned group = 0; group < LEVEE_MODEL_LANES / 8; group++) {
        const levee_axi_pins_t *master = &pins->master[1 + 3 * group];

        READ_IN(legs, group, master[0].in);
        READ_IN(constants, group, master[1].in);
        READ_IN(results, group, master[2].in);
        WRITE_IN(results, group, master[2].in);
    }
    top.eval();
    control_out(top, pins->control);
    READ_OUT(command, 0, pins->master[0].out);
    WRITE_OUT(command, 0, pins->master[0].out);
    for (unsigned group = 0; group < LEVEE_MODEL_LANES / 8; group++) {
        levee_axi_pins_t *master = &pins->master[1 + 3 * group];

        READ_OUT(legs, group, master[0].out);
        READ_OUT(constants, group, master[1].out);
        READ_OUT(results, group, master[2].out);
        WRITE_OUT(results, group, master[2].out);
    }
}

void clock_kernel(void *opaque)
{
    top_t &top = *static_cast<kernel_t *>(opaque)->top;

    top.clk = 1;
    top.eval();
}

void close_kernel(void *opaque)
{
    auto *kernel = static_cast<kernel_t *>(opaque);

    kernel->top->final();
    coverage::write(kernel->context);
    delete kernel;
}

} // namespace

extern "C" const levee_model_t LEVEE_MODEL_NAME = {LEVEE_MODEL_LANES, open_kernel, settle, clock_kernel, close_kernel};
