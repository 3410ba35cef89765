// SPDX-License-Identifier: Apache-2.0
//
// levee_cut: the kernel at eight lanes and one measure behind five pins, so that it can be placed and routed where
// its five buses have no pins. Every input of the kernel is a stage of one shift register that `in` feeds, and the
// outputs are folded to `out` by exclusive-ors of four, a register behind each. So nothing is known to be constant or
// unused, and outside the kernel no path is longer than one look-up table.
// It measures size and clock; it is no way to use the kernel.
`default_nettype none

module levee_cut #(
  parameter int LANES = 8,
  parameter int MEASURES = 1,
  parameter int INSTRUMENTS = 16,
  parameter int TIERS = 4,
  parameter int BURST = 8,
  parameter int LOG2_FIFO = 4
) (
  input  wire logic clk,
  input  wire logic rst,
  input  wire logic in,
  output logic      out,
  output logic      attention
);

  localparam int CONTROL = 65;
  localparam int READ = 517;
  localparam int WRITE = 5;
  localparam int INPUTS = CONTROL + 4 * READ + 2 * WRITE;
  // Up to 4 ** LEVELS outputs are folded.
  localparam int LEVELS = 6;

  logic rst_reg, rst_in_reg, in_reg, interrupt_reg;
  logic [INPUTS-1:0] chain_reg;
  wire interrupts;

  always_ff @(posedge clk) begin
    rst_in_reg <= rst;
    rst_reg <= rst_in_reg;
    in_reg <= in;
    chain_reg <= {chain_reg[INPUTS-2:0], in_reg};
    interrupt_reg <= interrupts;
  end
  assign attention = interrupt_reg;

  wire [CONTROL-1:0] control_in;
  wire [READ-1:0] command_in, legs_in, constants_in, results_in;
  wire [WRITE-1:0] patches_in, records_in;
  assign {control_in, command_in, legs_in, constants_in, results_in, patches_in, records_in} = chain_reg;

  wire [40:0] control_out;
  wire [85:0] command_out, legs_out, constants_out, results_out;
  wire [663:0] patches_out, records_out;

  levee_sweep #(
    .LANES(LANES), .MEASURES(MEASURES), .INSTRUMENTS(INSTRUMENTS), .TIERS(TIERS), .BURST(BURST),
    .LOG2_FIFO(LOG2_FIFO), .STYLE("block"), .QUEUE("distributed")
  ) sweep (
    .clk(clk), .rst(rst_reg), .interrupt(interrupts),

    .s_axi_control_awaddr(control_in[11:0]), .s_axi_control_awvalid(control_in[12]),
    .s_axi_control_wdata(control_in[44:13]), .s_axi_control_wstrb(control_in[48:45]),
    .s_axi_control_wvalid(control_in[49]), .s_axi_control_bready(control_in[50]),
    .s_axi_control_araddr(control_in[62:51]), .s_axi_control_arvalid(control_in[63]),
    .s_axi_control_rready(control_in[64]),
    .s_axi_control_awready(control_out[0]), .s_axi_control_wready(control_out[1]),
    .s_axi_control_bresp(control_out[3:2]), .s_axi_control_bvalid(control_out[4]),
    .s_axi_control_arready(control_out[5]), .s_axi_control_rdata(control_out[37:6]),
    .s_axi_control_rresp(control_out[39:38]), .s_axi_control_rvalid(control_out[40]),

    .m_axi_command_arready(command_in[0]), .m_axi_command_rdata(command_in[512:1]),
    .m_axi_command_rresp(command_in[514:513]), .m_axi_command_rlast(command_in[515]),
    .m_axi_command_rvalid(command_in[516]), .m_axi_command_araddr(command_out[63:0]),
    .m_axi_command_arlen(command_out[71:64]), .m_axi_command_arsize(command_out[74:72]),
    .m_axi_command_arburst(command_out[76:75]), .m_axi_command_arcache(command_out[80:77]),
    .m_axi_command_arprot(command_out[83:81]), .m_axi_command_arvalid(command_out[84]),
    .m_axi_command_rready(command_out[85]),

    .m_axi_command_awready(patches_in[0]), .m_axi_command_wready(patches_in[1]),
    .m_axi_command_bresp(patches_in[3:2]), .m_axi_command_bvalid(patches_in[4]),
    .m_axi_command_awaddr(patches_out[63:0]), .m_axi_command_awlen(patches_out[71:64]),
    .m_axi_command_awsize(patches_out[74:72]), .m_axi_command_awburst(patches_out[76:75]),
    .m_axi_command_awcache(patches_out[80:77]), .m_axi_command_awprot(patches_out[83:81]),
    .m_axi_command_awvalid(patches_out[84]), .m_axi_command_wdata(patches_out[596:85]),
    .m_axi_command_wstrb(patches_out[660:597]), .m_axi_command_wlast(patches_out[661]),
    .m_axi_command_wvalid(patches_out[662]), .m_axi_command_bready(patches_out[663]),

    .m_axi_legs_arready(legs_in[0]), .m_axi_legs_rdata(legs_in[512:1]), .m_axi_legs_rresp(legs_in[514:513]),
    .m_axi_legs_rlast(legs_in[515]), .m_axi_legs_rvalid(legs_in[516]), .m_axi_legs_araddr(legs_out[63:0]),
    .m_axi_legs_arlen(legs_out[71:64]), .m_axi_legs_arsize(legs_out[74:72]), .m_axi_legs_arburst(legs_out[76:75]),
    .m_axi_legs_arcache(legs_out[80:77]), .m_axi_legs_arprot(legs_out[83:81]), .m_axi_legs_arvalid(legs_out[84]),
    .m_axi_legs_rready(legs_out[85]),

    .m_axi_constants_arready(constants_in[0]), .m_axi_constants_rdata(constants_in[512:1]),
    .m_axi_constants_rresp(constants_in[514:513]), .m_axi_constants_rlast(constants_in[515]),
    .m_axi_constants_rvalid(constants_in[516]), .m_axi_constants_araddr(constants_out[63:0]),
    .m_axi_constants_arlen(constants_out[71:64]), .m_axi_constants_arsize(constants_out[74:72]),
    .m_axi_constants_arburst(constants_out[76:75]), .m_axi_constants_arcache(constants_out[80:77]),
    .m_axi_constants_arprot(constants_out[83:81]), .m_axi_constants_arvalid(constants_out[84]),
    .m_axi_constants_rready(constants_out[85]),

    .m_axi_results_arready(results_in[0]), .m_axi_results_rdata(results_in[512:1]),
    .m_axi_results_rresp(results_in[514:513]), .m_axi_results_rlast(results_in[515]),
    .m_axi_results_rvalid(results_in[516]), .m_axi_results_araddr(results_out[63:0]),
    .m_axi_results_arlen(results_out[71:64]), .m_axi_results_arsize(results_out[74:72]),
    .m_axi_results_arburst(results_out[76:75]), .m_axi_results_arcache(results_out[80:77]),
    .m_axi_results_arprot(results_out[83:81]), .m_axi_results_arvalid(results_out[84]),
    .m_axi_results_rready(results_out[85]),

    .m_axi_results_awready(records_in[0]), .m_axi_results_wready(records_in[1]),
    .m_axi_results_bresp(records_in[3:2]), .m_axi_results_bvalid(records_in[4]),
    .m_axi_results_awaddr(records_out[63:0]), .m_axi_results_awlen(records_out[71:64]),
    .m_axi_results_awsize(records_out[74:72]), .m_axi_results_awburst(records_out[76:75]),
    .m_axi_results_awcache(records_out[80:77]), .m_axi_results_awprot(records_out[83:81]),
    .m_axi_results_awvalid(records_out[84]), .m_axi_results_wdata(records_out[596:85]),
    .m_axi_results_wstrb(records_out[660:597]), .m_axi_results_wlast(records_out[661]),
    .m_axi_results_wvalid(records_out[662]), .m_axi_results_bready(records_out[663])
  );

  wire [4**LEVELS-1:0] outputs = (4 ** LEVELS)'({
    control_out, command_out, legs_out, constants_out, results_out, patches_out, records_out
  });

  genvar l;
  generate
    for (l = 1; l <= LEVELS; l = l + 1) begin : level
      localparam int WIDTH = 4 ** (LEVELS - l);
      wire [4*WIDTH-1:0] unfolded;
      logic [WIDTH-1:0] fold_reg;
      if (l == 1) begin : from
        assign unfolded = outputs;
      end else begin : from
        assign unfolded = level[l-1].fold_reg;
      end
      always_ff @(posedge clk) begin
        for (int i = 0; i < WIDTH; i = i + 1) fold_reg[i] <= ^unfolded[4*i+:4];
      end
    end
  endgenerate
  assign out = level[LEVELS].fold_reg[0];

endmodule

`default_nettype wire
