// SPDX-License-Identifier: Apache-2.0
//
// levee_totals: what a command came to, and where its cycles went. Everything is counted within 5 cycles.
`default_nettype none

module levee_totals #(
  parameter int MEASURES = 3
) (
  input  wire                     clk,
  // all totals back to 0
  input  wire                     clear,

  // a closed slice: 2 bits an account, excesses account by account
  input  wire                     s_valid,
  input  wire [15:0]              s_after,
  input  wire [8*MEASURES*96-1:0] s_excess,

  // what happens in this cycle
  input  wire                     record,
  input  wire                     leg_beat,
  input  wire                     constant_beat,
  input  wire                     stall_constant_cycle,
  input  wire                     stall_record_cycle,
  input  wire                     stall_status_cycle,

  // counts; status_count: status 0 lowest; sum: of all excesses, measure by measure
  output wire [31:0]              slices,
  output wire [31:0]              records,
  output wire [127:0]             status_count,
  output wire [MEASURES*128-1:0]  sum,
  output wire [31:0]              leg_beats,
  output wire [31:0]              constant_beats,
  output wire [31:0]              stall_constant,
  output wire [31:0]              stall_record,
  output wire [31:0]              stall_status
);

  logic [6:0] happens_reg;
  logic [31:0] count_reg [0:6];

  genvar i, k;
  generate
    for (i = 0; i < 7; i = i + 1) begin : counter
      always_ff @(posedge clk) begin
        if (happens_reg[i]) count_reg[i] <= count_reg[i] + 32'd1;
        if (clear) count_reg[i] <= 32'd0;
      end
    end
  endgenerate
  always_ff @(posedge clk) begin
    happens_reg <= {stall_status_cycle, stall_record_cycle, stall_constant_cycle, constant_beat, leg_beat, record,
                    s_valid};
    if (clear) happens_reg <= 7'd0;
  end
  assign slices = count_reg[0];
  assign records = count_reg[1];
  assign leg_beats = count_reg[2];
  assign constant_beats = count_reg[3];
  assign stall_constant = count_reg[4];
  assign stall_record = count_reg[5];
  assign stall_status = count_reg[6];

  logic valid_reg;
  logic [15:0] after_reg;
  always_ff @(posedge clk) begin
    valid_reg <= s_valid && !clear;
    after_reg <= s_after;
  end

  generate
    for (i = 0; i < 4; i = i + 1) begin : status
      logic [7:0] is;
      logic [3:0] accounts, accounts_reg;
      logic [31:0] total_reg;
      for (k = 0; k < 8; k = k + 1) begin : lane
        assign is[k] = valid_reg && after_reg[2*k+:2] == 2'(i);
      end
      always_comb begin
        accounts = 4'd0;
        for (int j = 0; j < 8; j = j + 1) accounts = accounts + {3'd0, is[j]};
      end
      always_ff @(posedge clk) begin
        accounts_reg <= accounts;
        total_reg <= total_reg + {28'd0, accounts_reg};
        if (clear) begin
          accounts_reg <= 4'd0;
          total_reg <= 32'd0;
        end
      end
      assign status_count[32*i+:32] = total_reg;
    end

    for (i = 0; i < MEASURES; i = i + 1) begin : measure
      wire [767:0] excess;
      for (k = 0; k < 8; k = k + 1) begin : lane
        assign excess[96*k+:96] = s_excess[96*(MEASURES*k+i)+:96];
      end
      levee_checksum checksum (
        .clk(clk), .clear(clear), .s_valid(s_valid), .s_excess(excess), .sum(sum[128*i+:128]));
    end
  endgenerate

endmodule

`default_nettype wire
