// SPDX-License-Identifier: Apache-2.0
//
// levee_statuses: hands every slice the former statuses of its accounts, and writes back the status beats in which
// one changed. A beat holds 8 slices; each segment starts with a new one. A slice a cycle; up to 32 beats are inside,
// a room for each of which is set aside in the FIFO to be written back, so that nothing behind ever waits.
`default_nettype none

module levee_statuses (
  input  wire         clk,
  input  wire         rst,

  // segments, in the order of their legs; slices > 0, address of the first status beat
  input  wire         s_segment_valid,
  output wire         s_segment_ready,
  input  wire [31:0]  s_segment_slices,
  input  wire [63:0]  s_segment_address,

  // status beats, a byte an account
  input  wire         s_status_valid,
  output wire         s_status_ready,
  input  wire [511:0] s_status_data,

  // slices that the beat just taken serves, 0 when none was
  output wire [3:0]   served,

  // cycle 0: the next slice closes
  input  wire         take,
  // cycle 1: its statuses, 2 bits an account
  output wire [15:0]  former,
  input  wire [15:0]  after,

  // beats that changed
  output wire         m_status_valid,
  input  wire         m_status_ready,
  output wire [63:0]  m_status_address,
  output wire [511:0] m_status_data,

  // no beat is to be written
  output wire         written
);

  // The segment whose beats come.
  wire segment_valid;
  wire [31:0] segment_slices;
  wire [63:0] segment_address;
  wire [4:0] unused_segments;
  logic open_reg;
  logic [31:0] left_reg;
  logic [63:0] address_reg;

  levee_fifo #(.WIDTH(96), .LOG2_DEPTH(4), .STYLE("distributed")) segments (
    .clk(clk), .rst(rst),
    .s_valid(s_segment_valid), .s_ready(s_segment_ready), .s_data({s_segment_slices, s_segment_address}),
    .m_valid(segment_valid), .m_ready(!open_reg), .m_data({segment_slices, segment_address}),
    .count(unused_segments));

  logic [5:0] room_reg;
  logic [3:0] served_reg;
  wire release_changed, release_same;
  wire fire = s_status_valid && open_reg && room_reg != 6'd0 && !rst;
  wire ends = left_reg <= 32'd8;
  wire [3:0] serves = ends ? left_reg[3:0] : 4'd8;

  assign s_status_ready = rst || (open_reg && room_reg != 6'd0);
  assign served = served_reg;

  always_ff @(posedge clk) begin
    if (fire) begin
      left_reg <= left_reg - 32'd8;
      address_reg <= address_reg + 64'd64;
    end else if (!open_reg) begin
      left_reg <= segment_slices;
      address_reg <= segment_address;
    end
    if (rst) begin
      open_reg <= 1'b0;
      served_reg <= 4'd0;
      room_reg <= 6'd32;
    end else begin
      open_reg <= open_reg ? !(fire && ends) : segment_valid;
      served_reg <= fire ? serves : 4'd0;
      room_reg <= room_reg - {5'd0, fire} + {5'd0, release_changed} + {5'd0, release_same};
    end
  end

  wire [127:0] narrow;
  genvar i;
  generate
    for (i = 0; i < 64; i = i + 1) begin : byte_in
      assign narrow[2*i+:2] = s_status_data[8*i+:2];
    end
  endgenerate
  wire unused_status = &{1'b0, s_status_data};

  // Beats on their way to the slices. A slice enters long before it closes, so that its beat is always there.
  wire unused_valid, unused_ready;
  wire [5:0] unused_beats;
  wire [2:0] last_slice;
  wire [63:0] beat_address;
  wire [127:0] beat;
  logic [2:0] slice_reg;
  wire is_last = slice_reg == last_slice;
  wire [3:0] serves_less = serves - 4'd1;

  levee_fifo #(.WIDTH(195), .LOG2_DEPTH(5), .STYLE("distributed")) beats (
    .clk(clk), .rst(rst),
    .s_valid(fire), .s_ready(unused_ready), .s_data({serves_less[2:0], address_reg, narrow}),
    .m_valid(unused_valid), .m_ready(take && is_last), .m_data({last_slice, beat_address, beat}),
    .count(unused_beats));
  wire unused_serves = serves_less[3];

  wire [7:0] turn = 8'd1 << slice_reg;
  logic [15:0] former_next;
  logic [15:0] former_reg;
  logic taken_reg, last_reg, begin_reg;
  logic [7:0] turn_reg;
  logic [127:0] beat_reg;
  logic [63:0] taken_address_reg;

  always_comb begin
    former_next = 16'd0;
    for (int j = 0; j < 8; j = j + 1) former_next = former_next | (beat[16*j+:16] & {16{turn[j]}});
  end

  always_ff @(posedge clk) begin
    former_reg <= former_next;
    last_reg <= is_last;
    begin_reg <= slice_reg == 3'd0;
    turn_reg <= turn;
    beat_reg <= beat;
    taken_address_reg <= beat_address;
    taken_reg <= take && !rst;
    if (take) slice_reg <= is_last ? 3'd0 : slice_reg + 3'd1;
    if (rst) slice_reg <= 3'd0;
  end
  assign former = former_reg;

  // The beat as it will be written: new statuses replace old ones slice by slice.
  logic [127:0] merged_reg;
  logic [63:0] merged_address_reg;
  logic changed_reg, complete_reg;

  always_ff @(posedge clk) begin
    complete_reg <= taken_reg && last_reg && !rst;
    if (taken_reg) begin
      for (int j = 0; j < 8; j = j + 1) begin
        if (turn_reg[j]) merged_reg[16*j+:16] <= after;
        else if (begin_reg) merged_reg[16*j+:16] <= beat_reg[16*j+:16];
      end
      merged_address_reg <= taken_address_reg;
      changed_reg <= (changed_reg && !begin_reg) || after != former_reg;
    end
  end

  wire unused_room;
  wire [5:0] waiting;
  wire [127:0] written_back;

  levee_fifo #(.WIDTH(192), .LOG2_DEPTH(5), .STYLE("distributed")) changed (
    .clk(clk), .rst(rst),
    .s_valid(complete_reg && changed_reg), .s_ready(unused_room), .s_data({merged_address_reg, merged_reg}),
    .m_valid(m_status_valid), .m_ready(m_status_ready), .m_data({m_status_address, written_back}),
    .count(waiting));

  generate
    for (i = 0; i < 64; i = i + 1) begin : byte_out
      assign m_status_data[8*i+:8] = {6'd0, written_back[2*i+:2]};
    end
  endgenerate
  assign written = waiting == 6'd0;
  assign release_same = complete_reg && !changed_reg;
  assign release_changed = m_status_valid && m_status_ready;

  always_ff @(posedge clk) begin
    if (!rst && fire) assert (unused_ready);
    if (!rst && take) assert (unused_valid);
    if (!rst && complete_reg && changed_reg) assert (unused_room);
  end

endmodule

`default_nettype wire
