// SPDX-License-Identifier: Apache-2.0
//
// levee_product: quantity * limb, both signed, exactly: four products of at most 17 bits, each with a register before
// and behind it, then two additions. One product a cycle, 3 cycles from the operands, which should be registers.
`default_nettype none

module levee_product #(
  // bits of the limb, 18 to 32
  parameter int WIDTH = 32
) (
  input  wire                clk,
  input  wire [31:0]         quantity,
  input  wire [WIDTH-1:0]    limb,
  output wire [WIDTH+31:0]   product
);

  generate
    if (WIDTH < 18 || WIDTH > 32) begin : check
      $fatal(0, "levee_product: WIDTH is 18 to 32 (instance %m)");
    end
  endgenerate

  localparam int UPPER = WIDTH - 16;

  wire signed [16:0] quantity_low = {1'b0, quantity[15:0]};
  wire signed [15:0] quantity_high = quantity[31:16];
  wire signed [16:0] limb_low = {1'b0, limb[15:0]};
  wire signed [UPPER-1:0] limb_high = limb[WIDTH-1:16];

  logic signed [33:0] low_low_reg;
  logic signed [32:0] high_low_reg;
  logic signed [UPPER+16:0] low_high_reg;
  logic signed [UPPER+15:0] high_high_reg;
  // The outer products do not overlap; the inner ones go 16 bits above the lowest.
  logic [WIDTH+31:0] outer_reg, product_reg;
  logic signed [33:0] inner_reg;

  always_ff @(posedge clk) begin
    low_low_reg <= quantity_low * limb_low;
    high_low_reg <= quantity_high * limb_low;
    low_high_reg <= quantity_low * limb_high;
    high_high_reg <= quantity_high * limb_high;
    outer_reg <= {high_high_reg, low_low_reg[31:0]};
    inner_reg <= 34'(high_low_reg) + 34'(low_high_reg);
    product_reg[15:0] <= outer_reg[15:0];
    product_reg[WIDTH+31:16] <= outer_reg[WIDTH+31:16] + (WIDTH + 16)'(inner_reg);
  end
  assign product = product_reg;

  wire unused_sign = &{1'b0, low_low_reg[33:32]};

endmodule

`default_nettype wire
