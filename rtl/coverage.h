// SPDX-License-Identifier: Apache-2.0
//
// coverage.h: what models count, in a build that has them count
// (LEVEE_MODEL_COVERAGE): a file a model, in the folder that LEVEE_RTL_COVERAGE
// names in the environment. In other builds nothing happens.
#ifndef LEVEE_RTL_COVERAGE_H
#define LEVEE_RTL_COVERAGE_H

#include <verilated.h>

#include <memory>

#ifdef LEVEE_MODEL_COVERAGE
#include <verilated_cov.h>

#include <unistd.h>

#include <cstdlib>
#include <string>
#include <typeinfo>

namespace coverage
{

// For randReset(): what nothing but chance has set must not count as moved.
constexpr int START = 0;

// An instance's changes must not be added to another's: a bit that rises in each has moved up and down in none.
inline void write(VerilatedContext &context)
{
    static unsigned number = 0;
    const char *folder = std::getenv("LEVEE_RTL_COVERAGE");

    if (!folder)
        return;
    const std::string path =
        std::string(folder) + "/" + std::to_string(getpid()) + "-" + std::to_string(number++) + ".dat";
    context.coveragep()->forcePerInstance(true);
    context.coveragep()->write(path.c_str());
}

inline void write_all()
{
    write(*Verilated::threadContextp());
}

inline void write_all_at_end()
{
    static const int registered = std::atexit(write_all);

    (void)registered;
}

// module returns the only one of its class, which counts until the program ends: benches reset it, again and again.
template <typename Module> std::shared_ptr<Module> module()
{
    static Module *const lasting = new Module(typeid(Module).name());

    write_all_at_end();
    return {lasting, [](Module *) {}};
}

} // namespace coverage

#else

namespace coverage
{

constexpr int START = 2;

inline void write(const VerilatedContext &)
{
}

template <typename Module> std::shared_ptr<Module> module()
{
    return std::make_shared<Module>();
}

} // namespace coverage

#endif

#endif
