/* SPDX-License-Identifier: Apache-2.0
 *
 * levee_revalue.c: market -> risk table. */
#include "kernels.h"

typedef struct {
    int64_t limit;
    levee_row_t row[LEVEE_SIDES];
} tier_entries_t;

/*@ // What the host sees to before an update reaches the kernel.
  @ predicate update_fits(levee_instrument_t i, levee_update_t u) =
  @     1 <= i.tier_count <= LEVEE_TIERS_MAX &&
  @     (\forall integer side; 0 <= side < LEVEE_SIDES ==> -two57 <= u.funding[side] <= two57) &&
  @     (\forall integer k; 0 <= k < i.tier_count ==> market(i.tier[k].bound, u.price, 0)) &&
  @     (\forall integer k, side, m; 0 <= k < i.tier_count && 0 <= side < LEVEE_SIDES && 0 <= m < LEVEE_MEASURES ==>
  @         market(i.value, u.price, i.tier[k].side[side].rate_ppm[m]) &&
  @         in_range(i.kind, i.value, u.price, i.tier[k].side[side].rate_ppm[m]));
  @ predicate row_fits(levee_row_t r) =
  @     \forall integer m; 0 <= m < LEVEE_MEASURES ==> -two59 < r.row[m] < two59;
  @*/

/*@ requires \valid_read(instruments + update.instrument);
  @ assigns \nothing;
  @ ensures \result == instruments[update.instrument];
  @*/
static levee_instrument_t load_instrument(const levee_instrument_t *instruments, levee_update_t update)
{
    return instruments[update.instrument];
}

/*@ requires k < instrument.tier_count && update_fits(instrument, update);
  @ assigns \nothing;
  @ ensures 0 <= \result.limit <= LEVEE_LOTS_MAX;
  @ ensures \forall integer side; 0 <= side < LEVEE_SIDES ==> row_fits(\result.row[side]);
  @*/
static tier_entries_t compute_tier(levee_instrument_t instrument, levee_update_t update, uint32_t k)
{
    const levee_tier_t tier = instrument.tier[k];
    tier_entries_t entries;

    entries.limit =
        k + 1 < instrument.tier_count ? levee_tier_limit(instrument.kind, tier.bound, update.price) : LEVEE_LOTS_MAX;
    /*@ loop invariant 0 <= side <= LEVEE_SIDES;
      @ loop invariant \forall integer s; 0 <= s < side ==> row_fits(entries.row[s]);
      @ loop assigns side, entries.row[0 .. LEVEE_SIDES - 1];
      @ loop variant LEVEE_SIDES - side;
      @*/
    for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
#pragma HLS unroll
        entries.row[side] = levee_tier_row(instrument.kind, side, instrument.value, update.price, update.funding[side],
                                           tier.side[side]);
    }
    return entries;
}

/*@ requires \valid(table + update.instrument) && k < LEVEE_TIERS_MAX;
  @ assigns table[update.instrument].limit[k], table[update.instrument].row[k][0 .. LEVEE_SIDES - 1];
  @*/
static void store_tier(levee_risk_t *table, levee_update_t update, uint32_t k, tier_entries_t entries)
{
    table[update.instrument].limit[k] = entries.limit;
    /*@ loop invariant 0 <= side <= LEVEE_SIDES;
      @ loop assigns side, table[update.instrument].row[k][0 .. LEVEE_SIDES - 1];
      @ loop variant LEVEE_SIDES - side;
      @*/
    for (uint32_t side = 0; side < LEVEE_SIDES; side++) {
#pragma HLS unroll
        table[update.instrument].row[k][side] = entries.row[side];
    }
}

/* apply_update rebuilds the table of one instrument. */
/*@ requires \valid_read(instruments + update.instrument) && \valid(table + update.instrument);
  @ requires update_fits(instruments[update.instrument], update);
  @ assigns table[update.instrument];
  @*/
static void apply_update(const levee_instrument_t *instruments, levee_update_t update, levee_risk_t *table)
{
    const levee_instrument_t instrument = load_instrument(instruments, update);

each_tier:
    /*@ loop invariant 0 <= k <= instrument.tier_count;
      @ loop assigns k, table[update.instrument];
      @ loop variant instrument.tier_count - k;
      @*/
    for (uint32_t k = 0; k < instrument.tier_count; k++) {
#pragma HLS loop_tripcount min = 1 max = 16
#pragma HLS pipeline
        store_tier(table, update, k, compute_tier(instrument, update, k));
    }
}

/*@ requires \valid_read(updates + (0 .. count - 1));
  @ requires \forall integer u; 0 <= u < count ==>
  @     \valid_read(instruments + updates[u].instrument) && \valid(table + updates[u].instrument) &&
  @     update_fits(instruments[updates[u].instrument], updates[u]);
  @ requires \separated(table + (0 .. 0xffffffff), updates + (0 .. count - 1), instruments + (0 .. 0xffffffff));
  @ assigns table[0 .. 0xffffffff];
  @*/
void levee_revalue(const levee_instrument_t *instruments, const levee_update_t *updates, uint32_t count,
                   levee_risk_t *table)
{
#pragma HLS interface m_axi port = instruments bundle = gmem0
#pragma HLS interface m_axi port = updates bundle = gmem1
#pragma HLS interface m_axi port = table bundle = gmem2
#pragma HLS interface s_axilite port = count
#pragma HLS interface s_axilite port = return

each_update:
    /*@ loop invariant 0 <= u <= count;
      @ loop invariant \forall integer i; 0 <= i < count ==> updates[i] == \at(updates[i], Pre);
      @ loop invariant \forall integer i; 0 <= i <= 0xffffffff ==> instruments[i] == \at(instruments[i], Pre);
      @ loop assigns u, table[0 .. 0xffffffff];
      @ loop variant count - u;
      @*/
    for (uint32_t u = 0; u < count; u++) {
#pragma HLS loop_tripcount min = 1 max = 256
        apply_update(instruments, updates[u], table);
    }
}
