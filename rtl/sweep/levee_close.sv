// SPDX-License-Identifier: Apache-2.0
//
// levee_close: an account's excess, constant + high * 2^28 + low in 96 bits two's complement, and its status. One
// account a cycle; sums and constants of cycle 0 show as an excess and a status in cycle 2, where the former status
// joins.
`default_nettype none

module levee_close #(
  // 1: maintenance; 2: equity, maintenance; 3: equity, maintenance, initial
  parameter int MEASURES = 3
) (
  input  wire                   clk,

  // cycle 0
  input  wire [64*MEASURES-1:0] high,
  input  wire [69*MEASURES-1:0] low,
  input  wire [96*MEASURES-1:0] constant,

  // cycle 2; report: 0 changed accounts, 1 all, 2 none; listed: there is a record to write
  input  wire [1:0]             former,
  input  wire [1:0]             report,
  output wire [96*MEASURES-1:0] excess,
  output wire [1:0]             after,
  output wire                   listed
);

  wire [MEASURES-1:0] negative;

  genvar m;
  generate
    for (m = 0; m < MEASURES; m = m + 1) begin : measure
      // One carry chain a cycle.
      logic [95:0] upper_reg, excess_reg;
      logic [68:0] low_reg;

      always_ff @(posedge clk) begin
        upper_reg[27:0] <= constant[96*m+:28];
        upper_reg[95:28] <= constant[96*m+28+:68] + {{4{high[64*m+63]}}, high[64*m+:64]};
        low_reg <= low[69*m+:69];
        excess_reg <= upper_reg + {{27{low_reg[68]}}, low_reg};
      end
      assign excess[96*m+:96] = excess_reg;
      assign negative[m] = excess_reg[95];
    end

    if (MEASURES == 1) begin : status
      assign after = negative[0] ? 2'd2 : 2'd0;
    end else if (MEASURES == 2) begin : status
      assign after = negative[0] ? 2'd3 : negative[1] ? 2'd2 : 2'd0;
    end else begin : status
      assign after = negative[0] ? 2'd3 : negative[1] ? 2'd2 : negative[2] ? 2'd1 : 2'd0;
    end
  endgenerate

  assign listed = report == 2'd1 || (report == 2'd0 && after != former);

endmodule

`default_nettype wire
