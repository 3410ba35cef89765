// SPDX-License-Identifier: Apache-2.0
//
// levee_axi_read against a memory whose beats are a function of their address.
#include <deque>

#include "bench.h"
#include "axi_read_wide.h"
#include "axi_read_least.h"

struct shape {
    unsigned bytes;
    unsigned burst;
    unsigned fifo;
};

struct beat {
    uint64_t address;
    bool last;
};

struct burst {
    uint64_t address;
    unsigned beats;
    uint64_t due;
};

// The memory's side of the bus and what it demands of a master.
template <typename Module> class memory
{
  public:
    memory(const shape &size, random_source &source) : s(size), random(source)
    {
    }
    // Set by the bench: how willing the channels are, the longest latency and
    // whether it is always that one, how many beats in a hundred fail.
    unsigned accept = 100;
    unsigned answer = 100;
    unsigned latency = 64;
    bool exact = false;
    unsigned faulty = 0;
    uint64_t beats_asked = 0;
    bool error = false;

    void drive(clocked<Module> &m)
    {
        m->m_axi_arready = random.chance(accept);
        if (!offers && !bursts.empty() && bursts.front().due <= m.cycle && random.chance(answer)) {
            const burst &b = bursts.front();
            offers = true;
            put_beat(m->m_axi_rdata, b.address);
            m->m_axi_rlast = b.beats == 1;
            m->m_axi_rresp = static_cast<uint8_t>(random.chance(faulty) ? 1 + random.below(3) : 0);
        }
        m->m_axi_rvalid = offers;
    }

    void look(clocked<Module> &m)
    {
        demand(!m->m_axi_rvalid || m->m_axi_rready, "the bus is held up");
        address_rules.look(m->m_axi_arvalid, m->m_axi_arready,
                           {static_cast<uint32_t>(m->m_axi_araddr), static_cast<uint32_t>(m->m_axi_araddr >> 32),
                            m->m_axi_arlen, m->m_axi_arsize, m->m_axi_arburst, m->m_axi_arcache, m->m_axi_arprot});
        if (m->m_axi_arvalid && m->m_axi_arready) {
            const burst b = {m->m_axi_araddr, m->m_axi_arlen + 1U,
                             m.cycle + 1 + (exact ? latency : random.below(latency + 1))};
            demand(1U << m->m_axi_arsize == s.bytes && m->m_axi_arburst == 1,
                   "not an incrementing burst of whole beats");
            demand(b.beats <= s.burst, "a burst is too long");
            demand(b.address % s.bytes == 0, "a burst is not beat-aligned");
            demand(b.address % 4096 + b.beats * s.bytes <= 4096, "a burst crosses 4 KiB");
            beats_asked += b.beats;
            bursts.push_back(b);
        }
        if (m->m_axi_rvalid && m->m_axi_rready) {
            burst &b = bursts.front();
            offers = false;
            error = error || m->m_axi_rresp != 0;
            b.address += s.bytes;
            if (--b.beats == 0) {
                bursts.pop_front();
            }
        }
    }

  private:
    const shape &s;
    random_source &random;
    channel_rules address_rules{"AR"};
    std::deque<burst> bursts;
    bool offers = false;
};

// Requests and the beats they must bring.
class requests
{
  public:
    uint64_t beats = 0;
    std::deque<beat> due;

    // Most start or end near an edge of 4 KiB; a few are longer than any counter but that of the request.
    void draw(const shape &s, random_source &random, unsigned least)
    {
        static const unsigned lengths[] = {1, 2, 4, 20, 70, 300};
        const unsigned page = 4096 / s.bytes;
        const unsigned edge = random.chance(50) ? page - 1 - random.below(8) : random.below(page);
        address = (random.draw() & ~UINT64_C(4095)) + static_cast<uint64_t>(edge) * s.bytes;
        length = least + (random.chance(1) ? 4096 + random.below(100) : random.below(lengths[random.below(6)]));
    }
    template <typename Module> void offer(clocked<Module> &m) const
    {
        m->s_request_valid = 1;
        m->s_request_address = address;
        m->s_request_beats = length;
    }
    void accept(const shape &s)
    {
        for (unsigned i = 0; i < length; i++) {
            due.push_back({address + static_cast<uint64_t>(i) * s.bytes, i + 1 == length});
        }
        beats += length;
    }
    template <typename Module> void deliver(clocked<Module> &m)
    {
        demand(!due.empty(), "a beat was invented");
        demand(is_beat(m->m_data, due.front().address), "a beat was lost, changed or reordered");
        demand(m->m_last == due.front().last, "last is wrong");
        due.pop_front();
    }

  private:
    uint64_t address = 0;
    unsigned length = 0;
};

template <typename Module> static void random_traffic(const shape &s, uint64_t seed, unsigned length)
{
    random_source random(seed);
    clocked<Module> m;
    memory<Module> bus(s, random);
    requests asked;
    channel_rules beats("out");
    unsigned want = random.willingness();
    uint64_t delivered = 0;
    bool error = false;
    bus.accept = random.willingness();
    bus.answer = random.willingness();
    bus.latency = random.below(65);
    bus.faulty = random.chance(50) ? 1 : 0;
    m->s_request_valid = 0;
    unsigned sent = 0;
    for (unsigned quiet = 0; quiet < 200; quiet++) {
        if (!m->s_request_valid && sent < length && random.chance(50)) {
            asked.draw(s, random, 0);
            asked.offer(m);
        }
        if (random.chance(1)) {
            want = random.willingness();
        }
        m->m_ready = random.chance(want);
        m->clear = random.chance(2);
        bus.drive(m);
        m.settle();
        demand(asked.due.empty() || !m->idle, "idle while beats are due");
        demand(m->error == error, "error is wrong");
        beats.look(m->m_valid, m->m_ready, words_of(m->m_data));
        bus.error = false;
        bus.look(m);
        demand(bus.beats_asked - delivered <= s.fifo, "more was asked for than has room");
        if (m->m_valid && m->m_ready) {
            asked.deliver(m);
            delivered++;
        }
        error = bus.error || (error && !m->clear);
        const bool accepted = m->s_request_valid && m->s_request_ready;
        if (accepted) {
            asked.accept(s);
            sent++;
        }
        if (accepted || (m->m_valid && m->m_ready) || m->m_axi_arvalid || m->m_axi_rvalid) {
            quiet = 0;
        }
        m.step();
        if (accepted) {
            m->s_request_valid = 0;
        }
    }
    demand(sent == length && asked.due.empty(), "beats never came");
    demand(bus.beats_asked == asked.beats, "beats were read that nobody asked for");
    demand(m->idle, "not idle in the end");
}

// Both sides willing and `latency` cycles from a burst's address to its data:
// once the first beat is there, one follows in every cycle.
template <typename Module> static void full_speed(const shape &s, unsigned latency, uint64_t seed, unsigned length)
{
    random_source random(seed);
    clocked<Module> m;
    memory<Module> bus(s, random);
    requests asked;
    unsigned sent = 0;
    bool flows = false;
    bus.latency = latency;
    bus.exact = true;
    asked.draw(s, random, 1);
    asked.offer(m);
    m->m_ready = 1;
    m->clear = 0;
    uint64_t issued_at = 0;
    do {
        demand(m.cycle < 1000 || flows, "nothing comes");
        bus.drive(m);
        m.settle();
        bus.look(m);
        if (issued_at == 0 && m->m_axi_arvalid) {
            issued_at = m.cycle;
        }
        if (m->m_valid) {
            flows = true;
            asked.deliver(m);
        }
        demand(m->m_valid || !flows || asked.due.empty(), "a cycle was lost");
        const bool accepted = m->s_request_valid && m->s_request_ready;
        m.step();
        if (accepted) {
            asked.accept(s);
            m->s_request_valid = 0;
            if (++sent < length) {
                asked.draw(s, random, 1);
                asked.offer(m);
            }
        }
    } while (sent < length || !asked.due.empty());
    demand(issued_at <= 3, "the first address is late");
}

// A request of any size, up to 2^32 - 1 beats and beyond the end of memory, which a reset ends: its first beats come in
// order, none is its last, and nothing of it comes any more.
template <typename Module> static void cut_short(const shape &s, uint64_t seed, unsigned length)
{
    random_source random(seed);
    clocked<Module> m;
    for (unsigned i = 0; i < length; i++) {
        memory<Module> bus(s, random);
        bus.latency = random.below(65);
        bus.accept = random.willingness();
        // Every other one passes the end of memory.
        uint64_t next =
            (random.chance(50) ? ~UINT64_C(4095) : random.draw() & ~UINT64_C(4095)) + random.below(4096 / s.bytes) * s.bytes;
        m->s_request_valid = 1;
        m->s_request_address = next;
        m->s_request_beats = static_cast<uint32_t>(random.draw()) | 1U << (20 + random.below(2));
        m->m_ready = 1;
        m->clear = 0;
        for (unsigned cycle = 0; cycle < 400; cycle++) {
            bus.drive(m);
            m.settle();
            bus.look(m);
            if (m->m_valid) {
                demand(is_beat(m->m_data, next), "a beat was lost, changed or reordered");
                demand(!m->m_last, "last comes early");
                next += s.bytes;
            }
            const bool accepted = m->s_request_valid && m->s_request_ready;
            m.step();
            m->s_request_valid = m->s_request_valid && !accepted;
        }
        m->m_axi_rvalid = m->m_axi_arready = 0;
        m.reset();
        for (unsigned cycle = 0; cycle < 20; cycle++) {
            m.settle();
            demand(m->idle && !m->m_valid && !m->m_axi_arvalid, "a reset does not end a request");
            m.step();
        }
    }
}

int main(int argc, char **argv)
{
    const shape wide = {64, 16, 128};
    const shape least = {8, 4, 4};
    using namespace std::placeholders;
    return bench_main(argc, argv, 200,
                      {{"read", std::bind(random_traffic<axi_read_wide>, wide, _1, _2), 20},
                       {"read, least queue", std::bind(random_traffic<axi_read_least>, least, _1, _2), 10},
                       {"read at full speed, latency 64", std::bind(full_speed<axi_read_wide>, wide, 64, _1, _2), 20},
                       {"read at full speed, largest latency",
                        std::bind(full_speed<axi_read_wide>, wide, 128 - 16 - 5, _1, _2), 20},
                       {"read, cut short", std::bind(cut_short<axi_read_wide>, wide, _1, _2), 5}});
}
