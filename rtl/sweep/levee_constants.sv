// SPDX-License-Identifier: Apache-2.0
//
// levee_constants: gathers the constants of a slice, 8 accounts of MEASURES values, from 2 * MEASURES beats of four
// values each, up to 32 slices ahead. One beat a cycle; a slice's constants show 2 cycles after `take`.
`default_nettype none

module levee_constants #(
  parameter int MEASURES = 3
) (
  input  wire                     clk,
  input  wire                     rst,

  // beats: value v of a slice is that of account v / MEASURES and measure v % MEASURES, in 128 bits
  input  wire                     s_valid,
  output wire                     s_ready,
  input  wire [511:0]             s_data,

  // a slice is complete
  output wire                     gathered,

  // the oldest slice, value by value
  input  wire                     take,
  output wire [8*MEASURES*96-1:0] constants
);

  localparam int BEATS = 2 * MEASURES;

  logic [2:0] beat_reg;
  logic [5:0] used_reg;
  logic gathered_reg;
  wire fire = s_valid && s_ready;
  wire complete = fire && beat_reg == 3'(BEATS - 1);

  assign s_ready = !used_reg[5];
  assign gathered = gathered_reg;

  always_ff @(posedge clk) begin
    gathered_reg <= complete && !rst;
    if (rst) begin
      beat_reg <= 3'd0;
      used_reg <= 6'd0;
    end else begin
      if (fire) beat_reg <= complete ? 3'd0 : beat_reg + 3'd1;
      used_reg <= used_reg + {5'd0, complete} - {5'd0, take};
    end
  end

  wire [383:0] values = {s_data[384+:96], s_data[256+:96], s_data[128+:96], s_data[0+:96]};
  logic [383:0] values_reg;
  always_ff @(posedge clk) values_reg <= values;

  // A bank a beat of the slice: no register that a whole slice is shifted into, and pointers with few readers.
  genvar b;
  generate
    for (b = 0; b < BEATS; b = b + 1) begin : bank
      (* ram_style = "distributed" *) logic [383:0] entry [0:31];
      (* keep = "true" *) logic write_reg, take_reg;
      (* keep = "true" *) logic [4:0] into_reg, from_reg;
      logic [383:0] value_reg;

      always_ff @(posedge clk) begin
        write_reg <= fire && beat_reg == 3'(b);
        take_reg <= take;
        if (write_reg) into_reg <= into_reg + 5'd1;
        if (take_reg) from_reg <= from_reg + 5'd1;
        if (rst) begin
          write_reg <= 1'b0;
          take_reg <= 1'b0;
          into_reg <= 5'd0;
          from_reg <= 5'd0;
        end
      end
      always_ff @(posedge clk) begin
        if (write_reg) entry[into_reg] <= values_reg;
        value_reg <= entry[from_reg];
      end
      assign constants[384*b+:384] = value_reg;
    end
  endgenerate

  // The upper 32 bits of a value only repeat its sign.
  wire unused_sign = &{1'b0, s_data[480+:32], s_data[352+:32], s_data[224+:32], s_data[96+:32]};

endmodule

`default_nettype wire
