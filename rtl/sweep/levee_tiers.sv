// SPDX-License-Identifier: Apache-2.0
//
// levee_tiers: the tier of a leg, which is the number of its instrument's limits below its lots: a binary search, one
// narrow memory a level, shared by two lanes. Limits rise from tier to tier; that of the last tier is never looked at.
// One leg a lane and cycle; `row` is there 3 * log2(TIERS) cycles after `instrument`.
`default_nettype none

module levee_tiers #(
  // instruments of the table, a power of two
  parameter int INSTRUMENTS = 256,
  // tiers of an instrument: 4, 8 or 16
  parameter int TIERS = 8,
  localparam int IW = $clog2(INSTRUMENTS),
  localparam int TW = $clog2(TIERS)
) (
  input  wire               clk,

  // limit write: only while no leg is inside
  input  wire               s_limit_valid,
  input  wire [IW-1:0]      s_limit_instrument,
  input  wire [TW-1:0]      s_limit_tier,
  input  wire [40:0]        s_limit_lots,

  // legs of lanes a and b; the lots come a cycle after the instrument
  input  wire [IW-1:0]      instrument_a,
  input  wire [IW-1:0]      instrument_b,
  input  wire [40:0]        lots_a,
  input  wire [40:0]        lots_b,

  // {instrument, tier}
  output wire [IW+TW-1:0]   row_a,
  output wire [IW+TW-1:0]   row_b
);

  genvar l;
  generate
    for (l = 0; l < TW; l = l + 1) begin : level
      // A node is {instrument, the bits of the tier found so far}. It holds the limit whose number continues these
      // bits with a 0 and then ones only.
      wire [IW+l-1:0] node_a, node_b, written;
      wire [40:0] limit_a, limit_b, due_a, due_b;
      wire [IW+l-1:0] passed_a, passed_b;
      logic [IW+l:0] next_a_reg, next_b_reg;
      wire own;

      if (l == 0) begin : from
        assign node_a = instrument_a;
        assign node_b = instrument_b;
        assign written = s_limit_instrument;
        levee_delay #(.WIDTH(82), .CYCLES(1)) lots (.clk(clk), .in({lots_a, lots_b}), .out({due_a, due_b}));
      end else begin : from
        assign node_a = level[l-1].next_a_reg;
        assign node_b = level[l-1].next_b_reg;
        assign written = {s_limit_instrument, s_limit_tier[TW-1:TW-l]};
        levee_delay #(.WIDTH(82), .CYCLES(3)) lots (
          .clk(clk), .in({level[l-1].due_a, level[l-1].due_b}), .out({due_a, due_b}));
      end
      if (l == TW - 1) begin : number
        assign own = !s_limit_tier[0];
      end else begin : number
        assign own = !s_limit_tier[TW-1-l] && (&s_limit_tier[TW-2-l:0]);
      end

      levee_table #(.WIDTH(41), .LOG2_DEPTH(IW + l), .STYLE("block")) limits (
        .clk(clk),
        .s_valid(s_limit_valid && own), .s_address(written), .s_value(s_limit_lots),
        .address_a(node_a), .address_b(node_b), .value_a(limit_a), .value_b(limit_b));
      levee_delay #(.WIDTH(2 * (IW + l)), .CYCLES(2)) nodes (
        .clk(clk), .in({node_a, node_b}), .out({passed_a, passed_b}));
      always_ff @(posedge clk) begin
        next_a_reg <= {passed_a, due_a > limit_a};
        next_b_reg <= {passed_b, due_b > limit_b};
      end
    end
  endgenerate
  assign row_a = level[TW-1].next_a_reg;
  assign row_b = level[TW-1].next_b_reg;

endmodule

`default_nettype wire
