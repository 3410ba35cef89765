// SPDX-License-Identifier: Apache-2.0
//
// levee_axi_write against a list of the beats it was given.
#include <algorithm>
#include <deque>

#include "bench.h"
#include "axi_write_wide.h"
#include "axi_write_least.h"

struct shape {
    unsigned bytes;
    unsigned burst;
    unsigned fifo;
};

struct beat {
    uint64_t address;
    uint64_t key;
};

struct burst {
    uint64_t address;
    unsigned beats;
};

// Which channel the memory waits for before it takes from the other: both
// habits are allowed to it, and neither may stop the engine.
enum order { ANY_ORDER, ADDRESS_FIRST, DATA_FIRST };

// The memory's side of the bus, what it demands of a master, and the beats
// that must arrive.
template <typename Module> class memory
{
  public:
    memory(const shape &size, random_source &source) : s(size), random(source)
    {
    }
    unsigned accept_address = 100;
    unsigned accept_data = 100;
    unsigned latency = 0;
    unsigned faulty = 0;
    // The address channel is ready once in so many cycles.
    unsigned every = 1;
    order habit = ANY_ORDER;
    std::deque<beat> due;
    bool error = false;
    bool moved = false;
    uint64_t bursts = 0;
    uint64_t beats = 0;
    uint64_t owed = 0;

    void drive(clocked<Module> &m)
    {
        m->m_axi_awready =
            m.cycle % every == 0 && random.chance(accept_address) && (habit != DATA_FIRST || whole_bursts > bursts);
        m->m_axi_wready = random.chance(accept_data) && (habit != ADDRESS_FIRST || !open.empty());
        m->m_axi_bvalid = !responses.empty() && responses.front() <= m.cycle;
        m->m_axi_bresp = static_cast<uint8_t>(random.chance(faulty) ? 1 + random.below(3) : 0);
    }

    void look(clocked<Module> &m)
    {
        moved = false;
        address_rules.look(m->m_axi_awvalid, m->m_axi_awready,
                           {static_cast<uint32_t>(m->m_axi_awaddr), static_cast<uint32_t>(m->m_axi_awaddr >> 32),
                            m->m_axi_awlen, m->m_axi_awsize, m->m_axi_awburst, m->m_axi_awcache, m->m_axi_awprot});
        beat_words offer = words_of(m->m_axi_wdata);
        offer.push_back(m->m_axi_wlast);
        data_rules.look(m->m_axi_wvalid, m->m_axi_wready, offer);
        demand(m->m_axi_bready, "a response is held up");
        error = m->m_axi_bvalid && m->m_axi_bresp != 0;
        if (m->m_axi_bvalid) {
            responses.pop_front();
            owed--;
            moved = true;
        }
        if (m->m_axi_awvalid && !offered) {
            offered = true;
            offer_address(m);
        }
        if (m->m_axi_wvalid) {
            demand(!open.empty(), "a beat is offered before its address");
            demand(m->m_axi_wlast == (open.front().beats == 1), "wlast is wrong");
        }
        if (m->m_axi_wvalid && m->m_axi_wready) {
            take_beat(m);
        }
        if (m->m_axi_awvalid && m->m_axi_awready) {
            offered = false;
            bursts++;
            moved = true;
        }
        // A burst is answered when both its address and its last beat were taken.
        while (answered < bursts && answered < whole_bursts) {
            answered++;
            owed++;
            const uint64_t soonest = responses.empty() ? 0 : responses.back();
            responses.push_back(std::max(soonest + 1, m.cycle + 1 + random.below(latency + 1)));
        }
    }

  private:
    void offer_address(clocked<Module> &m)
    {
        const burst b = {m->m_axi_awaddr, m->m_axi_awlen + 1U};
        demand(1U << m->m_axi_awsize == s.bytes && m->m_axi_awburst == 1, "not an incrementing burst of whole beats");
        demand(b.beats <= s.burst, "a burst is too long");
        demand(b.address % 4096 + b.beats * s.bytes <= 4096, "a burst crosses 4 KiB");
        open.push_back(b);
    }
    void take_beat(clocked<Module> &m)
    {
        burst &b = open.front();
        demand(!due.empty(), "a beat was invented");
        demand(b.address == due.front().address, "a beat goes to the wrong address");
        demand(is_beat(m->m_axi_wdata, due.front().key), "a beat was lost, changed or reordered");
        for (const uint32_t word : words_of(m->m_axi_wstrb)) {
            demand(word == (s.bytes < 32 ? (1U << s.bytes) - 1 : 0xffffffff), "a byte is not written");
        }
        due.pop_front();
        beats++;
        moved = true;
        b.address += s.bytes;
        if (--b.beats == 0) {
            open.pop_front();
            whole_bursts++;
        }
    }

    const shape &s;
    random_source &random;
    channel_rules address_rules{"AW"};
    channel_rules data_rules{"W"};
    // Bursts whose address was at least offered and whose beats are not all taken.
    std::deque<burst> open;
    bool offered = false;
    uint64_t whole_bursts = 0;
    uint64_t answered = 0;
    // When responses come.
    std::deque<uint64_t> responses;
};

// Beats that mostly follow each other, near edges of 4 KiB.
class beat_source
{
  public:
    beat_source(const shape &size, random_source &source) : s(size), random(source), leap(random.below(60))
    {
    }
    beat draw()
    {
        if (address == 0 || random.chance(leap)) {
            const unsigned page = 4096 / s.bytes;
            const unsigned edge = random.chance(50) ? page - 1 - random.below(8) : random.below(page);
            if (address == 0 || random.chance(50)) {
                address = random.draw() & ~UINT64_C(4095);
            }
            address = (address & ~UINT64_C(4095)) + static_cast<uint64_t>(edge) * s.bytes;
        } else {
            address += s.bytes;
        }
        return {address, random.draw() >> 8};
    }

  private:
    const shape &s;
    random_source &random;
    unsigned leap;
    uint64_t address = 0;
};

template <typename Module> static void offer(clocked<Module> &m, const beat &b)
{
    m->s_valid = 1;
    m->s_address = b.address;
    put_beat(m->s_data, b.key);
}

// With `late` answers, and addresses taken now and then, more is under way than the engine counts, so that it waits.
template <typename Module> static void random_traffic(const shape &s, bool late, uint64_t seed, unsigned length)
{
    random_source random(seed);
    clocked<Module> m;
    memory<Module> bus(s, random);
    beat_source source(s, random);
    bus.accept_address = random.willingness();
    bus.accept_data = random.willingness();
    bus.latency = late ? 2000 : random.below(65);
    bus.every = late && random.chance(50) ? 16 : 1;
    bus.faulty = random.chance(50) ? 2 : 0;
    bus.habit = static_cast<order>(random.below(3));
    unsigned give = random.willingness();
    bool error = false;
    unsigned sent = 0;
    beat next = {};
    m->s_valid = 0;
    for (unsigned quiet = 0; quiet < 200 + bus.latency + 100 * bus.every; quiet++) {
        if (random.chance(1)) {
            give = random.willingness();
        }
        if (!m->s_valid && sent < length && random.chance(give)) {
            next = source.draw();
            offer(m, next);
        }
        m->clear = random.chance(2);
        bus.drive(m);
        m.settle();
        demand(!m->idle || (bus.due.empty() && bus.owed == 0), "idle while beats or responses are due");
        demand(m->error == error, "error is wrong");
        bus.look(m);
        error = bus.error || (error && !m->clear);
        const bool accepted = m->s_valid && m->s_ready;
        if (accepted) {
            bus.due.push_back(next);
            sent++;
        }
        if (accepted || bus.moved) {
            quiet = 0;
        }
        m.step();
        if (accepted) {
            m->s_valid = 0;
        }
    }
    demand(sent == length && bus.due.empty(), "beats never left");
    demand(m->idle, "not idle in the end");
}

// Beats without a pause to a bus that takes an address every so many cycles, and
// a beat in each: nothing stops while bursts of that length are possible.
template <typename Module>
static void full_speed(const shape &s, unsigned every, bool follow, uint64_t seed, unsigned length)
{
    random_source random(seed);
    clocked<Module> m;
    memory<Module> bus(s, random);
    bus.every = every;
    beat next = {UINT64_C(1) << 20, 0};
    m->clear = 0;
    for (unsigned sent = 0; sent < length; sent++) {
        next.address = follow ? next.address + s.bytes : random.draw() / s.bytes * s.bytes;
        next.key = random.draw() >> 8;
        offer(m, next);
        bus.drive(m);
        m.settle();
        demand(m->s_ready, "a beat was held up");
        bus.look(m);
        bus.due.push_back(next);
        m.step();
    }
    demand(bus.due.size() < s.fifo, "beats do not leave as they come");
    demand(every > 1 || bus.due.size() <= 8, "beats leave late");
}

// A lone beat that meets an idle engine leaves at once.
template <typename Module> static void lone_beat(const shape &s, uint64_t seed, unsigned length)
{
    random_source random(seed);
    clocked<Module> m;
    memory<Module> bus(s, random);
    beat_source source(s, random);
    m->clear = 0;
    for (unsigned i = 0; i < length; i++) {
        m->s_valid = 0;
        for (unsigned wait = 0; !m->idle || wait < random.below(4); wait++) {
            bus.drive(m);
            m.settle();
            bus.look(m);
            m.step();
        }
        const beat next = source.draw();
        offer(m, next);
        bus.due.push_back(next);
        bool address = false;
        bool data = false;
        for (unsigned cycle = 0; cycle <= 7; cycle++) {
            bus.drive(m);
            m.settle();
            demand(cycle > 0 || m->s_ready, "an idle engine does not take a beat");
            address = address || m->m_axi_awvalid;
            data = data || m->m_axi_wvalid;
            demand(cycle < 5 || address, "the address of a lone beat is late");
            demand(cycle < 7 || data, "a lone beat is late");
            bus.look(m);
            m.step();
            m->s_valid = 0;
        }
    }
}

int main(int argc, char **argv)
{
    const shape wide = {64, 16, 32};
    const shape least = {4, 4, 4};
    using namespace std::placeholders;
    return bench_main(
        argc, argv, 200,
        {{"write", std::bind(random_traffic<axi_write_wide>, wide, false, _1, _2), 300},
         {"write, least queue", std::bind(random_traffic<axi_write_least>, least, false, _1, _2), 100},
         {"write, answers late", std::bind(random_traffic<axi_write_wide>, wide, true, _1, _2), 400},
         {"write at full speed", std::bind(full_speed<axi_write_wide>, wide, 1, true, _1, _2), 500},
         {"write at full speed, an address in 8 cycles", std::bind(full_speed<axi_write_wide>, wide, 8, true, _1, _2),
          500},
         {"write at full speed, scattered", std::bind(full_speed<axi_write_wide>, wide, 1, false, _1, _2), 500},
         {"lone beat", std::bind(lone_beat<axi_write_wide>, wide, _1, _2), 20}});
}
