// SPDX-License-Identifier: Apache-2.0
//
// levee_lane_pair: two lanes and the risk table they share. One leg word a lane and cycle, at any spacing; the sums
// over a slice show 3 * log2(TIERS) + 10 cycles after its last word, until the next slice's first word is added.
// Tables are written only while no word is inside; a write is in force 2 cycles later.
`default_nettype none

module levee_lane_pair #(
  // instruments of the table, a power of two
  parameter int INSTRUMENTS = 256,
  // tiers of an instrument: 4, 8 or 16
  parameter int TIERS = 8,
  // 1: maintenance; 2: equity, maintenance; 3: equity, maintenance, initial
  parameter int MEASURES = 3,
  // memory of rows and deductions: "ultra" or "block"
  parameter     STYLE = "ultra",
  localparam int IW = $clog2(INSTRUMENTS),
  localparam int TW = $clog2(TIERS)
) (
  input  wire                     clk,

  // table writes
  input  wire                     s_limit_valid,
  input  wire [IW-1:0]            s_limit_instrument,
  input  wire [TW-1:0]            s_limit_tier,
  input  wire [40:0]              s_limit_lots,
  input  wire                     s_row_valid,
  input  wire [IW-1:0]            s_row_instrument,
  input  wire [TW-1:0]            s_row_tier,
  input  wire                     s_row_side,
  input  wire [1:0]               s_row_measure,
  input  wire [59:0]              s_row_value,
  input  wire                     s_deduction_valid,
  input  wire [IW-1:0]            s_deduction_instrument,
  input  wire [TW-1:0]            s_deduction_tier,
  input  wire                     s_deduction_side,
  input  wire [1:0]               s_deduction_measure,
  input  wire [87:0]              s_deduction_value,

  // leg words of lane a [63:0] and lane b [127:64]; first: of their slice
  input  wire                     s_valid,
  input  wire                     s_first,
  input  wire [127:0]             s_words,

  // sums, lane a below lane b, measure by measure
  output wire [2*MEASURES*64-1:0] high,
  output wire [2*MEASURES*69-1:0] low
);

  // Cycles from a word's quantity to its row address, and on to the row.
  localparam int SEARCH = 3 * TW - 1;
  localparam int READ = 3;
  localparam int RW = IW + TW + 1;

  logic limit_valid_reg, row_valid_reg, deduction_valid_reg;
  logic [IW-1:0] limit_instrument_reg;
  logic [TW-1:0] limit_tier_reg;
  logic [40:0] limit_lots_reg;
  logic [RW-1:0] row_written_reg, deduction_written_reg;
  logic [1:0] row_measure_reg, deduction_measure_reg;
  logic [59:0] row_value_reg;
  logic [87:0] deduction_value_reg;

  always_ff @(posedge clk) begin
    limit_valid_reg <= s_limit_valid;
    limit_instrument_reg <= s_limit_instrument;
    limit_tier_reg <= s_limit_tier;
    limit_lots_reg <= s_limit_lots;
    row_valid_reg <= s_row_valid;
    row_written_reg <= {s_row_instrument, s_row_tier, s_row_side};
    row_measure_reg <= s_row_measure;
    row_value_reg <= s_row_value;
    deduction_valid_reg <= s_deduction_valid;
    deduction_written_reg <= {s_deduction_instrument, s_deduction_tier, s_deduction_side};
    deduction_measure_reg <= s_deduction_measure;
    deduction_value_reg <= s_deduction_value;
  end

  wire [2*IW-1:0] instrument;
  wire [81:0] lots;
  wire [2*(IW+TW)-1:0] found;

  levee_tiers #(.INSTRUMENTS(INSTRUMENTS), .TIERS(TIERS)) tiers (
    .clk(clk),
    .s_limit_valid(limit_valid_reg), .s_limit_instrument(limit_instrument_reg),
    .s_limit_tier(limit_tier_reg), .s_limit_lots(limit_lots_reg),
    .instrument_a(instrument[IW-1:0]), .instrument_b(instrument[2*IW-1:IW]),
    .lots_a(lots[40:0]), .lots_b(lots[81:41]),
    .row_a(found[IW+TW-1:0]), .row_b(found[2*(IW+TW)-1:IW+TW]));

  wire first;
  levee_delay #(.WIDTH(1), .CYCLES(SEARCH + 9)) first_delay (.clk(clk), .in(s_first), .out(first));

  wire [1:0] wide, begins;
  wire [63:0] quantity;
  wire [2*RW-1:0] row_address, deduction_address;

  genvar k, m;
  generate
    for (k = 0; k < 2; k = k + 1) begin : lane
      wire [31:0] word_quantity, found_quantity;
      wire word_wide, word_begins, found_wide, found_begins;
      logic [RW-1:0] address_reg;

      levee_word #(.IW(IW)) word (
        .clk(clk), .s_valid(s_valid), .s_first(s_first),
        .s_quantity(s_words[64*k+:32]), .s_instrument(s_words[64*k+32+:IW]),
        .s_low(s_words[64*k+52+:10]), .s_wide(s_words[64*k+62]),
        .instrument(instrument[IW*k+:IW]), .lots(lots[41*k+:41]), .quantity(word_quantity),
        .wide(word_wide), .begins(word_begins));
      levee_delay #(.WIDTH(34), .CYCLES(SEARCH)) search (
        .clk(clk), .in({word_quantity, word_wide, word_begins}),
        .out({found_quantity, found_wide, found_begins}));
      // The rest of a wide leg finds the address of its first word here, however long ago that came.
      always_ff @(posedge clk) begin
        if (found_begins) address_reg <= {found[(IW+TW)*k+:IW+TW], found_quantity[31]};
      end
      assign row_address[RW*k+:RW] = address_reg;
      levee_delay #(.WIDTH(33), .CYCLES(READ)) read (
        .clk(clk), .in({found_quantity, found_wide}), .out({quantity[32*k+:32], wide[k]}));
      levee_delay #(.WIDTH(1), .CYCLES(READ + 3)) begins_delay (
        .clk(clk), .in(found_begins), .out(begins[k]));

      wire unused_word = &{1'b0, s_words[64*k+32+:20], s_words[64*k+63]};
    end

    // Deductions join behind the multiplier, and are read so much later.
    levee_delay #(.WIDTH(2 * RW), .CYCLES(3)) later (.clk(clk), .in(row_address), .out(deduction_address));

    for (m = 0; m < MEASURES; m = m + 1) begin : measure
      localparam int NUMBER = MEASURES == 1 ? 1 : m;
      wire [119:0] row;
      wire [175:0] deduction;

      levee_table #(.WIDTH(60), .LOG2_DEPTH(RW), .STYLE(STYLE)) rows (
        .clk(clk),
        .s_valid(row_valid_reg && row_measure_reg == 2'(NUMBER)),
        .s_address(row_written_reg), .s_value(row_value_reg),
        .address_a(row_address[RW-1:0]), .address_b(row_address[2*RW-1:RW]),
        .value_a(row[59:0]), .value_b(row[119:60]));
      if (NUMBER != 0) begin : deducts
        levee_table #(.WIDTH(88), .LOG2_DEPTH(RW), .STYLE(STYLE)) deductions (
          .clk(clk),
          .s_valid(deduction_valid_reg && deduction_measure_reg == 2'(NUMBER)),
          .s_address(deduction_written_reg), .s_value(deduction_value_reg),
          .address_a(deduction_address[RW-1:0]), .address_b(deduction_address[2*RW-1:RW]),
          .value_a(deduction[87:0]), .value_b(deduction[175:88]));
      end else begin : deducts
        assign deduction = 176'd0;
      end
      for (k = 0; k < 2; k = k + 1) begin : sum
        levee_accumulate #(.DEDUCTS(NUMBER)) accumulate (
          .clk(clk), .quantity(quantity[32*k+:32]), .row(row[60*k+:60]), .wide(wide[k]),
          .deduction(deduction[88*k+:88]), .begins(begins[k]), .first(first),
          .high(high[64*(MEASURES*k+m)+:64]), .low(low[69*(MEASURES*k+m)+:69]));
      end
    end
  endgenerate

endmodule

`default_nettype wire
