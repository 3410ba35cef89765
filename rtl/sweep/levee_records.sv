// SPDX-License-Identifier: Apache-2.0
//
// levee_records: keeps the slices in which accounts are listed and writes their records one by one, in slot order, one
// a cycle. Up to 32 slices wait here; the sender never has more under way. An account's record shows 8 cycles after
// its slice came, when nothing waits before it.
`default_nettype none

module levee_records #(
  // 1: maintenance; 2: equity, maintenance; 3: equity, maintenance, initial
  parameter int MEASURES = 3
) (
  input  wire                     clk,
  input  wire                     rst,

  // number of the command, for every record
  input  wire [63:0]              sequence_number,

  // a closed slice: its number, 2 bits an account before and after, which accounts are listed, excesses account by
  // account
  input  wire                     s_valid,
  input  wire [28:0]              s_slice,
  input  wire [15:0]              s_before,
  input  wire [15:0]              s_after,
  input  wire [7:0]               s_listed,
  input  wire [8*MEASURES*96-1:0] s_excess,

  // slices whose room is free again, a cycle ago: one without records, one that was written
  output wire [1:0]               freed,

  // records, levee_record_t of hls/kernels.h
  output wire                     m_record_valid,
  input  wire                     m_record_ready,
  output wire [511:0]             m_record_data,

  // no record is to be written
  output wire                     written
);

  localparam int EW = MEASURES * 96;
  localparam int ROOMS = 16;

  // Cycle 1: the slice is kept if an account is listed. Who is comes from all lanes, late, and is a register first.
  logic valid_reg;
  logic [68:0] slice_reg;
  wire keep = valid_reg && slice_reg[7:0] != 8'd0;
  wire skip = valid_reg && slice_reg[7:0] == 8'd0;
  always_ff @(posedge clk) begin
    valid_reg <= s_valid && !rst;
    slice_reg <= {s_slice, s_before, s_after, s_listed};
  end

  wire unused_room;
  wire [5:0] kept;
  wire head_valid, pop;
  wire [28:0] head_slice;
  wire [15:0] head_before, head_after;
  wire [7:0] head_listed;

  levee_fifo #(.WIDTH(69), .LOG2_DEPTH(5), .STYLE("distributed")) slices (
    .clk(clk), .rst(rst),
    .s_valid(keep), .s_ready(unused_room), .s_data(slice_reg),
    .m_valid(head_valid), .m_ready(pop), .m_data({head_slice, head_before, head_after, head_listed}),
    .count(kept));

  // One listed account a cycle leaves the oldest slice, while the queue of records has room.
  logic [7:0] done_reg;
  logic [4:0] from_reg, room_reg;
  logic [1:0] freed_reg;
  wire [7:0] open = head_listed & ~done_reg;
  wire [7:0] pick = open & (~open + 8'd1);
  wire issue = head_valid && room_reg != 5'd0;
  wire take = m_record_valid && m_record_ready;
  assign pop = issue && open == pick;
  assign freed = freed_reg;

  always_ff @(posedge clk) begin
    if (issue) done_reg <= pop ? 8'd0 : done_reg | pick;
    if (pop) from_reg <= from_reg + 5'd1;
    freed_reg <= {1'b0, skip} + {1'b0, pop};
    room_reg <= room_reg - {4'd0, issue} + {4'd0, take};
    if (rst) begin
      done_reg <= 8'd0;
      from_reg <= 5'd0;
      freed_reg <= 2'd0;
      room_reg <= 5'(ROOMS);
    end
  end

  // Excesses stand in a bank a lane. Every slice's are written, and those of the next one in their place where it is not
  // kept. A bank's registers are its own, so that no address or enable serves all banks.
  wire [8*EW-1:0] chosen;
  genvar k;
  generate
    for (k = 0; k < 8; k = k + 1) begin : lane
      (* ram_style = "distributed" *) logic [EW-1:0] entry [0:31];
      (* keep = "true" *) logic write_reg, pick_reg;
      (* keep = "true" *) logic [4:0] into_reg, read_reg;
      logic [EW-1:0] excess_reg, chosen_reg;

      always_ff @(posedge clk) begin
        write_reg <= s_valid && !rst;
        into_reg <= rst ? 5'd0 : into_reg + {4'd0, keep};
        read_reg <= from_reg;
        pick_reg <= pick[k];
      end
      always_ff @(posedge clk) begin
        excess_reg <= s_excess[EW*k+:EW];
        if (write_reg) entry[into_reg] <= excess_reg;
        chosen_reg <= pick_reg ? entry[read_reg] : {EW{1'b0}};
      end
      assign chosen[EW*k+:EW] = chosen_reg;
    end
  endgenerate

  // Cycles 1 to 3 behind the issue: the slot with its statuses, beside its excesses.
  logic issue_1_reg, issue_2_reg, issue_3_reg;
  logic [28:0] slice_1_reg, slice_2_reg, slice_3_reg;
  logic [15:0] before_1_reg, after_1_reg;
  logic [7:0] pick_1_reg;
  logic [6:0] account_2, account_2_reg, account_3_reg;
  logic [EW-1:0] excess_3, excess_3_reg;

  always_comb begin
    account_2 = 7'd0;
    excess_3 = {EW{1'b0}};
    for (int j = 0; j < 8; j = j + 1) begin
      account_2 = account_2 | ({3'(j), before_1_reg[2*j+:2], after_1_reg[2*j+:2]} & {7{pick_1_reg[j]}});
      excess_3 = excess_3 | chosen[EW*j+:EW];
    end
  end

  always_ff @(posedge clk) begin
    issue_1_reg <= issue && !rst;
    issue_2_reg <= issue_1_reg && !rst;
    issue_3_reg <= issue_2_reg && !rst;
    slice_1_reg <= head_slice;
    slice_2_reg <= slice_1_reg;
    slice_3_reg <= slice_2_reg;
    before_1_reg <= head_before;
    after_1_reg <= head_after;
    pick_1_reg <= pick;
    account_2_reg <= account_2;
    account_3_reg <= account_2_reg;
    excess_3_reg <= excess_3;
  end

  wire unused_queue;
  wire [4:0] unused_records;
  wire [28:0] slice;
  wire [2:0] lane_number;
  wire [1:0] former, after;
  wire [EW-1:0] excess;

  levee_fifo #(.WIDTH(36 + EW), .LOG2_DEPTH(4), .STYLE("distributed")) records (
    .clk(clk), .rst(rst),
    .s_valid(issue_3_reg), .s_ready(unused_queue), .s_data({slice_3_reg, account_3_reg, excess_3_reg}),
    .m_valid(m_record_valid), .m_ready(m_record_ready), .m_data({slice, lane_number, former, after, excess}),
    .count(unused_records));

  assign m_record_data[127:0] = {16'd0, 6'd0, after, 6'd0, former, slice, lane_number, sequence_number};
  genvar m;
  generate
    for (m = 0; m < 3; m = m + 1) begin : measure
      // Where only one measure is computed it is maintenance.
      localparam int INDEX = MEASURES == 1 ? m - 1 : m;
      if (INDEX >= 0 && INDEX < MEASURES) begin : of
        assign m_record_data[128*(m+1)+:128] = {{32{excess[96*INDEX+95]}}, excess[96*INDEX+:96]};
      end else begin : of
        assign m_record_data[128*(m+1)+:128] = 128'd0;
      end
    end
  endgenerate

  assign written = kept == 6'd0 && room_reg == 5'(ROOMS);

  always_ff @(posedge clk) begin
    if (!rst && keep) assert (unused_room);
    if (!rst && issue_3_reg) assert (unused_queue);
  end

endmodule

`default_nettype wire
