// SPDX-License-Identifier: Apache-2.0
//
// levee_checksum: the sum of all excesses of one measure, mod 2^128. A slice a cycle; it is in the sum 5 cycles later.
`default_nettype none

module levee_checksum (
  input  wire         clk,
  // sum back to 0
  input  wire         clear,

  // excesses of 8 accounts
  input  wire         s_valid,
  input  wire [767:0] s_excess,

  output wire [127:0] sum
);

  logic [387:0] pairs_reg;
  logic [195:0] fours_reg;
  logic [98:0] slice_reg;
  logic valid_1_reg, valid_2_reg, valid_3_reg, valid_4_reg;
  // The upper half follows the lower by a cycle, with its carry.
  logic [63:0] low_reg, high_reg;
  logic carry_reg;
  logic [34:0] rest_reg;

  genvar i;
  generate
    for (i = 0; i < 4; i = i + 1) begin : pair
      always_ff @(posedge clk) begin
        pairs_reg[97*i+:97] <= {s_excess[192*i+95], s_excess[192*i+:96]} +
                               {s_excess[192*i+191], s_excess[192*i+96+:96]};
      end
    end
    for (i = 0; i < 2; i = i + 1) begin : four
      always_ff @(posedge clk) begin
        fours_reg[98*i+:98] <= {pairs_reg[194*i+96], pairs_reg[194*i+:97]} +
                               {pairs_reg[194*i+193], pairs_reg[194*i+97+:97]};
      end
    end
  endgenerate

  always_ff @(posedge clk) begin
    valid_1_reg <= s_valid;
    valid_2_reg <= valid_1_reg;
    valid_3_reg <= valid_2_reg;
    valid_4_reg <= valid_3_reg;
    slice_reg <= {fours_reg[97], fours_reg[97:0]} + {fours_reg[195], fours_reg[195:98]};
    rest_reg <= slice_reg[98:64];
    if (valid_3_reg) {carry_reg, low_reg} <= {1'b0, low_reg} + {1'b0, slice_reg[63:0]};
    if (valid_4_reg) high_reg <= high_reg + {{29{rest_reg[34]}}, rest_reg} + {63'd0, carry_reg};
    if (clear) begin
      valid_1_reg <= 1'b0;
      valid_2_reg <= 1'b0;
      valid_3_reg <= 1'b0;
      valid_4_reg <= 1'b0;
      low_reg <= 64'd0;
      high_reg <= 64'd0;
    end
  end

  assign sum = {high_reg, low_reg};

endmodule

`default_nettype wire
