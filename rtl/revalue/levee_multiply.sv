// SPDX-License-Identifier: Apache-2.0
//
// levee_multiply: a whole number x times a scale, rounded down or up to a
// whole number of 96 bits that saturates: levee_scale_floor and
// levee_scale_ceil of hls/limbs.h, bit for bit.
//
// An operation a cycle, never stalls; its result leaves LATENCY = 11 cycles
// after it entered. 32 tiles of 26 x 17 bits.
`default_nettype none

module levee_multiply #(
  // bits that travel with an operation
  parameter int TAG = 1
) (
  input  wire logic           clk,
  input  wire logic           rst,
  // operation: scale is {inexact, limb 7 .. limb 0}, `up` asks for the ceiling
  input  wire logic           s_valid,
  input  wire logic [52:0]    s_x,
  input  wire logic [256:0]   s_scale,
  input  wire logic           s_up,
  input  wire logic [TAG-1:0] s_tag,
  // result
  output wire logic           m_valid,
  output wire logic [95:0]    m_whole,
  output wire logic [TAG-1:0] m_tag
);

  localparam int LATENCY = 11;
  localparam int LIMBS = 8;
  localparam int FRACTION = 5;
  localparam int DIGIT = 33;

  if (TAG < 1) begin : check_tag
    $fatal(1, "TAG must be at least 1 (instance %m)");
  end

  logic [LATENCY-1:0]     valid_reg;
  logic [LATENCY*TAG-1:0] tag_reg;

  always_ff @(posedge clk) begin
    valid_reg <= rst ? '0 : {valid_reg[LATENCY-2:0], s_valid};
    tag_reg <= {tag_reg[(LATENCY-1)*TAG-1:0], s_tag};
  end

  // Cycle 1: the tiles' operands. Each limb has its own x: what all of them
  // listened to would be far from most.
  logic [52:0]  x_reg;
  logic [255:0] limbs_reg;
  logic         inexact_reg;
  logic         up_reg;

  always_ff @(posedge clk) begin
    x_reg <= s_x;
    limbs_reg <= s_scale[255:0];
    inexact_reg <= s_scale[256];
    up_reg <= s_up;
  end

  // An inexact scale stands for a little more than it says. Rounding down, one
  // unit of 2^-160 is added per unit of x; rounding up, whatever is cut off
  // counts, even where the product looks whole.
  logic [3*53-1:0] round_reg;
  logic [5:0]      up_line_reg;
  logic [5:0]      sure_line_reg;

  always_ff @(posedge clk) begin
    round_reg <= {round_reg[2*53-1:0], inexact_reg && !up_reg ? x_reg : 53'd0};
    up_line_reg <= {up_line_reg[4:0], up_reg};
    sure_line_reg <= {sure_line_reg[4:0], inexact_reg && x_reg != 0};
  end

  // Cycles 2 to 4: x times each limb, 53 x 32 bits. A tile holds 26 bits of x,
  // so the 53rd comes as an addend. A product is cut into what it adds to its
  // own limb's column and to the next two; the rounding stands in for the
  // product of a limb below the first.
  logic [32*LIMBS-1:0]     lows;
  logic [32*(LIMBS+1)-1:0] middles;
  logic [21*(LIMBS+2)-1:0] highs;

  assign middles[31:0] = round_reg[2*53 +: 32];
  assign highs[41:0] = {round_reg[2*53+32 +: 21], 21'd0};

  for (genvar k = 0; k < LIMBS; k++) begin : each_limb
    wire [16:0] limb_low = limbs_reg[32*k +: 17];
    wire [14:0] limb_high = limbs_reg[32*k+17 +: 15];

    (* keep = "true" *) logic [52:0] own_x_reg;
    logic [42:0] low_low_reg;
    logic [40:0] low_high_reg;
    logic [42:0] high_low_reg;
    logic [40:0] high_high_reg;
    logic [31:0] top_reg;
    logic [57:0] low_reg;
    logic [58:0] high_reg;
    logic [84:0] product_reg;

    always_ff @(posedge clk) begin
      own_x_reg <= s_x;

      low_low_reg <= 43'(own_x_reg[25:0]) * 43'(limb_low);
      low_high_reg <= 41'(own_x_reg[25:0]) * 41'(limb_high);
      high_low_reg <= 43'(own_x_reg[51:26]) * 43'(limb_low);
      high_high_reg <= 41'(own_x_reg[51:26]) * 41'(limb_high);
      top_reg <= own_x_reg[52] ? limbs_reg[32*k +: 32] : 32'd0;

      low_reg <= {low_high_reg, 17'd0} + 58'(low_low_reg);
      high_reg <= {1'b0, high_high_reg, 17'd0} + 59'(high_low_reg) + {1'b0, top_reg, 26'd0};

      product_reg <= {high_reg, 26'd0} + 85'(low_reg);
    end

    assign lows[32*k +: 32] = product_reg[31:0];
    assign middles[32*(k+1) +: 32] = product_reg[63:32];
    assign highs[21*(k+2) +: 21] = product_reg[84:64];
  end

  // Cycle 5: the columns. Whatever lies above the last one saturates.
  logic [32*LIMBS-1:0]    sums;
  logic [2*(LIMBS+1)-1:0] excesses;
  logic                   beyond_reg;

  assign excesses[1:0] = '0;

  for (genvar k = 0; k < LIMBS; k++) begin : each_column
    logic [33:0] column_reg;

    always_ff @(posedge clk) begin
      column_reg <= 34'(lows[32*k +: 32]) + 34'(middles[32*k +: 32]) + 34'(highs[21*k +: 21]);
    end

    assign sums[32*k +: 32] = column_reg[31:0];
    assign excesses[2*(k+1) +: 2] = column_reg[33:32];
  end

  always_ff @(posedge clk) begin
    beyond_reg <= middles[32*LIMBS +: 32] != 0 || highs[21*LIMBS +: 42] != 0;
  end

  // Cycle 6: the columns' excesses go up by one; after that a digit carries at
  // most one.
  logic [LIMBS*DIGIT-1:0] digits;
  logic                   digits_beyond_reg;

  for (genvar k = 0; k < LIMBS; k++) begin : each_digit
    logic [DIGIT-1:0] digit_reg;

    always_ff @(posedge clk) begin
      digit_reg <= DIGIT'(sums[32*k +: 32]) + DIGIT'(excesses[2*k +: 2]);
    end

    assign digits[k*DIGIT +: DIGIT] = digit_reg;
  end

  always_ff @(posedge clk) begin
    digits_beyond_reg <= beyond_reg || excesses[2*LIMBS +: 2] != 0;
  end

  // Cycle 7: of the digits of the fraction only their carries, and whether they
  // are zero or pass a carry on, matter. Below the lowest bit that is set in the
  // product no limb's product has any, so nothing carries into that digit: a
  // fraction is left when a digit is not zero already here.
  logic [FRACTION-1:0] carries_reg;
  logic [FRACTION-1:0] zeros_reg;
  logic [FRACTION-1:0] ones_reg;

  for (genvar k = 0; k < FRACTION; k++) begin : each_fraction
    always_ff @(posedge clk) begin
      carries_reg[k] <= digits[k*DIGIT+32];
      zeros_reg[k] <= digits[k*DIGIT +: 32] == 0;
      ones_reg[k] <= digits[k*DIGIT +: 32] == '1;
    end
  end

  // The whole part's digits wait for what comes up from the fraction.
  logic [2*3*DIGIT-1:0] whole_reg;
  logic [2:0]           whole_beyond_reg;
  wire  [DIGIT-1:0]     whole_0 = whole_reg[3*DIGIT +: DIGIT];
  wire  [DIGIT-1:0]     whole_1 = whole_reg[4*DIGIT +: DIGIT];
  wire  [DIGIT-1:0]     whole_2 = whole_reg[5*DIGIT +: DIGIT];

  always_ff @(posedge clk) begin
    whole_reg <= {whole_reg[3*DIGIT-1:0], digits[FRACTION*DIGIT +: 3*DIGIT]};
    whole_beyond_reg <= {whole_beyond_reg[1:0], digits_beyond_reg};
  end

  // Cycle 8: what the whole part grows by: the fraction's carry, and one more
  // when a fraction is left and the product is rounded up.
  logic       fraction_carry;
  logic [1:0] growth_reg;
  wire        fraction_left = !(&zeros_reg);

  always_comb begin
    fraction_carry = 1'b0;
    for (int k = 0; k < FRACTION; k++) begin
      fraction_carry = carries_reg[k] || (ones_reg[k] && fraction_carry);
    end
  end

  always_ff @(posedge clk) begin
    growth_reg <= 2'(fraction_carry) + 2'(up_line_reg[5] && (sure_line_reg[5] || fraction_left));
  end

  // Cycles 9 to 11: the growth ripples through the whole part, in two steps.
  logic [64:0] lower_reg;
  logic [31:0] top_digit_reg;
  logic [1:0]  top_carries_reg;
  logic [32:0] upper_reg;
  logic [63:0] lower_wait_reg;
  logic        upper_beyond_reg;
  logic [95:0] saturated_reg;

  always_ff @(posedge clk) begin
    lower_reg <= {1'b0, whole_1[31:0], whole_0[31:0]} + {32'd0, whole_0[32], 30'd0, growth_reg};
    top_digit_reg <= whole_2[31:0];
    top_carries_reg <= {whole_2[32], whole_1[32]};

    upper_reg <= 33'(top_digit_reg) + 33'(top_carries_reg[0]) + 33'(lower_reg[64]);
    upper_beyond_reg <= whole_beyond_reg[2] || top_carries_reg[1];
    lower_wait_reg <= lower_reg[63:0];

    saturated_reg <= upper_reg[32] || upper_beyond_reg ? '1 : {upper_reg[31:0], lower_wait_reg};
  end

  assign m_valid = valid_reg[LATENCY-1];
  assign m_whole = saturated_reg;
  assign m_tag = tag_reg[(LATENCY-1)*TAG +: TAG];

endmodule

`default_nettype wire
