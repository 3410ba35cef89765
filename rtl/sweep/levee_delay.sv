// SPDX-License-Identifier: Apache-2.0
//
// levee_delay: what comes in leaves CYCLES cycles later. Free-running, so that it may become shift-register LUTs.
`default_nettype none

module levee_delay #(
  // bits
  parameter int WIDTH = 1,
  // cycles, at least 1
  parameter int CYCLES = 1
) (
  input  wire             clk,
  input  wire [WIDTH-1:0] in,
  output wire [WIDTH-1:0] out
);

  genvar i;
  generate
    if (CYCLES < 1) begin : check
      $fatal(0, "levee_delay: CYCLES is at least 1 (instance %m)");
    end
    for (i = 0; i < CYCLES; i = i + 1) begin : stage
      logic [WIDTH-1:0] value_reg;
      if (i == 0) begin : from
        always_ff @(posedge clk) value_reg <= in;
      end else begin : from
        always_ff @(posedge clk) value_reg <= stage[i-1].value_reg;
      end
    end
  endgenerate
  assign out = stage[CYCLES-1].value_reg;

endmodule

`default_nettype wire
