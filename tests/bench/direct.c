/* SPDX-License-Identifier: Apache-2.0
 *
 * direct.c: the kernels of hls/ on the synthetic book. */
#include "direct.h"

#include <stdlib.h>
#include <string.h>

enum { UNKNOWN_STATUS = 255 };

/* deduction_of: `quanta` * 10^6 in limbs. 10^6 = 2^6 * 15625. */
static levee_deduction_t deduction_of(int64_t quanta)
{
    const int64_t part = quanta * 15625;
    const int64_t high = part >> (LEVEE_ROW_LOW_BITS - 6);

    return (levee_deduction_t){high, (uint32_t)((part - high * (1 << (LEVEE_ROW_LOW_BITS - 6))) * 64)};
}

static levee_scale_t whole_scale(uint64_t whole)
{
    levee_scale_t scale = {{0}, 0};

    scale.limb[LEVEE_SCALE_FRACTION_LIMBS] = (uint32_t)(whole & 0xffffffffu);
    scale.limb[LEVEE_SCALE_FRACTION_LIMBS + 1] = (uint32_t)(whole >> 32);
    return scale;
}

static levee_instrument_t instrument_of(const synthetic_instrument_t *synthetic)
{
    levee_instrument_t instrument;

    memset(&instrument, 0, sizeof instrument);
    instrument.kind = LEVEE_LINEAR;
    instrument.tier_count = SYNTHETIC_TIERS;
    instrument.value = whole_scale(SYNTHETIC_TICK_VALUE);
    for (uint32_t k = 0; k < SYNTHETIC_TIERS; k++) {
        const synthetic_tier_t *tier = &synthetic->tier[k];

        instrument.tier[k].bound = whole_scale((uint64_t)(tier->bound / SYNTHETIC_TICK_VALUE));
        for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
            levee_side_rates_t *rates = &instrument.tier[k].side[side];

            rates->rate_ppm[LEVEE_MAINTENANCE] = (uint32_t)tier->maintenance * 1000;
            rates->rate_ppm[LEVEE_INITIAL] = (uint32_t)tier->initial * 1000;
            rates->deduction[LEVEE_MAINTENANCE] = deduction_of(tier->maintenance_deduction);
            rates->deduction[LEVEE_INITIAL] = deduction_of(tier->initial_deduction);
        }
    }
    return instrument;
}

/* constant_of: `quanta` * 10^6 in 128 bits. */
static levee_constant_t constant_of(int64_t quanta)
{
    const int64_t high = (quanta >> 32) * LEVEE_PPM;
    const uint64_t low = (uint64_t)(quanta & 0xffffffff) * LEVEE_PPM;
    const uint64_t shifted = (uint64_t)high << 32;
    const levee_excess_t excess = {shifted + low, (high >> 32) + (shifted + low < low ? 1 : 0)};

    return (levee_constant_t){{excess, excess, excess}};
}

static levee_constant_t account_constant(const synthetic_t *book, const synthetic_account_t *account)
{
    int64_t constant = account->cash;

    for (uint32_t i = account->first; i < account->first + account->count; i++)
        constant -= book->leg[i].lots * (int64_t)book->leg[i].entry * SYNTHETIC_TICK_VALUE;
    return constant_of(constant);
}

/* order_accounts gives accounts their slots, most legs first; returns how many
 * beats their slices need. */
static uint64_t order_accounts(const synthetic_t *book, uint32_t *slot_of)
{
    uint64_t beats = 0;
    uint32_t slot = 0;

    for (uint32_t legs = LEVEE_LEG_WORDS_MAX; legs > 0; legs--) {
        for (uint32_t i = 0; i < book->accounts; i++) {
            if (book->account[i].count != legs)
                continue;
            if (slot % LEVEE_LANES == 0)
                beats += legs;
            slot_of[i] = slot++;
        }
    }
    return beats;
}

static void fill_slices(direct_t *engine, const synthetic_t *book, const uint32_t *account_of)
{
    uint64_t *beat = engine->legs;

    for (uint32_t slice = 0; slice < engine->slices; slice++) {
        const uint32_t *members = account_of + (size_t)slice * LEVEE_LANES;
        const uint32_t beats = book->account[members[0]].count;

        for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
            const uint32_t slot = slice * LEVEE_LANES + lane;
            const synthetic_account_t *account = slot < book->accounts ? &book->account[members[lane]] : NULL;

            if (account != NULL)
                engine->constants[slot] = account_constant(book, account);
            for (uint32_t i = 0; account != NULL && i < account->count; i++) {
                const synthetic_leg_t leg = book->leg[account->first + i];

                beat[i * LEVEE_LANES + lane] =
                    (uint64_t)leg.instrument << LEVEE_LEG_INSTRUMENT_SHIFT | (uint32_t)leg.lots;
            }
            beat[(beats - 1) * LEVEE_LANES + lane] |= UINT64_C(1) << LEVEE_LEG_LAST_SHIFT;
        }
        beat += (size_t)beats * LEVEE_LANES;
    }
}

static int lay_out(direct_t *engine, const synthetic_t *book)
{
    const size_t slots = (size_t)engine->slices * LEVEE_LANES;
    uint32_t *account_of;
    uint64_t words;

    engine->slot_of = malloc(book->accounts * sizeof *engine->slot_of);
    if (engine->slot_of == NULL)
        return -1;
    words = order_accounts(book, engine->slot_of) * LEVEE_LANES;
    account_of = calloc(slots, sizeof *account_of);
    engine->legs = aligned_alloc(64, words * sizeof *engine->legs);
    engine->constants = calloc(slots, sizeof *engine->constants);
    engine->records = malloc(slots * sizeof *engine->records);
    engine->status = calloc(slots, 1);
    if (account_of && engine->legs && engine->constants && engine->records && engine->status) {
        memset(engine->legs, 0, words * sizeof *engine->legs);
        for (uint32_t i = 0; i < book->accounts; i++)
            account_of[engine->slot_of[i]] = i;
        fill_slices(engine, book, account_of);
        free(account_of);
        return 0;
    }
    free(account_of);
    return -1;
}

int direct_new(direct_t *engine, const synthetic_t *book)
{
    memset(engine, 0, sizeof *engine);
    engine->slices = (book->accounts + LEVEE_LANES - 1) / LEVEE_LANES;
    for (uint32_t i = 0; i < SYNTHETIC_INSTRUMENTS; i++) {
        engine->instrument[i] = instrument_of(&book->instrument[i]);
        for (uint32_t m = 0; m < SYNTHETIC_MARKETS; m++)
            engine->update[m][i] = (levee_update_t){i, book->instrument[i].price[m], {0, 0}};
    }
    for (uint32_t m = 0; m < SYNTHETIC_MARKETS; m++)
        direct_revalue(engine, m);
    return lay_out(engine, book);
}

void direct_free(direct_t *engine)
{
    free(engine->legs);
    free(engine->constants);
    free(engine->records);
    free(engine->status);
    free(engine->slot_of);
}

void direct_revalue(direct_t *engine, uint32_t market)
{
    levee_revalue(engine->instrument, engine->update[market], SYNTHETIC_INSTRUMENTS, engine->table[market]);
}

void direct_sweep(direct_t *engine, uint32_t market)
{
    levee_sweep(engine->legs, engine->constants, engine->table[market], engine->slices, engine->summary.sequence + 1,
                engine->status, engine->records, &engine->summary);
}

void direct_sweep_all(direct_t *engine, uint32_t market)
{
    memset(engine->status, UNKNOWN_STATUS, (size_t)engine->slices * LEVEE_LANES);
    direct_sweep(engine, market);
}
