// SPDX-License-Identifier: Apache-2.0
//
// levee_accumulate: the sum over a slice's leg words of quantity * row + deduction, one lane and measure, as
// high * 2^28 + low. Nothing is carried between the two: 255 words fit 64 and 69 bits (docs/model.md, "The sums").
// One word a cycle. Operands of cycle 0 are in the sum that shows in cycle 6.
`default_nettype none

module levee_accumulate #(
  // 0: the measure deducts nothing, and `deduction` is not looked at
  parameter int DEDUCTS = 1
) (
  input  wire        clk,

  // cycle 0; wide: the row counts 1024 times
  input  wire [31:0] quantity,
  input  wire [59:0] row,
  input  wire        wide,

  // cycle 3: high * 2^28 + low; begins: it counts
  input  wire [87:0] deduction,
  input  wire        begins,

  // cycle 4: the word is the first of its slice
  input  wire        first,

  // cycle 6
  output wire [63:0] high,
  output wire [68:0] low
);

  logic [31:0] quantity_reg;
  logic [59:0] row_reg;
  wire [63:0] product_high;
  wire [60:0] product_low;

  always_ff @(posedge clk) begin
    quantity_reg <= quantity;
    row_reg <= wide ? {row[49:0], 10'd0} : row;
  end
  levee_product #(.WIDTH(32)) by_high (
    .clk(clk), .quantity(quantity_reg), .limb(row_reg[59:28]), .product(product_high));
  levee_product #(.WIDTH(29)) by_low (
    .clk(clk), .quantity(quantity_reg), .limb({1'b0, row_reg[27:0]}), .product(product_low));

  logic [63:0] term_high_reg;
  logic [60:0] term_low_reg;

  generate
    if (DEDUCTS != 0) begin : term
      logic [87:0] deduction_reg;
      always_ff @(posedge clk) begin
        deduction_reg <= begins ? deduction : 88'd0;
        term_high_reg <= product_high + {{4{deduction_reg[87]}}, deduction_reg[87:28]};
        term_low_reg <= product_low + {33'd0, deduction_reg[27:0]};
      end
    end else begin : term
      wire unused_deduction = &{1'b0, deduction, begins};
      always_ff @(posedge clk) begin
        term_high_reg <= product_high;
        term_low_reg <= product_low;
      end
    end
  endgenerate

  // Kept per lane and measure lest one flag clear them all. Between two words the terms are zero.
  (* keep = "true" *) logic first_reg;
  logic [63:0] high_reg;
  logic [68:0] low_reg;

  always_ff @(posedge clk) begin
    first_reg <= first;
    high_reg <= (first_reg ? 64'd0 : high_reg) + term_high_reg;
    low_reg <= (first_reg ? 69'd0 : low_reg) + {{8{term_low_reg[60]}}, term_low_reg};
  end

  assign high = high_reg;
  assign low = low_reg;

endmodule

`default_nettype wire
