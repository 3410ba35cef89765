// SPDX-License-Identifier: Apache-2.0
//
// levee_sweep: the sweep kernel. An AXI4-Lite slave takes the address of a command
// block (ap_ctrl_chain), one master reads the block and patches the book, and
// three masters a group of eight lanes read the book and write results. Ports of
// the groups lie side by side in one vector each, group 0 lowest.
// docs/rtl.md has the picture, docs/card-map.md every bit.
`default_nettype none

module levee_sweep #(
  // accounts judged side by side: 8, 16 or 32
  parameter int LANES = 8,
  // measures: 1 maintenance; 2 equity, maintenance; 3 and initial
  parameter int MEASURES = 3,
  // instruments that the tables hold
  parameter int INSTRUMENTS = 256,
  // tiers of an instrument: 4, 8 or 16
  parameter int TIERS = 16,
  // beats of the longest burst, a power of two up to 64
  parameter int BURST = 16,
  // beats that a reader holds, log2
  parameter int LOG2_FIFO = 7,
  // memory of rows and deductions: "ultra" or "block"
  parameter     STYLE = "ultra",
  // memory of the buses' queues: "block" or "distributed"
  parameter     QUEUE = "block",
  // derived: do not set
  parameter int GROUPS = LANES / 8
) (
  input  wire logic         clk,
  input  wire logic         rst,
  output logic              interrupt,

  // control
  input  wire logic [11:0]  s_axi_control_awaddr,
  input  wire logic         s_axi_control_awvalid,
  output logic              s_axi_control_awready,
  input  wire logic [31:0]  s_axi_control_wdata,
  input  wire logic [3:0]   s_axi_control_wstrb,
  input  wire logic         s_axi_control_wvalid,
  output logic              s_axi_control_wready,
  output logic [1:0]        s_axi_control_bresp,
  output logic              s_axi_control_bvalid,
  input  wire logic         s_axi_control_bready,
  input  wire logic [11:0]  s_axi_control_araddr,
  input  wire logic         s_axi_control_arvalid,
  output logic              s_axi_control_arready,
  output logic [31:0]       s_axi_control_rdata,
  output logic [1:0]        s_axi_control_rresp,
  output logic              s_axi_control_rvalid,
  input  wire logic         s_axi_control_rready,

  // command: the block is read, the book patched
  output logic [63:0]       m_axi_command_araddr,
  output logic [7:0]        m_axi_command_arlen,
  output logic [2:0]        m_axi_command_arsize,
  output logic [1:0]        m_axi_command_arburst,
  output logic [3:0]        m_axi_command_arcache,
  output logic [2:0]        m_axi_command_arprot,
  output logic              m_axi_command_arvalid,
  input  wire logic         m_axi_command_arready,
  input  wire logic [511:0] m_axi_command_rdata,
  input  wire logic [1:0]   m_axi_command_rresp,
  input  wire logic         m_axi_command_rlast,
  input  wire logic         m_axi_command_rvalid,
  output logic              m_axi_command_rready,
  output logic [63:0]       m_axi_command_awaddr,
  output logic [7:0]        m_axi_command_awlen,
  output logic [2:0]        m_axi_command_awsize,
  output logic [1:0]        m_axi_command_awburst,
  output logic [3:0]        m_axi_command_awcache,
  output logic [2:0]        m_axi_command_awprot,
  output logic              m_axi_command_awvalid,
  input  wire logic         m_axi_command_awready,
  output logic [511:0]      m_axi_command_wdata,
  output logic [63:0]       m_axi_command_wstrb,
  output logic              m_axi_command_wlast,
  output logic              m_axi_command_wvalid,
  input  wire logic         m_axi_command_wready,
  input  wire logic [1:0]   m_axi_command_bresp,
  input  wire logic         m_axi_command_bvalid,
  output logic              m_axi_command_bready,

  // legs of every group: read only
  output logic [64*GROUPS-1:0]       m_axi_legs_araddr,
  output logic [8*GROUPS-1:0]        m_axi_legs_arlen,
  output logic [3*GROUPS-1:0]        m_axi_legs_arsize,
  output logic [2*GROUPS-1:0]        m_axi_legs_arburst,
  output logic [4*GROUPS-1:0]        m_axi_legs_arcache,
  output logic [3*GROUPS-1:0]        m_axi_legs_arprot,
  output logic [GROUPS-1:0]          m_axi_legs_arvalid,
  input  wire logic [GROUPS-1:0]     m_axi_legs_arready,
  input  wire logic [512*GROUPS-1:0] m_axi_legs_rdata,
  input  wire logic [2*GROUPS-1:0]   m_axi_legs_rresp,
  input  wire logic [GROUPS-1:0]     m_axi_legs_rlast,
  input  wire logic [GROUPS-1:0]     m_axi_legs_rvalid,
  output logic [GROUPS-1:0]          m_axi_legs_rready,

  // constants of every group: read only
  output logic [64*GROUPS-1:0]       m_axi_constants_araddr,
  output logic [8*GROUPS-1:0]        m_axi_constants_arlen,
  output logic [3*GROUPS-1:0]        m_axi_constants_arsize,
  output logic [2*GROUPS-1:0]        m_axi_constants_arburst,
  output logic [4*GROUPS-1:0]        m_axi_constants_arcache,
  output logic [3*GROUPS-1:0]        m_axi_constants_arprot,
  output logic [GROUPS-1:0]          m_axi_constants_arvalid,
  input  wire logic [GROUPS-1:0]     m_axi_constants_arready,
  input  wire logic [512*GROUPS-1:0] m_axi_constants_rdata,
  input  wire logic [2*GROUPS-1:0]   m_axi_constants_rresp,
  input  wire logic [GROUPS-1:0]     m_axi_constants_rlast,
  input  wire logic [GROUPS-1:0]     m_axi_constants_rvalid,
  output logic [GROUPS-1:0]          m_axi_constants_rready,

  // results of every group: statuses are read; records, statuses, summaries written
  output logic [64*GROUPS-1:0]       m_axi_results_araddr,
  output logic [8*GROUPS-1:0]        m_axi_results_arlen,
  output logic [3*GROUPS-1:0]        m_axi_results_arsize,
  output logic [2*GROUPS-1:0]        m_axi_results_arburst,
  output logic [4*GROUPS-1:0]        m_axi_results_arcache,
  output logic [3*GROUPS-1:0]        m_axi_results_arprot,
  output logic [GROUPS-1:0]          m_axi_results_arvalid,
  input  wire logic [GROUPS-1:0]     m_axi_results_arready,
  input  wire logic [512*GROUPS-1:0] m_axi_results_rdata,
  input  wire logic [2*GROUPS-1:0]   m_axi_results_rresp,
  input  wire logic [GROUPS-1:0]     m_axi_results_rlast,
  input  wire logic [GROUPS-1:0]     m_axi_results_rvalid,
  output logic [GROUPS-1:0]          m_axi_results_rready,
  output logic [64*GROUPS-1:0]       m_axi_results_awaddr,
  output logic [8*GROUPS-1:0]        m_axi_results_awlen,
  output logic [3*GROUPS-1:0]        m_axi_results_awsize,
  output logic [2*GROUPS-1:0]        m_axi_results_awburst,
  output logic [4*GROUPS-1:0]        m_axi_results_awcache,
  output logic [3*GROUPS-1:0]        m_axi_results_awprot,
  output logic [GROUPS-1:0]          m_axi_results_awvalid,
  input  wire logic [GROUPS-1:0]     m_axi_results_awready,
  output logic [512*GROUPS-1:0]      m_axi_results_wdata,
  output logic [64*GROUPS-1:0]       m_axi_results_wstrb,
  output logic [GROUPS-1:0]          m_axi_results_wlast,
  output logic [GROUPS-1:0]          m_axi_results_wvalid,
  input  wire logic [GROUPS-1:0]     m_axi_results_wready,
  input  wire logic [2*GROUPS-1:0]   m_axi_results_bresp,
  input  wire logic [GROUPS-1:0]     m_axi_results_bvalid,
  output logic [GROUPS-1:0]          m_axi_results_bready
);

  localparam int IW = $clog2(INSTRUMENTS);
  localparam int TW = $clog2(TIERS);

  generate
    if (LANES != 8 && LANES != 16 && LANES != 32) begin : check_lanes
      $fatal(0, "levee_sweep: LANES is not 8, 16 or 32 (instance %m)");
    end
    if (MEASURES < 1 || MEASURES > 3) begin : check_measures
      $fatal(0, "levee_sweep: MEASURES is not 1, 2 or 3 (instance %m)");
    end
    if (BURST < 1 || BURST > 64 || (BURST & (BURST - 1)) != 0) begin : check_burst
      $fatal(0, "levee_sweep: BURST is no power of two up to 64 (instance %m)");
    end
  endgenerate

  // Control: one command at a time.
  logic start, ready, done, idle, continue_;
  logic [63:0] command_address;
  logic [31:0] command_beats;
  logic [64*GROUPS-1:0] legs_address, constants_address, results_address;
  logic [32*levee_card::WORDS-1:0] words;
  levee_control #(.GROUPS(GROUPS), .WORDS(levee_card::WORDS)) control (
    .clk, .rst, .interrupt,
    .s_axi_control_awaddr, .s_axi_control_awvalid, .s_axi_control_awready, .s_axi_control_wdata, .s_axi_control_wstrb,
    .s_axi_control_wvalid, .s_axi_control_wready, .s_axi_control_bresp, .s_axi_control_bvalid, .s_axi_control_bready,
    .s_axi_control_araddr, .s_axi_control_arvalid, .s_axi_control_arready, .s_axi_control_rdata, .s_axi_control_rresp,
    .s_axi_control_rvalid, .s_axi_control_rready,
    .start, .ready, .done, .idle, .continue_, .command_address, .command_beats, .legs_address, .constants_address,
    .results_address, .words
  );

  typedef enum logic [1:0] {IDLE, REQUEST, RUN, DONE} state_t;
  state_t state_reg, state_next;
  logic begin_, begin_reg, command_busy, request_ready, patches_written;
  logic [GROUPS-1:0] channel_done;

  // The arguments are kept: the host may write the next command's meanwhile.
  logic [63:0] command_reg;
  logic [31:0] beats_reg;
  logic [64*GROUPS-1:0] legs_reg, constants_reg, results_reg;

  always_comb begin
    state_next = state_reg;
    unique case (state_reg)
      IDLE: if (start) state_next = REQUEST;
      REQUEST: if (request_ready) state_next = RUN;
      RUN: if (!begin_reg && !command_busy && channel_done == '1 && patches_written) state_next = DONE;
      default: state_next = IDLE;
    endcase
  end

  // comes a cycle behind the arguments
  assign begin_ = begin_reg;
  assign ready = state_reg == IDLE && start;
  assign done = state_reg == DONE;
  assign idle = state_reg == IDLE;

  always_ff @(posedge clk) begin
    state_reg <= state_next;
    begin_reg <= state_reg == IDLE && start;
    if (state_reg == IDLE) begin
      command_reg <= command_address;
      beats_reg <= command_beats;
      legs_reg <= legs_address;
      constants_reg <= constants_address;
      results_reg <= results_address;
    end
    if (rst) begin
      state_reg <= IDLE;
      begin_reg <= 1'b0;
    end
  end

  // The command block.
  logic command_valid, command_ready, command_last, command_error, command_idle;
  logic [511:0] command_data;
  levee_axi_read #(.BURST(BURST), .LOG2_FIFO(LOG2_FIFO), .QUEUE(QUEUE)) command_reader (
    .clk, .rst, .clear(begin_), .error(command_error), .idle(command_idle),
    .s_request_valid(state_reg == REQUEST), .s_request_ready(request_ready),
    .s_request_address(command_reg), .s_request_beats(beats_reg),
    .m_valid(command_valid), .m_ready(command_ready), .m_data(command_data), .m_last(command_last),
    .m_axi_araddr(m_axi_command_araddr), .m_axi_arlen(m_axi_command_arlen), .m_axi_arsize(m_axi_command_arsize),
    .m_axi_arburst(m_axi_command_arburst), .m_axi_arcache(m_axi_command_arcache), .m_axi_arprot(m_axi_command_arprot),
    .m_axi_arvalid(m_axi_command_arvalid), .m_axi_arready(m_axi_command_arready), .m_axi_rdata(m_axi_command_rdata),
    .m_axi_rresp(m_axi_command_rresp), .m_axi_rlast(m_axi_command_rlast), .m_axi_rvalid(m_axi_command_rvalid),
    .m_axi_rready(m_axi_command_rready)
  );

  logic [63:0] sequence_;
  logic [1:0] report;
  logic [31:0] records_beat;
  logic header_valid, tier_valid;
  logic [IW-1:0] header_instrument, tier_instrument;
  logic [1:0] header_kind;
  logic [4:0] header_tiers;
  logic [256:0] header_value, tier_bound;
  logic [TW-1:0] tier_number;
  logic [79:0] tier_rates;
  logic deduction_valid, deduction_side;
  logic [IW-1:0] deduction_instrument;
  logic [TW-1:0] deduction_tier;
  logic [1:0] deduction_measure;
  logic [87:0] deduction_value;
  logic patch_aim, patch_valid, patch_ready;
  logic [31:0] patch_beat;
  logic [7:0] patch_group;
  logic [1:0] patch_stream;
  logic [511:0] patch_data;
  logic [GROUPS-1:0] segment_valid, segment_ready;
  logic [31:0] segment_legs, segment_constants, segment_statuses, segment_slices, segment_leg_beats;
  logic update_valid, update_ready;
  logic [IW-1:0] update_instrument;
  logic [30:0] update_price;
  logic [58:0] update_funding_long, update_funding_short;
  logic revalue_idle, malformed, admit;
  levee_command #(.GROUPS(GROUPS), .INSTRUMENTS(INSTRUMENTS), .TIERS(TIERS)) command (
    .clk, .rst, .begin_, .empty(beats_reg == 32'd0), .busy(command_busy), .malformed, .read_error(command_error),
    .s_valid(command_valid), .s_ready(command_ready), .s_data(command_data), .s_last(command_last),
    .sequence_, .report, .records_beat,
    .m_header_valid(header_valid), .m_header_instrument(header_instrument), .m_header_kind(header_kind),
    .m_header_tiers(header_tiers), .m_header_value(header_value),
    .m_tier_valid(tier_valid), .m_tier_instrument(tier_instrument), .m_tier_number(tier_number),
    .m_tier_bound(tier_bound), .m_tier_rates(tier_rates),
    .m_deduction_valid(deduction_valid), .m_deduction_instrument(deduction_instrument),
    .m_deduction_tier(deduction_tier), .m_deduction_side(deduction_side), .m_deduction_measure(deduction_measure),
    .m_deduction_value(deduction_value),
    .m_patch_aim(patch_aim), .m_patch_beat(patch_beat), .m_patch_group(patch_group), .m_patch_stream(patch_stream),
    .m_patch_valid(patch_valid), .m_patch_ready(patch_ready), .m_patch_data(patch_data), .patches_written,
    .m_segment_valid(segment_valid), .m_segment_ready(segment_ready), .m_segment_legs(segment_legs),
    .m_segment_constants(segment_constants), .m_segment_statuses(segment_statuses),
    .m_segment_slices(segment_slices), .m_segment_leg_beats(segment_leg_beats),
    .m_update_valid(update_valid), .m_update_ready(update_ready), .m_update_instrument(update_instrument),
    .m_update_price(update_price), .m_update_funding_long(update_funding_long),
    .m_update_funding_short(update_funding_short), .revalue_idle, .admit
  );

  // Patches go to the buffer of their group and stream.
  logic [63:0] patch_base;
  always_comb begin
    patch_base = 64'd0;
    for (int g = 0; g < GROUPS; g++) begin
      if (patch_group == 8'(g)) begin
        unique case (patch_stream)
          2'd0: patch_base = legs_reg[64*g +: 64];
          2'd1: patch_base = constants_reg[64*g +: 64];
          default: patch_base = results_reg[64*g +: 64];
        endcase
      end
    end
  end

  logic [63:0] patch_address_reg;
  always_ff @(posedge clk) begin
    if (patch_aim) patch_address_reg <= patch_base + {26'd0, patch_beat, 6'd0};
  end

  logic patched_valid, patched_ready, patcher_idle;
  logic [63:0] patched_address;
  logic [511:0] patched_data;
  levee_skid #(.WIDTH(576)) patches_skid (
    .clk, .rst, .s_valid(patch_valid), .s_ready(patch_ready), .s_data({patch_address_reg, patch_data}),
    .m_valid(patched_valid), .m_ready(patched_ready), .m_data({patched_address, patched_data})
  );
  assign patches_written = patcher_idle && !patched_valid;

  logic patch_error;
  levee_axi_write #(.BURST(BURST), .LOG2_FIFO(5), .QUEUE(QUEUE)) patcher (
    .clk, .rst, .clear(begin_), .error(patch_error), .idle(patcher_idle),
    .s_valid(patched_valid), .s_ready(patched_ready), .s_address(patched_address), .s_data(patched_data),
    .m_axi_awaddr(m_axi_command_awaddr), .m_axi_awlen(m_axi_command_awlen), .m_axi_awsize(m_axi_command_awsize),
    .m_axi_awburst(m_axi_command_awburst), .m_axi_awcache(m_axi_command_awcache), .m_axi_awprot(m_axi_command_awprot),
    .m_axi_awvalid(m_axi_command_awvalid), .m_axi_awready(m_axi_command_awready), .m_axi_wdata(m_axi_command_wdata),
    .m_axi_wstrb(m_axi_command_wstrb), .m_axi_wlast(m_axi_command_wlast), .m_axi_wvalid(m_axi_command_wvalid),
    .m_axi_wready(m_axi_command_wready), .m_axi_bresp(m_axi_command_bresp), .m_axi_bvalid(m_axi_command_bvalid),
    .m_axi_bready(m_axi_command_bready)
  );

  // Prices to tables.
  logic limit_valid, row_valid, row_side;
  logic [IW-1:0] limit_instrument, row_instrument;
  logic [TW-1:0] limit_tier, row_tier;
  logic [40:0] limit_lots;
  logic [1:0] row_measure;
  logic [59:0] row_value;
  levee_revalue #(.INSTRUMENTS(INSTRUMENTS), .TIERS(TIERS), .MEASURES(MEASURES)) revalue (
    .clk, .rst,
    .s_header_valid(header_valid), .s_header_instrument(header_instrument), .s_header_kind(header_kind),
    .s_header_tiers(header_tiers), .s_header_value(header_value),
    .s_tier_valid(tier_valid), .s_tier_instrument(tier_instrument), .s_tier_number(tier_number),
    .s_tier_bound(tier_bound), .s_tier_rates(tier_rates),
    .s_update_valid(update_valid), .s_update_ready(update_ready), .s_update_instrument(update_instrument),
    .s_update_price(update_price), .s_update_funding_long(update_funding_long),
    .s_update_funding_short(update_funding_short),
    .m_limit_valid(limit_valid), .m_limit_instrument(limit_instrument), .m_limit_tier(limit_tier),
    .m_limit_lots(limit_lots),
    .m_row_valid(row_valid), .m_row_instrument(row_instrument), .m_row_tier(row_tier), .m_row_side(row_side),
    .m_row_measure(row_measure), .m_row_value(row_value), .idle(revalue_idle)
  );

  // The groups.
  logic [32*GROUPS-1:0] channel_faults, leg_stalls, constant_stalls, record_stalls;
  logic [31:0] command_faults;
  always_comb begin
    command_faults = 32'd0;
    command_faults[levee_card::FAULT_MALFORMED] = malformed;
    command_faults[levee_card::FAULT_COMMAND_READ] = command_error;
    command_faults[levee_card::FAULT_COMMAND_WRITE] = patch_error;
  end

  genvar g;
  generate
    for (g = 0; g < GROUPS; g = g + 1) begin : groups
      levee_channel #(
        .INSTRUMENTS(INSTRUMENTS), .TIERS(TIERS), .MEASURES(MEASURES), .BURST(BURST), .LOG2_FIFO(LOG2_FIFO),
        .STYLE(STYLE), .QUEUE(QUEUE)
      ) channel (
        .clk, .rst, .begin_, .finish(!command_busy), .done(channel_done[g]),
        .legs_address(legs_reg[64*g +: 64]), .constants_address(constants_reg[64*g +: 64]),
        .results_address(results_reg[64*g +: 64]), .records_beat, .sequence_, .report, .admit,
        .other_faults(command_faults),
        .s_segment_valid(segment_valid[g]), .s_segment_ready(segment_ready[g]), .s_segment_legs(segment_legs),
        .s_segment_constants(segment_constants), .s_segment_statuses(segment_statuses),
        .s_segment_slices(segment_slices), .s_segment_leg_beats(segment_leg_beats),
        .s_limit_valid(limit_valid), .s_limit_instrument(limit_instrument), .s_limit_tier(limit_tier),
        .s_limit_lots(limit_lots),
        .s_row_valid(row_valid), .s_row_instrument(row_instrument), .s_row_tier(row_tier), .s_row_side(row_side),
        .s_row_measure(row_measure), .s_row_value(row_value),
        .s_deduction_valid(deduction_valid), .s_deduction_instrument(deduction_instrument),
        .s_deduction_tier(deduction_tier), .s_deduction_side(deduction_side),
        .s_deduction_measure(deduction_measure), .s_deduction_value(deduction_value),
        .faults(channel_faults[32*g +: 32]), .leg_stalls(leg_stalls[32*g +: 32]),
        .constant_stalls(constant_stalls[32*g +: 32]), .record_stalls(record_stalls[32*g +: 32]),
        .m_axi_legs_araddr(m_axi_legs_araddr[64*g +: 64]), .m_axi_legs_arlen(m_axi_legs_arlen[8*g +: 8]),
        .m_axi_legs_arsize(m_axi_legs_arsize[3*g +: 3]), .m_axi_legs_arburst(m_axi_legs_arburst[2*g +: 2]),
        .m_axi_legs_arcache(m_axi_legs_arcache[4*g +: 4]), .m_axi_legs_arprot(m_axi_legs_arprot[3*g +: 3]),
        .m_axi_legs_arvalid(m_axi_legs_arvalid[g]), .m_axi_legs_arready(m_axi_legs_arready[g]),
        .m_axi_legs_rdata(m_axi_legs_rdata[512*g +: 512]), .m_axi_legs_rresp(m_axi_legs_rresp[2*g +: 2]),
        .m_axi_legs_rlast(m_axi_legs_rlast[g]), .m_axi_legs_rvalid(m_axi_legs_rvalid[g]),
        .m_axi_legs_rready(m_axi_legs_rready[g]), .m_axi_constants_araddr(m_axi_constants_araddr[64*g +: 64]),
        .m_axi_constants_arlen(m_axi_constants_arlen[8*g +: 8]),
        .m_axi_constants_arsize(m_axi_constants_arsize[3*g +: 3]),
        .m_axi_constants_arburst(m_axi_constants_arburst[2*g +: 2]),
        .m_axi_constants_arcache(m_axi_constants_arcache[4*g +: 4]),
        .m_axi_constants_arprot(m_axi_constants_arprot[3*g +: 3]),
        .m_axi_constants_arvalid(m_axi_constants_arvalid[g]), .m_axi_constants_arready(m_axi_constants_arready[g]),
        .m_axi_constants_rdata(m_axi_constants_rdata[512*g +: 512]),
        .m_axi_constants_rresp(m_axi_constants_rresp[2*g +: 2]), .m_axi_constants_rlast(m_axi_constants_rlast[g]),
        .m_axi_constants_rvalid(m_axi_constants_rvalid[g]), .m_axi_constants_rready(m_axi_constants_rready[g]),
        .m_axi_results_araddr(m_axi_results_araddr[64*g +: 64]), .m_axi_results_arlen(m_axi_results_arlen[8*g +: 8]),
        .m_axi_results_arsize(m_axi_results_arsize[3*g +: 3]),
        .m_axi_results_arburst(m_axi_results_arburst[2*g +: 2]),
        .m_axi_results_arcache(m_axi_results_arcache[4*g +: 4]),
        .m_axi_results_arprot(m_axi_results_arprot[3*g +: 3]), .m_axi_results_arvalid(m_axi_results_arvalid[g]),
        .m_axi_results_arready(m_axi_results_arready[g]), .m_axi_results_rdata(m_axi_results_rdata[512*g +: 512]),
        .m_axi_results_rresp(m_axi_results_rresp[2*g +: 2]), .m_axi_results_rlast(m_axi_results_rlast[g]),
        .m_axi_results_rvalid(m_axi_results_rvalid[g]), .m_axi_results_rready(m_axi_results_rready[g]),
        .m_axi_results_awaddr(m_axi_results_awaddr[64*g +: 64]), .m_axi_results_awlen(m_axi_results_awlen[8*g +: 8]),
        .m_axi_results_awsize(m_axi_results_awsize[3*g +: 3]),
        .m_axi_results_awburst(m_axi_results_awburst[2*g +: 2]),
        .m_axi_results_awcache(m_axi_results_awcache[4*g +: 4]),
        .m_axi_results_awprot(m_axi_results_awprot[3*g +: 3]), .m_axi_results_awvalid(m_axi_results_awvalid[g]),
        .m_axi_results_awready(m_axi_results_awready[g]), .m_axi_results_wdata(m_axi_results_wdata[512*g +: 512]),
        .m_axi_results_wstrb(m_axi_results_wstrb[64*g +: 64]), .m_axi_results_wlast(m_axi_results_wlast[g]),
        .m_axi_results_wvalid(m_axi_results_wvalid[g]), .m_axi_results_wready(m_axi_results_wready[g]),
        .m_axi_results_bresp(m_axi_results_bresp[2*g +: 2]), .m_axi_results_bvalid(m_axi_results_bvalid[g]),
        .m_axi_results_bready(m_axi_results_bready[g])
      );
    end
  endgenerate

  // What the host may read: of the command under way, then of the last one.
  logic [31:0] commands_reg, cycles_reg, table_cycles_reg;
  logic [31:0] all_faults, all_leg_stalls, all_constant_stalls, all_record_stalls;
  always_comb begin
    all_faults = command_faults;
    all_leg_stalls = 32'd0;
    all_constant_stalls = 32'd0;
    all_record_stalls = 32'd0;
    for (int k = 0; k < GROUPS; k++) begin
      all_faults = all_faults | channel_faults[32*k +: 32];
      all_leg_stalls = all_leg_stalls + leg_stalls[32*k +: 32];
      all_constant_stalls = all_constant_stalls + constant_stalls[32*k +: 32];
      all_record_stalls = all_record_stalls + record_stalls[32*k +: 32];
    end
  end

  always_ff @(posedge clk) begin
    if (state_reg == DONE) commands_reg <= commands_reg + 32'd1;
    if (state_reg == IDLE && start) begin
      cycles_reg <= 32'd0;
      table_cycles_reg <= 32'd0;
    end else if (state_reg != IDLE) begin
      cycles_reg <= cycles_reg + 32'd1;
      if (!admit || begin_) table_cycles_reg <= table_cycles_reg + 32'd1;
    end
    if (rst) begin
      commands_reg <= 32'd0;
      cycles_reg <= 32'd0;
      table_cycles_reg <= 32'd0;
    end
  end

  // the highest address first
  assign words = {
    all_record_stalls, all_constant_stalls, all_leg_stalls, table_cycles_reg, cycles_reg, all_faults, commands_reg,
    32'(BURST), 32'(TIERS), 32'(INSTRUMENTS), 32'(MEASURES), 32'(LANES), levee_card::VERSION, levee_card::TYPE
  };

  wire unused = &{1'b0, command_idle, continue_};

endmodule

`default_nettype wire
