// SPDX-License-Identifier: Apache-2.0
//
// What the benches of rtl/lib share: random numbers, a clock, the rules of a
// ready/valid channel, and a main that looks for the smallest case that fails.
#ifndef LEVEE_TESTS_RTL_LIB_BENCH_H
#define LEVEE_TESTS_RTL_LIB_BENCH_H

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <verilated.h>

#include "rtl/coverage.h"

// Thrown with what went wrong; bench_main reports it.
struct failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline void demand(bool holds, const char *what)
{
    if (!holds) {
        throw failure(what);
    }
}

// SplitMix64.
inline uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

class random_source
{
  public:
    explicit random_source(uint64_t seed) : state(mix(seed))
    {
    }
    uint64_t draw()
    {
        state += 0x9e3779b97f4a7c15;
        return mix(state);
    }
    // From 0 to bound - 1.
    unsigned below(unsigned bound)
    {
        return static_cast<unsigned>((draw() >> 32) * bound >> 32);
    }
    // True `percent` times in a hundred.
    bool chance(unsigned percent)
    {
        return below(100) < percent;
    }
    // How willing a side is: always, often, evenly, rarely.
    unsigned willingness()
    {
        static const unsigned choices[] = {100, 90, 50, 15};
        return choices[below(4)];
    }

  private:
    uint64_t state;
};

// The content of a beat as a function of one number, and of a port as words.
using beat_words = std::vector<uint32_t>;

template <typename Port> void put_beat(Port &port, uint64_t key)
{
    uint32_t words[sizeof(Port) / 4];
    for (size_t i = 0; i < sizeof(Port) / 4; i++) {
        words[i] = static_cast<uint32_t>(mix(key * 64 + i));
    }
    memcpy(&port, words, sizeof(Port));
}

template <typename Port> bool is_beat(const Port &port, uint64_t key)
{
    Port wanted;
    put_beat(wanted, key);
    return memcmp(&port, &wanted, sizeof(Port)) == 0;
}

template <typename Port> beat_words words_of(const Port &port)
{
    beat_words words((sizeof(Port) + 3) / 4);
    memcpy(words.data(), &port, sizeof(Port));
    return words;
}

// Valid holds until ready, and what it offers does not change.
class channel_rules
{
  public:
    explicit channel_rules(const char *of) : channel(of)
    {
    }
    void look(bool valid, bool ready, const beat_words &offer)
    {
        if (waits && !valid) {
            throw failure(std::string(channel) + ": valid fell before ready");
        }
        if (waits && offer != last) {
            throw failure(std::string(channel) + ": what is offered changed before ready");
        }
        waits = valid && !ready;
        last = offer;
    }

  private:
    const char *channel;
    bool waits = false;
    beat_words last;
};

// One module under a clock. Inputs are set, settle() shows the outputs they
// lead to, step() is the rising edge.
template <typename Module> class clocked
{
  public:
    clocked()
    {
        module.clk = 0;
        reset();
    }
    ~clocked()
    {
        module.final();
    }
    void settle()
    {
        module.eval();
    }
    void step()
    {
        module.clk = 1;
        module.eval();
        module.clk = 0;
        module.eval();
        cycle++;
        demand(!Verilated::gotError() && !Verilated::gotFinish(), "an assertion of the module failed");
    }
    void reset()
    {
        module.rst = 1;
        for (int i = 0; i < 4; i++) {
            settle();
            step();
        }
        module.rst = 0;
        cycle = 0;
    }
    Module *operator->()
    {
        return &module;
    }
    uint64_t cycle = 0;

  private:
    std::shared_ptr<Module> held = coverage::module<Module>();
    Module &module = *held;
};

// A bench is a function of a seed and of a length, which throws `failure`.
struct bench {
    const char *name;
    std::function<void(uint64_t seed, unsigned length)> run;
    // of an ordinary case
    unsigned length;
};

inline std::string outcome(const bench &b, uint64_t seed, unsigned length)
{
    Verilated::randSeed(static_cast<int>(seed & 0x7fffffff));
    Verilated::gotError(false);
    Verilated::gotFinish(false);
    try {
        b.run(seed, length);
    } catch (const failure &f) {
        return f.what();
    }
    return "";
}

// bench_main: runs every bench with seeds from --seed (default 1) on, --runs
// (default `runs`) of them, and stops at the first that fails after it sought
// the least length that fails with that seed.
inline int bench_main(int argc, char **argv, unsigned runs, const std::vector<bench> &benches)
{
    uint64_t seed = 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--seed") == 0) {
            seed = strtoull(argv[i + 1], nullptr, 0);
        } else if (strcmp(argv[i], "--runs") == 0) {
            runs = static_cast<unsigned>(strtoul(argv[i + 1], nullptr, 0));
        } else {
            fprintf(stderr, "usage: %s [--seed N] [--runs N]\n", argv[0]);
            return 2;
        }
    }
    Verilated::fatalOnError(false);
    Verilated::randReset(coverage::START);
    for (const bench &b : benches) {
        for (unsigned i = 0; i < runs; i++) {
            std::string what = outcome(b, seed + i, b.length);
            if (what.empty()) {
                continue;
            }
            unsigned length = 1;
            while (length < b.length && outcome(b, seed + i, length).empty()) {
                length++;
            }
            what = outcome(b, seed + i, length);
            printf("%s: FAILED with --seed %" PRIu64 " at length %u: %s\n", b.name, seed + i, length, what.c_str());
            return 1;
        }
        printf("%s: %u runs of length %u from seed %" PRIu64 "\n", b.name, runs, b.length, seed);
    }
    return 0;
}

#endif
