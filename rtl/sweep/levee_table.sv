// SPDX-License-Identifier: Apache-2.0
//
// levee_table: a memory that two lanes read and one bus writes. A value follows its address by two cycles (memory and
// output register); in a cycle with a write nothing is read.
`default_nettype none

module levee_table #(
  // bits of an entry
  parameter int WIDTH = 60,
  // entries, as a power of two
  parameter int LOG2_DEPTH = 12,
  // "ultra" or "block"
  parameter     STYLE = "block"
) (
  input  wire                  clk,

  // write
  input  wire                  s_valid,
  input  wire [LOG2_DEPTH-1:0] s_address,
  input  wire [WIDTH-1:0]      s_value,

  // reads, lane a and lane b
  input  wire [LOG2_DEPTH-1:0] address_a,
  input  wire [LOG2_DEPTH-1:0] address_b,
  output wire [WIDTH-1:0]      value_a,
  output wire [WIDTH-1:0]      value_b
);

  generate
    if (STYLE != "block" && STYLE != "ultra") begin : check
      $fatal(0, "levee_table: STYLE is block or ultra (instance %m)");
    end
  endgenerate

  (* ram_style = STYLE *) logic [WIDTH-1:0] entry [0:(1<<LOG2_DEPTH)-1];
  logic [WIDTH-1:0] read_a_reg, read_b_reg, value_a_reg, value_b_reg;

  // The write takes port a, so that two ports are enough.
  wire [LOG2_DEPTH-1:0] port_a = s_valid ? s_address : address_a;

  always_ff @(posedge clk) begin
    if (s_valid) entry[port_a] <= s_value;
    else read_a_reg <= entry[port_a];
  end
  always_ff @(posedge clk) begin
    if (!s_valid) read_b_reg <= entry[address_b];
  end
  always_ff @(posedge clk) begin
    value_a_reg <= read_a_reg;
    value_b_reg <= read_b_reg;
  end

  assign value_a = value_a_reg;
  assign value_b = value_b_reg;

endmodule

`default_nettype wire
