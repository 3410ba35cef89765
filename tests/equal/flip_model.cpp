// SPDX-License-Identifier: Apache-2.0
//
// flip_model.cpp: finds registers by the names that Verilator keeps of what
// flips.vlt lists.
#define LEVEE_MODEL_NAME levee_model_flips
#define LEVEE_MODEL_LANES 8
#define LEVEE_MODEL_CLASS levee_sweep_flips
#define LEVEE_MODEL_HEADER "levee_sweep_flips.h"
#include "device/verilated/model.cpp"

#include "flip_model.h"

#include <verilated_syms.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace
{

// Part of the scope's name that tells the sort.
const char *const scope_part[FLIP_INSIDE][2] = {{".rows", ".rows"},
                                                {".deductions", ".deductions"},
                                                {".limits", ".limits"},
                                                {".by_high", ".by_low"},
                                                {".accumulate", ".close"}};

bool ends_with(const char *text, const char *end)
{
    const size_t length = strlen(text), tail = strlen(end);

    return length >= tail && strcmp(text + length - tail, end) == 0;
}

uint64_t width_of(const VerilatedVar &var)
{
    return static_cast<uint64_t>(var.packed().elements());
}

uint64_t bits_of(const VerilatedVar &var)
{
    return width_of(var) * static_cast<uint64_t>(var.udims() == 0 ? 1 : var.unpacked().elements());
}

// Little-endian, as are Verilator's words: a bit stands in the same byte whatever the type.
void turn(const VerilatedVar &var, uint64_t bit)
{
    auto *bytes = static_cast<uint8_t *>(var.datap());
    const uint64_t element = bit / width_of(var), at = bit % width_of(var);

    bytes[element * var.entSize() + at / 8] =
        static_cast<uint8_t>(bytes[element * var.entSize() + at / 8] ^ (1u << at % 8));
}

// Visits the variables of a sort, in order, until `visit` returns true.
template <typename Visit> void each(void *opaque, flip_sort_t sort, Visit visit)
{
    for (const auto &named : *static_cast<kernel_t *>(opaque)->context.scopeNameMap()) {
        const VerilatedScope *scope = named.second;

        if (!scope->varsp() ||
            !(ends_with(named.first, scope_part[sort][0]) || ends_with(named.first, scope_part[sort][1])))
            continue;
        for (const auto &var : *scope->varsp()) {
            if (visit(named.first, var.first, var.second))
                return;
        }
    }
}

} // namespace

extern "C" uint64_t flip_bits(void *kernel, flip_sort_t sort)
{
    uint64_t bits = 0;

    each(kernel, sort, [&](const char *, const char *, const VerilatedVar &var) {
        bits += bits_of(var);
        return false;
    });
    return bits;
}

extern "C" void flip_bit(void *kernel, flip_sort_t sort, uint64_t number, char name[FLIP_NAME])
{
    each(kernel, sort, [&](const char *scope, const char *variable, const VerilatedVar &var) {
        if (number >= bits_of(var)) {
            number -= bits_of(var);
            return false;
        }
        snprintf(name, FLIP_NAME, "%s.%s, bit %u", scope, variable, static_cast<unsigned>(number));
        turn(var, number);
        return true;
    });
}

extern "C" uint32_t *flip_word(void *opaque, const char *scope, const char *name, uint32_t index)
{
    uint32_t *word = nullptr;
    unsigned found = 0;

    for (const auto &named : *static_cast<kernel_t *>(opaque)->context.scopeNameMap()) {
        const VerilatedVar *var = ends_with(named.first, scope) ? named.second->varFind(name) : nullptr;

        if (var && bits_of(*var) > 32 * index) {
            word = static_cast<uint32_t *>(var->datap()) + index;
            found++;
        }
    }
    return found == 1 ? word : nullptr;
}
