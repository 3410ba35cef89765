// SPDX-License-Identifier: Apache-2.0
//
// levee_revalue: rebuilds the tier limits and rows of an instrument at a new
// price: levee_revalue of hls/levee_revalue.c, bit for bit. The deductions do
// not depend on the price and are not written here.
//
// A limit or a row a cycle: an update of T tiers takes T * (2 * MEASURES + 1) - 1
// cycles, updates follow each other without a gap, and the first write appears
// LATENCY = 81 cycles after its update was taken, so that a lone update has
// written everything after 81 + T * (2 * MEASURES + 1) - 2 cycles. The limits
// of the last tier and of those that do not exist (LOTS_MAX) are written once,
// at the end of the first update after the instrument's header: TIERS - T + 1
// cycles more. After a reset the instruments whose updates it cut short need
// their headers again.
//
// Prices and funding must be what the host lets pass (docs/model.md): rows
// beyond 2^59 are not computed right, and a simulation stops there.
`default_nettype none

module levee_revalue #(
  // instruments that have a recipe, at least 2
  parameter int INSTRUMENTS = 256,
  // most tiers of an instrument: 4, 8 or 16
  parameter int TIERS = 8,
  // 1 maintenance; 2 equity and maintenance; 3 initial as well
  parameter int MEASURES = 3,
  // derived, not to be set
  parameter int IW = $clog2(INSTRUMENTS),
  parameter int TW = $clog2(TIERS)
) (
  input  wire logic               clk,
  input  wire logic               rst,
  // recipe, head: kind 0 linear, 1 inverse, 2 asset; value is {inexact, limbs};
  // always accepted, never while an update is under way
  input  wire logic               s_header_valid,
  input  wire logic [IW-1:0]      s_header_instrument,
  input  wire logic [1:0]         s_header_kind,
  input  wire logic [4:0]         s_header_tiers,
  input  wire logic [256:0]       s_header_value,
  // recipe, tier: bound is {inexact, limbs}; rates are {initial short, initial
  // long, maintenance short, maintenance long}, the initial ones unused where
  // that measure is not there; accepted like the head
  input  wire logic               s_tier_valid,
  input  wire logic [IW-1:0]      s_tier_instrument,
  input  wire logic [TW-1:0]      s_tier_number,
  input  wire logic [256:0]       s_tier_bound,
  /* verilator lint_off UNUSEDSIGNAL */
  input  wire logic [79:0]        s_tier_rates,
  /* verilator lint_on UNUSEDSIGNAL */
  // update: a price from 1 on; funding within 2^57 of either sign, both included
  input  wire logic               s_update_valid,
  output wire logic               s_update_ready,
  input  wire logic [IW-1:0]      s_update_instrument,
  input  wire logic [30:0]        s_update_price,
  input  wire logic signed [58:0] s_update_funding_long,
  input  wire logic signed [58:0] s_update_funding_short,
  // limits
  output wire logic               m_limit_valid,
  output wire logic [IW-1:0]      m_limit_instrument,
  output wire logic [TW-1:0]      m_limit_tier,
  output wire logic [40:0]        m_limit_lots,
  // rows: side 0 long, 1 short; measure 0 equity, 1 maintenance, 2 initial
  output wire logic               m_row_valid,
  output wire logic [IW-1:0]      m_row_instrument,
  output wire logic [TW-1:0]      m_row_tier,
  output wire logic               m_row_side,
  output wire logic [1:0]         m_row_measure,
  output wire logic signed [59:0] m_row_value,
  // nothing is under way
  output wire logic               idle
);

  localparam int RATES = MEASURES == 3 ? 80 : 40;
  localparam logic [20:0] PPM = 21'd1000000;
  // the slot of a tier after those of its rows
  localparam logic [2:0] LIMIT_SLOT = 3'(2 * MEASURES);
  localparam logic [TW-1:0] HIGHEST_TIER = TW'(TIERS - 1);

  if (INSTRUMENTS < 2 || IW != $clog2(INSTRUMENTS) || TW != $clog2(TIERS)) begin : check_instruments
    $fatal(1, "INSTRUMENTS must be at least 2, IW and TW left alone (instance %m)");
  end
  if (TIERS != 4 && TIERS != 8 && TIERS != 16) begin : check_tiers
    $fatal(1, "TIERS must be 4, 8 or 16 (instance %m)");
  end
  if (MEASURES < 1 || MEASURES > 3) begin : check_measures
    $fatal(1, "MEASURES must be 1, 2 or 3 (instance %m)");
  end

  // An operation as it goes down the pipes. What it multiplies and divides:
  //   divides    the price divides: inverse rows, linear limits; elsewhere it
  //              multiplies
  typedef struct packed {
    logic [30:0] price;
    logic        divides;
  } factor_t;

  // How it rounds:
  //   plus       the rate raises the value, and rounding is up: rows of linear
  //              shorts and inverse longs; never limits
  //   negative   minus the quotient: inverse rows
  //   unbounded  a limit of LOTS_MAX, whatever the bound says
  typedef struct packed {
    logic plus;
    logic negative;
    logic unbounded;
  } rounding_t;

  // Where its result goes to.
  typedef struct packed {
    logic               is_limit;
    logic               side;
    logic [1:0]         measure;
    logic [IW-1:0]      instrument;
    logic [TW-1:0]      tier;
    logic signed [58:0] funding;
  } target_t;

  // Recipes. What steers the sequencer is read at once; `fresh` marks those
  // whose limits of LOTS_MAX are still to be written. What is written while no
  // update is under way is never read in the same cycle: no_rw_check.
  (* ram_style = "distributed" *) logic [TW:0]  shape_memory [0:INSTRUMENTS-1];
  (* ram_style = "distributed" *) logic         fresh_memory [0:INSTRUMENTS-1];
  (* ram_style = "block", no_rw_check *) logic [256:0]       value_memory [0:INSTRUMENTS-1];
  (* ram_style = "block", no_rw_check *) logic [256:0]       bound_memory [0:INSTRUMENTS*TIERS-1];
  (* ram_style = "block", no_rw_check *) logic [RATES-1:0]  rates_memory [0:INSTRUMENTS*TIERS-1];

  wire accept = s_update_valid && s_update_ready;

  always_ff @(posedge clk) begin
    if (s_header_valid) begin
      shape_memory[s_header_instrument] <= {s_header_kind == 2'd1, TW'(s_header_tiers - 5'd1)};
      value_memory[s_header_instrument] <= s_header_value;
    end
    if (s_header_valid || accept) begin
      fresh_memory[s_header_valid ? s_header_instrument : s_update_instrument] <= s_header_valid;
    end
    if (s_tier_valid) begin
      bound_memory[{s_tier_instrument, s_tier_number}] <= s_tier_bound;
      rates_memory[{s_tier_instrument, s_tier_number}] <= s_tier_rates[RATES-1:0];
    end
  end

  // Sequencer: per tier the rows of each measure, long and short, then the
  // limit; the tiers that do not exist have limits only.
  logic               busy_reg, busy_next;
  logic [2:0]         slot_reg, slot_next;
  logic [TW-1:0]      tier_reg, tier_next;
  logic [TW-1:0]      last_reg;
  logic               inverse_reg;
  logic               fresh_reg;
  logic [IW-1:0]      instrument_reg;
  logic [30:0]        price_reg;
  logic signed [58:0] funding_long_reg;
  logic signed [58:0] funding_short_reg;

  wire is_limit = slot_reg == LIMIT_SLOT;
  wire beyond_tiers = tier_reg >= last_reg;
  wire ends = is_limit ? tier_reg == HIGHEST_TIER : slot_reg == LIMIT_SLOT - 3'd1 && beyond_tiers && !fresh_reg;

  assign s_update_ready = !busy_reg || ends;

  always_comb begin
    busy_next = busy_reg && !ends;
    slot_next = slot_reg + 3'd1;
    tier_next = tier_reg;
    if (is_limit) begin
      slot_next = beyond_tiers ? LIMIT_SLOT : 3'd0;
      tier_next = tier_reg + 1'b1;
    end
    if (s_update_ready) begin
      busy_next = s_update_valid;
      slot_next = 3'd0;
      tier_next = '0;
    end
  end

  always_ff @(posedge clk) begin
    busy_reg <= busy_next && !rst;
    slot_reg <= slot_next;
    tier_reg <= tier_next;
    if (s_update_ready) begin
      {inverse_reg, last_reg} <= shape_memory[s_update_instrument];
      fresh_reg <= fresh_memory[s_update_instrument];
      instrument_reg <= s_update_instrument;
      price_reg <= s_update_price;
      funding_long_reg <= s_update_funding_long;
      funding_short_reg <= s_update_funding_short;
    end
  end

  factor_t   issued_factor;
  rounding_t issued_rounding;
  target_t   issued_target;

  localparam int FACTOR = $bits(issued_factor);
  localparam int ROUNDING = $bits(issued_rounding);
  localparam int TARGET = $bits(issued_target);

  assign issued_factor.price = price_reg;
  assign issued_factor.divides = inverse_reg ^ is_limit;
  assign issued_rounding.plus = !is_limit && (inverse_reg ^ slot_reg[0]);
  assign issued_rounding.negative = inverse_reg;
  assign issued_rounding.unbounded = beyond_tiers;
  assign issued_target.is_limit = is_limit;
  assign issued_target.side = slot_reg[0];
  assign issued_target.measure = MEASURES == 1 ? 2'd1 : slot_reg[2:1];
  assign issued_target.instrument = instrument_reg;
  assign issued_target.tier = tier_reg;
  assign issued_target.funding = slot_reg[0] ? funding_short_reg : funding_long_reg;

  // Operand stage, five cycles: x = price * (M +- rate), without the price where
  // that divides, and 1 for the rate's part of a limit. The scale is read three
  // cycles after the rates, so that the two meet.
  logic [4:0]        valid_line_reg;
  factor_t           factor_1_reg, factor_2_reg, factor_3_reg, factor_4_reg, factor_5_reg;
  rounding_t         rounding_1_reg, rounding_2_reg, rounding_3_reg, rounding_4_reg, rounding_5_reg;
  target_t           target_1_reg, target_2_reg, target_3_reg, target_4_reg, target_5_reg;
  logic [RATES-1:0]  rates_1_reg, rates_2_reg;
  logic [19:0]       rate;
  logic [20:0]       share_reg;
  logic [30:0]       multiplied_price_reg;
  logic [37:0]       share_low_reg;
  logic [34:0]       share_high_reg;
  logic [51:0]       x_reg;
  logic [256:0]      value_4_reg, value_5_reg;
  logic [256:0]      bound_4_reg, bound_5_reg;

  // A measure that is not there has no rates either.
  wire [79:0] all_rates = 80'(rates_2_reg);

  always_comb begin
    case (target_2_reg.measure)
      2'd1: rate = target_2_reg.side ? all_rates[39:20] : all_rates[19:0];
      2'd2: rate = target_2_reg.side ? all_rates[79:60] : all_rates[59:40];
      default: rate = 20'd0;
    endcase
  end

  always_ff @(posedge clk) begin
    valid_line_reg <= rst ? '0 : {valid_line_reg[3:0], busy_reg};

    target_1_reg <= issued_target;
    factor_1_reg <= issued_factor;
    rounding_1_reg <= issued_rounding;
    rates_1_reg <= rates_memory[{issued_target.instrument, issued_target.tier}];

    target_2_reg <= target_1_reg;
    factor_2_reg <= factor_1_reg;
    rounding_2_reg <= rounding_1_reg;
    rates_2_reg <= rates_1_reg;

    target_3_reg <= target_2_reg;
    factor_3_reg <= factor_2_reg;
    rounding_3_reg <= rounding_2_reg;
    multiplied_price_reg <= factor_2_reg.divides ? 31'd1 : factor_2_reg.price;
    if (target_2_reg.is_limit) begin
      share_reg <= 21'd1;
    end else begin
      share_reg <= rounding_2_reg.plus ? PPM + 21'(rate) : PPM - 21'(rate);
    end

    target_4_reg <= target_3_reg;
    factor_4_reg <= factor_3_reg;
    rounding_4_reg <= rounding_3_reg;
    share_low_reg <= 38'(multiplied_price_reg[16:0]) * 38'(share_reg);
    share_high_reg <= 35'(multiplied_price_reg[30:17]) * 35'(share_reg);
    value_4_reg <= value_memory[target_3_reg.instrument];
    bound_4_reg <= bound_memory[{target_3_reg.instrument, target_3_reg.tier}];

    target_5_reg <= target_4_reg;
    factor_5_reg <= factor_4_reg;
    rounding_5_reg <= rounding_4_reg;
    x_reg <= {share_high_reg, 17'd0} + 52'(share_low_reg);
    value_5_reg <= value_4_reg;
    bound_5_reg <= bound_4_reg;
  end

  // Multiply, then divide.
  logic              product_valid;
  logic [95:0]       product;
  factor_t           product_factor;
  rounding_t         product_rounding;
  target_t           product_target;
  logic              quotient_valid;
  logic [58:0]       quotient;
  logic              quotient_over;
  logic              quotient_remainder;
  rounding_t         quotient_rounding;
  target_t           quotient_target;

  levee_multiply #(
    .TAG(FACTOR + ROUNDING + TARGET)
  ) multiply (
    .clk(clk),
    .rst(rst),
    .s_valid(valid_line_reg[4]),
    .s_x({1'b0, x_reg}),
    .s_scale(target_5_reg.is_limit ? bound_5_reg : value_5_reg),
    .s_up(rounding_5_reg.plus),
    .s_tag({factor_5_reg, rounding_5_reg, target_5_reg}),
    .m_valid(product_valid),
    .m_whole(product),
    .m_tag({product_factor, product_rounding, product_target})
  );

  levee_divide #(
    .TAG(ROUNDING + TARGET)
  ) divide (
    .clk(clk),
    .rst(rst),
    .s_valid(product_valid),
    .s_whole(product),
    .s_divisor(product_factor.price),
    .s_bypass(!product_factor.divides),
    .s_tag({product_rounding, product_target}),
    .m_valid(quotient_valid),
    .m_quotient(quotient),
    .m_over(quotient_over),
    .m_remainder(quotient_remainder),
    .m_tag({quotient_rounding, quotient_target})
  );

  // Finish, two cycles. An inverse row is minus the quotient, rounded up first
  // when a remainder is left: -q = ~q + 1, and -(q + 1) = ~q.
  logic               priced_valid_reg;
  logic signed [59:0] priced_reg;
  logic [40:0]        lots_reg;
  target_t            priced_target_reg;
  logic               limit_valid_reg;
  logic               row_valid_reg;
  logic signed [59:0] row_reg;
  logic [40:0]        limit_reg;
  logic [IW-1:0]      written_instrument_reg;
  logic [TW-1:0]      written_tier_reg;
  logic               written_side_reg;
  logic [1:0]         written_measure_reg;

  wire round_up = quotient_rounding.plus && quotient_remainder;

  always_ff @(posedge clk) begin
    priced_valid_reg <= quotient_valid && !rst;
    priced_target_reg <= quotient_target;
    priced_reg <= ({1'b0, quotient} ^ {60{quotient_rounding.negative}}) + 60'(quotient_rounding.negative && !round_up);
    lots_reg <= quotient_rounding.unbounded || quotient_over || quotient[58:41] != 0 ? '1 : quotient[40:0];

    limit_valid_reg <= priced_valid_reg && priced_target_reg.is_limit && !rst;
    row_valid_reg <= priced_valid_reg && !priced_target_reg.is_limit && !rst;
    written_instrument_reg <= priced_target_reg.instrument;
    written_tier_reg <= priced_target_reg.tier;
    written_side_reg <= priced_target_reg.side;
    written_measure_reg <= priced_target_reg.measure;
    row_reg <= priced_reg - 60'(priced_target_reg.funding);
    limit_reg <= lots_reg;
  end

  assign m_limit_valid = limit_valid_reg;
  assign m_limit_instrument = written_instrument_reg;
  assign m_limit_tier = written_tier_reg;
  assign m_limit_lots = limit_reg;

  assign m_row_valid = row_valid_reg;
  assign m_row_instrument = written_instrument_reg;
  assign m_row_tier = written_tier_reg;
  assign m_row_side = written_side_reg;
  assign m_row_measure = written_measure_reg;
  assign m_row_value = row_reg;

  // Operations between the sequencer and the tables.
  logic [6:0] inside_reg;

  always_ff @(posedge clk) begin
    inside_reg <= rst ? '0 : inside_reg + 7'(busy_reg) - 7'(limit_valid_reg || row_valid_reg);
  end

  assign idle = !busy_reg && inside_reg == 0;

`ifndef SYNTHESIS
  // What the host sees to, and what follows from it.
  localparam logic [59:0] LARGEST = (60'd3 << 57) - 60'd1;

  always_ff @(posedge clk) begin
    if (!rst) begin
      assert (!(s_header_valid || s_tier_valid) || (idle && !accept));
      assert (!s_header_valid || (s_header_tiers >= 1 && s_header_tiers <= 5'(TIERS)));
      assert (!accept || s_update_price != 0);
      assert (!quotient_valid || quotient_target.is_limit || !quotient_over);
      assert (!quotient_valid || quotient_target.is_limit || 60'(quotient) + 60'(round_up) <= LARGEST);
    end
  end
`endif

endmodule

`default_nettype wire
