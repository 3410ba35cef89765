// SPDX-License-Identifier: Apache-2.0
//
// levee_skid and levee_fifo against a queue: nothing lost, invented or
// reordered; one word a cycle where both sides are willing.
#include <deque>

#include "bench.h"
#include "skid.h"
#include "fifo_block.h"
#include "fifo_distributed.h"
#include "fifo_least.h"

// What differs between the two: how many words fit, and the words inside.
struct shape {
    unsigned least;
    unsigned most;
    unsigned latency;
    std::function<int(void *)> count;
};

template <typename Module> static int count_of(void *module)
{
    return static_cast<int>(static_cast<Module *>(module)->count);
}

template <typename Module> static void pass(const shape &s, uint64_t seed, unsigned length)
{
    random_source random(seed);
    clocked<Module> m;
    channel_rules out("out");
    std::deque<uint64_t> inside;
    unsigned give = random.willingness();
    unsigned want = random.willingness();
    uint64_t sent = 0;
    uint64_t received = 0;
    m->s_valid = 0;
    // A length of words, and the time that the least willing side needs for them.
    for (unsigned quiet = 0; received < length; quiet++) {
        demand(quiet < 500, "no word moves");
        if (random.chance(1)) {
            give = random.willingness();
            want = random.willingness();
        }
        if (!m->s_valid && sent < length && random.chance(give)) {
            m->s_valid = 1;
            put_beat(m->s_data, seed + sent);
        }
        m->m_ready = random.chance(want);
        m.settle();
        out.look(m->m_valid, m->m_ready, words_of(m->m_data));
        if (s.count) {
            demand(s.count(m.operator->()) == static_cast<int>(inside.size()), "count is not the number of words");
        }
        demand(inside.size() <= s.most, "more words inside than fit");
        demand(m->s_ready || inside.size() >= s.least, "not ready though there is room");
        if (m->m_valid && m->m_ready) {
            demand(!inside.empty(), "a word was invented");
            demand(is_beat(m->m_data, inside.front()), "a word was lost, changed or reordered");
            inside.pop_front();
            received++;
            quiet = 0;
        }
        const bool accepted = m->s_valid && m->s_ready;
        if (accepted) {
            inside.push_back(seed + sent);
            sent++;
            quiet = 0;
        }
        m.step();
        if (accepted) {
            m->s_valid = 0;
        }
    }
    for (unsigned i = 0; i < 8; i++) {
        m->m_ready = 1;
        m.settle();
        demand(!m->m_valid, "a word is left over");
        m.step();
    }
}

// Both sides willing: no cycle is lost, after the first word and after a stop
// that filled the module.
template <typename Module> static void full_speed(const shape &s, uint64_t seed, unsigned length)
{
    random_source random(seed);
    clocked<Module> m;
    uint64_t sent = 0;
    uint64_t received = 0;
    const uint64_t stop = s.latency + random.below(20);
    const uint64_t stopped = s.most + 4;
    for (uint64_t cycle = 0; cycle < length + s.latency + stopped; cycle++) {
        const bool stops = cycle >= stop && cycle < stop + stopped;
        m->s_valid = 1;
        put_beat(m->s_data, sent);
        m->m_ready = !stops;
        m.settle();
        if (!stops && cycle >= s.latency) {
            demand(m->m_valid, "a cycle was lost at the output");
            demand(is_beat(m->m_data, received), "a word was lost, changed or reordered");
            received++;
        }
        if (cycle < stop) {
            demand(m->s_ready, "a cycle was lost at the input");
        }
        sent += m->s_ready;
        m.step();
    }
}

int main(int argc, char **argv)
{
    const shape of_skid = {1, 2, 1, nullptr};
    const shape of_block = {16, 16, 3, count_of<fifo_block>};
    const shape of_distributed = {8, 8, 2, count_of<fifo_distributed>};
    const shape of_least = {2, 2, 3, count_of<fifo_least>};
    using namespace std::placeholders;
    return bench_main(
        argc, argv, 200,
        {{"skid", std::bind(pass<skid>, of_skid, _1, _2), 300},
         {"skid at full speed", std::bind(full_speed<skid>, of_skid, _1, _2), 100},
         {"fifo, block", std::bind(pass<fifo_block>, of_block, _1, _2), 300},
         {"fifo, block, at full speed", std::bind(full_speed<fifo_block>, of_block, _1, _2), 100},
         {"fifo, distributed", std::bind(pass<fifo_distributed>, of_distributed, _1, _2), 300},
         {"fifo, distributed, at full speed", std::bind(full_speed<fifo_distributed>, of_distributed, _1, _2), 100},
         {"fifo of two words", std::bind(pass<fifo_least>, of_least, _1, _2), 300}});
}
