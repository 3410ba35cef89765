// SPDX-License-Identifier: Apache-2.0
//
// levee_sweep_card: the sweep kernel of one group as a card's shell connects it:
// the names that Vitis gives clock and reset, and a reset as long as the kernel
// asks for, however short the shell's is. Nothing but wiring otherwise.
`default_nettype none

module levee_sweep_card #(
  // measures: 1 maintenance; 2 equity, maintenance; 3 and initial
  parameter int MEASURES = 3,
  // instruments that the tables hold
  parameter int INSTRUMENTS = 512,
  // tiers of an instrument: 4, 8 or 16
  parameter int TIERS = 16,
  // beats of the longest burst, a power of two up to 64
  parameter int BURST = 16
) (
  input  wire logic         ap_clk,
  input  wire logic         ap_rst_n,
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

  // legs read only
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

  // constants read only
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

  // results: statuses are read; records, statuses, summaries written
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

  // The lanes' delay lines have no reset: they run out while it lasts.
  localparam int RESET_CYCLES = 64;

  logic [6:0] left_reg = 7'(RESET_CYCLES);
  logic rst_reg = 1'b1;
  always_ff @(posedge ap_clk) begin
    if (!ap_rst_n) left_reg <= 7'(RESET_CYCLES);
    else if (left_reg != 7'd0) left_reg <= left_reg - 7'd1;
    rst_reg <= !ap_rst_n || left_reg != 7'd0;
  end

  levee_sweep #(
    .LANES(8), .MEASURES(MEASURES), .INSTRUMENTS(INSTRUMENTS), .TIERS(TIERS), .BURST(BURST)
  ) kernel (
    .clk(ap_clk), .rst(rst_reg), .interrupt,
    .s_axi_control_awaddr, .s_axi_control_awvalid, .s_axi_control_awready, .s_axi_control_wdata,
    .s_axi_control_wstrb, .s_axi_control_wvalid, .s_axi_control_wready, .s_axi_control_bresp, .s_axi_control_bvalid,
    .s_axi_control_bready, .s_axi_control_araddr, .s_axi_control_arvalid, .s_axi_control_arready,
    .s_axi_control_rdata, .s_axi_control_rresp, .s_axi_control_rvalid, .s_axi_control_rready, .m_axi_command_araddr,
    .m_axi_command_arlen, .m_axi_command_arsize, .m_axi_command_arburst, .m_axi_command_arcache,
    .m_axi_command_arprot, .m_axi_command_arvalid, .m_axi_command_arready, .m_axi_command_rdata,
    .m_axi_command_rresp, .m_axi_command_rlast, .m_axi_command_rvalid, .m_axi_command_rready, .m_axi_command_awaddr,
    .m_axi_command_awlen, .m_axi_command_awsize, .m_axi_command_awburst, .m_axi_command_awcache,
    .m_axi_command_awprot, .m_axi_command_awvalid, .m_axi_command_awready, .m_axi_command_wdata,
    .m_axi_command_wstrb, .m_axi_command_wlast, .m_axi_command_wvalid, .m_axi_command_wready, .m_axi_command_bresp,
    .m_axi_command_bvalid, .m_axi_command_bready, .m_axi_legs_araddr, .m_axi_legs_arlen, .m_axi_legs_arsize,
    .m_axi_legs_arburst, .m_axi_legs_arcache, .m_axi_legs_arprot, .m_axi_legs_arvalid, .m_axi_legs_arready,
    .m_axi_legs_rdata, .m_axi_legs_rresp, .m_axi_legs_rlast, .m_axi_legs_rvalid, .m_axi_legs_rready,
    .m_axi_constants_araddr, .m_axi_constants_arlen, .m_axi_constants_arsize, .m_axi_constants_arburst,
    .m_axi_constants_arcache, .m_axi_constants_arprot, .m_axi_constants_arvalid, .m_axi_constants_arready,
    .m_axi_constants_rdata, .m_axi_constants_rresp, .m_axi_constants_rlast, .m_axi_constants_rvalid,
    .m_axi_constants_rready, .m_axi_results_araddr, .m_axi_results_arlen, .m_axi_results_arsize,
    .m_axi_results_arburst, .m_axi_results_arcache, .m_axi_results_arprot, .m_axi_results_arvalid,
    .m_axi_results_arready, .m_axi_results_rdata, .m_axi_results_rresp, .m_axi_results_rlast, .m_axi_results_rvalid,
    .m_axi_results_rready, .m_axi_results_awaddr, .m_axi_results_awlen, .m_axi_results_awsize,
    .m_axi_results_awburst, .m_axi_results_awcache, .m_axi_results_awprot, .m_axi_results_awvalid,
    .m_axi_results_awready, .m_axi_results_wdata, .m_axi_results_wstrb, .m_axi_results_wlast, .m_axi_results_wvalid,
    .m_axi_results_wready, .m_axi_results_bresp, .m_axi_results_bvalid, .m_axi_results_bready
  );

endmodule

`default_nettype wire
