// SPDX-License-Identifier: Apache-2.0
//
// levee_word: reads one lane's leg word (hls/excess.h). The word of cycle 0 shows its instrument in cycle 1 and the
// rest in cycle 2. Where no word comes it shows padding, so that everything behind runs freely.
`default_nettype none

module levee_word #(
  // bits of an instrument
  parameter int IW = 8
) (
  input  wire          clk,

  // leg word; first: of its slice
  input  wire          s_valid,
  input  wire          s_first,
  input  wire [31:0]   s_quantity,
  input  wire [IW-1:0] s_instrument,
  input  wire [9:0]    s_low,
  input  wire          s_wide,

  // cycle 1
  output wire [IW-1:0] instrument,
  // cycle 2: |q| of the leg; the word's quantity; wide: it counts 1024 lots; begins: it takes a row and deduction of
  // its own, which padding and the rest of a wide leg do not
  output wire [40:0]   lots,
  output wire [31:0]   quantity,
  output wire          wide,
  output wire          begins
);

  // Flags are kept per lane lest one drive them all.
  (* keep = "true" *) logic valid_reg, first_reg;
  logic [31:0] word_reg;
  logic [IW-1:0] instrument_reg;
  logic [9:0] low_reg;
  logic word_wide_reg;

  always_ff @(posedge clk) begin
    valid_reg <= s_valid;
    first_reg <= s_first;
    word_reg <= s_quantity;
    instrument_reg <= s_instrument;
    low_reg <= s_low;
    word_wide_reg <= s_wide;
  end

  // A slice never begins with the rest of another slice's leg.
  logic before_wide_reg;
  wire rest = before_wide_reg && !first_reg;
  wire [31:0] magnitude = word_reg[31] ? -word_reg : word_reg;

  logic [40:0] lots_reg;
  logic [31:0] quantity_reg;
  logic wide_reg, begins_reg;

  always_ff @(posedge clk) begin
    if (valid_reg) before_wide_reg <= word_wide_reg;
    lots_reg <= word_wide_reg ? {magnitude[30:0], low_reg} : {9'd0, magnitude};
    quantity_reg <= valid_reg ? word_reg : 32'd0;
    wide_reg <= word_wide_reg;
    begins_reg <= valid_reg && !rest && word_reg != 32'd0;
  end

  assign instrument = instrument_reg;
  assign lots = lots_reg;
  assign quantity = quantity_reg;
  assign wide = wide_reg;
  assign begins = begins_reg;

endmodule

`default_nettype wire
