// SPDX-License-Identifier: Apache-2.0
//
// levee_group: eight lanes from leg beats to records. One beat a cycle; the lanes never stop. A record shows
// 3 * log2(TIERS) + 21 cycles after its slice's last beat was taken, when its constants and statuses were there.
//
// A segment is handed over before its leg beats: a beat that no segment has a slice for is dropped, and is an error.
// Tables are written while nothing is inside; a leg may be taken in the cycle after the last write.
`default_nettype none

module levee_group #(
  // instruments of the table, a power of two
  parameter int INSTRUMENTS = 256,
  // tiers of an instrument: 4, 8 or 16
  parameter int TIERS = 8,
  // 1: maintenance; 2: equity, maintenance; 3: equity, maintenance, initial
  parameter int MEASURES = 3,
  // memory of rows and deductions: "ultra" or "block"
  parameter     STYLE = "ultra",
  localparam int IW = $clog2(INSTRUMENTS),
  localparam int TW = $clog2(TIERS)
) (
  input  wire                    clk,
  input  wire                    rst,

  // start of a command: totals, slice numbers and what a command cut short left behind are cleared. While it is high,
  // beats of all streams are taken and dropped.
  input  wire                    clear,

  // table writes; measure: 0 equity, 1 maintenance, 2 initial
  input  wire                    s_limit_valid,
  input  wire [IW-1:0]           s_limit_instrument,
  input  wire [TW-1:0]           s_limit_tier,
  input  wire [40:0]             s_limit_lots,
  input  wire                    s_row_valid,
  input  wire [IW-1:0]           s_row_instrument,
  input  wire [TW-1:0]           s_row_tier,
  input  wire                    s_row_side,
  input  wire [1:0]              s_row_measure,
  input  wire [59:0]             s_row_value,
  input  wire                    s_deduction_valid,
  input  wire [IW-1:0]           s_deduction_instrument,
  input  wire [TW-1:0]           s_deduction_tier,
  input  wire                    s_deduction_side,
  input  wire [1:0]              s_deduction_measure,
  input  wire [87:0]             s_deduction_value,

  // command: its number, accounts to report (0 changed, 1 all, 2 none), and whether leg beats may enter the lanes
  input  wire [63:0]             sequence_number,
  input  wire [1:0]              report,
  input  wire                    admit,

  // leg beats, a word a lane
  input  wire                    s_leg_valid,
  output wire                    s_leg_ready,
  input  wire [511:0]            s_leg_data,

  // constants, 2 * MEASURES beats a slice, four 128-bit values a beat
  input  wire                    s_constant_valid,
  output wire                    s_constant_ready,
  input  wire [511:0]            s_constant_data,

  // status beats, a byte an account; a segment starts with a new one
  input  wire                    s_status_valid,
  output wire                    s_status_ready,
  input  wire [511:0]            s_status_data,

  // segments: slices > 0, address of the first status beat
  input  wire                    s_segment_valid,
  output wire                    s_segment_ready,
  input  wire [31:0]             s_segment_slices,
  input  wire [63:0]             s_segment_address,

  // records, in slot order
  output wire                    m_record_valid,
  input  wire                    m_record_ready,
  output wire [511:0]            m_record_data,

  // status beats that changed
  output wire                    m_status_valid,
  input  wire                    m_status_ready,
  output wire [63:0]             m_status_address,
  output wire [511:0]            m_status_data,

  // totals since `clear`, final while idle
  output wire [31:0]             slices,
  output wire [31:0]             records,
  output wire [127:0]            status_count,
  output wire [MEASURES*128-1:0] sum,
  output wire [31:0]             leg_beats,
  output wire [31:0]             constant_beats,
  output wire [31:0]             stall_constant,
  output wire [31:0]             stall_record,
  output wire [31:0]             stall_status,

  // error: leg beats were dropped; missing: slices of the segments not yet closed; idle: no beat, record or status
  // beat is inside that may still leave
  output wire                    error,
  output wire [31:0]             missing,
  output wire                    idle
);

  // Cycles from a beat's entry to its slice's sums.
  localparam int SUMS = 3 * TW + 10;

  generate
    if (INSTRUMENTS != 1 << IW || INSTRUMENTS < 2) begin : check_instruments
      $fatal(0, "levee_group: INSTRUMENTS is a power of two (instance %m)");
    end
    if (TIERS != 4 && TIERS != 8 && TIERS != 16) begin : check_tiers
      $fatal(0, "levee_group: TIERS is 4, 8 or 16 (instance %m)");
    end
    if (MEASURES < 1 || MEASURES > 3) begin : check_measures
      $fatal(0, "levee_group: MEASURES is 1, 2 or 3 (instance %m)");
    end
  endgenerate

  wire restart = rst || clear;

  // Cuts the path of `ready`, which depends on the beat's `last`.
  wire beat_valid, beat_ready;
  wire [511:0] beat;
  levee_skid #(.WIDTH(512)) skid (
    .clk(clk), .rst(rst),
    .s_valid(s_leg_valid), .s_ready(s_leg_ready), .s_data(s_leg_data),
    .m_valid(beat_valid), .m_ready(beat_ready), .m_data(beat));

  wire gathered, enter, first, last, closed, empty;
  wire [3:0] served;
  wire [1:0] freed;
  wire constants_stall, statuses_stall, records_stall;
  levee_admission #(.RESULTS(32)) admission (
    .clk(clk), .rst(rst), .clear(clear), .admit(admit),
    .beat_valid(beat_valid), .beat_ready(beat_ready), .beat_last(beat[63]),
    .segment(s_segment_valid && s_segment_ready), .segment_slices(s_segment_slices),
    .gathered(gathered), .served(served), .freed(freed), .closed(closed),
    .enter(enter), .first(first), .last(last),
    .stall_constant(constants_stall), .stall_status(statuses_stall), .stall_record(records_stall),
    .missing(missing), .error(error), .empty(empty));

  // A slice's way after its last beat: constants are read, statuses, then it is closed.
  logic [SUMS+1:0] last_reg;
  wire take_constants = last_reg[SUMS-3];
  wire take_statuses = last_reg[SUMS];
  assign closed = last_reg[SUMS+1];
  always_ff @(posedge clk) begin
    last_reg <= {last_reg[SUMS:0], last};
    if (restart) last_reg <= '0;
  end

  wire [8*MEASURES*96-1:0] constants, excess;
  levee_constants #(.MEASURES(MEASURES)) gather (
    .clk(clk), .rst(restart),
    .s_valid(s_constant_valid), .s_ready(s_constant_ready), .s_data(s_constant_data),
    .gathered(gathered), .take(take_constants), .constants(constants));

  wire [15:0] former, after;
  wire [7:0] listed;
  wire statuses_written, records_written;
  levee_statuses statuses (
    .clk(clk), .rst(restart),
    .s_segment_valid(s_segment_valid), .s_segment_ready(s_segment_ready),
    .s_segment_slices(s_segment_slices), .s_segment_address(s_segment_address),
    .s_status_valid(s_status_valid), .s_status_ready(s_status_ready), .s_status_data(s_status_data),
    .served(served), .take(take_statuses), .former(former), .after(after),
    .m_status_valid(m_status_valid), .m_status_ready(m_status_ready),
    .m_status_address(m_status_address), .m_status_data(m_status_data), .written(statuses_written));

  genvar p, k;
  generate
    for (p = 0; p < 4; p = p + 1) begin : pair
      wire [2*MEASURES*64-1:0] high;
      wire [2*MEASURES*69-1:0] low;
      levee_lane_pair #(.INSTRUMENTS(INSTRUMENTS), .TIERS(TIERS), .MEASURES(MEASURES), .STYLE(STYLE)) lanes (
        .clk(clk),
        .s_limit_valid(s_limit_valid), .s_limit_instrument(s_limit_instrument),
        .s_limit_tier(s_limit_tier), .s_limit_lots(s_limit_lots),
        .s_row_valid(s_row_valid), .s_row_instrument(s_row_instrument), .s_row_tier(s_row_tier),
        .s_row_side(s_row_side), .s_row_measure(s_row_measure), .s_row_value(s_row_value),
        .s_deduction_valid(s_deduction_valid), .s_deduction_instrument(s_deduction_instrument),
        .s_deduction_tier(s_deduction_tier), .s_deduction_side(s_deduction_side),
        .s_deduction_measure(s_deduction_measure), .s_deduction_value(s_deduction_value),
        .s_valid(enter), .s_first(first), .s_words(beat[128*p+:128]), .high(high), .low(low));

      for (k = 0; k < 2; k = k + 1) begin : lane
        localparam int LANE = 2 * p + k;
        levee_close #(.MEASURES(MEASURES)) close (
          .clk(clk),
          .high(high[64*MEASURES*k+:64*MEASURES]), .low(low[69*MEASURES*k+:69*MEASURES]),
          .constant(constants[96*MEASURES*LANE+:96*MEASURES]),
          .former(former[2*LANE+:2]), .report(report),
          .excess(excess[96*MEASURES*LANE+:96*MEASURES]), .after(after[2*LANE+:2]), .listed(listed[LANE]));
      end
    end
  endgenerate

  logic [28:0] slice_reg;
  always_ff @(posedge clk) begin
    if (closed) slice_reg <= slice_reg + 29'd1;
    if (restart) slice_reg <= 29'd0;
  end

  levee_records #(.MEASURES(MEASURES)) write (
    .clk(clk), .rst(restart), .sequence_number(sequence_number),
    .s_valid(closed), .s_slice(slice_reg), .s_before(former), .s_after(after), .s_listed(listed),
    .s_excess(excess), .freed(freed),
    .m_record_valid(m_record_valid), .m_record_ready(m_record_ready), .m_record_data(m_record_data),
    .written(records_written));

  levee_totals #(.MEASURES(MEASURES)) totals (
    .clk(clk), .clear(restart),
    .s_valid(closed), .s_after(after), .s_excess(excess),
    .record(m_record_valid && m_record_ready), .leg_beat(enter),
    .constant_beat(s_constant_valid && s_constant_ready),
    .stall_constant_cycle(constants_stall), .stall_record_cycle(records_stall),
    .stall_status_cycle(statuses_stall),
    .slices(slices), .records(records), .status_count(status_count), .sum(sum),
    .leg_beats(leg_beats), .constant_beats(constant_beats),
    .stall_constant(stall_constant), .stall_record(stall_record), .stall_status(stall_status));

  // Totals and status beats of the last slice are there 2 cycles after its room is free again, and the count of
  // records one after the last one left.
  logic [2:0] quiet_reg;
  logic written_reg;
  always_ff @(posedge clk) begin
    quiet_reg <= {quiet_reg[1:0], empty && !beat_valid && !restart};
    written_reg <= records_written && statuses_written && !restart;
  end
  assign idle = (&quiet_reg) && !beat_valid && written_reg;

endmodule

`default_nettype wire
