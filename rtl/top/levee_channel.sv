// SPDX-License-Identifier: Apache-2.0
//
// levee_channel: a group of eight lanes with its three bus masters. Takes
// segments, streams their legs, constants and statuses into the group, writes
// records and statuses as they come, and the summary once `finish` says that no
// segment follows. Legs that end before the slices of their segments are judged
// are a fault, never a hang: what is left of all streams and segments is dropped.
`default_nettype none

module levee_channel #(
  // instruments that the tables hold
  parameter int INSTRUMENTS = 256,
  // tiers of an instrument: 4, 8 or 16
  parameter int TIERS = 16,
  // measures: 1 maintenance; 2 equity, maintenance; 3 and initial
  parameter int MEASURES = 3,
  // beats of the longest burst
  parameter int BURST = 16,
  // beats that a reader holds, log2
  parameter int LOG2_FIFO = 7,
  // memory of rows and deductions: "ultra" or "block"
  parameter     STYLE = "ultra",
  // memory of the buses' queues: "block" or "distributed"
  parameter     QUEUE = "block",
  // derived: do not set
  parameter int IW = $clog2(INSTRUMENTS),
  parameter int TW = $clog2(TIERS)
) (
  input  wire logic         clk,
  input  wire logic         rst,

  // a command: `begin_` for one cycle; `finish` while no segment follows; `done` from then until `begin_`
  input  wire logic         begin_,
  input  wire logic         finish,
  output logic              done,

  // of the whole command
  input  wire logic [63:0]  legs_address,
  input  wire logic [63:0]  constants_address,
  input  wire logic [63:0]  results_address,
  input  wire logic [31:0]  records_beat,
  input  wire logic [63:0]  sequence_,
  input  wire logic [1:0]   report,
  input  wire logic         admit,
  // faults found elsewhere, for the summary
  input  wire logic [31:0]  other_faults,

  // segments
  input  wire logic         s_segment_valid,
  output logic              s_segment_ready,
  input  wire logic [31:0]  s_segment_legs,
  input  wire logic [31:0]  s_segment_constants,
  input  wire logic [31:0]  s_segment_statuses,
  input  wire logic [31:0]  s_segment_slices,
  input  wire logic [31:0]  s_segment_leg_beats,

  // table writes
  input  wire logic         s_limit_valid,
  input  wire logic [IW-1:0] s_limit_instrument,
  input  wire logic [TW-1:0] s_limit_tier,
  input  wire logic [40:0]  s_limit_lots,
  input  wire logic         s_row_valid,
  input  wire logic [IW-1:0] s_row_instrument,
  input  wire logic [TW-1:0] s_row_tier,
  input  wire logic         s_row_side,
  input  wire logic [1:0]   s_row_measure,
  input  wire logic [59:0]  s_row_value,
  input  wire logic         s_deduction_valid,
  input  wire logic [IW-1:0] s_deduction_instrument,
  input  wire logic [TW-1:0] s_deduction_tier,
  input  wire logic         s_deduction_side,
  input  wire logic [1:0]   s_deduction_measure,
  input  wire logic [87:0]  s_deduction_value,

  // what happened
  output logic [31:0]       faults,
  output logic [31:0]       leg_stalls,
  output logic [31:0]       constant_stalls,
  output logic [31:0]       record_stalls,

  // legs: read only
  output logic [63:0]       m_axi_legs_araddr,
  output logic [7:0]        m_axi_legs_arlen,
  output logic [2:0]        m_axi_legs_arsize,
  output logic [1:0]        m_axi_legs_arburst,
  output logic [3:0]        m_axi_legs_arcache,
  output logic [2:0]        m_axi_legs_arprot,
  output logic              m_axi_legs_arvalid,
  input  wire logic         m_axi_legs_arready,
  input  wire logic [511:0] m_axi_legs_rdata,
  input  wire logic [1:0]   m_axi_legs_rresp,
  input  wire logic         m_axi_legs_rlast,
  input  wire logic         m_axi_legs_rvalid,
  output logic              m_axi_legs_rready,

  // constants: read only
  output logic [63:0]       m_axi_constants_araddr,
  output logic [7:0]        m_axi_constants_arlen,
  output logic [2:0]        m_axi_constants_arsize,
  output logic [1:0]        m_axi_constants_arburst,
  output logic [3:0]        m_axi_constants_arcache,
  output logic [2:0]        m_axi_constants_arprot,
  output logic              m_axi_constants_arvalid,
  input  wire logic         m_axi_constants_arready,
  input  wire logic [511:0] m_axi_constants_rdata,
  input  wire logic [1:0]   m_axi_constants_rresp,
  input  wire logic         m_axi_constants_rlast,
  input  wire logic         m_axi_constants_rvalid,
  output logic              m_axi_constants_rready,

  // results: statuses are read; records, statuses and the summary written
  output logic [63:0]       m_axi_results_araddr,
  output logic [7:0]        m_axi_results_arlen,
  output logic [2:0]        m_axi_results_arsize,
  output logic [1:0]        m_axi_results_arburst,
  output logic [3:0]        m_axi_results_arcache,
  output logic [2:0]        m_axi_results_arprot,
  output logic              m_axi_results_arvalid,
  input  wire logic         m_axi_results_arready,
  input  wire logic [511:0] m_axi_results_rdata,
  input  wire logic [1:0]   m_axi_results_rresp,
  input  wire logic         m_axi_results_rlast,
  input  wire logic         m_axi_results_rvalid,
  output logic              m_axi_results_rready,
  output logic [63:0]       m_axi_results_awaddr,
  output logic [7:0]        m_axi_results_awlen,
  output logic [2:0]        m_axi_results_awsize,
  output logic [1:0]        m_axi_results_awburst,
  output logic [3:0]        m_axi_results_awcache,
  output logic [2:0]        m_axi_results_awprot,
  output logic              m_axi_results_awvalid,
  input  wire logic         m_axi_results_awready,
  output logic [511:0]      m_axi_results_wdata,
  output logic [63:0]       m_axi_results_wstrb,
  output logic              m_axi_results_wlast,
  output logic              m_axi_results_wvalid,
  input  wire logic         m_axi_results_wready,
  input  wire logic [1:0]   m_axi_results_bresp,
  input  wire logic         m_axi_results_bvalid,
  output logic              m_axi_results_bready
);

  // Simulated once, however many groups there are.
  // verilator no_inline_module
  localparam int CONSTANT_BEATS = 2 * MEASURES;

  // What many here listen to is the group's own register, a cycle later. Reset is on from the first cycle.
  (* keep = "true" *) logic rst_reg = 1'b1;
  (* keep = "true" *) logic begin_reg;
  always_ff @(posedge clk) begin
    rst_reg <= rst;
    begin_reg <= begin_;
  end

  // a segment waits here until each of its four takers has it
  logic [3:0] owed_reg;
  logic [63:0] legs_reg, constants_reg, statuses_reg;
  logic [31:0] leg_beats_reg, slices_reg;
  logic legs_taken, constants_taken, statuses_taken, group_taken;
  wire [3:0] owed_next = owed_reg & ~{group_taken, statuses_taken, constants_taken, legs_taken};

  assign s_segment_ready = owed_reg == 4'd0;

  always_ff @(posedge clk) begin
    owed_reg <= owed_next;
    if (s_segment_valid && s_segment_ready) begin
      owed_reg <= 4'b1111;
      legs_reg <= legs_address + {26'd0, s_segment_legs, 6'd0};
      constants_reg <= constants_address + {26'd0, s_segment_constants, 6'd0};
      statuses_reg <= results_address + {26'd0, s_segment_statuses, 6'd0};
      leg_beats_reg <= s_segment_leg_beats;
      slices_reg <= s_segment_slices;
    end
    if (rst_reg) owed_reg <= 4'd0;
  end

  // The group knows of a segment before its first leg beat can come.
  logic legs_request_ready, constants_request_ready, statuses_request_ready, segment_ready;
  wire legs_due = owed_reg[0] && !owed_reg[3];
  assign legs_taken = legs_due && legs_request_ready;
  assign constants_taken = owed_reg[1] && constants_request_ready;
  assign statuses_taken = owed_reg[2] && statuses_request_ready;
  assign group_taken = owed_reg[3] && segment_ready;

  // dropping: the legs have ended early
  logic dropping_reg, dropping_next;
  logic group_rst_reg = 1'b1;
  logic missing_reg;

  logic leg_valid, leg_ready, legs_idle, legs_error, legs_last;
  logic [511:0] leg_data;
  levee_axi_read #(.BURST(BURST), .LOG2_FIFO(LOG2_FIFO), .QUEUE(QUEUE)) legs (
    .clk, .rst(rst_reg), .clear(begin_reg), .error(legs_error), .idle(legs_idle),
    .s_request_valid(legs_due), .s_request_ready(legs_request_ready),
    .s_request_address(legs_reg), .s_request_beats(leg_beats_reg),
    .m_valid(leg_valid), .m_ready(leg_ready), .m_data(leg_data), .m_last(legs_last),
    .m_axi_araddr(m_axi_legs_araddr), .m_axi_arlen(m_axi_legs_arlen), .m_axi_arsize(m_axi_legs_arsize),
    .m_axi_arburst(m_axi_legs_arburst), .m_axi_arcache(m_axi_legs_arcache), .m_axi_arprot(m_axi_legs_arprot),
    .m_axi_arvalid(m_axi_legs_arvalid), .m_axi_arready(m_axi_legs_arready), .m_axi_rdata(m_axi_legs_rdata),
    .m_axi_rresp(m_axi_legs_rresp), .m_axi_rlast(m_axi_legs_rlast), .m_axi_rvalid(m_axi_legs_rvalid),
    .m_axi_rready(m_axi_legs_rready)
  );

  logic constant_valid, constant_ready, constants_idle, constants_error, constants_last;
  logic [511:0] constant_data;
  levee_axi_read #(.BURST(BURST), .LOG2_FIFO(LOG2_FIFO), .QUEUE(QUEUE)) constants (
    .clk, .rst(rst_reg), .clear(begin_reg), .error(constants_error), .idle(constants_idle),
    .s_request_valid(owed_reg[1]), .s_request_ready(constants_request_ready),
    .s_request_address(constants_reg), .s_request_beats(slices_reg * 32'(CONSTANT_BEATS)),
    .m_valid(constant_valid), .m_ready(constant_ready || dropping_reg), .m_data(constant_data), .m_last(constants_last),
    .m_axi_araddr(m_axi_constants_araddr), .m_axi_arlen(m_axi_constants_arlen), .m_axi_arsize(m_axi_constants_arsize),
    .m_axi_arburst(m_axi_constants_arburst), .m_axi_arcache(m_axi_constants_arcache),
    .m_axi_arprot(m_axi_constants_arprot), .m_axi_arvalid(m_axi_constants_arvalid),
    .m_axi_arready(m_axi_constants_arready), .m_axi_rdata(m_axi_constants_rdata), .m_axi_rresp(m_axi_constants_rresp),
    .m_axi_rlast(m_axi_constants_rlast), .m_axi_rvalid(m_axi_constants_rvalid), .m_axi_rready(m_axi_constants_rready)
  );

  logic status_valid, status_ready, statuses_idle, statuses_error, statuses_last;
  logic [511:0] status_data;
  levee_axi_read #(.BURST(BURST), .LOG2_FIFO(5), .QUEUE(QUEUE)) statuses (
    .clk, .rst(rst_reg), .clear(begin_reg), .error(statuses_error), .idle(statuses_idle),
    .s_request_valid(owed_reg[2]), .s_request_ready(statuses_request_ready),
    .s_request_address(statuses_reg), .s_request_beats((slices_reg + 32'd7) >> 3),
    .m_valid(status_valid), .m_ready(status_ready || dropping_reg), .m_data(status_data), .m_last(statuses_last),
    .m_axi_araddr(m_axi_results_araddr), .m_axi_arlen(m_axi_results_arlen), .m_axi_arsize(m_axi_results_arsize),
    .m_axi_arburst(m_axi_results_arburst), .m_axi_arcache(m_axi_results_arcache), .m_axi_arprot(m_axi_results_arprot),
    .m_axi_arvalid(m_axi_results_arvalid), .m_axi_arready(m_axi_results_arready), .m_axi_rdata(m_axi_results_rdata),
    .m_axi_rresp(m_axi_results_rresp), .m_axi_rlast(m_axi_results_rlast), .m_axi_rvalid(m_axi_results_rvalid),
    .m_axi_rready(m_axi_results_rready)
  );

  logic group_idle, surplus;
  logic [31:0] left;
  logic record_valid, record_ready;
  logic [511:0] record_data;
  logic written_valid, written_ready;
  logic [63:0] written_address;
  logic [511:0] written_data;
  logic [31:0] total_slices, total_records, total_leg_beats, total_constant_beats;
  logic [127:0] total_statuses;
  logic [128*MEASURES-1:0] total_sums;
  logic [31:0] stall_constant, stall_record, stall_status;
  levee_group #(.INSTRUMENTS(INSTRUMENTS), .TIERS(TIERS), .MEASURES(MEASURES), .STYLE(STYLE)) group (
    .clk, .rst(group_rst_reg), .clear(begin_reg), .sequence_number(sequence_), .report, .admit,
    .s_limit_valid, .s_limit_instrument, .s_limit_tier, .s_limit_lots,
    .s_row_valid, .s_row_instrument, .s_row_tier, .s_row_side, .s_row_measure, .s_row_value,
    .s_deduction_valid, .s_deduction_instrument, .s_deduction_tier, .s_deduction_side, .s_deduction_measure,
    .s_deduction_value,
    .s_leg_valid(leg_valid), .s_leg_ready(leg_ready), .s_leg_data(leg_data),
    .s_constant_valid(constant_valid && !dropping_reg), .s_constant_ready(constant_ready),
    .s_constant_data(constant_data),
    .s_status_valid(status_valid && !dropping_reg), .s_status_ready(status_ready), .s_status_data(status_data),
    .s_segment_valid(owed_reg[3]), .s_segment_ready(segment_ready), .s_segment_slices(slices_reg),
    .s_segment_address(statuses_reg),
    .m_record_valid(record_valid), .m_record_ready(record_ready), .m_record_data(record_data),
    .m_status_valid(written_valid), .m_status_ready(written_ready), .m_status_address(written_address),
    .m_status_data(written_data),
    .slices(total_slices), .records(total_records), .status_count(total_statuses), .sum(total_sums),
    .leg_beats(total_leg_beats), .constant_beats(total_constant_beats), .stall_constant, .stall_record, .stall_status,
    .error(surplus), .missing(left), .idle(group_idle)
  );

  // All legs that were asked for have come, nothing is in the lanes, and slices are missing. That is not put off until
  // the last segment: the other streams may be stuck behind what the missing slices would have taken.
  wire lanes_empty = admit && !owed_reg[3] && !owed_reg[0] && legs_idle && group_idle && !dropping_reg;
  wire missing = lanes_empty && left != 32'd0;
  wire segments_over = finish && owed_reg == 4'd0 && constants_idle && statuses_idle;
  assign dropping_next = missing || (dropping_reg && !(segments_over && legs_idle));
  always_ff @(posedge clk) begin
    dropping_reg <= dropping_next;
    group_rst_reg <= rst || dropping_next;
    missing_reg <= missing_reg || missing;
    if (begin_reg) missing_reg <= 1'b0;
    if (rst_reg) begin
      dropping_reg <= 1'b0;
      missing_reg <= 1'b0;
    end
  end

  logic write_error;
  always_comb begin
    faults = 32'd0;
    faults[levee_card::FAULT_LEGS_READ] = legs_error;
    faults[levee_card::FAULT_CONSTANTS_READ] = constants_error;
    faults[levee_card::FAULT_STATUSES_READ] = statuses_error;
    faults[levee_card::FAULT_RESULTS_WRITE] = write_error;
    faults[levee_card::FAULT_SURPLUS_SLICES] = surplus;
    faults[levee_card::FAULT_MISSING_SLICES] = missing_reg;
  end

  // The summary follows when all else has been written and acknowledged.
  typedef enum logic [2:0] {WORKING, FLUSHING, SUMMARY, SUMS, CLOSING, DONE} state_t;
  state_t state_reg, state_next;
  logic write_valid, write_ready, write_idle;
  logic [63:0] write_address;
  logic [511:0] write_data;
  wire quiet = lanes_empty && left == 32'd0 && segments_over;

  always_comb begin
    state_next = state_reg;
    unique case (state_reg)
      WORKING: if (quiet) state_next = FLUSHING;
      FLUSHING: if (write_idle) state_next = SUMMARY;
      SUMMARY: if (write_ready) state_next = SUMS;
      SUMS: if (write_ready) state_next = CLOSING;
      CLOSING: if (write_idle) state_next = DONE;
      default: state_next = DONE;
    endcase
    if (begin_reg) state_next = WORKING;
  end

  // Its own registers tell what is to be written: hundreds of bits listen to them.
  logic summing_reg, sums_reg;
  always_ff @(posedge clk) begin
    state_reg <= state_next;
    summing_reg <= state_next == SUMMARY || state_next == SUMS;
    sums_reg <= state_next == SUMS;
    if (rst_reg) begin
      state_reg <= DONE;
      summing_reg <= 1'b0;
    end
  end

  assign done = state_reg == DONE;

  logic [511:0] summary, sums;
  always_comb begin
    summary = 512'd0;
    summary[levee_card::SUMMARY_SEQUENCE +: 64] = sequence_;
    summary[levee_card::SUMMARY_SLICES +: 32] = total_slices;
    summary[levee_card::SUMMARY_RECORDS +: 32] = total_records;
    summary[levee_card::SUMMARY_HEALTHY +: 128] = total_statuses;
    summary[levee_card::SUMMARY_FAULTS +: 32] = faults | other_faults;
    summary[levee_card::SUMMARY_LEG_BEATS +: 32] = total_leg_beats;
    summary[levee_card::SUMMARY_CONSTANT_BEATS +: 32] = total_constant_beats;
    summary[levee_card::SUMMARY_CONSTANT_STALLS +: 32] = stall_constant;
    summary[levee_card::SUMMARY_STATUS_STALLS +: 32] = stall_status;
    summary[levee_card::SUMMARY_RECORD_STALLS +: 32] = stall_record;
  end
  generate
    if (MEASURES == 1) begin : one_sum
      assign sums = {256'd0, total_sums, 128'd0};
    end else begin : many_sums
      assign sums = {{(512 - 128 * MEASURES) {1'b0}}, total_sums};
    end
  endgenerate

  // Addresses are registers: the write engine compares them with one another. Records come once beats are admitted,
  // which is after the header has said where they begin.
  logic [63:0] record_address_reg, sums_address_reg;
  always_ff @(posedge clk) begin
    if (record_valid && record_ready) record_address_reg <= record_address_reg + 64'd64;
    if (!admit) record_address_reg <= results_address + {26'd0, records_beat, 6'd0};
    sums_address_reg <= results_address + 64'd64;
  end

  // Statuses first: they are few, and what waits for them is a whole slice. Neither they nor records wait when the
  // summary is written, so that its data need not ask for them.
  assign written_ready = write_ready;
  assign record_ready = write_ready && !written_valid;
  always_comb begin
    write_valid = written_valid || record_valid || summing_reg;
    write_data = written_valid ? written_data : record_data;
    write_address = written_valid ? written_address : record_address_reg;
    if (summing_reg) begin
      write_data = sums_reg ? sums : summary;
      write_address = sums_reg ? sums_address_reg : results_address;
    end
  end

`ifndef SYNTHESIS
  always_ff @(posedge clk) begin
    if (!rst_reg) assert (!summing_reg || (!written_valid && !record_valid));
  end
`endif

  // Who may write is far from what writes: registers between them in both directions.
  logic result_valid, result_ready, results_idle;
  logic [63:0] result_address;
  logic [511:0] result_data;
  levee_skid #(.WIDTH(576)) results_skid (
    .clk, .rst(rst_reg), .s_valid(write_valid), .s_ready(write_ready), .s_data({write_address, write_data}),
    .m_valid(result_valid), .m_ready(result_ready), .m_data({result_address, result_data})
  );
  assign write_idle = results_idle && !result_valid;

  levee_axi_write #(.BURST(BURST), .LOG2_FIFO(5), .QUEUE(QUEUE)) results (
    .clk, .rst(rst_reg), .clear(begin_reg), .error(write_error), .idle(results_idle),
    .s_valid(result_valid), .s_ready(result_ready), .s_address(result_address), .s_data(result_data),
    .m_axi_awaddr(m_axi_results_awaddr), .m_axi_awlen(m_axi_results_awlen), .m_axi_awsize(m_axi_results_awsize),
    .m_axi_awburst(m_axi_results_awburst), .m_axi_awcache(m_axi_results_awcache), .m_axi_awprot(m_axi_results_awprot),
    .m_axi_awvalid(m_axi_results_awvalid), .m_axi_awready(m_axi_results_awready), .m_axi_wdata(m_axi_results_wdata),
    .m_axi_wstrb(m_axi_results_wstrb), .m_axi_wlast(m_axi_results_wlast), .m_axi_wvalid(m_axi_results_wvalid),
    .m_axi_wready(m_axi_results_wready), .m_axi_bresp(m_axi_results_bresp), .m_axi_bvalid(m_axi_results_bvalid),
    .m_axi_bready(m_axi_results_bready)
  );

  // the lanes could take a beat and none is there, while slices are still to come
  always_ff @(posedge clk) begin
    if (admit && !leg_valid && !group_idle) leg_stalls <= leg_stalls + 32'd1;
    constant_stalls <= stall_constant + stall_status;
    if (begin_reg) leg_stalls <= 32'd0;
  end
  assign record_stalls = stall_record;

  wire unused = &{1'b0, legs_last, constants_last, statuses_last};

endmodule

`default_nettype wire
