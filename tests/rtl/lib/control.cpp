// SPDX-License-Identifier: Apache-2.0
//
// levee_control: AXI4-Lite traffic against a memory, and a host and a kernel that
// go through ap_ctrl_chain.
#include <deque>
#include <map>
#include <set>

#include "bench.h"
#include "control.h"

static const unsigned GROUPS = 2;
static const unsigned WORDS = 5;

enum { CONTROL = 0x000, GLOBAL_ENABLE = 0x004, ENABLE = 0x008, STATUS = 0x00c, BEATS = 0x01c };
enum { START = 1, DONE = 2, IDLE = 4, READY = 8, CONTINUE = 16 };

// Addresses of the arguments, in the order of the ports.
static std::vector<unsigned> arguments()
{
    std::vector<unsigned> addresses = {0x010, 0x014, BEATS};
    for (unsigned g = 0; g < GROUPS; g++) {
        for (const unsigned offset : {0x00, 0x04, 0x0c, 0x10, 0x18, 0x1c}) {
            addresses.push_back(0x024 + 0x24 * g + offset);
        }
    }
    return addresses;
}

// What all the argument ports show, word by word in the order of arguments().
static std::vector<uint32_t> shown(clocked<control> &m)
{
    std::vector<uint32_t> out = words_of(m->command_address);
    out.push_back(m->command_beats);
    const beat_words legs = words_of(m->legs_address);
    const beat_words constants = words_of(m->constants_address);
    const beat_words results = words_of(m->results_address);
    for (unsigned g = 0; g < GROUPS; g++) {
        for (const beat_words &one : {legs, constants, results}) {
            out.push_back(one[2 * g]);
            out.push_back(one[2 * g + 1]);
        }
    }
    return out;
}

static void reset_inputs(clocked<control> &m, uint64_t seed)
{
    m->s_axi_control_awvalid = m->s_axi_control_wvalid = m->s_axi_control_bready = 0;
    m->s_axi_control_arvalid = m->s_axi_control_rready = 0;
    m->ready = m->done = 0;
    m->idle = 1;
    for (unsigned i = 0; i < WORDS; i++) {
        m->words[i] = static_cast<uint32_t>(mix(seed + i));
    }
}

// Both directions at once, each channel at its own pace. A word is in motion
// from the address of a write to its answer; what a read of it brings meanwhile
// is not checked.
class traffic
{
  public:
    traffic(uint64_t seed, unsigned length) : random(seed), left(length)
    {
        reset_inputs(m, random.draw());
        for (const unsigned address : arguments()) {
            content[address] = 0;
            // Nothing resets an argument: every one is written once.
            queue_write(address, 0xf);
        }
        for (unsigned i = 0; i < WORDS; i++) {
            content[0x100 + 4 * i] = m->words[i];
        }
    }

    void run()
    {
        for (unsigned quiet = 0; quiet < 100; quiet++) {
            offer();
            m.settle();
            check_rules();
            const bool aw = m->s_axi_control_awvalid && m->s_axi_control_awready;
            const bool w = m->s_axi_control_wvalid && m->s_axi_control_wready;
            const bool ar = m->s_axi_control_arvalid && m->s_axi_control_arready;
            if (aw || w || ar) {
                quiet = 0;
            }
            if (ar) {
                const unsigned address = m->s_axi_control_araddr & ~3U;
                reads.push_back({address, in_motion(address)});
            }
            if (aw) {
                const unsigned address = m->s_axi_control_awaddr & ~3U;
                motion.push_back(address);
                for (read &r : reads) {
                    r.moved = r.moved || r.address == address;
                }
            }
            answered();
            m.step();
            m->s_axi_control_awvalid = m->s_axi_control_awvalid && !aw;
            m->s_axi_control_wvalid = m->s_axi_control_wvalid && !w;
            m->s_axi_control_arvalid = m->s_axi_control_arvalid && !ar;
        }
        demand(addresses.empty() && data.empty() && writes.empty() && reads.empty(), "a request was never answered");
        const std::vector<unsigned> all = arguments();
        m.settle();
        for (size_t i = 0; i < all.size(); i++) {
            demand(shown(m)[i] == content[all[i]], "a port does not show its argument");
        }
    }

  private:
    struct write {
        unsigned address;
        uint32_t data;
        unsigned strobes;
    };
    struct read {
        unsigned address;
        bool moved;
    };

    unsigned any_address()
    {
        static const std::vector<unsigned> all = arguments();
        switch (random.below(4)) {
        case 0:
            return 0x100 + 4 * random.below(WORDS + 2);
        case 1:
            // Beyond the control registers, mapped or not.
            return 4 * (4 + random.below(1020));
        default:
            return all[random.below(static_cast<unsigned>(all.size()))];
        }
    }
    // Registers are words, whatever byte of them is addressed.
    uint16_t unaligned(unsigned address)
    {
        return static_cast<uint16_t>(address + random.below(4));
    }
    void queue_write(unsigned address, unsigned strobes)
    {
        const write w = {address, static_cast<uint32_t>(random.draw()), strobes};
        addresses.push_back(w);
        data.push_back(w);
        writes.push_back(w);
    }
    bool in_motion(unsigned address) const
    {
        for (const unsigned a : motion) {
            if (a == address) {
                return true;
            }
        }
        return false;
    }
    void offer()
    {
        if (random.chance(1)) {
            for (unsigned &percent : pace) {
                percent = random.willingness();
            }
        }
        if (left > 0 && writes.size() < 3) {
            left--;
            queue_write(any_address(), random.below(16));
        }
        if (!m->s_axi_control_awvalid && !addresses.empty() && random.chance(pace[0])) {
            m->s_axi_control_awvalid = 1;
            m->s_axi_control_awaddr = unaligned(addresses.front().address);
            addresses.pop_front();
        }
        if (!m->s_axi_control_wvalid && !data.empty() && random.chance(pace[1])) {
            m->s_axi_control_wvalid = 1;
            m->s_axi_control_wdata = data.front().data;
            m->s_axi_control_wstrb = static_cast<uint8_t>(data.front().strobes);
            data.pop_front();
        }
        if (left > 0 && !m->s_axi_control_arvalid && random.chance(pace[2])) {
            m->s_axi_control_arvalid = 1;
            m->s_axi_control_araddr = unaligned(any_address());
        }
        m->s_axi_control_bready = random.chance(pace[3]);
        m->s_axi_control_rready = random.chance(pace[4]);
    }
    void check_rules()
    {
        answer_rules.look(m->s_axi_control_bvalid, m->s_axi_control_bready, {m->s_axi_control_bresp});
        value_rules.look(m->s_axi_control_rvalid, m->s_axi_control_rready,
                         {m->s_axi_control_rdata, m->s_axi_control_rresp});
        demand(!m->s_axi_control_bvalid || !motion.empty(), "a write was answered that nobody made");
        demand(!m->s_axi_control_rvalid || !reads.empty(), "a read was answered that nobody made");
    }
    void answered()
    {
        if (m->s_axi_control_bvalid && m->s_axi_control_bready) {
            const write w = writes.front();
            uint32_t mask = 0;
            for (unsigned i = 0; i < 4; i++) {
                mask |= w.strobes >> i & 1 ? 0xffU << 8 * i : 0;
            }
            demand(m->s_axi_control_bresp == 0, "a write was not answered OKAY");
            if (content.count(w.address) != 0 && w.address < 0x100) {
                content[w.address] = (content[w.address] & ~mask) | (w.data & mask);
                written.insert(w.address);
            }
            writes.pop_front();
            motion.pop_front();
        }
        if (m->s_axi_control_rvalid && m->s_axi_control_rready) {
            const read r = reads.front();
            demand(m->s_axi_control_rresp == 0, "a read was not answered OKAY");
            const auto found = content.find(r.address);
            const bool known = found == content.end() || r.address >= 0x100 || written.count(r.address) != 0;
            if (!r.moved && known) {
                demand(m->s_axi_control_rdata == (found == content.end() ? 0 : found->second), "a read is wrong");
            }
            reads.pop_front();
        }
    }

    random_source random;
    clocked<control> m;
    unsigned left;
    unsigned pace[5] = {50, 50, 50, 50, 50};
    std::map<unsigned, uint32_t> content;
    std::set<unsigned> written;
    std::deque<write> addresses, data, writes;
    std::deque<read> reads;
    std::deque<unsigned> motion;
    channel_rules answer_rules{"B"}, value_rules{"R"};
};

// A host that does one thing after the other, and a kernel that runs beside.
class machine
{
  public:
    explicit machine(uint64_t seed) : random(seed), holds_done(random.chance(50))
    {
        reset_inputs(m, seed);
    }
    // Runs begun, and runs finished whose end the host has not acknowledged.
    unsigned begun = 0;
    unsigned finished = 0;
    bool busy = false;

    void write(unsigned address, uint32_t value)
    {
        m->s_axi_control_awaddr = static_cast<uint16_t>(address);
        m->s_axi_control_wdata = value;
        m->s_axi_control_wstrb = 0xf;
        m->s_axi_control_awvalid = m->s_axi_control_wvalid = 1;
        for (bool answered = false; !answered;) {
            m->s_axi_control_bready = random.chance(50);
            m.settle();
            const bool aw = m->s_axi_control_awready;
            const bool w = m->s_axi_control_wready;
            answered = m->s_axi_control_bvalid && m->s_axi_control_bready;
            cycle();
            m->s_axi_control_awvalid = m->s_axi_control_awvalid && !aw;
            m->s_axi_control_wvalid = m->s_axi_control_wvalid && !w;
        }
        m->s_axi_control_bready = 0;
    }
    uint32_t read(unsigned address)
    {
        uint32_t value = 0;
        m->s_axi_control_araddr = static_cast<uint16_t>(address);
        m->s_axi_control_arvalid = 1;
        for (bool answered = false; !answered;) {
            m->s_axi_control_rready = random.chance(50);
            m.settle();
            const bool ar = m->s_axi_control_arready;
            answered = m->s_axi_control_rvalid && m->s_axi_control_rready;
            value = m->s_axi_control_rdata;
            cycle();
            m->s_axi_control_arvalid = m->s_axi_control_arvalid && !ar;
        }
        m->s_axi_control_rready = 0;
        return value;
    }
    bool interrupt()
    {
        m.settle();
        return m->__SYM__interrupt;
    }
    void cycles(unsigned count)
    {
        for (unsigned i = 0; i < count; i++) {
            cycle();
        }
    }
    // The kernel may go on by one step: take a start, or finish a run.
    void let_begin()
    {
        may_begin = true;
        cycles(8);
        may_begin = false;
    }
    void let_finish()
    {
        may_finish = true;
        cycles(8);
        may_finish = false;
    }

  private:
    void cycle()
    {
        m->ready = !busy && begins;
        m->done = ends || (holds_done && holding);
        m->idle = !busy && !holding;
        m.settle();
        demand(!m->start || !waiting, "start is not held back until the end before was seen");
        const bool start = m->start;
        const bool acknowledged = m->continue_;
        const bool took = m->ready;
        const bool ended = ends;
        m.step();
        waiting = (waiting || ended) && !acknowledged;
        holding = holds_done && (holding || ended) && !acknowledged;
        finished += ended;
        begun += took;
        busy = (busy || took) && !ended;
        begins = may_begin && start && !took && !busy && !holding;
        ends = may_finish && busy && !took && !ended;
    }

    random_source random;
    clocked<control> m;
    // Whether this kernel's done stays until continue_.
    bool holds_done;
    bool may_begin = false;
    bool may_finish = false;
    bool begins = false;
    bool ends = false;
    bool holding = false;
    bool waiting = false;
};

static void handshake(uint64_t seed, unsigned length)
{
    machine k(seed);
    demand(k.read(CONTROL) == IDLE, "not idle after reset");
    for (unsigned i = 0; i < length; i++) {
        const unsigned before = k.begun;
        k.write(CONTROL, START);
        demand(k.read(CONTROL) == START, "start does not stay until ready");
        // A start during a start is the same start.
        k.write(CONTROL, START);
        k.let_begin();
        demand(k.begun == before + 1 && k.busy, "the kernel did not begin");
        demand(k.read(CONTROL) == READY, "ready is not reported once start was taken");
        demand(k.read(CONTROL) == 0, "reading does not clear ready");
        k.let_begin();
        demand(k.begun == before + 1, "one start began two runs");
        // A start during a run waits for its end and for the host to see it.
        k.write(CONTROL, START);
        k.let_finish();
        demand(k.finished == before + 1, "the kernel did not finish");
        k.let_begin();
        demand(k.begun == before + 1, "a start was not held back while done waits");
        demand(k.read(CONTROL) == (START | DONE), "done does not wait for continue");
        k.write(CONTROL, 0);
        demand(k.read(CONTROL) == (START | DONE), "done does not wait for continue");
        k.write(CONTROL, CONTINUE);
        demand(k.read(CONTROL) == START, "continue does not clear done, or stays");
        k.let_begin();
        demand(k.begun == before + 2, "a start that was held back is lost");
        k.let_finish();
        // Whether a kernel that holds done calls itself idle is its own affair.
        demand((k.read(CONTROL) & ~IDLE) == (READY | DONE), "the end of a run is not reported");
        k.write(CONTROL, CONTINUE);
        demand(k.read(CONTROL) == IDLE, "not idle in the end");
        // Without a run to acknowledge, continue means nothing.
        k.write(CONTROL, CONTINUE);
        demand(k.read(CONTROL) == IDLE, "continue without done does something");
    }
}

static void interrupts(uint64_t seed, unsigned length)
{
    machine k(seed);
    for (unsigned i = 0; i < length; i++) {
        for (unsigned enable = 0; enable < 8; enable++) {
            const unsigned wanted = enable & 3;
            const bool global = enable >> 2 & 1;
            k.write(GLOBAL_ENABLE, global);
            k.write(ENABLE, wanted);
            demand(k.read(GLOBAL_ENABLE) == global && k.read(ENABLE) == wanted, "enables do not read back");
            k.write(CONTROL, START);
            k.let_begin();
            demand(k.read(STATUS) == (wanted & 2), "ready sets the wrong bit");
            demand(k.interrupt() == (global && (wanted & 2)), "interrupt at ready is wrong");
            k.let_finish();
            demand(k.read(STATUS) == wanted, "done sets the wrong bit");
            demand(k.interrupt() == (global && wanted != 0), "interrupt at done is wrong");
            // Writing toggles: it clears what is set and sets what is not.
            k.write(STATUS, 1);
            demand(k.read(STATUS) == (wanted ^ 1), "writing 1 does not toggle done");
            demand(k.interrupt() == (global && ((wanted ^ 1) & wanted) != 0), "a disabled bit interrupts");
            k.write(STATUS, 2 | 1);
            demand(k.read(STATUS) == (wanted ^ 2), "writing 1 does not toggle ready");
            k.write(STATUS, wanted ^ 2);
            demand(k.read(STATUS) == 0 && !k.interrupt(), "writing 1 does not clear");
            k.write(CONTROL, CONTINUE);
            k.read(CONTROL);
        }
    }
}

int main(int argc, char **argv)
{
    return bench_main(argc, argv, 100,
                      {{"registers", [](uint64_t seed, unsigned length) { traffic(seed, length).run(); }, 400},
                       {"handshake", handshake, 10},
                       {"interrupts", interrupts, 3}});
}
