// SPDX-License-Identifier: Apache-2.0
//
// levee_divide: a whole number of 96 bits divided by one of 31, for quotients
// below 2^59: levee_whole_divide of hls/limbs.h where its result matters.
//
// An operation a cycle, never stalls; its result leaves LATENCY = 62 cycles
// after it entered. One bit of the quotient a cycle: two would put two carry
// chains into one, and save registers only.
`default_nettype none

module levee_divide #(
  // bits that travel with an operation
  parameter int TAG = 1
) (
  input  wire logic           clk,
  input  wire logic           rst,
  // operation: divisor is above 0; `bypass` takes the whole as it is
  input  wire logic           s_valid,
  input  wire logic [95:0]    s_whole,
  input  wire logic [30:0]    s_divisor,
  input  wire logic           s_bypass,
  input  wire logic [TAG-1:0] s_tag,
  // result: `over` when the quotient is 2^59 or more, and then m_quotient means
  // nothing (bypassed: the low bits of the whole); `remainder` when one is left
  output wire logic           m_valid,
  output wire logic [58:0]    m_quotient,
  output wire logic           m_over,
  output wire logic           m_remainder,
  output wire logic [TAG-1:0] m_tag
);

  localparam int BITS = 59;
  localparam int LATENCY = BITS + 3;

  if (TAG < 1) begin : check_tag
    $fatal(1, "TAG must be at least 1 (instance %m)");
  end

  logic [LATENCY-1:0] valid_reg;
  logic [LATENCY-1:0] over_reg;

  // Tags wait in a ring meanwhile, and for two cycles in registers behind it.
  (* ram_style = "block", no_rw_check *) logic [TAG-1:0] ring [0:63];
  logic [5:0]     into_reg;
  logic [5:0]     from_reg;
  logic [TAG-1:0] read_tag_reg;
  logic [TAG-1:0] tag_reg;

  always_ff @(posedge clk) begin
    ring[into_reg] <= s_tag;
    read_tag_reg <= ring[from_reg];
    tag_reg <= read_tag_reg;
  end

  always_ff @(posedge clk) begin
    into_reg <= into_reg + 6'd1;
    from_reg <= from_reg + 6'd1;
    if (rst) begin
      into_reg <= 6'(LATENCY - 2);
      from_reg <= 6'd0;
    end
  end

  // What stands above the quotient's bits must be less than the divisor.
  // Dividing by 1 is a bypass, with the same rule for `over`.
  wire [30:0] divisor = s_bypass ? 31'd1 : s_divisor;
  wire        over = s_whole[95:59] >= 37'(divisor);

  always_ff @(posedge clk) begin
    valid_reg <= rst ? '0 : {valid_reg[LATENCY-2:0], s_valid};
    over_reg <= {over_reg[LATENCY-2:0], over};
  end

  // Division without restoring: -divisor <= rest < divisor, and its sign says
  // whether the next step subtracts or adds; a bit of the quotient is 1 when
  // the rest is not negative. Digits of the dividend leave at the top of
  // `digits` while those of the quotient enter below.
  (* mem2reg *) logic [31:0]     rest_reg [0:BITS];
  (* mem2reg *) logic [30:0]     divisor_reg [0:BITS];
  (* mem2reg *) logic [BITS-1:0] digits_reg [0:BITS];

  always_ff @(posedge clk) begin
    rest_reg[0] <= over ? 32'd0 : {1'b0, s_whole[89:59]};
    divisor_reg[0] <= divisor;
    digits_reg[0] <= s_whole[58:0];
  end

  for (genvar i = 0; i < BITS; i++) begin : each_bit
    wire        negative = rest_reg[i][31];
    wire [31:0] shifted = {rest_reg[i][30:0], digits_reg[i][BITS-1]};
    wire [31:0] addend = {1'b0, divisor_reg[i]} ^ {32{!negative}};
    wire [31:0] next = shifted + addend + 32'(!negative);

    always_ff @(posedge clk) begin
      rest_reg[i+1] <= next;
      divisor_reg[i+1] <= divisor_reg[i];
      digits_reg[i+1] <= {digits_reg[i][BITS-2:0], !next[31]};
    end
  end

  // A negative rest lacks one divisor.
  logic [31:0]       remainder_reg;
  logic [2*BITS-1:0] quotient_reg;
  logic              some_reg;

  always_ff @(posedge clk) begin
    remainder_reg <= rest_reg[BITS] + (rest_reg[BITS][31] ? {1'b0, divisor_reg[BITS]} : 32'd0);
    some_reg <= remainder_reg != 0;
    quotient_reg <= {quotient_reg[BITS-1:0], digits_reg[BITS]};
  end

  assign m_valid = valid_reg[LATENCY-1];
  assign m_quotient = quotient_reg[BITS +: BITS];
  assign m_over = over_reg[LATENCY-1];
  assign m_remainder = some_reg;
  assign m_tag = tag_reg;

endmodule

`default_nettype wire
